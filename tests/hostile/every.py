"""All attacks, and a share of them."""

from __future__ import annotations

from functools import cache
from itertools import chain

from tests.hostile import (
    claim_files,
    folders,
    foreign,
    heifs,
    jpegs,
    pdf_bombs,
    pdf_shapes,
    pngs,
    tiffs,
    webps,
)
from tests.hostile.attack import Attack

SOURCES = (pngs, jpegs, webps, heifs, tiffs, pdf_bombs, pdf_shapes, foreign, folders, claim_files)


@cache
def every(seed: int) -> tuple[Attack, ...]:
    """Return all attacks of a seed; names are unique."""
    return tuple(chain.from_iterable(source.attacks(seed) for source in SOURCES))


def share(seed: int, one_in: int) -> tuple[Attack, ...]:
    """Return one in so many, evenly from every family; the seed decides which."""
    return every(seed)[seed % one_in :: one_in]

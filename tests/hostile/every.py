"""All attacks, and a share of them."""

from __future__ import annotations

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


def every(seed: int) -> list[Attack]:
    """Return all attacks of a seed; names are unique."""
    return list(chain.from_iterable(source.attacks(seed) for source in SOURCES))

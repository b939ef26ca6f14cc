"""Two texts side by side: which characters differ, and where long numbers breathe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from pipeline.report.text import visible

_LONGEST = 400  # matching is quadratic; no field is as long, a hostile text layer may be
_GROUP = 4


@dataclass(frozen=True)
class Piece:
    """A run of characters: ``differs`` from the other text, ``gap`` = set apart from what stands before."""

    text: str
    differs: bool = False
    gap: bool = False


def pieces(text: str, other: str | None = None) -> tuple[Piece, ...]:
    """Cut a text where it begins or ceases to differ from the other one, and every fourth digit.

    Long numbers are set apart for the eye only: the characters, and so what is copied, stay the same.
    """
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    differing = _differing(shown, other[:_LONGEST]) if other is not None else set()
    digits = sum(char.isdigit() for char in shown)
    grouped = len(shown) >= 9 and shown.isascii() and shown.isalnum() and digits > 0.7 * len(shown)
    return tuple(_runs(shown, differing, grouped=grouped))


def _runs(text: str, differing: set[int], *, grouped: bool) -> Iterator[Piece]:
    places = range(len(text))
    for (group, differs), run in groupby(places, lambda i: (i // _GROUP if grouped else 0, i in differing)):
        run_places = list(run)
        first = run_places[0]
        part = "".join(text[i] for i in run_places)
        yield Piece(visible(part), differs, gap=grouped and group > 0 and first % _GROUP == 0)


def _differing(text: str, other: str) -> set[int]:
    if len(text) == len(other) and text.isdigit() and other.isdigit():
        return {i for i, (a, b) in enumerate(zip(text, other, strict=True)) if a != b}
    matcher = SequenceMatcher(None, text.casefold(), other.casefold(), autojunk=False)
    if len(text.casefold()) != len(text):
        matcher = SequenceMatcher(None, text, other, autojunk=False)
    same = {i for block in matcher.get_matching_blocks() for i in range(block.a, block.a + block.size)}
    return set(range(len(text))) - same

"""Text as a reader gave it -> text that the other rooms can trust to hold only what can be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 400
"""Characters; no line of a page is longer."""


def printable(text: str) -> str:
    """Return the text with full-width forms made plain and control and direction marks dropped.

    PP-OCR writes the full-width colon; a hostile PDF may write anything.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    return "".join(
        " " if c.isspace() else c for c in plain if c.isspace() or unicodedata.category(c)[0] != "C"
    )


def printable_as(
    chars: Sequence[str], places: Sequence[float], sureness: Sequence[float]
) -> tuple[str, list[float], list[float]]:
    """Return :func:`printable` of single characters, with the place and sureness of each that is left."""
    text, kept_places, kept_sureness = "", [], []
    for char, place, sure in zip(chars, places, sureness, strict=True):
        if len(text) >= LONGEST:
            break
        plain = _printable(char)[: LONGEST - len(text)]
        text += plain
        kept_places += [place] * len(plain)
        kept_sureness += [sure] * len(plain)
    return text, kept_places, kept_sureness


_printable = lru_cache(maxsize=4096)(printable)
"""A reader's alphabet is small, and every line is spelt with it."""

"""The dot behind an address's abbreviation: readers lose it, or see a comma, and hardly ever make one up."""

from __future__ import annotations

import re
from collections.abc import Iterable

ABBREVIATED = ("JL", "NO", "GG", "KP", "DS", "DSN", "DK", "LK", "LINGK", "KEL", "KEC", "KAB", "PERUM", "KOMP")
"""Street, number, alley, hamlet, village, district and the like, as cards and passbooks shorten them."""

SHORT = re.compile(rf"\b({'|'.join(ABBREVIATED)})\b(?P<mark>[.,;:]?)")

NUMBER = re.compile(r"\bNO\s?[,;:](?=\s?\d)")
"""No address has a comma between the word for number and the number."""


TIGHT = re.compile(r"\b(NO)\.(?=\d)")
"""Readers drop the blank before the number more often than cards do; addresses are compared without it."""


def dotted(value: str, others: Iterable[str]) -> str:
    """Return the value with the dots behind its abbreviations that any other reading of it has.

    The readings have the same letters, so the n-th of an abbreviation in one is the n-th in another.
    """
    seen = [_marks(other) for other in others]
    counted: dict[str, int] = {}

    def as_seen(match: re.Match[str]) -> str:
        word = match[1]
        place = counted[word] = counted.get(word, -1) + 1
        dot = any(len(marks.get(word, "")) > place and marks[word][place] == "." for marks in seen)
        return f"{word}." if dot else match[0]

    return TIGHT.sub(r"\1. ", NUMBER.sub("NO.", SHORT.sub(as_seen, value)))


def _marks(text: str) -> dict[str, str]:
    """The mark behind each abbreviation, in order; a blank where there is none."""
    marks: dict[str, str] = {}
    for match in SHORT.finditer(text):
        marks[match[1]] = marks.get(match[1], "") + (match["mark"] or " ")
    return marks

"""How numbers are written: separators dropped, masked for logs, and how far two readings are apart.

Only the ASCII digits 0-9 count. Full-width, Arabic-Indic and other digits that Unicode knows are not
what an Indonesian card prints, so a text that holds them is not a number.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

MASK = "•"
MAX_TYPED = 64
"""Longer texts are not looked into: no number of ours comes near, separators included."""

_SEPARATORS = str.maketrans("", "", " \t\u00a0.-\u2010\u2011\u2012\u2013")

# Pairs of digits that readers take for one another on cards (worn print, JPEG, guilloche behind them).
_LOOK_ALIKE = frozenset(
    frozenset(pair) for pair in ("08", "06", "09", "17", "14", "27", "38", "35", "49", "56", "58", "68", "89")
)


def compact(text: str) -> str:
    """Drop blanks, dots and dashes; '' for a text too long to be a number."""
    return text.translate(_SEPARATORS) if len(text) <= MAX_TYPED else ""


def is_digits(text: str) -> bool:
    """Tell whether the text is one or more ASCII digits and nothing else."""
    return text.isascii() and text.isdigit()


def digits_or_none(text: str | None) -> str | None:
    """Return the digits of a number typed with separators, or None where it is anything else."""
    digits = compact(text) if text else ""
    return digits if is_digits(digits) else None


def masked(text: str, *, keep: int = 4) -> str:
    """Return the text with all but its last characters hidden."""
    shown = text[-keep:] if len(text) > keep else ""
    return MASK * (len(text) - len(shown)) + shown


@dataclass(frozen=True)
class DigitDifference:
    """How two readings of a number differ.

    Attributes:
        digits: how many places differ; for texts of unlike length, how many edits lie between them.
        look_alike: every difference is a pair that readers confuse, or a lost or doubled digit.
    """

    digits: int
    look_alike: bool


def look_alike_distance(a: str, b: str) -> DigitDifference:
    """Compare two numbers digit by digit, to tell a reading doubt from another number."""
    if len(a) != len(b):
        edits = Levenshtein.distance(a, b)
        return DigitDifference(edits, look_alike=edits == abs(len(a) - len(b)))
    unlike = [frozenset(pair) for pair in zip(a, b, strict=True) if pair[0] != pair[1]]
    return DigitDifference(len(unlike), look_alike=all(pair in _LOOK_ALIKE for pair in unlike))

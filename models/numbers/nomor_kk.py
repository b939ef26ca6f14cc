"""Nomor KK, the number of the family card.

    PPKKCC DDMMYY SSSS
    DDMMYY  the day the card was first *recorded*: nobody's birth date, and no +40
    SSSS    serial

Nearly every one passes as a man's NIK: label and place on the page tell the two apart, not the digits.
Source: two published descriptions agree; the number stays unless the head of the family changes
(UU 23/2006 art. 61).

>>> NomorKk.parse("3273011203159001").recorded_on()
(datetime.date(1915, 3, 12), datetime.date(2015, 3, 12))
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.numbers.digits import compact, is_digits, masked

LENGTH = 16


class NomorKkError(ValueError):
    """The text is not a family card's number; the message names the problem, never the text."""


def problems_in(text: str) -> tuple[str, ...]:
    """Return what is wrong: ``not_digits``, ``length`` or ``date``; empty for none."""
    digits = compact(text)
    if not is_digits(digits):
        return ("not_digits",)
    if len(digits) != LENGTH:
        return ("length",)
    return () if _dates(digits) else ("date",)


@dataclass(frozen=True, repr=False)
class NomorKk:
    """A well-formed family card number."""

    digits: str

    def __post_init__(self) -> None:
        problems = problems_in(self.digits)
        if problems or len(self.digits) != LENGTH:
            raise NomorKkError("not a family card number: " + ", ".join(problems or ("separators",)))

    @classmethod
    def parse(cls, text: str) -> NomorKk:
        """Take a number as typed or printed, separators allowed.

        Raises:
            NomorKkError: the text has one of the problems that ``problems_in`` names.
        """
        return cls(compact(text))

    @property
    def region_code(self) -> str:
        """Six digits: the district where the card was recorded."""
        return self.digits[:6]

    def recorded_on(self) -> tuple[date, ...]:
        """Return the days that the middle digits can mean, 19YY and 20YY; existing dates only."""
        return _dates(self.digits)

    @property
    def masked(self) -> str:
        """Last four digits."""
        return masked(self.digits)

    def __repr__(self) -> str:
        return f"NomorKk({self.masked})"


def _dates(digits: str) -> tuple[date, ...]:
    found = []
    for century in (1900, 2000):
        try:
            found.append(date(century + int(digits[10:12]), int(digits[8:10]), int(digits[6:8])))
        except ValueError:
            continue
    return tuple(found)

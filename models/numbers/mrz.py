"""MRZ, the two lines for machines at the foot of a passport's data page (TD3).

    line 1  P<IDNRAHMAWATI<<SITI<<<<...   44 characters
            1-2 kind, 3-5 issuing state, 6-44 names: surname << given names, blanks as <
    line 2  X12345676IDN9008071F3401014<<<<<<<<<<<<<<00   44 characters
            1-9 number and 10 its check digit, 11-13 nationality, 14-19 birth YYMMDD and 20 its check digit,
            21 sex, 22-27 expiry YYMMDD and 28 its check digit, 29-42 optional data and 43 its check digit,
            44 check digit over 1-10, 14-20 and 22-43

Check digits: the values of the characters (0-9, A = 10 ... Z = 35, < = 0) times 7, 3, 1, 7, ... modulo ten.
The names have none. The optional data have fourteen places, so a NIK (sixteen digits) cannot stand there
whole; an Indonesian passport that shows the NIK prints it in the visual zone. Years have two digits: the
expiry lies in 2000-2099, the birth before the expiry, at most a century.

Source: ICAO Doc 9303, parts 3 (check digits) and 4 (TD3).

>>> first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
>>> zone = Mrz.parse(first, "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
>>> zone.number, zone.name, sorted(zone.proved)
('L898902C3', 'ANNA MARIA ERIKSSON', ['birth_date', 'expiry', 'number'])
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

LENGTH = 44
FILLER = "<"
_WEIGHTS = (7, 3, 1)
_FILLED = re.compile(r"[A-Z0-9<]{44}")


class MrzError(ValueError):
    """The two lines are no MRZ; the message names the problem, never the text."""


@dataclass(frozen=True)
class Mrz:
    """What the lines say; ``proved`` are the attributes whose own check digit and the composite one hold."""

    issuer: str
    surname: str = field(repr=False)
    given: str = field(repr=False)
    number: str = field(repr=False)
    nationality: str
    birth_date: date | None = field(repr=False)
    sex: str = field(repr=False)
    expiry: date | None = field(repr=False)
    proved: frozenset[str]

    @classmethod
    def parse(cls, first: str, second: str) -> Mrz:
        """Take the two lines of 44 characters.

        Raises:
            MrzError: a line has another length or character, or the first is no passport's.
        """
        if not _FILLED.fullmatch(first) or not _FILLED.fullmatch(second):
            raise MrzError("a line of an MRZ has 44 characters of A-Z, 0-9 and <")
        if first[0] != "P":
            raise MrzError("not a passport's line")
        surname, _, given = first[5:].partition(FILLER * 2)
        expiry = _day(second[21:27], after=None)
        whole = check_digit(second[:10] + second[13:20] + second[21:43]) == second[43]
        parts = {"number": second[:10], "birth_date": second[13:20], "expiry": second[21:28]}
        proved = {name for name, part in parts.items() if whole and check_digit(part[:-1]) == part[-1]}
        return cls(
            first[2:5].rstrip(FILLER),
            _words(surname),
            _words(given),
            second[:9].rstrip(FILLER),
            second[10:13].rstrip(FILLER),
            _day(second[13:19], after=expiry),
            second[20],
            expiry,
            frozenset(proved),
        )

    @property
    def name(self) -> str:
        """Given names and surname, in the order in which Indonesia writes a name."""
        return f"{self.given} {self.surname}".strip()


def check_digit(text: str) -> str:
    """Return the check digit of these characters."""
    total = sum(_value(c) * _WEIGHTS[place % 3] for place, c in enumerate(text))
    return str(total % 10)


def _value(character: str) -> int:
    if character.isdigit():
        return int(character)
    return 0 if character == FILLER else ord(character) - ord("A") + 10


def _words(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())


def _day(digits: str, *, after: date | None) -> date | None:
    """Return the day; a birth (``after`` its expiry) is put into the last century that precedes it."""
    if not digits.isdigit():
        return None
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    century = 2000 if after is None or 2000 + year < after.year else 1900
    try:
        return date(century + year, month, day)
    except ValueError:
        return None

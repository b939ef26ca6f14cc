"""NIK, Nomor Induk Kependudukan: the 16 digits of every person in the population register.

    PP KK CC DD MM YY SSSS
    PPKKCC  province, regency or city, district of *first registration* (Kemendagri codes); neither the
            birth place nor today's address, and it does not follow moves
    DDMMYY  birth date; a woman's day is raised by 40 (01-31 or 41-71)
    SSSS    serial from 0001; 0000 occurs on numbers migrated by hand

Sources: PP 37/2007 art. 37 and PP 40/2019 art. 30(2), as cited by several Dukcapil offices; there is no
check digit. The number is for life: it is not changed when the birth date is corrected, so a NIK that
contradicts the printed date is a warning, never proof of forgery. Two digits of the year leave the
century open. Whether the region exists is asked elsewhere: that list changes every year.

>>> nik = Nik.parse("3273 0147 0890 9001")
>>> nik.region_code, nik.sex.value, nik.birth_date_on(date(2026, 11, 20)).isoformat()
('327301', 'PEREMPUAN', '1990-08-07')
>>> nik
Nik(••••••••••••9001)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.numbers.digits import compact, is_digits, masked

LENGTH = 16
OLDEST = 110
"""Nobody older than this is expected to claim; it decides between two centuries."""


class NikError(ValueError):
    """The text is not a NIK; the message names the problems, never the text."""


class Sex(StrEnum):
    """As the KTP prints it."""

    MALE = "LAKI-LAKI"
    FEMALE = "PEREMPUAN"


def problems_in(text: str) -> tuple[str, ...]:
    """Return what is wrong: ``not_digits``, ``length``, ``day``, ``month`` or ``date``; empty for none."""
    digits = compact(text)
    if not is_digits(digits):
        return ("not_digits",)
    if len(digits) != LENGTH:
        return ("length",)
    day, month = _day(digits), int(digits[8:10])
    problems = []
    if not 1 <= day <= 31 or 32 <= int(digits[6:8]) <= 40:
        problems.append("day")
    if not 1 <= month <= 12:
        problems.append("month")
    if not problems and not _dates(digits):
        problems.append("date")
    return tuple(problems)


@dataclass(frozen=True, repr=False)
class Nik:
    """A well-formed NIK. Well-formed is plausible, not true: two of three single misreadings still are."""

    digits: str

    def __post_init__(self) -> None:
        problems = problems_in(self.digits)
        if problems or len(self.digits) != LENGTH:
            raise NikError("not a NIK: " + ", ".join(problems or ("separators",)))

    @classmethod
    def parse(cls, text: str) -> Nik:
        """Take a NIK as typed or printed, separators allowed.

        Raises:
            NikError: the text has one of the problems that ``problems_in`` names.
        """
        return cls(compact(text))

    @property
    def region_code(self) -> str:
        """Six digits: the district of first registration."""
        return self.digits[:6]

    @property
    def regency_code(self) -> str:
        """Four digits: the regency or city of first registration."""
        return self.digits[:4]

    @property
    def sex(self) -> Sex:
        """Sex as registered."""
        return Sex.FEMALE if int(self.digits[6:8]) > 40 else Sex.MALE

    @property
    def serial(self) -> str:
        """Last four digits; ``0000`` is an anomaly that occurs on migrated numbers."""
        return self.digits[12:]

    @property
    def masked(self) -> str:
        """Only the serial: the first twelve digits tell region, birth date and sex."""
        return masked(self.digits)

    def birth_dates(self) -> tuple[date, ...]:
        """Return the dates that the six digits can mean: 19YY, 20YY, or both; existing dates only."""
        return _dates(self.digits)

    def birth_date_on(self, reference: date, printed: date | None = None) -> date | None:
        """Return the birth date, the century settled by the printed date or else by a living person's age.

        None where both centuries are possible on the reference date, or neither is.
        """
        candidates = self.birth_dates()
        if printed in candidates:
            return printed
        alive = [d for d in candidates if d <= reference and _age(d, reference) <= OLDEST]
        return alive[0] if len(alive) == 1 else None

    def __repr__(self) -> str:
        return f"Nik({self.masked})"


def _day(digits: str) -> int:
    day = int(digits[6:8])
    return day - 40 if day > 40 else day


def _dates(digits: str) -> tuple[date, ...]:
    found = []
    for century in (1900, 2000):
        try:
            found.append(date(century + int(digits[10:12]), int(digits[8:10]), _day(digits)))
        except ValueError:  # 29 February of a common year, day 31 of a short month
            continue
    return tuple(found)


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

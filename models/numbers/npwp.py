"""NPWP, the tax number, in its two forms.

    15 digits  d1..d8 C KKK BBB   printed 02.183.241.5-000.000, also with blanks or bare
               C    check digit: Luhn over the first nine (weights 1,2,1,2,1,2,1,2 on d1..d8)
               KKK  tax office; BBB branch, 000 for the person, others for wife, child or branch
    16 digits  a resident's NIK; for everybody else 0 and the 15 digits (PMK 112/PMK.03/2022)

The check digit covers nine of fifteen digits and is described as observed (Business::ID::NPWP and a
public essay; no official text was found): failing it is a reason to read again, not to refuse. All zeros
pass it and mean "has none". On branch numbers the name may be another's.

>>> Npwp.parse("0021.8324.1500.0000") == Npwp.parse("02.183.241.5-000.000")
True
"""

from __future__ import annotations

from dataclasses import dataclass

from models.numbers.digits import MASK, compact, is_digits

_OLD, _NEW = 15, 16


class NpwpError(ValueError):
    """The text is not an NPWP; the message names the problem, never the text."""


def check_digit(first_eight: str) -> str:
    """Return the ninth digit that belongs to the first eight."""
    total = 0
    for place, digit in enumerate(first_eight):
        product = int(digit) * (1 + place % 2)
        total += product // 10 + product % 10
    return str((10 - total % 10) % 10)


def is_missing(text: str) -> bool:
    """Tell whether the text is the all-zero number that stands for "no NPWP"."""
    digits = compact(text)
    return is_digits(digits) and set(digits) == {"0"}


def problems_in(text: str) -> tuple[str, ...]:
    """Return what is wrong: ``missing``, ``not_digits``, ``length`` or ``check_digit``; empty for none."""
    digits = compact(text)
    if not is_digits(digits):
        return ("not_digits",)
    if is_missing(digits):
        return ("missing",)
    if len(digits) not in (_OLD, _NEW):
        return ("length",)
    old = _old_form(digits)
    return ("check_digit",) if old and check_digit(old[:8]) != old[8] else ()


@dataclass(frozen=True, repr=False)
class Npwp:
    """An NPWP in canonical form: 15 digits, or the 16 of a NIK. Its check digit may still be wrong."""

    digits: str

    def __post_init__(self) -> None:
        problems = set(problems_in(self.digits)) - {"check_digit"}
        if problems or self.digits != (_old_form(self.digits) or compact(self.digits)):
            raise NpwpError("not an NPWP: " + ", ".join(sorted(problems) or ["form"]))

    @classmethod
    def parse(cls, text: str) -> Npwp:
        """Take an NPWP as typed or printed.

        Raises:
            NpwpError: not 15 or 16 digits, or all zeros.
        """
        digits = compact(text)
        return cls(_old_form(digits) or digits)

    @property
    def nik(self) -> str | None:
        """The NIK that a 16-digit number is; None for the old form."""
        return self.digits if len(self.digits) == _NEW else None

    @property
    def check_digit_holds(self) -> bool | None:
        """Whether the check digit is right; None for a NIK, which has none."""
        return None if self.nik else check_digit(self.digits[:8]) == self.digits[8]

    @property
    def is_branch(self) -> bool:
        """Tell whether the number may carry another person's name (wife, child, branch)."""
        return self.nik is None and self.digits[12:] != "000"

    @property
    def masked(self) -> str:
        """Last three of the first nine digits."""
        return MASK * 6 + self.digits[6:9] + MASK * (len(self.digits) - 9)

    def __repr__(self) -> str:
        return f"Npwp({self.masked})"


def _old_form(digits: str) -> str | None:
    if len(digits) == _NEW and digits.startswith("0"):
        return digits[1:]
    return digits if len(digits) == _OLD else None

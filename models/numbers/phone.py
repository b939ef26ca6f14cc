"""Indonesian telephone numbers.

Mobile: 0 8 and 8 to 11 more digits, 10 to 13 in all with the leading 0 (KM 28/2004 and operators' prefix
lists). Landline: 0, an area code of 2 or 3 digits that does not begin with 8, and 5 to 8 digits.
Canonical form: +62 and the number without its 0. Typed as 08.., 62.., +62 8.. or 8.. . Prefixes are not
checked: operators get new ones, and numbers may be carried over.

>>> Phone.parse("0812-9000-7890").canonical
'+6281290007890'
>>> Phone.parse("+62 812 9000 7890")
Phone(0812••••7890)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.numbers.digits import MASK, compact, is_digits

_MOBILE = re.compile(r"8[0-9]{8,11}")
_LANDLINE = re.compile(r"[2-79][0-9]{6,10}")


class PhoneError(ValueError):
    """The text is not an Indonesian telephone number; the message does not repeat it."""


def problems_in(text: str) -> tuple[str, ...]:
    """Return what is wrong: ``not_digits`` or ``length``; empty for none."""
    return _problems(_national(text))


@dataclass(frozen=True, repr=False)
class Phone:
    """A telephone number without its leading 0."""

    national: str

    def __post_init__(self) -> None:
        if _problems(self.national):
            raise PhoneError("not an Indonesian telephone number")

    @classmethod
    def parse(cls, text: str) -> Phone:
        """Take a number as typed.

        Raises:
            PhoneError: the text has one of the problems that ``problems_in`` names.
        """
        return cls(_national(text))

    @property
    def canonical(self) -> str:
        """The international form, for storing and comparing."""
        return f"+62{self.national}"

    @property
    def is_mobile(self) -> bool:
        """Tell whether a message can reach it."""
        return self.national.startswith("8")

    @property
    def masked(self) -> str:
        """First four and last four digits of the national form."""
        typed = f"0{self.national}"
        return typed[:4] + MASK * (len(typed) - 8) + typed[-4:]

    def __repr__(self) -> str:
        return f"Phone({self.masked})"


def _problems(national: str) -> tuple[str, ...]:
    if not is_digits(national):
        return ("not_digits",)
    return () if _MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national) else ("length",)


def _national(text: str) -> str:
    digits = compact(text).translate(str.maketrans("", "", "()/"))
    for prefix in ("+62", "62", "0062", "0"):
        if digits.startswith(prefix) and (prefix != "62" or digits[2:3] in {"8", "0"} or len(digits) > 10):
            return digits[len(prefix) :].removeprefix("0")
    return digits

"""KPJ, the number of the membership card (Kartu Peserta Jamsostek).

11 digits; no structure and no check digit are documented, so a KPJ that was read once proves nothing.
Old numbers with a letter are widely told of but unproved: 11 characters with at least nine digits are
taken as that old form, for an officer to look at. 13 digits are BPJS *Kesehatan*, the other body's card
and a frequent mistake. One person may hold several KPJ. The NPP is the employer's number, not a KPJ.

Sources: two published descriptions of the card agree on 11 digits; the 13 of BPJS Kesehatan likewise.

>>> Kpj.parse("1203 4567 890")
Kpj(•••••••7890)
"""

from __future__ import annotations

from dataclasses import dataclass

from models.numbers.digits import compact, is_digits, masked

LENGTH = 11
_KESEHATAN_LENGTH = 13
_LEAST_DIGITS = 9


class KpjError(ValueError):
    """The text is not a KPJ; the message names the problem, never the text."""


def problems_in(text: str) -> tuple[str, ...]:
    """Return what is wrong: ``bpjs_kesehatan``, ``length`` or ``characters``; empty for none."""
    kpj = compact(text).upper()
    if is_digits(kpj) and len(kpj) == _KESEHATAN_LENGTH:
        return ("bpjs_kesehatan",)
    if not (kpj.isascii() and kpj.isalnum()):
        return ("characters",)
    if len(kpj) != LENGTH:
        return ("length",)
    return () if sum(c.isdigit() for c in kpj) >= _LEAST_DIGITS else ("characters",)


@dataclass(frozen=True, repr=False)
class Kpj:
    """A well-formed KPJ, upper case, without separators."""

    text: str

    def __post_init__(self) -> None:
        problems = problems_in(self.text)
        if problems or self.text != compact(self.text).upper():
            raise KpjError("not a KPJ: " + ", ".join(problems or ("separators",)))

    @classmethod
    def parse(cls, text: str) -> Kpj:
        """Take a KPJ as typed or printed, separators allowed.

        Raises:
            KpjError: the text has one of the problems that ``problems_in`` names.
        """
        return cls(compact(text).upper())

    @property
    def is_old_form(self) -> bool:
        """Tell whether it has letters, the form that only old cards would show."""
        return not is_digits(self.text)

    @property
    def masked(self) -> str:
        """Last four characters."""
        return masked(self.text)

    def __repr__(self) -> str:
        return f"Kpj({self.masked})"

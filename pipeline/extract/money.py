"""Amounts of rupiah as receipts and deeds print them (domain notes on numbers, 9).

    Rp5.000,00  Rp 5.000.000,-  Rp. 5.000.000,00  IDR 5,000,000.00

The last separator with exactly two digits (or a dash) behind it begins the decimals; every other one groups
thousands. An amount whose groups are not of three digits was not read: no digit is ever guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Line
from pipeline.extract.found import Found, span
from pipeline.extract.values import Normal

AMOUNT = re.compile(
    r"(?:R\s?[pP]|IDR)\s*\.?\s*(\d[\dOolI]*(?:[ ]?[.,][ ]?\d[\dOolI]*)*(?:\s*,\s*[-–=]{1,2})?)"
)


def rupiah(text: str) -> Normal | None:
    """Normalise an amount to its whole rupiah, digits only; decimals other than zero are none of ours."""
    bare = re.sub(r"^\D*?(?=\d)", "", text.strip()).rstrip(" .;:)")
    bare = re.sub(r"\s|,\s*[-–=]+$", "", bare.translate(str.maketrans("OolI", "0011")))
    cents = re.fullmatch(r"(.*\d)[.,](\d{2})", bare)
    if cents and cents[2] == "00":
        bare = cents[1]
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+|\d+", bare):
        return None
    digits = re.sub(r"\D", "", bare).lstrip("0")
    return Normal(digits, digits) if digits else None


def amount_in(text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """Return the one amount that a text names; not sure where it names several."""
    found = [span(starts, *match.span(1)) for match in AMOUNT.finditer(text)]
    amounts = {normal.key for one in found if (normal := rupiah(one.text))}
    return Found(found[0].pieces, sure=len(amounts) == 1) if found else None

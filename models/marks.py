"""A claim's marks: what it is recognised by among other claims.

A mark is canonical text, so that equal marks mean the same thing however they were typed. Whatever is
not such a thing (a dash, a telephone number with five digits) makes no mark: it would tie strangers
together. Nothing here is shown in ``repr``.

>>> Mark.of(MarkKind.PHONE, "0812-9000-7890") == Mark.of(MarkKind.PHONE, "+62 812 9000 7890")
True
>>> Mark.of(MarkKind.ADDRESS, "Jl. Merdeka No. 12") == Mark.of(MarkKind.ADDRESS, "JALAN MERDEKA 12")
True
>>> Mark.of(MarkKind.PHONE, "-") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from models.numbers.kpj import Kpj
from models.numbers.nik import Nik
from models.numbers.phone import Phone
from models.numbers.rekening import AccountNumber

FACE_NUMBERS = 128
"""Length of a face's encoding (dlib's network)."""
FINE_BITS = 4096
"""Length of a picture's fine hash."""
RESAVED_WITHIN = 280
"""Of ``FINE_BITS``: two pages that differ in so many at most are one picture that was saved again.

Measured with ``scripts/pictures/measure.py`` (docs/accuracy.md): saved again 276 at most; personal papers of
different persons, drawn on one template at one place, 359 at least. Letters of one employer come within it
(242), so they must not be compared by it.
"""
_LONGEST = 300
_FEWEST_WORDS = 2
"""An address of one word (a village) is shared by thousands."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_NOT_PART_OF_AN_ADDRESS = frozenset({"JL", "JLN", "JALAN", "NO", "NOMOR", "RT", "RW"})


class MarkKind(StrEnum):
    """What a mark is; two kinds are never compared, even where their digits are equal."""

    NIK = "nik"
    KPJ = "kpj"
    ACCOUNT = "account"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class FaceKind(StrEnum):
    """Whence a face comes: the identity card's portrait, or the selfie."""

    PORTRAIT = "portrait"
    SELFIE = "selfie"


@dataclass(frozen=True)
class Mark:
    """One value that another claim may share, in canonical form."""

    kind: MarkKind
    value: str = field(repr=False)

    @classmethod
    def of(cls, kind: MarkKind, text: str | None) -> Mark | None:
        """Return the mark that a typed or printed text makes, or None where it is no such value.

        An account that is more likely a debit card's number makes none: that must not be kept.
        """
        value = _canonical(kind, text) if text else None
        return cls(kind, value) if value else None


@dataclass(frozen=True, eq=False)
class FaceMark:
    """A face of the claim: 128 numbers whose Euclidean distance says how unlike two faces are."""

    kind: FaceKind
    encoding: NDArray[np.float64] = field(repr=False)

    def __post_init__(self) -> None:
        if self.encoding.shape != (FACE_NUMBERS,) or not np.isfinite(self.encoding).all():
            raise ValueError("a face is 128 finite numbers")


@dataclass(frozen=True)
class PictureMark:
    """What a page looks like: 64 bits to look it up by, and what tells whether it is the same picture.

    Attributes:
        kind: any word that tells which pictures may be compared.
        value: 64 bits; few differing ones mean that it may be the same picture.
        fine: ``FINE_BITS`` bits that decide it (see ``RESAVED_WITHIN``); None: the 64 decide.
    """

    kind: str
    value: int = field(repr=False)
    fine: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.value < 1 << 64:
            raise ValueError("a picture's hash has 64 bits")
        if self.fine is not None and len(self.fine) * 8 != FINE_BITS:
            raise ValueError(f"a picture's fine hash has {FINE_BITS} bits")


@dataclass(frozen=True, eq=False)
class Marks:
    """Everything a claim is recognised by; its NIKs are the participant's and the heir's who claims."""

    values: tuple[Mark, ...] = ()
    faces: tuple[FaceMark, ...] = ()
    pictures: tuple[PictureMark, ...] = ()


def _canonical(kind: MarkKind, text: str) -> str | None:
    try:
        match kind:
            case MarkKind.NIK:
                return Nik.parse(text).digits
            case MarkKind.KPJ:
                return Kpj.parse(text).text
            case MarkKind.PHONE:
                return Phone.parse(text).canonical
            case MarkKind.ACCOUNT:
                account = AccountNumber.parse(text)
                return None if account.looks_like_card else account.digits
    except ValueError:
        return None
    if len(text) > _LONGEST:
        return None
    if kind is MarkKind.EMAIL:
        typed = text.strip().lower()
        return typed if _EMAIL.fullmatch(typed) else None
    words = [word.lstrip("0") or "0" for word in re.findall(r"[A-Z]+|[0-9]+", text.upper())]
    words = [word for word in words if word not in _NOT_PART_OF_AN_ADDRESS]
    return " ".join(words) if len(words) >= _FEWEST_WORDS else None

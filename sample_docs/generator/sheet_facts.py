"""What an A4 document of a synthetic claim is told, and what it is when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sample_docs.generator.people import Employment, Member, Person


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """The truth that a document prints.

    One value serves every document of a claim; a document that lies is made by giving it changed facts
    (`dataclasses.replace`). A date that is None is derived from what the document is about.
    """

    participant: Person
    """The member: the worker of the letters, the deceased of the death papers, the patient."""
    heir: Person | None = None
    relationship: str | None = None
    """The heir's relationship in the contract's word (`pasangan`, `anak`, ...)."""
    heirs: tuple[tuple[Person, str], ...] = ()
    """All heirs with the printed relation (`ISTRI`, `ANAK`); empty: worked out from heir and family."""
    family: tuple[Member, ...] = ()
    nomor_kk: str = ""
    employment: Employment | None = None
    cause: str = ""
    letter_date: date | None = None
    death: date | None = None
    marriage: date | None = None
    kk_recorded: date | None = None
    variant: str | None = None
    """A named wording or shape of the document; None lets the random numbers choose."""
    dismissed_for: str | None = None
    """Why the company let the worker go, where several papers must say the same; None leaves it to chance."""
    prints_nik: bool | None = None
    """Whether a paklaring prints the 16 digits of the KTP; None lets the random numbers choose."""
    accident: date | None = None
    """The day of the accident at work."""
    ward: Person | None = None
    """The child for whom the heir acts as guardian."""
    prints_kpj: bool | None = None
    """Whether an employment letter prints the KPJ; None lets the random numbers choose."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished document: the born-digital page, its true values and where each one stands.

    `boxes` are quadrilaterals in fractions of the page, origin top left, clockwise from the text's top
    left; a value of a list has the key `anggota.0.nik`. A value broken over two lines has one box around
    both.
    """

    pdf: bytes
    fields: dict[str, object]
    boxes: dict[str, list[list[float]]]
    screenshot: bool = False
    """Whether it exists only on a telephone's own screen, so that nobody prints or photographs it."""

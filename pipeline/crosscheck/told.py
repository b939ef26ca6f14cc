"""What is known about a document before it is read a second time: what was typed, and what its NIK holds.

The NIK is read by two readers of numbers, from another row of the card than the values that it tells. It was
given out where its owner was first registered, and stays: a card of somebody who moved tells other places,
which is no fault, and nothing is told then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.claim import Claim
from models.document import Document, DocumentType
from models.field import Field
from models.numbers.nik import Nik, NikError
from models.people import People
from pipeline.crosscheck.attach import attach
from pipeline.crosscheck.persons import persons_of
from pipeline.crosscheck.typed_words import is_declared, typed_names
from pipeline.regions import is_named

SURE = 0.995
"""Confidence of a value that one reader surely saw and that is told besides: as of two readers who agree."""

_NAMES = ("nama", "nama_pemilik")
_MAY_BE_TOLD = frozenset({*_NAMES, "tempat_lahir", "tanggal_lahir", "bank"})
"""No number on which a payment rests: those are always read by two readers."""

_DIGITS_OF = {"provinsi": 2, "kabupaten_kota": 4, "kecamatan": 6}


def told(claim: Claim, documents: Sequence[Document]) -> list[Document]:
    """Return the documents with the values marked that need no second reading, as they are told besides.

    Letter by letter, blanks included: what a second reader could add is then a misreading.
    """
    people = attach(claim, documents)
    return [replace(document, fields=_marked(claim, document, people)) for document in documents]


def _marked(claim: Claim, document: Document, people: People) -> dict[str, Field]:
    return {
        name: replace(field, told=True, confidence=max(field.confidence, SURE))
        if field.value is not None
        and len(field.readings) == 1
        and not field.repairs
        and (_is_typed(claim, document, people, name, field.value) or told_by_nik(claim, document, name))
        else field
        for name, field in document.fields.items()
    }


def _is_typed(claim: Claim, document: Document, people: People, name: str, value: str) -> bool:
    if name not in _MAY_BE_TOLD or not is_declared(claim, document, people, name, value):
        return False
    return name not in _NAMES or _written(value) in map(_written, typed_names(claim, document, people, name))


def _written(name: str) -> str:
    return " ".join(name.upper().split())


def told_by_nik(claim: Claim, card: Document, name: str) -> bool:
    """Tell whether an identity card's NIK, being proved itself, holds the card's value of this field."""
    field, value = card.fields.get("nik"), card.value(name)
    if card.type is not DocumentType.KTP or field is None or not field.value or not value:
        return False
    if not field.agreed and field.value not in [person.nik for person in persons_of(claim)]:
        return False
    try:
        nik = Nik.parse(field.value)
    except NikError:
        return False
    if name == "tanggal_lahir":
        return value in [day.isoformat() for day in nik.birth_dates()]
    if name == "jenis_kelamin":
        return value == nik.sex.value
    return name in _DIGITS_OF and is_named(nik.digits[: _DIGITS_OF[name]], value)

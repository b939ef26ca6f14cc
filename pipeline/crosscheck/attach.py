"""Whose document is it? Decided by NIK and name, never by the order of upload or a file's name."""

from __future__ import annotations

from collections.abc import Sequence

from models.claim import Claim
from models.document import Document, DocumentType
from models.field import Row
from models.names import NameAgreement, compare_names
from models.numbers.digits import compact, look_alike_distance
from models.numbers.nik import LENGTH
from models.people import People, Role
from pipeline.crosscheck.persons import Person, applicant_of, participant_of, persons_of

AGREE = (NameAgreement.SAME, NameAgreement.COMPATIBLE)
NEAR = 2
"""So many differing digits may be misread ones, where the name agrees."""

_OF_PARTICIPANT = (
    DocumentType.KPJ,
    DocumentType.PAKLARING,
    DocumentType.SURAT_PHK,
    DocumentType.AKTA_KEMATIAN,
)


def attach(claim: Claim, documents: Sequence[Document]) -> People:
    """Say whose each document is; ``unknown`` where nothing readable on it tells."""
    return People({document.key: _role(claim, document) for document in documents})


def _role(claim: Claim, document: Document) -> Role:
    nik, name = identity_on(document)
    match document.type:
        case DocumentType.SELFIE:
            return applicant_of(claim).role
        case DocumentType.KK:
            return _family_card(claim, document)
        case DocumentType.AKTA_NIKAH:
            return _certificate(claim, document, first=(), others=("nama_suami", "nama_istri"))
        case DocumentType.AKTA_KELAHIRAN:
            return _certificate(claim, document, first=("nama",), others=("nama_ayah", "nama_ibu"))
        case DocumentType.BUKU_REKENING:
            typed = claim.bank_account.number if claim.bank_account else None
            found = person_of(None, name, (applicant_of(claim),))
            return _by_number(found, document.value("nomor_rekening"), (typed,), applicant_of(claim).role)
        case DocumentType.KPJ:
            found = person_of(nik, name, (participant_of(claim),))
            return _by_number(found, document.value("kpj"), claim.participant.kpj, Role.PARTICIPANT)
        case _ if document.type in (
            *_OF_PARTICIPANT,
            DocumentType.SURAT_AHLI_WARIS,
            DocumentType.SURAT_WASIAT,
        ):
            return person_of(nik, name, (participant_of(claim),))
        case _:
            return person_of(nik, name, persons_of(claim))


def identity_on(document: Document) -> tuple[str | None, str | None]:
    """Return the NIK and the name of the person that a document names first.

    On letters of employment "NIK" may be the staff number (Nomor Induk Karyawan): only the KTP's is taken
    when it has not sixteen digits.
    """
    if document.type is DocumentType.BUKU_REKENING:
        return None, document.value("nama_pemilik")
    if document.type in (DocumentType.SURAT_AHLI_WARIS, DocumentType.SURAT_WASIAT):
        return document.value("nik_pewaris"), document.value("nama_pewaris")
    nik = document.value("nik")
    if document.type is DocumentType.NPWP and nik is None:
        number = document.value("npwp") or ""
        nik = number if len(number) == LENGTH and not number.startswith("0") else None
    if nik is not None and len(nik) != LENGTH and document.type is not DocumentType.KTP:
        nik = None
    return nik, document.value("nama")


def person_of(nik: str | None, name: str | None, persons: Sequence[Person]) -> Role:
    """Return which of the persons has this NIK or this name.

    An equal NIK decides; else the one agreeing name does, two agreeing names only with a near NIK.
    ``unknown``: nothing readable, nothing typed to compare with, or neither yes nor no.
    """
    if not nik and not name:
        return Role.UNKNOWN
    agreeing = [p for p in persons if name and compare_names(name, p.name) in AGREE]
    exact = [p for p in persons if nik and p.nik == nik]
    if len(exact) == 1:
        return exact[0].role
    near = [p for p in agreeing if nik and p.nik and look_alike_distance(nik, p.nik).digits <= NEAR]
    for group in ([p for p in exact if p in agreeing], near, agreeing):
        if len(group) == 1:
            return group[0].role
    surely_other = not agreeing and not exact and all(_surely_not(nik, name, p) for p in persons)
    return Role.OTHER if surely_other else Role.UNKNOWN


def _surely_not(nik: str | None, name: str | None, person: Person) -> bool:
    nik_far = bool(nik and person.nik) and look_alike_distance(nik or "", person.nik or "").digits > NEAR
    nik_silent = not (nik and person.nik)
    name_differs = compare_names(name, person.name) is NameAgreement.DIFFERS
    name_silent = not (name and person.name)
    return (nik_far and (name_differs or name_silent)) or (name_differs and (nik_silent or not nik_far))


def _by_number(found: Role, number: str | None, typed: Sequence[str | None], role: Role) -> Role:
    """Take a doubtful name's card by its typed number; a clearly different name stays another's."""
    same = number and any(compact(t).upper() == number for t in typed if t)
    return role if found is Role.UNKNOWN and same else found


def _family_card(claim: Claim, document: Document) -> Role:
    members = [
        person_of(value_in(row, "nik"), value_in(row, "nama"), persons_of(claim))
        for row in document.tables.get("anggota", ())
    ]
    if head := document.value("kepala_keluarga"):
        members.append(person_of(None, head, persons_of(claim)))
    for role in (Role.PARTICIPANT, Role.CLAIMANT, Role.UNKNOWN):
        if role in members:
            return role
    return Role.OTHER if members else Role.UNKNOWN


def _certificate(
    claim: Claim, document: Document, *, first: tuple[str, ...], others: tuple[str, ...]
) -> Role:
    """The child whose birth it certifies, or else whoever of us is named as spouse or parent."""
    told: set[Role] = set()
    for fields, persons in ((first, persons_of(claim)[::-1]), (others, persons_of(claim))):
        named = {person_of(None, document.value(f), persons) for f in fields if f in document.fields}
        for role in (p.role for p in persons):
            if role in named:
                return role
        told |= named
    return Role.OTHER if told == {Role.OTHER} else Role.UNKNOWN


def value_in(row: Row, name: str) -> str | None:
    """Return a table row's value, or None where it is absent or unreadable."""
    found = row.get(name)
    return found.value if found else None

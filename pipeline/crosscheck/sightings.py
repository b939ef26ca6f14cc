"""Where a person's NIK, name and birth date are seen: in fields, and in rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as part

from models.claim import Claim
from models.document import Document, DocumentType
from models.field import Field, Row
from models.people import People, Role
from pipeline.crosscheck.attach import person_of, value_in
from pipeline.crosscheck.persons import applicant_of, persons_of

_NAME_FIELD = {
    DocumentType.BUKU_REKENING: "nama_pemilik",
    DocumentType.SURAT_AHLI_WARIS: "nama_pewaris",
    DocumentType.SURAT_WASIAT: "nama_pewaris",
}
_NIK_FIELD = {DocumentType.SURAT_AHLI_WARIS: "nik_pewaris", DocumentType.SURAT_WASIAT: "nik_pewaris"}
_TABLES = ("anggota", "ahli_waris")
_NAMED_BY_TYPE = {
    DocumentType.KPJ: Role.PARTICIPANT,
    DocumentType.PAKLARING: Role.PARTICIPANT,
    DocumentType.SURAT_PHK: Role.PARTICIPANT,
    DocumentType.AKTA_KEMATIAN: Role.PARTICIPANT,
    DocumentType.KAPK: Role.PARTICIPANT,
    DocumentType.SURAT_DOKTER: Role.PARTICIPANT,
    DocumentType.SURAT_AHLI_WARIS: Role.PARTICIPANT,
    DocumentType.SURAT_WASIAT: Role.PARTICIPANT,
}


@dataclass(frozen=True)
class Sighting:
    """One place where one person's value stands (or stood, where the field's value is None).

    Attributes:
        role: whose value it is, or, for a document of a kind that only one person can have, should be.
        what: ``nik``, ``nama`` or ``tanggal_lahir``.
        name: the field's own name; rows are written ``anggota.nik``.
        row: the table's row in which it stands, where it stands in one.
    """

    role: Role
    what: str
    document: Document = part(repr=False)
    name: str
    field: Field = part(repr=False)
    row: Row | None = part(default=None, repr=False)

    @property
    def value(self) -> str | None:
        """The value as read."""
        return self.field.value


def sightings(claim: Claim, documents: Sequence[Document], people: People, what: str) -> list[Sighting]:
    """Return every place where a person's NIK, name or birth date is seen, in upload order."""
    return [s for document in documents for s in _in(claim, document, people, what)]


def expected_role(claim: Claim, document: Document, people: People) -> Role:
    """Return whose document it is, or, where it seems another's, whose it has to be by its kind."""
    if document.type in _NAMED_BY_TYPE:
        return _NAMED_BY_TYPE[document.type]
    role = people.role(document)
    if document.type is DocumentType.BUKU_REKENING:
        return applicant_of(claim).role
    if document.type is DocumentType.NPWP and role not in (Role.PARTICIPANT, Role.CLAIMANT):
        return applicant_of(claim).role
    return role


def _in(claim: Claim, document: Document, people: People, what: str) -> Iterator[Sighting]:
    named = {"nama": _NAME_FIELD, "nik": _NIK_FIELD}.get(what, {})
    name = named.get(document.type, what)
    if name in document.fields:
        yield Sighting(expected_role(claim, document, people), what, document, name, document.fields[name])
    for table in _TABLES:
        for row in document.tables.get(table, ()):
            if what in row:
                role = person_of(value_in(row, "nik"), value_in(row, "nama"), persons_of(claim))
                yield Sighting(role, what, document, f"{table}.{what}", row[what], row)

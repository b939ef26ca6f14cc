"""Which values are proved, and by what evidence that did not choose them.

A wrong value that counts as proved is the worst fault this program can have. So evidence must agree letter
by letter or digit by digit, a document proves another only from another file *and* of another type (the same
picture sent twice is misread twice), and a name must be long enough that agreement is no accident.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as part

from rapidfuzz.distance import Levenshtein

from models.claim import Claim
from models.document import Document, DocumentType
from models.field import Field
from models.name_likeness import confirms_reading
from models.names import names_key
from models.numbers.npwp import Npwp, NpwpError
from models.people import DocumentKey, People, Role
from models.verified import CHECK_DIGIT, DECLARED, NIK, SECOND_READER, Verified
from pipeline.crosscheck.attach import person_of, value_in
from pipeline.crosscheck.persons import persons_of
from pipeline.crosscheck.told import told_by_nik
from pipeline.crosscheck.typed_words import NAME_FIELDS, is_declared, kind_of, typed_names

_TOLD_BY_OTHERS = (
    "nik",
    "nama",
    "tanggal_lahir",
    "tanggal_masuk",
    "tanggal_keluar",
    "tanggal_meninggal",
    "kpj",
)
_PARTICIPANTS = ("nama_pewaris", "nik_pewaris")
LEAST_NAME = 3
"""Letters of a typed name that two readers saw alike; fewer are initials."""

OF_ANOTHER_LETTER = 5
"""Characters in which the numbers of two letters differ at least; fewer may be one letter's, misread."""
_OURS = (Role.PARTICIPANT, Role.CLAIMANT)


@dataclass(frozen=True)
class _Sight:
    """A value of one person on one document, as further evidence for the same value elsewhere."""

    role: Role
    what: str
    value: str = part(repr=False)
    document: Document = part(repr=False)


def corroborated(claim: Claim, documents: Sequence[Document], people: People) -> Verified:
    """Collect the independent evidence for every field of every document."""
    sights = [sight for document in documents for sight in _sights(claim, document, people)]
    sources: dict[tuple[DocumentKey, str], tuple[str, ...]] = {}
    for document in documents:
        for name, field in document.fields.items():
            if field.value:
                found = _evidence(claim, document, people, name, field, field.value, sights)
                if found:
                    sources[document.key, name] = tuple(dict.fromkeys(found))
    return Verified(sources)


def _evidence(
    claim: Claim,
    document: Document,
    people: People,
    name: str,
    field: Field,
    value: str,
    sights: list[_Sight],
) -> list[str]:
    found = []
    if field.agreed:
        found.append(SECOND_READER)
    if is_declared(claim, document, people, name, value) or (
        name in NAME_FIELDS
        and _read_twice(field, value)
        and names_key(value) in map(names_key, typed_names(claim, document, people, name))
    ):
        found.append(DECLARED)
    if name == "npwp" and not field.repairs and _check_digit_holds(value):
        found.append(CHECK_DIGIT)
    if name in document.hints.get("check_digits", "").split():
        found.append(CHECK_DIGIT)
    if told_by_nik(claim, document, name):
        found.append(NIK)
    what, role = kind_of(name, value), _role(document, people, name)
    if role in _OURS:
        found += [
            f"document:{s.document.file}"
            for s in sights
            if s.role is role and s.what == what and _independent(s.document, document)
            if _same_value(what, value, s.value)
        ]
    return found


def _read_twice(field: Field, value: str) -> bool:
    """Tell whether two readers saw this very name: what was typed then proves even a short one (INDAH)."""
    key = names_key(value)
    alike = {reading.family for reading in field.readings if names_key(reading.text) == key}
    return len(key) >= LEAST_NAME and len(alike) > 1


def _independent(one: Document, other: Document) -> bool:
    """Tell whether two papers were made apart: of two types, or letters of one with own numbers."""
    if one.file == other.file:
        return False
    if one.type is not other.type:
        return True
    numbers = [field.value for d in (one, other) if (field := d.fields.get("nomor_surat")) and field.agreed]
    told = [number for number in numbers if number]
    return len(told) == 2 and Levenshtein.distance(*told) >= OF_ANOTHER_LETTER


def _check_digit_holds(value: str) -> bool:
    try:
        return Npwp.parse(value).check_digit_holds is True
    except NpwpError:
        return False


def _role(document: Document, people: People, name: str) -> Role:
    """Whose value it is; a parent's or spouse's name on a certificate is not the owner's."""
    if name in ("nama_suami", "nama_istri", "nama_ayah", "nama_ibu", "kepala_keluarga"):
        return Role.UNKNOWN
    if document.type is DocumentType.SURAT_AHLI_WARIS and name not in (*_PARTICIPANTS, "tanggal_meninggal"):
        return Role.UNKNOWN
    return people.role(document)


def _same_value(what: str, value: str, other: str) -> bool:
    return confirms_reading(value, other) if what == "nama" else value == other


def _sights(claim: Claim, document: Document, people: People) -> Iterator[_Sight]:
    for name, field in document.fields.items():
        role, what = _role(document, people, name), kind_of(name, field.value or "")
        if field.value and role in _OURS and what in _TOLD_BY_OTHERS:
            yield _Sight(role, what, field.value, document)
    for rows in document.tables.values():
        for row in rows:
            role = person_of(value_in(row, "nik"), value_in(row, "nama"), persons_of(claim))
            for what in ("nik", "nama", "tanggal_lahir"):
                value = value_in(row, what)
                if value and role in _OURS:
                    yield _Sight(role, what, value, document)

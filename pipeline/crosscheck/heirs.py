"""The heir: named in the letter of heirs, related as claimed, and alone or one of several?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.check import Check, Result
from models.claim import Claim
from models.document import Document, DocumentType
from models.field import Row
from models.people import Role
from pipeline.crosscheck.attach import person_of, value_in
from pipeline.crosscheck.compare import UNREADABLE, nothing
from pipeline.crosscheck.kinship import relationship_check
from pipeline.crosscheck.persons import Person, claimant_of, participant_of

IN_LETTER = "heir_in_heir_letter"
ALL_HEIRS = "all_heirs_accounted"


def heir_checks(claim: Claim, documents: Sequence[Document]) -> Iterator[Check]:
    """Ask only where an heir claims."""
    heir, deceased = claimant_of(claim), participant_of(claim)
    if heir is None:
        return
    letters = [d for d in documents if d.type is DocumentType.SURAT_AHLI_WARIS]
    if not letters:
        yield nothing(IN_LETTER, "no_letter", expected=heir.name)
        yield nothing(ALL_HEIRS, "no_letter", expected=heir.name)
    for letter in letters:
        yield _named_as_heir(letter, heir, deceased)
        yield _names_the_deceased(letter, deceased)
        yield _all_heirs(letter, heir)
    yield relationship_check(claim, documents)


def _named_as_heir(letter: Document, heir: Person, deceased: Person) -> Check:
    rows = letter.tables.get("ahli_waris", ())
    roles = [person_of(value_in(r, "nik"), value_in(r, "nama"), (deceased, heir)) for r in rows]
    if Role.CLAIMANT in roles:
        row = rows[roles.index(Role.CLAIMANT)]
        result, kind, found = Result.PASS, "named", value_in(row, "nama") or value_in(row, "nik")
    elif not rows or Role.UNKNOWN in roles:
        result, kind, found = Result.UNCLEAR, UNREADABLE, _names(rows)
    else:
        result, kind, found = Result.FAIL, "heir_missing", _names(rows)
    return Check(IN_LETTER, result, heir.name or heir.nik, found, (letter.file,), "ahli_waris", kind)


def _names_the_deceased(letter: Document, deceased: Person) -> Check:
    nik, name = letter.value("nik_pewaris"), letter.value("nama_pewaris")
    result, kind = {
        Role.PARTICIPANT: (Result.PASS, "deceased_named"),
        Role.OTHER: (Result.FAIL, "deceased_differs"),
    }.get(person_of(nik, name, (deceased,)), (Result.UNCLEAR, UNREADABLE))
    return Check(
        IN_LETTER, result, deceased.name or deceased.nik, name or nik, (letter.file,), "nama_pewaris", kind
    )


def _all_heirs(letter: Document, heir: Person) -> Check:
    """One payee among several heirs needs the others' consent, which no reader can judge."""
    rows = letter.tables.get("ahli_waris", ())
    if not rows:
        return Check(ALL_HEIRS, Result.UNCLEAR, heir.name, None, (letter.file,), "ahli_waris", UNREADABLE)
    result, kind = (Result.PASS, "only_one") if len(rows) == 1 else (Result.UNCLEAR, "several")
    return Check(ALL_HEIRS, result, heir.name, _names(rows), (letter.file,), "ahli_waris", kind)


def _names(rows: Sequence[Row]) -> str | None:
    return ", ".join(value_in(row, "nama") or "?" for row in rows) or None

"""The tax number: what was typed is what is printed, and a new one is the person's NIK."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.check import Check, Result
from models.claim import Claim
from models.document import Document, DocumentType
from models.numbers.npwp import Npwp, NpwpError
from models.people import People, Role
from pipeline.crosscheck.compare import Answer, answered, asked, nothing, numbers
from pipeline.crosscheck.persons import applicant_of, identity_cards, persons_of
from pipeline.crosscheck.sightings import expected_role

DECLARED = "npwp_declared_equals_document"
IS_NIK = "npwp_equals_nik"


def tax_checks(claim: Claim, documents: Sequence[Document], people: People) -> Iterator[Check]:
    """Ask every NPWP, and the typed one."""
    cards = [d for d in documents if d.type is DocumentType.NPWP]
    typed = claim.participant.npwp
    for card in cards:
        role = expected_role(claim, card, people)
        yield asked(DECLARED, _npwps, card, "npwp", typed if role is Role.PARTICIPANT else None)
        nik = _nik_in(card.value("npwp"))
        if nik:
            yield _is_nik(claim, documents, people, role, nik, card.file)
    if not cards:
        yield nothing(DECLARED, "no_document", expected=typed)
    if nik := _nik_in(typed):
        yield _is_nik(claim, documents, people, Role.PARTICIPANT, nik, None)


def _is_nik(
    claim: Claim, documents: Sequence[Document], people: People, role: Role, nik: str, file: str | None
) -> Check:
    """Compare with the KTP's NIK; with the typed one where no KTP of that person was read."""
    person = next((p for p in persons_of(claim) if p.role is role), applicant_of(claim))
    card = next((d for d in identity_cards(documents, people, role) if d.value("nik")), None)
    expected = card.value("nik") if card else person.nik
    files = tuple(name for name in (card.file if card else None, file) if name)
    if not expected:
        return Check(IS_NIK, Result.NOT_APPLICABLE, None, nik, files, "npwp", "no_nik")
    return answered(IS_NIK, numbers, expected, nik, documents=files, field="npwp")


def _nik_in(npwp: str | None) -> str | None:
    try:
        return Npwp.parse(npwp or "").nik
    except NpwpError:
        return None


def _npwps(expected: str, found: str) -> Answer:
    """Compare in canonical form: a 15-digit number and the NIK of the same person cannot be compared."""
    try:
        one, other = Npwp.parse(expected), Npwp.parse(found)
    except NpwpError:
        return Result.UNCLEAR, "malformed"
    if len(one.digits) != len(other.digits):
        return Result.UNCLEAR, "other_form"
    return numbers(one.digits, other.digits)

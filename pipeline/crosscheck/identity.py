"""One person, one NIK, one name, one birth date: on every paper and in the claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.check import Check, Result
from models.claim import Claim, Programme
from models.companies import looks_like_company
from models.document import Document, DocumentType
from models.numbers.nik import LENGTH
from models.numbers.npwp import Npwp, NpwpError
from models.people import People, Role
from pipeline.crosscheck.compare import answered, asked, dates, names, nothing, numbers, of_one_number
from pipeline.crosscheck.persons import Person, applicant_of, guardian_named, identity_cards, persons_of
from pipeline.crosscheck.sightings import Sighting, sightings

DECLARED = "nik_declared_equals_ktp"
ON_KK = "nik_ktp_equals_kk"
ELSEWHERE = "nik_ktp_equals_other"
NAME = "name_consistent"
BIRTH_DATE = "birth_date_consistent"

GUESSED = 0.5
"""Confidence below which a NIK that the readers did not agree on is no reading: digits of it are made up."""

NAMED_BESIDE = {"nik": "nama", "nik_pewaris": "nama_pewaris"}
"""The name that stands beside a NIK on letters and certificates."""


def identity_checks(claim: Claim, documents: Sequence[Document], people: People) -> Iterator[Check]:
    """Ask for each person of the claim."""
    for person in persons_of(claim):
        cards = identity_cards(documents, people, person.role)
        yield from _declared_nik(claim, documents, people, person, cards)
        yield from _nik_elsewhere(claim, documents, people, person, cards)
        yield from _names(claim, documents, people, person, cards)
        yield from _birth_dates(claim, documents, people, person, cards)


def _declared_nik(
    claim: Claim, documents: Sequence[Document], people: People, person: Person, cards: list[Document]
) -> Iterator[Check]:
    if not cards and person == applicant_of(claim):
        # Somebody else's card, or one that tells nothing, stands where the applicant's should.
        strange = (Role.UNKNOWN, Role.OTHER)
        cards = [d for d in documents if d.type is DocumentType.KTP and people.role(d) in strange]
        holder = claim.bank_account.holder if claim.bank_account else None
        if guardian_named(claim, documents, people, holder):
            cards = [d for d in cards if people.role(d) is Role.UNKNOWN]
    if not cards:
        yield nothing(DECLARED, "no_ktp", expected=person.typed_nik)
    for card in cards:
        expected = person.nik or person.typed_nik
        has_nik = card.type is not DocumentType.PASPOR
        yield asked(DECLARED, numbers, card, "nik", expected, always_printed=has_nik)


def _nik_elsewhere(
    claim: Claim, documents: Sequence[Document], people: People, person: Person, cards: list[Document]
) -> Iterator[Check]:
    for seen in _others(sightings(claim, documents, people, "nik"), person, cards[0] if cards else None):
        if not cards or ("nik" not in cards[0].fields and cards[0].type is DocumentType.PASPOR):
            break
        code = ON_KK if seen.document.type is DocumentType.KK else ELSEWHERE
        if seen.value and len(seen.value) != LENGTH and seen.document.type is not DocumentType.KK:
            files = (cards[0].file, seen.document.file)
            yield Check(code, Result.NOT_APPLICABLE, None, None, files, seen.name, "staff_number")
            continue
        yield _against_card(code, cards[0], seen)


def _against_card(code: str, card: Document, seen: Sighting) -> Check:
    """Compare a NIK elsewhere with the card's.

    What the readers only guessed on another paper says nothing; where its owner's name is the card's, that
    is no reason to doubt either (kind ``named``).
    """
    files = (card.file, seen.document.file)
    guessed = seen.value != card.value("nik") and seen.field.confidence < GUESSED and not seen.field.agreed
    found = None if guessed else seen.value
    check = answered(code, numbers, card.value("nik"), found, documents=files, field=seen.name)
    named = NAMED_BESIDE.get(seen.name)
    name = seen.document.fields.get(named) if named else None
    if found or not name or not (name.agreed or name.told) or not card.value("nama"):
        return check
    same = name.value == card.value("nama")
    return replace(check, kind="named", documents=(seen.document.file,)) if same else check


def _names(
    claim: Claim, documents: Sequence[Document], people: People, person: Person, cards: list[Document]
) -> Iterator[Check]:
    for card in cards:
        yield asked(NAME, names, card, "nama", person.name, always_printed=True)
    source = next((c for c in cards if c.value("nama")), None)
    reference = source.value("nama") if source else person.name
    for seen in _others(sightings(claim, documents, people, "nama"), person, source):
        if not reference or _is_employers_account(claim, seen):
            continue
        is_account = seen.document.type is DocumentType.BUKU_REKENING
        if is_account and guardian_named(claim, documents, people, seen.value):
            continue  # as with the employer's, the account's own check speaks about it
        files = (source.file, seen.document.file) if source else (seen.document.file,)
        check = answered(NAME, names, reference, seen.value, documents=files, field=seen.name)
        if check.result is not Result.PASS and source and _has_nik(seen, source.value("nik")):
            check = of_one_number(check, reference, seen.value or "")
        yield _of_family(check) if _may_be_relatives(seen, check) else check


def _has_nik(seen: Sighting, nik: str | None) -> bool:
    """Tell whether this NIK stands beside the name: in its row of a family card, or on the same letter."""
    row = seen.row.get("nik") if seen.row else seen.document.fields.get("nik")
    return bool(nik and row and row.agreed and row.value == nik)


def _may_be_relatives(seen: Sighting, check: Check) -> bool:
    """A wife or child may use the family's NPWP, whose branch is not 000: the name may be another's."""
    if seen.document.type is not DocumentType.NPWP or check.result is not Result.FAIL:
        return False
    try:
        return Npwp.parse(seen.document.value("npwp") or "").is_branch
    except NpwpError:
        return False


def _of_family(check: Check) -> Check:
    return Check(
        check.code, Result.UNCLEAR, check.expected, check.found, check.documents, check.field, "npwp_branch"
    )


def _is_employers_account(claim: Claim, seen: Sighting) -> bool:
    """JKK pays advances back to the employer; the account's own check speaks about that."""
    is_account = seen.document.type is DocumentType.BUKU_REKENING
    return claim.programme is Programme.JKK and is_account and looks_like_company(seen.value or "")


def _birth_dates(
    claim: Claim, documents: Sequence[Document], people: People, person: Person, cards: list[Document]
) -> Iterator[Check]:
    declared = person.birth_date.isoformat() if person.birth_date else None
    for card in cards:
        yield asked(BIRTH_DATE, dates, card, "tanggal_lahir", declared, always_printed=True)
    source = next((c for c in cards if c.value("tanggal_lahir")), None)
    reference = source.value("tanggal_lahir") if source else declared
    for seen in _others(sightings(claim, documents, people, "tanggal_lahir"), person, source):
        if not reference or people.role(seen.document) is Role.OTHER:
            continue
        files = (source.file, seen.document.file) if source else (seen.document.file,)
        yield answered(BIRTH_DATE, dates, reference, seen.value, documents=files, field=seen.name)


def _others(seen: list[Sighting], person: Person, reference: Document | None) -> list[Sighting]:
    """The person's sightings elsewhere; KTPs among them only where another KTP is the reference."""
    mine = [s for s in seen if s.role is person.role]
    if reference is None:
        return [s for s in mine if s.document.type is not DocumentType.KTP]
    return [s for s in mine if s.document.key != reference.key]

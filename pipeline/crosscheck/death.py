"""Who has died, when, and is nobody both alive and dead?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from models.check import Check, Result
from models.claim import Claim
from models.dates import parse_date
from models.document import Document, DocumentType
from models.names import compare_names
from models.numbers.nik import LENGTH
from models.people import People, Role
from pipeline.crosscheck.attach import AGREE
from pipeline.crosscheck.compare import UNREADABLE, answered, asked, dates, names, nothing, numbers
from pipeline.crosscheck.persons import Person, claimant_of, is_death_claim, participant_of

DECEASED = "deceased_equals_participant"
ORDER = "death_date_order"
ALIVE = "alive_vs_death"


def death_checks(claim: Claim, documents: Sequence[Document], people: People) -> Iterator[Check]:
    """Ask the death certificates; without one only the two questions' absence is noted."""
    deeds = [d for d in documents if d.type is DocumentType.AKTA_KEMATIAN]
    if not deeds:
        for code in (DECEASED, ORDER, ALIVE):
            yield nothing(code, "no_death_certificate")
    for deed in deeds:
        if is_death_claim(claim) or claim.claimant:
            yield from _deceased(claim, deed)
        yield _alive(claim, deed, people)
        yield from _order(claim, deed, documents, people)


def _deceased(claim: Claim, deed: Document) -> Iterator[Check]:
    person, heir = participant_of(claim), claimant_of(claim)
    if heir and _names_person(deed, heir) and not _names_person(deed, person):
        files = (deed.file,)
        found = deed.value("nama") or deed.value("nik")
        yield Check(DECEASED, Result.FAIL, person.name or person.nik, found, files, "nama", "is_claimant")
        return
    yield asked(DECEASED, names, deed, "nama", person.name, always_printed=True)
    nik = deed.value("nik")
    if "nik" in deed.fields and (nik is None or len(nik) == LENGTH):
        yield asked(DECEASED, numbers, deed, "nik", person.nik or person.typed_nik)


def _names_person(deed: Document, person: Person) -> bool:
    nik = deed.value("nik")
    if nik and person.nik and nik == person.nik:
        return True
    return compare_names(deed.value("nama"), person.name) in AGREE


def _alive(claim: Claim, deed: Document, people: People) -> Check:
    """The applicant acts, so the applicant lives: no death certificate may be the applicant's."""
    files, found = (deed.file,), deed.value("nama")
    heir = claimant_of(claim)
    if heir:
        dead = _names_person(deed, heir) and not _names_person(deed, participant_of(claim))
        result, kind = (Result.FAIL, "claimant_dead") if dead else (Result.PASS, "claimant_alive")
        if not dead and not found:
            result, kind = Result.UNCLEAR, UNREADABLE
        return Check(ALIVE, result, heir.name, found, files, "nama", kind)
    if is_death_claim(claim):  # whoever claims has not said so: another check asks for the claimant
        return Check(ALIVE, Result.UNCLEAR, None, found, files, "nama", "claimant_missing")
    answer = {
        Role.PARTICIPANT: (Result.FAIL, "participant_dead"),
        Role.UNKNOWN: (Result.UNCLEAR, UNREADABLE),
    }.get(people.role(deed), (Result.PASS, "of_another"))
    return Check(ALIVE, answer[0], claim.participant.name, found, files, "nama", answer[1])


def _order(claim: Claim, deed: Document, documents: Sequence[Document], people: People) -> Iterator[Check]:
    """Birth, first and last day of work, death, certificate, claim: in this order.

    Somebody enrolled after his death is a fraud that has been reported.
    """
    died = parse_date(deed.value("tanggal_meninggal") or "")
    if died is None:
        yield Check(ORDER, Result.UNCLEAR, None, None, (deed.file,), "tanggal_meninggal", UNREADABLE)
        return
    yield _in_order(died, claim.submitted_at.date(), "after_submission", (deed.file,))
    for field in ("tanggal_surat", "tanggal_terbit"):
        if issued := parse_date(deed.value(field) or ""):
            yield _in_order(died, issued, "after_certificate", (deed.file,))
    if people.role(deed) is not Role.PARTICIPANT:
        return
    if claim.participant.birth_date:
        yield _in_order(claim.participant.birth_date, died, "before_birth", (deed.file,))
    for letter in documents:
        files = (deed.file, letter.file)
        if letter.type in (DocumentType.PAKLARING, DocumentType.SURAT_PHK):
            for field, wrong in (
                ("tanggal_masuk", "enrolled_after_death"),
                ("tanggal_keluar", "employed_after_death"),
            ):
                day = parse_date(letter.value(field) or "")
                if day and people.role(letter) is Role.PARTICIPANT:
                    yield _in_order(day, died, wrong, files)
        if letter.type is DocumentType.SURAT_AHLI_WARIS and "tanggal_meninggal" in letter.fields:
            told = letter.value("tanggal_meninggal")
            check = answered(ORDER, dates, died.isoformat(), told, documents=files, field="tanggal_meninggal")
            yield check


def _in_order(earlier: date, later: date, wrong: str, files: tuple[str, ...]) -> Check:
    result, kind = (Result.PASS, "in_order") if earlier <= later else (Result.FAIL, wrong)
    return Check(ORDER, result, later.isoformat(), earlier.isoformat(), files, "tanggal_meninggal", kind)

"""What the letters of leaving say: when, why, and whether the PHK papers are enough."""

from __future__ import annotations

from models.check import Check, Result
from models.claim import Programme
from models.document import Document, DocumentType
from models.people import Role
from pipeline.policy.case import LETTERS, Case, later

REASON = "alasan"
KIND = "jenis"
STATEMENT = "pernyataan_tidak_menolak"
DEATH = "meninggal_dunia"
REGISTRATION = "akta_pendaftaran"

REASONS_OF_LEAVING = frozenset({"mengundurkan_diri", "kontrak_berakhir", "pensiun", "meninggal_dunia", "phk"})
"""Values of the hint ``alasan`` of a letter."""

KINDS_OF_PHK_PAPER = frozenset(
    {"tanda_terima", "pemberitahuan", STATEMENT, "perjanjian_bersama", REGISTRATION, "putusan_phi"}
)
"""Values of the hint ``jenis`` of a PHK paper; one that proves two names both, with a blank between."""


def exit_date_waiting(case: Case) -> Check:
    """Tell whether the waiting time since the last exit date was over on the day of submission.

    Which day counts when the letter's date and the exit date differ is not settled; the exit date is taken.
    """
    code = "exit_date_waiting"
    letters = case.of_participant(*LETTERS)
    if case.row is None or case.row.waiting is None or not letters:
        return Check(code, Result.NOT_APPLICABLE)
    files = _files(letters)
    dates, unread = case.dates("tanggal_keluar", letters)
    months = case.limit(case.row.waiting)
    if not dates or months is None:
        return Check(code, Result.UNCLEAR, documents=files, field="tanggal_keluar")
    exit_date = max(dates)
    free = later(exit_date, months=months)
    result = Result.FAIL if case.submitted < free else Result.UNCLEAR if unread else Result.PASS
    return Check(
        code,
        result,
        expected=free.isoformat(),
        found=exit_date.isoformat(),
        documents=files,
        field="tanggal_keluar",
    )


def cause_vs_letter(case: Case) -> Check:
    """Tell whether the reason of leaving in the letters is the claim's cause."""
    code = "cause_vs_letter"
    spoken = [
        d
        for d in case.documents
        if d.type in LETTERS and d.hints.get(REASON) and case.people.role(d) is not Role.OTHER
    ]
    if case.row is None or not spoken:
        return Check(code, Result.NOT_APPLICABLE)
    allowed = case.row.letter_says
    living = case.row.applicant == "participant"
    against = [
        d
        for d in spoken
        if (allowed and d.hints[REASON] not in allowed) or (living and d.hints[REASON] == DEATH)
    ]
    expected = " | ".join(allowed) or None
    if not against:
        found = _said(spoken)
        return Check(code, Result.PASS, expected=expected, found=found, documents=_files(spoken))
    kind = "differs"
    if living and any(d.hints[REASON] == DEATH for d in against):
        kind = "death"
    elif case.claim.programme is Programme.JKP:
        kind = "not_dismissed"
    return Check(
        code, Result.FAIL, expected=expected, found=_said(against), documents=_files(against), kind=kind
    )


def phk_paper_sufficient(case: Case) -> Check:
    """Tell whether the PHK papers together prove a dismissal; a notice alone does not."""
    code = "phk_paper_sufficient"
    papers = case.of_participant(DocumentType.SURAT_PHK, DocumentType.SURAT_PERNYATAAN)
    asked = case.row is not None and "surat_phk" in case.row.documents
    if not asked or not any(d.type is DocumentType.SURAT_PHK for d in papers):
        return Check(code, Result.NOT_APPLICABLE)
    sets = [frozenset(s) for s in case.policy.requirements.phk_sets(case.claim.programme, case.submitted)]
    there = {kind for d in papers for kind in d.hints.get(KIND, "").split()}
    found, files = ", ".join(sorted(there)) or None, _files(papers)
    if any(s <= there for s in sets):
        return Check(code, Result.PASS, found=found, documents=files)
    if any(not d.hints.get(KIND) for d in papers):
        return Check(code, Result.UNCLEAR, found=found, documents=files)
    nearest = min(sets, key=lambda s: (len(s - there), -len(s & there)))
    lacking = sorted(nearest - there)
    if any(s - there == {REGISTRATION} for s in sets):  # a note or a stamp, which no reader finds for certain
        return Check(code, Result.UNCLEAR, expected=REGISTRATION, found=found, documents=files)
    type_ = DocumentType.SURAT_PERNYATAAN if lacking == [STATEMENT] else DocumentType.SURAT_PHK
    return Check(
        code,
        Result.FAIL,
        expected=", ".join(lacking),
        found=found,
        documents=files,
        field=type_,
        kind="missing",
    )


def _said(documents: list[Document]) -> str:
    return ", ".join(dict.fromkeys(d.hints[REASON] for d in documents))


def _files(documents: list[Document]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d.file for d in documents))

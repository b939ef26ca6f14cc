"""JKP from the second month: is the month's search for work shown (Permenaker 2/2025 art. 13)?"""

from __future__ import annotations

from collections.abc import Sequence

from models.check import Check, Result
from models.companies import companies_agree
from models.document import Document, DocumentType
from pipeline.policy.case import NO_PAPER, Case, later

CALL_TO_SELECTION = "panggilan"
"""Value of the hint `jenis` on a `bukti_lamaran` that is a call to a test or an interview."""


def job_search(case: Case) -> Check:
    """Tell whether the month's search is shown: different companies, or one call to a selection.

    What is dated outside the month that ends on the day of submission does not count. What bears no readable
    date proves nothing either, but may be of that month: the answer is unclear, and so for too few companies.
    """
    code = "job_search"
    if case.row is None or case.row.applications is None:
        return Check(code, Result.NOT_APPLICABLE)
    wanted = case.limit(case.row.applications)
    papers = [d for d in case.documents if d.type is DocumentType.BUKTI_LAMARAN and d.quality.usable]
    recent = [d for d in papers if _in_the_month(case, d)]
    companies = distinct([name for d in recent if (name := d.value("perusahaan"))])
    called = any(d.hints.get("jenis") == CALL_TO_SELECTION for d in recent)
    enough = wanted is not None and len(companies) >= wanted
    files = tuple(dict.fromkeys(d.file for d in papers))
    return Check(
        code,
        Result.PASS if called or enough else Result.UNCLEAR,
        expected=None if wanted is None else str(wanted),
        found=str(len(companies)),
        documents=files,
        kind="called" if called else "companies" if papers else NO_PAPER,
    )


def distinct(names: Sequence[str]) -> list[str]:
    """Return one writing per company; a name that only begins or extends another's is no further company."""
    kept: list[str] = []
    for name in names:
        if all(companies_agree(name, other) is False for other in kept):
            kept.append(name)
    return kept


def _in_the_month(case: Case, paper: Document) -> bool:
    dates, _ = case.dates("tanggal_lamaran", [paper])
    return any(day <= case.submitted <= later(day, months=1) for day in dates)

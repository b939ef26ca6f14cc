"""The three files of a report: for programs, for the screen, for the archive."""

from __future__ import annotations

from models.report import Report
from pipeline.report.evidence import evidence_of
from pipeline.report.page import page_of
from pipeline.report.pdf import paper_of
from pipeline.report.serial import to_json
from pipeline.report.view import Pictures


def files_of(report: Report, pictures: Pictures) -> dict[str, bytes]:
    """Return the bytes of each file by its name; ``pictures`` are the upright files by (file, page)."""
    evidence = evidence_of(report, pictures)
    return {
        "report.json": to_json(report),
        "report.html": page_of(report, evidence).encode(),
        "report.pdf": paper_of(report, evidence),
    }

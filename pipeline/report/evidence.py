"""What page and paper both show, made ready once: every picture is cut out and compressed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.report import Report
from pipeline.report.face_view import FaceView, face_view
from pipeline.report.view import ChecksView, DocumentView, Pictures, checks_view, documents_view
from pipeline.report.wording import words


@dataclass(frozen=True)
class Evidence:
    """The documents with their pictures, the faces, and the checks, as they are shown."""

    documents: Sequence[DocumentView] = field(repr=False)
    face: FaceView = field(repr=False)
    checks: ChecksView = field(repr=False)


def evidence_of(report: Report, pictures: Pictures) -> Evidence:
    """Return what is shown of a report; ``pictures`` are the upright files by (file, page)."""
    return Evidence(
        documents_view(report, pictures, words()),
        face_view(report, pictures, words()),
        checks_view(report.checks, words()),
    )

"""The report as one page that an officer opens: no network, no script, every picture inside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from models.check import Result
from models.reason import ReasonCode
from models.report import Report, ReportReason
from pipeline.report.evidence import Evidence, evidence_of
from pipeline.report.text import visible
from pipeline.report.view import DocumentView, Pictures
from pipeline.report.wording import words

_PAGES = Path(__file__).with_name("pages")
_OPENED = frozenset(
    {
        ReasonCode.FILE_WRONGLY_NAMED,
        ReasonCode.FILE_TRUNCATED_PAGES,
        ReasonCode.FILE_EDITED,
        ReasonCode.FILE_CHANGED_LATER,
        ReasonCode.FILE_SCREENSHOT,
        ReasonCode.FILE_TEXT_OVER_SCAN,
        ReasonCode.FILE_ACTIVE_CONTENT,
    }
)
"""Findings about files that were read all the same."""


@cache
def environment() -> jinja2.Environment:
    """Return the templates: everything is escaped, and a missing value is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    # The sheet is ours and holds no value of a claim, so it may stand in the page as it is.
    made.globals["sheet"] = Markup((_PAGES / "report.css").read_text(encoding="utf-8"))
    made.globals["label"] = words().label
    return made


def to_html(report: Report, pictures: Pictures) -> str:
    """Return the page; ``pictures`` are the upright files by (file, page)."""
    return page_of(report, evidence_of(report, pictures))


def page_of(report: Report, evidence: Evidence) -> str:
    """Return the page with evidence that was made ready before."""
    documents = evidence.documents
    states = [state for document in documents for state in document.states]
    return (
        environment()
        .get_template("report.html")
        .render(
            report=report,
            titles={reason.code: words().sentences[reason.code].title for reason in report.reasons},
            documents=documents,
            anchors=_anchors(report, documents),
            face=evidence.face,
            checks=evidence.checks,
            unopened=[reason for reason in report.reasons if _unopened(reason)],
            proved=sum(state == "verified" for state in states),
            values=len(states),
            Result=Result,
        )
    )


def _anchors(report: Report, documents: Sequence[DocumentView]) -> dict[str, str]:
    """Return where on the page each file's first document stands, by the name as it is shown."""
    places: dict[str, str] = {}
    for document, shown in zip(report.documents, documents, strict=True):
        places.setdefault(visible(document.file), shown.anchor)
    return places


def _unopened(reason: ReportReason) -> bool:
    return reason.code.startswith("FILE_") and reason.code not in _OPENED

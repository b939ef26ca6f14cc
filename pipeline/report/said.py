"""Reasons in words where there is no claim around them: one file that was only looked at."""

from __future__ import annotations

from collections.abc import Iterable

from models.people import People
from models.reason import Reason
from models.report import ReportReason
from pipeline.report.sentences import told
from pipeline.report.wording import words


def said(reasons: Iterable[Reason]) -> list[ReportReason]:
    """Return the reasons with their sentences, masked as in a report."""
    return [told(reason, words(), (), People({}), heirs=False) for reason in reasons]

"""The files that tell how a batch went: overview, morning report, what was set aside, nights before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.result import ClaimResult
from pipeline.report.index import Row, index_html
from pipeline.report.morning import aside_list, morning_html, morning_of
from pipeline.report.morning_paper import morning_pdf
from pipeline.report.nights import lines_of, nights_in

NIGHTS = "nights.jsonl"


def overview_files(
    results: Sequence[ClaimResult], nights: bytes | None, began: datetime, ended: datetime, *,
    left: int = 0, halt: str = "", desk: str = "",
) -> dict[str, bytes]:  # fmt: skip
    """Return the files by name; ``nights``: the nights.jsonl so far, all else as ``morning_of`` has it."""
    rows = [row for r in results if (row := Row.filed(r)) is not None]
    aside = [(r.name, r.problem) for r in results if r.outcome is None]
    morning, all_nights = morning_of(
        results, nights_in(nights), began, ended, left=left, halt=halt, desk=desk
    )  # fmt: skip
    return {
        "index.html": index_html(rows, aside).encode(),
        "set-aside.csv": aside_list(morning),
        "morning.html": morning_html(morning).encode(),
        "morning.pdf": morning_pdf(morning),
        NIGHTS: lines_of(all_nights),
    }

"""The supervisor's figures, as plots and as a table for other programs."""

from __future__ import annotations

import csv
import io

from starlette.responses import Response

from models.desk import JAKARTA, DayFigures, Figures
from pipeline.desk.charts import stacked
from pipeline.desk.door import Ask
from pipeline.desk.pages import shown
from pipeline.desk.queue_page import ask_word, title_of

PERIODS = (7, 30, 90)
"""Days that can be chosen."""
MOST_REASONS = 8


def figures(ask: Ask) -> Response:
    """Show what came in, went straight through, waits and was overturned, and why claims are flagged."""
    days = _days(ask)
    found = _found(ask, days)
    total = {name: sum(getattr(day, name) for day in found.days) for name in _COUNTED}
    finished = total["clear"] + total["review"] + total["resubmit"]
    names = [f"{day.day:%d-%m}" for day in found.days]
    ended = ("clear", "resubmit", "review")
    ruled = ("accepted", "asked", "rejected")
    reasons = list(found.reasons.items())[:MOST_REASONS]
    most = max((sum(counts) for _, counts in reasons), default=0)
    return shown(
        ask,
        "figures.html",
        {
            "days": days,
            "at": found.at,
            "periods": PERIODS,
            "total": total,
            "finished": finished,
            "straight": round(100 * total["clear"] / finished) if finished else None,
            "waiting": found.waiting,
            "waits": sum(count for _, count in found.waiting),
            "most_waiting": max((count for _, count in found.waiting), default=0),
            "outcomes": stacked(names, [(n, ask_word(ask, f"fig_{n}"), _series(found, n)) for n in ended]),
            "rulings": stacked(names, [(n, ask_word(ask, f"fig_{n}"), _series(found, n)) for n in ruled]),
            "reasons": [
                (title_of(ask, code), code, sum(counts), counts, max(counts)) for code, counts in reasons
            ],
            "most": most,
            "officers": found.officers,
            "overturned": sum(looked - agreed for _, _, looked, agreed in found.officers),
            "taken_back": found.taken_back,
            "corrected": found.corrected,
        },
    )


_COUNTED = ("clear", "review", "resubmit", "accepted", "asked", "rejected")


def figures_csv(ask: Ask) -> Response:
    """Give the same by day: outcomes, rulings, then each reason."""
    found = _found(ask, _days(ask))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(["day", *_COUNTED, *found.reasons])
    for n, day in enumerate(found.days):
        table.writerow([day.day, *_row(day), *(counts[n] for counts in found.reasons.values())])
    name = {"Content-Disposition": 'attachment; filename="periksa.csv"'}
    return Response(out.getvalue(), 200, name, media_type="text/csv; charset=utf-8")


def _days(ask: Ask) -> int:
    text = ask.query().get("days", "")
    return int(text) if text in {str(days) for days in PERIODS} else PERIODS[1]


def _found(ask: Ask, days: int) -> Figures:
    now = ask.desk.clock()
    return ask.desk.figures.of(now.astimezone(JAKARTA).date(), days, now)


def _series(found: Figures, name: str) -> list[int]:
    return [getattr(day, name) for day in found.days]


def _row(day: DayFigures) -> list[int]:
    return [getattr(day, name) for name in _COUNTED]

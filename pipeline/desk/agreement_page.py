"""How officers agree, for the supervisor: with known answers, and with those who read their cases blindly."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.responses import RedirectResponse, Response

from models.agreement import FEW, Agreement, SecondRead, Share
from models.audit import Action
from pipeline.desk.door import ROOT, Ask, Told
from pipeline.desk.pages import shown

PERIODS = (30, 90, 365)
"""Days that can be chosen."""
SPAN = 200
"""Width of a drawing of 0 to 100 %, in its own units."""


@dataclass(frozen=True)
class Shown:
    """A share as the page has it: counts, and a line from the interval's lower to its upper end.

    ``percent``: None where the counts are too small for one.
    """

    part: int
    whole: int
    percent: int | None
    low: float
    high: float
    at: float

    @classmethod
    def of(cls, share: Share) -> Shown:
        """Return it; the numbers of the line are those of a drawing ``SPAN`` wide."""
        low, high = share.interval
        part = share.part / share.whole if share.whole else 0.5
        percent = None if share.is_small else round(100 * part)
        return cls(
            share.part,
            share.whole,
            percent,
            round(SPAN * low, 1),
            round(SPAN * high, 1),
            round(SPAN * part, 1),
        )

    @property
    def ends(self) -> str:
        """The interval in words."""
        return f"{round(100 * self.low / SPAN)}–{round(100 * self.high / SPAN)} %"


def agreement(ask: Ask) -> Response:
    """Show it."""
    days = _days(ask)
    found = _found(ask, days)
    return shown(
        ask,
        "agreement.html",
        {
            "days": days,
            "at": found.at,
            "periods": PERIODS,
            "few": FEW,
            "span": SPAN,
            "known": Shown.of(found.known),
            "reads": Shown.of(found.reads),
            "officers": [(one.officer, Shown.of(one.known), Shown.of(one.reads)) for one in found.officers],
            "differing": found.differing,
            "unseen": sum(one.seen_by is None for one in found.differing),
            "samples": found.samples,
            "to_read": found.to_read,
        },
    )


def agreement_csv(ask: Ask) -> Response:
    """Give the same by officer."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    names = ("known_answers", "right", "right_low", "right_high")
    again = ("second_reads", "agreed", "agreed_low", "agreed_high")
    table.writerow(["officer", *names, *again])
    for one in _found(ask, _days(ask)).officers:
        table.writerow([one.officer, *_cells(one.known), *_cells(one.reads)])
    name = {"Content-Disposition": 'attachment; filename="periksa-agreement.csv"'}
    return Response(out.getvalue(), 200, name, media_type="text/csv; charset=utf-8")


def seen(ask: Ask) -> Response:
    """Note that a supervisor took note of a disagreement."""
    number = ask.part("number")
    if not number.isascii() or not number.isdigit() or len(number) > 15:
        raise Told(404, "refused_not_found")

    def along(read: SecondRead) -> Any:
        return ask.noted(Action.DISAGREEMENT_SEEN, read.claim_id, read.verification_id)

    if not ask.desk.reads.seen(int(number), ask.name, along=along):
        raise Told(409, "refused_seen")
    return RedirectResponse(f"{ROOT}/agreement", 303)


def _cells(share: Share) -> list[str | int]:
    low, high = share.interval
    return [share.whole, share.part, f"{low:.3f}", f"{high:.3f}"]


def _days(ask: Ask) -> int:
    text = ask.query().get("days", "")
    return int(text) if text in {str(days) for days in PERIODS} else PERIODS[1]


def _found(ask: Ask, days: int) -> Agreement:
    now = ask.desk.clock()
    return ask.desk.agreement.of(now - timedelta(days=days), now)

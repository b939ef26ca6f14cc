"""One case on one screen, its pictures, and what is under its masks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import JSONResponse, Response

from models.audit import Action
from models.case import KeptRuling, Review, ReviewState, Ruled
from models.report import Report
from pipeline.desk.blindness import hidden_decision
from pipeline.desk.case_parts import CaseView
from pipeline.desk.case_view import case_view
from pipeline.desk.choices import choices
from pipeline.desk.door import Ask, Told
from pipeline.desk.four_eyes import is_escalated, needs_second, proposal, to_take_back
from pipeline.desk.narrowing import Narrowed
from pipeline.desk.pages import shown
from pipeline.desk.queue_page import row_of
from pipeline.errors import NotKept

RULINGS = (("a", Ruled.ACCEPT), ("m", Ruled.ASK_AGAIN), ("x", Ruled.REJECT), ("e", Ruled.ESCALATE))
"""Keys of the four decisions."""
_PICTURE = re.compile(r"page-\d{1,4}\.jpg")


@dataclass(frozen=True)
class Done:
    """The case that was decided last, and until when that can be taken back."""

    run: str
    claim_id: str
    ruled: Ruled
    waits: bool
    version: int
    until: datetime | None


def case(ask: Ask) -> Response:
    """Show a case; that somebody looked at it is written down."""
    run = ask.desk.cases.run(ask.part("run"))
    report = ask.desk.cases.report(run.verification_id)
    ask.noted(Action.CLAIM_VIEWED, run.claim_id, run.verification_id)()
    task = ask.desk.queue.task(run.verification_id)
    officers = ask.desk.cases.officers
    blind = hidden_decision(ask, run.verification_id)
    rulings = () if blind else officers.rulings(run.verification_id)
    corrections = () if blind else officers.corrections(run.verification_id)
    view = seen(ask, run.verification_id, report)
    review = task.review if task and not blind else None
    second = blind if blind and blind.opens_at <= ask.desk.clock() else None
    undecided = review is not None and review.state in (ReviewState.OPEN, ReviewState.WAITING)
    return shown(
        ask,
        "case.html",
        {
            "run": run,
            "report": report,
            "view": view,
            "row": row_of(ask, task, ask.desk.clock()) if task else None,
            "review": review,
            "can_rule": undecided or second is not None,
            "again": second,
            "blind": blind is not None,
            "rulings": rulings,
            "corrections": corrections,
            "proposal": proposal(review, rulings, corrections) if review else None,
            "escalated": review is not None and is_escalated(review, rulings),
            "choices": [
                (key, ruled, choices(report, ruled, ask.desk.words, ask.language),
                 second is None and needs_second(run.risk, ruled)) for key, ruled in RULINGS
            ],
            "letter": ask.desk.letter(report),
            "title": {r.code: ask.desk.words.sentences[r.code].title for r in report.reasons},
            "label": ask.desk.words.label,
            "narrowed": Narrowed.of(ask.query()),
            "done": _done(ask, ask.query().get("done", "")),
            "undo": _undo(ask, review, rulings),
            "elsewhere": ask.desk.cases.current(run.claim_id),
            "scale": _scale(report),
        },
    )  # fmt: skip


def seen(ask: Ask, run: str, report: Report) -> CaseView:
    """Return the case as its page shows it: to a blind reader as the machine left it."""
    claim = ask.desk.read_claim(ask.desk.cases.manifest(run))
    corrections = () if hidden_decision(ask, run) else ask.desk.cases.officers.corrections(run)
    return case_view(ask.desk, run, report, claim, corrections)


def show(ask: Ask) -> Response:
    """Give what is under the masks, written down each time."""
    run = ask.desk.cases.run(ask.part("run"))
    view = seen(ask, run.verification_id, ask.desk.cases.report(run.verification_id))
    ask.noted(Action.REPORT_VIEWED, run.claim_id, run.verification_id, "values shown")()
    return JSONResponse({"under": list(view.under)})


def picture(ask: Ask) -> Response:
    """Return the picture of one page, as it was made when the claim was verified; never the uploaded file."""
    name = ask.part("name")
    if not _PICTURE.fullmatch(name):
        raise Told(404, "refused_not_found")
    run = ask.desk.cases.run(ask.part("run"))
    data = ask.desk.cases.evidence(run.verification_id, name)
    ask.noted(Action.EVIDENCE_VIEWED, run.claim_id, run.verification_id, name)()
    return Response(data, media_type="image/jpeg")


def _done(ask: Ask, run: str) -> Done | None:
    """Return what this officer did last, so that the next page tells it and can take it back."""
    if not re.fullmatch(r"[A-Za-z0-9-]{1,36}", run):
        return None
    try:
        review = ask.desk.cases.officers.review(run)
        rulings = ask.desk.cases.officers.rulings(run)
    except NotKept:
        return None
    if not rulings or rulings[-1].ruling.officer != ask.name:
        return None
    last, until = rulings[-1], _undo(ask, review, rulings)
    waits = review.state is ReviewState.WAITING
    return Done(run, review.claim_id, last.ruling.ruled, waits, review.version, until)


def _undo(ask: Ask, review: Review | None, rulings: tuple[KeptRuling, ...]) -> datetime | None:
    """Until when this officer may take his ruling back, None: he may not."""
    if review is None:
        return None
    found = to_take_back(review, rulings, ask.name, ask.desk.clock(), ask.desk.undo)
    return found[0].at + ask.desk.undo if found else None


def _scale(report: Report) -> dict[str, float] | None:
    """Where the distance lies between the thresholds, on a drawing 200 wide."""
    face = report.face
    if face.distance is None or face.match_below is None or face.no_match_above is None:
        return None
    top = max(1.0, 1.15 * face.no_match_above, 1.08 * face.distance)
    told = {"match": face.match_below, "no_match": face.no_match_above, "distance": face.distance}
    return {name: round(200 * value / top, 1) for name, value in told.items()}

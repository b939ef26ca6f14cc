"""What an officer does to a case: takes it on, corrects a reading, rules, takes his ruling back."""

from __future__ import annotations

from datetime import datetime, timedelta

from starlette.responses import JSONResponse, RedirectResponse, Response

from models.audit import Action
from models.case import Correction, ReviewState, Ruled, Ruling
from models.report import Report
from pipeline.desk.blindness import hidden_decision
from pipeline.desk.choices import OTHER, choices, steps
from pipeline.desk.door import ROOT, Ask, Told
from pipeline.desk.four_eyes import NotAllowed, step, to_take_back
from pipeline.desk.narrowing import Narrowed

GRACE = timedelta(seconds=30)
"""Between the end of the time to undo and the portal being told: a request may be on its way."""
LONGEST_NOTE, LONGEST_MESSAGE, LONGEST_VALUE = 2000, 6000, 300
"""Characters."""


def assign(ask: Ask) -> Response:
    """Take a task on, or give an own one back."""
    run = ask.desk.cases.run(ask.part("run"))
    if hidden_decision(ask, run.verification_id):
        raise Told(409, "refused_second")
    to = None if ask.given("to") == "nobody" else ask.name
    noted = ask.noted(Action.ASSIGNED, run.claim_id, run.verification_id, "to nobody" if to is None else "")
    ask.desk.cases.officers.assign(run.verification_id, to, version=_version(ask), along=noted)
    return RedirectResponse(_back(ask, f"/case/{run.verification_id}"), 303)


def message(ask: Ask) -> Response:
    """Write the applicant's message for the reasons that are ticked."""
    report = ask.desk.cases.report(ask.part("run"))
    return JSONResponse({"message": _message(ask, report, ask.every("code"))})


def correct(ask: Ask) -> Response:
    """Add an officer's reading of a field; the machine's stays."""
    run = ask.desk.cases.run(ask.part("run"))
    report = ask.desk.cases.report(run.verification_id)
    if hidden_decision(ask, run.verification_id):
        raise Told(409, "refused_second")
    number, _, name = ask.given("place").partition(".")
    documents = report.documents
    if not number.isascii() or not number.isdigit() or int(number[:6]) >= len(documents):
        raise Told(400, "refused_input")
    field = documents[int(number)].fields.get(name)
    value, why = ask.given("value"), ask.given("why")
    unreadable = bool(ask.given("unreadable"))
    if field is None or isinstance(field.value, list) or not (value or unreadable) or not why:
        raise Told(400, "refused_correction")
    if max(len(value), len(why)) > LONGEST_VALUE:
        raise Told(400, "refused_input")
    ask.desk.cases.officers.correct(
        run.verification_id,
        Correction(ask.name, int(number), name, None if unreadable else value, field.value, why),
        along=ask.noted(Action.CORRECTED, run.claim_id, run.verification_id, f"document {number}: {name}"),
    )
    return RedirectResponse(_back(ask, f"/case/{run.verification_id}"), 303)


def rule(ask: Ask) -> Response:
    """Add a ruling by the rules of four eyes, then go on to the next case."""
    run = ask.desk.cases.run(ask.part("run"))
    officers, report = ask.desk.cases.officers, ask.desk.cases.report(run.verification_id)
    ruling = ruling_in(ask, report)
    review = officers.review(run.verification_id)
    rulings, corrections = officers.rulings(run.verification_id), officers.corrections(run.verification_id)
    try:
        by = ask.name, ask.session.user.role
        comes_to = step(review, run.risk, ruling.ruled, by, rulings, corrections)
    except NotAllowed as no:
        raise Told(409, no.word) from None
    text = ruling.message
    if not ask.given("message"):  # who approves without a word of his own approves the message too
        text = next((k.ruling.message for k in rulings if k.number == comes_to.approves), text)
    told = Ruling(ask.name, ruling.ruled, ruling.note, ruling.codes, comes_to.approves, None, text)
    why = " ".join([str(ruling.ruled), *ruling.codes, *(["approved"] if comes_to.approves else [])])[:500]
    settled, decided = ask.desk.clock() + ask.desk.undo + GRACE, comes_to.then is ReviewState.DECIDED
    officers.rule(
        run.verification_id,
        told,
        version=_version(ask),
        then=comes_to.then,
        tell_at=settled if decided or ruling.ruled is Ruled.ESCALATE else None,
        read_again_at=_again_at(ask, settled) if decided else None,
        along=ask.noted(Action.RULED, run.claim_id, run.verification_id, why),
    )
    narrowed = Narrowed.of(ask.query()).query
    tail = f"from={run.verification_id}&done={run.verification_id}" + (f"&{narrowed}" if narrowed else "")
    return RedirectResponse(f"{ROOT}/next?{tail}", 303)


def _again_at(ask: Ask, settled: datetime) -> datetime | None:
    """Return from when on another officer reads the case blindly; None: it is not one of the share."""
    return settled if ask.desk.chance() < ask.desk.read_again else None


def undo(ask: Ask) -> Response:
    """Take the own last ruling back, while nobody else acted, and open that case again."""
    run = ask.desk.cases.run(ask.part("run"))
    officers = ask.desk.cases.officers
    review, rulings = officers.review(run.verification_id), officers.rulings(run.verification_id)
    found = to_take_back(review, rulings, ask.name, ask.desk.clock(), ask.desk.undo)
    if found is None:
        raise Told(409, "refused_undo")
    kept, then = found
    taken_back = Ruling(ask.name, kept.ruling.ruled, voids=kept.number)
    noted = ask.noted(Action.RULED, run.claim_id, run.verification_id, f"{kept.ruling.ruled} taken back")
    officers.rule(run.verification_id, taken_back, version=_version(ask), then=then, along=noted)
    return RedirectResponse(_back(ask, f"/case/{run.verification_id}"), 303)


def ruling_in(ask: Ask, report: Report) -> Ruling:
    """Read the form; what is ticked must be on the list, and a reason must be given where one is needed."""
    try:
        ruled = Ruled(ask.given("ruled"))
    except ValueError:
        raise Told(400, "refused_input") from None
    offered = choices(report, ruled, ask.desk.words, ask.language)
    codes = tuple(choice.code for choice in offered if choice.code in ask.every("code"))
    note = ask.given("note")
    text = ask.given("message").replace("\r\n", "\n") if ruled is Ruled.ASK_AGAIN else ""
    if len(note) > LONGEST_NOTE or len(text) > LONGEST_MESSAGE:
        raise Told(400, "refused_input")
    if ruled is not Ruled.ACCEPT and not codes:
        raise Told(400, "refused_no_reason")
    if OTHER in codes and not note:
        raise Told(400, "refused_no_note")
    if ruled is Ruled.ASK_AGAIN and not text:  # the keyboard was quicker than the page
        text = _message(ask, report, codes)
    return Ruling(ask.name, ruled, note, codes, message=text)


def _message(ask: Ask, report: Report, codes: tuple[str, ...]) -> str:
    offered = choices(report, Ruled.ASK_AGAIN, ask.desk.words, ask.language)
    told = steps(offered, codes)
    return ask.desk.asking(report, told) if told else ""


def _version(ask: Ask) -> int:
    """The task's version as the page showed it."""
    text = ask.given("version")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Told(400, "refused_input")
    return int(text)


def _back(ask: Ask, path: str) -> str:
    narrowed = Narrowed.of(ask.query()).query
    return f"{ROOT}{path}" + (f"?{narrowed}" if narrowed else "")

"""Second reads: cases that are decided, put before another officer who does not see how."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from models.audit import Action
from pipeline.desk.acting import ruling_in
from pipeline.desk.blindness import hidden_decision
from pipeline.desk.door import ROOT, Ask, Told
from pipeline.desk.pages import shown


def second_reads(ask: Ask) -> Response:
    """List what this officer may read again."""
    reads = ask.desk.reads.waiting(ask.name, ask.desk.clock())
    tasks = [(read, ask.desk.queue.task(read.verification_id)) for read in reads]
    return shown(ask, "second_reads.html", {"tasks": [(read, task) for read, task in tasks if task]})


def read(ask: Ask) -> Response:
    """Add his word on a case whose decision he has not seen; go on to the next one."""
    run = ask.desk.cases.run(ask.part("run"))
    waiting = hidden_decision(ask, run.verification_id)
    if waiting is None or waiting.opens_at > ask.desk.clock():
        raise Told(409, "refused_second")
    ruling = ruling_in(ask, ask.desk.cases.report(run.verification_id))
    why = " ".join(["second read:", str(ruling.ruled), *ruling.codes])[:500]
    ask.desk.reads.read(
        waiting.number, ask.name, ruling.ruled, ruling.codes, ruling.note,
        along=ask.noted(Action.SECOND_READ, run.claim_id, run.verification_id, why),
    )  # fmt: skip
    rest = ask.desk.reads.waiting(ask.name, ask.desk.clock(), most=1)
    onwards = f"case/{rest[0].verification_id}" if rest else "second-reads"
    return RedirectResponse(f"{ROOT}/{onwards}", 303)

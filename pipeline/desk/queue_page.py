"""The queue, the search, and the way from one case to the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.responses import RedirectResponse, Response

from models.audit import Action, AuditEntry, Searched
from models.case import CaseMark, ReviewState, Run, RunState
from models.claim import Programme
from models.desk import Role, Task
from models.reason import ReasonCode
from pipeline.desk.door import ROOT, Ask, Told
from pipeline.desk.narrowing import AGES, Narrowed, place_in, place_text
from pipeline.desk.pages import shown
from pipeline.desk.words import words_in

KINDS = ("claim", CaseMark.NIK, CaseMark.KPJ, CaseMark.NAME)
"""By what a claim can be looked for."""
_CLAIM_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
_CODES = frozenset(ReasonCode)
_HOME = {Role.AUDITOR: "audit", Role.ADMIN: "people"}


@dataclass(frozen=True)
class Row:
    """A task as the list shows it; ``lateness``: ``late``, ``soon`` or ``fine`` by the service level."""

    task: Task
    age: str
    lateness: str
    titles: tuple[str, ...]


def start(ask: Ask) -> Response:
    """Go where somebody of that role begins."""
    return RedirectResponse(f"{ROOT}/{_HOME.get(ask.session.user.role, 'queue')}", 303)


def queue(ask: Ask) -> Response:
    """Show a page of the queue with its counts."""
    query, now = ask.query(), ask.desk.clock()
    narrowed = Narrowed.of(query)
    wanted = replace(
        narrowed.wanted(ask.name, now),
        after=place_in(query.get("after", "")),
        before=place_in(query.get("before", "")),
    )
    tasks = ask.desk.queue.page(replace(wanted, most=wanted.most + 1))
    more = len(tasks) > wanted.most
    tasks = tasks[-wanted.most :] if wanted.before else tasks[: wanted.most]
    has_earlier = wanted.after or (wanted.before and more)
    return shown(
        ask,
        "queue.html",
        {
            "rows": [row_of(ask, task, now) for task in tasks],
            "narrowed": narrowed,
            "counts": ask.desk.queue.counts(ask.name, now - ask.desk.service),
            "officers": ask.desk.queue.officers(),
            "programmes": [(str(p), _label(ask, "programme", p)) for p in Programme],
            "codes": sorted((title_of(ask, str(code)), str(code)) for code in ReasonCode),
            "ages": AGES,
            "kinds": KINDS,
            "later": place_text(tasks[-1].place) if tasks and (more or wanted.before) else None,
            "earlier": place_text(tasks[0].place) if tasks and has_earlier else None,
        },
    )  # fmt: skip


def search(ask: Ask) -> Response:
    """Look for a claim; the value comes in the body alone, and the audit keeps a keyed index of it."""
    kind, value = ask.given("kind"), ask.given("value")[:200]
    if kind not in KINDS or not value:
        raise Told(400, "refused_input")
    if kind == "claim":
        runs = _by_claim(ask, value)
    else:
        mark = CaseMark(kind)
        if mark is CaseMark.NAME and " " not in value:
            mark = CaseMark.NAME_WORD
        canonical = ask.desk.canonical(mark, value)
        searched = Searched(str(mark), canonical) if canonical else None
        ask.desk.audit.append(AuditEntry(ask.who, Action.SEARCHED, why=f"by {kind}", searched=searched))
        runs = ask.desk.cases.find(mark, value, 50) if canonical else ()
    hits = [run for run in runs if run.state is RunState.FINISHED]
    return shown(ask, "found.html", {"hits": hits, "kind": kind, "kinds": KINDS})


def _by_claim(ask: Ask, value: str) -> Sequence[Run]:
    if not _CLAIM_ID.fullmatch(value):
        return ()
    ask.noted(Action.SEARCHED, value, why="by claim")()
    current = ask.desk.cases.current(value)
    return [current] if current else []


def of_claim(ask: Ask) -> Response:
    """Go to a claim's newest verification: where links between claims lead."""
    current = ask.desk.cases.current(ask.part("claim"))
    if current is None:
        raise Told(404, "refused_not_kept")
    return RedirectResponse(f"{ROOT}/case/{current.verification_id}", 303)


def next_case(ask: Ask) -> Response:
    """Go to the case after (or before) one, by the same narrowing; from the last one to the first."""
    query, narrowed = ask.query(), Narrowed.of(ask.query())
    wanted = replace(narrowed.to_work_on(ask.name, ask.desk.clock()), most=2)
    here = ask.desk.queue.task(query.get("from", "")[:36])
    place = here.place if here else None
    if query.get("way") == "back":
        found = ask.desk.queue.page(replace(wanted, before=place))[::-1] if place else ()
    else:
        found = ask.desk.queue.page(replace(wanted, after=place)) or ask.desk.queue.page(wanted)
    others = [
        task for task in found if here is None or task.review.verification_id != here.review.verification_id
    ]
    told = "&".join(part for part in (narrowed.query, _done(query.get("done", ""))) if part)
    tail = f"?{told}" if told else ""
    if not others:
        return RedirectResponse(f"{ROOT}/queue{tail}", 303)
    return RedirectResponse(f"{ROOT}/case/{others[0].review.verification_id}{tail}", 303)


def _done(run: str) -> str:
    return f"done={run}" if re.fullmatch(r"[A-Za-z0-9-]{1,36}", run) else ""


def row_of(ask: Ask, task: Task, now: datetime) -> Row:
    """Return a task as the list shows it."""
    hours = (now - task.review.opened_at).total_seconds() / 3600
    level = ask.desk.service.total_seconds() / 3600
    lateness = "fine" if hours < 0.75 * level else "soon" if hours < level else "late"
    age = (
        f"{hours:.0f} {ask_word(ask, 'hours')}" if hours < 48 else f"{hours / 24:.0f} {ask_word(ask, 'days')}"
    )
    if task.review.state is not ReviewState.OPEN and task.review.state is not ReviewState.WAITING:
        lateness = "fine"
    return Row(task, age, lateness, tuple(title_of(ask, code) for code in task.codes))


def ask_word(ask: Ask, key: str) -> str:
    """Return a word of the desk in the language that is asked for."""
    return words_in(ask.language)[key]


def title_of(ask: Ask, code: str) -> str:
    """Return a reason's name: the report's Indonesian, or the code's own words in English."""
    if ask.language == "en":
        return code.replace("_", " ").capitalize()
    sentence = ask.desk.words.sentences.get(ReasonCode(code)) if code in _CODES else None
    return str(sentence.title) if sentence else code


def _label(ask: Ask, kind: str, code: str) -> str:
    label = ask.desk.words.label(kind, code)
    return label.en if ask.language == "en" else label.id

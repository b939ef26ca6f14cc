"""Measure every page of the desk over 100,000 kept claims: milliseconds of the server's answer.

    PYTHONPATH=. scripts/inside python -m tests.postgres_server python scripts/desk/load.py

The last argument is the URL of an empty PostgreSQL database. Most claims are rows alone, written in bulk; two
hundred are filed whole, with report and pictures, and these are opened. One officer asks, one page after
another, on this machine: what is measured is the whole answer, a little more than the server's own time; and
the processor time of server, database and asker, which other work on the machine does not change.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Connection, insert, text

from models.case import CaseMark
from models.desk import JAKARTA
from models.reason import ReasonCode
from pipeline.store import CaseStore, DeskStore
from pipeline.store.case_marks import blinded
from pipeline.store.case_tables import case_marks, review_reasons, reviews, rulings, verifications
from pipeline.store.desk_tables import known_answers
from tests.pipeline.desk.flagged_claims import NIK, flagged
from tests.pipeline.desk.live_desk import PASSWORD, Browserless, running

CLAIMS, WHOLE, SEED, TIMES, AT_ONCE = 100_000, 200, 81211, 60, 5_000
FLAGGED = 0.3
"""Share of claims that an officer looks at; two thirds of these are open."""
NOW = datetime.now(UTC)


def main(database: str) -> None:
    """Fill the database, ask for every page, print the figures."""
    say = sys.stdout.write
    with tempfile.TemporaryDirectory(prefix="desk-") as home, CaseStore.open(Path(home), database) as cases:
        began, rng = time.perf_counter(), random.Random(SEED)
        whole = [flagged(cases, f"JHT-whole-{n:03d}") for n in range(WHOLE)]
        for start in range(0, CLAIMS - WHOLE, AT_ONCE):
            with cases.shelf.database.writing() as writing:
                fill(writing, cases, rng, start, min(AT_ONCE, CLAIMS - WHOLE - start))
        with cases.shelf.database.writing() as writing:
            agree(writing, rng)
        with cases.shelf.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
        began_closing = time.perf_counter()
        DeskStore.beside(cases).close_days()  # as `periksa serve` does every ten minutes
        closing = time.perf_counter() - began_closing
        say(f"{CLAIMS:,} claims, seed {SEED}, filled in {began_closing - began:.0f} s\n")
        say(f"days that are over counted in {closing:.1f} s\n")
        with running(cases) as live:
            for role in ("officer", "supervisor", "admin"):
                measured(cases, live.signed_in(role), whole, role, say)
            measured(cases, Browserless(live.stranger()), whole, "stranger", say)


def fill(writing: Connection, cases: CaseStore, rng: random.Random, start: int, count: int) -> None:
    """Write this many claims as rows."""
    runs, tasks, why, ruled, marks = [], [], [], [], []
    for n in range(start, start + count):
        run, at = str(uuid.UUID(int=rng.getrandbits(128))), NOW - timedelta(hours=rng.expovariate(1 / 400))
        outcome = "review" if rng.random() < FLAGGED else rng.choices(("clear", "resubmit"), (8, 2))[0]
        programme = rng.choice(("JHT", "JHT", "JHT", "JKM", "JKK", "JP", "JKP"))
        rank = rng.choices((0, 1, 2), (2, 5, 3))[0]
        runs.append({
            "verification_id": run, "claim_id": f"{programme}-2026-{n:06d}", "source": "batch",
            "state": "finished", "programme": programme, "cause": "phk", "channel": "jmo",
            "submitted_at": at, "received_at": at, "finished_at": at, "current": True, "outcome": outcome,
            "risk": ("high", "medium", "low")[rank], "attempts": 1, "software": "s", "policy": "p",
            "sealed": b"",
        })  # fmt: skip
        for kind, value in ((CaseMark.NIK, f"{n:016d}"), (CaseMark.KPJ, f"{n:011d}"),
                            (CaseMark.NAME_WORD, rng.choice(WORDS))):  # fmt: skip
            blind = blinded(cases.shelf.master, kind, value)
            marks.append({"verification_id": run, "kind": str(kind), "blind": blind, "sealed": b""})
        if outcome == "review":
            state = rng.choices(("open", "waiting", "decided"), (66, 3, 31))[0]
            tasks.append({
                "verification_id": run, "claim_id": runs[-1]["claim_id"], "state": state, "opened_at": at,
                "officer": rng.choice((None, None, "officer", "andi")), "since": at, "version": 1,
                "rank": rank, "programme": programme,
            })  # fmt: skip
            day = at.astimezone(JAKARTA).date().isoformat()
            codes = rng.sample(list(ReasonCode), rng.randint(1, 4))
            why += [{"verification_id": run, "code": str(code), "day": day} for code in codes]
            if state != "open":
                word = rng.choice(("accept", "ask_again", "reject"))
                ruled.append({
                    "verification_id": run, "officer": "andi", "ruled": word, "codes": "", "at": at,
                    "sealed": b"",
                })  # fmt: skip
    for table, rows in ((verifications, runs), (reviews, tasks), (review_reasons, why), (rulings, ruled),
                        (case_marks, marks)):  # fmt: skip
        writing.execute(insert(table), rows)


def agree(writing: Connection, rng: random.Random) -> None:
    """Let one decision in twenty be read again, a third of them not yet; rule on a thousand samples."""
    unread = "CASE WHEN number % 60 = 0 THEN NULL"
    said = f"{unread} WHEN number % 7 = 0 THEN 'reject' ELSE ruled END"
    columns = "verification_id, ruling, first_officer, first_ruled, opens_at, officer, ruled, read_at"
    own = "verification_id, number, officer, ruled, at"
    told = f"{own}, {unread} ELSE 'budi' END, {said}, {unread} ELSE at END"
    twentieth = f"SELECT {told} FROM rulings WHERE number % 20 = 0"
    writing.execute(text(f"INSERT INTO second_reads ({columns}) {twentieth}"))
    rows = [
        {"verification_id": f"sample-{n}", "claim_id": f"JHT-sample-{n}", "answers": "reject",
         "added_at": NOW,
         "officer": rng.choice(("andi", "budi")), "ruled": rng.choice(("reject", "reject", "accept")),
         "ruled_at": NOW - timedelta(days=rng.uniform(0, 80))}
        for n in range(1000)
    ]  # fmt: skip
    writing.execute(insert(known_answers), rows)


WORDS = [f"NAMA{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(600)]
"""Words of names, each on some 170 claims."""


def worked(cases: CaseStore) -> float:
    """Return the processor seconds that this process and its database's have used."""
    with cases.shelf.database.engine.connect() as connection:
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        pids = connection.execute(text(asked)).scalars().all()
    ticks = 0
    for pid in pids:
        parts = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        ticks += int(parts[11]) + int(parts[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def measured(
    cases: CaseStore, someone: Browserless, whole: list[str], role: str, say: Callable[[str], Any]
) -> None:
    """Ask for every page of this role; print median and 95th percentile, and the mean processor time."""
    rng, token = random.Random(SEED), "" if role == "stranger" else someone.token()

    def posted(path: str, **fields: Any) -> Any:
        return someone.client.post(f"/desk{path}", data={"csrf": token, **fields})

    deep = f"2~{(NOW - timedelta(hours=300)).isoformat()}~x".replace("+", "%2B")
    left = list(whole)
    taken, ruled = iter(left[:70]), iter(left[70:140])
    again = iter(left[70:140])

    def on(run: str, what: str, version: int, **fields: Any) -> Any:
        return posted(f"/case/{run}/{what}", version=version, **fields)

    pages: dict[str, Callable[[], Any]] = {
        "queue": lambda: someone.get("/queue"),
        "queue, far down": lambda: someone.get(f"/queue?after={deep}"),
        "queue of one reason": lambda: someone.get("/queue?code=KPJ_UNDECLARED"),
        "queue of a programme and an age": lambda: someone.get("/queue?programme=JKP&age=72"),
        "mine": lambda: someone.get("/queue?view=mine"),
        "search by NIK": lambda: posted("/search", kind="nik", value=NIK),
        "search by a word of a name": lambda: posted("/search", kind="name", value=rng.choice(WORDS)),
        "case": lambda: someone.get(f"/case/{rng.choice(whole)}"),
        "picture": lambda: someone.get(f"/case/{rng.choice(whole)}/picture/page-1.jpg"),
        "values shown": lambda: posted(f"/case/{rng.choice(whole)}/show"),
        "message": lambda: posted(f"/case/{rng.choice(whole)}/message", code="ktp_again"),
        "next": lambda: someone.get(f"/next?from={rng.choice(whole)}"),
        "second reads": lambda: someone.get("/second-reads"),
        "case by its claim": lambda: someone.get(f"/claim/JHT-whole-{rng.randrange(WHOLE):03d}"),
        "taken on": lambda: on(next(taken), "assign", 1, to="me"),
        "corrected": lambda: on(rng.choice(left[140:]), "correct", 1, place="0.nama", value="X", why="cap"),
        "ruling": lambda: on(next(ruled), "rule", 1, ruled="accept"),
        "taken back": lambda: on(next(again), "undo", 2),
        "the other language": lambda: posted("/language", language="en"),
    }
    if role == "supervisor":
        pages = {
            "figures, 30 days": lambda: someone.get("/figures"),
            "figures, 90 days": lambda: someone.get("/figures?days=90"),
            "CSV, 30 days": lambda: someone.get("/figures.csv"),
            "CSV, 90 days": lambda: someone.get("/figures.csv?days=90"),
            "agreement": lambda: someone.get("/agreement"),
            "agreement, CSV": lambda: someone.get("/agreement.csv"),
            "audit": lambda: someone.get("/audit"),
            "audit of a claim": lambda: someone.get("/audit?claim=JHT-whole-001"),
        }
    if role == "admin":
        pages = {"people": lambda: someone.get("/people")}
    if role == "stranger":

        def sign_in() -> Any:
            someone.client.cookies.clear()
            return someone.client.post("/desk/sign-in", data={"name": "officer", "password": PASSWORD})

        pages = {
            "sign-in": lambda: someone.get("/sign-in"),
            "signing in": sign_in,
            "style": lambda: someone.get("/static/desk.css"),
        }
    for name, ask in pages.items():
        ask()  # so that every connection is open
        spent, before = [], worked(cases)
        for _ in range(TIMES):
            began = time.perf_counter()
            answer = ask()
            spent.append(1000 * (time.perf_counter() - began))
            assert answer.status_code in (200, 303), (name, answer.status_code)
        cores = 1000 * (worked(cases) - before) / TIMES
        say(f"| {name} | {median(spent):.0f} | {quantiles(spent, n=20)[-1]:.0f} | {cores:.0f} |\n")


if __name__ == "__main__":
    main(sys.argv[1])

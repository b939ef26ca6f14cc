"""The desk's part of the store, on both databases: the queue's order and counts, figures, accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from models.case import Ruled, Ruling
from models.desk import QueueWanted, Role
from models.outcome import Outcome, Risk
from pipeline.errors import NotKept
from pipeline.store import CaseStore, DeskStore
from pipeline.store.desk_users import DeskUsers
from tests.pipeline.desk.flagged_claims import WHY, flagged

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
"""Noon in Jakarta."""


def at(cases: CaseStore, moment: datetime) -> CaseStore:
    """The same store at another time."""
    return CaseStore(replace(cases.shelf, clock=lambda: moment), Path())


@pytest.fixture
def desk(cases: CaseStore) -> DeskStore:
    return DeskStore.beside(cases)


def test_the_queue_is_in_one_order_however_it_is_cut(cases: CaseStore, desk: DeskStore) -> None:
    same = at(cases, NOON)  # of one moment: the id decides
    for n in range(12):
        flagged(same, f"JHT-{n}", (Risk.LOW, Risk.HIGH, Risk.MEDIUM)[n % 3])
    everything = desk.queue.page(QueueWanted())
    assert [task.rank for task in everything] == [0] * 4 + [1] * 4 + [2] * 4
    assert list(everything) == sorted(everything, key=lambda task: task.place)
    for size in (1, 5, 12):
        parts, after = [], None
        while page := desk.queue.page(QueueWanted(after=after, most=size)):
            parts += page
            after = page[-1].place
        assert parts == list(everything)
        before = desk.queue.page(QueueWanted(before=everything[-1].place, most=size))
        assert before == everything[:-1][-size:]


def test_reasons_stand_in_the_clear_beside_their_task(cases: CaseStore, desk: DeskStore) -> None:
    flagged(cases, "JHT-1", reasons=WHY[:2])
    run = flagged(cases, "JHT-2", reasons=WHY[1:])
    task = desk.queue.task(run)
    assert task
    assert task.codes == ("CAPTURE_SCREEN", "FACE_NO_MATCH")
    (found,) = desk.queue.page(QueueWanted(code="FACE_NO_MATCH"))
    assert found == task
    assert cases.forget("JHT-2")
    assert desk.queue.page(QueueWanted(code="FACE_NO_MATCH")) == ()


def test_counts_are_those_of_the_moment(cases: CaseStore, desk: DeskStore) -> None:
    old = flagged(at(cases, NOON - timedelta(hours=30)), "JHT-1", Risk.HIGH)
    mine = flagged(at(cases, NOON), "JHT-2")
    flagged(at(cases, NOON), "JHT-3", Risk.LOW)
    cases.officers.assign(mine, "budi", version=1)
    counts = desk.queue.counts("budi", NOON - timedelta(hours=24))
    assert (counts.open, counts.late, counts.mine, counts.second) == (3, 1, 1, 0)
    assert counts.by_risk == {Risk.HIGH: 1, Risk.MEDIUM: 1, Risk.LOW: 1}
    cases.officers.rule(mine, Ruling("budi", Ruled.ACCEPT), version=2)
    assert desk.queue.counts("budi", NOON - timedelta(hours=24)).open == 2
    assert desk.queue.officers() == ()
    assert desk.queue.task(old) is not None


def test_a_day_is_jakartas(cases: CaseStore, desk: DeskStore) -> None:
    evening, morning = datetime(2026, 11, 19, 16, 59, tzinfo=UTC), datetime(2026, 11, 19, 17, 1, tzinfo=UTC)
    flagged(at(cases, evening), "JHT-1", outcome=Outcome.CLEAR)
    run = flagged(at(cases, morning), "JHT-2")
    at(cases, NOON).officers.rule(run, Ruling("budi", Ruled.ACCEPT), version=1)
    found = desk.figures.of(date(2026, 11, 20), 2, NOON)
    assert [(day.day.day, day.clear, day.review, day.accepted) for day in found.days] == [
        (19, 1, 0, 0),
        (20, 0, 1, 1),
    ]
    assert found.reasons == {"NIK_MISMATCH": (0, 1)}


def test_only_the_last_word_on_a_claim_counts(cases: CaseStore, desk: DeskStore) -> None:
    runs = [flagged(at(cases, NOON), f"JHT-{n}") for n in range(3)]
    then = at(cases, NOON)
    first = then.officers.rule(runs[0], Ruling("budi", Ruled.REJECT), version=1)
    then.officers.rule(runs[0], Ruling("citra", Ruled.REJECT, approves=first.number), version=2)
    then.officers.rule(runs[1], Ruling("budi", Ruled.REJECT), version=1)
    then.officers.rule(runs[1], Ruling("citra", Ruled.ACCEPT), version=2)
    wrong = then.officers.rule(runs[2], Ruling("budi", Ruled.ACCEPT), version=1)
    then.officers.rule(runs[2], Ruling("budi", Ruled.ACCEPT, voids=wrong.number), version=2)
    found = desk.figures.of(date(2026, 11, 20), 1, NOON)
    assert [(day.accepted, day.rejected) for day in found.days] == [(1, 1)]
    assert found.officers == (("budi", 3, 2, 1), ("citra", 1, 0, 0))
    assert found.taken_back == 1


def test_what_waits_is_counted_by_age(cases: CaseStore, desk: DeskStore) -> None:
    for n, hours in enumerate((1, 5, 23, 100, 200)):
        flagged(at(cases, NOON - timedelta(hours=hours)), f"JHT-{n}")
    found = desk.figures.of(date(2026, 11, 20), 1, NOON)
    assert found.waiting == ((4, 1), (8, 1), (24, 1), (72, 0), (None, 2))


def test_an_account_is_made_once_and_its_name_is_never_given_again(desk: DeskStore) -> None:
    assert desk.users.add("budi", Role.OFFICER, "hash")
    assert not desk.users.add("budi", Role.ADMIN, "other")
    token = desk.users.begin("budi")
    assert desk.users.session(token, timedelta(minutes=5), timedelta(hours=1))
    assert desk.users.disable("budi")
    assert not desk.users.disable("budi")
    assert not desk.users.set_password("budi", "new")
    assert not desk.users.add("budi", Role.OFFICER, "hash")
    assert desk.users.session(token, timedelta(minutes=5), timedelta(hours=1)) is None
    with pytest.raises(NotKept):
        desk.users.begin("budi")
    assert desk.users.count() == 0


def test_a_new_password_ends_sessions_and_waits(desk: DeskStore) -> None:
    desk.users.add("budi", Role.OFFICER, "hash")
    token = desk.users.begin("budi")
    assert [desk.users.failed("budi") is not None for _ in range(6)] == [False] * 4 + [True] * 2
    assert desk.users.set_password("budi", "new")
    found = desk.users.find("budi")
    assert found
    assert (found[1], found[0].failures, found[0].locked_until) == ("new", 0, None)
    assert desk.users.session(token, timedelta(minutes=5), timedelta(hours=1)) is None


def test_the_wait_doubles_and_ends_at_an_hour(cases: CaseStore) -> None:
    users = DeskUsers(cases.shelf.database, lambda: NOON)
    users.add("budi", Role.OFFICER, "hash")
    waits = [until - NOON for _ in range(15) if (until := users.failed("budi"))]
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert waits[-1] == timedelta(hours=1)


def test_sessions_that_are_over_are_swept_and_tokens_are_not_kept(cases: CaseStore) -> None:
    moment = [NOON]
    users = DeskUsers(cases.shelf.database, lambda: moment[0])
    users.add("budi", Role.OFFICER, "hash")
    token = users.begin("budi")
    database = cases.shelf.database.file
    if database is not None:
        cases.shelf.database.settle()
        assert token.encode() not in database.read_bytes()
    moment[0] += timedelta(hours=11)
    assert users.sweep(timedelta(hours=10)) == 1
    assert users.session(token, timedelta(days=1), timedelta(days=1)) is None

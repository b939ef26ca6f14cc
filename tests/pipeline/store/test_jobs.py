"""A job is one worker's until its lease ends; nothing is lost, doubled, or tried for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models.case import EventKind, Job, RunState, Source
from pipeline.store import CaseStore
from pipeline.store.cases import ABANDONED_AFTER
from pipeline.store.freezing import freeze, thaw
from pipeline.store.jobs import LOST, MOST_LOST
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.kept_claims import accepted, report


class Clock:
    """A clock that is put on by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 26, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def on(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(cases: CaseStore, clock: Clock, place: Place) -> CaseStore:
    return CaseStore(replace(cases.shelf, clock=clock), place.home)


def taken(cases: CaseStore, worker: str = "worker-1") -> Job:
    job = cases.jobs.take(worker, 60)
    assert job
    return job


def test_the_oldest_is_taken_first_and_each_once(timed: CaseStore) -> None:
    kept = [accepted(timed, f"JHT-{number}") for number in range(3)]
    assert [taken(timed).verification_id for _ in kept] == kept
    assert timed.jobs.take("worker-1", 60) is None
    assert {timed.run(one).state for one in kept} == {RunState.RUNNING}


def test_what_a_folder_brought_is_nobodys_job(timed: CaseStore, clock: Clock) -> None:
    accepted(timed, source=Source.BATCH)
    clock.on(10_000)
    assert timed.jobs.take("worker-1", 60) is None


def test_a_job_whose_lease_ran_out_is_taken_again(timed: CaseStore, clock: Clock) -> None:
    kept = accepted(timed)
    first = taken(timed)
    clock.on(59)
    assert timed.jobs.take("worker-2", 60) is None
    clock.on(2)
    second = taken(timed, "worker-2")
    assert (second.verification_id, second.attempt) == (kept, 2)
    assert not timed.jobs.renew(first, 60)
    assert not timed.jobs.give_back(first)
    assert not timed.jobs.set_aside(first, "Fault")
    assert timed.jobs.renew(second, 60)


def test_a_worker_that_takes_its_own_lost_job_again_does_not_mix_the_two_up(
    timed: CaseStore, clock: Clock
) -> None:
    accepted(timed)
    first = taken(timed)
    clock.on(61)
    second = taken(timed)
    assert not timed.jobs.renew(first, 60)
    assert timed.jobs.renew(second, 60)


def test_a_job_that_is_renewed_stays(timed: CaseStore, clock: Clock) -> None:
    accepted(timed)
    job = taken(timed)
    for _ in range(5):
        clock.on(50)
        assert timed.jobs.renew(job, 60)
        assert timed.jobs.take("worker-2", 60) is None


def test_what_is_given_back_is_taken_at_once_and_does_not_count(timed: CaseStore) -> None:
    kept = accepted(timed)
    for _ in range(5):
        job = taken(timed)
        assert job.attempt == 1
        assert timed.jobs.give_back(job)
        assert timed.run(kept).state is RunState.QUEUED


def test_what_lost_two_workers_is_set_aside_with_its_event(timed: CaseStore, clock: Clock) -> None:
    kept, other = accepted(timed), accepted(timed, "JHT-2")
    for attempt in range(MOST_LOST):
        job = timed.jobs.take(f"worker-{attempt}", 60)
        assert job
        assert (job.verification_id, job.attempt) == (kept, attempt + 1)
        clock.on(61)
    assert taken(timed).verification_id == other, "the next one is not held up"
    run = timed.run(kept)
    assert (run.state, run.fault, run.attempts) == (RunState.SET_ASIDE, LOST, MOST_LOST)
    assert [event.kind for event in timed.events_of(kept)] == [EventKind.SET_ASIDE]
    assert not timed.file_report(kept, report(), {}), "one result for each, whoever comes later"


def test_a_finished_job_is_nobodys(timed: CaseStore, clock: Clock) -> None:
    accepted(timed)
    job = taken(timed)
    assert timed.file_report(job.verification_id, report(), {})
    for changed in (timed.jobs.renew(job, 60), timed.jobs.give_back(job), timed.jobs.set_aside(job, "Fault")):
        assert not changed
    clock.on(100)
    assert timed.jobs.take("worker-2", 60) is None


def test_what_was_set_aside_is_taken_again_when_it_is_posted_again(timed: CaseStore) -> None:
    first = accepted(timed)
    assert timed.jobs.set_aside(taken(timed), "PdfBomb" * 20)
    assert timed.run(first).fault == ("PdfBomb" * 20)[:64]
    assert accepted(timed) != first


def test_what_nobody_finished_is_set_aside_after_a_week(timed: CaseStore, clock: Clock) -> None:
    left = accepted(timed, source=Source.BATCH)
    queued = accepted(timed, "JHT-2")
    clock.on(ABANDONED_AFTER - 10)
    running = accepted(timed, "JHT-3", Source.BATCH)
    assert timed.sweep()["runs"] == 0
    clock.on(20)
    assert timed.sweep()["runs"] == 1
    assert [timed.run(one).state for one in (left, queued, running)] == [
        RunState.SET_ASIDE, RunState.QUEUED, RunState.RUNNING,
    ]  # fmt: skip


def test_the_queues_length_and_age_are_told(timed: CaseStore, clock: Clock) -> None:
    assert timed.jobs.waiting() == (0, 0.0)
    for number in range(3):
        accepted(timed, f"JHT-{number}")
    clock.on(30)
    taken(timed)
    count, age = timed.jobs.waiting()
    assert count == 2
    assert 30 <= age < 31


def test_a_frozen_claim_neither_waits_nor_is_taken(timed: CaseStore) -> None:
    kept = accepted(timed, "JHT-1")
    with timed.shelf.database.writing() as writing:
        freeze(writing, "JHT-1")
    assert timed.jobs.waiting() == (0, 0.0)
    assert timed.jobs.take("worker-1", 60) is None
    with timed.shelf.database.writing() as writing:
        thaw(writing, "JHT-1")
    assert timed.jobs.waiting()[0] == 1
    assert taken(timed).verification_id == kept

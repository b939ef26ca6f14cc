"""Of a claim's verifications one is current, one event is told for each, and nobody decides on an old one."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from models.case import EventKind, ReviewState, RunState, Source
from models.outcome import Outcome
from pipeline.errors import NotKept, StoreError
from pipeline.store import CaseStore
from pipeline.store.case_tables import verifications
from tests.pipeline.store.kept_claims import PICTURES, UPLOADS, accepted, claim, filed, manifest, report


def test_a_report_is_filed_once(cases: CaseStore) -> None:
    kept = accepted(cases, source=Source.BATCH)
    assert cases.file_report(kept, report(), PICTURES)
    assert not cases.file_report(kept, report(outcome=Outcome.CLEAR), {})
    assert cases.report(kept).outcome is Outcome.REVIEW
    assert len(cases.events_of(kept)) == 1


def test_only_what_is_at_work_is_filed(cases: CaseStore) -> None:
    kept = accepted(cases)
    assert not cases.file_report(kept, report(), {}), "it waits for a worker"
    job = cases.jobs.take("worker", 60)
    assert job
    assert cases.jobs.set_aside(job, "Fault")
    assert not cases.file_report(kept, report(), {})
    assert [event.kind for event in cases.events_of(kept)] == [EventKind.SET_ASIDE]


def test_another_claims_report_is_refused(cases: CaseStore) -> None:
    kept = accepted(cases, source=Source.BATCH)
    with pytest.raises(StoreError, match="another claim"):
        cases.file_report(kept, report("JHT-2"), {})
    assert cases.run(kept).state is RunState.RUNNING


def test_a_fault_in_the_middle_changes_nothing(cases: CaseStore) -> None:
    old, kept = filed(cases), accepted(cases, source=Source.BATCH, balance_idr=2)

    def fails(_writing: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cases.file_report(kept, report(), PICTURES, along=fails)
    assert cases.run(kept).state is RunState.RUNNING
    assert cases.events_of(kept) == ()
    current = cases.current("JHT-1")
    assert current
    assert current.verification_id == old
    assert cases.officers.review(old).state is ReviewState.OPEN
    assert cases.file_report(kept, report(), PICTURES)


def test_what_a_fault_spoilt_is_taken_again(cases: CaseStore) -> None:
    first = cases.accept(manifest(), claim(), UPLOADS, Source.BATCH, digest="one").verification_id
    cases.file_report(first, report(), {}, fault="ZeroDivisionError")
    assert cases.run(first).fault == "ZeroDivisionError"
    assert not cases.holds("JHT-1", "one")
    second = cases.accept(manifest(), claim(), UPLOADS, Source.BATCH, digest="one")
    assert not second.again
    cases.file_report(second.verification_id, report(outcome=Outcome.CLEAR), {})
    assert cases.holds("JHT-1", "one")
    assert not cases.holds("JHT-1", "two")
    assert not cases.holds("JHT-2", "one")


def test_what_is_at_work_is_not_held_yet(cases: CaseStore) -> None:
    cases.accept(manifest(), claim(), UPLOADS, Source.BATCH, digest="one")
    assert not cases.holds("JHT-1", "one")


def test_keeping_what_was_verified_does_it_once(cases: CaseStore) -> None:
    for _ in range(2):
        cases.keep(claim(), (manifest(), UPLOADS), "one", report(), PICTURES)
    assert len(cases.runs("JHT-1")) == 1
    cases.keep(claim(), (manifest(), UPLOADS), "two", report(), PICTURES)
    assert [run.current for run in cases.runs("JHT-1")] == [True, False]


def test_a_review_is_opened_for_an_officer_alone(cases: CaseStore) -> None:
    kept = {outcome: filed(cases, f"JHT-{outcome}", outcome) for outcome in Outcome}
    assert cases.officers.review(kept[Outcome.REVIEW]).state is ReviewState.OPEN
    for outcome in (Outcome.CLEAR, Outcome.RESUBMIT):
        with pytest.raises(NotKept):
            cases.officers.review(kept[outcome])


def test_a_newer_verification_takes_the_older_ones_place(cases: CaseStore) -> None:
    old = filed(cases)
    before = cases.officers.review(old)
    new = filed(cases, outcome=Outcome.CLEAR, balance_idr=2)
    assert [(run.verification_id, run.current) for run in cases.runs("JHT-1")] == [(new, True), (old, False)]
    after = cases.officers.review(old)
    assert (after.state, after.version) == (ReviewState.SUPERSEDED, before.version + 1)
    assert cases.report(old) == report(), "every run is kept"


def test_an_older_one_that_ends_later_stays_behind(cases: CaseStore) -> None:
    old = accepted(cases, source=Source.BATCH)
    new = filed(cases, outcome=Outcome.CLEAR, balance_idr=2)
    assert cases.file_report(old, report(), PICTURES)
    current = cases.current("JHT-1")
    assert current
    assert current.verification_id == new
    with pytest.raises(NotKept):
        cases.officers.review(old)
    assert len(cases.events_of(old)) == 1


def test_the_database_itself_allows_one_current_run(cases: CaseStore) -> None:
    filed(cases)
    other = accepted(cases, balance_idr=2)
    with (
        pytest.raises(StoreError, match=r"CONSTRAINT_UNIQUE|23505"),
        cases.shelf.database.writing() as writing,
    ):
        of_it = verifications.c.verification_id == other
        writing.execute(update(verifications).where(of_it).values(current=True))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(4)), st.lists(st.sampled_from(list(Outcome)), min_size=4, max_size=4))
def test_in_whatever_order_they_end_the_newest_is_current(
    cases: CaseStore, order: list[int], outcomes: list[Outcome]
) -> None:
    """And one undecided review is left at most: the current run's."""
    claim_id = f"JHT-{uuid.uuid4()}"  # examples share a database
    kept = [accepted(cases, claim_id, Source.BATCH, balance_idr=number) for number in range(4)]
    ended: list[int] = []
    for number in order:
        cases.file_report(kept[number], report(claim_id, outcomes[number]), {})
        ended.append(number)
        runs = cases.runs(claim_id)
        assert [run.verification_id for run in runs if run.current] == [kept[max(ended)]]
        undecided = []
        for one in kept:
            try:
                undecided += [one] if cases.officers.review(one).state is ReviewState.OPEN else []
            except NotKept:
                continue
        assert undecided == ([kept[max(ended)]] if outcomes[max(ended)] is Outcome.REVIEW else [])

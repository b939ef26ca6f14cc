"""Rulings told outside: after the time to undo, once, never one that was taken back. On both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from models.case import EventKind, ReviewState, Ruled, Ruling
from pipeline.errors import ChangedMeanwhile
from pipeline.store import CaseStore
from pipeline.store.deliveries import Deliveries
from pipeline.store.freezing import freeze, thaw
from tests.pipeline.desk.flagged_claims import flagged

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
LATER = NOON + timedelta(minutes=11)
MESSAGE = "Yth. Ibu Siti,\n\nMohon foto ulang KTP Anda.\n\nTerima kasih"


def ruled(cases: CaseStore, run: str, ruling: Ruling, version: int = 1, **parts) -> int:
    return cases.officers.rule(run, ruling, version=version, tell_at=NOON, **parts).number


def told(cases: CaseStore, run: str) -> list[int]:
    return [event.ruling for event in cases.events_of(run) if event.kind is EventKind.RULED]


def spread(cases: CaseStore, moment: datetime) -> None:
    book = Deliveries(cases.shelf.database, lambda: moment)
    while book.spread():
        pass


def test_a_ruling_is_told_when_its_time_has_come_and_once(cases: CaseStore) -> None:
    run = flagged(cases, "JHT-1")
    number = ruled(cases, run, Ruling("budi", Ruled.ASK_AGAIN, message=MESSAGE))
    spread(cases, NOON - timedelta(seconds=1))
    assert told(cases, run) == []
    assert cases.told_ruling(run) is None
    for _ in range(3):
        spread(cases, NOON)
    assert told(cases, run) == [number]
    known = cases.told_ruling(run)
    assert known
    assert (known.ruled, known.message) == (Ruled.ASK_AGAIN, MESSAGE)
    assert MESSAGE not in repr(known)
    (event,) = [one for one in cases.events_of(run) if one.kind is EventKind.RULED]
    assert cases.ruling_of(event) == known


def test_what_is_taken_back_in_time_is_never_told(cases: CaseStore) -> None:
    run = flagged(cases, "JHT-1")
    number = ruled(cases, run, Ruling("budi", Ruled.ASK_AGAIN, message=MESSAGE))
    cases.officers.rule(run, Ruling("budi", Ruled.ASK_AGAIN, voids=number), version=2, then=ReviewState.OPEN)
    spread(cases, LATER)
    assert told(cases, run) == []
    again = ruled(cases, run, Ruling("budi", Ruled.ACCEPT), version=3)
    spread(cases, LATER)
    assert told(cases, run) == [again]


def test_what_was_told_is_not_taken_back(cases: CaseStore) -> None:
    run = flagged(cases, "JHT-1")
    number = ruled(cases, run, Ruling("budi", Ruled.ACCEPT))
    spread(cases, LATER)
    with pytest.raises(ChangedMeanwhile):
        cases.officers.rule(run, Ruling("budi", Ruled.ACCEPT, voids=number), version=2, then=ReviewState.OPEN)
    assert cases.officers.review(run).state is ReviewState.DECIDED
    assert len(cases.officers.rulings(run)) == 1


def test_an_escalation_and_the_decision_after_it_are_two(cases: CaseStore) -> None:
    run = flagged(cases, "JHT-1")
    first = ruled(cases, run, Ruling("budi", Ruled.ESCALATE), then=ReviewState.WAITING)
    second = ruled(cases, run, Ruling("super", Ruled.REJECT), version=2)
    spread(cases, LATER)
    assert told(cases, run) == [first, second]
    known = cases.told_ruling(run)
    assert known
    assert (known.ruled, known.message) == (Ruled.REJECT, None)


def test_a_frozen_claim_waits_and_a_forgotten_one_is_not_told(cases: CaseStore) -> None:
    frozen, gone = flagged(cases, "JHT-1"), flagged(cases, "JHT-2")
    for run in (frozen, gone):
        ruled(cases, run, Ruling("budi", Ruled.ACCEPT))
    with cases.shelf.database.writing() as writing:
        freeze(writing, "JHT-1")
    assert cases.forget("JHT-2")
    spread(cases, LATER)
    assert told(cases, frozen) == []
    with cases.shelf.database.writing() as writing:
        thaw(writing, "JHT-1")
    spread(cases, LATER)
    assert len(told(cases, frozen)) == 1


def test_two_senders_and_an_undo_at_the_same_moment(cases: CaseStore) -> None:
    runs = [flagged(cases, f"JHT-{n}") for n in range(8)]
    numbers = [ruled(cases, run, Ruling("budi", Ruled.ACCEPT)) for run in runs]
    refused: list[str] = []

    def undo() -> None:
        for run, number in zip(runs, numbers, strict=True):
            void = Ruling("budi", Ruled.ACCEPT, voids=number)
            try:
                cases.officers.rule(run, void, version=2, then=ReviewState.OPEN)
            except ChangedMeanwhile:
                refused.append(run)

    works = [undo, *[lambda: spread(cases, LATER)] * 2]
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spread(cases, LATER)
    for run, number in zip(runs, numbers, strict=True):
        assert told(cases, run) == ([number] if run in refused else []), "told or taken back, never both"

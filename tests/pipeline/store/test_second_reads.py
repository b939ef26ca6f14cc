"""Second reads: who may read what, once, and how readings are counted. On both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.case import ReviewState, Ruled, Ruling
from pipeline.errors import ChangedMeanwhile
from pipeline.store import CaseStore, DeskStore
from pipeline.store.agreement import DeskAgreement
from pipeline.store.freezing import freeze
from pipeline.store.second_reads import OFFERED
from tests.pipeline.desk.flagged_claims import flagged

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
EARLIER, LATER = NOON - timedelta(days=1), NOON + timedelta(minutes=1)


@pytest.fixture
def agreement(cases: CaseStore) -> DeskAgreement:
    return DeskStore.beside(cases).agreement


def decided(cases: CaseStore, claim_id: str, ruled: Ruled = Ruled.ACCEPT, officer: str = "budi") -> str:
    run = flagged(cases, claim_id)
    cases.officers.rule(run, Ruling(officer, ruled), version=1, read_again_at=NOON)
    return run


def test_it_is_open_to_others_when_the_decision_cannot_be_taken_back(
    cases: CaseStore, agreement: DeskAgreement
) -> None:
    run = decided(cases, "JHT-1")
    assert agreement.reads.waiting("citra", NOON - timedelta(seconds=1)) == ()
    (one,) = agreement.reads.waiting("citra", LATER)
    assert (one.verification_id, one.claim_id, one.first_ruled) == (run, "JHT-1", Ruled.ACCEPT)
    assert agreement.reads.waiting("budi", LATER) == (), "not his own"
    assert agreement.reads.hidden_from(run, "citra", LATER)
    assert agreement.reads.hidden_from(run, "budi", LATER) is None
    assert agreement.reads.waiting("citra", NOON + OFFERED) == ()
    assert agreement.reads.hidden_from(run, "citra", NOON + OFFERED) is None, "then anybody may see it"


def test_who_approved_is_no_second_reader_and_the_proposer_is_counted(
    cases: CaseStore, agreement: DeskAgreement
) -> None:
    run = flagged(cases, "JHT-1")
    first = cases.officers.rule(run, Ruling("budi", Ruled.REJECT), version=1, then=ReviewState.WAITING)
    cases.officers.rule(
        run, Ruling("citra", Ruled.REJECT, approves=first.number), version=2, read_again_at=NOON
    )
    assert agreement.reads.waiting("budi", LATER) == ()
    assert agreement.reads.waiting("citra", LATER) == ()
    (one,) = agreement.reads.waiting("dewi", LATER)
    assert one.first_officer == "budi"


def test_the_decision_stands_and_the_reading_is_counted(cases: CaseStore, agreement: DeskAgreement) -> None:
    runs = [decided(cases, f"JHT-{n}") for n in range(3)]
    moment = datetime.now(UTC)
    for n, one in enumerate(agreement.reads.waiting("citra", LATER)):
        ruled = Ruled.REJECT if n == 0 else Ruled.ACCEPT
        agreement.reads.read(one.number, "citra", ruled, ("forged",), "catatan rahasia")
    assert agreement.reads.waiting("citra", LATER) == ()
    assert all(cases.officers.review(run).state is ReviewState.DECIDED for run in runs)
    assert all(len(cases.officers.rulings(run)) == 1 for run in runs)
    found = agreement.of(EARLIER, moment)
    assert [(o.officer, o.reads.part, o.reads.whole) for o in found.officers] == [("budi", 2, 3)]
    (differing,) = found.differing
    assert (differing.ruled, differing.officer, differing.note) == (Ruled.REJECT, "citra", "catatan rahasia")
    assert "rahasia" not in repr(differing)
    assert found.to_read == 0


def test_two_readers_at_once_are_one(cases: CaseStore, agreement: DeskAgreement) -> None:
    decided(cases, "JHT-1")
    (one,) = agreement.reads.waiting("citra", LATER)
    agreement.reads.read(one.number, "citra", Ruled.ACCEPT, (), "")
    with pytest.raises(ChangedMeanwhile):
        agreement.reads.read(one.number, "dewi", Ruled.REJECT, (), "")
    assert agreement.of(EARLIER, NOON).reads.part == 1


def test_a_disagreement_is_noted_once(cases: CaseStore, agreement: DeskAgreement) -> None:
    decided(cases, "JHT-1")
    (one,) = agreement.reads.waiting("citra", LATER)
    assert not agreement.reads.seen(one.number, "super", along=lambda _: lambda _writing: None), (
        "not read yet"
    )
    agreement.reads.read(one.number, "citra", Ruled.REJECT, (), "")
    told: list[str] = []
    for wanted in (True, False):
        done = agreement.reads.seen(
            one.number, "super", along=lambda read: lambda _writing: told.append(read.claim_id)
        )
        assert done is wanted
    assert told == ["JHT-1"]
    assert agreement.reads.differing(EARLIER)[0].seen_by == "super"


def test_what_is_taken_back_frozen_or_verified_anew_is_not_read(
    cases: CaseStore, agreement: DeskAgreement
) -> None:
    back = flagged(cases, "JHT-1")
    kept = cases.officers.rule(back, Ruling("budi", Ruled.ACCEPT), version=1, read_again_at=NOON)
    cases.officers.rule(
        back, Ruling("budi", Ruled.ACCEPT, voids=kept.number), version=2, then=ReviewState.OPEN
    )
    assert agreement.reads.hidden_from(back, "citra", LATER) is None
    decided(cases, "JHT-2")
    with cases.shelf.database.writing() as writing:
        freeze(writing, "JHT-2")
    decided(cases, "JHT-3")
    flagged(cases, "JHT-3", data_updated=True)
    decided(cases, "JHT-4")
    assert cases.forget("JHT-4")
    assert agreement.reads.waiting("citra", LATER) == ()

"""Two officers at once do not undo each other; what was ruled is never overwritten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from models.case import Correction, ReviewState, Ruled, Ruling, Source
from models.outcome import Outcome
from pipeline.errors import ChangedMeanwhile, NotKept
from pipeline.store import CaseStore
from tests.pipeline.store.kept_claims import accepted, filed

ACCEPT = Ruling("officer-1", Ruled.ACCEPT, note="card seen, SITI RAHMAWATI", codes=("NAME_MISMATCH", "OTHER"))


def test_a_review_is_taken_on_and_let_go(cases: CaseStore) -> None:
    kept = filed(cases)
    opened = cases.officers.review(kept)
    assert (opened.claim_id, opened.officer, opened.since, opened.version) == ("JHT-1", None, None, 1)
    mine = cases.officers.assign(kept, "officer-1", version=1)
    assert (mine.officer, mine.version) == ("officer-1", 2)
    assert mine.since
    assert cases.officers.assign(kept, None, version=2).since is None


def test_a_ruling_is_kept(cases: CaseStore) -> None:
    kept = filed(cases)
    ruled = cases.officers.rule(kept, ACCEPT, version=1)
    assert ruled.ruling == ACCEPT
    assert cases.officers.rulings(kept) == (ruled,)
    task = cases.officers.review(kept)
    assert (task.state, task.version) == (ReviewState.DECIDED, 2)


def test_the_second_of_two_is_refused_and_told_what_changed(cases: CaseStore) -> None:
    kept = filed(cases)
    cases.officers.assign(kept, "officer-1", version=1)
    cases.officers.rule(kept, ACCEPT, version=2)
    reject = Ruling("officer-2", Ruled.REJECT, note="secret of hers")
    with pytest.raises(ChangedMeanwhile) as refused:
        cases.officers.rule(kept, reject, version=1)
    assert refused.value.version == 3
    assert refused.value.changes == (
        "the review is decided", "with officer-1", "ruling accept by officer-1",
    )  # fmt: skip
    assert "SITI" not in str(refused.value)
    assert [one.ruling.ruled for one in cases.officers.rulings(kept)] == [Ruled.ACCEPT]
    with pytest.raises(ChangedMeanwhile):
        cases.officers.assign(kept, "officer-2", version=2)


def test_of_many_at_once_one_rules(cases: CaseStore) -> None:
    kept = filed(cases)

    def rule(number: int) -> bool:
        try:
            cases.officers.rule(kept, Ruling(f"officer-{number}", Ruled.ACCEPT), version=1)
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(rule, range(8))) == 1
    assert len(cases.officers.rulings(kept)) == 1


def test_a_ruling_is_confirmed_and_taken_back_by_further_ones(cases: CaseStore) -> None:
    kept = filed(cases)
    first = cases.officers.rule(kept, ACCEPT, version=1, then=ReviewState.WAITING)
    assert cases.officers.review(kept).state is ReviewState.WAITING
    second = Ruling("officer-2", Ruled.ACCEPT, approves=first.number)
    cases.officers.rule(kept, second, version=2)
    back = Ruling("officer-3", Ruled.ESCALATE, voids=first.number)
    third = cases.officers.rule(kept, back, version=3, then=ReviewState.OPEN)
    told = cases.officers.rulings(kept)
    assert [one.ruling for one in told] == [ACCEPT, second, back]
    assert [one.voided_by for one in told] == [third.number, None, None]
    assert told[1].ruling.approves == first.number


def test_a_ruling_of_another_claim_can_be_neither_confirmed_nor_taken_back(cases: CaseStore) -> None:
    kept, other = filed(cases), filed(cases, "JHT-2")
    theirs = cases.officers.rule(other, ACCEPT, version=1).number
    for ruling in (
        Ruling("officer-2", Ruled.ACCEPT, approves=theirs),
        Ruling("officer-2", Ruled.ACCEPT, voids=theirs),
    ):
        with pytest.raises(NotKept):
            cases.officers.rule(kept, ruling, version=1)
    assert cases.officers.review(kept).version == 1


def test_a_superseded_review_is_not_ruled_on_unseen(cases: CaseStore) -> None:
    kept = filed(cases)
    filed(cases, balance_idr=2)
    with pytest.raises(ChangedMeanwhile, match="superseded"):
        cases.officers.rule(kept, ACCEPT, version=1)


def test_what_a_caller_adds_is_kept_with_the_ruling_or_not_at_all(cases: CaseStore) -> None:
    kept = filed(cases)

    def fails(_writing: object) -> None:
        raise ZeroDivisionError

    for write in (
        lambda: cases.officers.rule(kept, ACCEPT, version=1, along=fails),
        lambda: cases.officers.assign(kept, "officer-1", version=1, along=fails),
        lambda: cases.officers.correct(kept, Correction("officer-1", 0, "nik", "1", "2"), along=fails),
    ):
        with pytest.raises(ZeroDivisionError):
            write()
    assert cases.officers.rulings(kept) == ()
    assert cases.officers.corrections(kept) == ()
    assert cases.officers.review(kept).version == 1


def test_corrections_stand_beside_what_the_machine_read(cases: CaseStore) -> None:
    kept = filed(cases)
    first = Correction("officer-1", 0, "nik", "3273014708900003", "3273014708900008", "the 3 has a scratch")
    second = Correction("officer-2", 0, "nik", None, "3273014708900003")
    made = tuple(cases.officers.correct(kept, one) for one in (first, second))
    assert cases.officers.corrections(kept) == made
    assert [one.correction for one in made] == [first, second]


def test_a_clear_claim_may_be_reviewed_too(cases: CaseStore) -> None:
    kept = filed(cases, outcome=Outcome.CLEAR)
    for _ in range(2):
        assert cases.officers.open_review(kept).version == 1
    cases.officers.rule(kept, ACCEPT, version=1)


def test_there_is_nothing_to_rule_on_without_a_review(cases: CaseStore) -> None:
    kept = accepted(cases, source=Source.BATCH)
    for write in (
        lambda: cases.officers.rule(kept, ACCEPT, version=1),
        lambda: cases.officers.assign(kept, "officer-1", version=1),
        lambda: cases.officers.review(kept),
        lambda: cases.officers.rulings("nobody"),
        lambda: cases.officers.open_review("nobody"),
    ):
        with pytest.raises(NotKept):
            write()

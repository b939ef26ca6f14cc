"""Samples with a known answer: like any other case to an officer, and nobody's to everybody else."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest

from models.case import ReviewState, Ruled, Ruling, Source
from models.claim import Claim
from models.desk import QueueWanted
from models.numbers.nik import Nik
from models.outcome import Outcome, Risk
from pipeline.errors import IntakeError, NotKept
from pipeline.report import kept_pictures
from pipeline.store import CaseStore, DeskStore, Wanted
from pipeline.store.custody import Custody
from pipeline.store.deliveries import Deliveries
from pipeline.store.listing import Listing
from pipeline.store.retention import load_retention
from tests.pipeline.desk.flagged_claims import DECLARED_NIK, PICTURES, WHY, claim_json, flagged, report_of


def sample(cases: CaseStore, claim_id: str, *answers: Ruled) -> str:
    """Put a sample among the cases, as the command does."""
    came, which = claim_json(claim_id), f"sample-{claim_id}"
    noted = DeskStore.beside(cases).agreement.known.noted(which, claim_id, answers)
    cases.accept(
        came, Claim.model_validate_json(came), [], Source.KNOWN_ANSWER, verification_id=which, along=noted
    )
    assert cases.file_report(
        which, report_of(claim_id, Risk.MEDIUM, WHY[:1], Outcome.REVIEW), kept_pictures(PICTURES)
    )
    return which


@pytest.fixture
def desk(cases: CaseStore) -> DeskStore:
    return DeskStore.beside(cases)


def test_an_officer_sees_a_sample_as_any_other_case(cases: CaseStore, desk: DeskStore) -> None:
    run, other = sample(cases, "JHT-1", Ruled.REJECT), flagged(cases, "JHT-2")
    first, second = desk.queue.page(QueueWanted())
    assert {first.review.verification_id, second.review.verification_id} == {run, other}
    assert first.codes == second.codes
    assert cases.evidence_names(run) == cases.evidence_names(other)
    assert cases.current("JHT-1")


def test_nobody_outside_is_told_of_a_sample(cases: CaseStore, desk: DeskStore) -> None:
    run = sample(cases, "JHT-1", Ruled.REJECT)
    moment = datetime.now(UTC)
    cases.officers.rule(run, Ruling("budi", Ruled.ACCEPT), version=1, tell_at=moment, read_again_at=moment)
    Deliveries(cases.shelf.database, lambda: moment + timedelta(hours=1)).spread()
    assert cases.events_of(run) == ()
    assert cases.told_ruling(run) is None
    assert desk.agreement.reads.waiting("citra", moment + timedelta(hours=1)) == ()
    assert Listing(cases.shelf).page(Wanted()) == ()
    assert Listing(cases.shelf).page(Wanted(claim_id="JHT-1")) == ()


def test_a_sample_is_in_no_figure_of_real_claims(cases: CaseStore, desk: DeskStore) -> None:
    run = sample(cases, "JHT-1", Ruled.REJECT)
    sample(cases, "JHT-2", Ruled.ACCEPT)
    cases.officers.rule(run, Ruling("budi", Ruled.ACCEPT), version=1)
    now = datetime.now(UTC)
    found = desk.figures.of(date.today() + timedelta(days=1), 3, now)
    assert found.officers == ()
    assert found.reasons == {}
    assert sum(count for _, count in found.waiting) == 0
    assert sum(day.clear + day.review + day.resubmit + day.accepted for day in found.days) == 0
    flagged(cases, "JHT-3")
    found = desk.figures.of(date.today() + timedelta(days=1), 3, now)
    assert sum(day.review for day in found.days) == 1
    assert sum(count for _, count in found.waiting) == 1


def test_a_sample_is_in_no_export_and_is_never_past_its_time(cases: CaseStore, place) -> None:
    sample(cases, "JHT-1", Ruled.REJECT)
    flagged(cases, "JHT-2")
    custody = Custody(cases, load_retention(None), place.home)
    exported = custody.export(Nik.parse(DECLARED_NIK), "operator:1", "asked")
    assert exported.claims == ("JHT-2",)
    names = zipfile.ZipFile(io.BytesIO(exported.data)).namelist()
    assert not any(name.startswith("JHT-1") for name in names)
    years = datetime.now(UTC) + timedelta(days=365 * 50)
    due = {one.claim_id for one in custody.due(years)}
    assert "JHT-2" in due
    assert "JHT-1" not in due


def test_the_first_word_that_stands_is_judged(cases: CaseStore, desk: DeskStore) -> None:
    run = sample(cases, "JHT-1", Ruled.REJECT, Ruled.ESCALATE)
    (before,) = desk.agreement.known.every()
    assert (before.answers, before.officer) == ((Ruled.ESCALATE, Ruled.REJECT), None)
    wrong = cases.officers.rule(run, Ruling("budi", Ruled.ACCEPT), version=1)
    cases.officers.rule(
        run, Ruling("budi", Ruled.ACCEPT, voids=wrong.number), version=2, then=ReviewState.OPEN
    )
    assert desk.agreement.known.every()[0].officer is None
    proposed = cases.officers.rule(run, Ruling("citra", Ruled.REJECT), version=3, then=ReviewState.WAITING)
    cases.officers.rule(run, Ruling("budi", Ruled.REJECT, approves=proposed.number), version=4)
    (kept,) = desk.agreement.known.every()
    assert (kept.officer, kept.ruled) == ("citra", Ruled.REJECT)
    found = desk.agreement.of(datetime.now(UTC) - timedelta(days=1), datetime.now(UTC))
    assert [(one.officer, one.known.part, one.known.whole) for one in found.officers] == [("citra", 1, 1)]
    assert found.samples == 0


def test_a_removed_sample_is_gone_and_its_result_stays(cases: CaseStore, desk: DeskStore) -> None:
    run = sample(cases, "JHT-1", Ruled.REJECT)
    cases.officers.rule(run, Ruling("budi", Ruled.ACCEPT), version=1)
    assert cases.forget("JHT-1", along=desk.agreement.known.removed("JHT-1"))
    with pytest.raises(NotKept):
        cases.run(run)
    assert desk.queue.task(run) is None
    (kept,) = desk.agreement.known.every()
    assert kept.removed_at is not None
    found = desk.agreement.of(datetime.now(UTC) - timedelta(days=1), datetime.now(UTC))
    assert [(one.officer, one.known.part, one.known.whole) for one in found.officers] == [("budi", 0, 1)]


def test_a_real_claim_takes_a_samples_place_and_never_the_other_way(
    cases: CaseStore, desk: DeskStore
) -> None:
    gone = sample(cases, "JHT-1", Ruled.REJECT)
    real = flagged(cases, "JHT-1")
    with pytest.raises(NotKept):
        cases.run(gone)
    assert [run.verification_id for run in cases.runs("JHT-1")] == [real]
    assert desk.agreement.known.every()[0].removed_at is not None
    with pytest.raises(IntakeError):
        sample(cases, "JHT-1", Ruled.REJECT)

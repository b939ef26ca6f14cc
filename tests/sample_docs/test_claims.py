"""Whole claims: the same seed gives the same bytes, and every scenario is what its name says."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from sample_docs.generator.claims import write_claims
from sample_docs.generator.clean_claims import CLEAN, NPWP_ABOVE
from sample_docs.generator.finished import FINISHED
from sample_docs.generator.rarer_claims import FOR_AN_OFFICER
from sample_docs.generator.scenarios import NEVER_BY_CHANCE, PROBLEMS, case_of, mixture

SEED_OF_A_SMALL_CLAIM = 46
"""Its first claim holds few papers, which keeps these tests quick."""
SAMPLES = Path(__file__).resolve().parents[2] / "sample_docs"


def case(scenario, seed=1):
    return case_of(scenario, np.random.default_rng(seed))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_claims(tmp_path_factory.mktemp("claims"), claims=1, seed=SEED_OF_A_SMALL_CLAIM)[0]


def test_the_same_seed_gives_the_same_bytes(written, tmp_path):
    seen = []
    again = write_claims(
        tmp_path, claims=1, seed=SEED_OF_A_SMALL_CLAIM, progress=lambda *counts: seen.append(counts)
    )[0]
    names = sorted(path.name for path in written.iterdir())
    assert names == sorted(path.name for path in again.iterdir())
    for name in names:
        assert (written / name).read_bytes() == (again / name).read_bytes()
    truth = f"truth/{written.name}.json"
    assert (written.parent / truth).read_bytes() == (again.parent / truth).read_bytes()
    assert seen == [(1, 1)]


def test_truth_and_claim_name_the_same_files(written):
    claim = json.loads((written / "claim.json").read_text(encoding="utf-8"))
    truth = json.loads((written.parent / "truth" / f"{written.name}.json").read_text(encoding="utf-8"))
    uploads = {upload["file"] for upload in claim["uploads"]}
    assert claim["claim_id"] == truth["claim_id"] == written.name
    assert uploads == {document["file"] for document in truth["documents"]}
    assert uploads == {path.name for path in written.iterdir()} - {"claim.json"}
    assert claim["submitted_at"].startswith("2026-11-") and claim["submitted_at"].endswith("+07:00")


def test_the_mix_is_mostly_clean_and_knows_every_problem():
    mix = Counter(mixture())
    fine = {*CLEAN, *(name for name, problem in PROBLEMS.items() if problem.outcome == "clear")}
    clear = sum(times for name, times in mix.items() if name in fine)
    assert set(mix) == (set(CLEAN) | set(PROBLEMS) | set(FOR_AN_OFFICER)) - set(NEVER_BY_CHANCE)
    assert 0.5 < clear / mix.total() < 0.66
    for name in ("cards_in_one_photo", "cards_on_one_page", "selfie_with_ktp"):
        assert 0.05 <= mix[name] / mix.total() <= 0.08


STILL_AT_WORK = ("usia_pensiun", "sebagian_30")


@pytest.mark.parametrize("scenario", [*CLEAN, *FOR_AN_OFFICER, *PROBLEMS])
@pytest.mark.parametrize("seed", range(5))
def test_every_scenario_has_its_dates_in_order(scenario, seed):
    dossier = case(scenario, seed).dossier
    job, today = dossier.job, dossier.today
    assert job.start < job.end <= today
    assert dossier.balance is None or (dossier.balance > NPWP_ABOVE) == (dossier.npwp is not None)
    if dossier.programme == "JHT" and scenario != "too_early" and dossier.cause not in STILL_AT_WORK:
        assert today - job.end > dt.timedelta(days=31)
    if dossier.programme == "JKP":
        assert today - job.end < dt.timedelta(days=180)
    if dossier.cause == "usia_pensiun":
        assert today - dossier.participant.birth_date > dt.timedelta(days=56 * 366)
    if dossier.claimant is not None:
        assert dossier.account.holder == dossier.claimant.name
        assert today - dossier.claimant.birth_date > dt.timedelta(days=18 * 366)


@pytest.mark.parametrize("scenario", CLEAN)
def test_a_clean_claim_has_nothing_special(scenario):
    clean = case(scenario)
    assert (clean.outcome, clean.reason) == ("clear", None)
    assert clean.dossier.declared == {}
    assert all(paper.treatment is None and paper.shows is None for paper in clean.dossier.papers)


def test_a_wrong_digit_is_one_digit():
    dossier = case("declared_nik_digit").dossier
    wrong, right = dossier.declared["nik"], dossier.applicant.nik
    assert sum(a != b for a, b in zip(wrong, right, strict=True)) == 1


def test_a_stranger_has_another_face_and_name():
    for seed in range(10):
        dossier = case("selfie_of_another", seed).dossier
        shown = next(paper.shows for paper in dossier.papers if paper.kind == "selfie")
        assert shown.face not in {dossier.participant.face, dossier.applicant.face}
        assert not set(shown.name.split()) & set(dossier.applicant.name.split())


@pytest.mark.parametrize("name", [name for name in PROBLEMS if name.startswith("missing_")])
def test_a_missing_paper_is_missing(name):
    kinds = {paper.kind for paper in case(name).dossier.papers}
    assert name.removeprefix("missing_") not in kinds


@pytest.mark.parametrize("finished", FINISHED, ids=lambda finished: finished.folder)
def test_the_finished_folders_are_there(finished):
    folder = SAMPLES / finished.folder
    claim = json.loads((folder / "claim.json").read_text(encoding="utf-8"))
    truth = json.loads((SAMPLES / "truth" / f"{claim['claim_id']}.json").read_text(encoding="utf-8"))
    assert {document["file"] for document in truth["documents"]} == {
        path.name for path in folder.iterdir()
    } - {"claim.json"}
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_000_000

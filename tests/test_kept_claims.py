"""What a night verified is kept: once, whole, and so that nobody who steals it can read it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import flows
from flows import verify_and_file, verify_or_say_why
from models.case import CaseMark, ReviewState, RunState
from models.outcome import Outcome
from pipeline import intake, report
from pipeline.settings import Settings
from pipeline.store import CaseStore
from pipeline.store.case_tables import metadata
from tests.finished_claims import NAMES, SAMPLES, FinishedClaims
from tests.pipeline.store.conftest import Place, fresh_postgres, place, postgres
from wiring import Engines

__all__ = ["fresh_postgres", "place", "postgres"]
FLAGGED, CLEAN = "jht_account_of_another", "jht_mengundurkan_diri_clean"
LEAST = 6
"""Characters of a value that is looked for: a shorter one stands in any file by chance."""


@pytest.fixture
def keeping(engines: Engines, tmp_path: Path) -> Iterator[Engines]:
    with CaseStore.open(tmp_path / "home") as cases:
        yield replace(engines, cases=cases)


def test_the_desk_finds_what_the_night_flagged(keeping: Engines, tmp_path: Path) -> None:
    folder = tmp_path / "in" / FLAGGED
    shutil.copytree(SAMPLES / FLAGGED, folder)
    done = verify_and_file(folder, tmp_path / "out", keeping)
    cases = keeping.cases
    assert isinstance(cases, CaseStore)
    (run,) = cases.runs(str(done.claim_id))
    assert (run.state, run.current, run.outcome) == (RunState.FINISHED, True, Outcome.REVIEW)
    assert cases.officers.review(run.verification_id).state is ReviewState.OPEN
    filed = (tmp_path / "out" / str(done.claim_id) / "report.json").read_bytes()
    assert report.to_json(cases.report(run.verification_id)) == filed
    shutil.rmtree(folder)
    typed = json.loads((SAMPLES / FLAGGED / "claim.json").read_bytes())
    found = cases.find(CaseMark.NIK, typed["participant"]["nik"])
    assert [one.claim_id for one in found] == [done.claim_id]
    with cases.as_folder(run.verification_id) as again:
        names = {file.name for file in again.iterdir()}
        assert names == {file.name for file in (SAMPLES / FLAGGED).iterdir()}
        assert all((again / name).read_bytes() == (SAMPLES / FLAGGED / name).read_bytes() for name in names)
        told = verify_or_say_why(again, keeping).report
    assert report.changes(cases.report(run.verification_id), told) == []
    pages = json.loads(cases.evidence(run.verification_id, "pages.json"))
    assert {page["file"] for page in pages} >= {
        document["file"] for document in json.loads(filed)["documents"]
    }
    for page in pages:
        assert cases.evidence(run.verification_id, page["name"]).startswith(b"\xff\xd8")


def test_nothing_is_kept_or_done_twice(
    keeping: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch)
    first, again = (verify_and_file(SAMPLES / CLEAN, tmp_path / "out", keeping) for _ in range(2))
    assert (first.again, again.again) == (False, True)
    assert len(calls) == 1
    elsewhere = verify_and_file(SAMPLES / CLEAN, tmp_path / "other", keeping)
    assert not elsewhere.again
    cases = keeping.cases
    assert isinstance(cases, CaseStore)
    assert len(cases.runs(str(first.claim_id))) == 1, "the same input, filed once more"
    assert cases.forget(str(first.claim_id))
    assert not verify_and_file(SAMPLES / CLEAN, tmp_path / "out", keeping).again, "it is kept anew"
    assert len(cases.runs(str(first.claim_id))) == 1


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    calls: list[Path] = []
    really = flows.verify

    def verify(folder: Path, engines: Engines) -> Any:
        calls.append(folder)
        return really(folder, engines)

    monkeypatch.setattr(flows, "verify", verify)
    return calls


def test_what_a_fault_spoilt_is_kept_and_tried_again(
    keeping: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_folder: Path, _engines: Engines) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(flows, "verify", fails)
        spoilt = verify_and_file(SAMPLES / CLEAN, tmp_path / "out", keeping)
    assert spoilt.exit_status == 1
    cases = keeping.cases
    assert isinstance(cases, CaseStore)
    (run,) = cases.runs(str(spoilt.claim_id))
    assert (run.outcome, run.fault) == (Outcome.REVIEW, "ZeroDivisionError")
    assert verify_and_file(SAMPLES / CLEAN, tmp_path / "out", keeping).outcome is Outcome.CLEAR
    newer, older = cases.runs(str(spoilt.claim_id))
    assert (newer.outcome, newer.current, older.current) == (Outcome.CLEAR, True, False)
    assert cases.officers.review(older.verification_id).state is ReviewState.SUPERSEDED


def test_a_store_that_fails_is_told_and_nothing_is_called_done(keeping: Engines, tmp_path: Path) -> None:
    cases = keeping.cases
    assert isinstance(cases, CaseStore)
    with cases.shelf.database.writing() as writing:
        writing.execute(text("DROP TABLE reports"))
    told = verify_and_file(SAMPLES / CLEAN, tmp_path / "out", keeping)
    assert (told.outcome, told.exit_status) == (None, 1)
    assert told.problem.startswith("the database failed")
    assert not (tmp_path / "out" / "JHT-2026-000101").exists()


def test_an_evaluation_keeps_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PERIKSA_MEMORY", str(tmp_path))
    assert Settings().kept() is None
    monkeypatch.delenv("PERIKSA_MEMORY")
    monkeypatch.setenv("PERIKSA_HOME", str(tmp_path))
    monkeypatch.setenv("PERIKSA_FILES", "s3://claims/kept")
    assert Settings().kept() == (tmp_path, None, None, "s3://claims/kept")
    monkeypatch.setenv("PERIKSA_KEEP_CLAIMS", "false")
    assert Settings().kept() is None


def values_in(told: object) -> Iterator[str]:
    """Every text in a claim.json that tells something of a person, and the names of files."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key not in {
                "claim_id",
                "programme",
                "cause",
                "channel",
                "submitted_at",
                "type",
                "relationship",
            }:
                yield from values_in(value)
    elif isinstance(told, list):
        for value in told:
            yield from values_in(value)
    elif isinstance(told, str) and len(told) >= LEAST:
        yield told


def betraying(name: str) -> Iterator[bytes]:
    """How the values and files of a sample could stand in a file."""
    for value in values_in(json.loads((SAMPLES / name / "claim.json").read_bytes())):
        yield from (value.encode(), value.encode("utf-16-le"), json.dumps(value).strip('"').encode())
    for file in (SAMPLES / name).iterdir():
        data = file.read_bytes()
        yield from (data[:24], data[len(data) // 2 :][:24])


def test_a_thief_of_five_kept_claims_reads_nothing(
    finished: FinishedClaims, place: Place, tmp_path: Path
) -> None:
    names = [name for name in NAMES if "corrupt" not in name][:5]
    with place.keep() as cases:
        for name in names:
            claim = intake.read_claim(SAMPLES / name)
            came = intake.as_it_came(SAMPLES / name, claim)
            pictures = {"page-1.jpg": b"\xff\xd8" + name.encode(), "pages.json": json.dumps(name).encode()}
            cases.keep(claim, came, "digest", finished[name], pictures)
            (run,) = cases.runs(claim.claim_id)
            with cases.as_folder(run.verification_id):
                pass
        with cases.shelf.database.reading() as reading:
            rows = [
                cell for t in metadata.sorted_tables for row in reading.execute(t.select()) for cell in row
            ]
        stolen = b"\0".join(cell if isinstance(cell, bytes) else repr(cell).encode() for cell in rows)
        stolen += b"\0".join(
            file.name.encode() + file.read_bytes()
            for file in sorted(place.home.rglob("*"))
            if file.is_file() and file.name != "master.key"
        )
    assert all(finished[name].claim_id.encode() in stolen for name in names), "these are the right files"
    assert len(stolen) > 1_000_000
    secrets = {secret for name in names for secret in betraying(name)}
    assert len(secrets) > 100
    assert [secret for secret in secrets if secret in stolen] == []
    assert [name for name in names if name.encode() in stolen] == [], "nor what the pictures are"

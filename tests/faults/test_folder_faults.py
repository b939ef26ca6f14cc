"""Folders that are wrong: named, set aside with status 2, and never in the way of the others."""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import flows
from models.outcome import Outcome
from models.result import ClaimResult
from pipeline import report
from pipeline.errors import StoreError
from pipeline.intake import Opener
from pipeline.store import ReportStore
from tests.faults.stand_ins import ACCOUNT, NAME, NIK, engines_with, write_claim
from wiring import Engines

TYPED = (NAME, NIK, ACCOUNT)


@pytest.fixture
def engines(opener: Opener) -> Any:
    return engines_with(opener)


def silent(result: ClaimResult, total: int) -> None:
    """Watch a batch without a word."""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("claim_id", None), ("claim_id", "../../etc"), ("claim_id", ["JHT"]), ("programme", "JHX"),
        ("cause", None), ("cause", f"phk {NIK}"), ("channel", 7), ("submitted_at", "kemarin"),
    ],
)  # fmt: skip
def test_an_unusable_claim_is_named_by_its_field(
    tmp_path: Path, picture: bytes, engines: Any, field: str, value: object
) -> None:
    folder = write_claim(tmp_path / "claim", {"ktp.jpg": picture}, **{field: value})
    result = flows.verify_and_file(folder, tmp_path / "out", engines)
    assert (result.exit_status, result.outcome, result.claim_id) == (2, None, None)
    assert field in result.problem
    assert not any(typed in result.problem for typed in TYPED)


@pytest.mark.parametrize("text", ["", "{", "[]", "\ufeff null", "{}" * 2, "[" * 100_000, '{"a": 1, "a": 2}'])
def test_a_claim_file_that_is_no_claim_is_named(tmp_path: Path, engines: Any, text: str) -> None:
    folder = tmp_path / "claim"
    folder.mkdir()
    (folder / "claim.json").write_text(text, "utf-8")
    result = flows.verify_and_file(folder, tmp_path / "out", engines)
    assert result.exit_status == 2
    assert "claim.json" in result.problem


def test_no_bad_file_stops_a_claim_or_passes_in_silence(tmp_path: Path, picture: bytes, engines: Any) -> None:
    bad = {
        "empty.jpg": b"",
        "zeros.jpg": bytes(500),
        "cut.jpg": picture[: len(picture) // 2],
        "text.jpg": b"this is no picture",
        "archive.pdf": b"PK\x03\x04" + bytes(100),
        "broken.pdf": b"%PDF-1.7\n1 0 obj\n<<",
        "script.pdf": b"#!/bin/sh\nrm -rf /\n",
    }
    folder = write_claim(tmp_path / "claim", {"ktp.jpg": picture, **bad})
    (folder / "pipe.jpg").unlink(missing_ok=True)
    os.mkfifo(folder / "pipe.jpg")
    (folder / "passwd.jpg").symlink_to("/etc/passwd")
    told = flows.verify(folder, engines).report
    named = {file for reason in told.reasons for file in reason.documents}
    assert {*bad, "pipe.jpg", "passwd.jpg"} <= named
    assert told.outcome is not Outcome.CLEAR


@pytest.mark.parametrize("claim_id", ["-dash", "index.html", "receipt.json", "CON", "a..b", "x" * 64])
def test_odd_ids_are_filed_or_refused_never_a_machine_fault(
    tmp_path: Path, picture: bytes, engines: Any, claim_id: str
) -> None:
    folder = write_claim(tmp_path / "claim", {"ktp.jpg": picture}, claim_id=claim_id)
    result = flows.verify_and_file(folder, tmp_path / "out", engines)
    assert result.exit_status in (0, 2)
    now = datetime.now(flows.JAKARTA)
    for name, data in report.overview_files([result], None, now, now).items():
        assert ReportStore(tmp_path / "out").write(name, data).is_file()


def test_two_folders_with_one_id_do_not_overwrite_each_other(
    tmp_path: Path, picture: bytes, engines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_claim(tmp_path / "in" / "a", {"ktp.jpg": picture})
    write_claim(tmp_path / "in" / "b", {"ktp.jpg": picture, "selfie.jpg": picture})
    monkeypatch.setattr(Engines, "load", lambda *_: engines)
    results = flows.run_folders([tmp_path / "in" / "a", tmp_path / "in" / "b"], tmp_path / "out", silent)
    assert len([result for result in results if result.outcome]) <= 1, "two reports cannot be in one place"
    told = [result for result in results if result.exit_status == 2]
    assert told
    assert all("claim_id" in result.problem for result in told)


def test_nothing_is_done_twice_for_the_same_input(tmp_path: Path, claim: Path, engines: Any) -> None:
    first = flows.verify_and_file(claim, tmp_path / "out", engines)
    second = flows.verify_and_file(claim, tmp_path / "out", engines)
    assert (first.again, second.again) == (False, True)
    assert (first.outcome, first.reasons) == (second.outcome, second.reasons)
    (claim / "ktp.jpg").write_bytes((claim / "ktp.jpg").read_bytes() + b"\0")
    assert not flows.verify_and_file(claim, tmp_path / "out", engines).again


@pytest.mark.parametrize("damage", [b"", b"{", b'{"schema_version": "1"}', None])
def test_a_damaged_report_is_made_anew(
    tmp_path: Path, claim: Path, engines: Any, damage: bytes | None
) -> None:
    flows.verify_and_file(claim, tmp_path / "out", engines)
    file = tmp_path / "out" / "JHT-2026-000901" / "report.json"
    file.unlink()
    if damage is not None:
        file.write_bytes(damage)
    result = flows.verify_and_file(claim, tmp_path / "out", engines)
    assert (result.exit_status, result.again) == (0, False)
    assert json.loads(file.read_bytes())["claim_id"] == "JHT-2026-000901"


def test_a_full_disk_is_the_machines_fault(
    tmp_path: Path, claim: Path, engines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("a report cannot be filed: No space left on device")

    monkeypatch.setattr(ReportStore, "file", full)
    result = flows.verify_and_file(claim, tmp_path / "out", engines)
    assert result.exit_status == 1
    assert "No space left" in result.problem


def test_a_folder_that_vanishes_is_set_aside(tmp_path: Path, claim: Path, engines: Any) -> None:
    shutil.rmtree(claim)
    result = flows.verify_and_file(claim, tmp_path / "out", engines)
    assert result.exit_status == 2
    assert result.problem

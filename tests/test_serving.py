"""The server as it runs: real processes, a real pre-check, keys by command, and a kill in the middle."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from click.testing import CliRunner

from models.reason import ReasonCode
from pipeline import intake
from pipeline.cli import cli
from tests.finished_claims import SAMPLES

if TYPE_CHECKING:
    from wiring import Engines

PHOTOS = SAMPLES / "jht_phone_photos"


@pytest.fixture(scope="module")
def serving(engines: Engines) -> Iterator[Any]:
    """serving.py as it is in the process that answers pre-checks."""
    module = import_module("serving")
    with intake.Opener(module.PRE_CHECK) as opener:
        module._engines[:] = [replace(engines, opener=opener)]
        yield module
    module._engines.clear()


@pytest.mark.parametrize(
    ("file", "wanted"), [("ktp.jpg", "ktp"), ("selfie.jpg", "selfie"), ("buku_rekening.png", "buku_rekening"),
                         ("kpj.heic", "kpj"), ("paklaring.jpg", "paklaring")],
)  # fmt: skip
def test_a_good_file_needs_nothing(file: str, wanted: str, serving: Any) -> None:
    checked, said = serving.pre_check((PHOTOS / file).read_bytes(), wanted)
    assert (checked.readable, checked.right_kind, said) == (True, True, [])


def test_a_file_of_another_kind_is_named(serving: Any) -> None:
    checked, (said,) = serving.pre_check((PHOTOS / "ktp.jpg").read_bytes(), "buku_rekening")
    assert (checked.right_kind, said.code) == (False, ReasonCode.DOCUMENT_TYPE_DIFFERS)
    assert "KTP" in said.message_id


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ReasonCode.FILE_EMPTY),
        (b"\xff\xd8\xff\xe0 nothing", ReasonCode.FILE_CORRUPT),
        (b"PK\x03\x04 a zip", ReasonCode.FILE_KIND_UNSUPPORTED),
    ],
)
def test_a_file_that_is_none(data: bytes, code: ReasonCode, serving: Any) -> None:
    checked, (said,) = serving.pre_check(data, "ktp")
    assert (checked.readable, checked.right_kind, said.code) == (False, None, code)
    assert said.remedy_id


def test_an_unreadable_card_says_what_to_do(serving: Any) -> None:
    folder = SAMPLES / "jht_unreadable_ktp"
    uploads = json.loads((folder / "claim.json").read_text("utf-8"))["uploads"]
    (card,) = (upload["file"] for upload in uploads if upload["type"] == "ktp")
    checked, said = serving.pre_check((folder / card).read_bytes(), "ktp")
    assert not checked.readable
    assert all("Mohon" in (one.remedy_id or "") for one in said)
    assert said


@pytest.mark.parametrize("ids", ["a1b2c3d4e5f6 b1b2c3d4e5f6", "081234567890 a1234567890b"])
def test_keys_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: str) -> None:
    """Also where chance draws ids that look like numbers of persons, which the audit refuses in a reason."""
    monkeypatch.setenv("PERIKSA_MEMORY", str(tmp_path))
    monkeypatch.setattr("pipeline.store.api_keys._fresh_id", Mock(side_effect=ids.split()))
    run = CliRunner()

    def told(*words: str, status: int = 0) -> str:
        done = run.invoke(cli, ["api-key", *words])
        assert done.exit_code == status, done.output
        return done.output

    token = told("create", "portal", "--scope", "webhooks").splitlines()[-1]
    key_id = token.split("_")[1]
    assert key_id == ids.split()[0]
    assert told("list").split()[:4] == [key_id, "portal", "webhooks", "open"]
    assert token not in told("list")
    fresh = told("rotate", key_id, "--grace-hours", "2").splitlines()[-1]
    assert fresh != token
    assert "rotated, taken until" in told("list")
    assert "is closed" in told("revoke", key_id)
    told("revoke", key_id, status=1)
    told("create", "portal", status=2)
    told("create", "portal", "--scope", "everything", status=2)


def test_a_server_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    counted = import_module("scripts.portal.restart").run(tmp_path / "home", claims=8, kills=1)
    assert counted.finished_when_killed[0] < 8, "it was not in the middle"
    assert (counted.lost, counted.doubled) == (0, 0)
    assert (counted.events_missing, counted.events_doubled) == (0, 0)
    assert counted.exit_status == 0, (tmp_path / "home" / "server.log").read_text("utf-8")
    log = (tmp_path / "home" / "server.log").read_text("utf-8")
    assert "Traceback" not in log, log
    assert "RAHMAWATI" not in log
    assert not list((tmp_path / "home" / "tmp").glob("*")), "folders of claims are gone"
    assert os.environ.get("PERIKSA_HOME") != str(tmp_path / "home")

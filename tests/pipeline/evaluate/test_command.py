"""``periksa evaluate`` from its arguments to its files, the verification itself left to a stand-in."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from models.document import DocumentType
from models.result import ClaimResult
from pipeline import cli
from pipeline.evaluate.truth import Pair, pairs
from tests.pipeline.evaluate.conftest import NIK, report_of, truth_of


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Path, int]]:
    """Every batch that is run; each report says what the truth says."""
    batches: list[tuple[Path, Path, int]] = []

    def run_batch(folder: Path, out: Path, workers: int, watch: Any) -> list[ClaimResult]:
        batches.append((folder, out, workers))
        for pair in pairs(folder, out):
            (out / pair.claim_id).mkdir(parents=True, exist_ok=True)
            (out / pair.claim_id / "report.json").write_text(json.dumps(report_of(dict(pair.truth))))
        return [ClaimResult(folder, "x", exit_status=0)]

    def read_document(data: bytes, declared: str, engines: Any) -> list[Any]:
        fields = {"nik": SimpleNamespace(value=NIK)}
        return [SimpleNamespace(type=DocumentType.KTP, fields=fields)]

    opener = nullcontext()
    opener.core_seconds = lambda: 0.0  # type: ignore[attr-defined]
    engines = SimpleNamespace(
        opener=opener, names={"reader_1": "one", "reader_2": "two", "reader_3": "three"}
    )
    doors = SimpleNamespace(
        run_batch=run_batch,
        read_document=read_document,
        Engines=SimpleNamespace(load=lambda: engines),
        remembered_faces=lambda folder: {},
    )
    monkeypatch.setattr(cli, "doors", lambda *_: doors)
    return batches


def wrong_reader(picture: bytes) -> dict[str, str]:
    return {"nik": "0"}


@pytest.fixture
def own(folder) -> Path:
    claims, _ = folder(Pair(truth_of(), None))
    (claims / "JHT-2026-000001").mkdir()
    (claims / "JHT-2026-000001" / "claim.json").write_text("{}")
    (claims / "JHT-2026-000001" / "ktp.jpg").write_bytes(b"p")
    return claims


def test_own_labelled_claims_are_measured_and_a_reader_of_ones_own_beside_ours(own, asked, tmp_path) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(
        cli.cli,
        ["evaluate", "--claims-from", str(own), "--reader", f"{__name__}:wrong_reader", "--out", str(out)],
    )
    assert done.exit_code == 0, done.output
    assert [folder for folder, *_ in asked] == [own]
    card = json.loads((out / "scorecard.json").read_text("utf-8"))
    assert card["levels"]["claims"]["fields"]["critical"]["nik"]["right"] == 1
    readers = card["side_by_side"]["all"]["readers"]
    right = {name: one["fields"]["nik"]["exact"]["right"] for name, one in readers.items()}
    assert right == {"periksa": 1, f"{__name__}:wrong_reader": 0}
    assert "wrong_reader" in (out / "scorecard.html").read_text("utf-8")
    assert "NIK" in done.output


def write(folder: Path, number: int, seed: int, level: str, scenarios: tuple[str, ...]) -> Path:
    """Stands for the generator: one claim, written once."""
    assert scenarios == ()
    claim_id = f"JHT-2026-{number:06}"
    (folder / claim_id).mkdir(parents=True)
    (folder / "truth").mkdir(exist_ok=True)
    (folder / "truth" / f"{claim_id}.json").write_text(json.dumps(truth_of(claim_id, level=level)))
    return folder / claim_id


def test_several_levels_in_one_run_each_written_once(asked, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("sample_docs.generator.claims.write_claim", write)
    command = [
        "evaluate",
        "--claims",
        "1",
        "--seed",
        "4",
        "--level",
        "phone",
        "--level",
        "flat",
        "--workers",
        "1",
    ]
    for _ in range(2):
        done = CliRunner().invoke(cli.cli, [*command, "--out", str(tmp_path)])
        assert done.exit_code == 0, done.output
    levels = list(json.loads((tmp_path / "scorecard.json").read_text("utf-8"))["levels"])
    assert levels == ["flat", "phone"]
    places = [folder for folder, *_ in asked]
    assert places == [tmp_path / f"{name}-4-1" / "claims" for name in ("flat", "phone")] * 2
    assert all((place / "truth").is_dir() for place in places)


def test_a_reader_that_is_not_there_is_told_before_anything_is_written(asked, tmp_path) -> None:
    done = CliRunner().invoke(
        cli.cli, ["evaluate", "--reader", "no.such:thing", "--out", str(tmp_path / "out")]
    )
    assert done.exit_code != 0
    assert asked == []
    assert not (tmp_path / "out").exists()

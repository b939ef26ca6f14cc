"""Where the order of work meets what the law asks: frozen claims are left alone, retention tells counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import flows
from pipeline.store.custody import Custody
from tests.finished_claims import SAMPLES
from tests.pipeline.store.kept_people import claim_json, keep, report
from tests.pipeline.store.remembered_claims import claim
from wiring import Engines

FOLDER = SAMPLES / "jht_missing_paklaring"


def test_a_frozen_claim_is_not_verified(engines: Engines, tmp_path: Path) -> None:
    with Custody.open(tmp_path / "home") as custody:
        frozen = flows.intake.claim_id_of(FOLDER)
        custody.freeze(frozen, "operator:1000", "dispute")
        kept = replace(engines, memory=custody.memory, cases=custody.cases)
        result = flows.verify_and_file(FOLDER, tmp_path / "out", kept)
        assert (result.outcome, result.exit_status) == (None, 0)
        assert "is frozen" in result.problem
        assert not (tmp_path / "out" / frozen).exists()
        assert custody.cases.runs(frozen) == ()


def test_retention_tells_prefect_counts_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERIKSA_MEMORY", str(tmp_path))
    with Custody.open(tmp_path) as custody:
        keep(custody.cases, claim_json("JHT-1"), report("JHT-1"))
        custody.memory.remember(claim("JHT-1", day=-3000), flows.Marks())
    assert flows.apply_retention.fn() == {"claims": 0, "evidence": 0, "faces": 0, "audit": 0}


def test_a_nights_verification_is_in_the_audit(tmp_path: Path) -> None:
    with Custody.open(tmp_path) as custody:
        told, came = report("JHT-1"), (b"{}", [])
        custody.cases.keep(flows.intake.read_claim(FOLDER), came, "digest", told_of(told), {})
        claim_id = flows.intake.claim_id_of(FOLDER)
        (run,), rows = custody.cases.runs(claim_id), custody.audit.of_claim(claim_id)
        assert [(row.entry.who, row.entry.what) for row in rows] == [("system:batch", "verified")]
        assert rows[0].entry.why == "clear; periksa 0.2.0, policy 2026.11.2"
        assert rows[0].entry.verification_id == run.verification_id


def told_of(told: flows.Report) -> flows.Report:
    return told.model_copy(update={"claim_id": flows.intake.claim_id_of(FOLDER)})

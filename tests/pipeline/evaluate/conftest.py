"""A claim made by hand: its truth and a report that says the same, to be spoilt by each test."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate.truth import Pair

NIK, OTHER_NIK = "3273014708909003", "3273014708909008"
BOX = [[10, 10], [90, 10], [90, 20], [10, 20]]
LOWER = [[10, 60], [90, 60], [90, 70], [10, 70]]


def truth_of(claim_id: str = "JHT-2026-000001", **more: Any) -> dict[str, Any]:
    return {
        "claim_id": claim_id, "scenario": "clean", "level": "phone",
        "expected": {"outcome": "clear", "reason": None},
        "documents": [
            {"file": "ktp.jpg", "page": 1, "type": "ktp", "readable": True, "unit": "pixel",
             "fields": {"nik": NIK, "nama": "SITI RAHMAWATI", "agama": "ISLAM"},
             "boxes": {"nik": BOX}, "issues": [], "lost": []},
            {"file": "paklaring.pdf", "page": 1, "type": "paklaring", "readable": True,
             "unit": "page_fraction",
             "fields": {"nama": "SITI RAHMAWATI", "tanggal_keluar": "2026-09-30", "jabatan": "OPERATOR"},
             "boxes": {}},
        ],
        **more,
    }  # fmt: skip


def reported(
    value: Any, *, confidence: float = 0.99, verified: bool = True, box: Any = None
) -> dict[str, Any]:
    return {"value": value, "confidence": confidence, "verified": verified, "box": box}


def report_of(truth: dict[str, Any], outcome: str = "clear", codes: tuple[str, ...] = ()) -> dict[str, Any]:
    """A report in which everything is as the truth has it."""
    documents = [
        {"file": d["file"], "page": d["page"], "type": d["type"], "size": [100, 100],
         "quality": {"usable": True, "issues": [one["issue"] for one in d.get("issues", ())]},
         "fields": {n: reported(copy.deepcopy(v), box=d["boxes"].get(n)) for n, v in d["fields"].items()}}
        for d in truth["documents"]
    ]  # fmt: skip
    return {
        "claim_id": truth["claim_id"], "outcome": outcome,
        "reasons": [{"code": code} for code in codes], "documents": documents,
        "provenance": {"seconds": 2.0, "core_seconds": 1.5, "stage_seconds": {"ocr": 1.2, "face": 0.3},
                       "software": "periksa 0", "policy": "p", "models": {}},
    }  # fmt: skip


@pytest.fixture
def pair() -> Pair:
    """A claim that was read without a fault."""
    truth = truth_of()
    return Pair(truth, report_of(truth))


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """Write pairs as an evaluation finds them: claims with truth/, reports beside."""

    def write(*pairs: Pair) -> tuple[Path, Path]:
        claims, reports = tmp_path / "claims", tmp_path / "reports"
        (claims / "truth").mkdir(parents=True)
        for one in pairs:
            (claims / "truth" / f"{one.claim_id}.json").write_text(json.dumps(one.truth))
            if one.report:
                (reports / one.claim_id).mkdir(parents=True)
                (reports / one.claim_id / "report.json").write_text(json.dumps(one.report))
        return claims, reports

    return write

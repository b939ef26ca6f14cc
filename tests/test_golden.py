"""The stable part of every finished folder's report, compared exactly with ``tests/golden/``.

``pytest tests/test_golden.py --regen-golden`` writes the files anew. Read the difference before it is
committed: it is the best review that a change to reading or extraction can get.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.report import Report
from tests.finished_claims import NAMES, FinishedClaims

GOLDEN = Path(__file__).with_name("golden")


def stable(report: Report) -> dict[str, Any]:
    """Outcome, reasons, types, values and what is verified; no times, confidences or places."""
    return {
        "outcome": report.outcome,
        "risk": report.risk,
        "reasons": [reason.code for reason in report.reasons],
        "face": report.face.verdict,
        "documents": [
            {
                "file": document.file,
                "page": document.page,
                "type": document.type,
                "values": {name: field.value for name, field in sorted(document.fields.items())},
                "verified": sorted(name for name, field in document.fields.items() if field.verified),
            }
            for document in report.documents
        ],
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_as_it_was(name: str, finished: FinishedClaims, request: pytest.FixtureRequest) -> None:
    file, now = GOLDEN / f"{name}.json", stable(finished[name])
    if request.config.getoption("--regen-golden"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(json.dumps(now, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(json.dumps(now)) == json.loads(file.read_text("utf-8"))


def test_nothing_golden_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(NAMES)

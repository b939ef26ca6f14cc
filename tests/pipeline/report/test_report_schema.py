"""The JSON: stable bytes, valid by the schema, and the schema in docs/ is the one in force."""

import json
from pathlib import Path

import jsonschema
import pytest

from pipeline.report import schema, to_json
from pipeline.report.serial import schema_text

WRITTEN = Path(__file__).parents[3] / "docs" / "report.schema.json"


def test_the_schema_in_docs_is_current():
    hint = "run: python -m pipeline.report > docs/report.schema.json"
    assert WRITTEN.read_text(encoding="utf-8") == schema_text(), hint


def test_a_composed_report_is_valid_by_the_schema(example, heirs_example):
    checker = jsonschema.Draft202012Validator(json.loads(WRITTEN.read_text(encoding="utf-8")))
    for claim in (example, heirs_example, example.having(documents=(), checks=(), findings=())):
        checker.validate(json.loads(to_json(claim.report())))


@pytest.mark.parametrize("change", [{"outcome": "reject"}, {"extra": 1}, {"schema_version": "2"}])
def test_the_schema_refuses_what_is_no_report(example, change):
    jsonschema.Draft202012Validator.check_schema(schema())
    wrong = json.loads(to_json(example.report())) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema())


def test_the_bytes_are_the_same_every_time_and_made_for_reading(example):
    data = to_json(example.report())
    assert data == to_json(example.report())
    assert data.startswith(b'{\n  "schema_version": "1",\n  "claim_id": "JHT-2026-000123",\n')
    assert data.endswith(b"}\n")


def test_golden_outline_of_a_report(example):
    report = json.loads(to_json(example.report()))
    assert list(report) == [
        "schema_version", "claim_id", "programme", "cause", "channel", "submitted_at", "outcome", "risk",
        "once_mended", "reasons", "documents", "face", "checks", "links", "provenance",
    ]  # fmt: skip
    assert report["submitted_at"] == "2026-11-20T09:13:00+07:00"
    assert report["checks"][1] == {
        "code": "nik_declared_equals_ktp", "result": "fail", "expected": "3273014708909008",
        "found": "3273014708909003", "documents": ["ktp.jpg"], "field": None,
    }  # fmt: skip
    assert report["documents"][0]["fields"]["nik"] == {
        "value": "3273014708909003", "confidence": 0.9999, "verified": True,
        "verified_by": ["second_reader", "document:kk.pdf"],
        "readings": [
            {"reader": "ppocr", "text": "3273014708909003", "confidence": 0.991},
            {"reader": "tesseract", "text": "3273014708909003", "confidence": 0.93},
        ],
        "box": [[340.0, 40.0], [340.0, 300.0], [310.0, 300.0], [310.0, 40.0]], "repairs": [],
    }  # fmt: skip

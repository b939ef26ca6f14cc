"""The report as bytes, and the schema that other programs check it with."""

from __future__ import annotations

import json
from typing import Any

from models.report import Report


def to_json(report: Report) -> bytes:
    """Return the report as UTF-8 JSON: keys in the order of the models, two spaces, a last newline."""
    text = json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode() + b"\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the report as it is written."""
    generated = Report.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **generated}


def schema_text() -> str:
    """Return the schema as docs/report.schema.json holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"

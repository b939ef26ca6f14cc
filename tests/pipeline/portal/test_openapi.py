"""The description of the API: valid, complete, and kept in docs/ as it is."""

from __future__ import annotations

import json
from pathlib import Path

from openapi_spec_validator import validate

from pipeline.intake import claim_in
from pipeline.portal.claim_schema import CLAIM_IN
from tests.pipeline.portal.live_portal import Live

KEPT = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"


def test_it_is_valid(quick: Live) -> None:
    validate(quick.app.openapi())


def test_what_is_kept_in_docs_is_current(quick: Live) -> None:
    told = json.dumps(quick.app.openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert KEPT.read_text("utf-8") == told, "write it anew: scripts/inside python scripts/portal/describe.py"


def test_it_is_served(quick: Live) -> None:
    assert quick.with_token(None).get("/v1/openapi.json").json() == quick.app.openapi()


def test_every_answer_has_a_body_that_is_described(quick: Live) -> None:
    for path, operations in quick.app.openapi()["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"]
            assert operation["description"]
            assert "security" in operation
            statuses = operation["responses"]
            assert {"429", "500", "503"} <= set(statuses)
            assert {"401", "403"} <= set(statuses) or operation["security"] == [], (method, path)
            for status, told in statuses.items():
                assert told["headers"]["X-Request-Id"]
                if status == "204":
                    continue
                assert told["content"], (method, path, status)
                if int(status) >= 400:
                    assert list(told["content"]) == ["application/problem+json"]
                    assert told["content"]["application/problem+json"]["examples"]


def test_the_example_of_a_claim_is_one() -> None:
    (example,) = CLAIM_IN["examples"]
    claim = claim_in(json.dumps(example).encode())
    assert claim.problems == ()
    assert set(CLAIM_IN["properties"]) == set(type(claim).model_fields) - {"problems"}
    for part in ("participant", "claimant", "bank_account"):
        told = set(CLAIM_IN["properties"][part]["properties"])
        kind = type(claim).model_fields[part].annotation
        known = next(k for k in getattr(kind, "__args__", (kind,)) if k is not type(None))
        assert told == set(known.model_fields)

"""The description of the API (OpenAPI 3.1): FastAPI's, with what it does not know."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from models.document import DocumentType
from pipeline.portal.access import SCHEME
from pipeline.portal.claim_schema import CLAIM_IN
from pipeline.portal.problems import Kind, Problem, documented

_TITLE = "periksa: the portal's API"
_ABOUT = """Claims come in, are verified, and end as `clear`, `review` or `resubmit`; only officers reject.
Times are ISO 8601 with their zone. Every error is `application/problem+json` (RFC 9457) with a
stable `type`. See docs/api.md for a walk through it, and for how webhooks are signed."""
_REQUEST_ID = {
    "X-Request-Id": {"description": "Of this request; name it when you ask.", "schema": {"type": "string"}}
}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}
_EVERYWHERE = (Kind.RATE, Kind.FAULT, Kind.UNAVAILABLE)
_BEHIND_A_KEY = (Kind.NO_KEY, Kind.SCOPE)


def described(app: FastAPI) -> dict[str, Any]:
    """Return the whole description, made once."""
    if app.openapi_schema is None:
        told = get_openapi(
            title=_TITLE, version=app.version, summary=app.summary, description=_ABOUT, routes=app.routes
        )
        schemas = told.setdefault("components", {}).setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs", {})
        schemas |= {"Problem": problem, "ClaimIn": CLAIM_IN}
        schemas.setdefault("DocumentType", {"type": "string", "enum": [kind.value for kind in DocumentType]})
        told["components"]["securitySchemes"] = {
            SCHEME: {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "periksa_<key id>_<secret>",
                "description": "A key from `periksa api-key create`; the list names the scope that it needs.",
            }
        }
        for path in told["paths"].values():
            for operation in path.values():
                _complete(operation)
        app.openapi_schema = told
    return app.openapi_schema


def _complete(operation: dict[str, Any]) -> None:
    """Add what every operation may answer, and the headers that every answer has."""
    answers = operation["responses"]
    if "HTTPValidationError" in str(answers.get("422", "")):
        answers |= _keyed(documented(Kind.INVALID))
    kinds = _EVERYWHERE + (_BEHIND_A_KEY if operation["security"] else ())
    for status, told in _keyed(documented(*kinds)).items():
        answers.setdefault(status, told)
    for status, told in answers.items():
        headers = told.setdefault("headers", {})
        headers |= _REQUEST_ID
        if status in {"429", "503"}:
            headers |= _RETRY
    operation["responses"] = dict(sorted(answers.items()))


def _keyed(told: dict[int | str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(status): one for status, one in told.items()}

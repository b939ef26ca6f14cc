"""Everything that the portal refuses, as RFC 9457 tells it: one body, one stable URN for each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:periksa:problem:"


class Kind(StrEnum):
    """The kinds; the word is the end of the URN and never changes."""

    MALFORMED = "malformed-request"
    NO_KEY = "no-api-key"
    SCOPE = "scope-missing"
    NOT_FOUND = "not-found"
    METHOD = "method-not-allowed"
    SLOW = "request-timeout"
    CONFLICT = "conflict"
    TOO_LARGE = "too-large"
    MEDIA = "unsupported-media-type"
    INVALID = "invalid-request"
    REUSED = "idempotency-key-reused"
    RATE = "too-many-requests"
    FAULT = "internal-fault"
    UNAVAILABLE = "unavailable"


_TOLD: Mapping[Kind, tuple[int, str]] = {
    Kind.MALFORMED: (400, "The request cannot be read"),
    Kind.NO_KEY: (401, "An API key is needed"),
    Kind.SCOPE: (403, "This API key does not open that"),
    Kind.NOT_FOUND: (404, "There is no such thing"),
    Kind.METHOD: (405, "This address does not take that method"),
    Kind.SLOW: (408, "The request came too slowly"),
    Kind.CONFLICT: (409, "Not possible in this state"),
    Kind.TOO_LARGE: (413, "The request is too large"),
    Kind.MEDIA: (415, "This kind of body is not taken here"),
    Kind.INVALID: (422, "The request says something that cannot be used"),
    Kind.REUSED: (422, "This Idempotency-Key was used for another request"),
    Kind.RATE: (429, "Too many requests"),
    Kind.FAULT: (500, "Something failed here"),
    Kind.UNAVAILABLE: (503, "Not available at the moment"),
}
_BY_STATUS = {status: kind for kind, (status, _) in reversed(list(_TOLD.items())) if kind is not Kind.REUSED}


class Fault(BaseModel):
    """One thing that is wrong, without the value that was sent."""

    model_config = ConfigDict(extra="forbid")

    pointer: str = Field(description="Where: a JSON pointer into the body, or the name of a parameter.")
    detail: str


class Problem(BaseModel):
    """The body of every error."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(pattern=f"^{PREFIX}[a-z-]+$", description="The kind; stable.")
    title: str = Field(description="The kind in words.")
    status: int = Field(ge=400, le=599)
    detail: str | None = Field(default=None, description="What is wrong this time, and what to do.")
    request_id: str = Field(description="As in the header X-Request-Id; name it when you ask us.")
    errors: list[Fault] | None = None


class Refused(HTTPException):
    """Raised wherever the portal refuses; becomes a ``Problem``."""

    def __init__(
        self,
        kind: Kind,
        detail: str | None = None,
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(_TOLD[kind][0], detail or _TOLD[kind][1], dict(headers or {}))
        self.kind, self.told, self.errors = kind, detail, tuple(errors)


def status_of(kind: Kind) -> int:
    """Return the HTTP status of a kind."""
    return _TOLD[kind][0]


def title_of(kind: Kind) -> str:
    """Return the kind in words."""
    return _TOLD[kind][1]


def kind_of_status(status: int) -> Kind:
    """Return the kind that stands for a status which a library chose."""
    return _BY_STATUS.get(status, Kind.FAULT if status >= 500 else Kind.MALFORMED)


def answer(
    kind: Kind,
    request_id: str,
    detail: str | None = None,
    errors: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the problem as an HTTP answer."""
    status, title = _TOLD[kind]
    faults = [Fault(pointer=pointer, detail=told) for pointer, told in errors] or None
    body = Problem(
        type=PREFIX + kind, title=title, status=status, detail=detail, request_id=request_id, errors=faults
    )
    return Response(body.model_dump_json(exclude_none=True), status, dict(headers or {}), MEDIA_TYPE)


def documented(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """Return the answers of these kinds for OpenAPI, each status once."""
    told: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        status, title = _TOLD[kind]
        entry = told.setdefault(status, {"description": title, "content": {MEDIA_TYPE: {"examples": {}}}})
        if title not in entry["description"]:
            entry["description"] += f"; or: {title[:1].lower()}{title[1:]}"
        entry["content"][MEDIA_TYPE]["schema"] = {"$ref": "#/components/schemas/Problem"}
        entry["content"][MEDIA_TYPE]["examples"][kind.value] = {
            "value": {
                "type": PREFIX + kind,
                "title": title,
                "status": status,
                "request_id": "5f0c1e7a9b3d4c62",
            }
        }
    return told

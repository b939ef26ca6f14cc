"""The portal as one ASGI application.

Closed unless a route says otherwise: every route names its scope, the guard stands before the body, and every
refusal has one shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import NotKept
from pipeline.portal import claim_status, creating, health, pre_checking, reading, webhooks
from pipeline.portal.bounds import Bounds, request_id_of
from pipeline.portal.openapi import described
from pipeline.portal.ports import MEBI, Portal
from pipeline.portal.problems import Kind, Refused, answer, kind_of_status

_UPLOADS = re.compile(r"/v1/verifications/[^/]+/uploads/[^/]+")


def create_app(portal: Portal) -> FastAPI:
    """Return the application; ``portal`` is what it works with."""
    app = FastAPI(
        title="periksa",
        summary="Verification of BPJS Ketenagakerjaan claims, for portals.",
        version="1",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.portal = portal
    for part in (creating, reading, pre_checking, claim_status, webhooks):
        app.include_router(part.router, prefix="/v1")
    app.include_router(health.router)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(NotKept, _gone)
    app.add_middleware(Bounds, most_bytes=_most_bytes(portal))
    app.openapi = lambda: described(app)  # type: ignore[method-assign]  # as FastAPI's own manual has it
    return app


def _most_bytes(portal: Portal) -> Callable[[str, str], int]:
    bounds = portal.bounds

    def most(method: str, path: str) -> int:
        if method == "POST" and path == "/v1/verifications":
            return bounds.request_bytes
        if (method == "POST" and path == "/v1/pre-check") or _UPLOADS.fullmatch(path):
            return bounds.file_bytes + MEBI
        return MEBI

    return most


async def _refused(request: Request, fault: Exception) -> Response:
    request_id = request_id_of(request.scope)
    if isinstance(fault, Refused):
        return answer(fault.kind, request_id, fault.told, fault.errors, fault.headers)
    assert isinstance(fault, HTTPException)
    return answer(kind_of_status(fault.status_code), request_id, headers=fault.headers)


async def _invalid(request: Request, fault: Exception) -> Response:
    """Say where and what, never the value: an answer may be logged by whoever reads it."""
    assert isinstance(fault, RequestValidationError)
    told = fault.errors()
    if any(one["type"] == "json_invalid" for one in told):
        return answer(Kind.MALFORMED, request_id_of(request.scope), "The body is no JSON.")
    errors = [(_pointer(one["loc"]), _plain(one["type"])) for one in told]
    return answer(Kind.INVALID, request_id_of(request.scope), errors=errors)


async def _gone(request: Request, _fault: Exception) -> Response:
    return answer(Kind.NOT_FOUND, request_id_of(request.scope))


def _pointer(place: tuple[int | str, ...]) -> str:
    """A pointer into the body, or the parameter's name; a key that the caller invented is not repeated."""
    if place and place[0] == "body":
        names = [str(one) for one in place[1:] if re.fullmatch(r"[a-z_]{1,40}|\d{1,4}", str(one))]
        return "/" + "/".join(names)
    return str(place[-1]) if place else "request"


def _plain(kind: str) -> str:
    words = {"missing": "is missing", "extra_forbidden": "is not known here"}
    return words.get(kind, f"cannot be used ({kind.replace('_', ' ')})")

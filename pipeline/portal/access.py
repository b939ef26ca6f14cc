"""Who may ask: every route names the scope that opens it, and one without is not served.

The key is asked for, and its rate counted, before a byte of the body is read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from models.api_key import ApiKey, Scope
from pipeline.portal.problems import Kind, Refused

SCHEME = "apiKey"
"""Name of the security scheme in OpenAPI: ``Authorization: Bearer <token>``."""
OPEN: dict[str, Any] = {"security": []}
"""For routes that need no key."""


def needs(scope: Scope) -> dict[str, Any]:
    """Return what a route says of the scope that opens it; the guard reads this, and so does OpenAPI."""
    return {"security": [{SCHEME: [scope.value]}]}


def scope_of(route: APIRoute) -> Scope | None:
    """Return the scope that opens a route, None for an open one.

    Raises:
        ValueError: the route says nothing; it must not be served.
    """
    told = (route.openapi_extra or {}).get("security")
    if told is None:
        raise ValueError(f"{route.path}: no scope")
    return Scope(told[0][SCHEME][0]) if told else None


class Guarded(APIRoute):
    """A route behind its scope."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Put the guard before the body is read."""
        serve, scope = super().get_route_handler(), scope_of(self)

        async def guarded(request: Request) -> Response:
            if scope is not None:
                request.state.key = await _opened(request, scope)
            return await serve(request)

        return guarded


def caller(request: Request) -> ApiKey:
    """Return the key that opened this request."""
    key: ApiKey = request.state.key
    return key


def may(request: Request, scope: Scope) -> bool:
    """Tell whether the caller's key opens this too."""
    return scope in caller(request).scopes


async def _opened(request: Request, scope: Scope) -> ApiKey:
    portal = request.app.state.portal
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    key: ApiKey | None = None
    if scheme.lower() == "bearer" and token:
        key = await run_in_threadpool(portal.keys.holder_of, token.strip())
    if key is None:
        raise Refused(
            Kind.NO_KEY,
            "Send 'Authorization: Bearer <API key>' with a key that is in use.",
            headers={"WWW-Authenticate": 'Bearer realm="periksa"'},
        )
    wait = portal.rate.take(key.client)
    if wait:
        raise Refused(Kind.RATE, headers={"Retry-After": str(math.ceil(wait))})
    if scope not in key.scopes:
        raise Refused(Kind.SCOPE, f"The scope {scope.value} is needed.")
    return key

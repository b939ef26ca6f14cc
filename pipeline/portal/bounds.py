"""Round every request: an id, a limit on its body while it streams in, a clock, and no fault that tells more.

A pure ASGI layer, so that it counts the bytes as they come and not after they are all here.
"""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from collections.abc import Callable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.errors import StoreError
from pipeline.portal.problems import Kind, Refused, answer

log = logging.getLogger("periksa.portal")

QUIET = 20.0
"""Seconds without a byte of a body that is not over yet."""
LONGEST = 300.0
"""Seconds for a whole body: 100 MB at 350 kB a second."""
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class Bounds:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, most_bytes: Callable[[str, str], int]) -> None:
        """``most_bytes`` tells how large a body may be, by method and path."""
        self._app, self._most_bytes = app, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        begun = False

        async def telling(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                out = MutableHeaders(scope=message)
                out["X-Request-Id"] = request_id
                out.setdefault("Cache-Control", "no-store")
                out["X-Content-Type-Options"] = "nosniff"
            await send(message)

        limit = self._most_bytes(scope["method"], scope["path"])
        try:
            declared = headers.get("content-length", "")
            if declared.isascii() and declared.isdigit() and int(declared[:15]) > limit:
                raise _too_large(limit)
            await self._app(scope, _bounded(receive, limit), telling)
        except Refused as no:
            if begun:
                raise
            refusal = answer(no.kind, request_id, no.told, no.errors, no.headers)
            await refusal(scope, receive, telling)
        except Exception as fault:  # noqa: BLE001 - its text may quote: only its name is kept
            log.error("request %s failed: %s", request_id, _named(fault))
            if begun:
                return
            kind = Kind.UNAVAILABLE if isinstance(fault, StoreError) else Kind.FAULT
            wait = {"Retry-After": "5"} if kind is Kind.UNAVAILABLE else {}
            await answer(kind, request_id, headers=wait)(scope, receive, telling)


def request_id_of(scope: Any) -> str:
    """Return the id that this request was given."""
    return str(scope.get("state", {}).get("request_id", ""))


def _bounded(receive: Receive, limit: int) -> Receive:
    taken, loop = 0, asyncio.get_running_loop()
    ends = loop.time() + LONGEST
    is_over = False

    async def bounded() -> Message:
        nonlocal taken, is_over
        if is_over:  # what is waited for now is the client's going away
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), min(QUIET, max(0.0, ends - loop.time())))
        except TimeoutError:
            raise Refused(Kind.SLOW, headers={"Connection": "close"}) from None
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            is_over = not message.get("more_body", False)
            if taken > limit:
                raise _too_large(limit)
        return message

    return bounded


def _too_large(limit: int) -> Refused:
    told = f"{limit / (1024 * 1024):.3g} MiB are taken here"
    return Refused(Kind.TOO_LARGE, told, headers={"Connection": "close"})


def _named(fault: BaseException) -> str:
    """Return the fault's name and where in our code it was raised; never its text."""
    trace, place = fault.__traceback__, ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if "/pipeline/" in file:
            place = f"{file.rsplit('/pipeline/', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(fault).__name__} at {place}" if place else type(fault).__name__

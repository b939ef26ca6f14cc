"""``Idempotency-Key``: the same key and the same request are worked on once and get one answer.

Also while the first is in flight, on another server, and after a restart: what is known of a key is in the
database. Only what succeeded is kept; a refused request does nothing, so its key may be used anew.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from models.repeated import Turn
from pipeline.portal.access import caller
from pipeline.portal.ports import Portal
from pipeline.portal.problems import Kind, Refused

HEADER = "Idempotency-Key"
PATIENCE = 20.0
"""Seconds that a repeated request waits for the first one's answer."""
_KEY = re.compile(r"[\x21-\x7e]{1,255}")

Keep = Callable[[bytes, Any], None]
"""Keeps the answer in the transaction in which the work is kept."""

PARAMETER: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Up to 255 visible ASCII characters of your choice (a UUID, say), for 7 days. A request "
    "that is sent again under the same key is not done twice and gets the same answer.",
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"},
}


def repeat_key(request: Request) -> str | None:
    """Return the caller's key, None where none was sent."""
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise Refused(Kind.INVALID, errors=[(HEADER, "must be 1 to 255 visible ASCII characters")])
    return key


async def once(request: Request, digest: bytes, work: Callable[[Keep], tuple[bytes, bool]]) -> bytes:
    """Return the answer of ``work``, which is done once for one Idempotency-Key.

    Args:
        request: names the client and the key.
        digest: of everything that counts of the request.
        work: does it, in a thread; returns the answer, and whether it kept it by the function it is given.

    Raises:
        Refused: the key was used for another request, or the first one is still being worked on.
    """
    portal: Portal = request.app.state.portal
    key, client = repeat_key(request), caller(request).client
    if key is None:
        return (await run_in_threadpool(work, lambda _answer, _writing: None))[0]
    scoped = f"{request.method} {request.url.path} {key}"
    holder = await _turn(portal, client, scoped, digest)
    if isinstance(holder, bytes):
        return holder

    def keep(answer: bytes, writing: Any) -> None:
        portal.seen.answered(client, scoped, holder, answer, writing)

    def worked() -> bytes:
        try:
            answer, is_kept = work(keep)
        except BaseException:
            portal.seen.failed(client, scoped, holder)
            raise
        if not is_kept:
            keep(answer, None)
        return answer

    return await run_in_threadpool(worked)


async def _turn(portal: Portal, client: str, key: str, digest: bytes) -> str | bytes:
    """Return our word as the holder of the turn, or the answer that is there already."""
    loop = asyncio.get_running_loop()
    until, pause = loop.time() + PATIENCE, 0.02
    while True:
        seen = await run_in_threadpool(portal.seen.begin, client, key, digest)
        if seen.turn is Turn.MINE:
            return seen.holder
        if seen.turn is Turn.DONE and seen.answer is not None:
            return seen.answer
        if seen.turn is Turn.DIFFERS:
            raise Refused(Kind.REUSED, "Use a new key for a new request.")
        if loop.time() > until:
            told = "The first request under this key is still being worked on; send it again."
            raise Refused(Kind.CONFLICT, told, headers={"Retry-After": "5"})
        await asyncio.sleep(pause)
        pause = min(0.5, pause * 1.5)

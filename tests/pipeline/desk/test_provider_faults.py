"""A provider that is broken, slow, away or somebody else lets nobody in."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pipeline.desk.provider import KEPT, PAUSE
from pipeline.desk.provider_reach import LARGEST
from pipeline.store import CaseStore
from tests.pipeline.desk.live_desk import Live
from tests.pipeline.desk.own_provider import OwnProvider
from tests.pipeline.desk.provider_desk import (
    Clock,
    at_provider,
    came_in,
    clock,
    desk_with,
    is_out,
    live,
    sent_away,
    sso,
)

__all__ = ["clock", "live", "sso"]


def drip(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _ in range(200):
            handler.wfile.write(b" ")
            time.sleep(0.1)


def flood(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(b'{"issuer": "' + b"x" * (4 * LARGEST))


def elsewhere(handler: Any) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://localhost:1/")
    handler.end_headers()


def told(status: int, body: bytes) -> Callable[[Any], None]:
    def answer(handler: Any) -> None:
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


FAULTS = (
    flood,
    elsewhere,
    told(500, b"{}"),
    told(200, b"<html>"),
    told(200, b"[]"),
    told(200, b"[" * 100_000),
)


def test_a_provider_that_is_broken_lets_nobody_in(live: Live, sso: OwnProvider, clock: Clock) -> None:
    client = live.stranger()
    for place in ("/token", "/keys", "/.well-known/openid-configuration"):
        for n, fault in enumerate(FAULTS):
            clock.now += KEPT
            back = at_provider(sent_away(client)) if place == "/token" else None
            sso.answers[place] = fault
            answer = client.get(back or "/desk/sign-in/provider")
            assert answer.status_code == 503, (place, n)
            assert "tidak menjawab" in answer.text
            assert is_out(client)
            sso.answers.clear()
    assert live.signed_in("officer").get("/queue").status_code == 200, "passwords go on"


def test_a_provider_that_drips_is_given_up(live: Live, sso: OwnProvider, monkeypatch) -> None:
    monkeypatch.setattr("pipeline.desk.provider_reach.WHOLE", 1.0)
    sso.answers["/keys"] = drip
    began = time.monotonic()
    assert live.stranger().get("/desk/sign-in/provider").status_code == 503
    assert time.monotonic() - began < 5


def test_a_provider_that_is_away_is_asked_again_only_after_a_while(
    cases: CaseStore, sso: OwnProvider, clock: Clock
) -> None:
    with desk_with(cases, sso, clock) as live:
        sso.answers["/keys"] = told(500, b"{}")
        for _ in range(3):
            assert live.stranger().get("/desk/sign-in/provider").status_code == 503
        assert sso.asked.count("/keys") == 1
        sso.answers.clear()
        clock.now += PAUSE
        assert came_in(live).status_code == 200


def test_another_issuers_description_is_not_taken(live: Live, sso: OwnProvider) -> None:
    sso.description = {"issuer": "https://evil.example"}
    assert live.stranger().get("/desk/sign-in/provider").status_code == 503


def test_an_endpoint_in_the_clear_is_not_asked(live: Live, sso: OwnProvider, clock: Clock) -> None:
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        for place in ("http://evil.example/", "javascript:alert(1)", "", None):
            sso.description = {name: place}
            clock.now += KEPT
            client = live.stranger()
            answer = client.get("/desk/sign-in/provider")
            if name == "token_endpoint":
                answer = client.get(at_provider(answer.headers["location"]))
            assert answer.status_code == 503, (name, place)

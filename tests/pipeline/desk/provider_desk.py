"""A desk with a provider of sign-ins beside it, and somebody who goes there and back without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from models.audit import Action
from pipeline.desk import Provider, ProviderSettings
from pipeline.store import CaseStore
from tests.pipeline.desk.live_desk import Live, running
from tests.pipeline.desk.own_provider import CLIENT, SECRET, OwnProvider, own_provider

BACK = "/desk/sign-in/provider/back"


class Clock:
    """The time by which keys are kept; it stands until a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def sso() -> Iterator[OwnProvider]:
    with own_provider() as told:
        yield told


@pytest.fixture
def clock() -> Clock:
    return Clock()


def settings_for(sso: OwnProvider, url: str, **changes: Any) -> ProviderSettings:
    return replace(ProviderSettings(sso.issuer, CLIENT, f"{url}{BACK}", SECRET), **changes)


@pytest.fixture
def live(cases: CaseStore, sso: OwnProvider, clock: Clock) -> Iterator[Live]:
    with desk_with(cases, sso, clock) as desk:
        yield desk


@contextmanager
def desk_with(cases: CaseStore, sso: OwnProvider, clock: Clock, **parts: Any) -> Iterator[Live]:
    def at(url: str) -> dict[str, Any]:
        return {"provider": Provider(settings_for(sso, url), clock), **parts}

    with running(cases, at) as desk:
        yield desk


def sent_away(client: httpx.Client) -> str:
    answer = client.get("/desk/sign-in/provider")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def at_provider(address: str) -> str:
    """Do what a browser does there; returns the address that it is sent back to."""
    return httpx.get(address, trust_env=False).headers["location"]


def came_in(live: Live, client: httpx.Client | None = None) -> httpx.Response:
    client = client or live.stranger()
    return client.get(at_provider(sent_away(client)))


def refusals(live: Live) -> list[tuple[str, str]]:
    rows = live.store.audit.latest()
    return [(r.entry.who, r.entry.why) for r in rows if r.entry.what is Action.SIGN_IN_REFUSED]


def is_out(client: httpx.Client) -> bool:
    return client.get("/desk/queue").status_code == 303

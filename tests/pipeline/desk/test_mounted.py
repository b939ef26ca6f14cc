"""The desk beside the portal's API in one application, as ``periksa serve`` has it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from pipeline.desk import ROOT, create_desk
from pipeline.errors import StoreError
from pipeline.portal import create_app
from pipeline.store import CaseStore, DeskStore, PortalStore, draft_files
from tests.pipeline.desk.live_desk import desk_of
from tests.pipeline.portal.live_portal import portal_over


class Client:
    """Asks the application itself, without a socket."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._asked("GET", path))

    def post(self, path: str, data: dict[str, str]) -> httpx.Response:
        return asyncio.run(self._asked("POST", path, data))

    async def _asked(self, method: str, path: str, data: dict[str, str] | None = None) -> httpx.Response:
        reach = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        cookies = {"periksa_desk": "a-token"}
        async with httpx.AsyncClient(transport=reach, base_url="http://localhost", cookies=cookies) as client:
            return await client.request(method, path, data=data)


@pytest.fixture
def broken() -> list[Exception]:
    """What the store of accounts raises when it is asked."""
    return []


@pytest.fixture
def client(cases: CaseStore, tmp_path, broken: list[Exception]) -> Client:
    desk = desk_of(DeskStore.beside(cases))

    class Users:
        def session(self, *_: object) -> None:
            if broken:
                raise broken[0]

    app = create_app(portal_over(PortalStore.beside(cases, draft_files(tmp_path, None))))
    app.mount(ROOT, create_desk(replace(desk, users=Users())))
    return Client(app)


def test_both_answer_and_every_answer_has_an_id(client: Client) -> None:
    page = client.get("/desk/sign-in")
    assert page.status_code == 200
    assert page.headers["x-request-id"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/desk/queue").headers["location"] == "/desk/sign-in"
    style = client.get(client.get("/desk/sign-in").text.split('rel="stylesheet" href="')[1].split('"')[0])
    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]


def test_the_apis_description_does_not_tell_of_the_desk(client: Client) -> None:
    assert not any(path.startswith("/desk") for path in client.get("/v1/openapi.json").json()["paths"])


def test_a_fault_tells_nothing_and_quotes_nothing(client: Client, broken: list[Exception], caplog) -> None:
    broken.append(RuntimeError("NIK 3273014708909003"))
    with caplog.at_level(logging.DEBUG):
        page = client.get("/desk/queue")
    assert page.status_code == 500
    assert "Ada yang salah" in page.text
    assert "3273014708909003" not in page.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_a_store_that_is_away_is_told(client: Client, broken: list[Exception]) -> None:
    broken.append(StoreError("the database failed: OperationalError"))
    page = client.get("/desk/queue")
    assert page.status_code == 503
    assert "tidak menjawab" in page.text


def test_a_body_that_is_too_large_is_not_read(client: Client) -> None:
    answer = client.post("/desk/sign-in", data={"name": "x" * 2_000_000})
    assert answer.status_code == 413

"""The desk on a real socket over a real store, mounted beside nothing: what tests of its pages talk to."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette

from models.desk import Role
from pipeline import intake, report
from pipeline.desk import ROOT, Desk, create_desk, hash_of
from pipeline.portal.masking import hidden
from pipeline.store import CaseStore, DeskStore
from pipeline.store.case_marks import canonical

PASSWORD = "kunci-rahasia-99"
_HASHED: list[str] = []


@dataclass
class Live:
    """A running desk with an account of each role, called as the role."""

    url: str
    store: DeskStore
    desk: Desk
    app: Starlette
    opened: list[httpx.Client] = field(default_factory=list)

    def account(self, name: str, role: Role = Role.OFFICER) -> str:
        _HASHED[:] = _HASHED or [hash_of(PASSWORD)]
        assert self.store.users.add(name, role, _HASHED[0])
        return name

    def stranger(self) -> httpx.Client:
        self.opened.append(httpx.Client(base_url=self.url, timeout=30, trust_env=False))
        return self.opened[-1]

    def signed_in(self, name: str) -> Browserless:
        client = self.stranger()
        answer = client.post(f"{ROOT}/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.status_code
        return Browserless(client)


@dataclass
class Browserless:
    """Somebody who is signed in, without a browser."""

    client: httpx.Client

    def get(self, path: str) -> httpx.Response:
        return self.client.get(ROOT + path)

    def token(self) -> str:
        page = self.client.get(f"{ROOT}/", follow_redirects=True).text
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
        assert found
        return found[1]

    def post(self, path: str, **fields: Any) -> httpx.Response:
        return self.client.post(ROOT + path, data={"csrf": self.token(), **fields})

    def rule(self, run: str, ruled: str, version: int = 1, **fields: Any) -> httpx.Response:
        return self.post(f"/case/{run}/rule", ruled=ruled, version=version, **fields)


def desk_of(store: DeskStore, **parts: Any) -> Desk:
    desk = Desk(
        cases=store.cases, queue=store.queue, users=store.users, sign_ins=store.sign_ins,
        agreement=store.agreement, reads=store.agreement.reads, figures=store.figures, audit=store.audit,
        words=report.words(), read_claim=intake.claim_in, letter=report.letter, asking=report.asking,
        hidden=hidden, canonical=canonical, service=timedelta(hours=24),
    )  # fmt: skip
    return replace(desk, **parts)


@contextmanager
def running(
    cases: CaseStore, at: Callable[[str], dict[str, Any]] = lambda _url: {}, **parts: Any
) -> Iterator[Live]:
    """Yield the desk over this store; ``at``: parts that want its address."""
    store = DeskStore.beside(cases)
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:  # so that asyncio sends at once
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        desk = desk_of(store, **parts, **at(url))
        inner, app = create_desk(desk), Starlette()
        app.mount(ROOT, inner)
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        live = Live(url, store, desk, inner)
        for role in Role:
            live.account(role.value, role)
        try:
            yield live
        finally:
            for client in live.opened:
                client.close()
            server.should_exit = True
            thread.join(20)

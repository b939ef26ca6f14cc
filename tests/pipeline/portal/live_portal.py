"""The portal on a real socket, over a real store: what tests of its routes talk to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import uvicorn

from models.api_key import Scope
from models.document import DocumentType
from models.pre_check import PreChecked
from models.reason import Reason, ReasonCode, Severity
from pipeline import intake, report
from pipeline.portal import Buckets, Portal, Readiness, create_app
from pipeline.store import CaseStore, PortalStore, Wanted, draft_files

EVERY = frozenset(Scope)
CLAIM = {
    "claim_id": "JHT-2026-000900",
    "programme": "JHT",
    "cause": "mengundurkan_diri",
    "channel": "lapak_asik",
    "submitted_at": "2026-11-20T09:13:00+07:00",
    "participant": {
        "name": "SITI RAHMAWATI", "nik": "3273014708909003", "birth_date": "1990-08-07",
        "kpj": ["12034567890"], "phone": "0812-3456-7890",
    },
    "uploads": [{"file": "ktp.jpg", "type": "ktp"}, {"file": "surat.pdf", "type": "paklaring"}],
}  # fmt: skip
FILES = {"ktp.jpg": b"\xff\xd8\xff no picture", "surat.pdf": b"%PDF-1.4 no paper"}


@dataclass
class Live:
    """A running portal."""

    url: str
    store: PortalStore
    portal: Portal
    app: Any
    opened: list[httpx.Client] = field(default_factory=list)

    def client(self, *scopes: Scope, name: str = "test") -> httpx.Client:
        """A caller with a key of these scopes (none named: of all)."""
        _, token = self.store.keys.create(name, scopes or EVERY)
        return self.with_token(token)

    def with_token(self, token: str | None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.opened.append(httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False))
        return self.opened[-1]


def nothing_seen(data: bytes, wanted: str) -> tuple[PreChecked, list[Any]]:
    """A pre-check without engines: every file is empty."""
    reasons = (Reason(ReasonCode.FILE_EMPTY, Severity.WARNING, ("ini",)),)
    return PreChecked(DocumentType(wanted), reasons=reasons), report.said(reasons)


def portal_over(store: PortalStore, **changes: Any) -> Portal:
    plain = Portal(
        cases=store.cases, keys=store.keys, seen=store.seen, drafts=store.drafts, endpoints=store.endpoints,
        deliveries=store.deliveries, audit=store.audit, read_claim=intake.claim_in, pre_check=nothing_seen,
        page=lambda **narrowed: store.listing.page(Wanted(**narrowed)),
        ready=lambda: Readiness(True, True, *store.cases.jobs.waiting()), rate=Buckets(1e6, 1e6),
    )  # fmt: skip
    return replace(plain, **changes)


@contextmanager
def store_at(place: Any) -> Iterator[PortalStore]:
    with CaseStore.open(place.home, place.url) as cases:
        yield PortalStore.beside(cases, draft_files(place.home, None))


@contextmanager
def running(store: PortalStore, **changes: Any) -> Iterator[Live]:
    portal = portal_over(store, **changes)
    app = create_app(portal)
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < until, "the portal did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    live = Live(f"http://127.0.0.1:{port}", store, portal, app)
    try:
        yield live
    finally:
        for client in live.opened:
            client.close()
        server.should_exit = True
        thread.join(10)


def parts_of(claim: dict[str, Any], files: dict[str, bytes]) -> list[tuple[str, tuple[str, bytes, str]]]:
    """A claim as multipart parts."""
    told = ("claim", ("claim.json", json.dumps(claim).encode(), "application/json"))
    return [told, *(("files", (name, data, "application/octet-stream")) for name, data in files.items())]


def create(client: httpx.Client, headers: dict[str, str] | None = None, **changes: Any) -> httpx.Response:
    """Post a claim; ``changes`` replace keys of it."""
    return client.post("/v1/verifications", files=parts_of(CLAIM | changes, FILES), headers=headers)

"""Webhooks against a real receiver: signed, retried, not led elsewhere, and never doubled in the book."""

from __future__ import annotations

import asyncio
import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from models.api_key import Scope
from models.webhook import DeliveryState, Endpoint
from pipeline.portal import Sender, networks_in
from pipeline.portal.addresses import Refusal, checked_address, is_allowed, target_of
from pipeline.portal.caller import Answered, call
from pipeline.portal.signing import is_ours
from pipeline.store.api_keys import now
from pipeline.store.deliveries import GIVEN_UP_AFTER, Deliveries
from pipeline.store.endpoints import GRACE, Endpoints
from tests.pipeline.portal.live_portal import Live, running
from tests.pipeline.portal.test_creating import refusal
from tests.pipeline.portal.test_reading import filed, finished

__all__ = ["filed"]
HERE = networks_in("127.0.0.0/8")


@dataclass
class Receiver:
    """A server that takes down what it is sent and answers as it is told."""

    url: str
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def wait_for(self, count: int, seconds: float = 20.0) -> None:
        until = time.monotonic() + seconds
        while len(self.calls) < count:
            assert time.monotonic() < until, f"{len(self.calls)} of {count} calls came"
            time.sleep(0.02)


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.calls.append((self.path, dict(self.headers), body))
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(receiver.body)
            except OSError:
                receiver.calls.append(("hung up", {}, b""))

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def allowing(store) -> Iterator[Live]:
    with running(store, allowed=HERE) as live:
        yield live


@contextmanager
def sending(live: Live) -> Iterator[Sender]:
    sender = Sender(
        live.store.deliveries, live.store.endpoints.to_call, HERE, threads=2,
        ruling_of=live.store.cases.ruling_of,
    )  # fmt: skip
    sender.start()
    try:
        yield sender
    finally:
        sender.stop()


def registered(live: Live, url: str) -> dict[str, str]:
    answer = live.client(Scope.WEBHOOKS).post("/v1/webhooks", json={"url": url})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_call_is_signed_and_says_nothing_personal(allowing: Live, receiver: Receiver, filed) -> None:
    hook = registered(allowing, receiver.url)
    verification_id = finished(allowing, filed)
    with sending(allowing):
        receiver.wait_for(1)
    path, headers, body = receiver.calls[0]
    assert path == "/hook"
    assert is_ours(hook["secret"], headers, body, time.time())
    assert not is_ours("whsec_another", headers, body, time.time())
    assert not is_ours(hook["secret"], headers, body + b" ", time.time())
    assert not is_ours(hook["secret"], headers, body, time.time() + 301)
    told = json.loads(body)
    event = allowing.client().get(f"/v1/verifications/{verification_id}").json()["events"][0]
    assert told == {
        "event_id": headers["Periksa-Event-Id"],
        "type": "verification.finished",
        "created_at": told["created_at"],
        "verification_id": verification_id,
        "claim_id": filed.claim_id,
        "outcome": "review",
    }
    assert told["event_id"] == event["event_id"]


def test_what_fails_is_tried_again_and_can_be_sent_again(
    allowing: Live, receiver: Receiver, filed, monkeypatch
) -> None:
    monkeypatch.setattr("pipeline.store.deliveries.DELAYS", (timedelta(milliseconds=50),))
    hook, client = registered(allowing, receiver.url), allowing.client()
    assert client.get("/v1/webhooks").json()["items"] == [], "another client's"
    receiver.status, receiver.body = 500, b"x" * 5_000_000
    finished(allowing, filed)
    with sending(allowing):
        receiver.wait_for(3)
        receiver.status, receiver.body = 200, b""
        until = time.monotonic() + 20
        while (book := allowing.store.deliveries.of(hook["endpoint_id"]))[0].state is DeliveryState.WAITING:
            assert time.monotonic() < until
            time.sleep(0.02)
        assert (book[0].last_status, book[0].last_fault) == (200, None)
        before = len(receiver.calls)
        again = allowing.store.deliveries.send_again(hook["endpoint_id"], book[0].event_id)
        assert again.state is DeliveryState.WAITING
        receiver.wait_for(before + 1)
    ids = {headers["Periksa-Event-Id"] for _, headers, _ in receiver.calls if headers}
    assert ids == {book[0].event_id}
    assert book[0].attempts >= 3


def test_after_a_day_it_is_given_up_and_can_be_seen(store, filed) -> None:
    with running(store, allowed=HERE) as live:
        registered(live, "http://127.0.0.1:9/hook")
        finished(live, filed)
        store.deliveries.spread()
        moment = now()
        late = Deliveries(store.cases.shelf.database, lambda: moment)
        states = []
        while (delivery := late.take()) is not None:
            states.append(late.failed(delivery, None, "ConnectError"))
            moment += timedelta(hours=3)
        assert states[-1] is DeliveryState.GIVEN_UP
        assert set(states[:-1]) == {DeliveryState.WAITING}
        assert len(states) * timedelta(hours=3) >= GIVEN_UP_AFTER - timedelta(hours=3)


def test_pauses_grow_with_some_chance_in_them(store, filed) -> None:
    with running(store, allowed=HERE) as live:
        registered(live, "http://127.0.0.1:9/hook")
        finished(live, filed)
        store.deliveries.spread()
        moment = now()
        book = Deliveries(store.cases.shelf.database, lambda: moment)
        pauses = []
        for _ in range(6):
            delivery = book.take()
            book.failed(delivery, None, "timeout")
            (row,) = book.of(delivery.endpoint_id)
            pauses.append((row.next_at - moment).total_seconds())
            assert book.take() is None, "it is not due yet"
            moment = row.next_at
        assert pauses == sorted(pauses)
        for pause, middle in zip(pauses, (5, 30, 120, 300, 900, 1800), strict=True):
            assert 0.8 * middle <= pause <= 1.2 * middle


def test_each_event_is_spread_once_whoever_spreads(store, filed) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with running(store, allowed=HERE) as live:
        hooks = [registered(live, f"http://127.0.0.1:9/{n}")["endpoint_id"] for n in range(2)]
        for number in range(5):
            finished(live, filed, claim_id=f"JHT-{number}")
        books = [Deliveries(store.cases.shelf.database) for _ in range(4)]
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda book: book.spread(), books))
        for hook in hooks:
            events = [delivery.event_id for delivery in store.deliveries.of(hook)]
            assert len(events) == len(set(events)) == 5
        taken = set()
        with ThreadPoolExecutor(4) as threads:
            for delivery in threads.map(lambda book: book.take(), books * 4):
                if delivery is not None:
                    assert delivery.number not in taken
                    taken.add(delivery.number)
        assert len(taken) == 10


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    with receiving() as elsewhere:
        receiver.status, receiver.headers = 307, {"Location": elsewhere.url}
        assert called(receiver.url) == Answered(307, "redirect_not_followed")
        assert elsewhere.calls == []


def test_a_receiver_that_is_slow_or_not_there(monkeypatch) -> None:
    monkeypatch.setattr("pipeline.portal.caller.WHOLE", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert called(f"http://127.0.0.1:{silent.getsockname()[1]}/").fault == "timeout"
    assert called("http://127.0.0.1:9/").fault == "ConnectError"


def called(url: str, allowed=HERE) -> Answered:
    endpoint = Endpoint("e", "c", url, now(), ("whsec_x",))
    return asyncio.run(call(endpoint, "event", b"{}", allowed))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://10.0.0.1/", "https://192.168.1.1/x",
        "https://169.254.169.254/latest", "https://[::1]/", "https://[fe80::1]/", "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/",
        "https://0.0.0.0/", "https://224.0.0.1/", "https://100.64.0.1/", "https://2130706433/", "https://0x7f.1/",
    ],
)  # fmt: skip
def test_private_and_local_addresses_are_not_called(url: str) -> None:
    told = called(url, ())
    assert told.status is None
    assert told.fault in {"address_not_allowed", "name_not_found", "not_a_url"}


def test_a_name_that_leads_inside_is_found_out_when_it_is_resolved(receiver: Receiver) -> None:
    port = receiver.url.rsplit(":", 1)[1].split("/")[0]
    assert called(f"https://localhost:{port}/", ()).fault == "address_not_allowed"
    assert receiver.calls == []


def test_the_call_goes_to_the_address_that_was_checked(receiver: Receiver, monkeypatch) -> None:
    """A name that answers otherwise the second time is asked once."""
    port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
    asked = []

    async def rebinding(self, host, *args, **kwargs):
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", rebinding)
    endpoint = Endpoint("e", "c", f"http://portal.example:{port}/hook", now(), ("whsec_x",))
    target = target_of(endpoint.url, HERE)
    assert asyncio.run(checked_address(target, HERE)) == "127.0.0.1"
    asked.clear()
    assert asyncio.run(call(endpoint, "event", b"{}", HERE)).status == 204
    assert asked[0] == "portal.example"
    assert receiver.calls[0][1]["Host"] == f"portal.example:{port}"


def test_one_private_address_among_public_ones_is_one_too_many(monkeypatch) -> None:
    async def several(self, host, *args, **kwargs):
        return [(2, 1, 6, "", (address, 443)) for address in ("93.184.216.34", "10.0.0.5")]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", several)
    with pytest.raises(Refusal, match="address_not_allowed"):
        asyncio.run(checked_address(target_of("https://portal.example/")))


def test_plain_http_is_only_for_networks_that_are_allowed() -> None:
    import ipaddress

    with pytest.raises(Refusal, match="not_https"):
        target_of("http://portal.example/")
    assert target_of("http://127.0.0.1:8000/x", HERE).port == 8000
    assert not is_allowed(ipaddress.ip_address("93.184.216.34"), "http", HERE)
    assert is_allowed(ipaddress.ip_address("93.184.216.34"), "https", HERE)


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "https://", "https://user:pw@x.example/", "https://x.example/#a", "nothing",
            "https://x .example/", "https://x.example:99999/", "https://ex\u00e4mple.de/", "https://127.0.0.1/"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_at_once(url: str, quick: Live) -> None:
    told = refusal(quick.client().post("/v1/webhooks", json={"url": url}), 422, "invalid-request")
    assert told["errors"][0]["pointer"] == "/url"
    assert (
        quick.client().post("/v1/webhooks", json={"url": "https://x.example/", "more": 1}).status_code == 422
    )


def test_two_signatures_for_a_day_after_a_rotation(allowing: Live, receiver: Receiver, filed) -> None:
    client = allowing.client(Scope.WEBHOOKS)
    hook = client.post("/v1/webhooks", json={"url": receiver.url}).json()
    fresh = client.post(f"/v1/webhooks/{hook['endpoint_id']}/secret").json()
    assert fresh["secret"] != hook["secret"]
    finished(allowing, filed)
    with sending(allowing):
        receiver.wait_for(1)
    _, headers, body = receiver.calls[0]
    assert headers["Periksa-Signature"].count("v1=") == 2
    for secret in (fresh["secret"], hook["secret"]):
        assert is_ours(secret, headers, body, time.time())
    shelf, endpoints = allowing.store.cases.shelf, allowing.store.endpoints
    later = Endpoints(shelf.database, endpoints._key, lambda: now() + GRACE * 1.01)
    assert later.to_call(hook["endpoint_id"]).secrets == (fresh["secret"],)


def test_secrets_are_shown_once_and_sealed(allowing: Live, place) -> None:
    client = allowing.client(Scope.WEBHOOKS)
    hook = client.post("/v1/webhooks", json={"url": "https://portal.example/hook"}).json()
    assert hook["secret"] not in client.get("/v1/webhooks").text
    for file in place.home.glob("periksa.db*"):
        assert hook["secret"].encode() not in file.read_bytes()
    endpoint = allowing.store.endpoints.to_call(hook["endpoint_id"])
    assert endpoint.secrets == (hook["secret"],)
    assert hook["secret"] not in repr(endpoint)


def test_an_endpoint_is_its_clients_alone(allowing: Live, filed) -> None:
    own, other = allowing.client(Scope.WEBHOOKS), allowing.client(Scope.WEBHOOKS, name="other")
    hook = own.post("/v1/webhooks", json={"url": "https://portal.example/hook"}).json()
    place = f"/v1/webhooks/{hook['endpoint_id']}"
    refusal(other.delete(place), 404, "not-found")
    refusal(other.post(f"{place}/secret"), 404, "not-found")
    refusal(other.get(f"{place}/deliveries"), 404, "not-found")
    finished(allowing, filed)
    allowing.store.deliveries.spread()
    (sent,) = own.get(f"{place}/deliveries").json()["items"]
    again = own.post(f"{place}/deliveries/{sent['event_id']}/resend")
    assert (again.status_code, again.json()["event_id"]) == (202, sent["event_id"])
    refusal(other.post(f"{place}/deliveries/{sent['event_id']}/resend"), 404, "not-found")
    refusal(own.post(f"{place}/deliveries/nothing/resend"), 404, "not-found")
    assert own.delete(place).status_code == 204
    refusal(own.delete(place), 404, "not-found")
    assert own.get("/v1/webhooks").json() == {"items": []}
    assert allowing.store.endpoints.to_call(hook["endpoint_id"]) is None
    assert allowing.store.deliveries.take() is None


def test_deliveries_a_page_at_a_time(quick: Live, filed) -> None:
    client = quick.client(Scope.WEBHOOKS)
    hook = client.post("/v1/webhooks", json={"url": "https://portal.example/hook"}).json()
    for number in range(5):
        finished(quick, filed, claim_id=f"JHT-{number}")
    quick.store.deliveries.spread()
    place, seen, cursor = f"/v1/webhooks/{hook['endpoint_id']}/deliveries", [], None
    while True:
        page = client.get(place, params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [item["event_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5

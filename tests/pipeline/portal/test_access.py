"""Every route x every scope: closed unless the key has the one scope that the route names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute

from models.api_key import Scope
from pipeline.portal import Buckets
from pipeline.portal.access import SCHEME, scope_of
from tests.pipeline.portal.live_portal import Live, create, running

NOBODY = "00000000-0000-4000-8000-000000000000"


def routes_of(live: Live) -> Iterator[tuple[str, str, Scope | None]]:
    """(method, path with ids that nobody has, scope) of every route that the application serves."""
    for path, operations in live.app.openapi()["paths"].items():
        filled = path.replace("{position}", "0")
        for part in ("verification_id", "endpoint_id", "event_id", "claim_id", "name"):
            filled = filled.replace(f"{{{part}}}", NOBODY)
        for method, operation in operations.items():
            needed = operation["security"]
            yield method.upper(), filled, Scope(needed[0][SCHEME][0]) if needed else None


def test_the_matrix(quick: Live) -> None:
    keys = {scope: quick.client(scope) for scope in Scope}
    stranger, forged = quick.with_token(None), quick.with_token("periksa_0123456789ab_" + "x" * 43)
    every = list(routes_of(quick))
    assert {scope for _, _, scope in every} == {*Scope, None}
    for method, path, scope in every:
        for nobody in (stranger, forged):
            refused = nobody.request(method, path)
            assert (refused.status_code == 401) is (scope is not None), (method, path)
            if scope is not None:
                assert refused.headers["www-authenticate"].startswith("Bearer")
        for own, client in keys.items():
            status = client.request(method, path).status_code
            assert (status == 403) is (scope is not None and own is not scope), (method, path, own, status)
            assert status < 500
    assert quick.store.cases.jobs.waiting()[0] == 0


def test_no_route_is_served_without_saying_what_opens_it(quick: Live) -> None:
    served = [route for route in _flat(quick.app.routes) if isinstance(route, APIRoute)]
    told = {(method.lower(), route.path_format) for route in served for method in route.methods}
    described = {(method, path) for path, ops in quick.app.openapi()["paths"].items() for method in ops}
    assert described
    assert {(m, p) for m, p in told if m not in {"head", "options"}} >= set()
    open_ones = {path for _, path, scope in routes_of(quick) if scope is None}
    assert open_ones == {"/health", "/ready"}
    with pytest.raises(ValueError, match="no scope"):
        scope_of(APIRoute("/x", lambda: None))


def _flat(routes):
    for route in routes:
        inner = getattr(route, "routes", None)
        if inner and not isinstance(route, APIRoute):
            yield from _flat(inner)
        else:
            yield route


def test_keys_are_told_apart_by_their_secret(live: Live) -> None:
    keys = live.store.keys
    key, token = keys.create("one", [Scope.VERIFICATIONS_READ])
    assert keys.holder_of(token) == key
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token.upper(), "", "periksa", f" {token}"):
        assert keys.holder_of(wrong) is None
    assert token not in repr(key)


def test_a_revoked_key_opens_nothing_at_once(live: Live) -> None:
    key, token = live.store.keys.create("one", [Scope.VERIFICATIONS_READ])
    client = live.with_token(token)
    assert client.get("/v1/verifications").status_code == 200
    assert live.store.keys.revoke(key.key_id)
    assert not live.store.keys.revoke(key.key_id)
    assert client.get("/v1/verifications").status_code == 401


def test_a_rotated_key_opens_for_its_grace_and_its_successor_from_now_on(live: Live) -> None:
    keys = live.store.keys
    old, old_token = keys.create("one", [Scope.WEBHOOKS])
    new, new_token = keys.rotate(old.key_id, timedelta(hours=1))
    assert (new.client, new.scopes, new.name) == (old.key_id, old.scopes, "one")
    assert keys.holder_of(old_token) is not None
    assert keys.holder_of(new_token) == new
    last, last_token = keys.rotate(new.key_id, timedelta(0))
    assert keys.holder_of(new_token) is None
    assert keys.holder_of(last_token) == last


def test_too_many_requests_are_told_when_to_come_again(store) -> None:
    with running(store, rate=Buckets(0.5, 3)) as live:
        client = live.client(Scope.VERIFICATIONS_READ)
        answers = [client.get("/v1/verifications") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 2
        assert answers[-1].json()["type"] == "urn:periksa:problem:too-many-requests"
        other = live.client(Scope.VERIFICATIONS_READ, name="other")
        assert other.get("/v1/verifications").status_code == 200, "each client has its own"


def test_unknown_addresses_and_methods_have_the_same_shape(quick: Live) -> None:
    client = quick.client()
    for method, path, status in (
        ("GET", "/nothing", 404),
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/verifications", 405),
        ("POST", "/health", 405),
        ("GET", "/docs", 404),
    ):
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert ("allow" in answer.headers) is (status == 405)
        assert answer.headers["x-request-id"]
    assert (
        client.get("/health", headers={"X-Request-Id": "my-request-1"}).headers["x-request-id"]
        == "my-request-1"
    )
    assert client.get("/health", headers={"X-Request-Id": "a b"}).headers["x-request-id"] != "a b"


def test_what_breaks_tells_no_text(quick: Live, monkeypatch, caplog) -> None:
    def breaks(**_: object) -> None:
        raise RuntimeError("SITI RAHMAWATI 3273014708909003")

    client = quick.client()
    monkeypatch.setattr(type(quick.store.cases), "run", breaks)
    answer = create(client)
    assert answer.status_code == 202, "the first is kept without asking"
    again = client.get(answer.headers["location"])
    assert (again.status_code, again.headers["content-type"]) == (500, "application/problem+json")
    assert "SITI" not in again.text
    assert "SITI" not in caplog.text
    assert "TypeError" in caplog.text or "RuntimeError" in caplog.text

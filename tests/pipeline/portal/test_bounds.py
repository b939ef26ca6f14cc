"""Round every request: slow bodies, headers of every answer, and rates."""

from __future__ import annotations

import socket
import time

import pytest

from pipeline.portal import Buckets
from tests.pipeline.portal.live_portal import Live


def test_a_body_that_stops_coming_is_given_up(quick: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.portal.bounds.QUIET", 0.3)
    token = quick.client().headers["Authorization"]
    host, port = quick.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        head = (
            "POST /v1/verifications HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: {token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
        )
        begun = time.monotonic()
        line.sendall(head.encode())
        said = line.recv(4000).decode()
    assert said.startswith("HTTP/1.1 408 "), said
    assert time.monotonic() - begun < 8


def test_a_body_that_says_it_is_too_large_is_not_read(quick: Live) -> None:
    host, port = quick.url.removeprefix("http://").split(":")
    token = quick.client().headers["Authorization"]
    with socket.create_connection((host, int(port)), timeout=10) as line:
        head = (
            "POST /v1/verifications HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: {token}\r\nContent-Type: application/json\r\nContent-Length: 9999999999\r\n\r\n"
        )
        line.sendall(head.encode())
        assert line.recv(4000).decode().startswith("HTTP/1.1 413 ")


def test_answers_are_not_kept_by_anybody(quick: Live) -> None:
    answer = quick.client().get("/v1/verifications")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers or "uvicorn" in answer.headers["server"]


def test_a_bucket_fills_again() -> None:
    moment = [0.0]
    buckets = Buckets(2.0, 3.0, lambda: moment[0])
    assert [buckets.take("a") for _ in range(3)] == [0.0] * 3
    assert buckets.take("a") == pytest.approx(0.5)
    assert buckets.wait_for("b") == 0.0
    moment[0] += 0.5
    assert buckets.wait_for("a") == 0.0
    assert buckets.take("a") == 0.0
    assert buckets.take("a") > 0
    moment[0] += 100
    assert [buckets.take("a") for _ in range(4)][:3] == [0.0] * 3


def test_buckets_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.portal.rates.MOST", 100)
    buckets = Buckets(0.001, 2.0, lambda: 0.0)
    for number in range(1000):
        buckets.take(f"client {number}")
    assert len(buckets._held) <= 101

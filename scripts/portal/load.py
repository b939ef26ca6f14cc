"""Fifty clients at once against a real server, with a mixed load, and what came of it.

    scripts/inside python scripts/portal/load.py --clients 50 --rounds 6

Each client posts claims (one in five with a PDF, one in ten sent twice under one Idempotency-Key), asks how
far they are, lists, and sends manifests with a file apart, while a worker verifies what came. The time of a
create is from the last byte of the request sent to the answer: what the upload takes depends on the line.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.portal.restart import _all, _until
from scripts.portal.server import SCOPES, Receiver, Server, claim, free_port, paper, token_in


@dataclass
class Times:
    """Seconds by kind of request, and statuses."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)

    def note(self, kind: str, seconds: float, answer: httpx.Response) -> httpx.Response:
        with self.lock:
            self.seconds.setdefault(kind, []).append(seconds)
            self.statuses[answer.status_code] += 1
        return answer


class Measured(httpx.Client):
    """A client that knows when the last byte of its request was handed over."""

    def timed(self, times: Times, kind: str, method: str, path: str, **more) -> httpx.Response:  # type: ignore[no-untyped-def]
        sent = [time.perf_counter()]

        def trace(event: str, _info: object) -> None:
            if event.endswith("send_request_body.complete"):
                sent[0] = time.perf_counter()

        answer = self.request(method, path, extensions={"trace": trace}, **more)
        return times.note(kind, time.perf_counter() - sent[0], answer)


def one_client(
    url: str, token: str, number: int, rounds: int, pause: float, times: Times, ids: dict[str, set[str]]
) -> None:
    """What one client does, one thing after the other, with pauses of ``pause`` seconds in the mean."""
    chance = random.Random(number)
    document = paper()
    head = {"Authorization": f"Bearer {token}"}
    with Measured(base_url=url, headers=head, timeout=120, trust_env=False) as client:
        for turn in range(rounds):
            time.sleep(chance.expovariate(1 / pause) if pause else 0.0)
            name = f"JHT-LOAD-{number:03}-{turn:03}"
            files = ["surat.pdf"] if (number + turn) % 5 == 0 else []
            parts = [("claim", ("claim.json", claim(name, files), "application/json"))]
            parts += [("files", (file, document, "application/pdf")) for file in files]
            for _ in range(2 if (number + turn) % 10 == 0 else 1):
                answer = client.timed(
                    times,
                    "create",
                    "POST",
                    "/v1/verifications",
                    files=parts,
                    headers={"Idempotency-Key": name},
                )
                assert answer.status_code == 202, answer.text
                ids.setdefault(name, set()).add(answer.json()["verification_id"])
            client.timed(times, "status", "GET", answer.headers["location"])
            client.timed(times, "list", "GET", "/v1/verifications", params={"claim_id": name})
            if turn % 3 == 0:
                _in_pieces(client, times, f"{name}-M", document, ids)


def _in_pieces(client: Measured, times: Times, name: str, document: bytes, ids: dict[str, set[str]]) -> None:
    as_json = {"Content-Type": "application/json", "Idempotency-Key": name}
    body = claim(name, ["surat.pdf"])
    opened = client.timed(times, "manifest", "POST", "/v1/verifications", content=body, headers=as_json)
    assert opened.status_code == 201, opened.text
    draft = opened.json()
    put = client.timed(times, "upload", "PUT", draft["uploads"][0]["upload_url"], content=document)
    assert put.status_code == 200, put.text
    sent = client.timed(times, "submit", "POST", draft["submit_url"])
    assert sent.status_code == 202, sent.text
    ids.setdefault(name, set()).add(sent.json()["verification_id"])


def main() -> int:
    """Print the times and the counts; 1 if anything was lost or doubled."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--clients", type=int, default=50)
    asked.add_argument("--rounds", type=int, default=6)
    asked.add_argument(
        "--pause", type=float, default=5.0, help="Seconds between rounds, in the mean; 0: none."
    )
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--database", default="", help="URL of a PostgreSQL database; none: SQLite.")
    given = asked.parse_args()
    receiver, times, ids = Receiver(), Times(), dict[str, set[str]]()
    with tempfile.TemporaryDirectory(prefix="periksa-load-") as home:
        own = {"PERIKSA_DATABASE": given.database} if given.database else {}
        server = Server(Path(home), free_port(), given.workers, settings=own)
        token = token_in(
            server.command("api-key", "create", "load", *(w for s in SCOPES for w in ("--scope", s)))
        )
        server.start()
        try:
            client = server.client(token)
            assert client.post("/v1/webhooks", json={"url": receiver.url}).status_code == 201
            begun = time.monotonic()
            with ThreadPoolExecutor(given.clients) as threads:
                done = [
                    threads.submit(one_client, server.url, token, n, given.rounds, given.pause, times, ids)
                    for n in range(given.clients)
                ]
                for one in done:
                    one.result()
            took = time.monotonic() - begun
            _until(lambda: not _all(client, state="queued") and not _all(client, state="running"), 1200)
            worked = time.monotonic() - begun
            _until(lambda: len(receiver.events) >= len(ids), 120)
            kept = Counter(one["claim_id"] for one in _all(client, state="finished"))
            client.close()
        finally:
            server.stop()
    lost = [name for name in ids if not kept[name]]
    doubled = [name for name, own_ids in ids.items() if len(own_ids) > 1 or kept[name] > 1]
    twice = [one for one, events in receiver.events.items() if len(events) > 1]
    asked_for = sum(times.statuses.values())
    print(f"{given.clients} clients, {asked_for} requests in {took:.1f} s, {dict(times.statuses)}")  # noqa: T201
    for kind, seconds in sorted(times.seconds.items()):
        cut = statistics.quantiles(seconds, n=100, method="inclusive")
        line = f"{kind:9} {len(seconds):5}   p50 {1000 * cut[49]:6.0f} ms   p95 {1000 * cut[94]:6.0f} ms"
        print(f"{line}   most {1000 * max(seconds):6.0f} ms")  # noqa: T201
    came = f"{len(ids)} claims: {len(lost)} lost, {len(doubled)} doubled, {len(twice)} with two events"
    print(f"{came}; all verified after {worked:.1f} s")  # noqa: T201
    receiver.close()
    return int(bool(lost or doubled or twice))


if __name__ == "__main__":
    sys.exit(main())

"""Kills a real server in the middle of posted claims, starts it again, and counts what came of each claim.

    scripts/inside python scripts/portal/restart.py --claims 200 --kills 2

Every claim is posted with its own Idempotency-Key, again if the answer was lost. In the end each must have
one verification, finished, with one event, and the receiver must have heard of it under that one event id.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.portal.server import SCOPES, Receiver, Server, claim, free_port, paper, token_in

PATIENCE = 600.0


@dataclass
class Counted:
    """What came of the claims."""

    claims: int
    lost: int
    doubled: int
    events_missing: int
    events_doubled: int
    repeated_calls: int
    finished_when_killed: list[int]
    seconds: float
    exit_status: int | None = None


def run(home: Path, claims: int, kills: int = 1, workers: int = 1) -> Counted:
    """Do it and count."""
    begun, receiver = time.monotonic(), Receiver()
    server = Server(home, free_port(), workers)
    token = token_in(server.command("api-key", "create", "restart", *_scopes()))
    server.start()
    client = server.client(token)
    try:
        hook = client.post("/v1/webhooks", json={"url": receiver.url})
        assert hook.status_code == 201, hook.text
        accepted: dict[str, str] = {}
        lock, document = threading.Lock(), paper()

        def post(number: int) -> None:
            name = f"JHT-RESTART-{number:04}"
            files = ["surat.pdf"] if number % 5 == 0 else []
            parts = [("claim", ("claim.json", claim(name, files), "application/json"))]
            parts += [("files", (file, document, "application/pdf")) for file in files]
            until = time.monotonic() + PATIENCE
            while True:
                assert time.monotonic() < until, "a claim could not be posted"
                try:
                    answer = client.post("/v1/verifications", files=parts, headers={"Idempotency-Key": name})
                except httpx.TransportError:
                    time.sleep(0.2)
                    continue
                if answer.status_code == 202:
                    with lock:
                        accepted[name] = answer.json()["verification_id"]
                    return
                assert answer.status_code in {409, 503}, answer.text
                time.sleep(0.2)

        finished: list[int] = []
        with ThreadPoolExecutor(8) as posting:
            sent = [posting.submit(post, number) for number in range(claims)]
            for kill in range(kills):
                goal = claims * (kill + 1) // (kills + 2)
                _until(lambda goal=goal: len(_all(client, state="finished")) >= goal)
                finished.append(len(_all(client, state="finished")))
                server.kill()
                server.start()
            for one in sent:
                one.result()
        _until(lambda: not _all(client, state="queued") and not _all(client, state="running"))
        _until(lambda: len(receiver.events) >= len(accepted), 60)
        time.sleep(3)  # what would come twice has time to come
        counted = _counted(client, accepted, claims, receiver, finished, time.monotonic() - begun)
        counted.exit_status = server.stop()
        return counted
    finally:
        client.close()
        if server.process is not None and server.process.poll() is None:
            server.stop()
        receiver.close()


def _counted(client, accepted, claims, receiver, finished, seconds) -> Counted:  # type: ignore[no-untyped-def]
    lost = doubled = missing = twice = 0
    everything = _all(client)
    for name, verification_id in accepted.items():
        own = [one for one in everything if one["claim_id"] == name]
        done = [
            one for one in own if one["state"] == "finished" and one["verification_id"] == verification_id
        ]
        lost += not done
        doubled += len(own) > 1
        events = client.get(f"/v1/verifications/{verification_id}").json()["events"]
        heard = set(receiver.events.get(verification_id, ()))
        missing += not events or not heard
        twice += len(events) > 1 or len(heard) > 1 or bool(heard - {event["event_id"] for event in events})
    lost += claims - len(accepted)
    repeated = sum(count - 1 for ids in receiver.events.values() for count in ids.values())
    return Counted(claims, lost, doubled, missing, twice, repeated, finished, round(seconds, 1))


def _all(client: httpx.Client, **narrowed: str) -> list[dict[str, str]]:
    found, cursor = [], None
    while True:
        asked = {"limit": "200", **narrowed} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/verifications", params=asked).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def _until(holds, seconds: float = PATIENCE) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.1)


def _scopes() -> list[str]:
    return [word for scope in SCOPES for word in ("--scope", scope)]


def main() -> int:
    """Print the counts; 1 if anything was lost or doubled."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--claims", type=int, default=200)
    asked.add_argument("--kills", type=int, default=2)
    asked.add_argument("--workers", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="periksa-restart-") as home:
        counted = run(Path(home), given.claims, given.kills, given.workers)
    print(counted)  # noqa: T201
    return int(bool(counted.lost or counted.doubled or counted.events_missing or counted.events_doubled))


if __name__ == "__main__":
    sys.exit(main())

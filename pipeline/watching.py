"""What a batch writes about itself: while it runs its numbers and how far it is, at its end how it went."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from models.result import ClaimResult
from pipeline.batch import Night
from pipeline.errors import StoreError
from pipeline.logs import is_json, set_up
from pipeline.metrics import Metrics

log = logging.getLogger("periksa.night")

JAKARTA = ZoneInfo("Asia/Jakarta")
"""The zone in which nights are told."""
EVERY = 15.0
"""Seconds between two writings; Prometheus is commonly asked to look that often."""


class Folder(Protocol):
    """The batch's folder; see pipeline/store/reports.py."""

    def own(self, name: str) -> bytes | None:
        """Return a file of it, None where it is not there."""

    def write(self, name: str, data: bytes) -> object:
        """Write a file into it, whole or not at all."""


Told = Callable[..., Mapping[str, bytes]]
"""Makes the files of the end: results, nights.jsonl as it is, begin, end, claims left, what stopped it."""


@contextmanager
def watched(
    night: Night, folder: Folder, told: Told, log_format: str = "text", own: Folder | None = None
) -> Iterator[None]:
    """Write metrics.prom and progress.json now and then, and at the end what ``told`` makes of the night.

    Args:
        night: the night.
        folder: the batch's folder, for what is told at the end: once, where several machines share the night.
        told: makes what is told.
        log_format: ``text`` or ``json``.
        own: where this machine's numbers go; none: into the batch's folder.

    Raises:
        StoreError: at the end of a night that nobody stopped, the folder cannot be written to.
    """
    set_up(log_format)
    metrics, watch = Metrics(night.at_work, lambda: (night.left, _age(night))), night.watch

    def count(result: ClaimResult, total: int) -> None:
        metrics.claim(result)
        if is_json():  # for people there are the progress lines
            log.info("claim", extra={"told": _line(result)})
        watch(result, total)

    night.watch = count
    for result in night.results:
        metrics.claim(result)
    ended = threading.Event()

    def keep() -> None:
        while not ended.wait(EVERY):
            _write(night, metrics, own or folder)

    thread = threading.Thread(target=keep, name="watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        tells = night.end()
        metrics.gauge("night_ended_timestamp_seconds", "When the last batch ended.", time.time())
        with suppress(StoreError):
            metrics.gauge("night_complete", "1: no claim was left.", float(night.left == 0))
        _write(night, metrics, own or folder)
        if tells:
            with suppress(StoreError) if night.stopped.is_set() else nullcontext():
                _tell(night, folder, told)


def _tell(night: Night, folder: Folder, told: Told) -> None:
    times = night.began.astimezone(JAKARTA), datetime.now(JAKARTA)
    before = folder.own("nights.jsonl")
    for name, data in told(
        night.everything(), before, *times, left=night.left, halt=str(night.halt or "")
    ).items():
        folder.write(name, data)


def _line(result: ClaimResult) -> dict[str, object]:
    return {
        "claim_id": result.claim_id,
        "outcome": result.outcome,
        "seconds": round(result.seconds, 3),
        "reasons": list(result.reasons),
        "code": result.aside,
        "again": result.again,
    }


def _age(night: Night) -> float:
    """Return for how long the claims that are left wait: since the night began."""
    return (datetime.now(UTC) - night.began).total_seconds() if night.left else 0.0


def progress_of(night: Night) -> dict[str, object]:
    """Return how far a night is, on all its machines: counts, rate, end, and what each worker here does."""
    left, total = night.left, len(night.folders)
    done = total - left
    now = datetime.now(UTC)
    spent = (now - night.began).total_seconds()
    rate = done / spent if spent else 0.0
    ends = datetime.fromtimestamp(now.timestamp() + left / rate, UTC) if rate else None
    return {
        "began": night.began.isoformat(timespec="seconds"),
        "at": now.isoformat(timespec="seconds"),
        "done": done,
        "total": total,
        "claims_a_minute": round(60 * rate, 1),
        "expected_end": ends.isoformat(timespec="seconds") if ends else None,
        "workers": [asdict(worker) | {"seconds": round(worker.seconds, 1)} for worker in night.at_work()],
    }


def _write(night: Night, metrics: Metrics, folder: Folder) -> None:
    with suppress(StoreError):
        folder.write("metrics.prom", metrics.text())
        folder.write("progress.json", json.dumps(progress_of(night), indent=1).encode())

"""The day: claims that came through the portal are verified as they come, one by one in worker processes.

Each thread has one worker process of its own and does one verification at a time. What it does is leased in
the store, and the lease is renewed while it lasts: a server that is killed loses its leases, and the next one
(or another machine) takes the work up again. Of two that file for one verification the store hears one.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Protocol

from models.case import Job
from models.night import AtWork
from models.result import ClaimResult
from pipeline.errors import EngineError, StoreError
from pipeline.workers import LOST, Workers

log = logging.getLogger("periksa.day")

LEASE = 20.0
"""Seconds after which a verification whose server is gone is taken up by another."""
LOOK = 0.5
"""Seconds between two looks into the queue, unless somebody says that a claim came in."""
LOST_LEASES = 5.0
"""Seconds between two looks for verifications whose server is gone."""


class Jobs(Protocol):
    """The queue; see pipeline/store/jobs.py."""

    def take(self, worker: str, lease_seconds: float) -> Job | None:
        """Lease the job that waits longest."""

    def renew(self, job: Job, lease_seconds: float) -> bool:
        """Go on with it."""

    def give_back(self, job: Job) -> bool:
        """Let another have it."""

    def set_aside(self, job: Job, fault_name: str) -> bool:
        """End it without a report."""

    def waiting(self) -> tuple[int, float]:
        """Return how many wait, and for how many seconds the oldest does."""


def _nobody(_: ClaimResult) -> None:
    """Tell nobody."""


class Day:
    """``count`` workers at the queue."""

    def __init__(
        self, jobs: Jobs, count: int, prepare: Callable[[], None], work: Callable[[str], ClaimResult]
    ) -> None:
        """``prepare()`` runs once in each worker process, ``work(verification_id)`` per verification."""
        self._jobs = jobs
        self._workers = [Workers(1, prepare, work) for _ in range(count)]
        self.watch: Callable[[ClaimResult], None] = _nobody
        """Is told of each verification that is done."""
        self._warm: list[Future[int]] = []
        self._stopped, self._came = threading.Event(), threading.Event()
        self._held: dict[int, Job] = {}
        self._looked = 0.0
        self._threads = [
            threading.Thread(target=self._keep_working, args=(number,), name=f"day-{number}", daemon=True)
            for number in range(count)
        ]
        self._renewing = threading.Thread(target=self._keep_renewing, name="day-leases", daemon=True)

    def start(self) -> None:
        """Let the worker processes load, and begin."""
        self._warm = [one for workers in self._workers for one in workers.warm_up()]
        for thread in (*self._threads, self._renewing):
            thread.start()

    @property
    def is_ready(self) -> bool:
        """Tell whether every worker has loaded its models (one that could not is broken, and not ready)."""
        return (
            all(one.done() and one.exception() is None for one in self._warm) and not self._stopped.is_set()
        )

    def at_work(self) -> list[AtWork]:
        """Return what each worker does now; a verification's id stands for its claim."""
        seen = [one for workers in self._workers for one in workers.at_work(str)]
        return [replace(one, number=number + 1) for number, one in enumerate(seen)]

    def claim_came(self) -> None:
        """Look into the queue now."""
        self._came.set()

    def stop(self, patience: float = 60.0) -> None:
        """Finish what is in hand within ``patience`` seconds; the rest goes back into the queue."""
        self._stopped.set()
        self._came.set()
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        for job in list(self._held.values()):
            self._jobs.give_back(job)
        for workers in self._workers:
            workers.close() if not self._held else workers.abandon()

    def _keep_working(self, number: int) -> None:
        name = f"{socket.gethostname()[:32]}:{os.getpid()}:{number}"
        while not self._stopped.is_set():
            try:
                job = self._next(name)
                if job is not None:
                    self._do(number, job)
                    continue
            except StoreError as fault:
                log.warning("the queue: %s", fault)
            except Exception as fault:  # noqa: BLE001 - one claim must not end the thread; its text may quote
                log.error("the queue: %s", type(fault).__name__)
            self._came.wait(LOOK)
            self._came.clear()

    def _next(self, name: str) -> Job | None:
        """Take a job; asking costs a writer's turn, so it is only done where one waits, or may be lost."""
        if time.monotonic() - self._looked > LOST_LEASES:
            self._looked = time.monotonic()
        elif not self._jobs.waiting()[0]:
            return None
        return self._jobs.take(name, LEASE)

    def _do(self, number: int, job: Job) -> None:
        self._held[number] = job
        try:
            result = self._workers[number].run(job.verification_id)
        except EngineError as missing:
            log.error("verification %s: %s", job.verification_id, type(missing).__name__)
            self._jobs.give_back(job)
            self._stopped.wait(LOST_LEASES)
            return
        finally:
            self._held.pop(number, None)
        self.watch(result)
        if result.problem == LOST:
            self._jobs.set_aside(job, "WorkerLost")
        elif result.outcome is None and result.exit_status == 2:
            self._jobs.set_aside(job, "IntakeError")
        elif result.outcome is None and result.exit_status == 0:  # frozen this very moment
            self._jobs.give_back(job)
        elif result.outcome is None:  # its lease runs out, and it is tried once more
            log.warning("verification %s: %s", job.verification_id, result.problem)

    def _keep_renewing(self) -> None:
        while self._held or not self._stopped.is_set():
            self._stopped.wait(LEASE / 3)
            for job in list(self._held.values()):
                try:
                    self._jobs.renew(job, LEASE)
                except StoreError as fault:
                    log.warning("a lease: %s", fault)

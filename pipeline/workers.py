"""Worker processes that outlive a broken claim.

Models do not survive a fork and are not safe in threads, so each worker is a fresh process that loads its
own. A claim whose worker dies is tried once more in a new pool, then set aside; the others go on.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Generic, TypeVar

from models.result import ClaimResult

Order = TypeVar("Order")
"""What names a claim: its folder, or the id of its verification."""

LOST = "the worker process died over this claim, twice"


def _nothing() -> None:
    """Do nothing: a process that is asked for anything starts and prepares itself."""


def end_with_parent() -> None:
    """Let this process end soon after its parent did: one that was killed cannot tell its workers."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


class Workers(Generic[Order]):
    """A pool of ``count`` processes; ``prepare()`` runs once in each, ``job(folder)`` per claim."""

    def __init__(self, count: int, prepare: Callable[[], None], job: Callable[[Order], ClaimResult]) -> None:
        self._count, self._prepare, self._job = count, prepare, job
        self._lock = threading.Lock()
        self._alone = threading.Lock()
        self._pool = self._fresh(count)

    def _fresh(self, count: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            max_workers=count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=self._prepare,
        )

    def warm_up(self) -> list[Future[None]]:
        """Let the processes start and load their models while the caller does something else.

        Done with the first of what is returned, one of them is ready; with all, most likely all are.
        """
        return [self._pool.submit(_nothing) for _ in range(self._count)]

    def run(self, folder: Order) -> ClaimResult:
        """Verify one claim in a worker and wait for it; safe to call from several threads.

        Whatever ``job`` raises is raised here.
        """
        pool = self._pool
        try:
            return pool.submit(self._job, folder).result()
        except BrokenProcessPool:
            self._replace(pool)
        return self._once_more(folder)

    def _once_more(self, folder: Order) -> ClaimResult:
        """Try a claim whose pool broke in a pool of its own: only the one that breaks it again is lost."""
        with self._alone:
            pool = self._fresh(1)
            try:
                return pool.submit(self._job, folder).result()
            except BrokenProcessPool:
                return ClaimResult(Path(str(folder)), problem=LOST, exit_status=1)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                broken.shutdown(wait=False, cancel_futures=True)
                self._pool = self._fresh(self._count)

    def close(self) -> None:
        """End the processes; what runs is finished, what waits is not begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def abandon(self) -> None:
        """Let go of the processes without waiting; what runs ends when we do."""
        self._pool.shutdown(wait=False, cancel_futures=True)

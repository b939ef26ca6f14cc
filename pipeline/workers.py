"""Worker processes that outlive a broken claim.

Models do not survive a fork and are not safe in threads, so each worker is a fresh process that loads its
own, in a pool of one: a claim whose worker dies takes no other's with it. It is tried once more in a fresh
process, then set aside; the others go on.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from models.aside import Aside
from models.night import AtWork
from models.result import ClaimResult
from pipeline.spawning import fresh

Order = TypeVar("Order")
"""What names a claim: its folder, or the id of its verification."""

TIDY_EVERY = 10
"""Claims after which a worker gives free memory back; after each of them that took 60 ms, for nothing."""

LOST = "the worker process died over this claim, twice"


def _pid() -> int:
    """Do nothing: a process that is asked for anything starts and prepares itself."""
    return os.getpid()


def _begin(prepare: Callable[[], None]) -> None:
    """Begin a worker: Ctrl-C reaches every process, also one that waits, and the parent decides.

    A parent that was killed cannot: its workers, a gigabyte each, would wait for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    prepare()


def trim() -> None:
    """Give back to the system what malloc keeps free, 100 to 200 MiB."""
    with suppress(AttributeError):  # only GNU's C library has it
        ctypes.CDLL(None).malloc_trim(0)


_since_tidied = itertools.count(1)


def _done(job: Callable[[Order], ClaimResult], order: Order) -> ClaimResult:
    """Do a job in a worker, and now and then leave its memory tidy; not where there was nothing to do."""
    again = False
    try:
        result = job(order)
        again = result.again
        return result
    finally:
        if not again and next(_since_tidied) % TIDY_EVERY == 0:
            trim()


def end_with_parent() -> None:
    """Let this process end soon after its parent did: one that was killed cannot tell its workers."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


class _Worker:
    """One process, and what it is known to do."""

    def __init__(self, number: int, prepare: Callable[[], None]) -> None:
        self.number, self._prepare = number, prepare
        self.order: object = None
        self.since, self.done, self.lost, self.pid = time.monotonic(), 0, 0, 0
        self.pool = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        begin = (self._prepare,)
        return ProcessPoolExecutor(max_workers=1, mp_context=fresh(), initializer=_begin, initargs=begin)

    def warm_up(self) -> Future[int]:
        future = self.pool.submit(_pid)
        future.add_done_callback(self._learn)
        return future

    def _learn(self, future: Future[int]) -> None:
        if not future.cancelled() and future.exception() is None:
            self.pid = future.result()

    def replace(self) -> None:
        """Put a fresh process in the place of the one that died."""
        self.pid, self.lost = 0, self.lost + 1
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self._fresh()
        self.warm_up()

    def turn_to(self, order: object) -> None:
        self.order, self.since = order, time.monotonic()


class Workers(Generic[Order]):
    """``count`` processes; ``prepare()`` runs once in each, ``job(folder)`` per claim."""

    def __init__(self, count: int, prepare: Callable[[], None], job: Callable[[Order], ClaimResult]) -> None:
        self._job = job
        self._workers = [_Worker(number + 1, prepare) for number in range(count)]
        self._free: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._free.put(worker)

    def warm_up(self) -> list[Future[int]]:
        """Let the processes start and load their models while the caller does something else.

        Each of what is returned is done when its process is ready.
        """
        return [worker.warm_up() for worker in self._workers]

    def run(self, folder: Order) -> ClaimResult:
        """Verify one claim in a worker and wait for it; safe to call from several threads.

        Whatever ``job`` raises is raised here.
        """
        worker = self._free.get()
        worker.turn_to(folder)
        try:
            for _ in range(2):
                try:
                    return worker.pool.submit(_done, self._job, folder).result()
                except BrokenProcessPool:
                    worker.replace()
            return ClaimResult(Path(str(folder)), problem=LOST, exit_status=1, aside=Aside.WORKER_DIED)
        finally:
            worker.done += 1
            worker.turn_to(None)
            self._free.put(worker)

    def at_work(self, name_of: Callable[[Order], str]) -> list[AtWork]:
        """Return what each worker does now; ``name_of`` gives the claim's id."""
        return [_seen(worker, name_of) for worker in self._workers]

    def close(self) -> None:
        """End the processes; what runs is finished, what waits is not begun."""
        # All at once, and once each: a pool that was shut without waiting cannot be waited for any more.
        with ThreadPoolExecutor(len(self._workers)) as closing:
            list(closing.map(lambda worker: worker.pool.shutdown(cancel_futures=True), self._workers))

    def abandon(self) -> None:
        """Let go of the processes without waiting; what runs ends when we do."""
        for worker in self._workers:
            worker.pool.shutdown(wait=False, cancel_futures=True)


def _seen(worker: _Worker, name_of: Callable[..., str]) -> AtWork:
    order = worker.order
    claim = name_of(order) if order is not None else ""
    seconds = time.monotonic() - worker.since
    return AtWork(worker.number, claim, seconds, worker.done, memory_of(worker.pid), worker.lost)


def memory_of(pid: int) -> int:
    """Return the bytes of a process's resident set; 0 where there is no such process."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1] if pid else "0"
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGESIZE")

"""How far a piece of work is: a bar on a terminal, lines in a log file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from models.night import AtWork
from models.result import ClaimResult
from pipeline.logs import is_json

MEBI = 1024 * 1024
SAY = 300.0
"""Seconds between two lines about rate and workers in a log file."""

_COLUMNS = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
complaints = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def bar() -> Progress:
    """A bar on standard error; nothing where that is no terminal."""
    return Progress(
        *_COLUMNS,
        TimeRemainingColumn(),
        console=complaints,
        transient=True,
        disable=not complaints.is_terminal,
    )


class Counting:
    """Shows how far a named piece of work is: a bar on a terminal, a line at its end in a log file."""

    def __init__(self) -> None:
        self._work, self._progress = "", bar()

    def __call__(self, work: str, done: int, total: int) -> None:
        if self._work != work:
            self._end()
            self._work, self._progress = work, bar()
            self._task = self._progress.add_task(work, total=total)
            self._progress.start()
        self._progress.update(self._task, completed=done, total=total)
        if done == total:
            self._end()
            if not complaints.is_terminal:
                complaints.print(f"{work}: {done}")

    def __enter__(self) -> Counting:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        self._work = ""
        self._progress.stop()


class _Lines(Progress):
    """A bar, and below it a line for each worker."""

    def __init__(self, at_work: Callable[[], Sequence[AtWork]]) -> None:
        self._at_work = at_work
        own = TextColumn("{task.fields[rate]}")
        super().__init__(
            *_COLUMNS, own, console=complaints, transient=True, refresh_per_second=2,
            disable=not complaints.is_terminal,
        )  # fmt: skip

    def get_renderables(self) -> Iterator[RenderableType]:
        """Yield what is drawn."""
        yield from super().get_renderables()
        yield from (Text(line_of(worker), "dim") for worker in self._at_work())


class Follow:
    """Shows how far a batch is: a bar with rate, end and workers on a terminal, lines in a log file.

    Where lines for programs were asked for, the batch writes those itself and nothing is shown here.
    """

    def __init__(self, total: int | None, at_work: Callable[[], Sequence[AtWork]] = tuple) -> None:
        """``at_work`` tells what each worker does now."""
        self._at_work, self._progress = at_work, _Lines(at_work)
        self._task = self._progress.add_task("loading models", total=total, rate="")
        self._lock, self._done, self._fresh = threading.Lock(), 0, 0
        self._began = self._said = time.monotonic()

    def __enter__(self) -> Follow:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, result: ClaimResult, total: int) -> None:
        with self._lock:
            self._done += 1
            self._fresh += not result.again
            rate = self._rate(total)
            self._progress.update(
                self._task, description="verifying", completed=self._done, total=total, rate=rate
            )
            if not complaints.is_terminal and not is_json():
                word = result.outcome or "set aside"
                complaints.print(f"{self._done}/{total} {result.name}: {word}, {result.seconds:.1f} s")
                self._say_now_and_then(rate)

    def _rate(self, total: int) -> str:
        """Return claims a minute and the expected end; what was filed before says nothing of it."""
        spent = time.monotonic() - self._began
        if not self._fresh or spent <= 0:
            return ""
        left = (total - self._done) * spent / self._fresh
        ends = datetime.now() + timedelta(seconds=left)
        return f"{60 * self._fresh / spent:.1f} a minute, ends about {ends:%H:%M}"

    def _say_now_and_then(self, rate: str) -> None:
        if time.monotonic() - self._said < SAY:
            return
        self._said = time.monotonic()
        for line in (rate, *map(line_of, self._at_work())):
            complaints.print(line)


def line_of(worker: AtWork) -> str:
    """Return what one worker does, on one line."""
    now = f"at {worker.claim} for {worker.seconds:.0f} s" if worker.claim else "waits"
    lost = f", lost {worker.lost}" if worker.lost else ""
    return f"worker {worker.number}: {now}, {worker.done} done, {worker.memory / MEBI:.0f} MiB{lost}"

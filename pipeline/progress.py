"""How far a piece of work is: a bar on a terminal, lines in a log file."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from models.result import ClaimResult

complaints = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def bar() -> Progress:
    """A bar on standard error; nothing where that is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=complaints, transient=True, disable=not complaints.is_terminal)


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


class Follow:
    """Shows how far a batch is: a bar on a terminal, a line per claim in a log file."""

    def __init__(self, total: int | None) -> None:
        self._progress = bar()
        self._task = self._progress.add_task("loading models", total=total)
        self._done = 0

    def __enter__(self) -> Follow:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, result: ClaimResult, total: int) -> None:
        self._done += 1
        self._progress.update(self._task, description="verifying", completed=self._done, total=total)
        if not complaints.is_terminal:
            word = result.outcome or "set aside"
            complaints.print(f"{self._done}/{total} {result.name}: {word}, {result.seconds:.1f} s")

"""Processes that answer one question at a time while somebody waits: soon, or not at all.

A question that takes too long costs its process, which is replaced: one hostile file must not keep the next
applicant waiting.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from typing import Any

from pipeline.errors import EngineCrashed, EngineTimeout
from pipeline.spawning import fresh

WAIT = 2.0
"""Seconds that a question waits for a process that is free."""
PATIENCE = 8.0
"""Seconds that one may take; nearly all take less than two."""
START = 120.0
"""Seconds that a process may take to load its models on a busy machine."""


class Answering:
    """``count`` processes; ``prepare()`` runs once in each, then ``answer(*question)`` for each question."""

    def __init__(self, count: int, prepare: Callable[[], None], answer: Callable[..., Any]) -> None:
        self._prepare, self._answer, self._spawning = prepare, answer, fresh()
        self._free: queue.Queue[_Desk] = queue.Queue()
        self._loaded, self._count, self._closed = 0, count, False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Let the processes load, each in a thread that waits for it."""
        for _ in range(self._count):
            threading.Thread(target=self._open, name="answering", daemon=True).start()

    @property
    def is_ready(self) -> bool:
        """Tell whether every process was loaded once."""
        return self._loaded >= self._count

    def ask(self, *question: Any) -> Any:
        """Return the answer.

        Raises:
            EngineTimeout: none of the processes was free in time, or the answer took too long.
            EngineCrashed: the process died over it, or failed.
        """
        try:
            desk = self._free.get(timeout=WAIT if self._count else 0.001)
        except queue.Empty:
            raise EngineTimeout("no process is free to answer") from None
        try:
            answered = desk.ask(question, PATIENCE)
        except (EngineTimeout, EngineCrashed):
            desk.close()
            if not self._closed:
                threading.Thread(target=self._open, name="answering", daemon=True).start()
            raise
        self._free.put(desk)
        ok, value = answered
        if not ok:
            raise EngineCrashed(f"a question could not be answered: {value}")
        return value

    def close(self) -> None:
        """End the processes that are free; one that answers is killed with us."""
        self._closed = True
        while True:
            try:
                self._free.get_nowait().close()
            except queue.Empty:
                return

    def _open(self) -> None:
        desk = _Desk(self._spawning, self._prepare, self._answer)
        if not desk.is_loaded(START) or self._closed:
            desk.close()
            return
        with self._lock:
            self._loaded += 1
        self._free.put(desk)


class _Desk:
    """One process and the line to it."""

    def __init__(
        self, spawning: SpawnContext, prepare: Callable[[], None], answer: Callable[..., Any]
    ) -> None:
        self._line, other = spawning.Pipe()
        self._process = spawning.Process(target=_sit, args=(other, prepare, answer), daemon=True)
        self._process.start()
        other.close()

    def is_loaded(self, patience: float) -> bool:
        try:
            return self._line.poll(patience) and bool(self._line.recv())
        except (EOFError, OSError):
            return False

    def ask(self, question: tuple[Any, ...], patience: float) -> tuple[bool, Any]:
        until = time.monotonic() + patience
        try:
            self._line.send(question)
            if not self._line.poll(max(0.0, until - time.monotonic())):
                raise EngineTimeout("a question took too long")
            answered: tuple[bool, Any] = self._line.recv()
        except (EOFError, OSError):
            raise EngineCrashed("a process died over a question") from None
        return answered

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._line.close()


def _sit(line: Connection, prepare: Callable[[], None], answer: Callable[..., Any]) -> None:
    """Answer until the line is cut. A fault is told by its name: its text may quote."""
    prepare()
    line.send(True)
    while True:
        try:
            question = line.recv()
        except EOFError:
            return
        try:
            told = True, answer(*question)
        except Exception as fault:  # noqa: BLE001 - see above
            told = False, type(fault).__name__
        line.send(told)

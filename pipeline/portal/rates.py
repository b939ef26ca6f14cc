"""Token buckets: how often somebody may ask. Held in this process: each server counts by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

MOST = 100_000
"""Buckets that are held; full ones are forgotten first, as they say nothing."""


class Buckets:
    """One bucket per name, which fills at ``per_second`` up to ``size``."""

    def __init__(self, per_second: float, size: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._size, self._clock = per_second, size, clock
        self._lock = threading.Lock()
        self._held: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> float:
        """Take one token; returns 0.0, or the seconds until there is one (and takes none)."""
        with self._lock:
            level = self._level(name)
            if level < 1:
                return (1 - level) / self._rate
            self._held[name] = level - 1, self._clock()
            if len(self._held) > MOST:
                self._forget()
            return 0.0

    def wait_for(self, name: str) -> float:
        """Return what ``take`` would, and take nothing."""
        with self._lock:
            return max(0.0, (1 - self._level(name)) / self._rate)

    def _level(self, name: str) -> float:
        level, since = self._held.get(name, (self._size, 0.0))
        return min(self._size, level + (self._clock() - since) * self._rate)

    def _forget(self) -> None:
        """Drop what is full by now; if that is too little, those asked for longest ago."""
        self._held = {name: held for name, held in self._held.items() if self._level(name) < self._size}
        for name in list(self._held)[: max(0, len(self._held) - MOST // 2)]:
            del self._held[name]

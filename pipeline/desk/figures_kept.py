"""Figures that were counted a moment ago are shown again: a month of claims is not counted for every look."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

from models.desk import Figures
from pipeline.desk.ports import FiguresStore

KEPT = timedelta(seconds=60)
"""Counting 100,000 claims of a month takes a quarter of a second on a busy machine (docs/performance.md)."""


class KeptFigures:
    """The figures of a store, counted once a minute at most; the page says when."""

    def __init__(self, store: FiguresStore) -> None:
        self._store, self._turn = store, threading.Lock()
        self._kept: dict[tuple[date, int], Figures] = {}

    def of(self, last: date, days: int, now: datetime) -> Figures:
        """Return them as they were ``KEPT`` ago at most; see the store's own."""
        with self._turn:
            self._kept = {asked: found for asked, found in self._kept.items() if now - found.at < KEPT}
            if (last, days) not in self._kept:
                self._kept[last, days] = self._store.of(last, days, now)
            return self._kept[last, days]

"""Figures are counted once a minute, and for each period apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from models.desk import Figures
from pipeline.desk import KeptFigures

NOON, DAY = datetime(2026, 11, 20, 5, tzinfo=UTC), date(2026, 11, 20)


class Counting:
    def __init__(self) -> None:
        self.asked: list[tuple[date, int]] = []

    def of(self, last: date, days: int, now: datetime) -> Figures:
        self.asked.append((last, days))
        return Figures(now, (), {}, (), (), len(self.asked), 0)


def test_they_are_counted_once_a_minute() -> None:
    store = Counting()
    kept = KeptFigures(store)
    first = kept.of(DAY, 30, NOON)
    assert kept.of(DAY, 30, NOON + timedelta(seconds=59)) is first
    assert kept.of(DAY, 7, NOON) is not first
    again = kept.of(DAY, 30, NOON + timedelta(seconds=60))
    assert again.taken_back == 3
    assert again.at == NOON + timedelta(seconds=60)

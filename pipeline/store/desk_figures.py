"""What supervisors look at: what came in, how it ended, why, who agreed; days that are over are kept counted.

A look costs today's rows and what waits, however many claims are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from models.case import ReviewState, Ruled
from models.desk import JAKARTA, DayFigures, Figures
from models.outcome import Outcome
from pipeline.store.case_tables import reviews
from pipeline.store.database import Database
from pipeline.store.desk_tables import known_answers
from pipeline.store.figure_days import (
    DayCounts,
    counted_days,
    is_closed,
    keep_days,
    kept_days,
    summed,
)

AGES = (4, 8, 24, 72, None)
"""Hours: the classes in which waiting tasks are counted, the last one without end."""
BACK = 120
"""Days for which counts are kept ready; the longest period that is shown has 90."""
AT_ONCE = 7
"""Days that are counted in one transaction."""


class DeskFigures:
    """The counts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, last: date, days: int, now: datetime) -> Figures:
        """Return the figures of ``days`` days up to ``last``, and what waits ``now``.

        Raises:
            StoreError: the database failed.
        """
        every = _days(last, days)
        with self._database.reading() as reading:
            found = kept_days(reading, every)
            missing = [day for day in every if day not in found]
            if missing:
                found |= (
                    counted_days(reading, _days(missing[-1], (missing[-1] - missing[0]).days + 1)) | found
                )
            waiting = _waiting(reading, now)
        counted = [found[day] for day in every]
        return Figures(
            at=now,
            days=tuple(_figures(day, found[day]) for day in every),
            reasons=_reasons(counted),
            waiting=waiting,
            officers=summed(counted),
            taken_back=sum(day.taken_back for day in counted),
            corrected=sum(day.corrected for day in counted),
        )

    def close(self, now: datetime) -> int:
        """Keep the counts of days that are over; returns how many were not kept yet.

        To be called now and then; what was not closed is counted at each look.

        Raises:
            StoreError: the database failed.
        """
        every = _days(now.astimezone(JAKARTA).date(), BACK)
        over = [day for day in every if is_closed(day, now)]
        with self._database.reading() as reading:
            kept = kept_days(reading, over)
        missing = [day for day in over if day not in kept]
        while missing:
            until = missing[0] + timedelta(days=AT_ONCE)
            some = [day for day in missing if day < until]
            with self._database.reading() as reading:
                counted = counted_days(reading, _days(some[-1], (some[-1] - some[0]).days + 1))
            with self._database.writing() as writing:
                keep_days(writing, {day: counted[day] for day in some})
            missing = missing[len(some) :]
        return len(over) - len(kept)


def _days(last: date, count: int) -> list[date]:
    return [last - timedelta(days=count - 1 - n) for n in range(count)]


def _figures(day: date, counts: DayCounts) -> DayFigures:
    outcomes = (counts.outcomes.get(str(o), 0) for o in (Outcome.CLEAR, Outcome.REVIEW, Outcome.RESUBMIT))
    ruled = (counts.ruled.get(str(r), 0) for r in (Ruled.ACCEPT, Ruled.ASK_AGAIN, Ruled.REJECT))
    return DayFigures(day, *outcomes, *ruled)


def _reasons(days: Sequence[DayCounts]) -> dict[str, tuple[int, ...]]:
    """Return reasons by day, the most frequent first."""
    total: Counter[str] = Counter()
    for day in days:
        total.update(day.reasons)
    most = sorted(total, key=lambda code: (-total[code], code))
    return {code: tuple(day.reasons.get(code, 0) for day in days) for code in most}


def _waiting(reading: Connection, now: datetime) -> tuple[tuple[int | None, int], ...]:
    """Count undecided tasks by age; samples are few and taken off, so that an index does for the rest."""
    late = [(reviews.c.opened_at > now - timedelta(hours=hours), n) for n, hours in enumerate(AGES) if hours]
    age = case(*late, else_=len(AGES) - 1).label("age")
    undecided = reviews.c.state.in_([str(ReviewState.OPEN), str(ReviewState.WAITING)])
    asked: Select[Any] = select(age, func.count()).where(undecided).group_by("age")
    samples = asked.where(reviews.c.verification_id.in_(select(known_answers.c.verification_id)))
    counted = {int(n): int(count) for n, count in reading.execute(asked)}
    for n, count in reading.execute(samples):
        counted[int(n)] -= int(count)
    return tuple((hours, counted.get(n, 0)) for n, hours in enumerate(AGES))

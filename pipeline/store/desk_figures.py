"""What supervisors look at, counted in the database: what came in, how it ended, why, and who agreed."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select
from sqlalchemy.orm import aliased

from models.case import ReviewState, Ruled
from models.desk import JAKARTA, DayFigures, Figures
from models.outcome import Outcome
from pipeline.store.case_tables import corrections, review_reasons, reviews, rulings, verifications
from pipeline.store.database import Database

TO_JAKARTA = timedelta(hours=7)
"""From UTC, the whole year. By the zone's name PostgreSQL takes 60 ms for 84,000 rows, by this 24."""
AGES = (4, 8, 24, 72, None)
"""Hours: the classes in which waiting tasks are counted, the last one without end."""


class DeskFigures:
    """The counts of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, last: date, days: int, now: datetime) -> Figures:
        """Return the figures of ``days`` days up to ``last``, and what waits ``now``.

        Raises:
            StoreError: the database failed.
        """
        first = last - timedelta(days=days - 1)
        every = [first + timedelta(days=n) for n in range(days)]
        since, until = _begin(first), _begin(last + timedelta(days=1))
        with self._database.reading() as reading:
            ended = self._by_day(reading, verifications.c.finished_at, verifications.c.outcome, since, until)
            ruled = self._by_day(reading, rulings.c.at, rulings.c.ruled, since, until)
            reasons = _reasons(reading, every)
            waiting = _waiting(reading, now)
            officers = _officers(reading, since, until)
            within = (rulings.c.at >= since, rulings.c.at < until)
            taken_back = _count(reading, rulings.c.number, rulings.c.voids.is_not(None), *within)
            within = (corrections.c.at >= since, corrections.c.at < until)
            corrected = _count(reading, corrections.c.verification_id.distinct(), *within)
        return Figures(
            at=now,
            days=tuple(
                DayFigures(
                    day,
                    *(
                        ended[day.isoformat(), str(o)]
                        for o in (Outcome.CLEAR, Outcome.REVIEW, Outcome.RESUBMIT)
                    ),
                    *(ruled[day.isoformat(), str(r)] for r in (Ruled.ACCEPT, Ruled.ASK_AGAIN, Ruled.REJECT)),
                )
                for day in every
            ),
            reasons=reasons,
            waiting=waiting,
            officers=officers,
            taken_back=taken_back,
            corrected=corrected,
        )

    def _by_day(
        self,
        reading: Connection,
        moment: ColumnElement[Any],
        word: ColumnElement[Any],
        since: datetime,
        until: datetime,
    ) -> Counter[tuple[str, str]]:
        day: ColumnElement[Any] = func.date(moment, "+7 hours")
        if not self._database.embedded:
            day = func.date(func.timezone(TO_JAKARTA, moment))
        asked = select(day.label("day"), word, func.count()).where(moment >= since, moment < until)
        if moment is rulings.c.at:
            asked = asked.where(*_final())
        counted: Counter[tuple[str, str]] = Counter()
        for when, what, count in reading.execute(asked.group_by("day", word)):
            counted[str(when), str(what)] = int(count)
        return counted


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), JAKARTA)


def _final() -> tuple[ColumnElement[bool], ...]:
    """Which rulings decided a claim: no proposal, nothing that was taken back."""
    later = aliased(rulings)
    same = later.c.verification_id == rulings.c.verification_id
    followed = select(later.c.number).where(same, later.c.number > rulings.c.number).exists()
    task = reviews.c.verification_id == rulings.c.verification_id
    decided = select(reviews.c.state).where(task, reviews.c.state == str(ReviewState.DECIDED)).exists()
    return rulings.c.voids.is_(None), ~followed, decided


def _count(reading: Connection, what: ColumnElement[Any], *where: ColumnElement[bool]) -> int:
    return int(reading.execute(select(func.count(what)).where(*where)).scalar_one())


def _reasons(reading: Connection, days: list[date]) -> dict[str, tuple[int, ...]]:
    """Count reasons by day, the most frequent first."""
    table = review_reasons.c
    within = (table.day >= days[0].isoformat(), table.day <= days[-1].isoformat())
    asked = select(table.day, table.code, func.count()).where(*within).group_by(table.day, table.code)
    counted: dict[str, Counter[str]] = {}
    for day, code, count in reading.execute(asked):
        counted.setdefault(code, Counter())[day] = count
    most = sorted(counted, key=lambda code: (-counted[code].total(), code))
    return {code: tuple(counted[code][day.isoformat()] for day in days) for code in most}


def _waiting(reading: Connection, now: datetime) -> tuple[tuple[int | None, int], ...]:
    late = [(reviews.c.opened_at > now - timedelta(hours=hours), n) for n, hours in enumerate(AGES) if hours]
    age = case(*late, else_=len(AGES) - 1).label("age")
    undecided = reviews.c.state.in_([str(ReviewState.OPEN), str(ReviewState.WAITING)])
    asked = select(age, func.count()).where(undecided).group_by("age")
    counted = {int(n): int(count) for n, count in reading.execute(asked)}
    return tuple((hours, counted.get(n, 0)) for n, hours in enumerate(AGES))


def _officers(reading: Connection, since: datetime, until: datetime) -> tuple[tuple[str, int, int, int], ...]:
    """Count each officer's rulings, how many a second one looked at, and with how many he agreed.

    He who approves says the same word; he who rules otherwise on the same case did not agree.
    """
    second = aliased(rulings)
    same_case = second.c.verification_id == rulings.c.verification_id  # of which there is an index
    later = (second.c.number > rulings.c.number, second.c.officer != rulings.c.officer)
    looked = select(second.c.number).where(same_case, *later).exists()
    agreed = select(second.c.number).where(same_case, second.c.approves == rulings.c.number).exists()
    asked = select(
        rulings.c.officer,
        func.count(),
        func.sum(case((looked, 1), else_=0)),
        func.sum(case((agreed, 1), else_=0)),
    ).where(
        rulings.c.at >= since, rulings.c.at < until, rulings.c.voids.is_(None), rulings.c.approves.is_(None)
    )
    rows = reading.execute(asked.group_by(rulings.c.officer).order_by(rulings.c.officer))
    return tuple((str(name), int(all_), int(seen), int(same)) for name, all_, seen, same in rows)

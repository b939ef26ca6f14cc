"""The officers' queue: flagged claims by risk, then age, a page at a time; and how many wait.

Ordered by an index, continued from a place and not from a number: it takes as long on the last page as on the
first, and what others take meanwhile shifts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, case, exists, func, select, tuple_

from models.case import ReviewState
from models.desk import RANKS, Place, QueueCounts, QueueWanted, Task
from pipeline.store.case_tables import review_reasons, reviews, verifications
from pipeline.store.officers import review_of
from pipeline.store.shelf import Shelf

_FROM_RUN = ("cause", "channel", "submitted_at")


class Queue:
    """The tasks of officers."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def page(self, wanted: QueueWanted) -> tuple[Task, ...]:
        """Return a page of tasks, the riskiest and among these the oldest first.

        Raises:
            StoreError: the database failed.
        """
        asked = _narrowed(wanted)
        place = tuple_(reviews.c.rank, reviews.c.opened_at, reviews.c.verification_id)
        by = (reviews.c.rank, reviews.c.opened_at, reviews.c.verification_id)
        if wanted.before is not None:
            asked = asked.where(place < _place(wanted.before)).order_by(*(column.desc() for column in by))
        else:
            asked = asked.order_by(*by)
            if wanted.after is not None:
                asked = asked.where(place > _place(wanted.after))
        with self._shelf.database.reading() as reading:
            rows = reading.execute(asked.limit(wanted.most)).mappings().all()
            tasks = _tasks(reading, rows)
        return tuple(reversed(tasks)) if wanted.before is not None else tasks

    def task(self, verification_id: str) -> Task | None:
        """Return one task, also a decided one; None where that verification has none.

        Raises:
            StoreError: the database failed.
        """
        asked = _selected().where(reviews.c.verification_id == verification_id)
        with self._shelf.database.reading() as reading:
            return next(iter(_tasks(reading, reading.execute(asked).mappings().all())), None)

    def counts(self, officer: str, late_before: datetime) -> QueueCounts:
        """Return how much waits at this moment.

        Args:
            officer: whose tasks are counted as ``mine``.
            late_before: what was opened before is late.

        Raises:
            StoreError: the database failed.
        """
        table = reviews.c
        asked = (
            select(
                table.state,
                table.rank,
                func.count().label("all"),
                func.sum(case((table.opened_at < late_before, 1), else_=0)).label("late"),
                func.sum(case((table.officer == officer, 1), else_=0)).label("mine"),
            )
            .where(table.state.in_([str(ReviewState.OPEN), str(ReviewState.WAITING)]))
            .group_by(table.state, table.rank)
        )
        with self._shelf.database.reading() as reading:
            rows = reading.execute(asked).mappings().all()
        opened = [row for row in rows if row["state"] == ReviewState.OPEN]
        return QueueCounts(
            by_risk={
                risk: sum(int(row["all"]) for row in opened if row["rank"] == n)
                for n, risk in enumerate(RANKS)
            },
            late=sum(int(row["late"]) for row in opened),
            mine=sum(int(row["mine"]) for row in opened),
            second=sum(int(row["all"]) for row in rows if row["state"] == ReviewState.WAITING),
        )

    def officers(self) -> tuple[str, ...]:
        """Return those who have open tasks."""
        asked = select(reviews.c.officer).where(
            reviews.c.state == str(ReviewState.OPEN), reviews.c.officer.is_not(None)
        )
        with self._shelf.database.reading() as reading:
            return tuple(reading.execute(asked.distinct().order_by(reviews.c.officer)).scalars())


def _selected() -> Select[Any]:
    columns = [verifications.c[name] for name in _FROM_RUN]
    return select(reviews, *columns).join_from(reviews, verifications)


def _narrowed(wanted: QueueWanted) -> Select[Any]:
    state = ReviewState.WAITING if wanted.waits else ReviewState.OPEN
    asked = _selected().where(reviews.c.state == str(state))
    if wanted.programme is not None:
        asked = asked.where(reviews.c.programme == wanted.programme)
    if wanted.officer is not None:
        asked = asked.where(reviews.c.officer == wanted.officer)
    if wanted.free_for is not None:
        free = reviews.c.officer.is_(None) | (reviews.c.officer == wanted.free_for)
        asked = asked.where(free)
    if wanted.opened_before is not None:
        asked = asked.where(reviews.c.opened_at < wanted.opened_before)
    if wanted.code is not None:
        same = review_reasons.c.verification_id == reviews.c.verification_id
        asked = asked.where(exists().where(same, review_reasons.c.code == wanted.code))
    return asked


def _place(place: Place) -> Any:
    table = reviews.c
    types = (table.rank.type, table.opened_at.type, table.verification_id.type)
    values: Any = place
    return tuple_(*values, types=types)


def _tasks(reading: Connection, rows: Sequence[RowMapping]) -> tuple[Task, ...]:
    table, ids = review_reasons.c, [row["verification_id"] for row in rows]
    asked = select(table.verification_id, table.code).where(table.verification_id.in_(ids))
    codes: dict[str, list[str]] = {}
    for verification_id, code in reading.execute(asked.order_by(table.code)):
        codes.setdefault(verification_id, []).append(code)
    names = ("rank", "programme", *_FROM_RUN)
    return tuple(
        Task(
            review_of(row),
            codes=tuple(codes.get(row["verification_id"], ())),
            **{name: row[name] for name in names},
        )
        for row in rows
    )

"""What is counted of a day (Jakarta's), in one pass over the rows of that day, and kept when the day is over.

A day is over an hour after its end: by then everything that was written in it is there, and its rulings
cannot be taken back any more. Its counts then stay, also where a claim is forgotten.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select
from sqlalchemy.dialects import postgresql, sqlite

from models.case import ReviewState, Ruled
from models.desk import JAKARTA
from pipeline.store.case_tables import corrections, review_reasons, reviews, rulings, verifications
from pipeline.store.desk_tables import figure_days
from pipeline.store.known_answers import is_no_samples

CLOSED_AFTER = timedelta(hours=1)
TO_JAKARTA = timedelta(hours=7)
"""From UTC, the whole year."""


@dataclass
class DayCounts:
    """One day: outcomes and final rulings by word, reasons by code.

    Attributes:
        officers: name -> his rulings; those of his on which a second officer ruled that day; agreed ones.
        taken_back: rulings; ``corrected``: verifications.
    """

    outcomes: dict[str, int] = field(default_factory=dict)
    ruled: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    officers: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    taken_back: int = 0
    corrected: int = 0


def begin(day: date) -> datetime:
    """Return when a day begins."""
    return datetime.combine(day, time(), JAKARTA)


def is_closed(day: date, now: datetime) -> bool:
    """Tell whether nothing can be added to a day any more."""
    return now >= begin(day + timedelta(days=1)) + CLOSED_AFTER


def kept_days(reading: Connection, days: Sequence[date]) -> dict[date, DayCounts]:
    """Return the counts of those of these days that are kept."""
    table = figure_days.c
    asked = select(table.day, table.counted).where(table.day >= f"{days[0]}", table.day <= f"{days[-1]}")
    return {date.fromisoformat(day): _read(text) for day, text in reading.execute(asked)}


def keep_days(writing: Connection, counted: Mapping[date, DayCounts]) -> None:
    """Keep days that are over; one that another process kept meanwhile stays as it is."""
    insert = postgresql.insert if writing.dialect.name == "postgresql" else sqlite.insert
    rows = [{"day": day.isoformat(), "counted": json.dumps(asdict(one))} for day, one in counted.items()]
    if rows:
        writing.execute(insert(figure_days).values(rows).on_conflict_do_nothing())


def counted_days(reading: Connection, days: Sequence[date]) -> dict[date, DayCounts]:
    """Count the rows of days that follow one another."""
    found = {day: DayCounts() for day in days}
    since, until = begin(days[0]), begin(days[-1] + timedelta(days=1))
    real = is_no_samples(verifications.c.verification_id)
    day = _day(reading, verifications.c.finished_at).label("day")
    within = (verifications.c.finished_at >= since, verifications.c.finished_at < until)
    asked = select(day, verifications.c.outcome, func.count()).where(*within, real)
    for when, word, count in reading.execute(asked.group_by("day", verifications.c.outcome)):
        found[date.fromisoformat(str(when))].outcomes[str(word)] = int(count)
    table = review_reasons.c
    listed = (table.day >= f"{days[0]}", table.day <= f"{days[-1]}", is_no_samples(table.verification_id))
    why = select(table.day, table.code, func.count()).where(*listed).group_by(table.day, table.code)
    for when, code, count in reading.execute(why):
        found[date.fromisoformat(when)].reasons[code] = int(count)
    mended = _day(reading, corrections.c.at).label("day")
    of_them = (corrections.c.at >= since, corrections.c.at < until)
    corrected = select(mended, func.count(corrections.c.verification_id.distinct()))
    corrected = corrected.where(*of_them, is_no_samples(corrections.c.verification_id))
    for when, count in reading.execute(corrected.group_by("day")):
        found[date.fromisoformat(str(when))].corrected = int(count)
    for case in _cases(reading, since, until):
        _count_rulings(case, found)
    return found


def _cases(reading: Connection, since: datetime, until: datetime) -> Iterator[list[RowMapping]]:
    """Yield the rulings of each case on which somebody ruled then, with how far the case is."""
    table = rulings.c
    touched = select(table.verification_id).where(table.at >= since, table.at < until)
    columns = (table.number, table.verification_id, table.officer, table.ruled, table.at, table.approves,
               table.voids, reviews.c.state)  # fmt: skip
    joined = rulings.join(reviews, reviews.c.verification_id == table.verification_id)
    asked = select(*columns).select_from(joined).where(
        table.verification_id.in_(touched), is_no_samples(table.verification_id)
    )  # fmt: skip
    rows = reading.execute(asked.order_by(table.verification_id, table.number)).mappings()
    for _, case in groupby(rows, key=lambda row: row["verification_id"]):
        yield list(case)


def _count_rulings(case: Sequence[RowMapping], found: Mapping[date, DayCounts]) -> None:
    """Add a case's rulings to their days: the last word of a decided one, and who looked at whose."""
    voided = {row["voids"] for row in case if row["voids"] is not None}
    standing = [row for row in case if row["voids"] is None and row["number"] not in voided]
    if standing and case[-1]["voids"] is None and case[-1]["state"] == ReviewState.DECIDED:
        _add(found, standing[-1], lambda day, row: _more(day.ruled, row["ruled"]))
    for row in case:
        if row["voids"] is not None:
            _add(found, row, lambda day, _: setattr(day, "taken_back", day.taken_back + 1))
        elif row["approves"] is None:
            _add(found, row, lambda day, r: _officer(day, r["officer"], 1, 0, 0))
    for before, after in pairwise(standing):
        if before["officer"] != after["officer"] and before["ruled"] != Ruled.ESCALATE:
            agreed = int(after["approves"] == before["number"])
            who = before["officer"]
            _add(found, after, lambda day, _, who=who, agreed=agreed: _officer(day, who, 0, 1, agreed))


def _add(found: Mapping[date, DayCounts], row: RowMapping, add: Any) -> None:
    day = found.get(row["at"].astimezone(JAKARTA).date())
    if day is not None:  # a case has rulings of other days too
        add(day, row)


def _more(counts: dict[str, int], word: str) -> None:
    counts[word] = counts.get(word, 0) + 1


def _officer(day: DayCounts, name: str, *more: int) -> None:
    before = day.officers.get(name, (0, 0, 0))
    all_, looked, agreed = (a + b for a, b in zip(before, more, strict=True))
    day.officers[name] = all_, looked, agreed


def summed(days: Sequence[DayCounts]) -> tuple[tuple[str, int, int, int], ...]:
    """Return the officers of several days: name, rulings, looked at, agreed."""
    total: dict[str, Counter[int]] = {}
    for day in days:
        for name, three in day.officers.items():
            total.setdefault(name, Counter()).update(dict(enumerate(three)))
    return tuple((name, total[name][0], total[name][1], total[name][2]) for name in sorted(total))


def _day(reading: Connection, moment: ColumnElement[Any]) -> ColumnElement[Any]:
    if reading.dialect.name == "postgresql":
        return func.date(func.timezone(TO_JAKARTA, moment))
    return func.date(moment, "+7 hours")


def _read(text: str) -> DayCounts:
    told = json.loads(text)
    told["officers"] = {name: tuple(three) for name, three in told["officers"].items()}
    return DayCounts(**told)

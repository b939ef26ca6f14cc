"""Days that are over stay counted, the same for everybody who counts them. On both databases."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from models.case import Correction, ReviewState, Ruled, Ruling
from models.outcome import Outcome
from pipeline.store import CaseStore, DeskStore
from pipeline.store.desk_tables import figure_days
from tests.pipeline.desk.flagged_claims import flagged
from tests.pipeline.store.test_desk_store import at

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
"""Noon in Jakarta."""
TODAY, DAY = date(2026, 11, 20), timedelta(days=1)
CLOSED = datetime(2026, 11, 20, 18, tzinfo=UTC)
"""One in the morning of the 21st, Jakarta's: the 20th is over."""


def a_day(cases: CaseStore, moment: datetime, n: int = 0) -> str:
    """A clear claim, and a flagged one on which two officers ruled, one of them mended a reading."""
    then = at(cases, moment)
    flagged(then, f"JHT-c{n}", outcome=Outcome.CLEAR)
    run = flagged(then, f"JHT-r{n}")
    then.officers.correct(run, Correction("budi", 0, "nik", "1", "2", "x"))
    first = then.officers.rule(run, Ruling("budi", Ruled.REJECT), version=1, then=ReviewState.WAITING)
    then.officers.rule(run, Ruling("citra", Ruled.REJECT, approves=first.number), version=2)
    return run


def kept(cases: CaseStore) -> int:
    with cases.shelf.database.reading() as reading:
        return int(reading.execute(select(func.count()).select_from(figure_days)).scalar_one())


def test_a_look_is_the_same_before_and_after_days_are_closed(cases: CaseStore) -> None:
    figures = DeskStore.beside(cases).figures
    for n in range(4):
        a_day(cases, NOON - n * DAY, n)
    before = figures.of(TODAY, 5, CLOSED)
    assert [(d.clear, d.review, d.rejected) for d in before.days] == [(0, 0, 0)] + [(1, 1, 1)] * 4
    assert before.officers == (("budi", 4, 4, 4),)
    assert before.corrected == 4
    assert before.reasons == {"NIK_MISMATCH": (0, 1, 1, 1, 1)}
    assert figures.close(CLOSED) > 4
    assert figures.close(CLOSED) == 0
    assert figures.of(TODAY, 5, CLOSED) == before
    assert kept(cases) > 4


def test_today_is_open_until_an_hour_after_midnight(cases: CaseStore) -> None:
    figures = DeskStore.beside(cases).figures
    a_day(cases, NOON)
    figures.close(CLOSED - timedelta(seconds=1))
    late = at(cases, CLOSED - timedelta(hours=1, minutes=1))
    flagged(late, "JHT-late", outcome=Outcome.CLEAR)
    assert figures.of(TODAY, 1, CLOSED).days[0].clear == 2, "it was not closed yet"
    figures.close(CLOSED)
    assert figures.of(TODAY, 1, CLOSED).days[0].clear == 2
    flagged(at(cases, CLOSED), "JHT-next", outcome=Outcome.CLEAR)
    assert [d.clear for d in figures.of(TODAY + DAY, 2, CLOSED).days] == [2, 1]


def test_what_is_forgotten_stays_counted_on_days_that_are_over(cases: CaseStore) -> None:
    figures = DeskStore.beside(cases).figures
    a_day(cases, NOON)
    figures.close(CLOSED)
    before = figures.of(TODAY, 1, CLOSED)
    for claim_id in ("JHT-c0", "JHT-r0"):
        assert cases.forget(claim_id)
    after = figures.of(TODAY, 1, CLOSED)
    assert (after.days, after.officers, after.reasons) == (before.days, before.officers, before.reasons)
    with cases.shelf.database.reading() as reading:
        texts = " ".join(reading.execute(select(figure_days.c.counted)).scalars())
    assert "JHT" not in texts, "counts name no claim"


def test_a_proposal_is_counted_on_the_day_on_which_it_was_decided(cases: CaseStore) -> None:
    figures = DeskStore.beside(cases).figures
    run = flagged(at(cases, NOON - DAY), "JHT-1")
    first = at(cases, NOON - DAY).officers.rule(
        run, Ruling("budi", Ruled.REJECT), version=1, then=ReviewState.WAITING
    )
    figures.close(NOON)
    at(cases, NOON).officers.rule(run, Ruling("citra", Ruled.REJECT, approves=first.number), version=2)
    figures.close(CLOSED)
    found = figures.of(TODAY, 2, CLOSED)
    assert [day.rejected for day in found.days] == [0, 1]
    assert found.officers == (("budi", 1, 1, 1),)


def test_several_servers_close_the_same_days(cases: CaseStore) -> None:
    figures = DeskStore.beside(cases).figures
    for n in range(3):
        a_day(cases, NOON - n * DAY, n)
    before = figures.of(TODAY, 3, CLOSED)
    works = [lambda: figures.close(CLOSED)] * 4
    works.append(lambda: [flagged(at(cases, CLOSED), f"JHT-w{n}", outcome=Outcome.CLEAR) for n in range(5)])
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert figures.of(TODAY, 3, CLOSED).days == before.days
    assert figures.of(TODAY + DAY, 1, CLOSED).days[0].clear == 5

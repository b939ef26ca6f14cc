"""Kept verifications in order of their coming, a page at a time: what the portal's list asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from models.case import Run, RunState
from models.claim import Programme
from models.outcome import Outcome
from pipeline.store.case_tables import verifications
from pipeline.store.known_answers import not_a_sample
from pipeline.store.shelf import Shelf, runs_of


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; None: everything.

    Attributes:
        since, until: of the time of coming, the first within, the second not.
        after: time of coming and id of the last one of the page before.
    """

    state: RunState | None = None
    outcome: Outcome | None = None
    programme: Programme | None = None
    claim_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None
    most: int = 50


class Listing:
    """The kept verifications."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def page(self, wanted: Wanted) -> tuple[Run, ...]:
        """Return a page, the newest first; what comes in meanwhile is on no later page.

        Raises:
            StoreError: the database failed.
        """
        asked, table = select(verifications).where(not_a_sample()), verifications.c
        for column, value in (
            (table.state, wanted.state),
            (table.outcome, wanted.outcome),
            (table.programme, wanted.programme),
            (table.claim_id, wanted.claim_id),
        ):
            if value is not None:
                asked = asked.where(column == str(value))
        if wanted.since is not None:
            asked = asked.where(table.received_at >= wanted.since)
        if wanted.until is not None:
            asked = asked.where(table.received_at < wanted.until)
        if wanted.after is not None:
            moment, last = wanted.after
            same = and_(table.received_at == moment, table.verification_id < last)
            asked = asked.where(or_(table.received_at < moment, same))
        newest = asked.order_by(table.received_at.desc(), table.verification_id.desc()).limit(wanted.most)
        with self._shelf.database.reading() as reading:
            return runs_of(reading.execute(newest).mappings().all())

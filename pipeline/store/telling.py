"""Rulings told outside: when they cannot be taken back any more, each once, with the applicant's message.

A ruling that counts waits here until its officer's time to undo it is over; who takes it back takes it from
here. So nobody is ever sent a message that was withdrawn, and no correction of one is needed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select

from models.case import Event, EventKind, Ruled, ToldRuling
from pipeline.errors import NotKept
from pipeline.store.case_tables import events, rulings
from pipeline.store.database import Database
from pipeline.store.desk_tables import rulings_to_tell
from pipeline.store.shelf import Shelf, row_of
from pipeline.store.tables import frozen

AT_ONCE = 100
"""Rulings told in one transaction."""


def tell_later(writing: Connection, ruling: int, claim_id: str, due_at: datetime) -> None:
    """Let a ruling be told when ``due_at`` has come."""
    writing.execute(insert(rulings_to_tell).values(ruling=ruling, claim_id=claim_id, due_at=due_at))


def take_from(writing: Connection, ruling: int) -> bool:
    """Tell of a ruling no more, as it is taken back; False: it was told already."""
    gone = delete(rulings_to_tell).where(rulings_to_tell.c.ruling == ruling)
    if writing.execute(gone).rowcount:
        return True
    told = select(events.c.number).where(events.c.ruling == ruling)
    return writing.execute(told).first() is None


def tell_due(database: Database, clock: Callable[[], datetime]) -> int:
    """Put the rulings that are due into the outbox; returns how many. Frozen claims wait."""
    due = select(rulings_to_tell.c.ruling).where(
        rulings_to_tell.c.due_at <= clock(), ~exists().where(frozen.c.claim_id == rulings_to_tell.c.claim_id)
    )
    due = due.order_by(rulings_to_tell.c.due_at, rulings_to_tell.c.ruling).limit(AT_ONCE)
    with database.reading() as reading:  # no writer's lock while there is nothing to do
        if not reading.execute(due).first():
            return 0
    with database.writing() as writing:
        # PostgreSQL: who takes one of them back at this moment waits, or has it already
        numbers = list(writing.execute(due.with_for_update(skip_locked=True)).scalars())
        whose = select(rulings.c.number, rulings.c.verification_id).where(rulings.c.number.in_(numbers))
        runs = {row.number: row.verification_id for row in writing.execute(whose)}
        for number in numbers:
            told = {"event_id": str(uuid.uuid4()), "verification_id": runs[number], "created_at": clock()}
            writing.execute(insert(events).values(told | {"kind": str(EventKind.RULED), "ruling": number}))
        writing.execute(delete(rulings_to_tell).where(rulings_to_tell.c.ruling.in_(numbers)))
    return len(numbers)


def told_ruling(shelf: Shelf, verification_id: str) -> ToldRuling | None:
    """Return the last ruling on a verification that was told, None where none was.

    Raises:
        StoreError: the database failed, or what it holds was altered.
    """
    asked = select(events.c.ruling).where(
        events.c.verification_id == verification_id, events.c.kind == str(EventKind.RULED)
    )
    with shelf.database.reading() as reading:
        number = reading.execute(asked.order_by(events.c.number.desc()).limit(1)).scalar_one_or_none()
    return _ruling(shelf, number) if number is not None else None


def ruling_of(shelf: Shelf, event: Event) -> ToldRuling | None:
    """Return the ruling that an event tells of, None where it tells of none (any more)."""
    return _ruling(shelf, event.ruling) if event.ruling else None


def _ruling(shelf: Shelf, number: int) -> ToldRuling | None:
    asked = select(rulings).where(rulings.c.number == number)
    with shelf.database.reading() as reading:
        row = reading.execute(asked).mappings().one_or_none()
        if row is None:
            return None
        message = None
        if row["message"] is not None:
            try:
                key = shelf.key_of(reading, row_of(reading, row["verification_id"])["claim_id"])
            except NotKept:  # forgotten this very moment
                return None
            message = key.unseal(row["message"], f"message {row['verification_id']}").decode()
    return ToldRuling(Ruled(row["ruled"]), row["at"], message)

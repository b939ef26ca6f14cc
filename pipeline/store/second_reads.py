"""Second reads: a share of the decided cases, put before another officer who does not see the decision.

The decision stands; what the second one says is counted, and shown to a supervisor where it differs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, exists, insert, select, update

from models.agreement import SecondRead
from models.case import Ruled
from pipeline.errors import ChangedMeanwhile, NotKept
from pipeline.store.case_tables import rulings, verifications
from pipeline.store.desk_tables import second_reads
from pipeline.store.freezing import refuse_frozen
from pipeline.store.shelf import Along, Shelf, alone, row_of
from pipeline.store.tables import frozen

OFFERED = timedelta(days=14)
"""How long a case is offered to second readers: after 30 days its pictures may be gone."""


class SecondReads:
    """The second reads of one store. Everything raises ``StoreError`` where the database fails."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def waiting(self, officer: str, now: datetime, most: int = 50) -> tuple[SecondRead, ...]:
        """Return what this officer may read now, the oldest first; nothing that he had a word in."""
        asked = _asked().where(*_open(now), _without(officer)).order_by(second_reads.c.opens_at)
        with self._shelf.database.reading() as reading:
            return tuple(_read(row) for row in reading.execute(asked.limit(most)).mappings())

    def hidden_from(self, verification_id: str, officer: str, now: datetime) -> SecondRead | None:
        """Return the unread second read of a case whose decision this officer must not see; None: he may.

        Also before it is open to readers, and until it is offered no more.
        """
        table = second_reads.c
        unread = table.officer.is_(None) & (table.opens_at > now - OFFERED) & verifications.c.current
        of_it = table.verification_id == verification_id
        with self._shelf.database.reading() as reading:
            asked = _asked().where(of_it, unread, _without(officer))
            row = reading.execute(asked.order_by(second_reads.c.number.desc())).mappings().first()
        return _read(row) if row else None

    def read(
        self,
        number: int,
        officer: str,
        ruled: Ruled,
        codes: tuple[str, ...],
        note: str,
        *,
        along: Along = alone,
    ) -> None:
        """Add the second reader's word; the decision stands.

        Raises:
            ChangedMeanwhile: another one was quicker, or the decision was taken back.
            NotKept: the claim was forgotten.
            ClaimFrozen: it is to be left alone.
        """
        with self._shelf.database.writing() as writing:
            here = select(second_reads.c.verification_id).where(second_reads.c.number == number)
            run = writing.execute(here).scalar_one_or_none()
            if run is None:
                raise NotKept("there is no such second read")
            claim_id = row_of(writing, run)["claim_id"]
            refuse_frozen(writing, claim_id)
            key = self._shelf.key_of(writing, claim_id)
            told = {
                "officer": officer,
                "ruled": str(ruled),
                "codes": " ".join(codes),
                "sealed": key.seal(note.encode(), f"second read {number}"),
                "read_at": self._shelf.clock(),
            }
            unread = (second_reads.c.number == number) & second_reads.c.officer.is_(None)
            if not writing.execute(update(second_reads).where(unread).values(told)).rowcount:
                raise ChangedMeanwhile(0, ["another officer read it"])
            along(writing)

    def differing(self, since: datetime, most: int = 50) -> tuple[SecondRead, ...]:
        """Return those that said another word than the decision: not yet seen first, then the newest."""
        table = second_reads.c
        asked = _asked().where(table.read_at >= since, table.ruled != table.first_ruled)
        asked = asked.order_by(table.seen_by.is_not(None), table.read_at.desc()).limit(most)
        with self._shelf.database.reading() as reading:
            rows = reading.execute(asked).mappings().all()
            return tuple(_read(row, self._note(reading, row)) for row in rows)

    def seen(self, number: int, supervisor: str, *, along: Callable[[SecondRead], Along]) -> bool:
        """Note that a supervisor took note of a disagreement, once; False: there is none that waits for it.

        ``along``: for a second read, what else is written in the same transaction.
        """
        unseen = (second_reads.c.number == number) & second_reads.c.read_at.is_not(None)
        unseen &= second_reads.c.seen_by.is_(None)
        told = {"seen_by": supervisor, "seen_at": self._shelf.clock()}
        with self._shelf.database.writing() as writing:
            if not writing.execute(update(second_reads).where(unseen).values(told)).rowcount:
                return False
            row = writing.execute(_asked().where(second_reads.c.number == number)).mappings().one()
            along(_read(row))(writing)
            return True

    def count(self, now: datetime) -> int:
        """Return how many wait for a second reader."""
        with self._shelf.database.reading() as reading:
            return len(reading.execute(_asked().where(*_open(now))).all())

    def _note(self, reading: Connection, row: RowMapping) -> str:
        if row["sealed"] is None:
            return ""
        key = self._shelf.key_of(reading, row["claim_id"])
        return key.unseal(row["sealed"], f"second read {row['number']}").decode()


def open_second_read(writing: Connection, ruling: int, opens_at: datetime) -> None:
    """Put a decided case before a second reader from ``opens_at`` on; the first word is its proposer's."""
    decided = select(rulings).where(rulings.c.number == ruling)
    row = writing.execute(decided).mappings().one()
    first = row["officer"]
    if row["approves"] is not None:
        proposer = select(rulings.c.officer).where(rulings.c.number == row["approves"])
        first = writing.execute(proposer).scalar_one()
    told = {"verification_id": row["verification_id"], "ruling": ruling, "opens_at": opens_at}
    told |= {"first_officer": first, "first_ruled": row["ruled"]}
    writing.execute(insert(second_reads).values(told))


def drop_second_read(writing: Connection, ruling: int) -> None:
    """Forget the second read of a decision that is taken back."""
    writing.execute(delete(second_reads).where(second_reads.c.ruling == ruling))


def _asked() -> Select[Any]:
    return select(second_reads, verifications.c.claim_id).join_from(second_reads, verifications)


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    table = second_reads.c
    free = ~exists().where(frozen.c.claim_id == verifications.c.claim_id)
    in_time = (table.opens_at <= now) & (table.opens_at > now - OFFERED)
    return table.officer.is_(None), in_time, verifications.c.current, free


def _without(officer: str) -> ColumnElement[bool]:
    """Ask for cases in which this officer had no word."""
    same = rulings.c.verification_id == second_reads.c.verification_id
    return ~exists().where(same, rulings.c.officer == officer)


def _read(row: RowMapping, note: str = "") -> SecondRead:
    names = (
        "number",
        "verification_id",
        "claim_id",
        "first_officer",
        "opens_at",
        "officer",
        "read_at",
        "seen_by",
    )
    return SecondRead(
        first_ruled=Ruled(row["first_ruled"]),
        ruled=Ruled(row["ruled"]) if row["ruled"] else None,
        codes=tuple((row["codes"] or "").split()),
        note=note,
        **{name: row[name] for name in names},
    )

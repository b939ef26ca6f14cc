"""Nights that several machines share: chunks of claims, each leased to one and taken again when lost.

    nights = Nights.open(home, database, master_key)
    night_id = nights.join(place, [nights.index(folder) for folder in folders], size=8)
    while chunk := nights.take(night_id, "host:1", lease_seconds=120):
        ...
        nights.done(chunk, "host:1", results)
    if nights.close_if_over(night_id):
        everything = nights.results(night_id)

Every method is one transaction, safe to call from several threads, processes and machines.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import ColumnElement, Connection, Update, delete, func, insert, or_, select, text, update

from models.share import Chunk, Standing
from pipeline.store.database import Database
from pipeline.store.master_key import MasterKey
from pipeline.store.night_tables import night_chunks, nights
from pipeline.store.opening import opened
from pipeline.store.shelf import now

MOST_LOST = 3
"""Machines that may be lost over one chunk; a fourth is not given it."""
ABANDONED = 300.0
"""Seconds without a living lease after which a night counts as over, so that a new one begins."""
KEPT = timedelta(days=30)
"""How long a closed night is kept, for those who look into what happened."""
INDEX = 16
"""Bytes of a folder's index."""
_TURN = 0x7065_7269_6B73_6E
"""PostgreSQL's advisory lock of those who join a night."""


class Nights:
    """The nights in one database."""

    def __init__(self, database: Database, master: MasterKey, clock: Callable[[], datetime] = now) -> None:
        """Use a database that is opened already; see ``open``."""
        self._database, self._master, self._clock = database, master, clock

    @classmethod
    def open(cls, home: Path, database: str | None = None, master_key: str | None = None) -> Self:
        """Open the database, made or brought up to date where needed; see ``Memory.open``."""
        found = Database(home, database)
        try:
            return cls(found, opened(found, home, master_key))
        except BaseException:
            found.close()
            raise

    def index(self, folder: str) -> bytes:
        """Return what a claim folder is called here: a keyed index of its path below the inbox."""
        return self._master.blind_index("night folder", folder)[:INDEX]

    def join(self, place: str, folders: Sequence[bytes], size: int, *, begins: bool = True) -> str | None:
        """Join the night that is under way at that place, or begin one; returns its id.

        A night is under way while a machine holds a lease of it, or did within ``ABANDONED`` seconds. Folders
        that it does not hold are added to it.

        Args:
            place: what names inbox and reports' folder, alike on every machine.
            folders: the index of each claim folder.
            size: claims to a chunk.
            begins: whether one is begun; else None is returned where none is under way.

        Raises:
            StoreError: the database failed.
        """
        blind, moment = self._master.blind_index("night place", place), self._clock()
        with self._database.writing() as writing:
            if not self._database.embedded:
                writing.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
            night_id = self._living(writing, blind, moment)
            if night_id is None:
                if not begins:
                    return None
                writing.execute(_unclosed(blind).values(closed_at=moment))
                writing.execute(delete(nights).where(nights.c.closed_at < moment - KEPT))
                night_id = str(uuid.uuid4())
                writing.execute(insert(nights).values(night_id=night_id, place=blind, opened_at=moment))
            self._add(writing, night_id, folders, size)
        return night_id

    def _living(self, writing: Connection, blind: bytes, moment: datetime) -> str | None:
        since = moment - timedelta(seconds=ABANDONED)
        chunks = night_chunks.c
        lively = or_(chunks.lease_until > since, chunks.done_at > since)
        asked = (
            select(nights.c.night_id)
            .outerjoin(night_chunks, chunks.night_id == nights.c.night_id)
            .where(nights.c.place == blind, nights.c.closed_at.is_(None))
            .where(or_(lively, nights.c.opened_at > since))
            .limit(1)
        )
        return writing.execute(asked).scalar()

    def _add(self, writing: Connection, night_id: str, folders: Sequence[bytes], size: int) -> None:
        asked = select(night_chunks.c.number, night_chunks.c.folders)
        rows = writing.execute(asked.where(night_chunks.c.night_id == night_id)).all()
        known = {index for row in rows for index in _parted(row.folders)}
        fresh = [index for index in folders if index not in known]
        first = max((row.number for row in rows), default=-1) + 1
        added = [
            {
                "night_id": night_id,
                "number": first + n,
                "folders": b"".join(fresh[at : at + size]),
                "attempts": 0,
            }
            for n, at in enumerate(range(0, len(fresh), size))
        ]
        if added:
            writing.execute(insert(night_chunks), added)

    def opened_at(self, night_id: str) -> datetime:
        """Return when the night began."""
        asked = select(nights.c.opened_at).where(nights.c.night_id == night_id)
        with self._database.reading() as reading:
            moment: datetime = reading.execute(asked).scalar_one()
        return moment

    def take(self, night_id: str, holder: str, lease_seconds: float) -> Chunk | None:
        """Lease a chunk that nobody has, or that was lost; None where there is none at this moment.

        Args:
            night_id: the night.
            holder: the machine's own id (64 characters at most).
            lease_seconds: after this it is given to another, unless it was renewed.
        """
        moment = self._clock()
        asked = select(night_chunks).where(_of_night(night_id), _free(moment))
        asked = asked.order_by(night_chunks.c.number).limit(1).with_for_update(skip_locked=True)
        with self._database.writing() as writing:
            row = writing.execute(asked).mappings().one_or_none()
            if row is None:
                return None
            attempt = row["attempts"] + 1
            leased = {"holder": holder, "lease_until": moment + timedelta(seconds=lease_seconds)}
            chunk = Chunk(night_id, row["number"], tuple(_parted(row["folders"])), attempt)
            writing.execute(_of(chunk).values(**leased, attempts=attempt))
        return chunk

    def renew(self, chunk: Chunk, holder: str, lease_seconds: float) -> bool:
        """Go on with a chunk; False: another machine has it by now."""
        until = self._clock() + timedelta(seconds=lease_seconds)
        with self._database.writing() as writing:
            return bool(writing.execute(_held(chunk, holder).values(lease_until=until)).rowcount)

    def done(self, chunk: Chunk, holder: str, results: bytes) -> bool:
        """Write down what came of a chunk; False: another machine has it by now, and will."""
        ended = {"done_at": self._clock(), "results": results, "lease_until": None}
        with self._database.writing() as writing:
            return bool(writing.execute(_held(chunk, holder).values(**ended)).rowcount)

    def give_back(self, chunk: Chunk, holder: str) -> bool:
        """Let another machine have the chunk at once: the attempt does not count."""
        back = {"holder": None, "lease_until": None, "attempts": night_chunks.c.attempts - 1}
        with self._database.writing() as writing:
            return bool(writing.execute(_held(chunk, holder).values(**back)).rowcount)

    def standing(self, night_id: str) -> Standing:
        """Return how the night stands."""
        with self._database.reading() as reading:
            return self._standing(reading, night_id)

    def _standing(self, reading: Connection, night_id: str) -> Standing:
        moment = self._clock()

        def count(which: ColumnElement[bool]) -> int:
            asked = select(func.count()).select_from(night_chunks).where(_of_night(night_id), which)
            return reading.execute(asked).scalar_one()

        undone = night_chunks.c.done_at.is_(None)
        held = undone & (night_chunks.c.lease_until >= moment)
        lost = undone & (night_chunks.c.attempts >= MOST_LOST) & ~(night_chunks.c.lease_until >= moment)
        return Standing(
            count(night_chunks.c.done_at.is_not(None)), count(held), count(_free(moment)), count(lost)
        )

    def close_if_over(self, night_id: str) -> bool:
        """Close the night if no machine is at it any more; True for the one that did."""
        with self._database.writing() as writing:
            if self._standing(writing, night_id).held:
                return False
            open_one = (nights.c.night_id == night_id) & nights.c.closed_at.is_(None)
            return bool(
                writing.execute(update(nights).where(open_one).values(closed_at=self._clock())).rowcount
            )

    def results(self, night_id: str) -> list[tuple[int, bytes]]:
        """Return each chunk's number and what came of it, as it was written down."""
        asked = select(night_chunks.c.number, night_chunks.c.results).where(
            _of_night(night_id), night_chunks.c.results.is_not(None)
        )
        with self._database.reading() as reading:
            return [
                (row.number, row.results) for row in reading.execute(asked.order_by(night_chunks.c.number))
            ]

    def undone(self, night_id: str) -> list[bytes]:
        """Return the index of every claim folder whose chunk is not done."""
        asked = select(night_chunks.c.folders).where(_of_night(night_id), night_chunks.c.done_at.is_(None))
        with self._database.reading() as reading:
            return [index for row in reading.execute(asked) for index in _parted(row.folders)]

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()


def _parted(indexes: bytes) -> Iterator[bytes]:
    return (indexes[at : at + INDEX] for at in range(0, len(indexes), INDEX))


def _of_night(night_id: str) -> ColumnElement[bool]:
    return night_chunks.c.night_id == night_id


def _of(chunk: Chunk) -> Update:
    return update(night_chunks).where(_of_night(chunk.night_id), night_chunks.c.number == chunk.number)


def _held(chunk: Chunk, holder: str) -> Update:
    """Return an update of the chunk's row, if this machine still holds this very lease."""
    own = (night_chunks.c.holder == holder) & (night_chunks.c.attempts == chunk.attempt)
    return _of(chunk).where(own, night_chunks.c.done_at.is_(None))


def _free(moment: datetime) -> ColumnElement[bool]:
    lapsed = or_(night_chunks.c.lease_until.is_(None), night_chunks.c.lease_until < moment)
    return night_chunks.c.done_at.is_(None) & lapsed & (night_chunks.c.attempts < MOST_LOST)


def _unclosed(blind: bytes) -> Update:
    return update(nights).where(nights.c.place == blind, nights.c.closed_at.is_(None))

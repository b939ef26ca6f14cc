"""The audit: who did what to which claim, when and why; only added to, each row chained to the one before.

    audit = Audit(database, master)
    audit.append(AuditEntry("officer:17", Action.REPORT_VIEWED, claim_id="JHT-1"))
    audit.verify(Head.parse(published))

Several processes may append at once; each waits for the one before it. What goes with a change of other
tables is appended in the same transaction, as its last step: so neither is there without the other, and
nobody waits for the audit's turn while others wait for him.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, text

from models.audit import Action, AuditEntry, AuditRow, Searched, problem_in_reason
from models.report import Report
from pipeline.errors import StoreError
from pipeline.store.audit_chain import (
    FIRST,
    Fault,
    Head,
    Tampering,
    faults_in,
    hash_of,
    seal_of,
    seal_of_start,
)
from pipeline.store.audit_keys import AuditKeys
from pipeline.store.audit_tables import audit, audit_starts
from pipeline.store.database import Database
from pipeline.store.master_key import MasterKey

_TURN = 0x6175_6469_74
"""PostgreSQL's advisory lock of those who append ("audit" in ASCII)."""
_AT_ONCE = 5_000
"""Rows held in memory while the chain is followed."""


@dataclass(frozen=True)
class Examined:
    """What following the chain showed.

    Attributes:
        rows: how many there are.
        head: the last one.
        faults: what is wrong; empty: every row is as it was written, none is missing before the head.
        compared: whether a published head could be compared; not one from before the chain's start.
    """

    rows: int
    head: Head
    faults: tuple[Fault, ...]
    compared: bool


class Audit:
    """The audit of one database."""

    def __init__(self, database: Database, master: MasterKey) -> None:
        self._database = database
        self._keys = AuditKeys(master)

    def append(self, entry: AuditEntry, writing: Connection | None = None) -> int:
        """Write an entry down and return its number.

        Args:
            entry: what happened.
            writing: the transaction that it belongs to, as its last step; None: one of its own.

        Raises:
            StoreError: the database failed; nothing was written.
        """
        if writing is None:
            with self._database.writing() as own:
                return self.append(entry, own)
        if not self._database.embedded:
            writing.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        before, (number, key) = _head(writing), self._keys.newest(writing)
        row: dict[str, Any] = {
            "number": before.number + 1,
            "at": _written(datetime.now(UTC)),
            "who": entry.who,
            "what": str(entry.what),
            "claim_id": entry.claim_id,
            "verification_id": entry.verification_id,
            "why": entry.why,
            "searched": _index(key, entry.searched) if entry.searched else None,
            "key": number,
            "previous": before.hash,
        }
        row["hash"] = hash_of(row)
        row["seal"] = seal_of(key, row["hash"])
        writing.execute(insert(audit).values(row))
        return before.number + 1

    def head(self) -> Head:
        """Return the last row's number and hash, to be kept where nobody who can write the database can."""
        with self._database.reading() as reading:
            return _head(reading)

    def verify(self, published: Head | None = None) -> Examined:
        """Follow the whole chain and tell what was altered, removed, put in or moved.

        Args:
            published: a head of an earlier day: without it rows that were cut off at the end are not noticed.

        Raises:
            StoreError: the database failed.
        """
        with self._database.reading() as reading:
            return self._followed(reading, published)

    def of_claim(self, claim_id: str) -> list[AuditRow]:
        """Return everything that was done to a claim, the oldest first."""
        return self._rows(audit.c.claim_id == claim_id)

    def latest(self, before: int | None = None, most: int = 100) -> list[AuditRow]:
        """Return the newest rows, the newest first; ``before``: only older ones than that number."""
        asked = select(audit).order_by(audit.c.number.desc()).limit(most)
        if before is not None:
            asked = asked.where(audit.c.number < before)
        with self._database.reading() as reading:
            return [_told(row) for row in reading.execute(asked).mappings().all()]

    def count_of(self, claim_id: str) -> int:
        """Return how many rows tell of a claim."""
        asked = select(func.count()).select_from(audit).where(audit.c.claim_id == claim_id)
        with self._database.reading() as reading:
            return int(reading.execute(asked).scalar_one())

    def searches_for(self, searched: Searched) -> list[AuditRow]:
        """Return who looked for a value, the oldest first, however often keys were changed since."""
        with self._database.reading() as reading:
            indexes = [_index(key, searched) for key in self._keys.all(reading).values()]
        return self._rows(audit.c.searched.in_(indexes))

    def shorten(self, before: datetime, who: str, writing: Connection) -> int:
        """Take away the rows from the beginning up to that time, and return how many.

        The start of what remains is sealed, and written down as an entry of its own.

        Raises:
            StoreError: the chain is broken: it is evidence then.
        """
        first_kept = select(func.min(audit.c.number)).where(audit.c.at >= _written(before))
        kept = writing.execute(first_kept).scalar_one_or_none() or _head(writing).number
        last = writing.execute(
            select(audit.c.number, audit.c.hash).where(audit.c.number == kept - 1)
        ).one_or_none()
        if last is None:
            return 0
        if self._followed(writing, None).faults:
            raise StoreError("the audit's chain is broken and is not shortened: see `periksa audit verify`")
        number, key = self._keys.newest(writing)
        seal = seal_of_start(key, last.number, last.hash)
        start = {"number": last.number, "hash": last.hash, "key": number, "seal": seal}
        writing.execute(insert(audit_starts).values(start))
        gone = writing.execute(delete(audit).where(audit.c.number <= last.number)).rowcount
        why = f"rows up to {last.number}, from before {before.date().isoformat()}"
        self.append(AuditEntry(who, Action.AUDIT_SHORTENED, why=why), writing)
        return int(gone)

    def _followed(self, reading: Connection, published: Head | None) -> Examined:
        keys, start = self._keys.all(reading), _start(reading)
        counted, begins = 0, Head(start["number"], start["hash"]) if start else Head(0, FIRST)

        def counting() -> Iterator[RowMapping]:
            nonlocal counted
            with _streamed(reading) as rows:
                for counted, row in enumerate(rows, 1):  # noqa: B007 - the sum is told
                    yield row

        faults, head = faults_in(counting(), keys, begins, published)
        if start and not _is_sealed_start(start, keys):
            faults.insert(0, Fault(begins.number, begins.number, Tampering.ALTERED))
        compared = published is not None and published.number >= begins.number
        return Examined(counted, head, tuple(faults), compared)

    def _rows(self, wanted: ColumnElement[bool]) -> list[AuditRow]:
        with self._database.reading() as reading:
            found = reading.execute(select(audit).where(wanted).order_by(audit.c.number)).mappings().all()
        return [_told(row) for row in found]


def verified_by(who: str, verification_id: str, report: Report) -> AuditEntry:
    """Return the entry for a verification: its outcome, and by which software and policy it was made.

    A version with a number as long as a person's is left out: the verification's own row has it too.
    """
    made = report.provenance
    why = f"{report.outcome}; {made.software}, policy {made.policy}"
    why = str(report.outcome) if problem_in_reason(why) else why
    return AuditEntry(who, Action.VERIFIED, report.claim_id, verification_id, why)


@contextmanager
def _streamed(reading: Connection) -> Iterator[Iterator[RowMapping]]:
    asked = select(audit).order_by(audit.c.number).execution_options(yield_per=_AT_ONCE)
    result = reading.execute(asked)
    try:
        yield iter(result.mappings())
    finally:
        result.close()


def _head(reading: Connection) -> Head:
    newest = select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    row = reading.execute(newest).mappings().one_or_none() or _start(reading)
    return Head(row["number"], row["hash"]) if row else Head(0, FIRST)


def _start(reading: Connection) -> RowMapping | None:
    newest = select(audit_starts).order_by(audit_starts.c.number.desc()).limit(1)
    return reading.execute(newest).mappings().one_or_none()


def _is_sealed_start(start: RowMapping, keys: Mapping[int, bytes]) -> bool:
    key = keys.get(start["key"])
    return key is not None and hmac.compare_digest(
        seal_of_start(key, start["number"], start["hash"]), start["seal"]
    )


def _index(key: bytes, searched: Searched) -> bytes:
    """Return the keyed index by which searches for one value are found; no mark of a claim has the same."""
    return hmac.digest(key, f"searched {searched.kind}\0{searched.value}".encode(), "sha256")


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _told(row: RowMapping) -> AuditRow:
    try:
        what = Action(row["what"])
        entry = AuditEntry(row["who"], what, row["claim_id"], row["verification_id"], row["why"])
        return AuditRow(row["number"], datetime.fromisoformat(row["at"]), entry)
    except (TypeError, ValueError):
        raise StoreError(f"row {row['number']} of the audit was not written by periksa") from None

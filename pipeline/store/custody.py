"""What the institution owes for what it keeps: an end to it, a stop, a new key, and an account of all that.

    with Custody.open(home, database, master_key, files) as custody:
        custody.freeze("JHT-1", who="operator:1000", why="disputed")
        custody.apply_retention()
        custody.audit.verify()

Everything is written in the audit in the very transaction that it happens in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from models.audit import Action, AuditEntry, Searched
from models.numbers.nik import Nik
from pipeline.errors import IntakeError, NotKept
from pipeline.store import expiry, freezing
from pipeline.store.audit import Audit, Examined
from pipeline.store.audit_chain import Head
from pipeline.store.cases import CaseStore
from pipeline.store.drafts import forget_drafts
from pipeline.store.expiry import Due
from pipeline.store.key_change import Changed, change_key
from pipeline.store.memory import Memory
from pipeline.store.person_export import Exported, exported
from pipeline.store.retention import Kind, RetentionTable, load_retention
from pipeline.store.rotation import Watcher
from pipeline.store.shelf import Along

RETENTION = "system:retention"


@dataclass(frozen=True)
class Forgotten:
    """What was removed of a claim, and how many rows of the audit still tell of it (by its id)."""

    verifications: int
    remembered: bool
    audit_rows: int


class Custody:
    """The store of kept claims, the memory and the audit of one database.

    Every method raises StoreError where database or files failed; nothing was changed then.
    """

    def __init__(
        self, cases: CaseStore, table: RetentionTable, home: Path, given_key: str | None = None
    ) -> None:
        """Use a store that is opened already; see ``open``."""
        shelf = cases.shelf
        self.cases, self.table = cases, table
        self._home, self._given, self._database = home, given_key, shelf.database
        self.memory = Memory(shelf.database, shelf.master)
        self.audit = Audit(shelf.database, shelf.master)

    @classmethod
    def open(
        cls,
        home: Path,
        database: str | None = None,
        master_key: str | None = None,
        files: str | None = None,
        retention: Path | None = None,
    ) -> Self:
        """Open everything that is kept; see ``CaseStore.open``.

        Args:
            home: as there.
            database: as there.
            master_key: as there.
            files: as there.
            retention: the institution's own table of how long what is kept.

        Raises:
            PolicyError: that table makes no sense.
            IntakeError, StoreError: as there.
        """
        table = load_retention(retention)
        return cls(CaseStore.open(home, database, master_key, files), table, home, master_key)

    def examine(self, published: str | None = None) -> Examined:
        """Follow the audit's chain; see ``Audit.verify``.

        Raises:
            IntakeError: ``published`` is no head.
        """
        try:
            head = Head.parse(published) if published else None
        except ValueError as wrong:
            raise IntakeError(str(wrong)) from None
        return self.audit.verify(head)

    def rotate_keys(self, who: str, watch: Watcher) -> Changed:
        """Change the master key; see ``change_key``. Open everything again afterwards."""
        return change_key(self._home, self._database, self.cases.shelf.master, self._given, who, watch)

    def knows(self, claim_id: str) -> bool:
        """Tell whether anything is kept or remembered of a claim."""
        return bool(self.cases.runs(claim_id)) or self.memory.knows(claim_id)

    def freeze(self, claim_id: str, who: str, why: str) -> bool:
        """Let the claim be left alone; False: it is already."""
        with self._database.writing() as writing:
            new = freezing.freeze(writing, claim_id)
            if new:
                self.audit.append(AuditEntry(who, Action.FROZEN, claim_id, why=why), writing)
        return new

    def unfreeze(self, claim_id: str, who: str, why: str) -> bool:
        """Let the claim go on; False: it was not frozen."""
        with self._database.writing() as writing:
            was = freezing.thaw(writing, claim_id)
            if was:
                self.audit.append(AuditEntry(who, Action.UNFROZEN, claim_id, why=why), writing)
        return was

    def forget(self, claim_id: str, who: str, why: str) -> Forgotten:
        """Destroy the claim's key and remove everything that is kept and remembered of it.

        The audit keeps its rows: ids, times and reasons.

        Raises:
            ClaimFrozen: the claim is to be left alone.
            NotKept: nothing is kept of it.
        """
        entry = AuditEntry(who, Action.FORGOTTEN, claim_id, why=why)
        return self._forgotten(entry, lambda writing: freezing.refuse_frozen(writing, claim_id))

    def export(self, nik: Nik, who: str, why: str) -> Exported:
        """Return everything that is held on a person; that it was asked for is written down first.

        Raises:
            StoreError: something that is kept was altered: an export is whole or not made.
        """
        searched = Searched("nik", nik.digits)
        self.audit.append(AuditEntry(who, Action.SEARCHED, why=why, searched=searched))
        made = exported(self.cases, self.memory, self.audit, nik, datetime.now(UTC))
        for claim_id in made.claims:
            self.audit.append(AuditEntry(who, Action.EXPORTED, claim_id, why=why))
        return made

    def due(self, now: datetime | None = None) -> list[Due]:
        """Return what is past its time; nothing is changed."""
        with self._database.reading() as reading:
            return expiry.due(reading, self.table, now or datetime.now(UTC))

    def apply_retention(self, now: datetime | None = None) -> dict[str, int]:
        """Remove what is past its time, piece by piece; return counts by kind.

        Stopped in the middle, the next run goes on. A claim that was frozen since is left alone.
        """
        now = now or datetime.now(UTC)
        done = [one for one in self.due(now) if self._removed(one, now)]
        return expiry.counts(done)

    def _removed(self, one: Due, now: datetime) -> bool:
        if one.claim_id is None:
            with self._database.writing() as writing:
                return self.audit.shorten(self.table.limit(Kind.AUDIT, now), RETENTION, writing) > 0
        days, version = self.table.days(one.kind), self.table.version
        why = f"{one.kind}: {one.count}, since {one.since.date()}, kept {days} days ({version})"
        entry = AuditEntry(RETENTION, Action.EXPIRED, one.claim_id, one.verification_id, why)

        def first(writing: Connection) -> None:
            if not expiry.is_still_due(writing, one, self.table, now):
                raise NotKept(f"{one.claim_id} was taken up meanwhile")

        try:
            if one.kind is Kind.CLAIMS:
                self._forgotten(entry, first)
            elif one.verification_id is not None:
                along = partial(self.audit.append, entry)
                self.cases.drop_evidence(one.verification_id, first=first, along=along)
            else:
                with self._database.writing() as writing:
                    first(writing)
                    self.memory.drop_faces(writing, one.claim_id)
                    self.audit.append(entry, writing)
                self._database.settle()
        except NotKept:  # taken up, frozen or removed meanwhile
            return False
        return True

    def _forgotten(self, entry: AuditEntry, first: Along) -> Forgotten:
        claim_id = entry.claim_id or ""
        runs, remembered = len(self.cases.runs(claim_id)), self.memory.knows(claim_id)
        if not self.knows(claim_id):
            raise NotKept(f"{claim_id}: nothing is kept of such a claim")

        def along(writing: Connection) -> None:
            self.memory.drop(writing, claim_id)
            forget_drafts(writing, claim_id)
            self.audit.append(entry, writing)

        self.cases.forget(claim_id, first=first, along=along)
        return Forgotten(runs, remembered, self.audit.count_of(claim_id))

    def close(self) -> None:
        """Give the connections back."""
        self.cases.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

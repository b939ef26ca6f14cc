"""What every part of the case store works with: database, keys, files, and the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, select

from models.case import Run, RunState, Source
from models.outcome import Outcome, Risk
from pipeline.errors import NotKept
from pipeline.store.case_tables import verifications
from pipeline.store.data_keys import DataKeys
from pipeline.store.database import Database
from pipeline.store.master_key import MasterKey
from pipeline.store.sealed_files import ClaimKey, SealedFiles

Along = Callable[[Connection], object]
"""What a caller wants to be done in the very same transaction (a row of the audit, of an idempotency key)."""


def alone(_writing: Connection) -> None:
    """Do nothing besides."""


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Shelf:
    """One opened store; see ``cases``."""

    database: Database
    master: MasterKey
    keys: DataKeys
    files: SealedFiles
    clock: Callable[[], datetime] = now

    def key_made(self, writing: Connection, claim_id: str) -> ClaimKey:
        """Return the claim's key, made where it has none, and hold it to the end of the transaction."""
        return ClaimKey(claim_id, self.keys.of(writing, claim_id))

    def key_of(self, reading: Connection, claim_id: str) -> ClaimKey:
        """Return the claim's key.

        Raises:
            NotKept: it is gone.
        """
        secret = self.keys.kept_for(reading, claim_id)
        if secret is None:
            raise NotKept("a claim's key is gone")
        return ClaimKey(claim_id, secret)


def row_of(reading: Connection, verification_id: str) -> RowMapping:
    """Return the verification's row.

    Raises:
        NotKept: there is none.
    """
    asked = select(verifications).where(verifications.c.verification_id == verification_id)
    row = reading.execute(asked).mappings().one_or_none()
    if row is None:
        raise NotKept("no verification of that id is kept")
    return row


def run_of(row: RowMapping) -> Run:
    """Return what the row says in the clear."""
    same = ("verification_id", "claim_id", "programme", "cause", "channel", "submitted_at", "received_at")
    also = ("finished_at", "current", "attempts", "fault", "software", "policy")
    return Run(
        **{name: row[name] for name in (*same, *also)},
        source=Source(row["source"]),
        state=RunState(row["state"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        risk=Risk(row["risk"]) if row["risk"] else None,
    )


def runs_of(rows: Sequence[RowMapping]) -> tuple[Run, ...]:
    """Return what these rows say."""
    return tuple(run_of(row) for row in rows)

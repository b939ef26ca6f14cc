"""Verifications that wait for a worker: leased to one at a time, and taken again when its lease ran out."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, Update, exists, func, select, update

from models.case import EventKind, Job, RunState
from pipeline.store.case_tables import verifications
from pipeline.store.filing import LONGEST_WORD, tell
from pipeline.store.shelf import Shelf
from pipeline.store.tables import frozen

MOST_LOST = 2
"""Attempts whose worker was lost; a claim that kills its workers is not given to a third."""
LOST = "WorkerLost"
"""The fault of a verification that was set aside for it."""


class Jobs:
    """The queue; every method is one transaction, of as many processes and machines as there are."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def take(self, worker: str, lease_seconds: float) -> Job | None:
        """Lease a job: one that was lost, else the one that waits longest; None where none waits.

        What was lost by ``MOST_LOST`` workers is set aside on the way, with its event.

        Args:
            worker: the worker's own id (64 characters at most).
            lease_seconds: after this it is given to another, unless it was renewed.

        Raises:
            StoreError: the database failed.
        """
        with self._shelf.database.writing() as writing:
            while (row := self._next(writing)) is not None:
                if row["state"] == RunState.RUNNING and row["attempts"] >= MOST_LOST:
                    self._put_aside(writing, row["verification_id"], LOST)
                    continue
                until = self._shelf.clock() + timedelta(seconds=lease_seconds)
                changed = {
                    "state": str(RunState.RUNNING),
                    "worker": worker,
                    "lease_until": until,
                    "attempts": row["attempts"] + 1,
                }
                writing.execute(_of(row["verification_id"]).values(changed))
                return Job(row["verification_id"], row["claim_id"], worker, row["attempts"] + 1, until)
        return None

    def renew(self, job: Job, lease_seconds: float) -> bool:
        """Go on with a job; False: another worker has it by now, or it is done."""
        until = self._shelf.clock() + timedelta(seconds=lease_seconds)
        with self._shelf.database.writing() as writing:
            return bool(writing.execute(_held(job).values(lease_until=until)).rowcount)

    def give_back(self, job: Job) -> bool:
        """Let another worker have the job at once, as at a stop: the attempt does not count."""
        back = {"state": str(RunState.QUEUED), "worker": None, "lease_until": None}
        with self._shelf.database.writing() as writing:
            held = _held(job).values(back | {"attempts": verifications.c.attempts - 1})
            return bool(writing.execute(held).rowcount)

    def set_aside(self, job: Job, fault_name: str) -> bool:
        """End a job without a report, with its event; for faults of which no report can be made.

        Where one can (review, ``MACHINE_FAULT``), file it with ``CaseStore.file_report`` instead.
        """
        with self._shelf.database.writing() as writing:
            if not writing.execute(_held(job).values(worker=job.worker)).rowcount:
                return False
            self._put_aside(writing, job.verification_id, fault_name)
            return True

    def set_aside_abandoned(self, seconds: float) -> int:
        """Set aside what a folder's run began so long ago and nobody finished; tell how many.

        A batch begins a claim anew only under the same software and policy; what a killed one left would
        otherwise stay at work for ever.
        """
        since = self._shelf.clock() - timedelta(seconds=seconds)
        with self._shelf.database.writing() as writing:
            left = writing.execute(
                select(verifications.c.verification_id).where(
                    verifications.c.state == str(RunState.RUNNING),
                    verifications.c.lease_until.is_(None),
                    verifications.c.received_at < since,
                )
            ).scalars()
            ids = list(left)
            for verification_id in ids:
                self._put_aside(writing, verification_id, "Abandoned")
        return len(ids)

    def waiting(self) -> tuple[int, float]:
        """Return how many jobs wait for a worker, and for how many seconds the oldest does (0.0: none)."""
        asked = select(func.count(), func.min(verifications.c.received_at))
        asked = asked.where(verifications.c.state == str(RunState.QUEUED), _is_free())
        with self._shelf.database.reading() as reading:
            count, oldest = reading.execute(asked).one()
        return count, max(0.0, (self._shelf.clock() - oldest).total_seconds()) if oldest else 0.0

    def _next(self, writing: Connection) -> RowMapping | None:
        """Return the next row and hold it: PostgreSQL's takers pass over it, SQLite has one at a time."""
        running = verifications.c.state == str(RunState.RUNNING)
        lost = running & (verifications.c.lease_until < self._shelf.clock())
        for wanted in (lost, verifications.c.state == str(RunState.QUEUED)):
            # one after the other: each is the beginning of an index, both together would be sorted
            asked = select(verifications).where(wanted, _is_free())
            asked = asked.order_by(verifications.c.received_at).limit(1)
            row = writing.execute(asked.with_for_update(skip_locked=True)).mappings().one_or_none()
            if row is not None:
                return row
        return None

    def _put_aside(self, writing: Connection, verification_id: str, fault_name: str) -> None:
        aside: dict[str, object] = {
            "state": str(RunState.SET_ASIDE),
            "fault": fault_name[:LONGEST_WORD],
            "input": None,
        }
        aside |= {"worker": None, "lease_until": None, "finished_at": self._shelf.clock()}
        writing.execute(_of(verification_id).values(aside))
        tell(self._shelf, writing, verification_id, EventKind.SET_ASIDE)


def _is_free() -> ColumnElement[bool]:
    """Ask for verifications of claims that are not frozen."""
    return ~exists().where(frozen.c.claim_id == verifications.c.claim_id)


def _of(verification_id: str) -> Update:
    return update(verifications).where(verifications.c.verification_id == verification_id)


def _held(job: Job) -> Update:
    """Return an update of the job's row, if this worker still holds this very attempt."""
    return _of(job.verification_id).where(
        verifications.c.state == str(RunState.RUNNING),
        verifications.c.worker == job.worker,
        verifications.c.attempts == job.attempt,
    )

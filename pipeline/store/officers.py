"""What officers do with a verification: they take it on, rule, and correct values. Nothing is overwritten.

Who may rule what, and whose rulings need a second officer, is the desk's matter; here it is only seen to that
two who write at once do not undo each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from models.case import (
    Correction,
    KeptCorrection,
    KeptRuling,
    Review,
    ReviewState,
    Ruled,
    Ruling,
    Source,
)
from models.outcome import Risk
from pipeline.errors import ChangedMeanwhile, NotKept
from pipeline.store.case_tables import corrections, reviews, rulings
from pipeline.store.filing import open_review
from pipeline.store.freezing import refuse_frozen
from pipeline.store.known_answers import judge
from pipeline.store.sealed_files import ClaimKey
from pipeline.store.second_reads import drop_second_read, open_second_read
from pipeline.store.shelf import Along, Shelf, alone, row_of
from pipeline.store.telling import take_from, tell_later


class Officers:
    """Reviews, rulings and corrections."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def review(self, verification_id: str) -> Review:
        """Return the officer's task.

        Raises:
            NotKept: there is none, as where the outcome was never ``review``.
            StoreError: the database failed.
        """
        with self._shelf.database.reading() as reading:
            return _review(reading, verification_id)

    def open_review(self, verification_id: str, *, along: Along = alone) -> Review:
        """Make a task of a verification that has none (an objection, a sample of clear ones)."""
        with self._shelf.database.writing() as writing:
            row = row_of(writing, verification_id)
            self._shelf.key_made(writing, row["claim_id"])  # one at a time
            if _task_row(writing, verification_id) is None:
                open_review(self._shelf, writing, row, Risk(row["risk"] or Risk.LOW))
            along(writing)
            return _review(writing, verification_id)

    def assign(
        self, verification_id: str, officer: str | None, *, version: int, along: Along = alone
    ) -> Review:
        """Give the task to an officer, or (None) to nobody.

        Raises:
            ChangedMeanwhile: ``version`` is not the task's any more.
            NotKept: there is no such task.
            StoreError: the database failed.
        """
        changed = {"officer": officer, "since": self._shelf.clock() if officer else None}
        with self._shelf.database.writing() as writing:
            self._step(writing, verification_id, version, changed)
            along(writing)
            return _review(writing, verification_id)

    def rule(
        self,
        verification_id: str,
        ruling: Ruling,
        *,
        version: int,
        then: ReviewState = ReviewState.DECIDED,
        tell_at: datetime | None = None,
        read_again_at: datetime | None = None,
        along: Along = alone,
    ) -> KeptRuling:
        """Add a ruling.

        On a sample with a known answer nobody is told, and nobody reads it again; it is judged.

        Args:
            verification_id: what is ruled on.
            ruling: by whom, and what.
            version: of the task, as the officer saw it.
            then: how far the task is now; ``WAITING`` where a second officer is needed.
            tell_at: when the portal is told, unless it is taken back before; None: it is not.
            read_again_at: from when on another officer reads the case blindly; None: none does.
            along: what else is written in the same transaction.

        Raises:
            ChangedMeanwhile: ``version`` is not the task's any more, or the portal was told of the ruling
                that is to be taken back; it tells what happened.
            NotKept: there is no such task, or no such ruling to approve or take back.
            ClaimFrozen: it is to be left alone.
            StoreError: the database failed.
        """
        with self._shelf.database.writing() as writing:
            row = row_of(writing, verification_id)
            refuse_frozen(writing, row["claim_id"])
            key = self._shelf.key_of(writing, row["claim_id"])
            self._step(writing, verification_id, version, {"state": str(then)})
            if ruling.voids is not None:
                if not take_from(writing, ruling.voids):
                    raise ChangedMeanwhile(version, ["the portal was told of it"])
                drop_second_read(writing, ruling.voids)
            for number in (ruling.approves, ruling.voids):
                if number is not None and number not in _numbers(writing, verification_id):
                    raise NotKept("no ruling of that number is on this verification")
            added = {
                "verification_id": verification_id,
                "officer": ruling.officer,
                "ruled": str(ruling.ruled),
                "codes": " ".join(ruling.codes),
                "at": self._shelf.clock(),
                "approves": ruling.approves,
                "voids": ruling.voids,
                "sealed": key.seal(ruling.note.encode(), f"note {verification_id}"),
            }
            if ruling.message:
                added["message"] = key.seal(ruling.message.encode(), f"message {verification_id}")
            number = writing.execute(insert(rulings).values(added).returning(rulings.c.number)).scalar_one()
            if row["source"] == Source.KNOWN_ANSWER:
                judge(writing, verification_id)
            else:
                if tell_at is not None:
                    tell_later(writing, number, row["claim_id"], tell_at)
                if read_again_at is not None:
                    open_second_read(writing, number, read_again_at)
            along(writing)
            return next(kept for kept in _kept(writing, verification_id, key) if kept.number == number)

    def rulings(self, verification_id: str) -> tuple[KeptRuling, ...]:
        """Return every ruling, the oldest first.

        Raises:
            NotKept: there is no such verification.
            StoreError: the database failed, or what it holds was altered.
        """
        with self._shelf.database.reading() as reading:
            key = self._shelf.key_of(reading, row_of(reading, verification_id)["claim_id"])
            return _kept(reading, verification_id, key)

    def correct(
        self, verification_id: str, correction: Correction, *, along: Along = alone
    ) -> KeptCorrection:
        """Add a correction; the machine's value stays beside it.

        Raises:
            NotKept: there is no such verification.
            StoreError: the database failed.
        """
        told = json.dumps([correction.value, correction.machine, correction.why])
        with self._shelf.database.writing() as writing:
            key = self._shelf.key_of(writing, row_of(writing, verification_id)["claim_id"])
            added = {
                "verification_id": verification_id,
                "officer": correction.officer,
                "document": correction.document,
                "field": correction.field_name,
                "at": self._shelf.clock(),
                "sealed": key.seal(told.encode(), f"correction {verification_id}"),
            }
            made = insert(corrections).values(added).returning(corrections.c.number)
            number = writing.execute(made).scalar_one()
            along(writing)
            return next(kept for kept in _corrected(writing, verification_id, key) if kept.number == number)

    def corrections(self, verification_id: str) -> tuple[KeptCorrection, ...]:
        """Return every correction, the oldest first.

        Raises:
            NotKept: there is no such verification.
            StoreError: the database failed, or what it holds was altered.
        """
        with self._shelf.database.reading() as reading:
            key = self._shelf.key_of(reading, row_of(reading, verification_id)["claim_id"])
            return _corrected(reading, verification_id, key)

    def _step(
        self, writing: Connection, verification_id: str, version: int, changed: Mapping[str, object]
    ) -> None:
        """Change the task if it is still the one that was seen."""
        seen = (reviews.c.verification_id == verification_id) & (reviews.c.version == version)
        stepped = update(reviews).where(seen).values({**changed, "version": version + 1})
        if not writing.execute(stepped).rowcount:
            there = _review(writing, verification_id)
            raise ChangedMeanwhile(there.version, _changes(writing, there))


def _task_row(reading: Connection, verification_id: str) -> RowMapping | None:
    asked = select(reviews).where(reviews.c.verification_id == verification_id)
    return reading.execute(asked).mappings().one_or_none()


def _review(reading: Connection, verification_id: str) -> Review:
    row = _task_row(reading, verification_id)
    if row is None:
        raise NotKept("there is no review of that verification")
    return review_of(row)


def review_of(row: RowMapping) -> Review:
    """Return the task that a row holds."""
    names = ("verification_id", "claim_id", "opened_at", "officer", "since", "version")
    return Review(state=ReviewState(row["state"]), **{name: row[name] for name in names})


def _changes(reading: Connection, task: Review) -> list[str]:
    """Say in the clear how the task stands and who ruled on it."""
    told = [f"the review is {task.state}"] + ([f"with {task.officer}"] if task.officer else [])
    asked = select(rulings.c.ruled, rulings.c.officer).where(
        rulings.c.verification_id == task.verification_id
    )
    ruled = reading.execute(asked.order_by(rulings.c.number))
    return told + [f"ruling {word} by {officer}" for word, officer in ruled]


def _numbers(reading: Connection, verification_id: str) -> set[int]:
    asked = select(rulings.c.number).where(rulings.c.verification_id == verification_id)
    return set(reading.execute(asked).scalars())


def _kept(reading: Connection, verification_id: str, key: ClaimKey) -> tuple[KeptRuling, ...]:
    asked = select(rulings).where(rulings.c.verification_id == verification_id).order_by(rulings.c.number)
    rows = reading.execute(asked).mappings().all()
    voided = {row["voids"]: row["number"] for row in rows if row["voids"] is not None}
    return tuple(
        KeptRuling(
            row["number"],
            verification_id,
            row["at"],
            Ruling(
                officer=row["officer"],
                ruled=Ruled(row["ruled"]),
                note=key.unseal(row["sealed"], f"note {verification_id}").decode(),
                codes=tuple(row["codes"].split()),
                approves=row["approves"],
                voids=row["voids"],
                message=_message(row, key),
            ),
            voided.get(row["number"]),
        )
        for row in rows
    )


def _message(row: RowMapping, key: ClaimKey) -> str:
    if row["message"] is None:
        return ""
    return key.unseal(row["message"], f"message {row['verification_id']}").decode()


def _corrected(reading: Connection, verification_id: str, key: ClaimKey) -> tuple[KeptCorrection, ...]:
    asked = select(corrections).where(corrections.c.verification_id == verification_id)
    kept = []
    for row in reading.execute(asked.order_by(corrections.c.number)).mappings():
        value, machine, why = json.loads(key.unseal(row["sealed"], f"correction {verification_id}"))
        told = Correction(row["officer"], row["document"], row["field"], value, machine, why)
        kept.append(KeptCorrection(row["number"], verification_id, row["at"], told))
    return tuple(kept)

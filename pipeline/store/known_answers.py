"""Samples with a known answer among the officers' cases: put there, judged, found again, taken away.

They are verifications of their own source, in everything that an officer sees like any other. Nobody outside
is told of them, and no real claim is hidden by one: it takes a sample's place.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, exists, insert, select, update

from models.agreement import KnownAnswer
from models.case import Ruled, Source
from pipeline.errors import IntakeError
from pipeline.store.case_tables import rulings, verifications
from pipeline.store.desk_tables import known_answers
from pipeline.store.shelf import Along, Shelf


class KnownAnswers:
    """The samples of one store."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def noted(self, verification_id: str, claim_id: str, answers: Sequence[Ruled]) -> Along:
        """Return what writes down, in the transaction that keeps a sample, what is right on it."""
        row = {
            "verification_id": verification_id,
            "claim_id": claim_id,
            "answers": " ".join(sorted({str(answer) for answer in answers})),
            "added_at": self._shelf.clock(),
        }
        return lambda writing: writing.execute(insert(known_answers).values(row))

    def every(self) -> list[KnownAnswer]:
        """Return all samples, also those that were taken away, the oldest first.

        Raises:
            StoreError: the database failed.
        """
        asked = select(known_answers).order_by(known_answers.c.added_at, known_answers.c.verification_id)
        with self._shelf.database.reading() as reading:
            return [_known(row) for row in reading.execute(asked).mappings()]

    def removed(self, claim_id: str) -> Along:
        """Return what writes down that a claim's samples are taken away; their results stay."""
        return lambda writing: _mark_removed(self._shelf, writing, claim_id)


def not_a_sample(source: ColumnElement[str] = verifications.c.source) -> ColumnElement[bool]:
    """Ask for verifications of real claims."""
    return source != str(Source.KNOWN_ANSWER)


def is_no_samples(verification_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Ask for rows that belong to no sample, by the verification that they name."""
    return ~exists().where(known_answers.c.verification_id == verification_id)


def make_way(shelf: Shelf, writing: Connection, claim_id: str, source: Source) -> None:
    """Let a real claim take the place of a sample with its id; a sample never takes a claim's.

    Raises:
        IntakeError: a sample was to have the id of a claim that is kept.
    """
    here = select(verifications.c.source).where(verifications.c.claim_id == claim_id)
    sources = set(writing.execute(here).scalars())
    if source is Source.KNOWN_ANSWER and sources:
        raise IntakeError(f"{claim_id}: a claim of this id is kept; give the sample another one")
    if source is not Source.KNOWN_ANSWER and str(Source.KNOWN_ANSWER) in sources:
        own = (verifications.c.claim_id == claim_id) & ~not_a_sample()
        writing.execute(delete(verifications).where(own))
        _mark_removed(shelf, writing, claim_id)


def judge(writing: Connection, verification_id: str) -> None:
    """Note the first ruling on a sample that stands: it alone was made without having seen another."""
    later = rulings.alias()
    standing = ~exists().where(later.c.voids == rulings.c.number)
    asked = select(rulings.c.officer, rulings.c.ruled, rulings.c.at).where(
        rulings.c.verification_id == verification_id, rulings.c.voids.is_(None), standing
    )
    row = writing.execute(asked.order_by(rulings.c.number).limit(1)).one_or_none()
    officer, ruled, at = row or (None, None, None)
    of_it = update(known_answers).where(known_answers.c.verification_id == verification_id)
    writing.execute(of_it.values(officer=officer, ruled=ruled, ruled_at=at))


def _mark_removed(shelf: Shelf, writing: Connection, claim_id: str) -> None:
    of_it = (known_answers.c.claim_id == claim_id) & known_answers.c.removed_at.is_(None)
    writing.execute(update(known_answers).where(of_it).values(removed_at=shelf.clock()))


def _known(row: RowMapping) -> KnownAnswer:
    return KnownAnswer(
        row["verification_id"], row["claim_id"], tuple(Ruled(word) for word in row["answers"].split()),
        row["added_at"], row["officer"], Ruled(row["ruled"]) if row["ruled"] else None, row["ruled_at"],
        row["removed_at"],
    )  # fmt: skip

"""How officers agree, counted: with known answers, and with those who read their cases blindly."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select

from models.agreement import Agreement, OfficerAgreement, Share
from models.case import ReviewState
from pipeline.store.case_tables import reviews
from pipeline.store.desk_tables import known_answers, second_reads
from pipeline.store.known_answers import KnownAnswers
from pipeline.store.second_reads import SecondReads
from pipeline.store.shelf import Shelf


class DeskAgreement:
    """The counts of one store, and the two things that they are counted of."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.known, self.reads = KnownAnswers(shelf), SecondReads(shelf)

    def of(self, since: datetime, now: datetime) -> Agreement:
        """Return how officers agreed from ``since`` on, and what waits ``now``.

        A known answer counts on the day of the officer's ruling, a second read on the day of the reading.

        Raises:
            StoreError: the database failed.
        """
        known, reads = self._known(since), self._reads(since)
        nothing = Share(0, 0)
        officers = tuple(
            OfficerAgreement(name, known.get(name, nothing), reads.get(name, nothing))
            for name in sorted(known.keys() | reads.keys())
        )
        return Agreement(now, officers, self.reads.differing(since), self._samples(), self.reads.count(now))

    def _known(self, since: datetime) -> dict[str, Share]:
        table = known_answers.c
        asked = select(table.officer, table.ruled, table.answers).where(table.ruled_at >= since)
        counted: dict[str, list[bool]] = {}
        with self._shelf.database.reading() as reading:
            for officer, ruled, answers in reading.execute(asked):
                counted.setdefault(officer, []).append(ruled in answers.split())
        return {officer: Share(sum(right), len(right)) for officer, right in counted.items()}

    def _reads(self, since: datetime) -> dict[str, Share]:
        table = second_reads.c
        same = func.sum(case((table.ruled == table.first_ruled, 1), else_=0))
        asked = select(table.first_officer, same, func.count()).where(table.read_at >= since)
        with self._shelf.database.reading() as reading:
            rows = reading.execute(asked.group_by(table.first_officer)).all()
        return {officer: Share(int(part), int(whole)) for officer, part, whole in rows}

    def _samples(self) -> int:
        undecided = reviews.c.state.in_([str(ReviewState.OPEN), str(ReviewState.WAITING)])
        asked = select(func.count()).select_from(known_answers)
        asked = asked.join(reviews, reviews.c.verification_id == known_answers.c.verification_id)
        with self._shelf.database.reading() as reading:
            return int(reading.execute(asked.where(undecided)).scalar_one())

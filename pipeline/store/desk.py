"""What the officers' desk works with, beside the case store: accounts, queue, figures, agreement, audit."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.store.agreement import DeskAgreement
from pipeline.store.audit import Audit
from pipeline.store.cases import CaseStore
from pipeline.store.desk_figures import DeskFigures
from pipeline.store.desk_users import DeskUsers
from pipeline.store.queue import Queue
from pipeline.store.sign_ins import SignIns


@dataclass(frozen=True)
class DeskStore:
    """The parts, on one database with the cases."""

    cases: CaseStore
    users: DeskUsers
    sign_ins: SignIns
    queue: Queue
    figures: DeskFigures
    agreement: DeskAgreement
    audit: Audit

    def close_days(self) -> int:
        """Keep the counts of days that are over; to be called now and then."""
        return self.figures.close(self.cases.shelf.clock())

    @classmethod
    def beside(cls, cases: CaseStore) -> DeskStore:
        """Open the parts on the case store's database."""
        shelf = cases.shelf
        return cls(
            cases=cases,
            users=DeskUsers(shelf.database),
            sign_ins=SignIns(shelf.database),
            queue=Queue(shelf),
            figures=DeskFigures(shelf.database),
            agreement=DeskAgreement(shelf),
            audit=Audit(shelf.database, shelf.master),
        )

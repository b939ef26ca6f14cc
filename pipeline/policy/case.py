"""One claim under one policy: what every rule asks before it can answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, timezone
from functools import cached_property

from models.claim import Claim
from models.document import Document, DocumentType
from models.people import People, Role
from pipeline.policy.policy import Policy
from pipeline.policy.requirement_table import ChannelRule, Owner, Row

WESTERN_TIME = timezone(timedelta(hours=7), "WIB")
"""The institution's calendar: a claim of 23:30 UTC came in on the next day."""

NO_PAPER = "no_paper"
"""Kind of an unclear answer where there is no paper at all that could have told."""

LETTERS = (DocumentType.PAKLARING, DocumentType.SURAT_PHK)
"""Papers that tell when and why somebody left an employer."""

IDENTITY = (DocumentType.KTP, DocumentType.SUKET, DocumentType.PASPOR)
"""Papers that tell who somebody is."""


@dataclass(frozen=True)
class Case:
    """The claim, its documents and whose they are, and the tables that apply.

    ``matched``: file of the card whose portrait and the selfie are one face, where that is so.
    """

    policy: Policy
    claim: Claim
    documents: tuple[Document, ...]
    people: People
    matched: str | None = None

    @cached_property
    def row(self) -> Row | None:
        """The row of this programme and cause on the day of submission; None where the table has none."""
        claim = self.claim
        return self.policy.requirements.row_for(claim.programme, claim.cause, claim.tahap, self.submitted)

    @cached_property
    def row_documents(self) -> tuple[str, ...]:
        """Names of the row's demands, an heir's where one claims; door and conditions aside."""
        if self.row is None:
            return self.policy.requirements.fallback
        heirs = self.row.heir_documents if self.claim.claimant is not None else ()
        return (*self.row.documents, *heirs)

    @cached_property
    def channel(self) -> ChannelRule:
        """The rules of the door that the claim came through, on the day of submission."""
        return self.policy.requirements.door(self.claim.channel, self.submitted)

    @cached_property
    def submitted(self) -> date:
        """The day of submission in western Indonesia."""
        at = self.claim.submitted_at
        return at.astimezone(WESTERN_TIME).date() if at.tzinfo else at.date()

    def limit(self, name: str, day: date | None = None) -> int | None:
        """Return a limit's value on a day, by default that of submission."""
        return self.policy.limits.on(name, day or self.submitted)

    def roles(self, owner: Owner) -> frozenset[Role]:
        """Return whose papers satisfy a demand; empty for papers without a person."""
        if owner is Owner.ANYONE:
            return frozenset()
        if owner is Owner.EITHER:
            return frozenset({Role.PARTICIPANT, Role.CLAIMANT})
        if owner is Owner.PARTICIPANT:
            return frozenset({Role.PARTICIPANT})
        if owner is Owner.CLAIMANT or self.claim.claimant is not None:
            return frozenset({Role.CLAIMANT})
        heir_lacks = self.row is not None and self.row.applicant == "heir"
        return frozenset({Role.CLAIMANT if heir_lacks else Role.PARTICIPANT})

    def heir_birth_dates(self) -> list[date]:
        """Return the heir's birth dates as typed and on identity papers."""
        claimant = self.claim.claimant
        if claimant is None:
            return []
        cards = [d for d in self.documents if d.type in IDENTITY and self.people.role(d) is Role.CLAIMANT]
        dates, _ = self.dates("tanggal_lahir", cards)
        return dates if claimant.birth_date is None else [*dates, claimant.birth_date]

    def of_participant(self, *types: DocumentType) -> list[Document]:
        """Return the participant's papers of these types, in upload order."""
        return [d for d in self.documents if d.type in types and self.people.role(d) is Role.PARTICIPANT]

    def dates(self, field: str, documents: list[Document]) -> tuple[list[date], bool]:
        """Return the dates in a field of these papers, and whether one stands there unread."""
        found: list[date] = []
        unread = False
        for document in documents:
            if field not in document.fields:
                continue
            value = document.value(field)
            try:
                found.append(date.fromisoformat(value or ""))
            except ValueError:
                unread = True
        return found, unread


def later(day: date, *, years: int = 0, months: int = 0) -> date:
    """Return the same day of the month later on, or the month's last day where it has no such day."""
    count = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(count, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)

"""The shape of ``requirements.toml``: rows, demands, channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from models.claim import Cause, Channel, Programme, Relationship
from models.document import DocumentType


class Owner(StrEnum):
    """Whose paper is demanded; ``applicant`` is the claimant where the claim has one."""

    PARTICIPANT = "participant"
    CLAIMANT = "claimant"
    APPLICANT = "applicant"
    EITHER = "either"
    ANYONE = "anyone"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(_Entry):
    """What holds from a day on, until another entry for the same thing begins."""

    start: date = Field(alias="from")
    source: str = Field(min_length=1)


_D = TypeVar("_D", bound=Dated)


def in_force(entries: Sequence[_D], day: date) -> _D | None:
    """Return the entry that holds on a day, the last that has begun; None before the first."""
    begun = [entry for entry in entries if entry.start <= day]
    return max(begun, key=lambda entry: entry.start, default=None)


class Demand(_Entry):
    """One document that may be demanded."""

    accepts: tuple[DocumentType, ...] = Field(min_length=1)
    of: Owner
    when: str | None = None
    or_field: str | None = None
    perhaps: tuple[DocumentType, ...] = ()
    instead: tuple[str, ...] = ()
    owner_by: str | None = None

    @property
    def type(self) -> DocumentType:
        """The type that names this demand to people."""
        return self.accepts[0]


class DocumentNeeds(_Entry):
    """Fields without which a paper of this type does not count as readable."""

    needs: tuple[str, ...] = ()


class ChannelRule(Dated):
    """What one door changes."""

    takes_selfie: bool
    only: tuple[str, ...] = ()
    if_uploaded: tuple[str, ...] = ()
    also: Mapping[Programme, tuple[str, ...]] = {}
    waives: tuple[str, ...] = ()
    gates: tuple[Literal["balance", "data_updated", "membership_active"], ...] = ()


class PhkPapers(Dated):
    """Sets of papers of a dismissal, any one of which is enough."""

    sets: tuple[tuple[str, ...], ...] = Field(min_length=1)


class Lapse(_Entry):
    """The right ends this long (a name in ``limits.toml``) after the date in this field."""

    limit: str
    start: str = Field(alias="from")


class Row(Dated):
    """What one cause of one programme demands."""

    programme: Programme
    cause: Cause
    tahap: int | None = None
    channels: tuple[Channel, ...] = Field(min_length=1)
    applicant: Literal["participant", "heir", "any"]
    documents: tuple[str, ...] = Field(min_length=1)
    heir_documents: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    letter_says: tuple[str, ...] = ()
    inactive: bool = False
    waiting: str | None = None
    lapse: Lapse | None = None
    age: str | None = None
    relationships: tuple[Relationship, ...] = ()
    child_until: str | None = None
    partial: bool = False
    applications: str | None = None


class Requirements(_Entry):
    """The whole table."""

    version: str = Field(min_length=1)
    fallback: tuple[str, ...]
    channel: Mapping[Channel, tuple[ChannelRule, ...]]
    document: Mapping[DocumentType, DocumentNeeds]
    demand: Mapping[str, Demand]
    phk: Mapping[Programme, tuple[PhkPapers, ...]]
    row: tuple[Row, ...]

    def row_for(self, programme: Programme, cause: Cause, tahap: int | None, day: date) -> Row | None:
        """Return the row of this pair in force on a day; an unknown stage takes the first."""
        rows = [r for r in self.row if r.programme is programme and r.cause is cause]
        stages = [r for r in rows if r.tahap is not None and r.tahap == tahap]
        first = [r for r in rows if r.tahap == rows[0].tahap]
        return in_force(stages or first, day)

    def door(self, channel: Channel, day: date) -> ChannelRule:
        """Return the rules of a door on a day; before its first entry that one holds."""
        entries = self.channel[channel]
        return in_force(entries, day) or min(entries, key=lambda entry: entry.start)

    def phk_sets(self, programme: Programme, day: date) -> tuple[tuple[str, ...], ...]:
        """Return the sets of dismissal papers that are enough on a day; empty where none is known."""
        papers = in_force(self.phk.get(programme, ()), day)
        return papers.sets if papers else ()

    def needs(self, type_: DocumentType) -> tuple[str, ...]:
        """Return the fields that must be readable on this type; empty where it is only recognised."""
        entry = self.document.get(type_)
        return entry.needs if entry else ()

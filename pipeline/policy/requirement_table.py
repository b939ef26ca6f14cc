"""The shape of ``requirements.toml``: rows, demands, channels."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

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


class Demand(_Entry):
    """One document that may be demanded."""

    accepts: tuple[DocumentType, ...] = Field(min_length=1)
    of: Owner
    when: str | None = None
    or_field: str | None = None
    perhaps: tuple[DocumentType, ...] = ()

    @property
    def type(self) -> DocumentType:
        """The type that names this demand to people."""
        return self.accepts[0]


class DocumentNeeds(_Entry):
    """Fields without which a paper of this type does not count as readable."""

    needs: tuple[str, ...] = ()


class ChannelRule(_Entry):
    """What one door changes."""

    takes_selfie: bool
    only: tuple[str, ...] = ()
    if_uploaded: tuple[str, ...] = ()
    also: Mapping[Programme, tuple[str, ...]] = {}
    gates: tuple[Literal["balance", "data_updated", "membership_active"], ...] = ()


class Lapse(_Entry):
    """The right ends this long (a name in ``limits.toml``) after the date in this field."""

    limit: str
    start: str = Field(alias="from")


class Row(_Entry):
    """What one cause of one programme demands."""

    programme: Programme
    cause: Cause
    tahap: int | None = None
    channels: tuple[Channel, ...] = Field(min_length=1)
    applicant: Literal["participant", "heir", "any"]
    documents: tuple[str, ...] = Field(min_length=1)
    without: tuple[str, ...] = ()
    letter_says: tuple[str, ...] = ()
    inactive: bool = False
    waiting: str | None = None
    lapse: Lapse | None = None
    age: str | None = None
    relationships: tuple[Relationship, ...] = ()
    partial: bool = False
    applications: str | None = None


class Requirements(_Entry):
    """The whole table."""

    version: str = Field(min_length=1)
    fallback: tuple[str, ...]
    channel: Mapping[Channel, ChannelRule]
    document: Mapping[DocumentType, DocumentNeeds]
    demand: Mapping[str, Demand]
    phk: Mapping[Programme, tuple[tuple[str, ...], ...]]
    row: tuple[Row, ...]

    def row_for(self, programme: Programme, cause: Cause, tahap: int | None) -> Row | None:
        """Return the row of this pair; an unknown stage takes the first."""
        rows = [r for r in self.row if r.programme is programme and r.cause is cause]
        return next((r for r in rows if r.tahap is not None and r.tahap == tahap), rows[0] if rows else None)

    def needs(self, type_: DocumentType) -> tuple[str, ...]:
        """Return the fields that must be readable on this type; empty where it is only recognised."""
        entry = self.document.get(type_)
        return entry.needs if entry else ()


def faults_in(table: Requirements, conditions: frozenset[str], limits: frozenset[str]) -> list[str]:
    """Return every contradiction or gap, each naming the entry at fault."""
    faults: list[str] = []
    known = set(table.demand)
    for name, demand in table.demand.items():
        if demand.when is not None and demand.when not in conditions:
            faults.append(f"demand.{name}: no condition is called {demand.when!r}")
        if overlap := set(demand.perhaps) & set(demand.accepts):
            faults.append(f"demand.{name}: {sorted(overlap)} both accepted and only perhaps")
    faults += [f"fallback: no demand is called {name!r}" for name in table.fallback if name not in known]
    for channel in Channel:
        if channel not in table.channel:
            faults.append(f"channel.{channel}: missing")
            continue
        rule = table.channel[channel]
        named = [*rule.only, *rule.if_uploaded, *(n for names in rule.also.values() for n in names)]
        faults += [f"channel.{channel}: no demand is called {n!r}" for n in named if n not in known]
        if rule.also and rule.only:
            faults.append(f"channel.{channel}: `only` and `also` contradict each other")
    seen: set[tuple[Programme, Cause, int | None]] = set()
    for row in table.row:
        name = f"row {row.programme}/{row.cause}" + (f"/tahap {row.tahap}" if row.tahap else "")
        if (row.programme, row.cause, row.tahap) in seen:
            faults.append(f"{name}: stands twice")
        seen.add((row.programme, row.cause, row.tahap))
        if row.tahap is None and any(s[:2] == (row.programme, row.cause) and s[2] for s in seen):
            faults.append(f"{name}: stands with and without tahap")
        faults += [
            f"{name}: no demand is called {n!r}" for n in (*row.documents, *row.without) if n not in known
        ]
        if len(set(row.documents)) != len(row.documents):
            faults.append(f"{name}: a demand stands twice")
        used = [row.waiting, row.age, row.applications, row.lapse.limit if row.lapse else None]
        faults += [f"{name}: no limit is called {n!r}" for n in used if n is not None and n not in limits]
        if row.relationships and row.applicant != "heir":
            faults.append(f"{name}: relationships without an heir")
        if "surat_phk" in row.documents and not table.phk.get(row.programme):
            faults.append(f"{name}: demands surat_phk, but phk.{row.programme} is missing")
    faults += [f"row: no programme claims {c}" for c in Cause if all(r.cause is not c for r in table.row)]
    faults += [f"row: no row for {p}" for p in Programme if all(r.programme is not p for r in table.row)]
    return faults

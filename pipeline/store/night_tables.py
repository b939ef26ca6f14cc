"""The tables of nights that several machines share: which claims are whose, and what came of them.

In the clear: times, counts, claim ids, outcomes and codes, hosts' names. A claim folder is named by a keyed
index of its path, since people name folders after people.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from pipeline.store.tables import Moment, metadata

nights = Table(
    "nights",
    metadata,
    Column("night_id", String(36), primary_key=True),
    Column("place", LargeBinary, nullable=False, index=True),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
)
"""``place``: keyed index of inbox and reports' folder; ``closed_at``: when nobody was at it any more."""

night_chunks = Table(
    "night_chunks",
    metadata,
    Column("night_id", String(36), ForeignKey("nights.night_id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("folders", LargeBinary, nullable=False),
    Column("holder", String(64)),
    Column("lease_until", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("done_at", Moment),
    Column("results", LargeBinary),
)
"""``folders``: keyed indexes of 16 bytes, one after the other; ``results``: JSON of ids and codes."""

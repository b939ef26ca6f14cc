"""The audit's tables; triggers refuse to change or remove rows (migrations/), the chain tells where one did.

Everything is kept as text or bytes, so that what a row says is what its hash was made of on both databases.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from pipeline.store.tables import Serial, metadata

audit_keys = Table(
    "audit_keys",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
)
"""The keys of the rows' seals, each wrapped with the master key; the highest number is in use."""

audit = Table(
    "audit",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("who", String(100), nullable=False),
    Column("what", String(32), nullable=False),
    Column("claim_id", String(64), index=True),
    Column("verification_id", String(36), index=True),
    Column("why", String(500), nullable=False),
    Column("searched", LargeBinary, index=True),
    Column("key", Integer, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("seal", LargeBinary, nullable=False),
)
"""``at``: ISO 8601, UTC, microseconds, so that text sorts by time. ``key``: a number of ``audit_keys``."""

audit_starts = Table(
    "audit_starts",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
    Column("key", Integer, nullable=False),
    Column("seal", LargeBinary, nullable=False),
)
"""The last row that retention took away, sealed: the chain begins after the highest one."""

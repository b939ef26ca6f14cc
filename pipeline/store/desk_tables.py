"""The tables of the officers' desk: accounts and who is signed in. No value of a claim is in them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from pipeline.store.tables import Moment, metadata

desk_users = Table(
    "desk_users",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Moment),
)
"""``password``: its Argon2id hash; ``failures``: wrong ones since the last right one."""

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("token", LargeBinary, primary_key=True),
    Column("name", String(32), ForeignKey("desk_users.name"), nullable=False, index=True),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
"""``token``: SHA-256 of what the browser holds (32 random bytes, so that it needs no salt)."""

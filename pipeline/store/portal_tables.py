"""The portal's tables: who may ask, what was asked before, who is called back, what is still being uploaded.

In the clear: names of keys, addresses of webhooks, ids, times and states. Secrets and answers are sealed with
the portal's own data key, a draft with a key of its own; tokens are kept as SHA-256 (they are random, so
nobody guesses them).
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from pipeline.store.tables import Moment, Serial, metadata

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("client", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("scopes", String(255), nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
)
"""``client``: the first key of a chain of rotated ones; limits and repeated requests go by it."""

requests_seen = Table(
    "requests_seen",
    metadata,
    Column("blind", LargeBinary, primary_key=True),
    Column("request", LargeBinary, nullable=False),
    Column("holder", String(36), nullable=False),
    Column("held_until", Moment, nullable=False),
    Column("answer", LargeBinary),
    Column("kept_until", Moment, nullable=False, index=True),
)
"""``blind``: keyed index of client and Idempotency-Key; ``request``: of the request itself."""

webhook_endpoints = Table(
    "webhook_endpoints",
    metadata,
    Column("endpoint_id", String(36), primary_key=True),
    Column("client", String(16), nullable=False, index=True),
    Column("url", String(2000), nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("old_secret", LargeBinary),
    Column("old_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("deleted_at", Moment),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("number", Serial, primary_key=True),
    Column("endpoint_id", String(36), ForeignKey("webhook_endpoints.endpoint_id"), nullable=False),
    Column("event_id", String(36), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_at", Moment),
    Column("next_at", Moment, nullable=False),
    Column("held_until", Moment),
    Column("last_at", Moment),
    Column("last_status", Integer),
    Column("last_fault", String(64)),
    UniqueConstraint("endpoint_id", "event_id"),
    Index("deliveries_due", "state", "next_at"),
)
"""``state``: waiting, delivered or given_up."""

events_spread = Table("events_spread", metadata, Column("event_id", String(36), primary_key=True))
"""Events of which every endpoint has its delivery."""

drafts = Table(
    "drafts",
    metadata,
    Column("verification_id", String(36), primary_key=True),
    Column("client", String(16), nullable=False),
    Column("claim_id", String(64), nullable=False, index=True),
    Column("manifest", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

draft_files = Table(
    "draft_files",
    metadata,
    Column("verification_id", String(36), ForeignKey("drafts.verification_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("file_key", String(128), nullable=False),
)

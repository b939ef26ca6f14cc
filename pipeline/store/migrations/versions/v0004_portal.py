"""The portal: keys of its callers, repeated requests, webhooks and their deliveries, drafts.

Written out rather than taken from ``portal_tables``: a step goes on making what it made when it was new.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the portal's tables."""
    op.create_table(
        "api_keys",
        sa.Column("key_id", sa.String(16), primary_key=True),
        sa.Column("client", sa.String(16), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("scopes", sa.String(255), nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
    )
    op.create_table(
        "requests_seen",
        sa.Column("blind", sa.LargeBinary, primary_key=True),
        sa.Column("request", sa.LargeBinary, nullable=False),
        sa.Column("holder", sa.String(36), nullable=False),
        sa.Column("held_until", MOMENT, nullable=False),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("kept_until", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "webhook_endpoints",
        sa.Column("endpoint_id", sa.String(36), primary_key=True),
        sa.Column("client", sa.String(16), nullable=False, index=True),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("old_secret", sa.LargeBinary),
        sa.Column("old_until", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT),
    )
    op.create_table(
        "deliveries",
        sa.Column("number", SERIAL, primary_key=True),
        sa.Column(
            "endpoint_id", sa.String(36), sa.ForeignKey("webhook_endpoints.endpoint_id"), nullable=False
        ),
        sa.Column("event_id", sa.String(36), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("first_at", MOMENT),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("held_until", MOMENT),
        sa.Column("last_at", MOMENT),
        sa.Column("last_status", sa.Integer),
        sa.Column("last_fault", sa.String(64)),
        sa.UniqueConstraint("endpoint_id", "event_id"),
    )
    op.create_index("deliveries_due", "deliveries", ["state", "next_at"])
    op.create_table("events_spread", sa.Column("event_id", sa.String(36), primary_key=True))
    op.create_table(
        "drafts",
        sa.Column("verification_id", sa.String(36), primary_key=True),
        sa.Column("client", sa.String(16), nullable=False),
        sa.Column("claim_id", sa.String(64), nullable=False, index=True),
        sa.Column("manifest", sa.LargeBinary, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "draft_files",
        sa.Column(
            "verification_id", sa.String(36), sa.ForeignKey("drafts.verification_id"), primary_key=True
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("file_key", sa.String(128), nullable=False),
    )

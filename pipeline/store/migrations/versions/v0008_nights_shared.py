"""Nights that several machines share: chunks of claims, leased to one machine at a time.

Written out rather than taken from ``night_tables``: a step goes on making what it made when it was new.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of nights."""
    op.create_table(
        "nights",
        sa.Column("night_id", sa.String(36), primary_key=True),
        sa.Column("place", sa.LargeBinary, nullable=False, index=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
    )
    op.create_table(
        "night_chunks",
        sa.Column(
            "night_id", sa.String(36), sa.ForeignKey("nights.night_id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("folders", sa.LargeBinary, nullable=False),
        sa.Column("holder", sa.String(64)),
        sa.Column("lease_until", MOMENT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("results", sa.LargeBinary),
    )

"""The desk: accounts, who is signed in, the queue's order, reasons to filter by, messages to applicants.

Written out rather than taken from ``desk_tables``: a step goes on making what it made when it was new.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and give the tasks that are there their place in the queue."""
    op.create_table(
        "desk_users",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", MOMENT),
    )
    op.create_table(
        "desk_sessions",
        sa.Column("token", sa.LargeBinary, primary_key=True),
        sa.Column("name", sa.String(32), sa.ForeignKey("desk_users.name"), nullable=False, index=True),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
    )
    op.create_table(
        "review_reasons",
        sa.Column(
            "verification_id",
            sa.String(36),
            sa.ForeignKey("verifications.verification_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
    )
    op.create_index("review_reasons_by_day", "review_reasons", ["day", "code"])
    op.create_index("review_reasons_by_code", "review_reasons", ["code"])
    op.add_column("reviews", sa.Column("rank", sa.Integer, nullable=False, server_default="2"))
    op.add_column("reviews", sa.Column("programme", sa.String(8), nullable=False, server_default=""))
    op.add_column("rulings", sa.Column("message", sa.LargeBinary))
    op.create_index("verifications_ended", "verifications", ["finished_at", "outcome"])
    told = "(SELECT {} FROM verifications v WHERE v.verification_id = reviews.verification_id)"
    rank = "CASE v.risk WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END"
    op.execute(f"UPDATE reviews SET rank = {told.format(rank)}, programme = {told.format('v.programme')}")
    op.create_index("reviews_by_risk", "reviews", ["state", "rank", "opened_at", "verification_id"])

"""The desk: sign-in by a provider, known answers, second reads, rulings told to the portal, counts by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; no ruling from before this step is told, and accounts sign in by their names."""
    op.add_column("desk_users", sa.Column("login", sa.String(255)))
    op.add_column("desk_users", sa.Column("subject", sa.String(255)))
    op.create_index("desk_users_login", "desk_users", ["login"], unique=True)
    op.create_table(
        "desk_sign_ins",
        sa.Column("state", sa.LargeBinary, primary_key=True),
        sa.Column("browser", sa.LargeBinary, nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False, index=True),
    )
    op.add_column("events", sa.Column("ruling", sa.BigInteger, nullable=False, server_default="0"))
    op.drop_index("events_of_verification", "events")
    op.create_index("events_of_verification", "events", ["verification_id", "kind", "ruling"], unique=True)
    op.create_table(
        "rulings_to_tell",
        sa.Column("ruling", sa.BigInteger, sa.ForeignKey("rulings.number", ondelete="CASCADE"),
                  primary_key=True, autoincrement=False),
        sa.Column("claim_id", sa.String(64), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False, index=True),
    )  # fmt: skip
    op.create_table(
        "known_answers",
        sa.Column("verification_id", sa.String(36), primary_key=True),
        sa.Column("claim_id", sa.String(64), nullable=False, index=True),
        sa.Column("answers", sa.String(64), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("officer", sa.String(64)),
        sa.Column("ruled", sa.String(16)),
        sa.Column("ruled_at", MOMENT, index=True),
        sa.Column("removed_at", MOMENT),
    )
    op.create_table(
        "second_reads",
        sa.Column("number", SERIAL, primary_key=True),
        sa.Column("verification_id", sa.String(36),
                  sa.ForeignKey("verifications.verification_id", ondelete="CASCADE"), nullable=False),
        sa.Column("ruling", sa.BigInteger, sa.ForeignKey("rulings.number", ondelete="CASCADE"),
                  nullable=False, unique=True),
        sa.Column("first_officer", sa.String(64), nullable=False),
        sa.Column("first_ruled", sa.String(16), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("officer", sa.String(64)),
        sa.Column("ruled", sa.String(16)),
        sa.Column("codes", sa.String(1000)),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("read_at", MOMENT, index=True),
        sa.Column("seen_by", sa.String(64)),
        sa.Column("seen_at", MOMENT),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("second_reads_of_verification", "second_reads", ["verification_id"])
    op.create_index("second_reads_open", "second_reads", ["officer", "opens_at"])
    op.create_table(
        "figure_days",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("counted", sa.Text, nullable=False),
    )
    op.create_index("corrections_at", "corrections", ["at"])

"""Claims kept whole: verifications, uploads, reports, evidence, events, reviews, rulings, corrections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of kept claims."""
    _verifications()
    _files()
    _found_and_told()
    _officers()


def _verifications() -> None:
    op.create_table(
        "verifications",
        sa.Column("verification_id", sa.String(36), primary_key=True),
        sa.Column("claim_id", sa.String(64), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("programme", sa.String(8), nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("risk", sa.String(8)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(64)),
        sa.Column("lease_until", MOMENT),
        sa.Column("fault", sa.String(64)),
        sa.Column("software", sa.String(64), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("input", sa.LargeBinary),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("verifications_of_claim", "verifications", ["claim_id", "received_at"])
    op.create_index("verifications_to_do", "verifications", ["state", "received_at"])
    op.create_index("verifications_queue", "verifications", ["current", "outcome", "submitted_at"])
    op.create_index("verifications_finished", "verifications", ["finished_at"])
    op.create_index("verifications_input", "verifications", ["claim_id", "input"], unique=True)
    only = sa.text("current")
    op.create_index(
        "verifications_current", "verifications", ["claim_id"], unique=True,
        sqlite_where=only, postgresql_where=only,
    )  # fmt: skip


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("key", sa.String(96), primary_key=True),
        sa.Column("claim_id", sa.String(64), nullable=False, index=True),
        sa.Column("address", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("size", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "uploads",
        _of_verification(primary=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("file", sa.String(96), sa.ForeignKey("files.key"), nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "reports", _of_verification(primary=True), sa.Column("sealed", sa.LargeBinary, nullable=False)
    )
    op.create_table(
        "evidence",
        sa.Column("number", SERIAL, primary_key=True),
        _of_verification(),
        sa.Column("file", sa.String(96), sa.ForeignKey("files.key"), nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("evidence_of_verification", "evidence", ["verification_id"])


def _found_and_told() -> None:
    op.create_table(
        "case_marks",
        sa.Column("number", SERIAL, primary_key=True),
        _of_verification(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("blind", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("case_marks_of_verification", "case_marks", ["verification_id"])
    op.create_index("case_marks_blind", "case_marks", ["blind"])
    op.create_table(
        "events",
        sa.Column("number", SERIAL, primary_key=True),
        sa.Column("event_id", sa.String(36), nullable=False, unique=True),
        _of_verification(),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("events_of_verification", "events", ["verification_id", "kind"], unique=True)


def _officers() -> None:
    op.create_table(
        "reviews",
        _of_verification(primary=True),
        sa.Column("claim_id", sa.String(64), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("officer", sa.String(64)),
        sa.Column("since", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("reviews_queue", "reviews", ["state", "opened_at"])
    op.create_index("reviews_of_officer", "reviews", ["officer", "state"])
    op.create_table(
        "rulings",
        sa.Column("number", SERIAL, primary_key=True),
        _of_verification(),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("ruled", sa.String(16), nullable=False),
        sa.Column("codes", sa.String(1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("approves", sa.BigInteger, sa.ForeignKey("rulings.number", ondelete="CASCADE")),
        sa.Column("voids", sa.BigInteger, sa.ForeignKey("rulings.number", ondelete="CASCADE")),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("rulings_of_verification", "rulings", ["verification_id"])
    op.create_index("rulings_at", "rulings", ["at"])
    op.create_table(
        "corrections",
        sa.Column("number", SERIAL, primary_key=True),
        _of_verification(),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("document", sa.Integer, nullable=False),
        sa.Column("field", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("corrections_of_verification", "corrections", ["verification_id"])


def _of_verification(*, primary: bool = False) -> sa.Column[str]:
    whose = sa.ForeignKey("verifications.verification_id", ondelete="CASCADE")
    return sa.Column("verification_id", sa.String(36), whose, primary_key=primary, nullable=False)

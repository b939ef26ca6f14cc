"""What is remembered of a claim: its key, blind marks, pictures and turned faces.

Written out rather than taken from ``tables``: a step must go on making what it made on the day it was new.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC, VECTOR

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
ENCODING = sa.LargeBinary().with_variant(VECTOR(128), "postgresql")
SKETCH = sa.LargeBinary().with_variant(HALFVEC(128), "postgresql")


def upgrade() -> None:
    """Make the first tables."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.create_table("master_keys", sa.Column("key_id", sa.LargeBinary, primary_key=True))
    op.create_table(
        "data_keys",
        sa.Column("claim_id", sa.String(64), primary_key=True),
        sa.Column("key_id", sa.LargeBinary, sa.ForeignKey("master_keys.key_id"), nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "claims",
        sa.Column("number", SERIAL, primary_key=True),
        sa.Column("claim_id", sa.String(64), unique=True, nullable=False),
        sa.Column("programme", sa.String(8), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "marks",
        sa.Column("number", SERIAL, primary_key=True),
        _of_claim(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("blind", sa.LargeBinary, nullable=False, index=True),
    )
    op.create_table(
        "pictures",
        sa.Column("number", SERIAL, primary_key=True),
        _of_claim(),
        sa.Column("kind", sa.String(32), nullable=False),
        *(sa.Column(f"word_{i}", sa.Integer, nullable=False, index=True) for i in range(4)),
    )
    op.create_table(
        "faces",
        sa.Column("number", SERIAL, primary_key=True),
        _of_claim(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("encoding", ENCODING, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "faces_gone",
        sa.Column("number", SERIAL, primary_key=True),
        sa.Column("face", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "face_sketches",
        sa.Column("face", sa.BigInteger, sa.ForeignKey("faces.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("claim", sa.BigInteger, nullable=False),
        sa.Column("sketch", SKETCH, nullable=False),
    )


def _of_claim() -> sa.Column[int]:
    claims = sa.ForeignKey("claims.number", ondelete="CASCADE")
    return sa.Column("claim", sa.BigInteger, claims, nullable=False, index=True)

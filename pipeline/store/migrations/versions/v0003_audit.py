"""The audit, and which claims are frozen. Triggers let no row of the audit be changed or removed.

They stop accidents and whoever has no right to the tables' form; what they do not stop, the chain of hashes
tells. Only rows that a sealed start has passed may go: retention works that way.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
SQLITE = (
    "CREATE TRIGGER audit_keeps_rows BEFORE UPDATE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END",
    "CREATE TRIGGER audit_loses_no_row BEFORE DELETE ON audit "
    "WHEN OLD.number > (SELECT coalesce(max(number), 0) FROM audit_starts) "
    "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END",
)
POSTGRESQL = (
    """
    CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.number <= (SELECT coalesce(max(number), 0) FROM audit_starts) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the audit is only added to';
    END $$
    """,
    "CREATE TRIGGER audit_keeps_rows BEFORE UPDATE OR DELETE ON audit "
    "FOR EACH ROW EXECUTE FUNCTION audit_is_only_added_to()",
    "CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to()",
)


def upgrade() -> None:
    """Make the tables and their triggers."""
    op.create_table(
        "audit_keys",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("number", SERIAL, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("claim_id", sa.String(64), index=True),
        sa.Column("verification_id", sa.String(36), index=True),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("searched", sa.LargeBinary, index=True),
        sa.Column("key", sa.Integer, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("seal", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "audit_starts",
        sa.Column("number", SERIAL, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("key", sa.Integer, nullable=False),
        sa.Column("seal", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "frozen",
        sa.Column("claim_id", sa.String(64), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    for statement in POSTGRESQL if op.get_context().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)

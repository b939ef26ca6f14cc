"""A fine hash beside a picture's 64 bits, which tells whether it is the same picture, saved again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; pictures that were remembered before have no fine hash."""
    op.add_column("pictures", sa.Column("fine", sa.LargeBinary))

"""The tables as they are now, and what each column may tell a thief; how they came to be is in migrations/.

In the clear: claim ids, programme, time, outcome, kinds of marks, and exact hashes of pictures. Everything
else is a keyed index (equal values can be counted, not read), a turned face (see ``turning``), a masked hash
of what a picture looks like (see ``picture_masks``), or sealed with the claim's own key.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pgvector.sqlalchemy import HALFVEC, VECTOR
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.marks import FACE_NUMBERS

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A time with its zone; UTC in the database, since SQLite keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give SQLite's times their zone."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Encoding(TypeDecorator[NDArray[np.float32]]):
    """128 float32: pgvector's type on PostgreSQL, their little-endian bytes on SQLite."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose by the database."""
        wanted: TypeEngine[Any] = VECTOR(FACE_NUMBERS) if dialect.name == "postgresql" else LargeBinary()
        return dialect.type_descriptor(wanted)

    def process_bind_param(self, value: NDArray[np.float32] | None, dialect: Dialect) -> Any:
        """Write what the column holds."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.astype("<f4").tobytes()

    def process_result_value(self, value: Any, dialect: Dialect) -> NDArray[np.float32] | None:
        """Read what the column holds."""
        if isinstance(value, bytes):
            return np.frombuffer(value, dtype="<f4")
        return None if value is None else np.asarray(value, dtype=np.float32)


class Sketch(TypeDecorator[NDArray[np.float32]]):
    """A face in float16, to be searched in place of it; PostgreSQL only."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose by the database."""
        wanted: TypeEngine[Any] = HALFVEC(FACE_NUMBERS) if dialect.name == "postgresql" else LargeBinary()
        return dialect.type_descriptor(wanted)


Serial = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts only what it calls INTEGER."""

master_keys = Table("master_keys", metadata, Column("key_id", LargeBinary, primary_key=True))
"""By which master key this database was made: its id, from which the key cannot be told."""

data_keys = Table(
    "data_keys",
    metadata,
    Column("claim_id", String(64), primary_key=True),
    Column("key_id", LargeBinary, ForeignKey("master_keys.key_id"), nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)
"""One key per claim, sealed with the master key. A table of its own, so that it can be backed up apart."""

claims = Table(
    "claims",
    metadata,
    Column("number", Serial, primary_key=True),
    Column("claim_id", String(64), unique=True, nullable=False),
    Column("programme", String(8), nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""``sealed``: the marks as text, from which new indexes are made with a new key."""


def _of_claim() -> Column[int]:
    whose = ForeignKey("claims.number", ondelete="CASCADE")
    return Column("claim", BigInteger, whose, nullable=False, index=True)


marks = Table(
    "marks",
    metadata,
    Column("number", Serial, primary_key=True),
    _of_claim(),
    Column("kind", String(16), nullable=False),
    Column("blind", LargeBinary, nullable=False, index=True),
)
"""``blind``: keyed index of kind and value."""

pictures = Table(
    "pictures",
    metadata,
    Column("number", Serial, primary_key=True),
    _of_claim(),
    Column("kind", String(32), nullable=False),
    *(Column(f"word_{i}", Integer, nullable=False, index=True) for i in range(4)),
    Column("fine", LargeBinary),
)
"""A picture's hash as four words of 16 bits, so that near ones are found by index; where there is a ``fine``
one, which tells the same picture from one like it, both are masked."""

faces = Table(
    "faces",
    metadata,
    Column("number", Serial, primary_key=True),
    _of_claim(),
    Column("kind", String(16), nullable=False),
    Column("encoding", Encoding, nullable=False),
    sqlite_autoincrement=True,
)
"""Turned encodings. Numbers are never used twice: processes with faces in memory ask for the new ones."""

faces_gone = Table(
    "faces_gone",
    metadata,
    Column("number", Serial, primary_key=True),
    Column("face", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
"""Numbers of faces that were removed, for processes that still keep them in memory (SQLite)."""

face_sketches = Table(
    "face_sketches",
    metadata,
    Column("face", BigInteger, ForeignKey("faces.number", ondelete="CASCADE"), primary_key=True),
    Column("claim", BigInteger, nullable=False),
    Column("sketch", Sketch, nullable=False),
)
"""Every face once more in half the bytes: what PostgreSQL reads to find the near ones. Empty in SQLite."""

frozen = Table(
    "frozen",
    metadata,
    Column("claim_id", String(64), primary_key=True),
    Column("since", Moment, nullable=False),
)
"""Claims that are left alone, whether anything is kept of them or not; who froze them why: the audit."""

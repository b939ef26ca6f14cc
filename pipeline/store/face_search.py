"""Where faces are compared: in this process for SQLite, in the server for PostgreSQL. Both miss none.

Both only narrow down, generously by what float32 may round; the same few lines of ``faces`` then measure
what is left in float64 and sort it, so both give the same answer.

PostgreSQL reads every row, shared among the server's parallel workers: of a table that keeps the faces in
float16, since most of the time goes into carrying pages. pgvector's HNSW and IVFFlat indexes would read
fewer, but they miss some of the near ones, and a missed one cannot be told from one that is not there:
checking again what they found does not bring it back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Float, bindparam, func, select, text

from pipeline.store.face_blocks import BLOCK, Candidates, FaceBlocks
from pipeline.store.tables import Sketch, face_sketches, faces, faces_gone

_ROUNDED = 1e-4
"""Share by which a distance that a server adds up in float32 can be off (128 terms: below 1e-5)."""
_HALF = 2.0**-11
"""Share of its length by which rounding to float16 can move a face."""
_AT_ONCE = 500
"""Numbers in one question: SQLite takes 999 values at least."""


class FaceSearch(Protocol):
    """Finds the stored faces that may be near a turned one (128,)."""

    def near(
        self, reading: Connection, face: NDArray[np.float32], within: float, but: int | None
    ) -> Candidates:
        """Return every face within that distance, and perhaps a few beyond it; none of the claim ``but``."""
        ...


class InThisProcess:
    """Keeps every face in memory; loads at the first search, then only what is new."""

    def __init__(self) -> None:
        self._blocks = FaceBlocks()
        self._gone = 0
        self._lock = threading.Lock()

    def near(
        self, reading: Connection, face: NDArray[np.float32], within: float, but: int | None
    ) -> Candidates:
        """See ``FaceSearch``."""
        with self._lock:
            self._catch_up(reading)
            return self._blocks.near(face, within, but)

    def _catch_up(self, reading: Connection) -> None:
        """Take what other processes, or this one, removed and added since the last search."""
        gone = select(faces_gone.c.number, faces_gone.c.face).where(faces_gone.c.number > self._gone)
        for number, face in reading.execute(gone.order_by(faces_gone.c.number)):
            self._blocks.remove(face)
            self._gone = number
        # the driver's own cursor: a million rows take two seconds instead of five
        cursor = reading.connection.cursor()
        asked = "SELECT number, claim, encoding FROM faces WHERE number > ? ORDER BY number"
        cursor.execute(asked, (self._blocks.newest,))
        while rows := cursor.fetchmany(BLOCK):
            numbers, claims, encodings = zip(*rows, strict=True)
            fresh = np.frombuffer(b"".join(encodings), dtype="<f4").reshape(len(rows), -1)
            self._blocks.add(np.asarray(numbers, np.int64), np.asarray(claims, np.int64), fresh)
        cursor.close()


class InPostgres:
    """Lets pgvector compare every row: of half the length first, then the few that remain in full."""

    def near(
        self, reading: Connection, face: NDArray[np.float32], within: float, but: int | None
    ) -> Candidates:
        """See ``FaceSearch``."""
        # The planner takes a third of the rows for near and so thinks handing them over dear.
        reading.execute(
            select(
                func.set_config("jit", "off", text("true")),
                func.set_config("parallel_tuple_cost", "0", text("true")),
            )
        )
        length = float(np.linalg.norm(face.astype(np.float64)))
        limit = (within + _HALF * (2 * length + within)) * (1 + _ROUNDED) + 1e-6
        asked = bindparam("face", face, type_=Sketch())
        sketched = face_sketches.c.sketch.op("<->", return_type=Float())(asked) <= limit
        if but is not None:
            sketched = sketched & (face_sketches.c.claim != but)
        numbers = reading.execute(select(face_sketches.c.face).where(sketched)).scalars().all()
        return Candidates.joined([_in_full(reading, part) for part in in_parts(numbers)])


def _in_full(reading: Connection, numbers: Sequence[int]) -> Candidates:
    rows = reading.execute(select(faces.c.number, faces.c.encoding).where(faces.c.number.in_(numbers))).all()
    return Candidates(
        np.asarray([number for number, _ in rows], np.int64), np.stack([row for _, row in rows])
    )


def in_parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the numbers in parts that one question may hold."""
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]

"""Faces of claims: kept turned, and searched for by likeness. Exact: no face within the limit is missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, RowMapping, delete, insert, select

from models.marks import FaceKind, FaceMark
from pipeline.store.database import Database
from pipeline.store.face_blocks import Candidates
from pipeline.store.face_search import FaceSearch, InPostgres, InThisProcess, in_parts
from pipeline.store.master_key import MasterKey
from pipeline.store.tables import claims, face_sketches, faces, faces_gone
from pipeline.store.turning import Turned, Turning

MOST = 50
"""Faces in an answer; an officer looks at a few."""


@dataclass(frozen=True)
class NearFace:
    """A stored face that is near.

    Attributes:
        claim: the row of the claim it belongs to.
        distance: Euclidean, as between the encodings before they were turned (to 1e-6).
    """

    claim: RowMapping
    kind: FaceKind
    distance: float


@dataclass(frozen=True)
class NearFaces:
    """The nearest first. ``cut``: there are more within the limit than were asked for."""

    found: tuple[NearFace, ...]
    cut: bool


class FaceMemory:
    """The faces of every claim that is remembered."""

    def __init__(self, database: Database, master: MasterKey) -> None:
        self._database = database
        self.turning = Turning(master)
        self._search: FaceSearch = InThisProcess() if database.embedded else InPostgres()

    def replace(self, writing: Connection, claim: int, wanted: Sequence[FaceMark]) -> None:
        """Keep these faces for the claim in that row, instead of those it had; equal ones are not touched."""
        new = [(str(mark.kind), self.turning.of(mark.encoding)) for mark in wanted]
        asked = select(faces.c.kind, faces.c.encoding).where(faces.c.claim == claim).order_by(faces.c.number)
        old = [(kind, encoding) for kind, encoding in writing.execute(asked)]
        if _as_bytes(old) == _as_bytes(new):
            return
        self.drop(writing, claim)
        if new:
            rows = [{"claim": claim, "kind": kind, "encoding": turned} for kind, turned in new]
            writing.execute(insert(faces), rows)
            if not self._database.embedded:
                same = select(faces.c.number, faces.c.claim, faces.c.encoding).where(faces.c.claim == claim)
                writing.execute(insert(face_sketches).from_select(["face", "claim", "sketch"], same))

    def drop(self, writing: Connection, claim: int) -> int:
        """Remove the claim's faces, also from the memory of processes that search (at their next search).

        Returns how many there were.
        """
        if self._database.embedded:
            gone = select(faces.c.number).where(faces.c.claim == claim)
            writing.execute(insert(faces_gone).from_select(["face"], gone))
        return int(writing.execute(delete(faces).where(faces.c.claim == claim)).rowcount)

    def near(self, face: FaceMark, within: float, *, but: str | None = None, most: int = MOST) -> NearFaces:
        """Return the faces of other claims that are not farther away than ``within``, the nearest first.

        Equally near ones are in order of claim id and kind. A limit within which thousands lie takes seconds.

        Args:
            face: the one that is asked for; its kind does not matter.
            within: Euclidean distance, above 0.
            but: the claim that asks, whose own faces do not count.
            most: how many are returned at most.

        Raises:
            StoreError: the database failed.
        """
        turned = self.turning.of(face.encoding)
        with self._database.reading() as reading:
            own = select(claims.c.number).where(claims.c.claim_id == but)
            number = reading.execute(own).scalar_one_or_none() if but else None
            near = _nearest(self._search.near(reading, turned, within, number), turned, within, most)
            found = _looked_up(reading, near)
        found.sort(key=lambda one: (one.distance, one.claim["claim_id"], one.kind))
        return NearFaces(tuple(found[:most]), len(found) > most)


def _nearest(candidates: Candidates, face: Turned, within: float, most: int) -> Mapping[int, float]:
    """Return distances by number: within the limit, the ``most`` nearest and what is as near as the next."""
    apart = np.linalg.norm(candidates.faces.astype(np.float64) - face.astype(np.float64), axis=1)
    limit = within
    if len(apart) > most:
        limit = min(within, float(np.partition(apart, most)[most]))
    return {int(candidates.numbers[i]): float(apart[i]) for i in np.flatnonzero(apart <= limit)}


def _looked_up(reading: Connection, near: Mapping[int, float]) -> list[NearFace]:
    """Return whose faces these are; one that was removed in the meantime is not there."""
    numbers, found = sorted(near), []
    for part in in_parts(numbers):
        wanted = faces.c.number.in_(part)
        asked = (
            select(claims, faces.c.kind, faces.c.number.label("face")).join_from(faces, claims).where(wanted)
        )
        found += [
            NearFace(row, FaceKind(row["kind"]), near[row["face"]])
            for row in reading.execute(asked).mappings()
        ]
    return found


def _as_bytes(rows: Sequence[tuple[str, Turned]]) -> list[tuple[str, bytes]]:
    return [(kind, turned.astype("<f4").tobytes()) for kind, turned in rows]

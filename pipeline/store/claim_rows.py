"""A claim's row and its blind marks: written, found by equal marks, and unsealed again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from models.claim import Programme
from models.link import Remembered
from models.marks import Mark, MarkKind, Marks
from models.outcome import Outcome
from pipeline.store.master_key import MasterKey
from pipeline.store.sealing import seal, unseal
from pipeline.store.tables import claims, marks


class ClaimRows:
    """The claims and marks in the database."""

    def __init__(self, master: MasterKey) -> None:
        self._master = master

    def write(self, writing: Connection, claim: Remembered, known: Marks, key: bytes) -> int:
        """Write the claim and its marks over what was there, sealed with its key; return the row's number."""
        row = {
            "claim_id": claim.claim_id,
            "programme": str(claim.programme),
            "submitted_at": claim.submitted_at,
            "outcome": str(claim.outcome),
            "sealed": seal(key, _packed(known), _belonging(claim.claim_id)),
        }
        make = postgresql.insert if writing.dialect.name == "postgresql" else sqlite.insert
        written = make(claims).values(row).on_conflict_do_update(index_elements=["claim_id"], set_=row)
        number = int(writing.execute(written.returning(claims.c.number)).scalar_one())
        writing.execute(delete(marks).where(marks.c.claim == number))
        different = dict.fromkeys(known.values)
        if different:
            rows = [{"claim": number, "kind": str(m.kind), "blind": self._blind(m)} for m in different]
            writing.execute(insert(marks), rows)
        return number

    def sharing(
        self, reading: Connection, wanted: Sequence[Mark], *, but: str, most: int
    ) -> Iterable[RowMapping]:
        """Return the rows of other claims with one of these marks, the newest first, ``most`` at most."""
        if not wanted:
            return []
        has_one = select(marks.c.claim).where(marks.c.blind.in_([self._blind(mark) for mark in wanted]))
        asked = select(claims).where(claims.c.number.in_(has_one), claims.c.claim_id != but)
        newest = asked.order_by(claims.c.submitted_at.desc(), claims.c.claim_id).limit(most)
        return reading.execute(newest).mappings().all()

    def of_one_person(self, reading: Connection, known: Marks) -> frozenset[int]:
        """Return the numbers of all rows, this claim's own too, with one of these NIKs."""
        niks = [self._blind(mark) for mark in known.values if mark.kind is MarkKind.NIK]
        return frozenset(reading.execute(select(marks.c.claim).where(marks.c.blind.in_(niks))).scalars())

    def persons(self, reading: Connection, claim_ids: Iterable[str]) -> dict[str, int]:
        """Return whose each claim is: those that share a NIK have one number, those without any none."""
        asked = select(claims.c.claim_id, marks.c.blind).join_from(marks, claims)
        asked = asked.where(marks.c.kind == MarkKind.NIK.value, claims.c.claim_id.in_(list(claim_ids)))
        niks: dict[str, set[bytes]] = {}
        for claim_id, blind in reading.execute(asked):
            niks.setdefault(claim_id, set()).add(blind)
        groups: list[tuple[set[bytes], set[str]]] = []
        for claim_id, own in niks.items():
            met = [group for group in groups if group[0] & own]
            groups = [group for group in groups if not group[0] & own]
            groups.append((own.union(*(g[0] for g in met)), {claim_id}.union(*(g[1] for g in met))))
        return {claim_id: number for number, (_, members) in enumerate(groups) for claim_id in members}

    def _blind(self, mark: Mark) -> bytes:
        return self._master.blind_index(mark.kind, mark.value)


def row_of(reading: Connection, claim_id: str) -> RowMapping | None:
    """Return the claim's row, or None where nothing is remembered of it."""
    return reading.execute(select(claims).where(claims.c.claim_id == claim_id)).mappings().one_or_none()


def remembered(row: RowMapping) -> Remembered:
    """Return what the row says in the clear."""
    told = Programme(row["programme"]), row["submitted_at"], Outcome(row["outcome"])
    return Remembered(row["claim_id"], *told)


def unsealed(row: RowMapping, key: bytes) -> Marks:
    """Return the row's values.

    Raises:
        StoreError: the row was altered, or it is another claim's key.
    """
    told: Mapping[str, Any] = json.loads(unseal(key, row["sealed"], _belonging(row["claim_id"])))
    values = tuple(Mark(MarkKind(kind), value) for kind, value in told["values"])
    return Marks(values=values)


def _packed(known: Marks) -> bytes:
    values = [[mark.kind, mark.value] for mark in known.values]
    return json.dumps({"values": values}).encode()


def _belonging(claim_id: str) -> str:
    return f"marks of {claim_id}"

"""A new master key: claims' keys wrapped, indexes, turned faces and masked pictures made anew, or nothing.

One transaction does it. Whoever reads meanwhile sees everything under the old key; whoever writes waits; who
is killed has changed nothing, and the next run begins anew. Afterwards a process that still holds the old
key is refused (``Database.bind``): it would find nothing and say that nothing is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import (
    Column,
    Connection,
    RowMapping,
    Select,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from models.audit import Action, AuditEntry
from models.case import CaseMark
from models.marks import Mark
from pipeline.errors import StoreError
from pipeline.store.audit import Audit
from pipeline.store.audit_keys import AuditKeys
from pipeline.store.case_marks import blinded
from pipeline.store.case_tables import case_marks, verifications
from pipeline.store.claim_rows import unsealed
from pipeline.store.data_keys import DataKeys
from pipeline.store.database import Database
from pipeline.store.master_key import MasterKey
from pipeline.store.picture_masks import PictureMasks
from pipeline.store.pictures import mask_anew
from pipeline.store.sealed_files import ClaimKey
from pipeline.store.tables import claims, data_keys, face_sketches, faces, marks, master_keys, pictures
from pipeline.store.turning import Turning

AT_ONCE = 1_000
"""Rows changed in one statement."""
Watcher = Callable[[str, int], None]
"""Is told what is under way, and how many of it are done."""


@dataclass(frozen=True)
class Rotated:
    """What was made anew: claims' keys wrapped, indexes of their values, faces turned, pictures masked."""

    claims: int
    indexes: int
    faces: int
    pictures: int


def rotate(database: Database, old: MasterKey, new: MasterKey, who: str, watch: Watcher) -> Rotated:
    """Bind the database, and everything in it, to a new master key; written down in the audit.

    Raises:
        StoreError: the database failed, was bound to another key meanwhile, or holds a claim that does not
            open; nothing was changed.
    """
    with database.writing() as writing:
        _take_over(writing, database, old, new)
        keys = _wrapped_anew(writing, old, new, watch)
        indexes = _remembered_anew(writing, keys, new, watch) + _kept_anew(writing, keys, new, watch)
        turned = _turned_anew(writing, database, old, new, watch)
        masked = _masked_anew(writing, old, new, watch)
        AuditKeys(old).wrap_anew(writing, new)
        AuditKeys(new).begin(writing)
        writing.execute(delete(master_keys).where(master_keys.c.key_id == old.key_id))
        why = f"{len(keys)} claims, {indexes} indexes, {turned} faces, {masked} pictures"
        Audit(database, new).append(AuditEntry(who, Action.KEYS_ROTATED, why=why), writing)
    database.bind(new.key_id)
    database.settle()
    return Rotated(len(keys), indexes, turned, masked)


def _take_over(writing: Connection, database: Database, old: MasterKey, new: MasterKey) -> None:
    """Wait for those who write, and let others wait (SQLite does so by itself)."""
    held = select(master_keys.c.key_id)
    bound = writing.execute(held if database.embedded else held.with_for_update()).scalars().all()
    if bound != [old.key_id]:
        raise StoreError("this database was bound to another master key meanwhile")
    writing.execute(insert(master_keys).values(key_id=new.key_id))


def _wrapped_anew(writing: Connection, old: MasterKey, new: MasterKey, watch: Watcher) -> dict[str, bytes]:
    """Wrap every claim's key with the new one; return the claims' keys."""
    before, after, found = DataKeys(old), DataKeys(new), dict[str, bytes]()
    change = update(data_keys).where(data_keys.c.claim_id == bindparam("whose"))
    change = change.values(key_id=new.key_id, wrapped=bindparam("again"))
    for part in _parts(writing, select(data_keys), data_keys.c.claim_id):
        fresh = {row["claim_id"]: before.unwrapped(row["claim_id"], row["wrapped"]) for row in part}
        rows = [{"whose": whose, "again": after.wrapped(whose, key)} for whose, key in fresh.items()]
        writing.execute(change, rows)
        found |= fresh
        watch("claims", len(found))
    return found


def _remembered_anew(writing: Connection, keys: dict[str, bytes], new: MasterKey, watch: Watcher) -> int:
    """Make the indexes of remembered claims from their sealed values."""
    count = 0
    for part in _parts(writing, select(claims), claims.c.number):
        writing.execute(delete(marks).where(marks.c.claim.in_([row["number"] for row in part])))
        rows = [_mark_row(row["number"], mark, new) for row in part for mark in _values(row, keys)]
        if rows:
            writing.execute(insert(marks), rows)
        count += len(rows)
        watch("indexes", count)
    return count


def _values(row: RowMapping, keys: dict[str, bytes]) -> list[Mark]:
    key = _key_of(row["claim_id"], keys)
    return list(dict.fromkeys(unsealed(row, key).values))


def _mark_row(claim: int, mark: Mark, new: MasterKey) -> dict[str, Any]:
    return {"claim": claim, "kind": str(mark.kind), "blind": new.blind_index(mark.kind, mark.value)}


def _kept_anew(writing: Connection, keys: dict[str, bytes], new: MasterKey, watch: Watcher) -> int:
    """Make the indexes of kept claims from the values beside them."""
    count = 0
    asked = select(case_marks, verifications.c.claim_id).join_from(case_marks, verifications)
    change = update(case_marks).where(case_marks.c.number == bindparam("which"))
    change = change.values(blind=bindparam("again"))
    for part in _parts(writing, asked, case_marks.c.number):
        rows = []
        for row in part:
            key = ClaimKey(row["claim_id"], _key_of(row["claim_id"], keys))
            value = key.unseal(row["sealed"], f"{row['kind']} to find by").decode()
            rows.append({"which": row["number"], "again": blinded(new, CaseMark(row["kind"]), value)})
        writing.execute(change, rows)
        count += len(rows)
        watch("indexes of kept claims", count)
    return count


def _turned_anew(
    writing: Connection, database: Database, old: MasterKey, new: MasterKey, watch: Watcher
) -> int:
    """Turn every face back and anew: in float64, so that a distance moves by 1e-7 (float32 keeps that)."""
    count, back, on = 0, Turning(old), Turning(new)
    change = update(faces).where(faces.c.number == bindparam("which"))
    change = change.values(encoding=bindparam("again", type_=faces.c.encoding.type))
    sketch = update(face_sketches).where(face_sketches.c.face == bindparam("which"))
    sketch = sketch.values(sketch=bindparam("again", type_=face_sketches.c.sketch.type))
    for part in _parts(writing, select(faces), faces.c.number):
        rows = [
            {"which": row["number"], "again": on.of(back.undone(np.asarray(row["encoding"])))} for row in part
        ]
        writing.execute(change, rows)
        if not database.embedded:
            writing.execute(sketch, rows)
        count += len(rows)
        watch("faces", count)
    return count


def _masked_anew(writing: Connection, old: MasterKey, new: MasterKey, watch: Watcher) -> int:
    """Take the old mask off what pictures look like, and put on the new one."""
    count, back, on = 0, PictureMasks(old), PictureMasks(new)
    for part in _parts(writing, select(pictures), pictures.c.number):
        count += mask_anew(writing, part, lambda mark: on.of(back.undone(mark)))
        watch("pictures", count)
    return count


def _key_of(claim_id: str, keys: dict[str, bytes]) -> bytes:
    if claim_id not in keys:
        raise StoreError(f"{claim_id}: something is kept of this claim, but its key is gone")
    return keys[claim_id]


def _parts(writing: Connection, asked: Select[Any], by: Column[Any]) -> Iterator[Sequence[RowMapping]]:
    """Yield all rows, ``AT_ONCE`` at a time, by a column that is unique and not changed."""
    last: object = None
    while True:
        wanted = asked.order_by(by).limit(AT_ONCE)
        part = writing.execute(wanted if last is None else wanted.where(by > last)).mappings().all()
        if not part:
            return
        yield part
        last = part[-1][by.name]

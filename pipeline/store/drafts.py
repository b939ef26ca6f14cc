"""Drafts: claims whose files arrive one by one, sealed with a key of their own until they are submitted.

Their files lie in a file store apart from that of kept claims: nobody has accepted them yet.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from models.draft import Draft
from pipeline.store.api_keys import Clock, now
from pipeline.store.data_keys import DataKeys
from pipeline.store.database import Database
from pipeline.store.files import FileStore, LocalFiles
from pipeline.store.master_key import MasterKey
from pipeline.store.portal_tables import draft_files as sent
from pipeline.store.portal_tables import drafts
from pipeline.store.s3_files import S3Files
from pipeline.store.sealing import seal, unseal
from pipeline.store.tables import data_keys

KEPT = timedelta(hours=24)
"""How long a draft waits for its files."""


def draft_files(home: Path, files: str | None) -> FileStore:
    """Return where drafts' files lie: beside the kept ones, apart from them.

    Raises:
        IntakeError: the address is none that is supported.
        StoreError: the folder cannot be made.
    """
    if files and "://" in files:
        return S3Files.at(f"{files.rstrip('/')}/drafts")
    kept = Path(files) if files else home / "files"
    return LocalFiles(kept.with_name(f"{kept.name}-drafts"))


def forget_drafts(writing: Connection, claim_id: str) -> None:
    """Destroy the keys of a claim's drafts and remove their rows; their files are swept within a day."""
    own = select(drafts.c.verification_id).where(drafts.c.claim_id == claim_id)
    found = writing.execute(own).scalars().all()
    writing.execute(delete(data_keys).where(data_keys.c.claim_id.in_([_owner(one) for one in found])))
    writing.execute(delete(sent).where(sent.c.verification_id.in_(found)))
    writing.execute(delete(drafts).where(drafts.c.verification_id.in_(found)))


class Drafts:
    """The drafts in the database, and their files."""

    def __init__(self, database: Database, master: MasterKey, files: FileStore, clock: Clock = now) -> None:
        self._database, self._keys, self._files, self._clock = database, DataKeys(master), files, clock

    def open(self, client: str, claim_id: str, claim_json: bytes) -> Draft:
        """Begin a draft of this claim."""
        made, moment = str(uuid.uuid4()), self._clock()
        with self._database.writing() as writing:
            key = self._keys.of(writing, _owner(made))
            sealed = seal(key, claim_json, f"draft {made}")
            row = (made, client, claim_id, sealed, moment, moment + KEPT)
            writing.execute(drafts.insert().values(row))
        return Draft(made, client, claim_id, claim_json, moment, moment + KEPT)

    def find(self, verification_id: str) -> Draft | None:
        """Return a draft, or None where there is none (any more)."""
        with self._database.reading() as reading:
            asked = select(drafts).where(drafts.c.verification_id == verification_id)
            row = reading.execute(asked).mappings().one_or_none()
            key = self._keys.kept_for(reading, _owner(verification_id))
            there = select(sent.c.position, sent.c.size)
            sizes = reading.execute(there.where(sent.c.verification_id == verification_id)).all()
        if row is None or key is None or row["expires_at"] < self._clock():
            return None
        return Draft(
            verification_id, row["client"], row["claim_id"],
            unseal(key, row["manifest"], f"draft {verification_id}"),
            row["created_at"], row["expires_at"], {row.position: row.size for row in sizes},
        )  # fmt: skip

    def put(self, verification_id: str, position: int, data: bytes) -> bool:
        """Keep one file, instead of what was sent for its place before; tell whether the draft is there.

        Raises:
            StoreError: the database or the file store failed; what was there before still is.
        """
        with self._database.reading() as reading:
            key = self._keys.kept_for(reading, _owner(verification_id))
        if key is None:
            return False
        name = f"{secrets.token_hex(32)}-{secrets.token_hex(8)}"
        self._files.put(name, seal(key, data, f"draft file {name}"))
        row = {"verification_id": verification_id, "position": position}
        told = {"size": len(data), "file_key": name}
        with self._database.writing() as writing:
            here = select(drafts.c.verification_id).where(drafts.c.verification_id == verification_id)
            is_there = writing.execute(here.with_for_update()).one_or_none() is not None
            before = self._file_key(writing, verification_id, position)
            if is_there:
                make = postgresql.insert if writing.dialect.name == "postgresql" else sqlite.insert
                fresh = make(sent).values(**row, **told)
                keys = ["verification_id", "position"]
                writing.execute(fresh.on_conflict_do_update(index_elements=keys, set_=told))
        self._dropped([before] if is_there and before else [] if is_there else [name])
        return is_there

    def file(self, verification_id: str, position: int) -> bytes | None:
        """Return one file, or None where it did not arrive."""
        with self._database.reading() as reading:
            key = self._keys.kept_for(reading, _owner(verification_id))
            name = self._file_key(reading, verification_id, position)
        if key is None or name is None:
            return None
        return unseal(key, self._files.get(name), f"draft file {name}")

    def drop(self, verification_id: str) -> None:
        """Destroy the draft's key and remove all that was sent."""
        with self._database.writing() as writing:
            own = sent.c.verification_id == verification_id
            names = writing.execute(select(sent.c.file_key).where(own)).scalars().all()
            writing.execute(delete(sent).where(own))
            writing.execute(delete(drafts).where(drafts.c.verification_id == verification_id))
            self._keys.destroy(writing, _owner(verification_id))
        self._dropped(names)

    def sweep(self) -> int:
        """Drop what was not submitted in time, and files that no draft names; returns how many drafts."""
        moment = self._clock()
        with self._database.reading() as reading:
            late = select(drafts.c.verification_id).where(drafts.c.expires_at < moment)
            old = reading.execute(late).scalars().all()
        for verification_id in old:
            self.drop(verification_id)
        before = moment - KEPT
        with self._database.reading() as reading:
            named = set(reading.execute(select(sent.c.file_key)).scalars())
        self._dropped(name for name in self._files.keys(before=before) if name not in named)
        self._files.tidy(before)
        return len(old)

    def _file_key(self, reading: Connection, verification_id: str, position: int) -> str | None:
        asked = select(sent.c.file_key).where(
            sent.c.verification_id == verification_id, sent.c.position == position
        )
        return reading.execute(asked).scalar_one_or_none()

    def _dropped(self, names: Iterable[str]) -> None:
        for name in names:
            self._files.delete(name)


def _owner(verification_id: str) -> str:
    return f"~draft.{verification_id}"

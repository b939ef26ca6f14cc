"""Every claim's own key, sealed with the master key. Without it, what is sealed for the claim is noise."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.errors import StoreError
from pipeline.store.master_key import MasterKey
from pipeline.store.sealing import fresh_key, seal, unseal
from pipeline.store.tables import data_keys, master_keys


class DataKeys:
    """The claims' keys in the database."""

    def __init__(self, master: MasterKey) -> None:
        self._master = master
        self._wrapping = master.derived("wrapping of data keys")

    def of(self, writing: Connection, claim_id: str) -> bytes:
        """Return the claim's key, made where it has none."""
        wrapped = self.wrapped(claim_id, fresh_key())
        make = postgresql.insert if writing.dialect.name == "postgresql" else sqlite.insert
        fresh = make(data_keys).values(claim_id=claim_id, key_id=self._master.key_id, wrapped=wrapped)
        # an update that changes nothing: it locks the row, so that nobody destroys the key while it is used
        kept = fresh.on_conflict_do_update(index_elements=["claim_id"], set_={"claim_id": claim_id})
        found = writing.execute(kept.returning(data_keys.c.wrapped)).scalar_one()
        return self.unwrapped(claim_id, found)

    def kept_for(self, reading: Connection, claim_id: str) -> bytes | None:
        """Return the claim's key, or None where it has none (any more)."""
        asked = select(data_keys.c.wrapped).where(data_keys.c.claim_id == claim_id)
        wrapped = reading.execute(asked).scalar_one_or_none()
        return None if wrapped is None else self.unwrapped(claim_id, wrapped)

    def wrapped(self, claim_id: str, key: bytes) -> bytes:
        """Return the claim's key as it may lie in the database."""
        return seal(self._wrapping, key, _belonging(claim_id))

    def unwrapped(self, claim_id: str, wrapped: bytes) -> bytes:
        """Return the claim's key.

        Raises:
            StoreError: it was altered, is another claim's, or was wrapped with another master key.
        """
        return unseal(self._wrapping, wrapped, _belonging(claim_id))

    def destroy(self, writing: Connection, claim_id: str) -> bool:
        """Remove the claim's key; tell whether there was one."""
        return bool(writing.execute(delete(data_keys).where(data_keys.c.claim_id == claim_id)).rowcount)


def own_key_ids(reading: Connection) -> set[bytes]:
    """Return the id of the master key that this database is bound to; empty for a new one."""
    return set(reading.execute(select(master_keys.c.key_id)).scalars())


def claim_database(writing: Connection, ring: Sequence[MasterKey]) -> MasterKey:
    """Bind a new database to the first of these master keys, or tell to which one it is bound.

    Raises:
        StoreError: it was made with another key. Going on would find nothing and say that nothing is there.
    """
    known = own_key_ids(writing)
    if not known:
        writing.execute(master_keys.insert().values(key_id=ring[0].key_id))
        return ring[0]
    for master in ring:
        if master.key_id in known:
            return master
    raise StoreError("this database was made with another master key")


def _belonging(claim_id: str) -> str:
    return f"data key of {claim_id}"

"""Every claim's own key, sealed with the master key. Without it, what is sealed for the claim is noise."""

from __future__ import annotations

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
        wrapped = seal(self._wrapping, fresh_key(), _belonging(claim_id))
        make = postgresql.insert if writing.dialect.name == "postgresql" else sqlite.insert
        fresh = make(data_keys).values(claim_id=claim_id, key_id=self._master.key_id, wrapped=wrapped)
        # an update that changes nothing: it locks the row, so that nobody destroys the key while it is used
        kept = fresh.on_conflict_do_update(index_elements=["claim_id"], set_={"claim_id": claim_id})
        found = writing.execute(kept.returning(data_keys.c.wrapped)).scalar_one()
        return unseal(self._wrapping, found, _belonging(claim_id))

    def kept_for(self, reading: Connection, claim_id: str) -> bytes | None:
        """Return the claim's key, or None where it has none (any more)."""
        asked = select(data_keys.c.wrapped).where(data_keys.c.claim_id == claim_id)
        wrapped = reading.execute(asked).scalar_one_or_none()
        return None if wrapped is None else unseal(self._wrapping, wrapped, _belonging(claim_id))

    def destroy(self, writing: Connection, claim_id: str) -> bool:
        """Remove the claim's key; tell whether there was one."""
        return bool(writing.execute(delete(data_keys).where(data_keys.c.claim_id == claim_id)).rowcount)


def own_key_ids(reading: Connection) -> set[bytes]:
    """Return the ids of the master keys that this database was made with; empty for a new one."""
    return set(reading.execute(select(master_keys.c.key_id)).scalars())


def claim_database(writing: Connection, master: MasterKey) -> None:
    """Bind the database to its master key, or prove that it is the one.

    Raises:
        StoreError: it was made with another key. Going on would find nothing and say that nothing is there.
    """
    known = own_key_ids(writing)
    if not known:
        writing.execute(master_keys.insert().values(key_id=master.key_id))
    elif master.key_id not in known:
        raise StoreError("this database was made with another master key")


def _belonging(claim_id: str) -> str:
    return f"data key of {claim_id}"

"""The keys of the audit's seals: random, wrapped with the master key, kept as long as their rows are.

They do not derive from the master key, so that rows of years ago can be verified when that was changed;
each change begins a new one, so that who had the old master key cannot seal what comes after.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from pipeline.errors import StoreError
from pipeline.store.audit_tables import audit, audit_keys
from pipeline.store.master_key import MasterKey
from pipeline.store.sealing import fresh_key, seal, unseal


class AuditKeys:
    """The audit's keys in the database."""

    def __init__(self, master: MasterKey) -> None:
        self._wrapping = master.derived("wrapping of audit keys")
        self._known: dict[int, bytes] = {}

    def newest(self, writing: Connection) -> tuple[int, bytes]:
        """Return the number and the key that seal new rows; the first is made with the first row.

        Raises:
            StoreError: there are rows, but no key, or it does not open.
        """
        number = writing.execute(select(func.max(audit_keys.c.number))).scalar_one_or_none()
        if number is None:
            if writing.execute(select(audit.c.number).limit(1)).first():
                raise StoreError("the audit has rows, but no key")
            return self.begin(writing)
        if number not in self._known:
            self._known.update(self.all(writing))
        if number not in self._known:
            raise StoreError("the audit's key was altered, or is another master key's")
        return number, self._known[number]

    def all(self, reading: Connection) -> dict[int, bytes]:
        """Return every key by number; one that was altered is left out, and so are its rows' seals."""
        found = {}
        for number, wrapped in reading.execute(select(audit_keys.c.number, audit_keys.c.wrapped)):
            try:
                found[number] = unseal(self._wrapping, wrapped, _belonging(number))
            except StoreError:
                continue
        return found

    def begin(self, writing: Connection) -> tuple[int, bytes]:
        """Make a new key, with which rows are sealed from now on; return its number and it."""
        last = writing.execute(select(func.max(audit_keys.c.number))).scalar_one_or_none() or 0
        key = fresh_key()
        wrapped = seal(self._wrapping, key, _belonging(last + 1))
        writing.execute(insert(audit_keys).values(number=last + 1, wrapped=wrapped))
        self._known[last + 1] = key
        return last + 1, key

    def wrap_anew(self, writing: Connection, new: MasterKey) -> None:
        """Wrap every key with another master key."""
        wrapping = new.derived("wrapping of audit keys")
        for number, wrapped in writing.execute(select(audit_keys.c.number, audit_keys.c.wrapped)).all():
            key = unseal(self._wrapping, wrapped, _belonging(number))
            again = seal(wrapping, key, _belonging(number))
            writing.execute(update(audit_keys).where(audit_keys.c.number == number).values(wrapped=again))


def _belonging(number: int) -> str:
    return f"audit key {number}"

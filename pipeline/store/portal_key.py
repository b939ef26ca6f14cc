"""The portal's own data key: seals webhook secrets and answers, and blinds what callers repeat.

It stands among the claims' data keys under a name that no claim can have, so that whatever changes the master
key takes it along.
"""

from __future__ import annotations

import hashlib
import hmac

from pipeline.store.data_keys import DataKeys
from pipeline.store.database import Database
from pipeline.store.master_key import MasterKey
from pipeline.store.sealing import seal, unseal

OWNER = "~portal"
"""A claim id begins with a letter, a digit or an underscore."""


class PortalKey:
    """The key, made where it is not there yet, and held in this process."""

    def __init__(self, database: Database, master: MasterKey) -> None:
        with database.writing() as writing:
            key = DataKeys(master).of(writing, OWNER)
        self._key = key

    def seal(self, plain: bytes, belongs_to: str) -> bytes:
        """Seal with the portal's key."""
        return seal(self._key, plain, f"portal: {belongs_to}")

    def unseal(self, sealed: bytes, belongs_to: str) -> bytes:
        """Open what was sealed; raises as ``sealing.unseal`` does."""
        return unseal(self._key, sealed, f"portal: {belongs_to}")

    def blind(self, purpose: str, value: bytes) -> bytes:
        """Return a keyed hash (HMAC-SHA-256) of a value for one purpose."""
        return hmac.new(self._key, purpose.encode() + b"\0" + value, hashlib.sha256).digest()

    def __repr__(self) -> str:
        return "PortalKey(••••)"

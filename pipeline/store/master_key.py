"""The master key: 32 secret bytes from which every other key of the store is derived (HKDF-SHA-256).

It lies in a file that only its owner may read, or comes from the environment (see ``key_ring``); never in the
database.
Whoever has it and the database can read what is remembered; whoever loses it has lost that.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import NoReturn

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pipeline.errors import StoreError

LENGTH = 32
KEY_ID_LENGTH = 8


class MasterKey:
    """The key; never shown, never sent to another process."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != LENGTH:
            raise StoreError(f"a master key has {LENGTH} bytes")
        self._secret = secret
        self.key_id = self.derived("key id")[:KEY_ID_LENGTH]
        self._blind: dict[str, bytes] = {}

    @classmethod
    def parse(cls, text: str) -> MasterKey:
        """Take a key written in base64.

        Raises:
            StoreError: it is none; the message does not repeat it.
        """
        try:
            return cls(base64.b64decode(text.strip(), validate=True))
        except (binascii.Error, ValueError):
            raise StoreError("the master key is not base64") from None

    @classmethod
    def fresh(cls) -> MasterKey:
        """Make a new key."""
        return cls(secrets.token_bytes(LENGTH))

    @property
    def text(self) -> str:
        """The key in base64, to be written where it is kept."""
        return base64.b64encode(self._secret).decode()

    def derived(self, purpose: str) -> bytes:
        """Return 32 bytes for one purpose; they tell nothing of the master key or of another purpose's."""
        return HKDF(SHA256(), LENGTH, salt=b"periksa", info=purpose.encode()).derive(self._secret)

    def blind_index(self, kind: str, value: str) -> bytes:
        """Return the keyed index (HMAC-SHA-256, 32 bytes) by which equal values of a kind are found."""
        if kind not in self._blind:
            self._blind[kind] = self.derived(f"blind index: {kind}")
        return hmac.new(self._blind[kind], value.encode(), hashlib.sha256).digest()

    def __repr__(self) -> str:
        return "MasterKey(••••)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled."""
        raise TypeError("a master key does not leave its process")

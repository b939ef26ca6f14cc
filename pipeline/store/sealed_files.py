"""Files of a claim: sealed with its key before they leave the process, equal ones kept once.

A file's address is an HMAC of its bytes with a key of the claim: equal files of one claim have one address,
and nobody who knows a file can confirm that it is here, or that two claims share it. Its key in the file
store is the address and 8 random bytes: two writers never put under one key, so whatever no row names can
be removed without asking who is at work.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pipeline.store.files import FileStore
from pipeline.store.sealing import seal, unseal


@dataclass(frozen=True)
class ClaimKey:
    """A claim's own key, and what is derived from it."""

    claim_id: str
    secret: bytes = field(repr=False)

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """Seal for this claim and purpose."""
        return seal(self.secret, plain, f"{purpose} of {self.claim_id}")

    def unseal(self, sealed: bytes, purpose: str) -> bytes:
        """Open what was sealed for this claim and purpose.

        Raises:
            StoreError: it was altered, or belongs elsewhere.
        """
        return unseal(self.secret, sealed, f"{purpose} of {self.claim_id}")

    def blind(self, purpose: str, data: bytes) -> bytes:
        """Return a keyed hash (32 bytes) by which equal data of this claim are known again."""
        key = HKDF(SHA256(), 32, salt=b"periksa", info=f"claim: {purpose}".encode()).derive(self.secret)
        return hmac.new(key, data, hashlib.sha256).digest()


class SealedFiles:
    """The file store, as one claim sees it."""

    def __init__(self, store: FileStore) -> None:
        self.store = store

    def address(self, key: ClaimKey, data: bytes) -> bytes:
        """Return the address (32 bytes) of a file of this claim."""
        return key.blind("address of a file", data)

    def put(self, key: ClaimKey, data: bytes) -> str:
        """Seal and keep a file; return its key in the file store.

        Raises:
            StoreError: the file store failed.
        """
        name = f"{self.address(key, data).hex()}-{secrets.token_hex(8)}"
        self.store.put(name, key.seal(data, f"file {name}"))
        return name

    def get(self, key: ClaimKey, name: str) -> bytes:
        """Return a file.

        Raises:
            StoreError: it is gone, was altered, lies under another's name, or is another claim's.
        """
        return key.unseal(self.store.get(name), f"file {name}")

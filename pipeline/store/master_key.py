"""The master key: 32 secret bytes from which every other key of the store is derived (HKDF-SHA-256).

It lies in a file that only its owner may read, or comes from the environment; never in the database.
Whoever has it and the database can read what is remembered; whoever loses it has lost that.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pipeline.errors import StoreError

FILE = "master.key"
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


def master_key_in(home: Path, given: str | None, *, may_make: bool) -> MasterKey:
    """Return the key that was given (base64), else the one in ``home``, made there at first use.

    Args:
        home: the folder of work files.
        given: the key itself, where the institution keeps it elsewhere.
        may_make: nothing was written with a key yet; else a missing key is not replaced by a new one.

    Raises:
        StoreError: it is missing, no key, or others than its owner may read it.
    """
    if given:
        return MasterKey.parse(given)
    file = home / FILE
    try:
        if not file.exists():
            if not may_make:
                raise StoreError(
                    f"the master key of this database is missing: put {FILE} back into PERIKSA_HOME, "
                    "or give it in PERIKSA_MASTER_KEY"
                )
            _write_once(file, MasterKey.fresh().text)
        if file.stat().st_mode & 0o077:
            raise StoreError(f"{FILE} can be read by others than its owner: chmod 600 it")
        return MasterKey.parse(file.read_text("ascii"))
    except UnicodeDecodeError:
        raise StoreError("the master key is not base64") from None
    except OSError as fault:
        raise StoreError(f"the master key cannot be read or made: {fault.strerror}") from None


def _write_once(file: Path, text: str) -> None:
    """Write it whole or not at all; of several processes that try, one wins and all read its key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}-{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)

"""Sealing: AES-256-GCM with what the text belongs to as associated data, so that nothing can be swapped.

A sealed text is one byte of form (1), a nonce of 12 random bytes, and the ciphertext with its tag of 16.
Random nonces are sound for 2^32 texts under one key (NIST SP 800-38D, 8.3): a claim's key seals a few, the
master key one per claim.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pipeline.errors import StoreError

KEY_LENGTH = 32
_FORM = b"\x01"
_NONCE = 12


def fresh_key() -> bytes:
    """Return a new key, 32 bytes."""
    return secrets.token_bytes(KEY_LENGTH)


def seal(key: bytes, plain: bytes, belongs_to: str) -> bytes:
    """Return the sealed text; ``belongs_to`` (a purpose and a claim's id) must be named to open it."""
    nonce = secrets.token_bytes(_NONCE)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, plain, _FORM + belongs_to.encode())


def unseal(key: bytes, sealed: bytes, belongs_to: str) -> bytes:
    """Return the text.

    Raises:
        StoreError: it was altered, sealed with another key, or belongs to something else.
    """
    if sealed[:1] != _FORM or len(sealed) <= len(_FORM) + _NONCE:
        raise StoreError("a sealed text has no form that is known here")
    nonce, cipher = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, cipher, _FORM + belongs_to.encode())
    except (InvalidTag, ValueError):
        raise StoreError("a sealed text does not open: altered, or not of this claim") from None

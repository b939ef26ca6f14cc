"""Hashes of what a page looks like, with their bits in a secret order and some turned over.

A hash is no picture, but whoever has a picture can make its hash and ask whether it is here. So the hashes
are stored with their bits in an order, and turned over by a mask, that are derived from the master key: how
many bits differ between two stays what it is, so near ones are found as before, and a row without the key
cannot be compared with a picture.

What this does not protect from: whoever has the rows sees which claims show much the same picture. Who also
knows the pictures of some tens of the rows can tell order and mask from them. It is no encryption.

Order and mask come from an AES-256-CTR key stream, not from numpy's generators, whose streams may change
between versions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from numpy.typing import NDArray

from models.marks import FINE_BITS, PictureMark
from pipeline.store.master_key import MasterKey

_COARSE_BYTES = 8


@dataclass(frozen=True, eq=False, repr=False)
class Mask:
    """An order of bits, and which of them are turned over."""

    order: NDArray[np.intp]
    turned: NDArray[np.uint8]

    @classmethod
    def of(cls, key: bytes, bits: int) -> Mask:
        """Return the mask (a multiple of 8 bits) that belongs to a key of 32 bytes; the same everywhere."""
        stream = Cipher(AES(key), CTR(bytes(16))).encryptor().update(bytes(9 * bits))
        order = np.argsort(np.frombuffer(stream, dtype="<u8", count=bits), kind="stable")
        return cls(order, np.frombuffer(stream, np.uint8, offset=8 * bits) & np.uint8(1))

    def put_on(self, hash_: bytes) -> bytes:
        """Return the hash as it is stored."""
        bits = np.unpackbits(np.frombuffer(hash_, np.uint8))
        return np.packbits(bits[self.order] ^ self.turned).tobytes()

    def taken_off(self, stored: bytes) -> bytes:
        """Return the hash that was stored."""
        bits = np.empty_like(self.turned)
        bits[self.order] = np.unpackbits(np.frombuffer(stored, np.uint8)) ^ self.turned
        return np.packbits(bits).tobytes()


class PictureMasks:
    """The masks that belong to a master key: of the coarse hashes and of the fine ones."""

    def __init__(self, master: MasterKey) -> None:
        self._coarse = Mask.of(master.derived("mask of coarse hashes"), 8 * _COARSE_BYTES)
        self._fine = Mask.of(master.derived("mask of fine hashes"), FINE_BITS)

    def of(self, mark: PictureMark) -> PictureMark:
        """Return the mark as it is stored; an exact one, which has no fine hash, stays what it is."""
        if mark.fine is None:
            return mark
        coarse = self._coarse.put_on(mark.value.to_bytes(_COARSE_BYTES))
        return replace(mark, value=int.from_bytes(coarse), fine=self._fine.put_on(mark.fine))

    def undone(self, stored: PictureMark) -> PictureMark:
        """Return the mark that was stored."""
        if stored.fine is None:
            return stored
        coarse = self._coarse.taken_off(stored.value.to_bytes(_COARSE_BYTES))
        return replace(stored, value=int.from_bytes(coarse), fine=self._fine.taken_off(stored.fine))

    def __repr__(self) -> str:
        return "PictureMasks(••••)"

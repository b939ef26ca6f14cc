"""Faces turned by a secret rotation, so that stored ones can be compared with one another, but not used.

An encoding tells who somebody is to everyone with the same network and a photograph. It is stored turned in
its 128 dimensions by an orthogonal matrix that is derived from the master key: distances stay what they
are, so PostgreSQL and numpy can search, but a row without the key cannot be compared with a photograph.

What this does not protect from: whoever has the rows sees the distances between them, so which claims show
the same face. Who knows the true encodings of some 128 of the people in them can solve for the rotation;
fewer narrow it down. So may statistics alone: encodings of people are no even cloud, and the mean and axes
of many thousands of rows can be laid over those of a public set of faces. It keeps a stolen database from
being a list of faces that anyone can ask. It is no encryption: the rows stay biometric data, to be guarded
and erased as such, and whoever also has the master key has the faces.

The normal numbers come from an AES-256-CTR key stream by the Box-Muller formula, not from numpy's generators,
whose streams may change between versions; Q of the QR decomposition, with the signs of R's diagonal taken in,
is then uniformly distributed (F. Mezzadri, Notices of the AMS 54, 2007). Processors may differ in its last
bits (1e-14), far below what float32 keeps.
"""

from __future__ import annotations

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from numpy.typing import NDArray

from models.marks import FACE_NUMBERS
from pipeline.store.master_key import MasterKey

Turned = NDArray[np.float32]
"""A turned encoding, (128,)."""


class Turning:
    """The rotation that belongs to a master key."""

    def __init__(self, master: MasterKey) -> None:
        self._rotation = rotation_of(master.derived("rotation of faces"))

    def of(self, encoding: NDArray[np.float64]) -> Turned:
        """Return the encoding (128,) as it is stored: turned in float64, then kept in float32."""
        turned: Turned = (self._rotation @ encoding).astype(np.float32)
        return turned

    def undone(self, turned: Turned) -> NDArray[np.float64]:
        """Return the encoding (128,) that was turned, as exactly as float32 kept it."""
        encoding: NDArray[np.float64] = self._rotation.T @ turned.astype(np.float64)
        return encoding

    def __repr__(self) -> str:
        return "Turning(••••)"


def rotation_of(key: bytes, size: int = FACE_NUMBERS) -> NDArray[np.float64]:
    """Return the orthogonal matrix (size, size) that belongs to a key of 32 bytes; the same everywhere."""
    q, r = np.linalg.qr(_normal(key, size * size).reshape(size, size))
    rotation: NDArray[np.float64] = q * np.sign(np.diag(r))
    return rotation


def _normal(key: bytes, count: int) -> NDArray[np.float64]:
    """Return normally distributed numbers (count,), count even: two of each pair of uniform ones."""
    stream = Cipher(AES(key), CTR(bytes(16))).encryptor().update(bytes(8 * count))
    uniform = ((np.frombuffer(stream, dtype="<u8") >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    radius, angle = np.sqrt(-2.0 * np.log(uniform[0::2])), 2.0 * np.pi * uniform[1::2]
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])

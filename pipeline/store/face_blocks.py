"""Turned faces in memory: every one compared with the one that is asked for, exactly.

512 bytes a face (512 MB for a million), in blocks that grow by one. The squared distance is
|a|² - 2ab + |b|² in float32, at the speed of the memory; what its rounding may have pushed over the limit
is let in, because whoever asks compares the few that remain once more in float64. numpy's own loops do it,
not its BLAS: the same 58 ms of one core for a million as that on a quiet machine, and no second thread,
whose waiting made it 258 ms of two cores on a busy one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.marks import FACE_NUMBERS

BLOCK = 16_384
"""Faces in a block, 8 MB: a million were searched equally fast with 4,096 as with a million in one."""
_EPSILON = float(np.finfo(np.float32).eps)


@dataclass(frozen=True)
class Candidates:
    """Stored faces that may be near: their numbers (n,) and turned encodings (n, 128)."""

    numbers: NDArray[np.int64]
    faces: NDArray[np.float32] = field(repr=False)

    @classmethod
    def joined(cls, parts: Sequence[Candidates]) -> Candidates:
        """Return all of them as one; none for none."""
        numbers = [np.empty(0, np.int64), *(part.numbers for part in parts)]
        faces = [np.empty((0, FACE_NUMBERS), np.float32), *(part.faces for part in parts)]
        return cls(np.concatenate(numbers), np.concatenate(faces))


class FaceBlocks:
    """Turned faces by their number; numbers only ever rise."""

    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self.newest = 0

    def __len__(self) -> int:
        return sum(block.held for block in self._blocks)

    def add(self, numbers: NDArray[np.int64], claims: NDArray[np.int64], faces: NDArray[np.float32]) -> None:
        """Take faces (n, 128) with their numbers, rising and above every one before, and their claims."""
        start = 0
        while start < len(numbers):
            if not self._blocks or self._blocks[-1].room == 0:
                self._blocks.append(_Block())
            taken = slice(start, start + self._blocks[-1].room)
            self._blocks[-1].add(numbers[taken], claims[taken], faces[taken])
            start += len(numbers[taken])
        if len(numbers):
            self.newest = int(numbers[-1])

    def remove(self, number: int) -> None:
        """Overwrite a face; a number that is not here is passed over."""
        for block in self._blocks:
            if block.remove(number):
                return

    def near(self, face: NDArray[np.float32], within: float, but: int | None) -> Candidates:
        """Return every face not farther than ``within``, and perhaps some that are just beyond it.

        Args:
            face: the turned encoding (128,) that is asked for.
            within: Euclidean distance.
            but: the number of a claim whose own faces are left out.
        """
        found = [block.near(face, within, but) for block in self._blocks]
        return Candidates.joined(found)


class _Block:
    def __init__(self) -> None:
        self.held = 0
        self._faces = np.zeros((BLOCK, FACE_NUMBERS), np.float32)
        self._squares = np.full(BLOCK, np.inf, np.float32)
        self._numbers = np.zeros(BLOCK, np.int64)
        self._claims = np.zeros(BLOCK, np.int64)

    @property
    def room(self) -> int:
        return BLOCK - self.held

    def add(self, numbers: NDArray[np.int64], claims: NDArray[np.int64], faces: NDArray[np.float32]) -> None:
        place = slice(self.held, self.held + len(numbers))
        self._faces[place], self._numbers[place], self._claims[place] = faces, numbers, claims
        self._squares[place] = np.einsum("ij,ij->i", faces, faces)
        self.held = place.stop

    def remove(self, number: int) -> bool:
        place = int(np.searchsorted(self._numbers[: self.held], number))
        if place == self.held or self._numbers[place] != number:
            return False
        self._faces[place], self._squares[place] = 0.0, np.inf
        return True

    def near(self, face: NDArray[np.float32], within: float, but: int | None) -> Candidates:
        own = float(np.linalg.norm(face.astype(np.float64)))
        apart = self._squares[: self.held] - 2.0 * np.einsum("ij,j->i", self._faces[: self.held], face)
        # |a|² and 2ab are sums of 128 float32 products; no face within the limit is longer than own + within
        reach = own + within
        slack = FACE_NUMBERS * _EPSILON * (reach * reach + 2.0 * own * reach)
        (places,) = np.nonzero(apart <= within * within - own * own + slack)
        if but is not None:
            places = places[self._claims[places] != but]
        return Candidates(self._numbers[places], self._faces[places])

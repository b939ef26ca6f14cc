"""Making pictures smaller, quickly: a tool that several rooms use.

The mean over areas (OpenCV's ``INTER_AREA``) looks at every pixel, and slowly where the sizes do not divide:
16 ms for 2,600 x 1,950 pixels down to 800, 25 ms to 1,600. A half, the mean of four pixels, takes 1.4 ms.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.once import Once

LARGE = 1_000_000
"""Numbers of a picture from which its half is kept as long as it lives: several rooms begin with that."""

_halves: Once[NDArray[np.uint8]] = Once()


def shrunk(image: NDArray[np.uint8], size: tuple[int, int], *, quick: bool = False) -> NDArray[np.uint8]:
    """Return the picture in that size (width, height), not larger than it is: halved, then the odd rest.

    It may be kept for the next who asks, so nothing is written to it. ``quick``: its rest is not averaged,
    which takes a fifth of the time; for people, and for the finder of lines, which was trained so.
    """
    small: NDArray[Any] = image
    while small.shape[1] >= 2 * size[0] and small.shape[0] >= 2 * size[1]:
        kept = small is image and image.size >= LARGE
        small = _halves(image, partial(_half, image)) if kept else _half(small)
    if (small.shape[1], small.shape[0]) != size:
        small = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR if quick else cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _half(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    size = (image.shape[1] // 2, image.shape[0] // 2)
    even = image[: 2 * size[1], : 2 * size[0]]
    return np.asarray(cv2.resize(even, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def scaled_to(shape: tuple[int, ...], scale: float) -> tuple[int, int]:
    """Return width and height of a picture of that shape (height, width, ...) times ``scale``, at least 1."""
    return max(1, round(shape[1] * scale)), max(1, round(shape[0] * scale))

"""Signs that a picture shows a screen or a grey copy instead of the thing itself. Advisory only."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

SPIKE = 22.0
"""How far a peak of the spectrum must stand above its surroundings (ratio) to be a pixel grid. Measured:
cards, bank books and selfies up to 13, monitors from 38; ruled tables too have 39 to 75 and are not asked."""

TILE = 256
TILES = 5
"""Pixels of a tile's side, at full resolution so that the grid is not averaged away; and how many are looked
at, from the middle outwards: a screen's grid is everywhere."""

LEAST_COLOUR = 5.0
"""Mean chroma (Lab units) below which a card that is blue and has a red or blue portrait is a grey copy.
Measured: clean phone cards from 9, photocopies 0."""


def recaptured_from_screen(picture: NDArray[np.uint8]) -> bool:
    """Tell whether a regular fine grid lies over the picture, as the pixels of a screen leave it."""
    return screen_strength(picture) > SPIKE


def screen_strength(picture: NDArray[np.uint8]) -> float:
    """Return how far the strongest isolated peak of the spectrum rises above the ring around it.

    Text and guilloche spread their energy; a pixel grid, or its moire, puts it into a few points. The median
    over the tiles counts, so that one barcode does not.
    """
    strengths = []
    for top, left in _tiles(picture.shape[0], picture.shape[1]):
        cut = picture[top : top + TILE, left : left + TILE]
        patch = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY).astype(np.float32)
        mean, spread = (float(v[0, 0]) for v in cv2.meanStdDev(patch))
        if spread >= 2.0:
            strengths.append(_peak((patch - mean) * _window()))
    return float(np.median(strengths)) if strengths else 0.0


def _tiles(height: int, width: int) -> list[tuple[int, int]]:
    """Top left corners of the tiles that lie nearest to the middle, inside the picture."""
    down, across = height // TILE, width // TILE
    top, left = (height - down * TILE) // 2, (width - across * TILE) // 2
    every = [(top + TILE * y, left + TILE * x) for y in range(down) for x in range(across)]
    middle = ((height - TILE) / 2, (width - TILE) / 2)
    every.sort(key=lambda at: (at[0] - middle[0]) ** 2 + (at[1] - middle[1]) ** 2)
    return every[:TILES]


@cache
def _window() -> NDArray[np.float32]:
    return np.outer(np.hanning(TILE), np.hanning(TILE)).astype(np.float32)


@cache
def _ring() -> NDArray[np.bool_]:
    """The half spectrum's points outside the low frequencies; rows run 0 .. TILE/2 and back."""
    y = np.minimum(np.arange(TILE), TILE - np.arange(TILE))[:, None]
    radius = np.hypot(y, np.arange(TILE // 2 + 1)[None, :])
    return np.asarray((radius > TILE * 0.14) & (radius < TILE * 0.48))


def _peak(patch: NDArray[np.float32]) -> float:
    """Ratio of the strongest peak outside the low frequencies to what surrounds it."""
    spectrum = cv2.dft(patch, flags=cv2.DFT_COMPLEX_OUTPUT)[:, : TILE // 2 + 1]
    log = cv2.log(cv2.magnitude(spectrum[..., 0], spectrum[..., 1]) + 1.0)
    around = cv2.blur(log, (21, 21))
    return float(np.exp((log - around)[_ring()].max()))


def grey_copy(picture: NDArray[np.uint8]) -> bool:
    """Tell whether the picture has no colour where the card has some."""
    return chroma(picture) < LEAST_COLOUR


def chroma(picture: NDArray[np.uint8]) -> float:
    """Return the 96th percentile of chroma in Lab units, the picture's own cast removed."""
    lab = cv2.cvtColor(np.ascontiguousarray(picture[::2, ::2]), cv2.COLOR_RGB2LAB).astype(np.float32)
    a, b = lab[..., 1] - np.median(lab[..., 1]), lab[..., 2] - np.median(lab[..., 2])
    return float(np.percentile(cv2.magnitude(a, b), 96))

"""Signs that a picture shows a screen or a grey copy instead of the thing itself. Advisory only."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SPIKE = 30.0
"""How far a peak of the spectrum must stand above its surroundings (ratio) to be a pixel grid.
Measured: clean cards up to 14, monitors from 90."""

LEAST_COLOUR = 5.0
"""Mean chroma (Lab units) below which a card that is blue and has a red or blue portrait is a grey copy.
Measured: clean phone cards from 9, photocopies 0."""


def recaptured_from_screen(grey: NDArray[np.uint8]) -> bool:
    """Tell whether a regular fine grid lies over the picture, as the pixels of a screen leave it."""
    return screen_strength(grey) > SPIKE


def screen_strength(grey: NDArray[np.uint8]) -> float:
    """Return how far the strongest isolated peak of the spectrum rises above the ring around it.

    Text and guilloche spread their energy; a pixel grid, or its moire, puts it into a few points. Tiles of
    256 px at full resolution, so that the grid is not averaged away; the median over the tiles counts, so
    that one barcode does not.
    """
    tile = 256
    grey = _middle(grey)
    height, width = grey.shape
    window = np.outer(np.hanning(tile), np.hanning(tile)).astype(np.float32)
    strengths = []
    for top in range(0, height - tile + 1, tile):
        for left in range(0, width - tile + 1, tile):
            patch = grey[top : top + tile, left : left + tile].astype(np.float32)
            if patch.std() < 2.0:
                continue
            strengths.append(_peak(np.abs(np.fft.fftshift(np.fft.fft2((patch - patch.mean()) * window)))))
    return float(np.median(strengths)) if strengths else 0.0


def _middle(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return at most 1024 x 768 px around the centre: a screen's grid is everywhere."""
    height, width = grey.shape
    top, left = max(0, (height - 768) // 2), max(0, (width - 1024) // 2)
    return grey[top : top + 768, left : left + 1024]


def _peak(spectrum: NDArray[np.floating]) -> float:
    """Ratio of the strongest peak outside the low frequencies to the median of its own ring."""
    size = spectrum.shape[0]
    y, x = np.indices(spectrum.shape) - size // 2
    radius = np.hypot(x, y)
    log = np.log1p(spectrum).astype(np.float32)
    smooth = cv2.GaussianBlur(log, (0, 0), 6)
    rise = np.where((radius > size * 0.14) & (radius < size * 0.48), log - smooth, 0)
    return float(np.exp(rise.max()))


def grey_copy(picture: NDArray[np.uint8]) -> bool:
    """Tell whether the picture has no colour where the card has some."""
    return chroma(picture) < LEAST_COLOUR


def chroma(picture: NDArray[np.uint8]) -> float:
    """Return the 90th percentile of chroma in Lab units, the picture's own cast removed."""
    small = cv2.resize(picture, (256, 256), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    a, b = lab[..., 1] - np.median(lab[..., 1]), lab[..., 2] - np.median(lab[..., 2])
    return float(np.percentile(np.hypot(a, b), 96))

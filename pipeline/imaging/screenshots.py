"""A telephone's own picture of its screen: nobody photographed it, so nothing on it is a card on a table."""

from __future__ import annotations

import cv2
import numpy as np

from models.page import Image

SLENDER = 1.6
"""Height over width of a telephone's shape at least (16:9 to 20:9); photographs have 4:3, A4 1.41."""

EVEN = 0.5
"""Share of pixels exactly like their right neighbour. Screens are painted, so nearly all are; a camera's
noise leaves hardly a tenth."""

BAR_ROWS, BAR_COLUMNS = 400, 120
"""About how many rows and columns are looked at for bars."""

BAR_LEVELS, BAR_SHARE = 6, 0.6
"""Levels from the bar's colour, and the share of a row that must be within them: a clock is not."""

BAR_LEAST, BARS_LEAST = 0.04, 0.12
"""Of the picture's height: either bar, and both together."""


def is_screenshot(image: Image) -> bool:
    """Tell whether the picture (RGB) was made by a telephone of its own screen.

    The framed boxes of an app look like cards with rims; they belong together and are flat as they are.
    """
    height, width = image.shape[:2]
    if height < SLENDER * width:
        return False
    grey = cv2.cvtColor(image[::3], cv2.COLOR_RGB2GRAY)
    return float(np.mean(grey[:, 1:] == grey[:, :-1])) > EVEN


def bars_of_a_viewer(image: Image) -> float:
    """Return how much of a telephone-shaped picture is one even bar above and below what it shows.

    The share of its height over the least that counts; 0 where there are no such bars at both ends.
    """
    height, width = image.shape[:2]
    if height < SLENDER * width:
        return 0.0
    small = np.ascontiguousarray(image[:: max(1, height // BAR_ROWS), :: max(1, width // BAR_COLUMNS)])
    ends = np.concatenate([small[: len(small) // 50 + 1], small[-(len(small) // 50 + 1) :]])
    colour = np.median(ends.reshape(-1, 3), axis=0)
    even = (np.abs(small.astype(np.float32) - colour).max(axis=2) <= BAR_LEVELS).mean(axis=1) >= BAR_SHARE
    if even.all():
        return 0.0
    above, below = int(np.argmin(even)), int(np.argmin(even[::-1]))
    if min(above, below) < BAR_LEAST * len(even):
        return 0.0
    return (above + below) / len(even) / BARS_LEAST

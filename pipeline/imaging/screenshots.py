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


def is_screenshot(image: Image) -> bool:
    """Tell whether the picture (RGB) was made by a telephone of its own screen.

    The framed boxes of an app look like cards with rims; they belong together and are flat as they are.
    """
    height, width = image.shape[:2]
    if height < SLENDER * width:
        return False
    grey = cv2.cvtColor(image[::3], cv2.COLOR_RGB2GRAY)
    return float(np.mean(grey[:, 1:] == grey[:, :-1])) > EVEN

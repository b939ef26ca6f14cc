"""Turn a page so that it reads, straighten it, and cut away the table it lay on."""

from __future__ import annotations

import cv2
import numpy as np

from models.geometry import Matrix, Quad
from models.glimpse import Glimpse
from models.page import Image, Page

MARGIN_ACROSS = 0.28
MARGIN_ALONG = 0.16
"""Kept around the text, as fractions of the text's extent: a card's rim, and the photo beside the text."""

LEAST_SKEW = 0.4
"""Degrees; below this a page is left as it is."""

LONG_SIDE = 2200
"""Pixels; a page is not kept larger than this."""


def upright(page: Page, glimpse: Glimpse) -> Page:
    """Return the page turned, straightened and cut to its text; born-digital pages stay as they are.

    So does a page on which too little could be read to tell up from down (a selfie, a ruined picture).
    The picture is resampled once, so that small print is not blurred twice; ``to_upright`` leads back.
    """
    if page.text_layer is not None or not glimpse.sure:
        return page
    height, width = page.image.shape[:2]
    matrix, (wide, high) = _quarter_turn(width, height, glimpse.turn)
    if abs(glimpse.skew) >= LEAST_SKEW:
        turn, (wide, high) = _rotation(wide, high, glimpse.skew)
        matrix = turn @ matrix
    text = Quad.around(q.through(matrix) for q in glimpse.lines)
    left = max(0.0, text.left - MARGIN_ALONG * (text.right - text.left))
    right = min(float(wide), text.right + MARGIN_ALONG * (text.right - text.left))
    above = max(0.0, text.top - MARGIN_ACROSS * (text.bottom - text.top))
    below = min(float(high), text.bottom + MARGIN_ACROSS * (text.bottom - text.top))
    scale = min(1.0, LONG_SIDE / max(right - left, below - above, 1.0))
    cut = np.array([[scale, 0, -left * scale], [0, scale, -above * scale], [0, 0, 1.0]])
    matrix = cut @ matrix
    size = (max(1, round((right - left) * scale)), max(1, round((below - above) * scale)))
    if glimpse.turn == 0 and abs(glimpse.skew) < LEAST_SKEW and size == (width, height):
        return page
    return Page(
        file=page.file,
        number=page.number,
        image=_warp(page.image, matrix, size),
        to_upright=page.to_upright @ np.linalg.inv(matrix),
        upright_size=page.upright_size,
        turned=glimpse.turn,
    )


def _quarter_turn(width: int, height: int, turn: int) -> tuple[Matrix, tuple[int, int]]:
    """Matrix and size of a clockwise turn by 0, 90, 180 or 270 degrees."""
    w, h = float(width), float(height)
    if turn == 90:
        return np.array([[0, -1, h], [1, 0, 0], [0, 0, 1.0]]), (height, width)
    if turn == 180:
        return np.array([[-1, 0, w], [0, -1, h], [0, 0, 1.0]]), (width, height)
    if turn == 270:
        return np.array([[0, 1, 0], [-1, 0, w], [0, 0, 1.0]]), (height, width)
    return np.eye(3), (width, height)


def _rotation(width: int, height: int, degrees: float) -> tuple[Matrix, tuple[int, int]]:
    """Matrix and size of a small rotation that makes lines falling by ``degrees`` level."""
    radians = np.radians(degrees)
    wide = round(width * np.cos(radians) + height * abs(np.sin(radians)))
    high = round(height * np.cos(radians) + width * abs(np.sin(radians)))
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), [0, 0, 1.0]])
    turn[0, 2] += (wide - width) / 2
    turn[1, 2] += (high - height) / 2
    return turn, (int(wide), int(high))


def _warp(image: Image, matrix: Matrix, size: tuple[int, int]) -> Image:
    warped = cv2.warpPerspective(
        image,
        matrix,
        size,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(200, 200, 200),
    )
    return np.asarray(warped, dtype=np.uint8)

"""Lay a card or sheet flat, turn it so that it reads, and cut away the table it lay on."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, dist

import cv2
import numpy as np

from models.geometry import Matrix, Quad
from models.glimpse import Glimpse
from models.page import Image, Page
from models.sheet import Sheet

MARGIN_ACROSS = 0.28
MARGIN_ALONG = 0.16
"""Kept around the text, as fractions of the text's extent: a card's rim, and the photo beside the text."""

LEAST_SKEW = 0.4
"""Degrees; below this a page is left as it is."""

CARD_WIDE = 1280
"""Pixels; a card's print is then 32 px high, and both readers ask for less."""

RIM = 0.015
"""Kept round an outline, as a fraction of its width."""

LONG_SIDE = 2200
"""Pixels; a page is not kept larger than this."""

LITTLE_LINES, LITTLE_SHARE = 8, 0.12
"""Lines, and share of the picture, below which its print is not what the picture is of."""


def upright(sheet: Sheet, glimpse: Glimpse) -> Page:
    """Return the sheet as a page of its own: flat, turned, straight, cut to its outline or to its text.

    Born-digital pages stay as they are; so does a page on which too little could be read to tell up from down
    (a selfie, a ruined picture) and no rim was seen, unless there is another sheet on it. The
    picture is resampled once, so that small print is not blurred twice; ``to_upright`` leads back.
    """
    page = sheet.page
    if page.text_layer is not None:
        return page
    if sheet.outline is not None:
        return _flat(sheet, sheet.outline, glimpse)
    if not glimpse.sure:  # beside other sheets it is not the whole page, or their lines would be its own
        return page if sheet.alone else _level(page, replace(glimpse, turn=0))
    if sheet.alone and _is_little(glimpse, page):
        whole = Quad.upright(0, 0, page.image.shape[1], page.image.shape[0])
        glimpse = replace(glimpse, lines=(whole,))
    if abs(glimpse.skew) < LEAST_SKEW:
        return _level(page, glimpse)
    return _seen_through(page, *_straight(page, glimpse), glimpse.turn)


def _is_little(glimpse: Glimpse, page: Page) -> bool:
    """Tell whether the print is a note beside what the picture shows: a selfie is not cut to it."""
    text = Quad.around(glimpse.lines)
    share = (text.right - text.left) * (text.bottom - text.top) / (page.image.shape[0] * page.image.shape[1])
    return len(glimpse.lines) < LITTLE_LINES and share < LITTLE_SHARE


def _level(page: Page, glimpse: Glimpse) -> Page:
    """Cut a page that is level to its text and turn it by quarters.

    Whole pixels are kept: nothing is resampled unless the page is too large, and then by a plain reduction,
    which takes less than a warp of the same size.
    """
    height, width = page.image.shape[:2]
    quarter, (wide, high) = _quarter_turn(width, height, glimpse.turn)
    box = _text_with_margins(glimpse, quarter, wide, high)
    left, top = int(box.left), int(box.top)
    right, bottom = max(left + 1, ceil(box.right)), max(top + 1, ceil(box.bottom))
    scale = min(1.0, LONG_SIDE / max(right - left, bottom - top))
    if glimpse.turn == 0 and (left, top, right, bottom) == (0, 0, width, height) and scale == 1.0:
        return page
    image = np.rot90(page.image, -(glimpse.turn // 90))[top:bottom, left:right]
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    image = np.ascontiguousarray(image)
    if scale < 1.0:
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    x, y = size[0] / (right - left), size[1] / (bottom - top)
    # pixels are counted from their middles: the first becomes the last by a turn, and a middle stays a middle
    left += glimpse.turn in (90, 180)
    top += glimpse.turn in (180, 270)
    cut = np.array([[x, 0, (0.5 - left) * x - 0.5], [0, y, (0.5 - top) * y - 0.5], [0, 0, 1.0]])
    return _page(page, image, cut @ quarter, glimpse.turn)


def _flat(sheet: Sheet, outline: Quad, glimpse: Glimpse) -> Page:
    """The sheet inside its outline, with a little of what is round it in case the rim is not quite there.

    Where up and down could not be told, the picture is believed to be held the right way.
    """
    turn = glimpse.turn if glimpse.sure or glimpse.turn in (90, 270) else 0
    corners = outline.array
    ahead = _QUARTERS[turn] @ (corners[1] - corners[0])
    if ahead[0] < 0:
        corners = np.roll(corners, 2, axis=0)
    a, b, c, d = corners
    wide = max(dist(a, b), dist(d, c), sheet.shape * dist(a, d), sheet.shape * dist(b, c))
    wide = min(wide, CARD_WIDE if sheet.card else LONG_SIDE * min(1.0, sheet.shape))
    high, rim = wide / sheet.shape, RIM * wide
    frame = Quad.upright(rim, rim, rim + wide, rim + high)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), frame.array.astype(np.float32))
    size = (max(1, round(wide + 2 * rim)), max(1, round(high + 2 * rim)))
    flat = _seen_through(sheet.page, np.asarray(matrix, dtype=np.float64), size, turn if glimpse.sure else 0)
    return replace(flat, outline=frame, card=sheet.card)


def _straight(page: Page, glimpse: Glimpse) -> tuple[Matrix, tuple[int, int]]:
    """Way to, and size of, the page turned, straightened and cut to its text."""
    height, width = page.image.shape[:2]
    matrix, (wide, high) = _quarter_turn(width, height, glimpse.turn)
    if abs(glimpse.skew) >= LEAST_SKEW:
        turn, (wide, high) = _rotation(wide, high, glimpse.skew)
        matrix = turn @ matrix
    box = _text_with_margins(glimpse, matrix, wide, high)
    across, down = box.right - box.left, box.bottom - box.top
    scale = min(1.0, LONG_SIDE / max(across, down, 1.0))
    cut = np.array([[scale, 0, -box.left * scale], [0, scale, -box.top * scale], [0, 0, 1.0]])
    return cut @ matrix, (max(1, round(across * scale)), max(1, round(down * scale)))


def _text_with_margins(glimpse: Glimpse, matrix: Matrix, wide: int, high: int) -> Quad:
    """What is kept of a turned page of that size: its text and a margin, inside the page."""
    text = Quad.around(q.through(matrix) for q in glimpse.lines)
    along = MARGIN_ALONG * (text.right - text.left)
    across = MARGIN_ACROSS * (text.bottom - text.top)
    return Quad.upright(
        max(0.0, text.left - along),
        max(0.0, text.top - across),
        min(float(wide), text.right + along),
        min(float(high), text.bottom + across),
    )


def _seen_through(page: Page, matrix: Matrix, size: tuple[int, int], turned: int) -> Page:
    return _page(page, _warp(page.image, matrix, size), matrix, turned)


def _page(page: Page, image: Image, matrix: Matrix, turned: int) -> Page:
    """Return what ``matrix`` has made of a page."""
    return Page(
        file=page.file,
        number=page.number,
        image=image,
        to_upright=page.to_upright @ np.linalg.inv(matrix),
        upright_size=page.upright_size,
        turned=turned,
    )


_QUARTERS = {
    0: np.array([[1, 0], [0, 1]]),
    90: np.array([[0, -1], [1, 0]]),
    180: np.array([[-1, 0], [0, -1]]),
    270: np.array([[0, 1], [-1, 0]]),
}
"""Clockwise quarter turns of a direction, y down."""


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


SHARPENED = np.array([[0, -0.1, 0], [-0.1, 1.4, -0.1], [0, -0.1, 0]], np.float32)
"""What straight lines between pixels take away, given back: a page is then as sharp as by cubics, which take
twice the time (edges of 2,000 lines near the bar of blur as steep to a hundredth)."""


def _warp(image: Image, matrix: Matrix, size: tuple[int, int]) -> Image:
    warped = cv2.warpPerspective(
        image,
        matrix,
        size,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(200, 200, 200),
    )
    return np.asarray(cv2.filter2D(warped, -1, SHARPENED), dtype=np.uint8)

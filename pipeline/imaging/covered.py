"""A finger, or a thing, that lies on the print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import DocumentType
from models.geometry import Quad
from pipeline.imaging.look import Look, overlap

OTHER_COLOUR = 13.0
"""Distance in a, b of Lab from which a spot is not the paper under another light."""

WHITE = 242.0
"""Brightness (L, 0..255) of a reflection, whatever its colour."""

FRINGE = 0.25
"""Share of a spot on a reflection from which it belongs to it."""

MUCH_DARKER = 95.0
"""Brightness (L, 0..255) below the paper's from which a spot is no shadow."""

SKIN = ((40, 134, 75), (255, 180, 128))
"""Range of Y, Cr, Cb of skin of every tone in ordinary light."""

DEEPEST_COLOUR = 46.0
"""Distance in a, b from neutral above which a spot is paint, not skin."""

DEPTH = 1.3
"""Heights of a line that a thing must reach into the print, along and across."""

INTO_CARD = 0.016
"""Share of a card's breadth that a finger must reach over its rim: less is the rim's own uncertainty."""

MOST_PRINT = 0.3
"""Share of a spot under lines that were read: more is print on a coloured ground, not a thing over it."""

LONGEST = 0.3
"""Share of the picture's breadth that a thing along the rim may be long; a thumb is a fifth of a card."""

PORTRAIT_FROM = 0.66
"""On an identity card, the share of the print's width from which a coloured block is the portrait."""

LEAST_FILLED = 0.3
"""Share of the box around a thing at the rim that it fills; less is the table along two or more edges."""

FEWEST_LINES = 4

Mask = NDArray[np.uint8]


def covered(look: Look, kind: DocumentType, burnt: Sequence[Quad]) -> list[Quad]:
    """Return the places where something lies on the document, the largest first.

    Skin that comes in from the rim counts on every paper. On an identity card, whose ground is one colour,
    any thing counts; elsewhere stamps, duty stamps and coloured bands are the paper's own. What lies on one
    of the ``burnt`` places is the coloured fringe of a reflection.
    """
    if len(look.lines) < FEWEST_LINES:
        return []
    boxes = look.lines_small()
    line = max(3.0, look.text_height * look.scale)
    hull = _hull(boxes, look.small.shape[:2])
    other, skin = _strange(look, hull)
    area = _card_inside(look) if look.outline is not None else hull
    least = INTO_CARD * look.small.shape[1] if look.outline is not None else DEPTH * line
    found = list(_spots(look, _opened(skin, max(3.0, min(0.7 * line, least))), area, least, boxes, rim=True))
    if kind is DocumentType.KTP:
        things = _spots(look, _opened(other, 0.7 * line), hull, DEPTH * line, boxes, rim=False)
        left_of_portrait = PORTRAIT_FROM * hull.shape[1]
        found += [
            (size, quad)
            for size, quad in things
            if (quad.right - look.left) * look.scale <= left_of_portrait
            and not any(_overlaps(quad, seen) for _, seen in found)
        ]
    found = [(size, quad) for size, quad in found if not any(overlap(quad, b) > FRINGE for b in burnt)]
    return [quad for _, quad in sorted(found, key=lambda pair: -pair[0])]


def _spots(
    look: Look,
    mask: Mask,
    area: Mask,
    least: float,
    boxes: list[tuple[float, float, float, float]],
    *,
    rim: bool,
) -> Iterator[tuple[float, Quad]]:
    """Yield size and place of each spot inside the area; with ``rim`` only what comes in from outside it."""
    prints = np.zeros_like(mask)
    for left, top, right, bottom in boxes:
        cv2.rectangle(prints, (round(left), round(top)), (round(right), round(bottom)), 1, -1)
    here = np.asarray(cv2.bitwise_and(mask, area), dtype=np.uint8)
    outlines, _ = cv2.findContours(here, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    beyond = np.asarray(cv2.dilate(1 - area, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    for outline in outlines:
        (_, (one, other), _) = cv2.minAreaRect(outline)
        x, y, width, height = cv2.boundingRect(outline)
        if min(one, other) < least or max(one, other) < 2 * least:
            continue
        if rim and max(one, other) > LONGEST * mask.shape[1] and max(one, other) > 4 * min(one, other):
            continue  # the table along an edge that was taken a little too far out
        spot = np.zeros((height, width), np.uint8)
        cv2.drawContours(spot, [outline], -1, 1, -1, offset=(-x, -y))
        place = (slice(y, y + height), slice(x, x + width))
        size = float(spot.sum())
        if rim and not (spot & beyond[place]).any():
            continue
        if rim and size < LEAST_FILLED * one * other:
            continue
        if float((spot & prints[place]).sum()) <= MOST_PRINT * size:
            yield size, look.place(np.asarray(outline, dtype=np.int32))


def _opened(mask: Mask, size: float) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, round(size)),) * 2)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def _hull(boxes: list[tuple[float, float, float, float]], shape: tuple[int, ...]) -> Mask:
    """The print's outline: the convex hull of its lines."""
    corners = np.array([p for b in boxes for p in ((b[0], b[1]), (b[2], b[1]), (b[2], b[3]), (b[0], b[3]))])
    mask = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(corners.astype(np.float32)).astype(np.int32), 1)
    return mask


def _card_inside(look: Look) -> Mask:
    """The card without its rim."""
    height, width = look.small.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    if (corners := look.outline_small()) is not None:
        cv2.fillConvexPoly(mask, corners, 1)
        border = 2 * round(0.5 * INTO_CARD * width) + 1
        mask[0], mask[-1], mask[:, 0], mask[:, -1] = 0, 0, 0, 0
        mask = np.asarray(cv2.erode(mask, np.ones((border, border), np.uint8)), dtype=np.uint8)
    return mask


def _strange(look: Look, hull: Mask) -> tuple[Mask, Mask]:
    """Return what is not of the paper's colour, and what of it is of the colour of skin."""
    lab = cv2.cvtColor(look.small, cv2.COLOR_RGB2LAB).astype(np.float32)
    inside = lab[::3, ::3][hull[::3, ::3] > 0]
    bright, a, b = (float(v) for v in np.median(inside if len(inside) else lab.reshape(-1, 3), axis=0))
    away = cv2.magnitude(lab[..., 1] - a, lab[..., 2] - b)
    pale = lab[..., 0] > WHITE
    other = ((away > OTHER_COLOUR) & ~pale) | (bright - lab[..., 0] > MUCH_DARKER)
    tone = cv2.inRange(cv2.cvtColor(look.small, cv2.COLOR_RGB2YCrCb), np.array(SKIN[0]), np.array(SKIN[1]))
    mild = cv2.magnitude(lab[..., 1] - 128, lab[..., 2] - 128) < DEEPEST_COLOUR
    return other.astype(np.uint8), ((tone > 0) & other & mild).astype(np.uint8)


def _overlaps(one: Quad, other: Quad) -> bool:
    return min(one.right, other.right) > max(one.left, other.left) and min(one.bottom, other.bottom) > max(
        one.top, other.top
    )

"""A finger, or a thing, that lies on the print."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import DocumentType
from models.geometry import Quad
from pipeline.imaging.look import Look

OTHER_COLOUR = 13.0
"""Distance in a, b of Lab from which a spot is not the paper under another light."""

MUCH_DARKER = 95.0
"""Brightness (L, 0..255) below the paper's from which a spot is no shadow."""

SKIN = ((50, 134, 75), (255, 180, 128))
"""Range of Y, Cr, Cb of skin of every tone in ordinary light."""

DEEPEST_COLOUR = 46.0
"""Distance in a, b from neutral above which a spot is paint, not skin."""

DEPTH = 1.3
"""Heights of a line that a thing must reach into the print, along and across."""

MOST_LINES = 0.15
"""Share of a spot under lines that were read: more is print on a coloured ground, not something over print."""

PORTRAIT_FROM = 0.66
"""On an identity card, the share of the print's width from which a coloured block is the portrait."""

Mask = NDArray[np.uint8]


def covered(look: Look, kind: DocumentType) -> list[Quad]:
    """Return the places where something lies on the print, the largest first.

    Skin that comes in from the rim counts on every paper. On an identity card, whose ground is one colour,
    any thing counts; elsewhere stamps, duty stamps and coloured bands are the paper's own.
    """
    if len(look.lines) < 4:
        return []
    boxes = look.lines_small()
    line = max(3.0, look.text_height * look.scale)
    hull = _hull(boxes, look.small.shape[:2])
    other, skin = _strange(look, hull)
    kernel = np.ones((max(3, round(0.7 * line)),) * 2, np.uint8)
    print_mask = np.zeros_like(hull)
    for left, top, right, bottom in boxes:
        cv2.rectangle(print_mask, (round(left), round(top)), (round(right), round(bottom)), 1, -1)
    found: list[tuple[float, Quad]] = []
    for mask, isolated in ((skin, False), (other, True)):
        if isolated and kind is not DocumentType.KTP:
            continue
        whole = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
        at_rim = _rim_connected(whole)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(whole & hull, connectivity=8)
        for n in range(1, count):
            x, y, width, height, area = (int(v) for v in stats[n])
            spot = labels == n
            if min(width, height) < DEPTH * line or area < (DEPTH * line) ** 2:
                continue
            if not isolated and not at_rim[spot].any():
                continue
            if isolated and x + width > PORTRAIT_FROM * hull.shape[1]:
                continue
            if float(print_mask[spot].mean()) > MOST_LINES:
                continue
            quad = look.place(x, y, x + width, y + height)
            if not any(_overlaps(quad, other_quad) for _, other_quad in found):
                found.append((float(area), quad))
    return [quad for _, quad in sorted(found, key=lambda pair: -pair[0])]


def _hull(boxes: list[tuple[float, float, float, float]], shape: tuple[int, int]) -> Mask:
    """The print's outline: the convex hull of its lines."""
    corners = np.array([p for b in boxes for p in ((b[0], b[1]), (b[2], b[1]), (b[2], b[3]), (b[0], b[3]))])
    outline = cv2.convexHull(corners.astype(np.float32)).astype(np.int32)
    mask = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, outline, 1)
    return mask


def _strange(look: Look, hull: Mask) -> tuple[Mask, Mask]:
    """Return what is not of the paper's colour, and what of it is of the colour of skin."""
    lab = cv2.cvtColor(look.small, cv2.COLOR_RGB2LAB).astype(np.float32)
    inside = lab[::3, ::3][hull[::3, ::3] > 0]
    bright, a, b = (float(v) for v in np.median(inside if len(inside) else lab.reshape(-1, 3), axis=0))
    away = cv2.magnitude(lab[..., 1] - a, lab[..., 2] - b)
    other = (away > OTHER_COLOUR) | (bright - lab[..., 0] > MUCH_DARKER)
    tone = cv2.inRange(cv2.cvtColor(look.small, cv2.COLOR_RGB2YCrCb), np.array(SKIN[0]), np.array(SKIN[1]))
    pale = cv2.magnitude(lab[..., 1] - 128, lab[..., 2] - 128) < DEEPEST_COLOUR
    return other.astype(np.uint8), ((tone > 0) & other & pale).astype(np.uint8)


def _rim_connected(mask: Mask) -> NDArray[np.bool_]:
    """Return the parts of a mask that hang together with the picture's rim."""
    _, labels = cv2.connectedComponents(mask, connectivity=8)
    rim = np.unique(np.r_[labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    return np.isin(labels, rim[rim > 0])


def _overlaps(one: Quad, other: Quad) -> bool:
    return min(one.right, other.right) > max(one.left, other.left) and min(one.bottom, other.bottom) > max(
        one.top, other.top
    )

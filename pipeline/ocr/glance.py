"""A glance at a page: where its lines are, which way up they read, how far they lean."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from models.geometry import Quad
from models.glimpse import Glimpse
from models.page import Image, Page
from pipeline.ocr.crops import crop
from pipeline.ocr.reader import Finder, Reader

LONG_SIDE = 800
"""Pixels at which a page is looked at; a line of a card that fills half the picture is still 10 px high."""

PROBES = 5
"""Lines that are read to tell up from down."""

SURELY_UPRIGHT = 0.88
"""Mean confidence at which the other way up need not be tried. Upside-down lines of PP-OCR stay below."""


def glance(page: Page, finder: Finder, reader: Reader) -> Glimpse:
    """Return what a quick look tells of one page. A page with a text layer is upright as it is."""
    if page.text_layer is not None:
        return Glimpse(tuple(line.quad for line in page.text_layer), sure=True)
    quads = [Quad.of(corners) for corners in finder.find(page.image, long_side=LONG_SIDE)]
    quads = [q for q in quads if q.width > 4 and q.height > 4]
    if not quads:
        return Glimpse()
    standing = sum(_length(q) for q in quads if _stands(q))
    lying = sum(_length(q) for q in quads if not _stands(q))
    turns = (270, 90) if standing > lying else (0, 180)
    turn, sure = _way_up(page.image, quads, turns, reader, stands=standing > lying)
    return Glimpse(tuple(quads), turn, _skew(quads, turn), sure)


def _stands(quad: Quad) -> bool:
    return (quad.bottom - quad.top) > 1.3 * (quad.right - quad.left)


def _length(quad: Quad) -> float:
    return max(quad.width, quad.height)


def _way_up(
    image: Image, quads: Sequence[Quad], turns: tuple[int, int], reader: Reader, *, stands: bool
) -> tuple[int, bool]:
    """Choose between two opposite turns by reading the longest lines both ways."""
    probes = sorted((q for q in quads if _stands(q) == stands), key=_length, reverse=True)[:PROBES]
    scores = {}
    for turn in turns:
        readings = reader.read([turned(crop(image, q), turn, lying=not _tall(q)) for q in probes])
        scores[turn] = float(np.mean([r.confidence if len(r.text.strip()) > 1 else 0.0 for r in readings]))
        if scores[turn] >= SURELY_UPRIGHT:
            return turn, True
    best = max(scores, key=lambda t: scores[t])
    return best, abs(scores[turns[0]] - scores[turns[1]]) > 0.08 and scores[best] > 0.6


def _tall(quad: Quad) -> bool:
    return quad.height > quad.width


def turned(picture: Image, turn: int, *, lying: bool) -> Image:
    """Return a line crop as it will look when its page is turned by ``turn`` degrees clockwise.

    A crop follows its quad, and a detector starts every quad at the corner that is top left on the page:
    a line of a page that lies on its side comes out standing (``lying`` False).
    """
    if turn == 0:
        return picture
    if turn == 180:
        return np.asarray(cv2.rotate(picture, cv2.ROTATE_180), dtype=np.uint8)
    if lying:
        return picture
    way = cv2.ROTATE_90_CLOCKWISE if turn == 90 else cv2.ROTATE_90_COUNTERCLOCKWISE
    return np.asarray(cv2.rotate(picture, way), dtype=np.uint8)


def _skew(quads: Sequence[Quad], turn: int) -> float:
    """Median angle of the long lines' baselines, degrees, after the turn; + when they fall to the right."""
    angles, weights = [], []
    for quad in quads:
        points = quad.array
        edges = (points[1] - points[0], points[2] - points[3])
        if _tall(quad):
            edges = (points[3] - points[0], points[2] - points[1])
        dx, dy = np.mean(edges, axis=0)
        angle = (math.degrees(math.atan2(dy, dx)) + turn) % 180
        angle = angle - 180 if angle > 90 else angle
        if abs(angle) < 30:
            angles.append(angle)
            weights.append(_length(quad))
    if not angles:
        return 0.0
    order = np.argsort(angles)
    total = np.cumsum(np.asarray(weights)[order])
    return float(np.asarray(angles)[order][np.searchsorted(total, total[-1] / 2)])

"""A glance at a page: where its lines are, which way up they read, how far they lean."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from models.geometry import Quad
from models.glimpse import Glimpse
from models.page import Image, Page
from pipeline.ocr.crops import crop
from pipeline.ocr.reader import Finder, Reader

LONG_SIDE = 800
"""Pixels at which a page is looked at; a line of a card that fills half the picture is still 10 px high."""

READABLE = 11.5
"""Pixels at the glance's scale; where lines are this high their outlines are as good as they get, and the
page is not searched again."""

PROBES = 5
"""Lines that are read to tell up from down."""

LONG_ENOUGH = 9.0
"""Heights; a line of a dozen letters tells up from down as well as one of sixty."""

FEWEST = 3
"""Lines below which nothing is turned: shadows on a selfie look like one or two."""

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
    along = [q for q in quads if _stands(q) == (standing > lying)]
    turn, sure = _way_up(page.image, along, turns, reader)
    return Glimpse(tuple(quads), turn, _skew([facing(q, turn) for q in along], turn), sure)


def _stands(quad: Quad) -> bool:
    return (quad.bottom - quad.top) > 1.3 * (quad.right - quad.left)


def _length(quad: Quad) -> float:
    return max(quad.width, quad.height)


def _way_up(image: Image, quads: Sequence[Quad], turns: tuple[int, int], reader: Reader) -> tuple[int, bool]:
    """Choose between two opposite turns by reading the longest lines both ways."""
    probes = sorted(quads, key=_tells, reverse=True)[:PROBES]
    scores = {}
    for turn in turns:
        readings = reader.read([crop(image, facing(q, turn)) for q in probes])
        scores[turn] = float(np.mean([r.confidence if len(r.text.strip()) > 1 else 0.0 for r in readings]))
        if scores[turn] >= SURELY_UPRIGHT and len(probes) >= FEWEST:
            return turn, True
    best = max(scores, key=lambda t: scores[t])
    clear = abs(scores[turns[0]] - scores[turns[1]]) > 0.08 and scores[best] > 0.6
    return best, clear and len(probes) >= FEWEST


def _tells(quad: Quad) -> float:
    """How well a line serves as a probe: the longer the better, up to where reading it gets dear."""
    shape = _length(quad) / max(min(quad.width, quad.height), 1.0)
    return shape if shape <= LONG_ENOUGH else LONG_ENOUGH / shape


def facing(quad: Quad, turn: int) -> Quad:
    """Return the same quad with its corners in reading order for a page that ``turn`` sets upright.

    Detectors order corners by their place on the page, which mixes them up on lines that stand or lean.
    """
    matrix = _QUARTERS[turn]
    seen = quad.array @ matrix.T
    edges = [seen[1] - seen[0], seen[2] - seen[1]]
    along = max(edges, key=lambda edge: float(np.hypot(*edge)))
    if min(np.hypot(*edge) for edge in edges) * 1.2 > np.hypot(*along):
        along = np.array([1.0, 0.0])
    along = along if along[0] > 0 else -along
    order = np.argsort(seen @ along, kind="stable")
    start, end = order[:2], order[2:]
    across = np.array([-along[1], along[0]])
    (a, d), (b, c) = (sorted(side, key=lambda i: float(seen[i] @ across)) for side in (start, end))
    points = quad.array
    return Quad.of([points[a], points[b], points[c], points[d]])


_QUARTERS = {
    0: np.array([[1, 0], [0, 1]]),
    90: np.array([[0, -1], [1, 0]]),
    180: np.array([[-1, 0], [0, -1]]),
    270: np.array([[0, 1], [-1, 0]]),
}
"""Clockwise quarter turns of a point, y down."""


def _skew(quads: Sequence[Quad], turn: int) -> float:
    """Median angle of the lines' baselines after the turn, degrees, + when they fall to the right.

    ``quads`` are in reading order; longer lines weigh more.
    """
    angles, weights = [], []
    for quad in quads:
        a, b, c, d = quad.array @ _QUARTERS[turn].T
        dx, dy = (b - a + c - d) / 2
        angle = math.degrees(math.atan2(dy, dx))
        if abs(angle) < 30 and quad.width > 2 * quad.height:
            angles.append(angle)
            weights.append(quad.width)
    if not angles:
        return 0.0
    order = np.argsort(angles)
    total = np.cumsum(np.asarray(weights)[order])
    return float(np.asarray(angles)[order][np.searchsorted(total, total[-1] / 2)])


def carried(seen: Page, glimpse: Glimpse, page: Page) -> tuple[Quad, ...] | None:
    """Return the glance's lines on the upright page, or None where a closer look is needed.

    ``seen`` is the page as it was glanced at, ``page`` the same page after imaging.
    """
    if page.text_layer is not None:
        return tuple(line.quad for line in page.text_layer)
    if not glimpse.sure:
        return glimpse.lines if len(glimpse.lines) < FEWEST else None
    scale = min(1.0, LONG_SIDE / max(seen.image.shape[:2]))
    if float(np.median([min(q.width, q.height) for q in glimpse.lines])) * scale < READABLE:
        return None
    way = np.linalg.inv(page.to_upright) @ seen.to_upright
    return tuple(facing(q, glimpse.turn).through(way) for q in glimpse.lines)

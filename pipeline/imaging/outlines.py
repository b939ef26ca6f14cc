"""The outline of the card or sheet round a group of text lines: four seen edges that fit the text in them.

A wrong outline is worse than none, since everything is then read through a bent picture. So an outline
must be seen on its sides, lie parallel to the text, cut through no line, and have a shape that cards or
sheets have, or else be seen very well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.imaging.sides import Floats, Sides, sides_along

CARD_SHAPE = 85.60 / 53.98
"""Width over height of an ID-1 card (ISO/IEC 7810)."""

SHEET_SHAPE = 297 / 210
"""Long over short side of A4 (ISO 216)."""

FOLIO_SHAPE = 330 / 215
"""Of the Indonesian folio (F4). It stands: lying it would be taken for a card seen at a slant."""

SHAPE_SLACK = 0.11
"""Relative; how far a shape seen in perspective may be from one of these, as the lens is not known."""

FOCAL = 0.85
"""Focal length in long sides of the picture: between a telephone's main lens (0.72) and one zoomed in."""

SEEN_WELL, SEEN_ENOUGH = 0.75, 0.58
"""Mean share of the four sides that is seen: of any shape; of a card's or a sheet's."""

WORST_SIDE = 0.18
"""Share of the worst side that must be seen: fingers and lamps may hide the rest."""

MOST_TAPER, MOST_SLANT, SLANT_COST = 0.45, 0.55, 0.5
"""Logarithm of the ratio of opposite sides, and cosine of a corner's angle: nobody holds a telephone at more
of a slant than that; and what either costs, since most hold it straight."""

MOST_LEAN = 2.5
"""Degrees; how far the text may be from level once the outline is flat."""

MOST_TEXT = 0.8
"""Share of a group's text, by length, that a side must leave inside: print of something else may lie near."""

ROW_GAP = 0.8
"""Line heights between rows of one block of print; between the print of two papers lie their margins."""

MOST_TORN = 2
"""Rows that go on just outside an outline from which it cuts a block of print in two."""

CROSS_GAP, CROSS_LEAST = 2.5, 3
"""Line heights that part four papers lying two by two, and the lines that each must hold."""

TWO_WIDE = 2.2
"""Width over height from which an outline with such a gap in it is two cards lying side by side."""

MOST_SIDES = 8
"""Candidates for each of top, bottom, left, right."""


@dataclass(frozen=True, eq=False)
class Outline:
    """Four corners (clockwise, the first one the text's top left up to half a turn) and how they look.

    ``shape`` is width over height of the flat thing; ``card`` whether that is a card's; ``known`` whether
    it is a card's or a sheet's; ``cuts`` how many text lines it cuts through.
    """

    corners: Floats
    shape: float
    card: bool
    known: bool
    score: float
    cuts: int = 0


def outline_around(
    lines: Sequence[Floats], every: Sequence[Floats], segments: Floats, size: tuple[int, int]
) -> Outline | None:
    """Return the outline that holds these text lines, or None where none is seen surely enough.

    Args:
        lines: corners (4, 2) of the lines that belong together, in reading order.
        every: all lines of the picture: none may be cut through.
        segments: straight edges (n, 2, 2); all in the same pixels.
        size: width and height of the picture in these pixels.
    """
    frame = _frame(lines)
    text = np.stack(lines) @ frame.T
    centre = text.reshape(-1, 2).mean(axis=0)
    inside = text - centre
    edges = segments @ frame.T - centre
    reach = float(np.hypot(*size))
    across = sides_along(edges.copy(), steepest=0.36, most=4 * MOST_SIDES, reach=reach)
    upright = sides_along(edges[..., ::-1].copy(), steepest=0.8, most=4 * MOST_SIDES, reach=reach)
    places = _combinations(across, upright, inside)
    if places is None:
        return None
    corners, seen = measured(across, upright, places)
    height = float(np.median(inside[:, 3, 1] - inside[:, 0, 1]))
    good = _sound(corners, seen, height)
    corners, seen = corners[good], seen[good]
    if not len(corners):
        return None
    back = (corners + centre) @ frame
    shapes = _shapes(back, size)
    fit = np.array([_nearest(shape)[1] for shape in shapes])
    filled = np.prod(np.ptp(inside.reshape(-1, 2), axis=0)) / np.abs(_areas(corners))
    score = 2.5 * seen.mean(axis=1) + 0.4 * seen.min(axis=1) + 0.3 * np.minimum(filled, 0.6)
    score -= SLANT_COST * (_taper(corners).sum(axis=1) + _slant(corners).mean(axis=1))
    score += np.where(fit < SHAPE_SLACK, 0.3 - np.maximum(fit - 0.04, 0.0), -0.1)
    others = (np.stack(every) @ frame.T - centre) if len(every) else inside
    best: Outline | None = None
    for place in np.argsort(-score)[:24]:
        cuts = _cut(corners[place], others)
        value = float(score[place]) - 0.12 * cuts - _left_out(corners[place], inside)
        if best is not None and value <= best.score:
            continue
        known, off = _nearest(float(shapes[place]))
        standard = off < SHAPE_SLACK
        if seen[place].mean() < (SEEN_ENOUGH if standard else SEEN_WELL):
            continue
        if _lean(corners[place], inside) > MOST_LEAN:
            continue
        if _parts_papers(corners[place], others, height, side_by_side=shapes[place] > TWO_WIDE):
            continue
        shape = known if standard else float(shapes[place])
        best = Outline(back[place], shape, standard and known == CARD_SHAPE, standard, value, cuts)
    return best


def _frame(lines: Sequence[Floats]) -> Floats:
    """Rotation that lays the text's direction along the first axis."""
    along = np.sum([(q[1] - q[0] + q[2] - q[3]) / 2 for q in lines], axis=0)
    c, s = along / (np.hypot(*along) + 1e-9)
    return np.array([[c, s], [-s, c]])


def _combinations(across: Sides, upright: Sides, text: Floats) -> tuple[np.ndarray, ...] | None:
    """Indices (top, right, bottom, left) of every choice of sides that leaves the text inside."""
    middle = text.mean(axis=1)
    level = across.offset[:, None] + across.slope[:, None] * middle[None, :, 0]
    plumb = upright.offset[:, None] + upright.slope[:, None] * middle[None, :, 1]
    left_end = (text[:, 0, 0] + text[:, 3, 0]) / 2
    right_end = (text[:, 1, 0] + text[:, 2, 0]) / 2
    slack = 0.6 * float(np.median(text[:, 3, 1] - text[:, 0, 1]))
    span = np.array(
        [[left_end.min(), right_end.max()], [middle[:, 1].min() - slack, middle[:, 1].max() + slack]]
    )
    weight = right_end - left_end
    weight = weight / weight.sum()
    top = _likely(across, (level < middle[None, :, 1]) @ weight >= MOST_TEXT, span[0])
    bottom = _likely(across, (level > middle[None, :, 1]) @ weight >= MOST_TEXT, span[0])
    left = _likely(upright, (plumb < left_end + slack) @ weight >= MOST_TEXT, span[1])
    right = _likely(upright, (plumb > right_end - slack) @ weight >= MOST_TEXT, span[1])
    if not all(map(len, (top, bottom, left, right))):
        return None
    grid = np.meshgrid(top, right, bottom, left, indexing="ij")
    return tuple(part.ravel() for part in grid)


def _likely(sides: Sides, fitting: np.ndarray, span: Floats) -> np.ndarray:
    """The fitting sides that are seen most along the text: a rim runs beside what is written."""
    places = np.flatnonzero(fitting)
    ends = np.broadcast_to(span[:, None], (2, len(places)))
    seen = sides.seen(places, ends[0], ends[1])
    return places[np.argsort(-seen, kind="stable")][:MOST_SIDES]


def measured(across: Sides, upright: Sides, places: tuple[np.ndarray, ...]) -> tuple[Floats, Floats]:
    """Return the corners (n, 4, 2) of each combination and how much (n, 4) of its four sides is seen."""
    top, right, bottom, left = places
    corners = np.stack(
        [
            _crossing(across, top, upright, left),
            _crossing(across, top, upright, right),
            _crossing(across, bottom, upright, right),
            _crossing(across, bottom, upright, left),
        ],
        axis=1,
    )
    seen = np.stack(
        [
            across.seen(top, corners[:, 0, 0], corners[:, 1, 0]),
            upright.seen(right, corners[:, 1, 1], corners[:, 2, 1]),
            across.seen(bottom, corners[:, 3, 0], corners[:, 2, 0]),
            upright.seen(left, corners[:, 0, 1], corners[:, 3, 1]),
        ],
        axis=1,
    )
    return corners, seen


def _crossing(across: Sides, i: np.ndarray, upright: Sides, j: np.ndarray) -> Floats:
    """Where v = a + b u meets u = c + d v."""
    a, b, c, d = across.offset[i], across.slope[i], upright.offset[j], upright.slope[j]
    v = (a + b * c) / (1 - b * d)
    return np.stack([c + d * v, v], axis=1)


def _sound(corners: Floats, seen: Floats, height: float) -> np.ndarray:
    """Which combinations are convex, seen on every side, and no slivers.

    The glance's boxes are a little low and early, so that a line at the rim may stick out.
    """
    edge = np.roll(corners, -1, axis=1) - corners
    follow = np.roll(edge, -1, axis=1)
    turning = edge[..., 0] * follow[..., 1] - edge[..., 1] * follow[..., 0]
    length = np.linalg.norm(edge, axis=2)
    return np.asarray(
        (turning > 0).all(axis=1)
        & (length.min(axis=1) > 4 * height)
        & (seen.min(axis=1) >= WORST_SIDE)
        & (seen.mean(axis=1) >= SEEN_ENOUGH)
        & (_taper(corners).max(axis=1) < MOST_TAPER)
        & (_slant(corners).max(axis=1) < MOST_SLANT)
    )


def _taper(corners: Floats) -> Floats:
    """How unequal (n, 2) opposite sides are, as logarithms: 0 where the thing is seen straight from above."""
    length = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    return np.asarray(np.abs(np.log(length[:, :2] / np.maximum(length[:, 2:], 1e-9))))


def _slant(corners: Floats) -> Floats:
    """How far (n, 4) each corner is from a right angle, as the cosine of its angle."""
    edge = np.roll(corners, -1, axis=1) - corners
    edge = edge / np.maximum(np.linalg.norm(edge, axis=2, keepdims=True), 1e-9)
    return np.asarray(np.abs((edge * np.roll(edge, 1, axis=1)).sum(axis=2)))


def _areas(corners: Floats) -> Floats:
    x, y = corners[..., 0], corners[..., 1]
    return np.asarray(0.5 * (x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1))


def _shapes(corners: Floats, size: tuple[int, int]) -> Floats:
    """Width over height of the flat rectangles seen as these quads by a telephone's lens.

    The columns of a homography from the unit square, freed of the lens, are the rectangle's two sides in
    space up to one common factor (Zhang and He, Whiteboard scanning, 2007), so their lengths compare.
    """
    middle = np.array([size[0] / 2, size[1] / 2])
    p = (corners - middle) / (FOCAL * max(size))
    a, b, c, d = (p[:, k] for k in range(4))
    # unit square (0,0) (1,0) (1,1) (0,1) -> a b c d: the projective weights of the sides
    one, two, rest = b - c, d - c, a - b + c - d
    det = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    g = (rest[:, 0] * two[:, 1] - rest[:, 1] * two[:, 0]) / det
    h = (one[:, 0] * rest[:, 1] - one[:, 1] * rest[:, 0]) / det
    wide = np.c_[b - a + g[:, None] * b, g]
    high = np.c_[d - a + h[:, None] * d, h]
    return np.asarray(np.linalg.norm(wide, axis=1) / np.maximum(np.linalg.norm(high, axis=1), 1e-9))


def _nearest(shape: float) -> tuple[float, float]:
    """The known shape that is nearest (lying or standing) and how far off, relative."""
    known = (CARD_SHAPE, SHEET_SHAPE, 1 / SHEET_SHAPE, 1 / FOLIO_SHAPE)
    off = [abs(np.log(shape / one)) for one in known]
    best = int(np.argmin(off))
    return known[best], float(off[best])


def _cut(corners: Floats, lines: Floats) -> int:
    """How many text lines the outline cuts through: ends on both sides of it."""
    start, end = (lines[:, 0] + lines[:, 3]) / 2, (lines[:, 1] + lines[:, 2]) / 2
    ends = np.stack([0.9 * start + 0.1 * end, 0.1 * start + 0.9 * end])
    edge = np.roll(corners, -1, axis=0) - corners
    to = ends[:, :, None, :] - corners
    inside = np.min(edge[:, 0] * to[..., 1] - edge[:, 1] * to[..., 0], axis=2) >= 0
    return int(np.sum(inside[0] != inside[1]))


def _parts_papers(corners: Floats, lines: Floats, height: float, *, side_by_side: bool) -> bool:
    """Tell whether an outline tears a block of print, or lies round two or four papers at once.

    Print is torn where rows go on at the ordinary distance just outside, in the columns of those inside.
    """
    edge = np.roll(corners, -1, axis=0) - corners
    to = lines.mean(axis=1)[:, None, :] - corners
    held = np.min(edge[:, 0] * to[..., 1] - edge[:, 1] * to[..., 0], axis=1) >= 0
    low, high = lines.min(axis=1), lines.max(axis=1)
    inner, outer = np.flatnonzero(held), np.flatnonzero(~held)
    if not len(inner):
        return False
    shared = np.minimum(high[outer, None, 0], high[None, inner, 0]) - np.maximum(
        low[outer, None, 0], low[None, inner, 0]
    )
    least = np.minimum((high - low)[outer, None, 0], (high - low)[None, inner, 0])
    apart = np.maximum(low[outer, None, 1], low[None, inner, 1]) - np.minimum(
        high[outer, None, 1], high[None, inner, 1]
    )
    torn = ((shared > 0.6 * least) & (apart < ROW_GAP * height)).any(axis=1)
    if torn.sum() >= MOST_TORN:
        return True
    split = [_widest_gap(low[inner, axis], high[inner, axis]) for axis in (0, 1)]
    if side_by_side and split[0][0] >= CROSS_GAP * height:
        beyond = int((low[inner, 0] >= split[0][1]).sum())
        return CROSS_LEAST <= beyond <= len(inner) - CROSS_LEAST
    if min(gap for gap, _ in split) < CROSS_GAP * height:
        return False
    right, below = (low[inner, axis] >= split[axis][1] for axis in (0, 1))
    quarters = [right & below, right & ~below, ~right & below, ~right & ~below]
    return all(quarter.sum() >= CROSS_LEAST for quarter in quarters)


def _widest_gap(low: Floats, high: Floats) -> tuple[float, float]:
    """The widest empty stretch between these stretches, and where it ends."""
    order = np.argsort(low)
    gaps = low[order][1:] - np.maximum.accumulate(high[order])[:-1]
    if not len(gaps):
        return 0.0, 0.0
    widest = int(np.argmax(gaps))
    return float(gaps[widest]), float(low[order][widest + 1])


def _left_out(corners: Floats, text: Floats) -> float:
    """Share of the text, by length, that lies outside."""
    edge = np.roll(corners, -1, axis=0) - corners
    to = text.mean(axis=1)[:, None, :] - corners
    outside = np.min(edge[:, 0] * to[..., 1] - edge[:, 1] * to[..., 0], axis=1) < 0
    length = np.linalg.norm(text[:, 1] - text[:, 0], axis=1)
    return float(length[outside].sum() / length.sum())


def _lean(corners: Floats, text: Floats) -> float:
    """Median angle (degrees) of the text once the outline is a rectangle."""
    wide = float(np.linalg.norm(corners[1] - corners[0]))
    high = float(np.linalg.norm(corners[3] - corners[0]))
    flat = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    q = cv2.perspectiveTransform(text.reshape(1, -1, 2), matrix).reshape(-1, 4, 2)
    along = (q[:, 1] - q[:, 0] + q[:, 2] - q[:, 3]) / 2
    length = np.hypot(along[:, 0], along[:, 1])
    long = along[length >= float(np.median(length))]
    return float(np.median(np.abs(np.degrees(np.arctan2(long[:, 1], long[:, 0])))))

"""Whether a picture shows a picture: a device's dark frame round it, or the four edges of a photograph.

A rectangle is looked for that holds the card (or the face, about the middle of a selfie), is seen on all four
sides, and goes on nowhere beyond them. A dark even band along its inside, with something lit within, is a
device; without such a band it is a sheet, which says something of a selfie only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.geometry import Quad
from models.page import Image
from pipeline.imaging.outlines import measured
from pipeline.imaging.sides import Floats, Sides, edges_of, sides_along

MOST_SIDES = 10
"""Candidates for each of top, bottom, left, right."""

MOST_RECTANGLES = 40
"""The largest are asked for a frame; a frame's two edges and those of what it shows make a dozen."""

STEEPEST = 0.4
"""Tangent of the angle up to which a side may lean: nobody photographs a telephone more askew."""

SEEN, WORST = 0.75, 0.5
"""Mean share of the four sides that is seen, and that of the worst."""

LEAST_AREA, MOST_AREA = 0.2, 0.97
"""Of the picture."""

AT_END = 0.012
"""Of the picture's long side; a corner nearer to its end, or beyond, is where the picture ends."""

BAND = (0.006, 0.016)
"""Of the rectangle's shorter side: between which depths the band of a frame is looked at."""

DARK, EVEN_BAND, LIT = 70.0, 9.0, 14.0
"""Levels (0..255, lightness): a frame is darker than that and differs by no more along a side; and what lies
outside it and within it is so much brighter."""

DARK_SIDES = 3
"""Of the four, that must have such a band: a lamp may be seen in one."""

WIDEST_BAND = (0.03, 0.055, 0.09)
"""Of the shorter side of what is lit: where a band outside it must have ended."""

CARD_SHAPE, CARD_SLACK = 85.60 / 53.98, 0.1
"""Width over height of an ID-1 card (ISO/IEC 7810), and how far (log) an outline may be from it."""

CARD_GROWN = 1.06
"""Of a card's outline: where something else than the band must be seen round it."""

DEEP = 12
"""Samples along a side at which its band is looked at."""


@dataclass(frozen=True)
class Frame:
    """A rectangle round something.

    Attributes:
        corners: in the picture's pixels, clockwise.
        seen: share (0..1) of its worst side that was seen, over the least that counts.
        device: it has the dark band of a device.
    """

    corners: Quad
    seen: float
    device: bool


def frame_round(picture: Image, inside: Quad | None) -> Frame | None:
    """Return the device's frame, else the largest rectangle, that holds a card or the picture's middle.

    Args:
        picture: the file's own pixels.
        inside: the card's rim there; None for a selfie, whose face is about the middle.
    """
    edges = edges_of(picture)
    lab, scale = edges.lab, edges.scale
    height, width = lab.shape[:2]
    held = inside.array * scale if inside is not None else _middle(width, height)
    corners, seen = _rectangles(edges.of_brightness(), held, (width, height))
    best: Frame | None = None
    for place in np.argsort(-_areas(corners))[:MOST_RECTANGLES]:
        quad = Quad.of(corners[place] / scale)
        device = _has_band(lab[..., 0], corners[place], held if inside is not None else None)
        if device:
            return Frame(quad, float(seen[place].min()) / WORST, device=True)
        best = best or Frame(quad, float(seen[place].min()) / WORST, device=False)
    return best


def _middle(width: int, height: int) -> Floats:
    """Corners (4, 2) about the middle, where the face of a selfie is."""
    return np.array([[0.42, 0.4], [0.58, 0.4], [0.58, 0.6], [0.42, 0.6]]) * (width, height)


def _rectangles(segments: Floats, held: Floats, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Corners (n, 4, 2) of the rectangles that hold something, and how much (n, 4) of each side is seen."""
    reach, middle = float(np.hypot(*size)), held.mean(axis=0)
    nothing = np.empty((0, 4, 2)), np.empty((0, 4))
    if not len(segments):
        return nothing
    edges, points = segments - middle, held - middle
    across = sides_along(edges.copy(), steepest=STEEPEST, most=4 * MOST_SIDES, reach=reach)
    upright = sides_along(edges[..., ::-1].copy(), steepest=STEEPEST, most=4 * MOST_SIDES, reach=reach)
    tops, bottoms = _before_and_after(across, points)
    lefts, rights = _before_and_after(upright, points[:, ::-1])
    grid = np.meshgrid(tops, rights, bottoms, lefts, indexing="ij")
    places = tuple(part.ravel() for part in grid)
    if not len(places[0]):
        return nothing
    corners, seen = measured(across, upright, places)
    corners = corners + middle
    near, area = AT_END * max(size), size[0] * size[1]
    within = ((corners >= near) & (corners <= np.array(size) - near)).all(axis=(1, 2))
    share = _areas(corners) / area
    good = within & (seen.mean(axis=1) >= SEEN) & (seen.min(axis=1) >= WORST)
    good &= (share >= LEAST_AREA) & (share <= MOST_AREA)
    return corners[good], seen[good]


def _before_and_after(sides: Sides, points: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The sides that leave all points on their inner hand: those before them, those after them."""
    if not len(sides):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    level = sides.offset[:, None] + sides.slope[:, None] * points[None, :, 0]
    off = points[None, :, 1] - level
    before, after = (np.flatnonzero(hand.all(axis=1))[:MOST_SIDES] for hand in (off > 0, off < 0))
    return before, after


def _areas(corners: Floats) -> Floats:
    x, y = corners[..., 0], corners[..., 1]
    return np.asarray(np.abs((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1)) / 2)


def _has_band(light: NDArray[np.uint8], corners: Floats, card: Floats | None) -> bool:
    """Whether a dark even band runs along the rectangle, in or out, something brighter on both its hands.

    Something brighter within is what the device shows: round the card, not only the card, which may lie on
    any dark thing.
    """
    short = float(np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1).min())
    shown = corners if card is None else card
    grow = CARD_GROWN if card is not None and _is_card(card) else 0.6
    middle = shown.mean(axis=0)
    edge = np.concatenate([_along(shown[k], shown[(k + 1) % 4]) for k in range(4)])
    lit = float(np.median(_values(light, middle + grow * (edge - middle))))
    return any(_dark_sides(light, corners, short, lit, hand) >= DARK_SIDES for hand in (1, -1))


def _dark_sides(light: NDArray[np.uint8], corners: Floats, short: float, lit: float, hand: int) -> int:
    """How many sides have such a band: inside the rectangle (hand 1) or outside (-1)."""
    dark = 0
    for side in range(4):
        start, end = corners[side], corners[(side + 1) % 4]
        along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
        inward = hand * np.array([-along[1], along[0]])
        at = _along(start, end)
        band = np.concatenate([_values(light, at + inward * max(1.5, share * short)) for share in BAND])
        level = float(np.median(band))
        even = float(np.percentile(band, 80) - np.percentile(band, 20)) <= EVEN_BAND
        beyond = [at - inward * max(3.0, 0.02 * short)]
        if hand < 0:
            beyond = [at + inward * share * short for share in WIDEST_BAND]
        outside = max(float(np.median(_values(light, points))) for points in beyond)
        dark += level < DARK and even and min(outside, lit) >= level + LIT
    return dark


def _is_card(corners: Floats) -> bool:
    """Whether an outline has about the shape of a card: else it is that of a picture with more in it."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    wide, high = sides[0] + sides[2], sides[1] + sides[3]
    return bool(abs(np.log(max(wide, high) / max(min(wide, high), 1e-9) / CARD_SHAPE)) < CARD_SLACK)


def _along(start: Floats, end: Floats) -> Floats:
    return np.asarray(start + (end - start) * np.linspace(0.12, 0.88, DEEP)[:, None])


def _values(light: NDArray[np.uint8], points: Floats) -> NDArray[np.uint8]:
    """The picture's values at points, the nearest one inside where they lie beyond its end."""
    places = np.rint(points).astype(int)
    x = np.clip(places[:, 0], 0, light.shape[1] - 1)
    y = np.clip(places[:, 1], 0, light.shape[0] - 1)
    return np.asarray(light[y, x], np.uint8)

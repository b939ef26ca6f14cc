"""Too little light, and too much of it in one place."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Quad
from pipeline.imaging.look import Look, level, overlap

DARKEST = 90.0
"""Brightness (0..255) of the paper, taken as the 75th percentile, below which a picture is dark. Measured: in
the evening's light from 107, in the dark up to 68."""

BURNT = 243
"""All three colours at least this bright (0..255): the sensor is full and whatever stood there is gone."""

WHITE_PAPER = 222.0
"""Brightness of the paper from which burnt patches say nothing: white paper, or a scanner's lid."""

FADED = 36.0
"""How much brighter than the paper a burnt patch must be: a reflection, not the paper in good light."""

LEAST_PATCH = 0.9
"""Height of a patch in heights of a line of text; smaller ones take no letter away."""

MOST_PRINT = 0.2
"""Share of a patch's filled outline that is not burnt: more is print on something white, not a reflection."""

SHIRT = (0.72, 0.50, 0.98, 0.72)
"""Left, top, right and bottom of the portrait's lower half, in shares of an identity card."""

SURELY_READ = 0.9
"""Confidence of a line that no reflection has touched."""

THROUGH = 0.05
"""Share of a line that must lie in a patch for the line to run through it."""

MOST_RIM = 0.25
"""Share of the picture's rim that a patch may take up: more is the bed of a scanner round a card."""


def is_dark(look: Look) -> bool:
    """Tell whether the paper itself is dark."""
    return level(np.max(look.channels, axis=0), 0.75) < DARKEST


def glare(look: Look, *, matte: bool) -> list[Quad]:
    """Return the places where a reflection has burnt the print away, the largest first.

    Only where the paper itself is darker: on white paper a burnt patch is the paper. ``matte``: paper, which
    shines only under film; what is bright and can be read there lies in better light than the rest.
    """
    least = np.min(look.channels, axis=0)
    paper = level(least, 0.5)
    if paper > WHITE_PAPER:
        return []
    mask = np.asarray(cv2.blur(least, (3, 3)) >= max(BURNT, paper + FADED), dtype=np.uint8)
    if (rim := look.outline_small()) is not None:
        inside = np.zeros_like(mask)
        cv2.fillConvexPoly(inside, rim, 1)
        mask &= inside
    line = max(4.0, look.text_height * look.scale)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found: list[tuple[float, Quad]] = []
    for outline in outlines:
        x, y, width, height = cv2.boundingRect(outline)
        if min(width, height) < LEAST_PATCH * line:
            continue
        filled = np.zeros((height, width), np.uint8)
        cv2.drawContours(filled, [outline], -1, 1, -1, offset=(-x, -y))
        area = int(filled.sum())
        burnt = int((mask[y : y + height, x : x + width] & filled).sum())
        if burnt < (1 - MOST_PRINT) * area or _share_of_rim(mask, filled, x, y) > MOST_RIM:
            continue
        place = look.place(np.asarray(outline, dtype=np.int32))
        if (matte and _is_legible(look, place)) or _is_clothing(look, place):
            continue
        found.append((float(area), place))
    return [quad for _, quad in sorted(found, key=lambda pair: -pair[0])]


def _is_legible(look: Look, place: Quad) -> bool:
    """Tell whether print that was read surely runs through a patch or along it."""
    air = look.text_height
    near = Quad.upright(place.left, place.top - air, place.right, place.bottom + air)
    return any(line.confidence >= SURELY_READ and overlap(line.quad, near) > THROUGH for line in look.lines)


def _is_clothing(look: Look, place: Quad) -> bool:
    """Tell whether a patch lies where a white shirt is on the portrait of an identity card."""
    if not look.portrait_right or look.outline is None:
        return False
    wide, high = look.outline.right - look.outline.left, look.outline.bottom - look.outline.top
    left, top, right, bottom = SHIRT
    shirt = Quad.upright(
        look.outline.left + left * wide, look.outline.top + top * high,
        look.outline.left + right * wide, look.outline.top + bottom * high,
    )  # fmt: skip
    return overlap(place, shirt) > 0.8


def _share_of_rim(mask: NDArray[np.uint8], filled: NDArray[np.uint8], x: int, y: int) -> float:
    """Return how much of the picture's rim a patch lies on."""
    high, wide = mask.shape
    height, width = filled.shape
    edges = (
        (y == 0, filled[0]),
        (y + height == high, filled[-1]),
        (x == 0, filled[:, 0]),
        (x + width == wide, filled[:, -1]),
    )
    touched: int = sum(int(edge.sum()) for at_rim, edge in edges if at_rim)
    return touched / float(2 * (high + wide))

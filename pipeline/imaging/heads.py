"""A sheet's coloured head or foot: the rim was seen on the pale part only, the name stands outside it.

The border between a dark band and the paper is a better edge than that between the band and the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.geometry import Quad
from models.page import Image
from models.sheet import Look, Sheet
from pipeline.imaging.sides import Floats

REACH = 0.3
"""Of the outline's height; no band is broader."""

ACROSS, ROWS = 160, 90
"""Pixels; the ground beyond a rim is laid flat to this size, ``REACH`` of the outline's height."""

RIM = 4
"""Rows of it next to the rim, where both colours mix."""

SAME_COLOUR = 16.0
"""Distance in Lab (0..255 each) between places of one band: light falls off, print does not count."""

OF_A_ROW = 0.25
"""Share of a row that has the band's colour; the rest is print, and what blur makes of it."""

SIDES = 12
"""Columns looked at beside it: where its colour goes on there, it is the ground, no band of the sheet's."""

OF_A_LINE = 0.25
"""Share of a line's box that has the band's colour; letters fill the rest, and blur spreads them."""

BESIDE = 0.02
"""Of the width; how far a line may stick out at the sides."""


def with_heads(sheet: Sheet, left: Sequence[Quad], lab: Image, scale: float) -> tuple[Sheet, frozenset[int]]:
    """Return the sheet grown over the bands right above or below it that hold some of the lines, and which.

    A band is of one colour from the rim to where it ends, and so is the ground of its print. ``lab`` is a
    copy of the picture in Lab colours, ``scale`` what its pixels are of the picture's.
    """
    if sheet.outline is None or not left or sheet.shape <= 0:
        return sheet, frozenset()
    flat = np.array([[0, 0], [sheet.shape, 0], [sheet.shape, 1], [0, 1]], np.float32)
    to_flat = np.asarray(
        cv2.getPerspectiveTransform(sheet.outline.array.astype(np.float32), flat), np.float64
    )
    seen = np.asarray(cv2.perspectiveTransform(np.stack([q.array for q in left]), to_flat), np.float64)
    middle, lying = seen.mean(axis=1), np.ptp(seen[..., 0], axis=1) > np.ptp(seen[..., 1], axis=1)
    start, end, slack = seen[..., 0].min(axis=1), seen[..., 0].max(axis=1), BESIDE * sheet.shape
    inside = (start > -slack) & (end < sheet.shape + slack) & lying
    small = to_flat @ np.diag([1 / scale, 1 / scale, 1.0])
    below, lines_below = 0.0, frozenset[int]()
    above, lines_above = 0.0, frozenset[int]()
    if (inside & (middle[:, 1] > 1) & (middle[:, 1] < 1 + REACH)).any():
        below, lines_below = _band(seen, inside, _beyond(lab, small, sheet.shape, below=True), sheet.shape)
    if (inside & (middle[:, 1] < 0) & (middle[:, 1] > -REACH)).any():
        turned = np.stack([seen[..., 0], 1 - seen[..., 1]], axis=-1)
        above, lines_above = _band(turned, inside, _beyond(lab, small, sheet.shape, below=False), sheet.shape)
    if not below and not above:
        return sheet, frozenset()
    rim = np.array(
        [[[0, -above], [sheet.shape, -above], [sheet.shape, 1 + below], [0, 1 + below]]], np.float64
    )
    corners = cv2.perspectiveTransform(rim, np.linalg.inv(to_flat))[0]
    taken = lines_above | lines_below
    look = Look((*sheet.look.lines, *(left[place] for place in sorted(taken))), sheet.look.scale)
    shape = sheet.shape / (1 + above + below)
    return replace(sheet, outline=Quad.of(corners), shape=shape, look=look), taken


def _beyond(lab: Image, to_flat: Floats, width: float, *, below: bool) -> Floats:
    """The ground beyond the lower or upper rim in Lab, the rim's side first.

    ``ROWS`` rows and ``ACROSS`` columns, with ``SIDES`` more on both sides.
    """
    down = ROWS / REACH
    across = [ACROSS / width, 0, SIDES]
    way = np.array([across, [0, down, -down] if below else [0, -down, 0], [0, 0, 1]], np.float64)
    ground = cv2.warpPerspective(
        lab, way @ to_flat, (ACROSS + 2 * SIDES, ROWS), borderMode=cv2.BORDER_CONSTANT
    )
    return np.asarray(ground, np.float64)


def _band(lines: Floats, inside: np.ndarray, ground: Floats, width: float) -> tuple[float, frozenset[int]]:
    """How far a band goes on below the outline (of its height), and its lines; 0 where there is none.

    ``lines``: corners (n, 4, 2) where the outline lies between (0, 0) and (width, 1).
    """
    colour = np.median(ground[RIM : 3 * RIM, SIDES:-SIDES].reshape(-1, 3), axis=0)
    alike = np.linalg.norm(ground - colour, axis=2) < SAME_COLOUR
    like = alike[:, SIDES:-SIDES]
    rows = like.mean(axis=1) >= OF_A_ROW
    rows[:RIM] = True
    end = ROWS if rows.all() else int(np.argmin(rows))
    if end <= RIM:
        return 0.0, frozenset()
    beside = (alike[RIM:end, : SIDES - RIM].mean(), alike[RIM:end, RIM - SIDES :].mean())
    if end == ROWS or max(beside) > 0.5:
        return 0.0, frozenset()  # no band but the table, or the paper itself
    taken = set()
    for place in np.flatnonzero(inside):
        low, high = lines[place].min(axis=0), lines[place].max(axis=0)
        top, bottom = ((y - 1) / REACH * ROWS for y in (low[1], high[1]))
        if not (-0.3 * (bottom - top) <= top and (top + bottom) / 2 < end):
            continue
        rows_of, columns = (
            slice(max(0, int(top)), int(bottom) + 1),
            slice(max(0, int(low[0] / width * ACROSS)), int(high[0] / width * ACROSS) + 1),
        )
        if like[rows_of, columns].mean() > OF_A_LINE:
            taken.add(int(place))
    return (end / ROWS * REACH, frozenset(taken)) if taken else (0.0, frozenset())

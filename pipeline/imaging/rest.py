"""The rest of a pale paper on a pale ground: its outline was seen across its print, and left lines outside.

A card of the usual shape has no room above its rim, so an outline grows only until it has a card's shape,
and only over ground that goes on without a border.
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

LEAST_SHAPE = 1.36
"""Breadth by height that the grown paper has at least; cards and the pages of bank books have 1.42 to 1.6."""

MOST_ON_A_CARD = 45
"""Lines; a paper with more is a form, whose heading is asked for elsewhere."""

BESIDE = 0.02
"""Of the breadth; how far a line may stick out at the sides."""

ONE_PAPER = 6.0
"""Distance in Lab (0..255 each) between places of one paper; the shadow at a rim is darker."""

SIDE, AT_THE_SIDE = 0.08, 5.0
"""Of the height: how far the ground is looked at beside the paper; distance in Lab between both sides of a
rim that is seen at all."""

LIKE_BELOW = 0.5
"""Share of the distance in Lab across a side's rim that it must have beside the new line as well."""

OTHER_LIGHT, NEAREST = 40.0, 3
"""Lightness (0..255) by which one end of a paper may differ from its middle; rows that say how it begins."""

OF_A_ROW = 0.25
"""Share of a row between two lines that has the paper's colour; the rest is a picture, or blurred print."""

RULE = 0.025
"""Of the height; breadth of a rule drawn under a heading, blur included."""

FINE = 240
"""Pixels of the outline's height where the ground is laid flat."""

MARGIN = 1.0
"""Line heights between the farthest line and the new rim."""


def with_rest(sheet: Sheet, left: Sequence[Quad], lab: Image, scale: float) -> tuple[Sheet, frozenset[int]]:
    """Return the sheet grown over the lines right above or below it that stand on its own ground, and which.

    ``lab`` is a copy of the picture in Lab colours, ``scale`` what its pixels are of the picture's.
    """
    if sheet.outline is None or not left or len(sheet.look.lines) > MOST_ON_A_CARD:
        return sheet, frozenset()
    breadth = sheet.outline.width / max(sheet.outline.height, 1.0)
    room = breadth / LEAST_SHAPE - 1
    if room <= 0:
        return sheet, frozenset()
    flat = np.array([[0, 0], [sheet.shape, 0], [sheet.shape, 1], [0, 1]], np.float32)
    to_flat = np.asarray(
        cv2.getPerspectiveTransform(sheet.outline.array.astype(np.float32), flat), np.float64
    )
    own, beyond = (_boxes(lines, to_flat) for lines in (sheet.look.lines, left))
    slack = BESIDE * sheet.shape
    low, high = beyond[:, 0], beyond[:, 1]
    lying = (high - low)[:, 0] > (high - low)[:, 1]
    between = (low[:, 0] > -slack) & (high[:, 0] < sheet.shape + slack) & lying
    near = between & (low[:, 1] > -room) & (high[:, 1] < 1 + room) & ((low[:, 1] < 0) | (high[:, 1] > 1))
    if not near.any():
        return sheet, frozenset()
    flat_way = to_flat @ np.diag([1 / scale, 1 / scale, 1.0])
    ground = _laid_flat(lab, flat_way, sheet.shape, room)
    paper = _colour(ground, own, room)
    taken = set[int]()
    for k in sorted(np.flatnonzero(near), key=lambda k: abs(float(beyond[k, :, 1].mean()) - 0.5)):
        if _goes_on(
            ground, beyond[k], np.concatenate([own, beyond[sorted(taken)]]), paper, room
        ) and _sides_go_on(ground, beyond[k], room):
            taken.add(int(k))
    if not taken:
        return sheet, frozenset()
    reached = beyond[sorted(taken)]
    margin = MARGIN * float(np.median((reached[:, 1] - reached[:, 0])[:, 1]))
    top = max(-room, min(0.0, float(reached[:, 0, 1].min()) - margin))
    bottom = min(1 + room, max(1.0, float(reached[:, 1, 1].max()) + margin))
    rim = np.array([[[0, top], [sheet.shape, top], [sheet.shape, bottom], [0, bottom]]], np.float64)
    corners = cv2.perspectiveTransform(rim, np.linalg.inv(to_flat))[0]
    look = Look((*sheet.look.lines, *(left[k] for k in sorted(taken))), sheet.look.scale)
    return replace(sheet, outline=Quad.of(corners), shape=breadth / (bottom - top), look=look), frozenset(
        taken
    )


def _boxes(lines: Sequence[Quad], to_flat: Floats) -> Floats:
    """Upper left and lower right corner (n, 2, 2) of each line where the outline is laid flat."""
    seen = cv2.perspectiveTransform(np.stack([line.array for line in lines]), to_flat)
    return np.stack([seen.min(axis=1), seen.max(axis=1)], axis=1).astype(np.float64)


def _laid_flat(lab: Image, to_flat: Floats, shape: float, room: float) -> Floats:
    """The outline and ``room`` above and below it in Lab, ``FINE`` pixels for the outline's height."""
    side = SIDE * FINE
    way = np.array([[FINE, 0, side], [0, FINE, FINE * room], [0, 0, 1]], np.float64)
    size = (max(1, round(FINE * shape + 2 * side)), max(1, round(FINE * (1 + 2 * room))))
    return np.asarray(
        cv2.warpPerspective(lab, way @ to_flat, size, borderMode=cv2.BORDER_REPLICATE), np.float64
    )


def _colour(ground: Floats, own: Floats, room: float) -> Floats:
    """The paper's own colour: the lighter half of what lies under its lines."""
    parts = [_cut(ground, low, high, room).reshape(-1, 3) for low, high in own]
    every = np.concatenate([part for part in parts if part.size] or [ground.reshape(-1, 3)])
    light = every[every[:, 0] >= np.median(every[:, 0])]
    return np.asarray(np.median(light, axis=0), np.float64)


def _cut(ground: Floats, low: Floats, high: Floats, room: float) -> Floats:
    left, right = (int(np.clip((x + SIDE) * FINE, 0, ground.shape[1])) for x in (low[0], high[0]))
    top, bottom = (int(np.clip((y + room) * FINE, 0, ground.shape[0])) for y in (low[1], high[1]))
    return ground[top : bottom + 1, left : right + 1]


def _goes_on(ground: Floats, box: Floats, own: Floats, paper: Floats, room: float) -> bool:
    """Tell whether the paper's colour goes on, row by row, from its nearest line to this one.

    Rows of which less than a quarter has the paper's colour are a border, if they are more than a drawn rule.
    """
    low, high = box
    rows = (high[1], float(own[:, 0, 1].min())) if low[1] < 0 else (float(own[:, 1, 1].max()), low[1])
    if rows[1] <= rows[0]:
        return True
    strip = _cut(ground, np.array([low[0], rows[0]]), np.array([high[0], rows[1]]), room)
    if not strip.size:
        return False
    ways = strip[::-1] if low[1] < 0 else strip
    here = np.percentile(ways[:NEAREST].reshape(-1, 3), 75, axis=0)
    if np.linalg.norm((here - paper)[1:]) >= ONE_PAPER or abs(here[0] - paper[0]) >= OTHER_LIGHT:
        return False
    border = 0
    for row in ways:  # light falls off over a paper, from row to row by little
        like = np.linalg.norm(row - here, axis=1) < ONE_PAPER
        if like.mean() < OF_A_ROW:
            border += 1
        else:
            here = np.median(row[like], axis=0)
    return border <= RULE * FINE


def _sides_go_on(ground: Floats, box: Floats, room: float) -> bool:
    """Tell whether the rims at the sides, where they are seen at all, go on up or down to this line."""
    high = FINE * room
    body = slice(int(high + 0.1 * FINE), int(high + 0.9 * FINE))
    middle = int(np.clip((float(box[:, 1].mean()) + room) * FINE, 0, ground.shape[0] - 1))
    beside = slice(middle, int(high)) if middle < high else slice(int(high + FINE), middle + 1)
    return not ground[beside].size or all(
        _contrast(side[beside]) >= LIKE_BELOW * seen
        for side in (ground, ground[:, ::-1])
        if (seen := _contrast(side[body])) > AT_THE_SIDE
    )


def _contrast(rows: Floats) -> float:
    """Distance in Lab between both sides of the left rim."""
    rim = int(SIDE * FINE)
    colours = [
        np.median(part.reshape(-1, 3), axis=0)
        for part in (rows[:, : rim // 2], rows[:, rim + rim // 2 : 2 * rim + 1])
    ]
    return float(np.linalg.norm(colours[0] - colours[1]))

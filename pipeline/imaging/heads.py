"""A sheet's coloured head or foot: the rim was seen on the pale part only, the name stands outside it.

The border between a dark band and the paper is a better edge than that between the band and the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.geometry import Quad
from models.sheet import Look, Sheet
from pipeline.imaging.sides import Floats

REACH = 0.3
"""Of the outline's height; no band is broader."""

MOST = 4
"""Lines of a head; more are another paper's text."""

NEXT = 2.5
"""Line heights from the rim to a band's line, and from one to the next."""

BESIDE = 0.02
"""Of the width; how far a line may stick out at the sides."""

MARGIN = 0.7
"""Line heights between a band's text and its own rim."""


def with_heads(sheet: Sheet, left: Sequence[Quad]) -> tuple[Sheet, frozenset[int]]:
    """Return the sheet grown over the few lines right above or below it, and which (places in ``left``)."""
    if sheet.outline is None or not left or sheet.shape <= 0:
        return sheet, frozenset()
    flat = np.array([[0, 0], [sheet.shape, 0], [sheet.shape, 1], [0, 1]], np.float32)
    to_flat = cv2.getPerspectiveTransform(sheet.outline.array.astype(np.float32), flat)
    seen = np.asarray(cv2.perspectiveTransform(np.stack([q.array for q in left]), to_flat), np.float64)
    below, lines_below = _band(seen, sheet.shape)
    above, lines_above = _band(np.stack([seen[..., 0], 1 - seen[..., 1]], axis=-1), sheet.shape)
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


def _band(lines: Floats, width: float) -> tuple[float, frozenset[int]]:
    """How far a band goes on below the outline (of its height), and its lines; 0 where there is none.

    ``lines``: corners (n, 4, 2) where the outline lies between (0, 0) and (width, 1).
    """
    top, bottom = lines[..., 1].min(axis=1), lines[..., 1].max(axis=1)
    start, end = lines[..., 0].min(axis=1), lines[..., 0].max(axis=1)
    slack = BESIDE * width
    under = np.flatnonzero((start > -slack) & (end < width + slack) & ((top + bottom) / 2 > 1))
    if not 0 < len(under) <= MOST:
        return 0.0, frozenset()
    edge = 1.0
    for place in under[np.argsort(top[under])]:
        height = bottom[place] - top[place]
        if top[place] - edge > NEXT * height:
            return 0.0, frozenset()  # something else lies further down: this is no band but another paper
        edge = max(edge, float(bottom[place]))
    grown = edge + MARGIN * float(np.median(bottom[under] - top[under])) - 1
    return (grown, frozenset(map(int, under))) if grown < REACH else (0.0, frozenset())

"""Blur, judged on the print: how steep the letters' edges are for their height and contrast.

Blank paper is never sharp and a table's grain always is, so neither is asked. Only where no print was found
does the whole picture have to answer.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.field import Line
from models.geometry import Quad
from pipeline.imaging.look import Grey, Look, Picture

FLATTEST = 3.0
"""Steepness (contrasts per line height) below which a line is blurred."""

MOST_OF_THEM = 0.6
"""Share of blurred lines from which the whole picture is blurred, not a part of it."""

LEAST_CONTRAST = 12.0
"""Brightness between ink and paper below which a crop holds no print to judge."""

FEWEST = 3
"""Lines needed to judge a picture by its print, and neighbours to call a part of it blurred."""

FAINTEST_EDGES = 0.055
"""Strength of the strongest edges (0..1 of full contrast) below which a picture without print is blurred."""


def overall_sharpness(picture: Picture) -> float:
    """Strength of the strongest edges, 0..1: the 99.5th percentile of the gradient at a fixed scale."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, 1000 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 0.8)
    gx, gy = cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)
    return float(np.percentile(cv2.magnitude(gx, gy), 99.5)) / (4 * 255)


def steepness(crop: Grey, height: float) -> float | None:
    """Return how steep a line's edges are in their weaker direction; None where there is no print.

    An edge that rises by the full contrast within one pixel of a line of 24 px has 24. A hand that moved
    leaves the edges along its way steep and the others flat, so the weaker direction counts.
    """
    if min(crop.shape) < 4:
        return None
    soft = np.asarray(cv2.GaussianBlur(crop, (3, 3), 0), dtype=np.uint8)
    contrast = level(soft, 0.95) - level(soft, 0.05)
    if contrast < LEAST_CONTRAST:
        return None
    edges = [cv2.convertScaleAbs(cv2.Sobel(soft, cv2.CV_16S, dx, 1 - dx), alpha=0.5) for dx in (1, 0)]
    weaker = min(level(np.asarray(edge, dtype=np.uint8), 0.97) for edge in edges) / 4
    return weaker / contrast * height


def level(values: Grey, share: float) -> float:
    """Return the value (0..255) below which this share of the pixels lies; many times as fast as a sort."""
    counts = np.cumsum(np.bincount(values.ravel(), minlength=256))
    return float(np.searchsorted(counts, share * counts[-1]))


def blurred(look: Look) -> list[Quad | None]:
    """Return where the picture is blurred: None for the whole of it, quads for parts, nothing where sharp."""
    judged = [
        (line, value)
        for line in look.lines
        if (value := steepness(look.crop(line.quad), line.quad.height)) is not None
    ]
    if len(judged) < FEWEST:
        return [None] if overall_sharpness(look.picture) < FAINTEST_EDGES else []
    flat = [line for line, value in judged if value < FLATTEST]
    if len(flat) >= MOST_OF_THEM * len(judged):
        return [None]
    return [Quad.around(line.quad for line in group) for group in _together(flat, look) if len(group) > 1]


def _together(lines: list[Line], look: Look) -> list[list[Line]]:
    """Group lines that lie within a line's height or two of one another."""
    reach = 2.0 * look.text_height
    groups: list[list[Line]] = []
    for line in lines:
        near = [g for g in groups if any(_gap(line.quad, other.quad) <= reach for other in g)]
        groups = [g for g in groups if g not in near]
        groups.append([line, *(other for g in near for other in g)])
    return groups


def _gap(a: Quad, b: Quad) -> float:
    across = max(a.left, b.left) - min(a.right, b.right)
    down = max(a.top, b.top) - min(a.bottom, b.bottom)
    return max(0.0, across, down)

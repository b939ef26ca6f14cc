"""Blur, judged on the print: how steep the letters' edges are for their height and contrast.

Blank paper is never sharp and a table's grain always is, so neither is asked. Only where no print was found
does the whole picture have to answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from models.field import Line
from models.geometry import Quad
from pipeline.imaging.look import Grey, Look, Picture, groups_of, level

FLATTEST = 0.235
"""Steepness of edges (full contrasts a pixel of the file) below which a line is blurred. Measured, medians of
a picture: clean scans and telephone pictures from 0.25, out of focus or shaken 0.10 to 0.22."""

LEAST_STEPS = 9.3
"""Contrasts for the height of a line from which soft edges harm nobody: a large picture, a little soft."""

FEWEST_STEPS, SOFTEST_SMALL = 6.2, 0.195
"""Contrasts for the height of a line below which the letters have too few pixels, and the steepness from
which that, not the focus, is what is wrong. Measured: clean pictures have 6.7 and more, thumbnails that
somebody enlarged again up to 5.9, at 0.20 to 0.23."""

NO_PRINT = 0.2
"""Strength of the strongest edges below which a paper on which no line was found is blurred."""

NEIGHBOURS = 3
"""Blurred lines beside one another that make a blurred part of a sharp picture."""

MOST_OF_THEM = 0.6
"""Share of blurred lines from which the whole picture is blurred, not a part of it."""

LEAST_CONTRAST = 12.0
"""Brightness between ink and paper below which a crop holds no print to judge."""

FEWEST = 3
"""Lines needed to judge a picture by its print."""

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


def steepness(crop: Grey) -> float | None:
    """Return how steep a line's edges are in their weakest direction; None where there is no print.

    An edge that rises by the full contrast within one pixel has 1. A hand that moved
    leaves the edges along its way steep and the others flat, so the weakest direction counts.
    """
    if min(crop.shape) < 4:
        return None
    soft = np.asarray(cv2.GaussianBlur(crop, (3, 3), 0), dtype=np.uint8)
    contrast = level(soft, 0.95) - level(soft, 0.05)
    if contrast < LEAST_CONTRAST:
        return None
    across, down = (cv2.Sobel(soft, cv2.CV_16S, dx, 1 - dx) for dx in (1, 0))
    ways = (across, down, across + down, across - down)  # the last two see a hand that moved aslant
    edges = (np.asarray(cv2.convertScaleAbs(way, alpha=0.5), dtype=np.uint8) for way in ways)
    weaker = min(level(edge, 0.97) for edge in edges) / 4
    return weaker / contrast


Judged = Sequence[tuple[Line, float]]
"""Lines with their steepness."""


def judged(look: Look) -> Judged:
    """Return the steepness of every line that holds print."""
    found = ((line, steepness(look.crop(line.quad))) for line in look.lines)
    return [(line, steep) for line, steep in found if steep is not None]


def blurred(look: Look, lines: Judged) -> list[Quad | None]:
    """Return where a paper is blurred: None for the whole of it, quads for parts, nothing where sharp."""
    if len(lines) < FEWEST:
        return [None] if overall_sharpness(look.picture) < NO_PRINT else []
    flat = [line for line, steep in lines if is_flat(steep, line.quad.height, look.enlarged)]
    if len(flat) >= MOST_OF_THEM * len(lines):
        return [None]
    near = groups_of(flat, 2.0 * look.text_height)
    return [Quad.around(line.quad for line in group) for group in near if len(group) >= NEIGHBOURS]


def is_soft(look: Look) -> bool:
    """Tell whether a picture that shows no print, a face, is blurred."""
    return overall_sharpness(look.picture) < FAINTEST_EDGES


def is_small(look: Look, lines: Judged) -> bool:
    """Tell whether the letters have too few pixels, whether or not a picture was enlarged since."""
    if len(lines) < FEWEST:
        return False
    steps = float(np.median([line.quad.height * steep for line, steep in lines]))
    steep = float(np.median([steep for _, steep in lines])) * look.enlarged
    return steps < FEWEST_STEPS and steep >= SOFTEST_SMALL


def is_flat(steep: float, height: float, enlarged: float) -> bool:
    """Tell whether a line is blurred: its edges are flat in the file, and for the height of its letters."""
    return steep * enlarged < FLATTEST and steep * height < LEAST_STEPS

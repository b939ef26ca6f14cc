"""Whether the portrait of a card has a rim that the camera did not draw: sharper or softer than the print.

A lens blurs the edge between portrait and card just as it blurs the letters beside it. A portrait that was
pasted into the finished picture has an edge of its own: as hard as scissors, or feathered to hide it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Matrix, Quad
from models.page import Image

Floats = NDArray[np.float32]

SEARCHED = 0.2
"""Of the portrait's expected breadth or height: how far from the expected edge it is looked for."""

MIDDLE = (0.2, 0.8)
"""The part of a side that is looked at: corners may be rounded."""

REACH, PIECE = 10, 12
"""Pixels on either side of an edge that are looked at; and in how many pieces a side is, since no side is
quite straight."""

LEAST_CHANGE = 12.0
"""Levels, of the three colours together, below which there is no edge."""

LEAST_STEP = 22.0
"""Levels between portrait and card below which an edge is not measured."""

WIDTH, USUAL, WITH_SIZE = 200.0, -0.09, 0.30
"""Pixels of a portrait's width; the usual log of rim over print there, and how it grows with the log of the
width: the strokes of letters are thin, so that print blurs before a rim does. Fitted on 288 untouched
pictures (96 to 387 pixels), which lie 0.10 round it (standard deviation)."""

FEWEST_PIECES, FEWEST_VALUES = 5, 4
"""Of a side, and of the card's print, that must have been measured."""


def rim_against_print(picture: Image, portrait: Quad, values: Sequence[Quad]) -> float | None:
    """Return the log of how much sharper the rim is than beside such print; None where one cannot be told.

    Args:
        picture: the file's own pixels.
        portrait: its corners there.
        values: places of the card's values there.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    print_ = [one for value in values if (one := _print_sharpness(grey, value)) is not None]
    rim = [one for side in _sides(portrait) if (one := _side_sharpness(grey, *side)) is not None]
    if len(print_) < FEWEST_VALUES or len(rim) < 2:
        return None
    usual = USUAL + WITH_SIZE * np.log(portrait.width / WIDTH)
    return float(np.log(np.median(rim) / np.median(print_)) - usual)


def portrait_rim(picture: Image, to_picture: Matrix, expected: Quad) -> Quad | None:
    """Return the portrait's corners in the picture; None where its four edges do not make about that shape.

    Args:
        picture: the file's own pixels.
        to_picture: takes a pixel of the upright page to one of the picture.
        expected: about where the portrait is, on the upright page.
    """
    wide, high = expected.right - expected.left, expected.bottom - expected.top
    margin = 1.5 * SEARCHED * max(wide, high)
    left, top = expected.left - margin, expected.top - margin
    size = (max(1, round(wide + 2 * margin)), max(1, round(high + 2 * margin)))
    there = to_picture @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    view = cv2.warpPerspective(
        picture, there, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    across = (margin + MIDDLE[0] * wide, margin + MIDDLE[1] * wide)
    down = (margin + MIDDLE[0] * high, margin + MIDDLE[1] * high)
    standing, lying = view, view.swapaxes(0, 1)
    x = [_edge(standing, at, down, SEARCHED * wide) for at in (margin, margin + wide)]
    y = [_edge(lying, at, across, SEARCHED * high) for at in (margin, margin + high)]
    if not all(np.isfinite((*x, *y))):
        return None
    if not (0.75 < (x[1] - x[0]) / wide < 1.25 and 0.75 < (y[1] - y[0]) / high < 1.25):
        return None
    return Quad.upright(x[0], y[0], x[1], y[1]).through(there)


def _edge(view: Floats, at: float, span: tuple[float, float], reach: float) -> float:
    """Where, near a column, the colours of these rows change most; not a number where they do not."""
    first, last = max(0, round(at - reach)), round(at + reach) + 5
    profile = view[round(span[0]) : round(span[1]) + 1, first:last].mean(axis=0)
    change = np.abs(profile[4:] - profile[:-4]).sum(axis=1)
    at = int(np.argmax(change))
    return first + 2.0 + at if change[at] >= LEAST_CHANGE else float("nan")


def _print_sharpness(grey: NDArray[np.uint8], place: Quad) -> float | None:
    """The steepest step from pixel to pixel, as a share of the contrast between paper and ink."""
    cut = grey[max(0, int(place.top)) : int(place.bottom) + 1, max(0, int(place.left)) : int(place.right) + 1]
    if min(cut.shape) < 6:
        return None
    values = cut.astype(np.float32)
    dark, pale = np.percentile(values, (3, 80))
    if pale - dark < LEAST_STEP:
        return None
    steps = np.maximum(np.abs(np.diff(values, axis=1))[:-1], np.abs(np.diff(values, axis=0))[:, :-1])
    return float(np.percentile(steps, 97) / (pale - dark))


def _sides(quad: Quad) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    corners = quad.array
    return [(corners[n], corners[(n + 1) % 4]) for n in range(4)]


def _side_sharpness(
    grey: NDArray[np.uint8], start: NDArray[np.float64], end: NDArray[np.float64]
) -> float | None:
    """The steepest step across a side, as a share of the whole step; the median of its pieces."""
    length = float(np.linalg.norm(end - start))
    if length < 4 * PIECE:
        return None
    along = (end - start) / length
    across = np.array((-along[1], along[0]))
    first, last = start + 0.1 * length * along, start + 0.9 * length * along
    wide = int(0.8 * length)
    here = np.array((first - REACH * across, last - REACH * across, last + REACH * across), np.float32)
    there = np.array(((0, 0), (wide, 0), (wide, 2 * REACH)), np.float32)
    bend = cv2.getAffineTransform(here, there)
    strip = cv2.warpAffine(
        grey.astype(np.float32), bend, (wide, 2 * REACH + 1), flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    breadth = max(1, wide // PIECE)
    found = []
    for left in range(0, wide - breadth + 1, breadth):
        profile = strip[:, left : left + breadth].mean(axis=1)
        steps = np.abs(np.diff(profile))
        at = int(np.argmax(steps))
        if 3 <= at <= len(steps) - 4:
            whole = abs(float(profile[max(0, at - 3) : at - 1].mean() - profile[at + 3 : at + 5].mean()))
            if whole > LEAST_STEP:
                found.append(float(steps[at]) / whole)
    return float(np.median(found)) if len(found) >= FEWEST_PIECES else None

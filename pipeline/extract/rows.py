"""Rows of print: what stands beside what, also on a page that is not quite straight.

Pages are straightened before, but where the rim of a card was mistaken (a joint between tiles looks like one)
its rows still lean by a degree or three; a label and its value then stand half a row apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.field import Line

STACKED = 0.4
"""Share of the shorter of two lines that stands above or below the other, from which they are two rows."""

SLOPED = 5.0
"""Heights; the outline of a shorter line leans by chance."""

STEEPEST = 0.2
"""Slope beyond which a row is not followed; pages were straightened before."""

FEWEST, STRAIGHT = 4, 0.015
"""Long lines that tell how the rows of a page lean, and the slope (a degree) up to which they do not."""


def lean_of(lines: Sequence[Line]) -> float:
    """Return the slope of the page's rows, + where they fall to the right; 0 where they are straight."""
    slopes = [_own_slope(line) for line in lines if _is_long(line)]
    lean = float(np.median(slopes)) if len(slopes) >= FEWEST else 0.0
    return lean if abs(lean) > STRAIGHT else 0.0


def same_row(line: Line, other: Line, lean: float = 0.0) -> bool:
    """Tell whether the other line stands on this line's row.

    It follows the slope of the wider of the two, or ``lean`` where both are too short to have one.
    """
    x, y = line.quad.centre
    there_x, there_y = other.quad.centre
    height, there_height = line.quad.height, other.quad.height
    reach = 0.55 * max(height, 0.6 * there_height)
    if abs(there_y - y) > reach + STEEPEST * abs(there_x - x):
        return False
    return abs(_off_row(line, other, lean)) < reach


def next_of(row: Sequence[Line], line: Line, lean: float = 0.0) -> Line:
    """Return the leftmost line; of those that stand above one another, the one whose middle is nearest.

    The pieces into which a finder cuts a line overlap by a letter at most.
    """
    first = min(row, key=lambda o: o.quad.left)
    stacked = [
        o
        for o in row
        if min(o.quad.right, first.quad.right) - max(o.quad.left, first.quad.left)
        > STACKED * min(o.quad.width, first.quad.width)
    ]
    return min([first, *stacked], key=lambda o: abs(_off_row(line, o, lean)))


def _off_row(line: Line, other: Line, lean: float) -> float:
    """How far (px) the other line's middle is below where the row of this one passes."""
    (x, y), (there_x, there_y) = line.quad.centre, other.quad.centre
    wider = max(line, other, key=lambda one: one.quad.width)
    slope = _own_slope(wider) if _is_long(wider) else lean
    return there_y - y - max(-STEEPEST, min(STEEPEST, slope)) * (there_x - x)


def _is_long(line: Line) -> bool:
    return line.quad.width > SLOPED * line.quad.height


def _own_slope(line: Line) -> float:
    (left, top), (right, there) = line.quad.points[:2]
    return (there - top) / max(right - left, 1.0)

"""Where something is on a picture: quadrilaterals and the way between two pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import dist, isfinite

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
"""3x3 homography that takes (x, y, 1) of one picture to another; pixels on both sides."""


class Place(StrEnum):
    """A ninth of a picture, in words."""

    UPPER_LEFT = "upper_left"
    UPPER = "upper"
    UPPER_RIGHT = "upper_right"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    LOWER_LEFT = "lower_left"
    LOWER = "lower"
    LOWER_RIGHT = "lower_right"


@dataclass(frozen=True)
class Quad:
    """Four corners in pixels, clockwise from the text's top left (so a turned text has a turned quad)."""

    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

    @classmethod
    def of(cls, points: Iterable[Sequence[float]]) -> Quad:
        """Build from any four (x, y) pairs, in order.

        Raises:
            ValueError: not exactly four points, or one of them is not finite.
        """
        corners = [(float(x), float(y)) for x, y in points]
        if len(corners) != 4 or not all(isfinite(x) and isfinite(y) for x, y in corners):
            raise ValueError("a quad has four finite corners")
        return cls((corners[0], corners[1], corners[2], corners[3]))

    @classmethod
    def upright(cls, left: float, top: float, right: float, bottom: float) -> Quad:
        """Build the axis-parallel quad of these edges (left <= right, top <= bottom)."""
        if right < left or bottom < top:
            raise ValueError("a box must not be inside out")
        return cls(((left, top), (right, top), (right, bottom), (left, bottom)))

    @property
    def array(self) -> NDArray[np.float64]:
        """Corners as an array of shape (4, 2)."""
        return np.asarray(self.points, dtype=np.float64)

    # A page has hundreds of quads and every label looks at all of them: plain arithmetic, done once.

    @cached_property
    def left(self) -> float:
        """Smallest x."""
        return min(x for x, _ in self.points)

    @cached_property
    def right(self) -> float:
        """Largest x."""
        return max(x for x, _ in self.points)

    @cached_property
    def top(self) -> float:
        """Smallest y."""
        return min(y for _, y in self.points)

    @cached_property
    def bottom(self) -> float:
        """Largest y."""
        return max(y for _, y in self.points)

    @cached_property
    def centre(self) -> tuple[float, float]:
        """Mean of the corners."""
        return sum(x for x, _ in self.points) / 4, sum(y for _, y in self.points) / 4

    @cached_property
    def width(self) -> float:
        """Length along the text: mean of the top and the bottom edge."""
        a, b, c, d = self.points
        return (dist(a, b) + dist(c, d)) / 2

    @cached_property
    def height(self) -> float:
        """Length across the text: mean of the left and the right edge."""
        a, b, c, d = self.points
        return (dist(a, d) + dist(b, c)) / 2

    def through(self, matrix: Matrix) -> Quad:
        """Return the same corners seen through a homography."""
        (a, b, c), (d, e, f), (g, h, i) = np.asarray(matrix, dtype=np.float64).tolist()
        seen = ((a * x + b * y + c, d * x + e * y + f, g * x + h * y + i) for x, y in self.points)
        try:
            return Quad.of([(x / far, y / far) for x, y, far in seen])
        except ZeroDivisionError:
            raise ValueError("a corner lies on the horizon") from None

    def part(self, start: float, end: float) -> Quad:
        """Return the slice between two fractions (0..1) of the way along the text."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.points
        upper, lower = (bx - ax, by - ay), (cx - dx, cy - dy)
        return Quad.of(
            [
                (ax + upper[0] * start, ay + upper[1] * start),
                (ax + upper[0] * end, ay + upper[1] * end),
                (dx + lower[0] * end, dy + lower[1] * end),
                (dx + lower[0] * start, dy + lower[1] * start),
            ]
        )

    def place_in(self, frame: Quad) -> Place:
        """Return in which ninth of the frame the centre lies; beyond its rim, in the nearest one."""
        x, y = self.centre
        across = (x - frame.left) / max(frame.right - frame.left, 1e-9)
        down = (y - frame.top) / max(frame.bottom - frame.top, 1e-9)
        return list(Place)[3 * min(max(int(3 * down), 0), 2) + min(max(int(3 * across), 0), 2)]

    @classmethod
    def around(cls, quads: Iterable[Quad]) -> Quad:
        """Return the axis-parallel quad that holds all of these (at least one)."""
        every = list(quads)
        return cls.upright(
            min(q.left for q in every),
            min(q.top for q in every),
            max(q.right for q in every),
            max(q.bottom for q in every),
        )

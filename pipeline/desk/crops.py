"""Where on a page's picture something is, as an SVG shows it set straight; no picture is worked on here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot, isfinite

from models.report import Point


@dataclass(frozen=True)
class Crop:
    """A turned window on a picture, in pixels of the upright file; the picture is turned by ``-angle``."""

    x: float
    y: float
    angle: float
    width: float
    height: float

    @property
    def view(self) -> str:
        """The SVG's viewBox, with the window's centre as its origin."""
        return f"{-self.width / 2:.1f} {-self.height / 2:.1f} {self.width:.1f} {self.height:.1f}"

    @property
    def turn(self) -> str:
        """The transform that brings the picture under it."""
        return f"rotate({-self.angle:.2f}) translate({-self.x:.1f} {-self.y:.1f})"


def crop_of(box: Sequence[Point], *, air: float = 0.3) -> Crop | None:
    """Return the window round a field, ``air`` times its height wider; None where the box is none."""
    found = _window(box)
    if found is None:
        return None
    pad = 2 * air * found.height
    return Crop(found.x, found.y, found.angle, found.width + pad, found.height + pad)


def face_crop_of(box: Sequence[Point]) -> Crop | None:
    """Return the window round a face with hair and chin, four by five."""
    found = _window(box)
    if found is None:
        return None
    side = max(found.width, found.height)
    return Crop(found.x, found.y, found.angle, 1.6 * side, 2.0 * side)


def points_of(box: Sequence[Point]) -> str:
    """Return the corners as SVG has them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in box)


def _window(box: Sequence[Point]) -> Crop | None:
    if len(box) != 4 or not all(isfinite(value) for point in box for value in point):
        return None
    (x0, y0), (x1, y1), _, (x3, y3) = box
    width, height = hypot(x1 - x0, y1 - y0), hypot(x3 - x0, y3 - y0)
    if width < 2 or height < 2:
        return None
    x, y = (sum(point[n] for point in box) / 4 for n in (0, 1))
    return Crop(x, y, degrees(atan2(y1 - y0, x1 - x0)), width, height)

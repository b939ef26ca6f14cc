"""What the detectors look at: the document's own piece of the page, its lines, and where the file ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from models.field import Line
from models.geometry import Matrix, Quad
from models.part import Part

SMALL_SIDE = 400
"""Pixels; longer side of the reduced copy on which patches of light and things that cover are looked for."""

MOST_LINES = 32
"""The longest lines are looked at; a letter's sixtieth line tells nothing that these did not."""

Grey = NDArray[np.uint8]
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Look:
    """One document as the detectors see it.

    Attributes:
        picture: height x width x 3, RGB: the document's region, cut out of the page.
        left, top: where in the page the cut begins, pixels.
        to_file: takes a pixel of the page to a pixel of the upright file.
        file_size: (width, height) of that file.
    """

    picture: Picture = field(repr=False)
    left: int
    top: int
    lines: tuple[Line, ...] = field(repr=False)
    to_file: Matrix = field(repr=False)
    file_size: tuple[int, int]

    @classmethod
    def at(cls, part: Part) -> Look:
        """Cut a part out of its page; without a region that holds a pixel, the whole page is looked at."""
        image = part.page.image
        height, width = image.shape[:2]
        left, top, right, bottom = 0, 0, width, height
        if part.region is not None:
            box = part.region
            inside = (
                int(max(0, box.left)),
                int(max(0, box.top)),
                int(min(width, box.right)),
                int(min(height, box.bottom)),
            )
            if inside[0] < inside[2] and inside[1] < inside[3]:
                left, top, right, bottom = inside
        lines = sorted((n for n in part.lines if n.text.strip()), key=lambda n: -n.quad.width)
        return cls(
            image[top:bottom, left:right],
            left,
            top,
            tuple(lines[:MOST_LINES]),
            part.page.to_upright,
            part.page.upright_size,
        )

    @cached_property
    def scale(self) -> float:
        """What the reduced copy's pixels are of the page's, 0..1."""
        return min(1.0, SMALL_SIDE / max(self.picture.shape[:2]))

    @cached_property
    def small(self) -> Picture:
        """The reduced copy, at least one pixel in each direction."""
        height, width = self.picture.shape[:2]
        size = (max(1, round(width * self.scale)), max(1, round(height * self.scale)))
        step = max(1, int(0.5 / self.scale))  # every other pixel or so: the mean of all of a large page is slow
        thinned = np.ascontiguousarray(self.picture[::step, ::step])
        return np.asarray(cv2.resize(thinned, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    @cached_property
    def text_height(self) -> float:
        """Median height of a line in pixels of the page; 0 where there are no lines."""
        return float(np.median([line.quad.height for line in self.lines])) if self.lines else 0.0

    def crop(self, quad: Quad) -> Grey:
        """Return a line's pixels as an upright box (the page is straight); empty where it lies outside."""
        top, bottom = int(quad.top) - self.top, int(quad.bottom) + 1 - self.top
        left, right = int(quad.left) - self.left, int(quad.right) + 1 - self.left
        cut = self.picture[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
        if cut.size == 0:
            return np.zeros((0, 0), np.uint8)
        return np.asarray(cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY), dtype=np.uint8)

    def place(self, left: float, top: float, right: float, bottom: float) -> Quad:
        """Return a box of the reduced copy as a quad in the page's pixels."""
        s = self.scale
        return Quad.upright(
            left / s + self.left, top / s + self.top, right / s + self.left, bottom / s + self.top
        )

    def lines_small(self, lines: Sequence[Line] | None = None) -> list[tuple[float, float, float, float]]:
        """Return the lines' boxes (left, top, right, bottom) in pixels of the reduced copy."""
        s = self.scale
        chosen = self.lines if lines is None else lines
        return [
            (
                (n.quad.left - self.left) * s,
                (n.quad.top - self.top) * s,
                (n.quad.right - self.left) * s,
                (n.quad.bottom - self.top) * s,
            )
            for n in chosen
        ]

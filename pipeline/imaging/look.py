"""What the detectors look at: the document's own piece of the page, its lines, and where the file ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import DocumentType
from models.field import Line
from models.geometry import Matrix, Quad
from models.part import Part
from pipeline.imaging.sides import every_nth

SMALL_SIDE = 400
"""Pixels; longer side of the reduced copy on which patches of light and things that cover are looked for."""

MOST_LINES = 32
"""The longest lines are looked at; a letter's sixtieth line tells nothing that these did not."""

STEEPEST = 0.12
"""Rise of a line of the page's own print; what lies about on a table is turned otherwise."""

APART = 2.5
"""Heights of a line between print of one card and what lies beside it."""

CARDS = frozenset({DocumentType.KTP, DocumentType.KPJ, DocumentType.NPWP})

Grey = NDArray[np.uint8]
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Look:
    """One document as the detectors see it.

    Attributes:
        picture: height x width x 3, RGB: the document's region, cut out of the page.
        left, top: where in the page the cut begins, pixels.
        portrait_right: it is an identity card, with its portrait on the right.
        outline: the rim of the card or sheet in the page's pixels; None where it was not seen.
        to_file: takes a pixel of the page to a pixel of the upright file.
        file_size: (width, height) of that file.
    """

    picture: Picture = field(repr=False)
    left: int
    top: int
    lines: tuple[Line, ...] = field(repr=False)
    portrait_right: bool
    outline: Quad | None = field(repr=False)
    to_file: Matrix = field(repr=False)
    file_size: tuple[int, int]

    @classmethod
    def at(cls, part: Part) -> Look:
        """Cut a part out of its page; without a region that holds a pixel, the whole page is looked at."""
        image = part.page.image
        height = image.shape[0]
        outline = part.page.outline
        lines = [n for n in part.lines if n.text.strip() and is_level(n) and n.quad.height < height / 5]
        region = part.region
        if outline is None and part.type in CARDS and lines:
            lines = _main_group(lines)
            region = _with_margins(Quad.around(line.quad for line in lines))
        picture, left, top = cut(image, region)
        lines.sort(key=lambda n: -n.quad.width)
        return cls(
            picture,
            left,
            top,
            tuple(lines[:MOST_LINES]),
            part.type is DocumentType.KTP,
            outline,
            part.page.to_upright,
            part.page.upright_size,
        )

    @cached_property
    def scale(self) -> float:
        """What the reduced copy's pixels are of the page's, 0..1."""
        height, width = self.picture.shape[:2]
        return min(1.0, float(SMALL_SIDE) / float(max(height, width)))

    @cached_property
    def small(self) -> Picture:
        """The reduced copy, at least one pixel in each direction."""
        height, width = self.picture.shape[:2]
        size = (max(1, round(width * self.scale)), max(1, round(height * self.scale)))
        step = max(1, int(0.5 / self.scale))  # the mean of all pixels is slow, of the rest's too
        thinned = every_nth(self.picture, step)
        return np.asarray(cv2.resize(thinned, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)

    @cached_property
    def channels(self) -> NDArray[np.uint8]:
        """Red, green and blue of the reduced copy, one after the other."""
        return np.ascontiguousarray(np.moveaxis(self.small, 2, 0))

    @cached_property
    def text_height(self) -> float:
        """Median height of a line in pixels of the page; 0 where there are no lines."""
        return float(np.median([line.quad.height for line in self.lines])) if self.lines else 0.0

    @cached_property
    def height_in_file(self) -> float:
        """Median height of a line in pixels of the upright file; 0 where there are no lines."""
        try:
            heights = [line.quad.through(self.to_file).height for line in self.lines]
        except ValueError:
            return self.text_height
        return float(np.median(heights)) if heights else 0.0

    @property
    def enlarged(self) -> float:
        """By how much imaging has enlarged the print (1 where it has not): that makes nothing sharper."""
        return max(1.0, self.text_height / self.height_in_file) if self.height_in_file > 0 else 1.0

    def crop(self, quad: Quad) -> Grey:
        """Return a line's pixels as an upright box (the page is straight); empty where it lies outside."""
        top, bottom = int(quad.top) - self.top, int(quad.bottom) + 1 - self.top
        left, right = int(quad.left) - self.left, int(quad.right) + 1 - self.left
        cut = self.picture[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
        if cut.size == 0:
            return np.zeros((0, 0), np.uint8)
        return np.asarray(cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY), dtype=np.uint8)

    def place(self, outline: NDArray[np.int32]) -> Quad:
        """Return the smallest turned box round a contour of the reduced copy, in the page's pixels."""
        corners = np.asarray(cv2.boxPoints(cv2.minAreaRect(outline)), dtype=np.float64)
        # from the corner nearest to the picture's top left, clockwise
        first = int(np.argmin(corners.sum(axis=1)))
        return Quad.of(np.roll(corners, -first, axis=0) / self.scale + (self.left, self.top))

    def lines_small(self) -> list[tuple[float, float, float, float]]:
        """Return the lines' boxes (left, top, right, bottom) in pixels of the reduced copy."""
        s, left, top = self.scale, self.left, self.top
        return [
            ((q.left - left) * s, (q.top - top) * s, (q.right - left) * s, (q.bottom - top) * s)
            for q in (line.quad for line in self.lines)
        ]

    def outline_small(self) -> NDArray[np.int32] | None:
        """Return the outline's corners (4, 2) in pixels of the reduced copy."""
        if self.outline is None:
            return None
        return np.rint((self.outline.array - (self.left, self.top)) * self.scale).astype(np.int32)


def cut(image: Picture, region: Quad | None) -> tuple[Picture, int, int]:
    """Return a region's pixels and where in the image they begin; the whole image where it holds none."""
    height, width = image.shape[:2]
    if region is None:
        return image, 0, 0
    left, top = int(max(0, region.left)), int(max(0, region.top))
    right, bottom = int(min(width, region.right)), int(min(height, region.bottom))
    return (image[top:bottom, left:right], left, top) if left < right and top < bottom else (image, 0, 0)


def is_level(line: Line) -> bool:
    """Tell whether a line runs from left to right."""
    (x0, y0), (x1, y1) = line.quad.points[:2]
    return abs(y1 - y0) <= STEEPEST * abs(x1 - x0) + 3.0


def groups_of(lines: Sequence[Line], reach: float) -> list[list[Line]]:
    """Group lines that lie within so many pixels of one another."""
    groups: list[list[Line]] = []
    for line in lines:
        near = [g for g in groups if any(_gap(line.quad, other.quad) <= reach for other in g)]
        groups = [g for g in groups if g not in near]
        groups.append([line, *(other for g in near for other in g)])
    return groups


def _main_group(lines: list[Line]) -> list[Line]:
    """The card's print, not that of a receipt which lies beside it."""
    reach = APART * float(np.median([line.quad.height for line in lines]))
    return max(groups_of(lines, reach), key=lambda group: sum(line.quad.width for line in group))


def _with_margins(text: Quad) -> Quad:
    """The card round its print, as far as the print tells: a rim, and the portrait beside it."""
    wide, high = text.right - text.left, text.bottom - text.top
    return Quad.upright(
        text.left - 0.05 * wide, text.top - 0.1 * high, text.right + 0.1 * wide, text.bottom + 0.1 * high
    )


def _gap(a: Quad, b: Quad) -> float:
    across = max(a.left, b.left) - min(a.right, b.right)
    down = max(a.top, b.top) - min(a.bottom, b.bottom)
    return max(0.0, across, down)


def level(values: Grey, share: float) -> float:
    """Return the value (0..255) below which this share of the pixels lies; many times as fast as a sort."""
    counts = np.cumsum(cv2.calcHist([values], [0], None, [256], [0, 256]), dtype=np.int64)
    return float(np.searchsorted(counts, share * counts[-1]))


def overlap(place: Quad, box: Quad) -> float:
    """Return the share (0..1) of a place that lies in a box; both may be turned."""
    area = cv2.contourArea(place.array.astype(np.float32))
    if area <= 0:
        return 0.0
    common, _ = cv2.intersectConvexConvex(place.array.astype(np.float32), box.array.astype(np.float32))
    return float(common) / float(area)

"""The first reading: every line of every page, and every long number once more by the reader of numbers.

What must be proved beyond that is read again (``again.py``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.field import Line, Reading
from models.geometry import Quad
from models.page import Page
from pipeline.ocr.closely import read_closely
from pipeline.ocr.crops import PAD, crop
from pipeline.ocr.glance import Known, facing
from pipeline.ocr.long_numbers import numbers_in
from pipeline.ocr.reader import Finder, Reader
from pipeline.ocr.text import printable

TEXT_LAYER = "pdf_text"
"""Name of the reader of a born-digital page: the file itself."""


STAMP_STEP, GROUND = 160, 12
"""Pixels: the sizes of a place under a stamp are multiples of the first, with so much ground about it."""

LEAST_STRETCH = 0.6
"""Heights of a line; a shorter stretch beside what the file spells is the rim that the finder leaves."""


@dataclass(frozen=True)
class Readers:
    """The engines of one worker, loaded once.

    ``digits`` knows nothing but numbers; ``whitelisted`` is the second reader, told to expect only digits.
    """

    finder: Finder
    first: Reader
    second: Reader
    digits: Reader
    whitelisted: Reader

    def probed(self) -> dict[str, str]:
        """Return each reader's name and version, as provenance tells them.

        Raises:
            EngineMissing: one is not installed.
        """
        told = {"reader_1": self.first, "reader_2": self.second, "reader_3": self.digits}
        return {name: reader.probe() for name, reader in told.items()}


def read(
    pages: Sequence[Page], readers: Readers, known: Sequence[Sequence[Known] | None] | None = None
) -> list[tuple[Line, ...]]:
    """Return the lines of each page, top to bottom, as the first reader reads them.

    On a born-digital page that is the text layer: nothing is read optically until a value must be proved, but
    for what stands under stamps.
    All lines of all pages go through a reader together, so that those of a width follow each other.

    ``known``: for each page the lines that are known already, some with what stands there (:func:`carried`);
    None where they must be looked for.
    """
    known = known or [None] * len(pages)
    places = [_lines_on(page, lines, readers.finder) for page, lines in zip(pages, known, strict=True)]
    spelled = [len(page.text_layer or ()) for page in pages]
    optical = [
        (page, one) for page, n, found in zip(pages, spelled, places, strict=True) for one in found[n:]
    ]
    crops = [crop(page.image, quad, pad=PAD) for page, (quad, _) in optical]
    first = read_closely(crops, readers.first, [reading for _, (_, reading) in optical])
    seen = iter(zip(first, numbers_in(crops, first, readers.digits), strict=True))
    lines = []
    for page, n, found in zip(pages, spelled, places, strict=True):
        layer = [(Reading(TEXT_LAYER, printable(line.text), 0.999),) for line in page.text_layer or ()]
        read = [(one, *more) for one, more in (next(seen) for _ in found[n:])]
        lines.append(_spoken([quad for quad, _ in found], [*layer, *read]))
    return lines


def _spoken(quads: Sequence[Quad], readings: Sequence[tuple[Reading, ...]]) -> tuple[Line, ...]:
    """Lines in which something was seen."""
    every = [Line(quad, seen) for quad, seen in zip(quads, readings, strict=True)]
    return tuple(line for line in every if any(reading.text.strip() for reading in line.readings))


def _lines_on(page: Page, known: Sequence[Known] | None, finder: Finder) -> list[Known]:
    if page.text_layer is not None:
        layer = [line.quad for line in page.text_layer]
        under = [quad for place in page.stamped for quad in _under_stamp(page, place, layer, finder)]
        return [(quad, None) for quad in (*layer, *under)]
    if known is not None:
        return [(q, reading) for q, reading in known if q.width > 6 and q.height > 6]
    found = finder.find(page.image, long_side=detection_size(page))
    quads = [facing(Quad.of(corners), 0) for corners in found]
    return [(q, None) for q in quads if q.width > 6 and q.height > 6]


def _under_stamp(page: Page, place: Quad, layer: Sequence[Quad], finder: Finder) -> list[Quad]:
    """Return the lines in and round a place that are not among those that the file spells."""
    height, width = page.image.shape[:2]
    left, right = _wider(place.left, place.right, width)
    top, bottom = _wider(place.top, place.bottom, height)
    found = finder.find(page.image[top:bottom, left:right], long_side=max(right - left, bottom - top))
    quads = [facing(Quad.of([(x + left, y + top) for x, y in corners]), 0) for corners in found]
    rest = [part for quad in quads if _meets(quad, place) for part in _not_spelled(quad, layer)]
    return [quad for quad in rest if quad.width > 6 and quad.height > 6]


def _not_spelled(quad: Quad, layer: Sequence[Quad]) -> list[Quad]:
    """Return a line without the stretches that the file spells: the finder joins a label and its value."""
    spelled = sorted((line.left, line.right) for line in layer if _on_one_row(quad, line))
    if not spelled:
        return [quad]
    stretches, begin = [], quad.left
    for start, end in (*spelled, (quad.right, quad.right)):
        stretches.append((begin, min(start, quad.right)))
        begin = max(begin, end)
    return [
        Quad.upright(start, quad.top, end, quad.bottom)
        for start, end in stretches
        if end - start > LEAST_STRETCH * quad.height
    ]


def _on_one_row(one: Quad, other: Quad) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common > 0.5 * min(one.bottom - one.top, other.bottom - other.top) and min(
        one.right, other.right
    ) > max(one.left, other.left)


def _wider(start: float, end: float, size: int) -> tuple[int, int]:
    """A stretch with some ground about it, in few lengths, inside the page: each shape is compiled once."""
    length = min(size, STAMP_STEP * math.ceil((end - start + 2 * GROUND) / STAMP_STEP))
    begin = int(np.clip((start + end - length) / 2, 0, size - length))
    return begin, begin + length


def _meets(quad: Quad, place: Quad) -> bool:
    return min(quad.right, place.right) > max(quad.left, place.left) and min(quad.bottom, place.bottom) > max(
        quad.top, place.top
    )


def detection_size(page: Page) -> int:
    """Return the long side (px) at which lines are looked for: enough for the page's small print."""
    height, width = page.image.shape[:2]
    return int(np.clip(max(height, width), 640, 1280))

"""The first reading: every line of every page, and every long number once more by the reader of numbers.

What must be proved beyond that is read again (``again.py``).
"""

from __future__ import annotations

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

    On a born-digital page that is the text layer: nothing is read optically until a value must be proved.
    All lines of all pages go through a reader together, so that those of a width follow each other.

    ``known``: for each page the lines that are known already, some with what stands there (:func:`carried`);
    None where they must be looked for.
    """
    known = known or [None] * len(pages)
    places = [_lines_on(page, lines, readers.finder) for page, lines in zip(pages, known, strict=True)]
    optical = [number for number, page in enumerate(pages) if page.text_layer is None]
    crops = [crop(pages[number].image, quad, pad=PAD) for number in optical for quad, _ in places[number]]
    told = [reading for number in optical for _, reading in places[number]]
    first = read_closely(crops, readers.first, told)
    seen = iter(zip(first, numbers_in(crops, first, readers.digits), strict=True))
    lines = []
    for page, found in zip(pages, places, strict=True):
        if page.text_layer is None:
            readings = [(one, *more) for one, more in (next(seen) for _ in found)]
        else:
            readings = [(Reading(TEXT_LAYER, printable(line.text), 0.999),) for line in page.text_layer]
        lines.append(_spoken([quad for quad, _ in found], readings))
    return lines


def _spoken(quads: Sequence[Quad], readings: Sequence[tuple[Reading, ...]]) -> tuple[Line, ...]:
    """Lines in which something was seen."""
    every = [Line(quad, seen) for quad, seen in zip(quads, readings, strict=True)]
    return tuple(line for line in every if any(reading.text.strip() for reading in line.readings))


def _lines_on(page: Page, known: Sequence[Known] | None, finder: Finder) -> list[Known]:
    if page.text_layer is not None:
        return [(line.quad, None) for line in page.text_layer]
    if known is not None:
        return [(q, reading) for q, reading in known if q.width > 6 and q.height > 6]
    found = finder.find(page.image, long_side=detection_size(page))
    quads = [facing(Quad.of(corners), 0) for corners in found]
    return [(q, None) for q in quads if q.width > 6 and q.height > 6]


def detection_size(page: Page) -> int:
    """Return the long side (px) at which lines are looked for: enough for the page's small print."""
    height, width = page.image.shape[:2]
    return int(np.clip(max(height, width), 640, 1280))

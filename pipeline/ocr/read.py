"""Two readers over the same lines: every line of a page ends with what each of them saw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.field import Line, Reading
from models.geometry import Quad
from models.page import Image, Page
from pipeline.ocr.crops import crop
from pipeline.ocr.glance import facing
from pipeline.ocr.reader import Finder, Reader
from pipeline.ocr.text import printable

TEXT_LAYER = "pdf_text"
"""Name of the reader of a born-digital page: the file itself."""

DIGITS = re.compile(r"[0-9OoIlBSZ][0-9OoIlBSZ .\-]{7,}[0-9OoIlBSZ]")
"""A long number inside a line, look-alikes included; such a run gets the reader that knows only digits."""

LEAST_DIGITS = 9
"""A date has eight, and needs its separators."""

TARGET_LINE = 20
"""Pixels; the height of a line at which the detector is at its best."""


@dataclass(frozen=True)
class Readers:
    """The engines of one worker, loaded once.

    ``digits`` is the second reader again, told to expect nothing but digits.
    """

    finder: Finder
    first: Reader
    second: Reader
    digits: Reader


def read(
    pages: Sequence[Page], readers: Readers, known: Sequence[Sequence[Quad] | None] | None = None
) -> list[tuple[Line, ...]]:
    """Return the lines of each page, top to bottom, with the readings of both readers.

    On a born-digital page the text layer is the first reader and the pixels are read by the other: a file
    can say one thing and show another. All lines of all pages go through a reader together, because
    starting one is what costs.

    ``known``: for each page the lines that are known already (:func:`carried`), None where they must be
    looked for.
    """
    known = known or [None] * len(pages)
    quads = [_lines_on(page, lines, readers.finder) for page, lines in zip(pages, known, strict=True)]
    crops = [[crop(page.image, q, pad=0.04) for q in found] for page, found in zip(pages, quads, strict=True)]
    seen = iter(readers.first.read([picture for found in crops for picture in found]))
    first = [[next(seen) for _ in found] for found in crops]
    optical = [place for place, page in enumerate(pages) if page.text_layer is None]
    flat = [picture for place in optical for picture in crops[place]]
    again = iter(_second(flat, [reading for place in optical for reading in first[place]], readers))
    lines = []
    for page, found, read_first in zip(pages, quads, first, strict=True):
        if page.text_layer is None:
            pairs = [(reading, next(again)) for reading in read_first]
        else:
            layer = [Reading(TEXT_LAYER, printable(line.text), 0.999) for line in page.text_layer]
            pairs = list(zip(layer, read_first, strict=True))
        lines.append(_spoken(found, pairs))
    return lines


def _spoken(quads: Sequence[Quad], pairs: Sequence[tuple[Reading, Reading]]) -> tuple[Line, ...]:
    """Lines in which at least one reader saw something."""
    every = [Line(quad, pair) for quad, pair in zip(quads, pairs, strict=True)]
    return tuple(line for line in every if any(reading.text.strip() for reading in line.readings))


def _lines_on(page: Page, known: Sequence[Quad] | None, finder: Finder) -> list[Quad]:
    if page.text_layer is not None:
        return [line.quad for line in page.text_layer]
    if known is not None:
        return [q for q in known if q.width > 6 and q.height > 6]
    found = finder.find(page.image, long_side=detection_size(page))
    quads = [facing(Quad.of(corners), 0) for corners in found]
    return [q for q in quads if q.width > 6 and q.height > 6]


def detection_size(page: Page) -> int:
    """Return the long side (px) at which lines are looked for: enough for the page's small print."""
    height, width = page.image.shape[:2]
    return int(np.clip(max(height, width), 640, 1280))


def _second(crops: Sequence[Image], first: Sequence[Reading], readers: Readers) -> list[Reading]:
    """Read every line again; where the first reader saw a long number, that part with digits only.

    The number's reading replaces the same part of the line's, so that label and number keep their places.
    """
    whole: list[int] = []
    numbers: list[tuple[int, int, int]] = []
    for index, reading in enumerate(first):
        found = DIGITS.search(reading.text)
        if found and sum(c.isdigit() for c in found.group()) >= LEAST_DIGITS:
            numbers.append((index, found.start(), found.end()))
        else:
            found = None
        if not found or len(found.group()) < 0.8 * len(reading.text.strip(" :.")):
            whole.append(index)
    second = [Reading(readers.second.name, "", 0.0)] * len(first)
    for index, reading in zip(whole, readers.second.read([crops[i] for i in whole]), strict=True):
        second[index] = reading
    parts = [_slice(crops[i], first[i].text, start, end) for i, start, end in numbers]
    for (index, start, _end), number in zip(numbers, readers.digits.read(parts), strict=True):
        second[index] = _spliced(second[index], first[index].text[:start], number, readers.second.name)
    return second


def _slice(picture: Image, text: str, start: int, end: int) -> Image:
    """Cut the characters start..end out of a line: by their share of its width, then at the nearest gap.

    Letters differ in width, so a cut by share alone goes through the first or last digit.
    """
    width = picture.shape[1]
    ink = 255.0 - picture.min(axis=2).astype(np.float32)
    dark = np.convolve(np.percentile(ink, 95, axis=0), np.ones(3) / 3, "same")
    letter = width / len(text)
    left = 0 if start == 0 else _gap(dark, start * letter, letter)
    right = width if end >= len(text) else _gap(dark, end * letter, letter)
    return picture[:, left : max(right, left + 1)]


def _gap(dark: NDArray[np.floating], at: float, letter: float) -> int:
    """Return the emptiest column within a letter and a half of a place, the nearer of equals."""
    low, high = max(0, int(at - 1.5 * letter)), min(len(dark), int(at + 1.5 * letter) + 1)
    columns = np.arange(low, high)
    return int(columns[np.argmin(dark[low:high] + 0.2 * np.abs(columns - at))])


def _spliced(line: Reading, before: str, number: Reading, name: str) -> Reading:
    """Put the number's own reading behind the line's label as the second reader read it."""
    label = re.match(r"[^0-9]*", line.text) if before.strip(" :.") else None
    kept = label.group().strip() + " " if label and label.group().strip() else ""
    return Reading(name, kept + number.text, number.confidence)

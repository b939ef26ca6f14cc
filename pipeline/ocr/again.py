"""Second and third readings, only of the lines that hold a value nobody has proved yet.

The first reader has read every line; most lines of a page are labels and running text from which no value is
taken. Reading the rest again by another program is what proves a value, and what costs most, so it is done
line by line on demand: once by the second reader, and once more, by all of them and on crops prepared
otherwise, where two differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.field import Line, Reading
from models.page import Image
from models.part import Part
from pipeline.ocr.closely import read_closely
from pipeline.ocr.crops import PAD, crop, without_neighbours, without_rules
from pipeline.ocr.long_numbers import numbers_in, only_number
from pipeline.ocr.read import TEXT_LAYER, Readers

WIDER_PAD = 0.14
"""Of the line's height; the third attempt looks at more ground around the line."""

Wanted = Sequence[Collection[int]]
"""For each part the ids (:func:`id`) of its lines that are to be read again."""

Job = tuple[Part, Line]


def second(parts: Sequence[Part], wanted: Wanted, readers: Readers) -> Sequence[Part]:
    """Return the parts with the second reading of the wanted lines; the very same where none is wanted.

    A born-digital line is read from its pixels by the first optical reader; any other line by Tesseract,
    but for lines that are a number and nothing else: the reader of numbers has read those.
    """
    return _with(parts, wanted, lambda jobs: _second(jobs, readers))


def third(parts: Sequence[Part], wanted: Wanted, readers: Readers) -> Sequence[Part]:
    """Return the parts with further readings of the wanted lines, from crops that are wider and sharpened."""
    return _with(parts, wanted, lambda jobs: _third(jobs, readers))


def _with(
    parts: Sequence[Part], wanted: Wanted, attempt: Callable[[list[Job]], list[list[Reading]]]
) -> Sequence[Part]:
    jobs = [
        (part, line)
        for part, ids in zip(parts, wanted, strict=True)
        for line in part.lines
        if id(line) in ids
    ]
    if not jobs:
        return parts
    read = {
        id(line): replace(line, readings=(*line.readings, *more))
        for (_, line), more in zip(jobs, attempt(jobs), strict=True)
    }
    return [
        replace(part, lines=tuple(read.get(id(line), line) for line in part.lines))
        if any(id(line) in read for line in part.lines)
        else part
        for part in parts
    ]


def _second(jobs: list[Job], readers: Readers) -> list[list[Reading]]:
    crops = [crop(part.page.image, line.quad, pad=PAD, fine=True) for part, line in jobs]
    found: list[list[Reading]] = [[] for _ in jobs]
    layered = [place for place, (_, line) in enumerate(jobs) if line.readings[0].reader == TEXT_LAYER]
    worded = [
        place
        for place, (_, line) in enumerate(jobs)
        if place not in set(layered) and not only_number(line.text)
    ]
    for place, reading in zip(layered, readers.first.read([crops[p] for p in layered]), strict=True):
        found[place].append(reading)
    narrow = [without_rules(without_neighbours(crops[p])) for p in worded]
    for place, reading in zip(worded, readers.second.read(narrow), strict=True):
        found[place].append(reading)
    return found


def _third(jobs: list[Job], readers: Readers) -> list[list[Reading]]:
    """A line with a long number gets both readers of digits, any other one Tesseract, all of them PP-OCR."""
    crops = [_sharpened(crop(part.page.image, line.quad, pad=WIDER_PAD, fine=True)) for part, line in jobs]
    first = read_closely(crops, readers.first)
    digits = numbers_in(crops, first, readers.digits)
    found = [[_again(one), *map(_again, more)] for one, more in zip(first, digits, strict=True)]
    narrow = [without_neighbours(picture) for picture in crops]  # as wide: numbers are found by their place
    worded = [place for place, more in enumerate(digits) if not more]
    for place, reading in zip(
        worded, readers.second.read([without_rules(narrow[p]) for p in worded]), strict=True
    ):
        found[place].append(_again(reading))
    for place, more in enumerate(numbers_in(narrow, first, readers.whitelisted)):
        found[place] += map(_again, more)
    return found


def _again(reading: Reading) -> Reading:
    return replace(reading, reader=f"{reading.reader} again")


def _sharpened(picture: Image) -> Image:
    """Return the crop at twice its size with its edges raised: other pixels than the first attempt's."""
    large = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_LANCZOS4)
    soft = cv2.GaussianBlur(large, (0, 0), 2.0)
    return np.asarray(cv2.addWeighted(large, 1.6, soft, -0.6, 0), dtype=np.uint8)

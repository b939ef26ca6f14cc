"""Long numbers inside lines: where they stand, cut out for the readers that know only digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Reading
from models.page import Image
from pipeline.ocr.reader import Reader

NUMBER = re.compile(r"(?:[0-9]|(?<![A-Za-z])[OoIlBSZ])[0-9OoIlBSZ .\-]{7,}(?:[0-9]|[OoIlBSZ](?![A-Za-z]))")
"""A long number inside a line, look-alikes included where they are not a word's first or last letter."""

SLASHED = re.compile(r"(?<![0-9/])[0-3]?[0-9]/[01]?[0-9]/(?:19|20)[0-9]{2}(?![0-9/])")
"""A date with strokes, which the reader of numbers reads as hyphens (25 of 25 that were tried)."""

LEAST_DIGITS = 8
"""A date written without its words has as many."""

NEARLY_ALL = 0.8
"""Share of a line's characters from which it is a number and nothing else."""

Span = tuple[int, int]


def number_in(text: str) -> Span | None:
    """Return where a long number, or a date with strokes, stands in a line's text."""
    found = NUMBER.search(text)
    if found is None or sum(c.isdigit() for c in found.group()) < LEAST_DIGITS:
        found = SLASHED.search(text)
    return found.span() if found else None


def only_number(text: str) -> bool:
    """Tell whether a line is a long number and next to nothing else."""
    span = number_in(text)
    return span is not None and span[1] - span[0] >= NEARLY_ALL * len(text.strip(" :."))


def numbers_in(crops: Sequence[Image], seen: Sequence[Reading], reader: Reader) -> list[tuple[Reading, ...]]:
    """Return for each line what the reader of numbers makes of the long number in it; empty where none is."""
    spans = [number_in(reading.text) for reading in seen]
    places = [place for place, span in enumerate(spans) if span]
    cut = [sliced(crops[place], seen[place], spans[place]) for place in places]
    said = dict(zip(places, reader.read(cut), strict=True))
    return [(said[place],) if place in said else () for place in range(len(crops))]


def sliced(picture: Image, reading: Reading, span: Span | None) -> Image:
    """Cut the characters of the span out of a line, half a character of ground on both sides.

    The whole line where there is no span, or the reader does not tell where its characters stand and the
    number is all there is.
    """
    text = reading.text
    if span is None or not text:
        return picture
    width, (start, end) = picture.shape[1], span
    places = reading.places or tuple((n + 0.5) / len(text) for n in range(len(text)))
    last = min(end, len(places)) - 1
    letter = (places[last] - places[start]) / max(last - start, 1)
    left = 0.0 if start == 0 else max(places[start] - letter, (places[start - 1] + places[start]) / 2)
    right = 1.0
    if end < len(places):
        right = min(places[last] + letter, (places[last] + places[last + 1]) / 2)
    return picture[:, int(left * width) : max(int(right * width), int(left * width) + 1)]

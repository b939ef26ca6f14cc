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

SPACED = re.compile(r"(?<![0-9/])[0-3]?[0-9] ?[-/.] ?[01]?[0-9] ?[-/.] ?(?:19|20)[0-9]{2}(?![0-9/])")
"""A date with blanks round its marks, or of seven digits only (``1-7-2026``)."""

LEAST_DIGITS = 8
"""A date written without its words has as many."""

MOST_NUMBERS = 4
"""Of one line: a period has two."""

NEARLY_ALL = 0.8
"""Share of a line's characters from which it is a number and nothing else."""

Span = tuple[int, int]


def spans_in(text: str) -> list[Span]:
    """Return where long numbers, and dates with strokes, stand in a line's text."""
    long = [m for m in NUMBER.finditer(text) if sum(c.isdigit() for c in m.group()) >= LEAST_DIGITS]
    found = [m.span() for m in (*long, *SLASHED.finditer(text))]
    short = [m.span() for m in SPACED.finditer(text)]
    found += [one for one in short if not any(one[0] < end and start < one[1] for start, end in found)]
    return sorted(found)[:MOST_NUMBERS]


def only_number(text: str) -> bool:
    """Tell whether a line is a long number and next to nothing else."""
    spans = spans_in(text)
    return len(spans) == 1 and spans[0][1] - spans[0][0] >= NEARLY_ALL * len(text.strip(" :."))


def numbers_in(crops: Sequence[Image], seen: Sequence[Reading], reader: Reader) -> list[tuple[Reading, ...]]:
    """Return for each line what the reader of numbers makes of the long numbers in it, from left to right."""
    spans = [(place, span) for place, one in enumerate(seen) for span in spans_in(one.text)]
    said: list[list[Reading]] = [[] for _ in crops]
    cut = [sliced(crops[place], seen[place], span) for place, span in spans]
    for (place, _), reading in zip(spans, reader.read(cut), strict=True):
        said[place].append(reading)
    return [tuple(each) for each in said]


def sliced(picture: Image, reading: Reading, span: Span) -> Image:
    """Cut the characters of the span out of a line, half a character of ground on both sides."""
    text = reading.text
    width, (start, end) = picture.shape[1], span
    places = reading.places or tuple((n + 0.5) / len(text) for n in range(len(text)))
    last = min(end, len(places)) - 1
    letter = (places[last] - places[start]) / max(last - start, 1)
    left = 0.0 if start == 0 else max(places[start] - letter, (places[start - 1] + places[start]) / 2)
    right = 1.0
    if end < len(places):
        right = min(places[last] + letter, (places[last] + places[last + 1]) / 2)
    return picture[:, int(left * width) : max(int(right * width), int(left * width) + 1)]

"""A second search for lines, on the upright document, where something that it must hold was not found.

The glance looks at whole photographs made small, and now and then passes over a line that is in plain sight.
On the upright document, larger and without its surroundings, the same finder finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.field import Line
from models.geometry import Quad
from models.part import Part
from pipeline.ocr.closely import read_closely
from pipeline.ocr.crops import PAD, crop
from pipeline.ocr.glance import facing
from pipeline.ocr.long_numbers import numbers_in
from pipeline.ocr.read import Readers, detection_size

LONGER = 1.25
"""How much longer than the lines that are known in its place a line must be to stand in for them."""


def searched(parts: Sequence[Part], lacking: Sequence[bool], readers: Readers) -> Sequence[Part]:
    """Return the parts, those that lack something with the lines that a second search finds, read once.

    The very same where none lacks anything.

    Lines that are known stay, but for those that were pieces of one that is found now. A text layer is whole.
    """
    if not any(lacking):
        return parts
    return [
        _searched(part, [other for other in parts if other.page is part.page and other is not part], readers)
        if lacks and part.page.text_layer is None
        else part
        for part, lacks in zip(parts, lacking, strict=True)
    ]


def _searched(part: Part, beside: Sequence[Part], readers: Readers) -> Part:
    page = part.page
    quads = [facing(Quad.of(q), 0) for q in readers.finder.find(page.image, long_side=detection_size(page))]
    fresh = [
        quad
        for quad in quads
        if quad.width > 6 and quad.height > 6
        if not any(_is_of(other, quad) for other in beside)
        if sum(line.quad.width for line in _there(part.lines, quad)) * LONGER < quad.width
    ]
    if not fresh:
        return part
    crops = [crop(page.image, quad, pad=PAD) for quad in fresh]
    first = read_closely(crops, readers.first)
    seen = zip(fresh, first, numbers_in(crops, first, readers.digits), strict=True)
    read = [Line(quad, (one, *more)) for quad, one, more in seen if one.text.strip()]
    pieces = {id(line) for new in read for line in _there(part.lines, new.quad)}
    kept = [line for line in part.lines if id(line) not in pieces]
    return replace(part, lines=tuple(sorted([*kept, *read], key=lambda line: line.quad.centre[1])))


def _there(lines: Sequence[Line], quad: Quad) -> list[Line]:
    return [line for line in lines if _same_place(line.quad, quad)]


def _is_of(part: Part, quad: Quad) -> bool:
    region = part.region
    return (
        region is not None and cv2.pointPolygonTest(region.array.astype(np.float32), quad.centre, False) >= 0
    )


def _same_place(one: Quad, other: Quad) -> bool:
    """Tell whether the middle of either line is on the other."""
    return _on(one, other) or _on(other, one)


def _on(one: Quad, other: Quad) -> bool:
    x, y = one.centre
    return other.left <= x <= other.right and other.top <= y <= other.bottom

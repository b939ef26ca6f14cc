"""Lines of text made by hand: what a page would hold if both readers saw exactly this."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from models.field import Line, Reading
from models.geometry import Quad
from models.page import Page
from pipeline.extract.found import reading_order

LETTER = 11.0
"""Pixels; breadth of every character here."""

HEIGHT = 20.0
ROW = 32.0
"""Pixels from one row to the next."""


def line(
    text: str,
    x: float = 0.0,
    y: float = 0.0,
    *,
    second: str | None = None,
    sure: float = 0.99,
    height: float = HEIGHT,
) -> Line:
    """One line whose top left corner stands at (x, y); the second reader agrees unless told otherwise."""
    width = max(len(text), 1) * LETTER * height / HEIGHT
    readings = (Reading("ppocr", text, sure), Reading("tesseract", text if second is None else second, 0.9))
    return Line(Quad.upright(x, y, x + width, y + height), readings)


def column(*texts: str, x: float = 0.0, y: float = 0.0, leading: float = ROW) -> list[Line]:
    """Lines below one another."""
    return [line(text, x, y + place * leading) for place, text in enumerate(texts)]


def table(
    rows: Sequence[Sequence[str]], *, at: Sequence[float], y: float = 0.0, leading: float = ROW
) -> list[Line]:
    """Rows of cells; column number n begins at ``at[n]``. An empty cell is no line."""
    return [
        line(text, at[place], y + number * leading)
        for number, row in enumerate(rows)
        for place, text in enumerate(row)
        if text
    ]


def slanted(lines: Sequence[Line], degrees: float) -> list[Line]:
    """The same lines on a page that leans by so many degrees (falling to the right)."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    return [Line(one.quad.through(turn), one.readings) for one in lines]


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Lines as extraction gets them."""
    return reading_order(lines)


def empty_page(file: str = "page.jpg", *, width: int = 900, height: int = 1200) -> Page:
    """A white page."""
    return Page.fresh(file, np.full((height, width, 3), 255, np.uint8))

"""Rows of a printed table: the cells left and right of a number, and which row is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from models.field import Line
from pipeline.extract.found import Found, Piece
from pipeline.extract.values import digits_in

ORDINAL = re.compile(r"\W*(\d{1,2})(?!\d)\s*[.)|]?\s*")
"""The number of a row, at its left edge."""

NUMBERS_LABEL = re.compile(r"\W*\b(?:NIK|No\.?\s*KTP)\W*$", re.IGNORECASE)
"""What a list prints between a name and its number; a table has a column for it."""

NEARLY_SIXTEEN = tuple(range(12, 20))
CERTAINLY_MEANT = 1
"""Digits lost or doubled by one reader that leave no doubt that sixteen are meant (an NIP has 18)."""

ON_THE_ROW = 0.5
"""Heights by which a cell may stand above or below its row."""

LONG_ENOUGH = 8
"""Heights; over this distance the slope of a row is known well enough to carry it on."""

LEAST_NAME = 3
"""Letters; a cell with fewer holds no name."""


def letters_of(text: str) -> str:
    """Return the letters of a text."""
    return re.sub(r"[^A-Za-z]", "", text)


def number_in(line: Line) -> Found | None:
    """Return the 16-digit number of a line, also where the first reader lost or doubled a digit of it.

    A number of nearly that length counts, and a shorter one where another reader saw all sixteen.
    """
    runs = digits_in(line.text, NEARLY_SIXTEEN)
    if len(runs) != 1:
        return None
    start, end, digits = runs[0]
    others = [digits_in(reading.text, (16,)) for reading in line.readings[1:]]
    if abs(len(digits) - 16) > CERTAINLY_MEANT and not any(len(seen) == 1 for seen in others):
        return None
    return Found((Piece(line, start, end),))


def numbered_rows(rows: Sequence[list[Line]]) -> list[tuple[Found, list[Line]]]:
    """Return the rows that hold a 16-digit number, with that number."""
    found = []
    for row in rows:
        numbers = [number for line in row if (number := number_in(line))]
        if numbers:
            found.append((numbers[0], row))
    return found


def rows_among(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines into rows, top to bottom, each from left to right.

    The columns are gone through from left to right, and each cell joins the row whose last cell it follows
    best: photographed tables slope, and their rows stand closer than their boxes are tall.
    """
    rows: list[list[_Cell]] = []
    for line in sorted(lines, key=lambda line: line.quad.left):
        cell = _Cell(line, *line.quad.centre, line.quad.height, line.quad.right)
        best: list[_Cell] | None = None
        nearest = ON_THE_ROW * cell.height
        for row in rows:
            if row[-1].right > line.quad.left + 0.5 * cell.height:
                continue
            away = abs(_height_of_row(row, cell.x) - cell.y)
            if away < nearest:
                best, nearest = row, away
        if best is None:
            rows.append([cell])
        else:
            best.append(cell)
    rows.sort(key=lambda row: sum(cell.y for cell in row) / len(row))
    return [[cell.line for cell in row] for row in rows]


class _Cell(NamedTuple):
    """A line with its middle, its height and its right edge."""

    line: Line
    x: float
    y: float
    height: float
    right: float


def _height_of_row(row: Sequence[_Cell], x: float) -> float:
    """Where the row would stand at ``x``, carried on from its cells so far."""
    first, last = row[0], row[-1]
    if last.x - first.x <= LONG_ENOUGH * last.height:
        return last.y
    return last.y + (last.y - first.y) / (last.x - first.x) * (x - last.x)


def ordinal_of(row: Sequence[Line]) -> int | None:
    """Return the number printed at the left edge of a row, or None where it was not read."""
    match = ORDINAL.match(row[0].text) if row else None
    return int(match[1]) if match else None


def name_before(number: Found, row: Sequence[Line]) -> Found | None:
    """Return the name left of a row's number: in the same line or the next cell, its ordinal cut off."""
    piece = number.pieces[0]
    if len(letters_of(piece.line.text[: piece.start])) >= LEAST_NAME:
        return _without_ordinal(Piece(piece.line, 0, piece.start))
    place = next(place for place, line in enumerate(row) if line is piece.line)
    for cell in reversed(row[:place]):
        if len(letters_of(cell.text)) >= LEAST_NAME:
            return _without_ordinal(Piece(cell, 0, len(cell.text)))
    return None


def _without_ordinal(piece: Piece) -> Found:
    lead = ORDINAL.match(piece.text)
    label = NUMBERS_LABEL.search(piece.text)
    end = piece.start + label.start() if label else piece.end
    return Found((Piece(piece.line, piece.start + (lead.end() if lead else 0), end),))

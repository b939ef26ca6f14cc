"""Rows of a printed table: the cells left and right of a number, and which row is which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Line
from pipeline.extract.found import Found, Piece
from pipeline.extract.labelled import same_row
from pipeline.extract.values import digits_in

ORDINAL = re.compile(r"\W*(\d{1,2})(?!\d)\s*[.)|]?\s*")
"""The number of a row, at its left edge."""

LEAST_NAME = 3
"""Letters; a cell with fewer holds no name."""


def letters_of(text: str) -> str:
    """Return the letters of a text."""
    return re.sub(r"[^A-Za-z]", "", text)


def numbered_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that hold one 16-digit number, top to bottom."""
    found = [line for line in lines if len(digits_in(line.text, (16,))) == 1]
    return sorted(found, key=lambda line: line.quad.centre[1])


def the_number(line: Line) -> Found:
    """Return the 16-digit number of a line that holds one."""
    start, end, _ = digits_in(line.text, (16,))[0]
    return Found((Piece(line, start, end),))


def row_of(line: Line, lines: Sequence[Line]) -> list[Line]:
    """Return the lines on this line's row, itself included, from left to right."""
    row = [other for other in lines if other is line or same_row(line, other)]
    return sorted(row, key=lambda other: other.quad.left)


def rows_among(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines into rows, top to bottom, each from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.quad.centre[1]):
        if rows and same_row(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.quad.left) for row in rows]


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
    return Found((Piece(piece.line, piece.start + (lead.end() if lead else 0), piece.end),))

"""Fields of the heirs' letter: the deceased, and the table of heirs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Field, Line, Row
from pipeline.extract.capitals import capitals_after
from pipeline.extract.dates_in_text import DYING, date_at, letter_date
from pipeline.extract.found import Found, Piece, joined
from pipeline.extract.letters import LETTER_NUMBER, number_field
from pipeline.extract.reconcile import field_of
from pipeline.extract.table import name_before, number_in, numbered_rows, rows_among
from pipeline.extract.values import date_value, number, person_name, word_of

THE_DEAD = r"(?:almarhumah|almarhum|pewaris|\balm\.)\s*:?\s*(?:bernama\s*:?\s*)?"
RELATION = word_of("hubungan")

HEIRS_FOLLOW = re.compile(r"sebagai\s*berikut|^\W*berikut\W*$", re.IGNORECASE)
"""The end of the sentence before the heirs; its last word may stand in a line alone."""

NEXT_TO_NAME = 60
"""Characters behind the name of the deceased within which his own number stands."""


def heirs_fields(lines: Sequence[Line]) -> tuple[dict[str, Field], tuple[Row, ...]]:
    """Return the deceased's fields and the table of heirs (``nama``, ``nik``, ``hubungan``)."""
    text, starts = joined(lines)
    top = _table_top(lines)
    dead = capitals_after(THE_DEAD, text, starts)
    result = {"nama_pewaris": field_of(dead, person_name)}
    own = _own_number(dead, starts, top) if dead else None
    if own is not None:
        result["nik_pewaris"] = field_of(own, number(16))
    result["tanggal_meninggal"] = field_of(date_at(DYING, text, starts), date_value)
    heirs = [row for row in numbered_rows(rows_among(lines)) if row[0].pieces[0].line.quad.centre[1] > top]
    written = letter_date(lines, text, starts, {id(cell) for _, row in heirs for cell in row})
    if written is not None:
        result["tanggal_surat"] = field_of(written, date_value)
    register = _register(lines)
    if register is not None:
        result["nomor_surat"] = number_field(register)
    return result, tuple(_heir(nik, row) for nik, row in heirs)


def _table_top(lines: Sequence[Line]) -> float:
    """Where the table of heirs begins: its heading row, else below everything."""
    for line in lines:
        if re.search(r"hubungan", line.text, re.IGNORECASE) and len(line.text) < 40:
            return line.quad.top
    ends = [line.quad.bottom for line in lines if HEIRS_FOLLOW.search(line.text)]
    return max(ends, default=1e9)


def _own_number(dead: Found, starts: Sequence[tuple[int, Line]], top: float) -> Found | None:
    """The deceased's number: the one right behind the name, above the table of the heirs."""
    last = dead.pieces[-1]
    end = next(offset for offset, line in starts if line is last.line) + last.end
    for offset, line in starts:
        found = number_in(line)
        if found and 0 <= offset + found.pieces[0].start - end <= NEXT_TO_NAME and line.quad.centre[1] < top:
            return found
    return None


def _register(lines: Sequence[Line]) -> Found | None:
    """The letter's number: in the heading, else the village's register on the left, never the district's."""
    hits = [(line, match) for line in lines if (match := LETTER_NUMBER.search(line.text))]
    middle = (min(o.quad.left for o in lines) + max(o.quad.right for o in lines)) / 2 if lines else 0.0
    for line, match in sorted(hits, key=lambda hit: hit[0].quad.top):
        if line.quad.left < middle:
            return Found((Piece(line, *match.span(1)),))
    return None


def _heir(nik: Found, row: Sequence[Line]) -> Row:
    result = {"nama": field_of(name_before(nik, row), person_name), "nik": field_of(nik, number(16))}
    tie = _relation(nik.pieces[0].line, nik.pieces[0].end, row)
    if tie is not None:
        result["hubungan"] = field_of(tie, RELATION)
    return result


def _relation(line: Line, end: int, row: Sequence[Line]) -> Found | None:
    """The relation right of the number: a cell of its own, else the capitals at the end of a cell."""
    right = [Piece(line, end, len(line.text))]
    right += [Piece(cell, 0, len(cell.text)) for cell in row if cell.quad.left > line.quad.left]
    for piece in right:
        normal = RELATION(piece.text)
        if normal and normal.plausible:
            return Found((piece,))
    for piece in reversed(right):
        word = re.search(r"([A-Z][A-Z/ ]{2,})\W*$", piece.text)
        if word:
            return Found((Piece(piece.line, piece.start + word.start(1), piece.start + word.end(1)),))
    return None

"""A value found on a document: its text as the first reader saw it, and the pieces of lines it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from models.field import Line, Reading
from models.geometry import Quad

BOUNDARY = re.compile(r"[\s:;.,/()=|-]")
COLON = re.compile(r"^\s*[1Il!|rR]?\s*[:;：]\s*")
"""The colon before a value, with the stroke or the label's last letter that a reader may see beside it."""

LIKE_ENOUGH = 65.0
"""Likeness of two readings of one number; those of two numbers in a line are less alike."""

WORDED = re.compile(r"\d\W*[A-Z]{2,}\W*\d")
"""A number with a word in its middle (``7371-KM-24062026-0098``); a reader of digits sees only its end."""

SPELLED = "pdf_text"
"""Name of the reader that is the file itself."""

LEAST_DIGITS = 6
"""Digits of a piece from which the reader of long numbers may speak of it."""


SHORT = 3
"""Letters; so short a piece stands in many places of a line (the ``I`` that begins a Balinese name)."""


def bare(text: str) -> str:
    """Return a value's text without the colon before it and the rubble around it."""
    return COLON.sub("", text, count=1).strip(" :;=|")


@dataclass(frozen=True)
class Piece:
    """Characters ``start`` to ``end`` of one line's first reading."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.line.text[self.start : self.end]

    @property
    def quad(self) -> Quad:
        """Their outline, by their share of the line's width."""
        total = max(len(self.line.text), 1)
        return self.line.quad.part(self.start / total, min(1.0, self.end / total))


@dataclass(frozen=True)
class Found:
    """One value in one or more pieces, in reading order.

    ``sure`` is False where another value on the page may be the one that is meant: then two readers who
    agree prove what is printed, but not that it is this field's.
    """

    pieces: tuple[Piece, ...] = field(repr=False)
    sure: bool = True

    @classmethod
    def whole(cls, line: Line, *, sure: bool = True) -> Found:
        """Return the whole of one line."""
        return cls((Piece(line, 0, len(line.text)),), sure)

    @property
    def text(self) -> str:
        """The pieces as the first reader saw them, a blank between lines."""
        return " ".join(bare(p.text) for p in self.pieces).strip()

    @property
    def box(self) -> Quad | None:
        """Outline: the piece's own quad, or the box around several."""
        if not self.pieces:
            return None
        return self.pieces[0].quad if len(self.pieces) == 1 else Quad.around(p.quad for p in self.pieces)

    def cut(self, start: int, end: int) -> Found:
        """Return the characters start..end of ``text``."""
        pieces = []
        offset = 0
        for piece in self.pieces:
            plain = bare(piece.text)
            shift = piece.start + piece.text.find(plain)
            first, last = max(start - offset, 0), min(end - offset, len(plain))
            if first < last:
                pieces.append(Piece(piece.line, shift + first, shift + last))
            offset += len(plain) + 1
        return Found(tuple(pieces), self.sure)

    def readings(self) -> tuple[Reading, ...]:
        """Return what each reader saw for this value, first reader first.

        A reader that has not read every piece has not seen the value.
        """
        if not self.pieces:
            return ()
        firsts = [piece.line.readings[0] for piece in self.pieces]
        # spelled in part by the file: only another program than the one that saw the rest can prove it
        seen_by = next((first.reader for first in firsts if first.reader != SPELLED), SPELLED)
        result = [self._reading(seen_by, firsts)]
        names = dict.fromkeys(r.reader for piece in self.pieces for r in piece.line.readings[1:])
        for name in names:
            seen = [_by(name, piece) for piece in self.pieces]
            if all(seen):
                result.append(self._reading(name, [reading for reading in seen if reading]))
        return tuple(result)

    def _reading(self, name: str, seen: Sequence[Reading]) -> Reading:
        texts = [
            piece.text if reading is piece.line.readings[0] else same_part(piece, reading.text)
            for piece, reading in zip(self.pieces, seen, strict=True)
        ]
        text = " ".join(bare(t) for t in texts).strip()
        return Reading(name, text, min(reading.confidence for reading in seen))


def _by(name: str, piece: Piece) -> Reading | None:
    """What a reader saw in the piece's line; one who sees only digits has seen no words."""
    every = [reading for reading in piece.line.readings[1:] if reading.reader == name]
    if not every or not every[0].digits_only:
        return every[0] if every else None
    alike = [reading for reading in every if _same_number(piece.text, reading.text)]
    if WORDED.search(piece.text) or not alike:
        return None
    return max(alike, key=lambda reading: fuzz.ratio(_digits(piece.text), _digits(reading.text)))


def _same_number(text: str, digits: str) -> bool:
    """Tell whether a reader of digits speaks of this number: a line may hold two (from .. until ..)."""
    own, other = _digits(text), _digits(digits)
    return len(own) >= LEAST_DIGITS and fuzz.ratio(own, other) >= LIKE_ENOUGH


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def same_part(piece: Piece, other: str) -> str:
    """Return the part of another reader's line that stands where this piece stands.

    The other reader may have read the label differently, so the piece's own text is looked for and the hit
    is widened to whole words: a hit inside a word would hide that the readers differ (DANI is not ANI).
    """
    line = piece.line.text
    if piece.start == 0 and piece.end >= len(line):
        return other
    wanted = piece.text.strip(" :;=|")
    if not wanted or not other:
        return ""
    if len(wanted) <= SHORT and piece.end >= len(line.rstrip()):
        return " ".join(other.split()[-len(wanted.split()) :])
    hit = _alike(wanted, other)
    if hit is None:
        return _by_share(piece, other)
    start, end = hit
    while start > 0 and not BOUNDARY.match(other[start - 1]):
        start -= 1
    if piece.end >= len(line.rstrip()):
        end = len(other)
    while end < len(other) and not BOUNDARY.match(other[end]):
        end += 1
    return other[start:end]


def _alike(wanted: str, other: str) -> tuple[int, int] | None:
    """Where the other reading is most like the wanted text; blanks do not count, as readers lose them."""
    places = [place for place, char in enumerate(other) if char != " "]
    tight = wanted.replace(" ", "")
    hit = fuzz.partial_ratio_alignment(tight, other.replace(" ", ""))
    if hit is None or hit.score < 40 or hit.dest_end <= hit.dest_start:
        return None
    start = hit.dest_start
    if hit.dest_end == len(places):  # at the end of a line the hit leaves out what differs before it
        start = max(0, min(start, hit.dest_end - len(tight)))
    return places[start], places[hit.dest_end - 1] + 1


def _by_share(piece: Piece, other: str) -> str:
    total = max(len(piece.line.text), 1)
    return other[round(piece.start / total * len(other)) : round(piece.end / total * len(other))]


def reading_order(lines: Sequence[Line]) -> list[Line]:
    """Return the lines row by row, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.quad.centre[1]):
        last = rows[-1] if rows else []
        if last and abs(line.quad.centre[1] - last[0].quad.centre[1]) < 0.5 * last[0].quad.height:
            last.append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.quad.left)]


def joined(lines: Sequence[Line]) -> tuple[str, list[tuple[int, Line]]]:
    """Return the lines' text with line breaks, and where each line starts in it."""
    text, starts = "", []
    for line in lines:
        starts.append((len(text), line))
        text += line.text + "\n"
    return text, starts


def span(starts: Sequence[tuple[int, Line]], start: int, end: int) -> Found:
    """Return the value at characters start..end of :func:`joined`'s text."""
    pieces = []
    for offset, line in starts:
        first, last = max(start, offset), min(end, offset + len(line.text))
        if first < last:
            pieces.append(Piece(line, first - offset, last - offset))
    return Found(tuple(pieces))

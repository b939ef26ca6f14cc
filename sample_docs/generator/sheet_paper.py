"""A page being written: a PDF canvas that remembers where each value was put.

Lengths are points, `y` grows downwards from the top edge. Text comes as a template: `{nama}` prints a
value, `{nama:b}` prints it bold, `{label:i}` italic. A `Value` is remembered with its place, a plain
string is only printed; so what the sheet says about itself is exactly what was printed on it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from sample_docs.generator.sheet_facts import Sheet

FONTS = Path(__file__).parent / "fonts"
INK = (0.08, 0.08, 0.1)


@dataclass(frozen=True, slots=True)
class Family:
    """A typeface in the three cuts that letters use, as file stems under `fonts/`."""

    r: str
    b: str
    i: str


SERIF = Family("LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic")
SANS = Family("LiberationSans-Regular", "LiberationSans-Bold", "LiberationSerif-Italic")
MONO = Family("LiberationMono-Regular", "LiberationMono-Bold", "LiberationMono-Regular")


@dataclass(frozen=True, slots=True)
class Value:
    """A contract value: how this document prints it, and what it means."""

    printed: str
    truth: str


Values = Mapping[str, "Value | str"]
Piece = tuple[str, str, str]
"""A bit of a word: its text, its cut (`r`, `b`, `i`) and the field it belongs to, or ''."""


def _font(stem: str) -> str:
    if stem not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(stem, FONTS / f"{stem}.ttf"))
    return stem


def width_of(text: str, stem: str, size: float) -> float:
    """The width of a text in points."""
    return float(pdfmetrics.stringWidth(text, _font(stem), size))


class Paper:
    """One page (A4 unless told otherwise), its cursor, and the values printed so far."""

    def __init__(
        self, family: Family = SERIF, *, size: float = 11, margin: float = 72, wide: bool = False,
        page: tuple[float, float] | None = None,
    ) -> None:  # fmt: skip
        self.family, self.size, self.margin = family, size, margin
        self.width: float
        self.height: float
        self.width, self.height = page or (landscape(A4) if wide else A4)
        self.leading = size * 1.4
        self.y = margin
        self._file = io.BytesIO()
        self.canvas: Any = Canvas(self._file, pagesize=(self.width, self.height), invariant=1)
        self.canvas.setTitle("Synthetic sample document: nobody and nothing in it exists")
        self.canvas.setFillColorRGB(*INK)
        self._truths: dict[str, str] = {}
        self._extents: dict[str, tuple[float, float, float, float]] = {}

    @property
    def right(self) -> float:
        """The right edge of the text."""
        return self.width - self.margin

    def line(
        self, x: float, y: float, template: str, values: Values | None = None, *,
        align: str = "left", size: float | None = None, family: Family | None = None,
        cut: str = "r", max_width: float | None = None,
    ) -> float:  # fmt: skip
        """Print one line with its baseline at `y` and return its width; `max_width` shrinks the type."""
        size, family = size or self.size, family or self.family
        pieces = list(_pieces(template, values or {}, cut))
        length = sum(width_of(text, getattr(family, c), size) for text, c, _ in pieces)
        if max_width is not None and length > max_width:
            size, length = size * max_width / length, max_width
        x -= {"left": 0.0, "center": length / 2, "right": length}[align]
        for piece in pieces:
            x += self._put(x, y, piece, size, family)
        self._remember(values or {})
        return float(length)

    def paragraph(
        self, template: str, values: Values | None = None, *,
        x: float | None = None, width: float | None = None, indent: float = 0,
        justify: bool = True, gap: float = 0.6, cut: str = "r",
    ) -> None:  # fmt: skip
        """Print a wrapped paragraph at the cursor and move the cursor below it (`gap` in lines)."""
        x = self.margin if x is None else x
        width = self.right - x if width is None else width
        space = width_of(" ", self.family.r, self.size)
        lines = self._wrapped(_words(_pieces(template, values or {}, cut)), width, indent, space)
        for number, words in enumerate(lines):
            start = x + (indent if number == 0 else 0)
            free = x + width - start - sum(map(self._width, words))
            loose = justify and number < len(lines) - 1 and len(words) > 1
            blank = free / (len(words) - 1) if loose else space
            for word in words:
                for piece in word:
                    start += self._put(start, self.y, piece, self.size, self.family)
                # the blank itself is printed too, so that the text layer keeps words apart
                self._put(start, self.y, (" ", "r", ""), self.size, self.family)
                start += blank
            self.y += self.leading
        self._remember(values or {})
        self.y += gap * self.leading

    def rows(
        self, rows: list[tuple[str, str]], values: Values, *,
        x: float | None = None, label_width: float = 120, gap: float = 0.6,
    ) -> None:  # fmt: skip
        """Print labelled rows `label : value`, the colons under one another."""
        x = self.margin if x is None else x
        widest = max(width_of(label, self.family.r, self.size) for label, _ in rows)
        label_width = max(label_width, widest + 6)
        for label, template in rows:
            self.line(x, self.y, label, values)
            self.line(x + label_width, self.y, ":" if label else "")
            self.paragraph(template, values, x=x + label_width + 10, justify=False, gap=0)
        self.y += gap * self.leading

    def centred(self, template: str, values: Values | None = None, **style: Any) -> None:
        """Print one centred line at the cursor and go to the next line."""
        self.line(self.width / 2, self.y, template, values, align="center", **style)
        self.y += (style.get("size") or self.size) * 1.3

    def title(self, text: str, *, size: float | None = None, underline: bool = True) -> None:
        """Print a bold centred heading, underlined as letters do."""
        size = size or self.size + 2
        length = self.line(self.width / 2, self.y, text, align="center", size=size, cut="b")
        if underline:
            self.rule(self.width / 2 - length / 2, self.y + 2.5, self.width / 2 + length / 2)
        self.y += size * 1.35

    def rule(self, x0: float, y: float, x1: float, thickness: float = 0.7) -> None:
        """Draw a horizontal line."""
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def space(self, lines: float) -> None:
        """Move the cursor down by a number of lines."""
        self.y += lines * self.leading

    def finished(self, *, screenshot: bool = False) -> Sheet:
        """Close the page."""
        self.canvas.showPage()
        self.canvas.save()
        boxes = {}
        for name, (x0, y0, x1, y1) in self._extents.items():
            corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
            boxes[name] = [[round(x / self.width, 5), round(y / self.height, 5)] for x, y in corners]
        return Sheet(self._file.getvalue(), _nested(self._truths), boxes, screenshot)

    def _put(self, x: float, y: float, piece: Piece, size: float, family: Family) -> float:
        text, cut, field = piece
        stem = getattr(family, cut)
        self.canvas.setFont(_font(stem), size)
        self.canvas.drawString(x, self.height - y, text)
        length = width_of(text, stem, size)
        if field and field not in self._truths:
            x0, y0, x1, y1 = self._extents.get(field, (x, y, x, y))
            self._extents[field] = (
                min(x0, x), min(y0, y - size * 0.78), max(x1, x + length), max(y1, y + size * 0.24),
            )  # fmt: skip
        return length

    def _remember(self, values: Values) -> None:
        """Close the boxes of the values printed just now: the first printing of a value is its place."""
        for name, value in values.items():
            if isinstance(value, Value) and name in self._extents:
                self._truths.setdefault(name, value.truth)

    def _width(self, word: list[Piece]) -> float:
        return sum(width_of(text, getattr(self.family, cut), self.size) for text, cut, _ in word)

    def _wrapped(
        self, words: list[list[Piece]], width: float, indent: float, space: float
    ) -> list[list[list[Piece]]]:
        lines: list[list[list[Piece]]] = [[]]
        used = indent
        for word in words:
            length = self._width(word)
            if lines[-1] and used + length > width:
                lines.append([])
                used = 0.0
            lines[-1].append(word)
            used += length + space
        return lines


def _pieces(template: str, values: Values, cut: str) -> Iterator[Piece]:
    for literal, name, spec, _ in Formatter().parse(template):
        if literal:
            yield literal, cut, ""
        if name is not None:
            value = values[name]
            known = isinstance(value, Value)
            yield (value.printed if isinstance(value, Value) else value), spec or cut, name if known else ""


def _words(pieces: Iterator[Piece]) -> list[list[Piece]]:
    """Cut pieces at blanks; what touches without a blank (a value and its comma) stays one word."""
    words: list[list[Piece]] = [[]]
    for text, cut, field in pieces:
        for number, part in enumerate(text.replace("\n", " ").split(" ")):
            if number and words[-1]:
                words.append([])
            if part:
                words[-1].append((part, cut, field))
    return [word for word in words if word]


def _nested(flat: Mapping[str, str]) -> dict[str, object]:
    """`{"anggota.0.nik": "..."}` as `{"anggota": [{"nik": "..."}]}`."""
    fields: dict[str, Any] = {}
    for name, truth in flat.items():
        match name.split("."):
            case [plain]:
                fields[plain] = truth
            case [table, row, column]:
                rows = fields.setdefault(table, [])
                while len(rows) <= int(row):
                    rows.append({})
                rows[int(row)][column] = truth
    return fields

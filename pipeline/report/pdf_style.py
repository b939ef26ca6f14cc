"""How the paper looks: a few kinds of text and one kind of table. All text is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Table

WIDTH = A4[0] - 32 * mm
INK, SOFT, LINE = HexColor("#17212b"), HexColor("#52606d"), HexColor("#d9dfe5")
_OUTCOMES = {"clear": "#0b6240", "review": "#7d4600", "resubmit": "#164f94"}
_STYLES = {
    "body": ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, textColor=INK),
    "small": ParagraphStyle("small", fontName="Helvetica", fontSize=8, leading=10, textColor=INK),
    "strong": ParagraphStyle("strong", fontName="Helvetica-Bold", fontSize=10, leading=13, textColor=INK),
    "value": ParagraphStyle("value", fontName="Helvetica-Bold", fontSize=9, leading=11, textColor=INK),
    "heading": ParagraphStyle(
        "heading", fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=10, spaceAfter=5,
        textColor=INK, keepWithNext=1,
    ),
}  # fmt: skip
TALL, PADDING = 0.75 * A4[1], 6.0
"""Points; a row taller than that may need more than a page. What reportlab keeps free beside a cell."""

PLAIN_TABLE = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
_RULED_TABLE = [
    *PLAIN_TABLE,
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
]


class _Paragraph(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph that breaks its lines once for a width: a table asks its cells three times."""

    _broken_at: float | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return width and height; points."""
        if width != self._broken_at or not hasattr(self, "blPara"):  # splitting takes the lines away
            super().wrap(width, height)
            self._broken_at = width
        return self.width, self.height


class _Words(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Text without markup that mostly fits on one line, which is set as it is; what does not is a paragraph.

    Most cells hold a word or two, and a paragraph breaks them into lines four times as slowly.
    """

    def __init__(self, text: str, style: ParagraphStyle, piece: Any) -> None:
        """Take printable text, its style, and what reportlab makes of such text (font and colour)."""
        super().__init__()
        self.style = style
        self._text, self._piece = text, piece
        self._length = stringWidth(text, piece.fontName, piece.fontSize)
        self._long: _Paragraph | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return width and height; points."""
        if self._length > width:
            if self._long is None:
                self._long = _Paragraph("", self.style, frags=[self._piece.clone(text=self._text)])
            self.width, self.height = self._long.wrap(width, height)
        else:
            self._long, self.width, self.height = None, width, self.style.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Any]:
        """Return the parts of which the first fits; one line is never parted."""
        if self._long is not None:
            return list(self._long.split(width, height))
        return [self] if self.style.leading <= height else []

    def draw(self) -> None:
        """Set the words where the paper is being written."""
        if self._long is not None:
            self._long.drawOn(self.canv, 0, 0)
            return
        self.canv.setFillColor(self._piece.textColor)
        self.canv.setFont(self._piece.fontName, self._piece.fontSize)
        self.canv.drawString(0, self.height - self._piece.fontSize, self._text)  # as a paragraph's first line


class Figure(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A JPEG as large as fits a space (points), put into the paper as it is.

    reportlab's own decodes every picture, only to give it a name by its pixels.
    """

    hAlign = "LEFT"  # noqa: N815 - reportlab's name

    def __init__(self, jpeg: bytes, widest: float, tallest: float) -> None:
        """Take the bytes of the JPEG and the space that it may fill."""
        super().__init__()
        self._picture = _Jpeg(jpeg)
        width, height = self._picture.getSize()
        scale = min(widest / width, tallest / height)
        self.width, self.height = width * scale, height * scale

    def wrap(self, *_: float) -> tuple[float, float]:
        """Return width and height; points."""
        return self.width, self.height

    def draw(self) -> None:
        """Put the picture where the paper is being written."""
        self.canv.drawImage(self._picture, 0, 0, self.width, self.height)


class _Jpeg(ImageReader):  # type: ignore[misc]  # reportlab has no types
    """A picture that is told from others by its file instead of by its pixels."""

    def __init__(self, jpeg: bytes) -> None:
        super().__init__(BytesIO(jpeg))
        self._bytes = jpeg
        self._dataA = None  # it has no transparency; reportlab looks here for one

    def getRGBData(self) -> bytes:  # noqa: N802 - reportlab's name; asked for nothing but a digest
        return self._bytes


def printable(text: str) -> str:
    """Return the text in the letters that the paper's own fonts have; others show as a question mark."""
    return text.replace("↔", "=").encode("cp1252", "replace").decode("cp1252")


def paragraph(text: str, style: str, strong: str = "", after: str = "") -> Any:
    """Return a paragraph: plain text, then a strong part, then plain text; line ends are kept."""
    only = (text or strong) if not (text and strong) and not after else ""
    if only and "\n" not in only:
        return _Words(printable(only), _STYLES[style], _piece(style, heavy=bool(strong)))
    first, second, third = (escape(printable(part)).replace("\n", "<br/>") for part in (text, strong, after))
    return _Paragraph(f"{first}<b>{second}</b>{third}" if strong else first + third, _STYLES[style])


@cache
def _piece(style: str, *, heavy: bool) -> Any:
    """What reportlab makes of text without markup: reading it as markup takes half of a paragraph's time."""
    return _Paragraph("<b>x</b>" if heavy else "x", _STYLES[style]).frags[0]


def bold(text: str) -> Any:
    """Return the head of a column."""
    return paragraph("", "small", text)


def heading(text: str) -> Any:
    """Return the heading of a section; it stays with what follows."""
    return paragraph(text, "heading")


def title(text: str, ink: Color) -> Any:
    """Return the outcome, large and in its colour."""
    style = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=20, leading=25, textColor=ink)
    return Paragraph(escape(printable(text)), style)


def ink_of(outcome: str) -> Color:
    """Return the colour of an outcome."""
    return HexColor(_OUTCOMES[outcome])


def grid(rows: Sequence[Sequence[Any]], widths: Sequence[float], style: Sequence[Any] | None = None) -> Any:
    """Return a table; a ruled one repeats its head, and only rows too tall for a page are split."""
    ruled = style is None
    return Table(
        [list(row) for row in rows],
        list(widths),
        style=list(style) if style is not None else _RULED_TABLE,
        hAlign="LEFT",
        repeatRows=1 if ruled else 0,
        splitInRow=1 if ruled and _tallest(rows, widths) > TALL else 0,
    )


def _tallest(rows: Sequence[Sequence[Any]], widths: Sequence[float]) -> float:
    """Return the height (points) of the tallest cell."""
    cells = [pair for row in rows for pair in zip(row, widths, strict=True)]
    heights = (cell.wrap(width - PADDING, TALL)[1] for cell, width in cells if isinstance(cell, Flowable))
    return max(heights, default=0.0)

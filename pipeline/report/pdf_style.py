"""How the paper looks: a few kinds of text and one kind of table. All text is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Table

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
PLAIN_TABLE = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
_RULED_TABLE = [
    *PLAIN_TABLE,
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
]


def printable(text: str) -> str:
    """Return the text in the letters that the paper's own fonts have; others show as a question mark."""
    return text.replace("↔", "=").encode("cp1252", "replace").decode("cp1252")


def paragraph(text: str, style: str, strong: str = "", after: str = "") -> Any:
    """Return a paragraph: plain text, then a strong part, then plain text; line ends are kept."""
    first, second, third = (escape(printable(part)).replace("\n", "<br/>") for part in (text, strong, after))
    return Paragraph(f"{first}<b>{second}</b>{third}" if strong else first + third, _STYLES[style])


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
    """Return a table; a ruled one repeats its head, and a row taller than a page is split."""
    ruled = style is None
    return Table(
        [list(row) for row in rows],
        list(widths),
        style=list(style) if style is not None else _RULED_TABLE,
        hAlign="LEFT",
        repeatRows=1 if ruled else 0,
        splitInRow=1 if ruled else 0,
    )

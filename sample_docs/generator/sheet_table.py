"""Ruled tables on a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from sample_docs.generator.sheet_paper import Paper, Values


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (a newline breaks it), its width in points, how its cells stand."""

    heading: str
    width: float
    align: str = "left"


def ruled(
    paper: Paper, columns: list[Column], rows: list[list[str]], values: Values, *,
    size: float, height: float, x: float | None = None, numbered: bool = False,
) -> None:  # fmt: skip
    """Draw headings and rows at the cursor, each cell a template shrunk to its column.

    `numbered` adds the line (1) (2) (3) that official forms print under the headings.
    """
    x = paper.margin if x is None else x
    top, pad = paper.y, 3.0
    lines = max(column.heading.count("\n") + 1 for column in columns)
    head = lines * size * 1.15 + 6
    marks = size + 4 if numbered else 0.0
    edges = [x]
    for column in columns:
        texts = column.heading.split("\n")
        start = top + head / 2 + size * 0.36 - (len(texts) - 1) * size * 0.575
        for number, text in enumerate(texts):
            middle = edges[-1] + column.width / 2
            paper.line(
                middle, start + number * size * 1.15, text,
                align="center", size=size, cut="b", max_width=column.width - 2,
            )  # fmt: skip
        if numbered and len(edges) > 1:
            middle = edges[-1] + column.width / 2
            paper.line(middle, top + head + marks - 3, f"({len(edges) - 1})", align="center", size=size - 1)
        edges.append(edges[-1] + column.width)
    for number, row in enumerate(rows):
        baseline = top + head + marks + number * height + height / 2 + size * 0.35
        for column, left, cell in zip(columns, edges, row, strict=False):
            room = column.width - 2 * pad
            at = left + (column.width / 2 if column.align == "center" else pad)
            paper.line(at, baseline, cell, values, align=column.align, size=size, max_width=room)
    bottom = top + head + marks + len(rows) * height
    levels = [top, top + head, top + head + marks] if numbered else [top, top + head]
    levels += [levels[-1] + height * (number + 1) for number in range(len(rows))]
    for level in levels:
        paper.rule(x, level, edges[-1], 0.6)
    for edge in edges:
        paper.canvas.line(edge, paper.height - top, edge, paper.height - bottom)
    paper.y = bottom + 6


def boxed_rows(
    paper: Paper, rows: list[tuple[str, str]], values: Values, *,
    label_width: float, size: float, height: float = 17, numbered: int | None = None,
) -> None:  # fmt: skip
    """Draw a form's lines at the cursor, label and value in boxes of their own.

    `numbered` is the number of the first line, in a narrow box before the label; None draws no such box.
    """
    x, right, top = paper.margin, paper.right, paper.y
    first = 20.0 if numbered is not None else 0.0
    paper.rule(x, top, right, 0.6)
    for line, (label, template) in enumerate(rows):
        baseline = top + (line + 0.5) * height + size * 0.35
        if numbered is not None:
            paper.line(x + 10, baseline, str(numbered + line), align="center", size=size)
        paper.line(x + first + 4, baseline, label, size=size, max_width=label_width - 8)
        at = x + first + label_width
        paper.line(at + 5, baseline, template, values, size=size, max_width=right - at - 10)
        paper.rule(x, top + (line + 1) * height, right, 0.6)
    bottom = top + len(rows) * height
    edges = {x, x + first, x + first + label_width, right}
    for edge in sorted(edges):
        paper.canvas.line(edge, paper.height - top, edge, paper.height - bottom)
    paper.y = bottom

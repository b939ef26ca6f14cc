"""What is worth another look: lines whose value nobody proved, documents that lack what they must hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.document import Document, DocumentType
from models.field import Field, Line
from models.geometry import Quad
from models.part import Part
from pipeline.extract.listed import is_whole

SHORT = 40
"""Lines; a card, a passbook, a receipt. On a longer paper a value that was not found stays so."""

SURELY_READ = 0.98
"""Confidence from which a word of a closed list is not read again."""

INSIDE = 0.5
"""Share of a line's height that must lie in a value's box for the line to be the value's."""


Needs = Callable[[DocumentType], Sequence[str]]
"""The fields without which a paper of this type does not count as readable."""


def lacking(parts: Sequence[Part], documents: Sequence[Document], needs: Needs) -> list[bool]:
    """Tell of each part whether a value without which it does not count as readable was not found."""
    return [
        any(getattr(document.fields.get(name), "value", None) is None for name in needs(document.type))
        for document in documents
    ]


def unproved(
    parts: Sequence[Part], documents: Sequence[Document], needs: Needs | None = None
) -> list[frozenset[int]]:
    """Return for each part the ids (:func:`id`) of the lines whose value two readers have not agreed on.

    Where a value of a short paper has no place, any line that was read once may be the one.
    """
    return [_of(part, document) for part, document in zip(parts, documents, strict=True)]


def _of(part: Part, document: Document) -> frozenset[int]:
    open_fields = [field for field in document.fields.values() if not field.agreed]
    rows = (row.items() for table in document.tables.values() for row in table)
    open_fields += [f for row in rows for name, f in row if not f.agreed and not _of_a_list(name, f)]
    boxes = [field.box for field in open_fields if field.box is not None]
    wanted = {id(line) for line in part.lines if any(_holds(line, box) for box in boxes)}
    if len(boxes) < len(open_fields) and len(part.lines) <= SHORT:
        wanted |= {id(line) for line in part.lines if _words(line) < 2}
    return frozenset(wanted)


def _words(line: Line) -> int:
    """How many readers have read the line's words; the reader of numbers has not."""
    return sum(any(char.isalpha() for char in reading.text) for reading in line.readings)


def _of_a_list(name: str, field: Field) -> bool:
    """Tell whether a cell surely holds a word of its column's list: misread, it would be none of the list.

    Half of a family card's cells are such words, and no outcome rests on one of them alone.
    """
    if field.value is None or field.repairs or not is_whole(name, field.value):
        return False
    return (
        len(field.readings) == 1 and field.readings[0].confidence >= SURELY_READ
    )  # two that differ are doubt


def _holds(line: Line, box: Quad) -> bool:
    quad = line.quad
    if min(quad.right, box.right) <= max(quad.left, box.left):
        return False
    return min(quad.bottom, box.bottom) - max(quad.top, box.top) > INSIDE * min(quad.height, box.height)

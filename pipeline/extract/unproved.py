"""What is worth another look: lines whose value nobody proved, documents that lack what they must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from models.document import Document, DocumentType
from models.field import Field, Line
from models.geometry import Quad
from models.part import Part
from pipeline.extract.listed import is_of_a_list, is_whole
from pipeline.extract.spacing import known_words

SHORT = 40
"""Lines; a card, a passbook, a receipt. On a longer paper a value that was not found stays so."""

SURELY_READ = 0.98
"""Confidence from which a word of a closed list is not read again."""

SURE_LETTER = 0.98
"""Sureness of each letter and digit from which a line is not read again where all its values are told
besides, or are cells of a family card. Of 1,535 such cells (seeds 31001 and 31008) a second reading changed
one, and that for the worse; of 129 between 0.9 and 0.98 it mended two."""

REGISTER = "anggota"
"""The table of a family card."""

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
    open_fields = [field for field in document.fields.values() if not field.agreed and not field.told]
    told = [field for field in document.fields.values() if field.told]
    for table, rows in document.tables.items():
        cells = [(name, cell) for row in rows for name, cell in row.items()]
        cells = [(name, cell) for name, cell in cells if not cell.agreed and not _of_a_list(name, cell)]
        alone = [cell for name, cell in cells if table == REGISTER and _is_plain(name, cell)]
        told += alone
        open_fields += [cell for _, cell in cells if not any(cell is one for one in alone)]
    boxes = [field.box for field in open_fields if field.box is not None]
    wanted = {id(line) for line in part.lines if any(_holds(line, box) for box in boxes)}
    unsure = [line for line in part.lines if id(line) not in wanted and not _is_sure(line)]
    wanted |= {id(line) for line in unsure if any(field.box and _holds(line, field.box) for field in told)}
    if len(boxes) < len(open_fields) and len(part.lines) <= SHORT:
        wanted |= {id(line) for line in part.lines if _words(line) < 2}
    return frozenset(wanted)


def _is_plain(name: str, cell: Field) -> bool:
    """Tell whether a family card's cell may be left to one reader, where he is sure of its line.

    A family card has a dozen cells for every member, and no outcome rests on one of them alone. Its numbers
    are read twice, as all are; so is what has a word that is not known: a reader who drops a letter (SIT for
    SITI) may be sure of all that he has left.
    """
    once = cell.value is not None and len(cell.readings) == 1 and not cell.repairs
    return name != "nik" and once and _has_known_words(cell.value or "")


def _has_known_words(value: str) -> bool:
    words = re.findall(r"[A-Z]+", value)  # none in a date or a number
    return (bool(words) and known_words().issuperset(words)) or is_of_a_list(value)


def _is_sure(line: Line) -> bool:
    """Tell whether a line's letters and digits were surely read, every one; a file's own text never is.

    Such a text can say one thing and show another.
    """
    first = line.readings[0] if line.readings else None
    if first is None or len(first.sureness) != len(first.text):
        return False
    letters = zip(first.text, first.sureness, strict=True)
    return all(sure >= SURE_LETTER for letter, sure in letters if letter.isalnum())


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

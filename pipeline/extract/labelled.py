"""Labels and their values: beside the label, to its right, below it, or going on in the next line.

Nothing here knows positions on a card; layouts of offices, banks and eras differ too much.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel

from models.field import Line
from pipeline.extract.found import Found, Piece

LIKE_ENOUGH = 0.84
"""Normalised likeness from which a line's start is a label."""

SHORT = 4
"""Labels of up to this many letters must be read letter by letter (l, I and 1 taken as one)."""

FOLD = str.maketrans({"1": "I", "L": "I", "|": "I", "!": "I", "0": "O", "5": "S"})


@dataclass(frozen=True)
class Labels:
    """The labels of one document type; ``stop`` labels belong to no field but end other values."""

    fields: Mapping[str, tuple[str, ...]]
    wrap: frozenset[str]


@dataclass(frozen=True)
class Hit:
    """A label at the start of a line; the value begins at character ``end`` of its text."""

    field: str
    line: Line
    end: int


@cache
def load_labels(kind: str) -> Labels:
    """Read one table of labels.toml, every label folded for comparison."""
    table = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))[kind]
    wrap = frozenset(table.pop("wrap"))
    return Labels({name: tuple(fold(v) for v in variants) for name, variants in table.items()}, wrap)


def fold(text: str) -> str:
    """Return letters and digits in upper case with the usual look-alikes made one."""
    return "".join(c for c in text.upper() if c.isalnum() or c in "|!").translate(FOLD)


def values(lines: Sequence[Line], labels: Labels) -> dict[str, list[Found]]:
    """Return every labelled value, in reading order; a label without a value gives an empty one."""
    hits = {id(line): hit for line in lines if (hit := label_at_start(line.text, line, labels))}
    result: dict[str, list[Found]] = {}
    taken: set[int] = set()
    for line in lines:
        hit = hits.get(id(line))
        if hit is None:
            continue
        pieces = _beside(hit)
        free = [other for other in lines if id(other) not in hits and id(other) not in taken]
        if not pieces:
            pieces = [Piece(o, 0, len(o.text)) for o in to_the_right(line, free)]
        if not pieces and hit.field != "stop":
            pieces = [Piece(o, 0, len(o.text)) for o in _below(line, free, lines)]
        if pieces and hit.field in labels.wrap:
            pieces += _going_on(pieces[-1].line, line, free, hits.values())
        taken.update(id(p.line) for p in pieces if p.line is not line)
        result.setdefault(hit.field, []).append(Found(tuple(pieces)))
    return result


def label_at_start(text: str, line: Line, labels: Labels) -> Hit | None:
    """Return the longest label that the text begins with, or None."""
    best: tuple[int, float, Hit] | None = None
    for field, variants in labels.fields.items():
        for label in variants:
            for end, likeness in _prefixes(text, label):
                rank = (len(label), likeness)
                if best is None or rank > best[:2]:
                    best = (len(label), likeness, Hit(field, line, end))
    return best[2] if best else None


def _prefixes(text: str, label: str) -> Iterable[tuple[int, float]]:
    """Yield (end, likeness) of the text's start that fits the label best, if one does."""
    best = (0, 0.0)
    slack = 0 if len(label) <= SHORT else 2
    letters = ""
    for place, char in enumerate(text):
        letters += fold(char)
        if len(letters) > len(label) + slack:
            break
        if len(letters) < len(label) - slack or not _ends_word(text, place):
            continue
        likeness = Indel.normalized_similarity(letters, label)
        if likeness > best[1]:
            best = (place + 1, likeness)
    if best[1] >= (1.0 if len(label) <= SHORT else LIKE_ENOUGH):
        yield best


def _ends_word(text: str, place: int) -> bool:
    """Tell whether a label may end behind this character: lost blanks leave 'NamaSITI' and 'NIK3273'."""
    if not text[place].isalnum() or place + 1 >= len(text):
        return True
    following = text[place + 1]
    if not following.isalnum():
        return True
    return following.isdigit() != text[place].isdigit() or (following.isupper() and text[place].islower())


def _beside(hit: Hit) -> list[Piece]:
    text = hit.line.text
    start = hit.end
    while start < len(text) and text[start] in " :;.=|-)":
        start += 1
    return [Piece(hit.line, start, len(text))] if start < len(text) else []


def to_the_right(line: Line, others: Iterable[Line], *, reach: float = 14.0) -> list[Line]:
    """Return the lines to the right on the same row, near first, each ``reach`` heights from the last at most."""
    height = line.quad.height
    row = [
        o for o in others if o is not line and o.quad.centre[0] > line.quad.centre[0] and same_row(line, o)
    ]
    row.sort(key=lambda o: o.quad.left)
    kept: list[Line] = []
    edge = line.quad.right
    for other in row:
        if other.quad.left < edge - height or other.quad.left - edge > reach * height:
            continue
        if set(other.text.strip()) <= set(":.;-=|"):
            edge = other.quad.right
            continue
        kept.append(other)
        edge, reach = other.quad.right, 2.0
    return kept


def same_row(line: Line, other: Line) -> bool:
    """Tell whether the other line stands on this line's row, following the line's own slope."""
    a, b = line.quad.array[0], line.quad.array[1]
    slope = (b[1] - a[1]) / max(b[0] - a[0], 1.0) if line.quad.width > 3 * line.quad.height else 0.0
    x, y = line.quad.centre
    expected = y + slope * (other.quad.centre[0] - x)
    return abs(other.quad.centre[1] - expected) < 0.55 * max(line.quad.height, 0.6 * other.quad.height)


def _below(line: Line, free: Sequence[Line], everything: Sequence[Line]) -> list[Line]:
    """Return the line under a label that stands above its value (cards and screenshots)."""
    height = line.quad.height
    under = [
        o
        for o in free
        if 0 < o.quad.top - line.quad.top < 3.2 * max(height, o.quad.height)
        and o.quad.centre[1] > line.quad.bottom - 0.2 * height
        and abs(o.quad.left - line.quad.left) < 2.5 * height
    ]
    under.sort(key=lambda o: o.quad.top)
    if not under:
        return []
    return [under[0], *to_the_right(under[0], [o for o in everything if o in free], reach=2.0)]


def _going_on(value: Line, label: Line, free: Sequence[Line], hits: Iterable[Hit]) -> list[Piece]:
    """Return the next line where it continues the value: flush with it, and no label to its left."""
    height = value.quad.height
    labels = [h.line for h in hits]
    starts = value.quad.left if value is not label else None
    for other in sorted(free, key=lambda o: o.quad.top):
        down = other.quad.centre[1] - value.quad.centre[1]
        if not 0.6 * height < down < 1.9 * height:
            continue
        if starts is not None and abs(other.quad.left - starts) > 2.0 * height:
            continue
        if starts is None and other.quad.left < label.quad.left + 0.2 * label.quad.width:
            continue
        if any(same_row(other, line) and line.quad.left < other.quad.left for line in labels):
            continue
        return [Piece(other, 0, len(other.text))]
    return []


def median_height(lines: Sequence[Line]) -> float:
    """Return the median height of the lines, pixels."""
    return float(np.median([line.quad.height for line in lines])) if lines else 0.0

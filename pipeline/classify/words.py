"""Points that a document's words give to each type."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from models.document import DocumentType
from models.field import Line

ALIKE = 84.0
"""Percent; how like a phrase a line must be. Lower confuses AKTA KEMATIAN with AKTA KELAHIRAN."""

SHORT = 5
"""Phrases up to this many letters must stand as written, at the start of a line."""

INSIDE_SENTENCE = 1 / 3
"""Share of its weight that a title keeps inside running text."""


@dataclass(frozen=True)
class Mark:
    """One phrase (letters and digits only, upper case), its weight, and whether it is a title."""

    phrase: str
    weight: float
    title: bool


@dataclass(frozen=True)
class Marks:
    """The whole table."""

    types: Mapping[DocumentType, tuple[Mark, ...]]
    wrong: Mapping[str, tuple[Mark, ...]]
    enough: float


@cache
def load_marks() -> Marks:
    """Read the table beside this file.

    Raises:
        ValueError: a type in it is none of the contract's.
    """
    table = tomllib.loads(Path(__file__).with_name("marks.toml").read_text(encoding="utf-8"))
    wrong = table.pop("wrong")
    enough = float(table.pop("enough"))
    types = {DocumentType(name): _marks(entry) for name, entry in table.items()}
    return Marks(types, {name: _marks(entry) for name, entry in wrong.items()}, enough)


def _marks(entry: Mapping[str, Any]) -> tuple[Mark, ...]:
    return tuple(
        Mark(letters(phrase), float(weight), kind == "title")
        for kind in ("title", "marks")
        for phrase, weight in entry.get(kind, [])
    )


def letters(text: str) -> str:
    """Return what comparison looks at: upper case, letters, digits and the passport's '<'."""
    return re.sub(r"[^A-Z0-9<]", "", text.upper())


def points(lines: Sequence[Line], marks: Sequence[Mark]) -> float:
    """Return the points that these lines give.

    Each phrase counts once, where it counts most; of the titles only the weightiest, as they are
    different wordings of one heading.
    """
    texts = [t for t in (letters(line.text) for line in lines) if t]
    given = [(mark, mark.weight * max((_share(mark, t) for t in texts), default=0.0)) for mark in marks]
    title = max((points_ for mark, points_ in given if mark.title), default=0.0)
    return title + sum(points_ for mark, points_ in given if not mark.title)


def _share(mark: Mark, text: str) -> float:
    phrase = mark.phrase
    if len(text) < len(phrase) - 2:
        return 0.0
    if len(phrase) <= SHORT:
        return 1.0 if text.startswith(phrase) else 0.0
    alone = len(text) <= 1.5 * len(phrase) + 4
    if fuzz.partial_ratio(phrase, text) < ALIKE:
        return 0.0
    return 1.0 if alone or not mark.title else INSIDE_SENTENCE

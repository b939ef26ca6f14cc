"""Points that a document's words give to each type."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from models.document import DocumentType
from models.field import Line

ALIKE = 84.0
"""Percent; how like a phrase a line must be. Lower confuses AKTA KEMATIAN with AKTA KELAHIRAN."""

SHORT = 5
"""Phrases up to this many letters must stand as written, at the start of a line."""

INSIDE_SENTENCE = 1 / 3
"""Share of its weight that a title, or a word of a card, keeps inside running text."""

SENTENCE = 40
"""Letters from which a line is running text."""

IN_COMMON = 0.3
"""Share of a phrase's trigrams that a line which is ALIKE has: one letter read wrongly spoils three."""

LONGEST = 400
"""Letters of a line that are looked at."""


class Kind(Enum):
    """Where a phrase stands: as a heading, as a label on a card, or anywhere in a letter."""

    TITLE = "title"
    LABEL = "label"
    WORDS = "words"


@dataclass(frozen=True)
class Mark:
    """One phrase (letters and digits only, upper case), its weight, and what it is on its document."""

    phrase: str
    weight: float
    kind: Kind

    @property
    def title(self) -> bool:
        """Whether it is one wording of the document's heading."""
        return self.kind is Kind.TITLE


@dataclass(frozen=True)
class Marks:
    """The whole table. ``cards`` are the types that people lay side by side on one page."""

    types: Mapping[DocumentType, tuple[Mark, ...]]
    wrong: Mapping[str, tuple[Mark, ...]]
    cards: frozenset[DocumentType]
    enough: float

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Every phrase once; the rows of :class:`Likeness`."""
        every = [mark.phrase for marks in (*self.types.values(), *self.wrong.values()) for mark in marks]
        return tuple(dict.fromkeys(every))

    @cached_property
    def trigrams(self) -> Mapping[str, tuple[tuple[int, float], ...]]:
        """For every three letters in a row: which phrases hold them, and what share of each they are."""
        found: dict[str, list[tuple[int, float]]] = {}
        for place, phrase in enumerate(self.phrases):
            grams = _trigrams(phrase)
            for gram in grams:
                found.setdefault(gram, []).append((place, 1.0 / len(grams)))
        return {gram: tuple(each) for gram, each in found.items()}

    @cached_property
    def owners(self) -> NDArray[np.intp]:
        """For each phrase the number of the type that it speaks for first; rivals have different ones."""
        first: dict[str, int] = {}
        for number, marks in enumerate((*self.types.values(), *self.wrong.values())):
            for mark in marks:
                first.setdefault(mark.phrase, number)
        return np.array([first[phrase] for phrase in self.phrases], dtype=np.intp)


@cache
def load_marks() -> Marks:
    """Read the table beside this file.

    Raises:
        ValueError: a type in it is none of the contract's.
    """
    table = tomllib.loads(Path(__file__).with_name("marks.toml").read_text(encoding="utf-8"))
    wrong = table.pop("wrong")
    enough = float(table.pop("enough"))
    cards = frozenset(DocumentType(name) for name in table.pop("cards"))
    types = {
        DocumentType(name): _marks(entry, Kind.LABEL if DocumentType(name) in cards else Kind.WORDS)
        for name, entry in table.items()
    }
    return Marks(types, {name: _marks(entry, Kind.WORDS) for name, entry in wrong.items()}, cards, enough)


def _marks(entry: Mapping[str, Any], words: Kind) -> tuple[Mark, ...]:
    return tuple(
        Mark(letters(phrase), float(weight), kind)
        for name, kind in (("title", Kind.TITLE), ("marks", words))
        for phrase, weight in entry.get(name, [])
    )


def letters(text: str) -> str:
    """Return what comparison looks at: upper case, letters, digits and the passport's '<'."""
    return re.sub(r"[^A-Z0-9<]", "", text.upper())


@dataclass(frozen=True)
class Likeness:
    """Which phrases stand in which lines: for each phrase and line the share that it counts there."""

    row: Mapping[str, int]
    shares: Mapping[Kind, NDArray[np.float64]]

    def of(self, places: Sequence[int]) -> Likeness:
        """Return the likeness of some of the lines only."""
        return Likeness(self.row, {kind: matrix[:, list(places)] for kind, matrix in self.shares.items()})

    def weight(self, mark: Mark) -> float:
        """Return what a phrase gives: it counts once, where it counts most."""
        return mark.weight * float(self.shares[mark.kind][self.row[mark.phrase]].max(initial=0.0))

    def points(self, marks: Sequence[Mark]) -> float:
        """Return what a type's phrases give; its titles are wordings of one heading, so the best counts."""
        title = max((self.weight(mark) for mark in marks if mark.title), default=0.0)
        return title + sum(self.weight(mark) for mark in marks if not mark.title)


def points(lines: Sequence[Line], marks: Sequence[Mark]) -> float:
    """Return the points that these lines give one type, among all types of the table."""
    return likeness_of(lines, load_marks()).points(marks)


def likeness_of(lines: Sequence[Line], marks: Marks) -> Likeness:
    """Compare every phrase of the table with every line.

    A phrase that is only like the line's words counts where no phrase of another type fits them better:
    SURAT KETERANGAN KERJA is much like SURAT KETERANGAN WARIS, and is none.
    """
    phrases, texts = marks.phrases, [letters(line.text)[:LONGEST] for line in lines]
    row = {phrase: place for place, phrase in enumerate(phrases)}
    if not texts:
        return Likeness(row, dict.fromkeys(Kind, np.zeros((len(phrases), 0), dtype=np.float64)))
    longer = np.array([len(phrase) for phrase in phrases], dtype=np.float64)[:, None]
    length = np.array([len(text) for text in texts], dtype=np.float64)[None, :]
    alike = _alike(marks, texts)
    found = (alike > 0) & ~(_fits_another(alike, longer, marks.owners) & (alike < 1))
    begins = _beginnings(phrases)[:, None] == _beginnings(texts)[None, :]
    heading, label = length <= 1.5 * longer + 4, begins | (length <= SENTENCE)
    shares: dict[Kind, NDArray[np.float64]] = {
        Kind.TITLE: found.astype(np.float64) * np.where(heading, 1.0, INSIDE_SENTENCE),
        Kind.LABEL: found.astype(np.float64) * np.where(label, 1.0, INSIDE_SENTENCE),
        Kind.WORDS: found.astype(np.float64),
    }
    return Likeness(row, shares)


def _alike(marks: Marks, texts: Sequence[str]) -> NDArray[np.float64]:
    """How like (0..1) each phrase is to some part of each text, or to the whole of a shorter one.

    Comparing is slow, so only what shares enough trigrams is compared; that leaves one pair in fifty.
    """
    alike = np.zeros((len(marks.phrases), len(texts)))
    for number, text in enumerate(texts):
        common: dict[int, float] = {}
        for gram in _trigrams(text):
            for place, share in marks.trigrams.get(gram, ()):
                common[place] = common.get(place, 0.0) + share
        for place, share in common.items():
            phrase = marks.phrases[place]
            if share >= IN_COMMON and len(phrase) > SHORT:
                scorer = fuzz.ratio if len(text) < len(phrase) else fuzz.partial_ratio
                alike[place, number] = scorer(phrase, text, score_cutoff=ALIKE) / 100
    for place, phrase in enumerate(marks.phrases):
        if len(phrase) <= SHORT:
            alike[place] = [text.startswith(phrase) for text in texts]
    return alike


def _trigrams(text: str) -> set[str]:
    return {text[place : place + 3] for place in range(len(text) - 2)}


def _beginnings(texts: Sequence[str]) -> NDArray[np.str_]:
    return np.array([text[:SHORT] for text in texts])


def _fits_another(
    alike: NDArray[np.float64], longer: NDArray[np.float64], owners: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Where a phrase of another type explains more of the text: its letters, less twice those missing."""
    fit = np.where(alike > 0, longer * (3 * alike - 2), -np.inf)
    better = np.zeros(alike.shape, dtype=np.bool_)
    for owner in np.unique(owners):
        own = owners == owner
        better[own] = fit[~own].max(axis=0, initial=-np.inf)[None, :] > fit[own]
    return better

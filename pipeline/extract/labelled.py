"""Labels and their values: beside the label, to its right, below it, or going on in the next line.

Nothing here knows positions on a card; layouts of offices, banks and eras differ too much.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel

from models.field import Line
from pipeline.extract.found import Found, Piece
from pipeline.extract.rows import lean_of, next_of, same_row

LIKE_ENOUGH = 0.84
"""Normalised likeness from which a line's start is a label."""

SHORT = 4
"""Labels of up to this many letters must be read letter by letter (l, I and 1 taken as one)."""

FOLD = str.maketrans({"1": "I", "L": "I", "|": "I", "!": "I", "0": "O", "5": "S"})


ORDINAL = re.compile(r"\W*\d{1,2}\s*[.)]\s*(?=[A-Za-z])")
"""The number of a line in a list, before its label."""

OF_A_NUMBER = 6
"""Digits from which a line holds a number of its own."""

LISTED = re.compile(r"^\W*\d{1,2}\s*[.)]")
OVERPRINTED = 2
"""Digits in a label, but for its number in a list, from which a value was printed over it."""

COLONS = ":;=："

LONGEST_VALUE = 6
"""Words that a value without a colon may have; more of them are a sentence."""

APART = 1.2
"""Line heights between two pieces of text that are not one."""


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of one document type; ``stop`` labels belong to no field but end other values."""

    fields: Mapping[str, tuple[str, ...]]
    wrap: frozenset[str]
    reach: float = 14.0
    """Heights to the right within which a label's value stands; forms with ruled columns reach further."""
    ruled: bool = False
    """Every row has a label, so a line to the left of another one is one, however badly it was read."""

    @cached_property
    def by_length(self) -> Mapping[int, tuple[tuple[str, str], ...]]:
        """(label, field) by the label's length."""
        result: dict[int, tuple[tuple[str, str], ...]] = {}
        for name, variants in self.fields.items():
            for label in dict.fromkeys(variants):
                result[len(label)] = (*result.get(len(label), ()), (label, name))
        return result


@dataclass(frozen=True)
class Hit:
    """A label at the start of a line; the value begins at character ``end`` of its text."""

    field: str
    line: Line
    end: int
    exact: bool = True

    @property
    def glued(self) -> bool:
        """The value's first digit may have gone into the label: the two are printed on one another."""
        label, value = self.line.text[: self.end], self.line.text[self.end :]
        if self.exact:
            return False
        over = sum(c.isdigit() for c in LISTED.sub("", label)) >= OVERPRINTED
        return over or (label[-1:].isalnum() and value[:1].isdigit())

    @property
    def rest(self) -> str:
        """What follows the label, its colon included."""
        return self.line.text[self.end :]


@cache
def load_labels(kind: str) -> Labels:
    """Read one table of labels.toml, every label folded for comparison."""
    table = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))[kind]
    wrap, reach = frozenset(table.pop("wrap")), float(table.pop("reach", Labels.reach))
    ruled = bool(table.pop("ruled", False))
    folded = {name: tuple(fold(v) for v in variants) for name, variants in table.items()}
    return Labels(folded, wrap, reach, ruled)


def fold(text: str) -> str:
    """Return letters and digits in upper case with the usual look-alikes made one."""
    return "".join(c for c in text.upper() if c.isalnum() or c in "|!").translate(FOLD)


def values(lines: Sequence[Line], labels: Labels) -> dict[str, list[Found]]:
    """Return every labelled value, in reading order; a label without a value gives an empty one."""
    hits = {id(line): hit for line in lines if (hit := label_at_start(line.text, line, labels))}
    unlabelled, lean = [line for line in lines if id(line) not in hits], lean_of(lines)
    result: dict[str, list[Found]] = {}
    taken: set[int] = set()
    for line in lines:
        hit = hits.get(id(line))
        if hit is None:
            continue
        free = [other for other in unlabelled if id(other) not in taken]
        right: list[Line] = []
        pieces = _beside(hit, free, lean)
        if not pieces:
            right = to_the_right(line, free, reach=labels.reach, lean=lean)
            pieces = [_whole(o) for o in right]
        if not pieces and hit.field != "stop":
            pieces = [_whole(o) for o in _below(line, free)]
        if pieces and hit.field in labels.wrap:
            others = lines if labels.ruled else [hit.line for hit in hits.values()]
            pieces += _going_on(pieces[-1].line, line, free, others, lean)
        taken.update(id(p.line) for p in pieces if p.line is not line)
        sure = not hit.glued and not (right and _two_numbers(right[0], _below(line, free)))
        result.setdefault(hit.field, []).append(Found(tuple(pieces), sure=sure))
    return result


def _two_numbers(right: Line, below: Sequence[Line]) -> bool:
    """Tell whether a number stands both beside a label and under it: either may be the one that is meant."""
    return all(sum(c.isdigit() for c in line.text) >= OF_A_NUMBER for line in (right, *below[:1])) and bool(
        below
    )


def labelled_lines(found: Mapping[str, Sequence[Found]]) -> set[int]:
    """Return the ids of the lines that hold the value of some label."""
    return {id(piece.line) for each in found.values() for one in each for piece in one.pieces}


def of_others(field: str, lines: Sequence[Line], labels: Labels) -> set[int]:
    """Return the ids of the lines that belong to another label than this field's.

    A label that stands above its value claims the line below, here also one that names no field.
    """
    found = values(lines, labels)
    claimed = {id(p.line) for name, each in found.items() if name != field for f in each for p in f.pieces}
    for line in lines:
        hit = label_at_start(line.text, line, labels)
        if hit is None or hit.field == field:
            continue
        claimed.add(id(line))
        if hit.field == "stop" and not _beside(hit, ()) and not to_the_right(line, lines):
            claimed.update(id(below) for below in _below(line, lines)[:1])
    return claimed


def label_at_start(text: str, line: Line, labels: Labels) -> Hit | None:
    """Return the longest label that the text begins with, or None."""
    ordinal = ORDINAL.match(text)
    found = _label_at(text, 0, labels)
    if found is None and ordinal:
        found = _label_at(text, ordinal.end(), labels)
    hit = Hit(found[0], line, found[1], found[2]) if found else None
    return None if hit is None or _in_a_sentence(hit) else hit


@lru_cache(maxsize=1024)
def _label_at(text: str, start: int, labels: Labels) -> tuple[str, int, bool] | None:
    """Return the field of the label that begins there, where it ends, and whether every letter is as printed.

    Every line is asked some ten times for each claim: for card numbers, for its fields, after each attempt.
    Few are kept, of some five claims: they are personal data.
    """
    best: tuple[float, float] = (0.0, 0.0)
    found: tuple[str, int, bool] | None = None
    for letters, end in _beginnings(text, start, max(labels.by_length, default=0)):
        across = any(c in COLONS for c in text[start : end - 1])
        for length in range(len(letters) - 2, len(letters) + 3):
            if length <= SHORT and length != len(letters):
                continue
            for label, field in labels.by_length.get(length, ()):
                # behind a colon stands the value: only a label read letter by letter may reach across one
                likeness = float(letters == label) if across else _likeness(letters, label)
                # letters of the label that stand there, less those that are missing: a longer label wins by
                # what was read of it, not by its length (KARTU PESERTA is a heading, not NO. KARTU PESERTA)
                rank = (likeness * (len(letters) + length) - length, likeness)
                if likeness and rank > best:
                    best, found = rank, (field, end, likeness == 1.0)
    return found


def _beginnings(text: str, start: int, longest: int) -> list[tuple[str, int]]:
    """The text's beginnings that end with a word: their letters, and where they end."""
    found = []
    letters = ""
    for place in range(start, len(text)):
        folded = fold(text[place])
        if not folded:
            continue
        letters += folded
        if len(letters) > longest + 2:
            break
        if _ends_word(text, place):
            found.append((letters, place + 1))
    return found


def _likeness(letters: str, label: str) -> float:
    """How like they are, 0 where not enough; short labels must be read letter by letter."""
    if letters == label:
        return 1.0
    if len(label) <= SHORT or (letters[0] != label[0] and letters[-2:] != label[-2:]):
        return 0.0
    return Indel.normalized_similarity(letters, label, score_cutoff=LIKE_ENOUGH)


def _in_a_sentence(hit: Hit) -> bool:
    """Tell whether a word that could be a label is part of running text: no colon, and the text goes on.

    ``Perusahaan mengucapkan terima kasih`` and a line that begins with the end of a sentence
    (``perusahaan.``) name no company.
    """
    rest = hit.rest.strip()
    if rest.startswith(","):
        return True  # a town before its date: Agam is not Agama
    if any(c in COLONS for c in hit.line.text[: hit.end + 3]):
        return False
    if not rest.strip(" .,"):
        return hit.line.text.lstrip()[:1].islower()
    return rest.lstrip("(\"' ")[:1].islower() or len(rest.split()) > LONGEST_VALUE


def _ends_word(text: str, place: int) -> bool:
    """Tell whether a label may end behind this character: lost blanks leave 'NamaSITI' and 'NIK3273'."""
    if not text[place].isalnum() or place + 1 >= len(text):
        return True
    following = text[place + 1]
    if not following.isalnum():
        return True
    return following.isdigit() != text[place].isdigit() or (following.isupper() and text[place].islower())


def _whole(line: Line) -> Piece:
    return Piece(line, 0, len(line.text))


def _beside(hit: Hit, others: Sequence[Line], lean: float = 0.0) -> list[Piece]:
    """The value behind the label in the same line.

    A single word without a colon that is followed by a line of its own is the label's second word
    (``Nama Pasien``), whatever else it may be.
    """
    text = hit.line.text
    start = hit.end
    while start < len(text) and text[start] in " :;.=|-)：":
        start += 1
    if start >= len(text):
        return []
    rest = text[start:].strip()
    if rest.isalpha() and not rest.isupper() and not any(c in COLONS for c in text[hit.end : start]):
        right = to_the_right(hit.line, others, lean=lean)
        if right and right[0].quad.left - hit.line.quad.right > APART * hit.line.quad.height:
            return []
    return [Piece(hit.line, start, len(text))]


def to_the_right(line: Line, others: Iterable[Line], *, reach: float = 14.0, lean: float = 0.0) -> list[Line]:
    """Return the lines to the right on the same row, near first, each within ``reach`` heights of the last.

    ``lean``: slope of the page's rows where it is not straight (:func:`pipeline.extract.rows.lean_of`).
    A colon leads to a value twice as far away: forms line their values up behind the longest label.
    """
    height = line.quad.height
    row = [
        o
        for o in others
        if o is not line and o.quad.centre[0] > line.quad.centre[0] and same_row(line, o, lean)
    ]
    kept: list[Line] = []
    edge = line.quad.right
    while row:
        other = next_of(row, line, lean)
        row = [o for o in row if o is not other and o.quad.left >= other.quad.right - height]
        far = 2 * reach if other.text.lstrip()[:1] in tuple(COLONS) else reach
        if other.quad.left < edge - height or other.quad.left - edge > far * height:
            continue
        edge = other.quad.right
        if not set(other.text.strip()) <= set(":.;-=|"):
            kept.append(other)
            reach = 2.0
    return kept


def _below(line: Line, free: Sequence[Line]) -> list[Line]:
    """Return the line under a label that stands above its value (cards and screenshots).

    What has a colon inside or to its right is another label that was not known, not a value, nor is the
    middle of a sentence.
    """
    height = line.quad.height
    under = [
        o
        for o in free
        if 0 < o.quad.top - line.quad.top < 3.2 * max(height, o.quad.height)
        and o.quad.centre[1] > line.quad.bottom - 0.2 * height
        and abs(o.quad.left - line.quad.left) < 2.5 * height
    ]
    under.sort(key=lambda o: o.quad.top)
    if not under or re.match(r"\W*(?:[a-z]|[A-Za-z][^:]{2,30}:)", under[0].text):
        return []
    if any(o.text.lstrip()[:1] in tuple(COLONS) for o in to_the_right(under[0], free)[:1]):
        return []
    return [under[0], *to_the_right(under[0], free, reach=2.0)]


def _going_on(
    value: Line, label: Line, free: Sequence[Line], labels: Sequence[Line], lean: float = 0.0
) -> list[Piece]:
    """Return the next line where it continues the value: flush with it, and no label to its left."""
    height = value.quad.height
    starts = value.quad.left if value is not label else None
    for other in sorted(free, key=lambda o: o.quad.top):
        down = other.quad.centre[1] - value.quad.centre[1]
        if not 0.6 * height < down < 1.9 * height:
            continue
        if starts is not None and abs(other.quad.left - starts) > 2.0 * height:
            continue
        if starts is None and other.quad.left < label.quad.left + 0.2 * label.quad.width:
            continue
        if any(same_row(other, line, lean) and line.quad.left < other.quad.left for line in labels):
            return []
        return [Piece(other, 0, len(other.text))]
    return []


def median_height(lines: Sequence[Line]) -> float:
    """Return the median height of the lines, pixels."""
    return float(np.median([line.quad.height for line in lines])) if lines else 0.0

"""Cells of a table's row that hold words of closed lists, in the order of the form's columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from models.field import Field
from pipeline.extract.found import Found, Piece
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import vocabulary, word_of

ALIKE = 82.0
"""Percent; how like a word of the list a cell, or its beginning, must be."""

INSIDE_A_WORD = 97.0
"""The same where the cell's next column follows without a blank."""

WHOLE_CELL = 90.0
"""Percent; a cell that is so like one word is that word, whatever else might be cut out of it."""

NO_GROUP = re.compile(r"TIDAK\s*TAHU|^\W*(?:AB?|B|O)?\W*$", re.IGNORECASE)
"""What the column of the blood group holds, behind the last of these words."""


def in_order(pieces: Sequence[Piece], names: Sequence[str]) -> dict[str, Field]:
    """Return one field per name: the word of its vocabulary that stands next, left to right.

    A cell may hold the words of two columns where the gap between them was lost. What is left over when no
    word fits (a local entry) is taken as printed, where it stands between the columns that were found.
    """
    rest = list(pieces)
    taken: dict[str, Found] = {}
    places: dict[str, int] = {}
    used: set[int] = set()
    for name in names:
        after = max(places.values(), default=-1)
        for place in range(max(after, 0), len(rest)):
            if place in used:
                continue
            cut = _beginning(rest[place].text, vocabulary(name))
            if cut is None:
                continue
            start, end = cut
            piece = rest[place]
            taken[name] = Found((Piece(piece.line, piece.start + start, piece.start + end),))
            places[name] = place
            if len(re.sub(r"[^A-Za-z]", "", piece.text[end:])) >= 3:
                rest[place] = Piece(piece.line, piece.start + end, piece.end)
            else:
                used.add(place)
            break
    for name in names:
        if name not in taken and (other := _left_over(name, names, rest, places, used)):
            taken[name] = Found((other,))
    return {name: field_of(taken.get(name), word_of(name)) for name in names}


def _left_over(
    name: str, names: Sequence[str], rest: Sequence[Piece], places: dict[str, int], used: set[int]
) -> Piece | None:
    """The cell between the columns that were found: a local entry stands in no list."""
    order = list(names)
    before = [places[other] for other in order[: order.index(name)] if other in places]
    behind = [places[other] for other in order[order.index(name) :] if other in places]
    between = range(max(before, default=-1) + 1, min(behind, default=len(rest)))
    free = [rest[place] for place in between if place not in used and not NO_GROUP.search(rest[place].text)]
    return free[0] if free else None


def _beginning(text: str, words: Sequence[str]) -> tuple[int, int] | None:
    """Return where the text's beginning that is like one of the words starts and ends; None: it is like none.

    A word that is the whole text wins, else the longer one: KAWIN TERCATAT is not KAWIN.
    """
    letters = [(place, char) for place, char in enumerate(text.upper()) if char.isalpha()]
    folded = "".join(char for _, char in letters)
    best = (0.0, 0)
    for word in words:
        key = re.sub(r"[^A-Z]", "", word)
        whole = fuzz.ratio(key, folded)
        likeness = fuzz.ratio(key, folded[: len(key)]) if len(folded) >= len(key) > 0 else 0.0
        if whole >= WHOLE_CELL:
            best = max(best, (1000.0 + whole, len(folded)))
        elif likeness >= (ALIKE if _ends_word(text, letters, len(key)) else INSIDE_A_WORD):
            best = max(best, (likeness * len(key) / 100, len(key)))
    count = best[1]
    return (letters[0][0], letters[count - 1][0] + 1) if count else None


def _ends_word(text: str, letters: Sequence[tuple[int, str]], count: int) -> bool:
    """Tell whether the first so many letters are whole words (a PERAJIN is no PARAJI)."""
    if not 0 < count <= len(letters):
        return False
    end = letters[count - 1][0] + 1
    return end >= len(text) or not text[end].isalpha()

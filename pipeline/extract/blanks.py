"""Blanks that a reader dropped between two words, put back before a letter's sentences are searched.

Readers run words together where print is tight (`ELEKTRONIKdengan`, `terakhirOPERATOR`, `NIK3273...`), and
then a name goes on into the sentence or a label is none. Only blanks and capitals of the same shape are
added, where the other reader saw them; blanks also where the print's own case says that a word ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models.field import Line, Reading
from pipeline.extract.spacing import known_words

CASE_CHANGES = re.compile(
    r"(?<=[a-z]{3})(?=[A-Z]{2})|(?<=[a-z]{4})(?=[A-Z][a-z]{2})"
    r"|(?<=[A-Z]{4})(?=[a-z]{3})|(?<=[A-Z]{4})(?=(?:dan|di|ke)\b)"
    r"|(?<=\b[PC][TV])(?=[A-Z][a-z]{2})|(?<=\b(?:NIK|KPJ))(?=\d{6})"
    r"|(?<=[Nn]omor)(?=\d)|(?<=[Tt]anggal)(?=\d)|(?<=[a-z]{3})(?=\d{1,2} ?[A-Z][a-z]{2})"
)
"""Between small letters and capitals of another word, and between such a word and its number."""

LIKE_ITS_CAPITAL = re.compile(r"(?<=[a-z]{2} )[cosuvwxz][a-z]{2,}\b")
"""A word behind another, its first letter one whose capital has the same shape."""

MIXED = re.compile(r"\b(?=[cosuvwxz]*[A-Z][A-Zcosuvwxz]*[A-Z])(?=\w*[cosuvwxz])[A-Zcosuvwxz]{3,}\b")
"""A word of capitals and of small letters that look the same."""

AMONG_CAPITALS = re.compile(r"(?<=[A-Z]{2} )[A-Z]{2,3}[a-z]{2,4}\b(?=[,.])")
"""A word that begins in capitals behind another in capitals, and ends before a comma (TRI UTomo,)."""

SEEN_BLANK = re.compile(r"(?:(?<=[A-Za-z]{3})|(?<=\b(?:PT|CV))) (?=[A-Za-z]{3}|as [A-Z])")
"""Of short words only that before a job: the ends of names that a reader tears off look like the others."""

INTERNET = re.compile(r"@|www|\.(?:com|co|id|go|example)\b", re.IGNORECASE)


def spaced(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, each first reading with the blanks that were lost in it."""
    return [_spaced(line) for line in lines]


def _spaced(line: Line) -> Line:
    text = line.text
    if not text or INTERNET.search(text):
        return line
    places = {match.start() for match in CASE_CHANGES.finditer(text)}
    other = next((r.text for r in line.readings[1:] if re.search("[A-Za-z]", r.text)), "")
    places |= _seen_by_other(text, other)
    text = _capitals_of(text, other)
    if not places and text == line.text:
        return line
    whole = "".join((" " if place in places else "") + char for place, char in enumerate(text))
    first: Reading = replace(line.readings[0], text=whole)
    return Line(line.quad, (first, *line.readings[1:]))


def _capitals_of(text: str, other: str) -> str:
    """Return the text with capitals where a letter of the same shape was read as a small one.

    Inside a word of capitals the word itself says so (sUGENG); the first letter of a name's next word only
    counts where the other reader saw a capital.
    """

    def as_other(match: re.Match[str]) -> str:
        word = match[0].capitalize()
        return word if re.search(rf"\b{word}\b", other) else match[0]

    whole = MIXED.sub(lambda match: match[0].upper(), text)
    return LIKE_ITS_CAPITAL.sub(as_other, AMONG_CAPITALS.sub(lambda match: match[0].upper(), whole))


def _seen_by_other(text: str, other: str) -> set[int]:
    """Where the other reader saw a blank between two letters that stand together here.

    The letters on both sides must be the same in both readings, three each (PT, CV and as
    have two): a blank inside a word that one reader tore apart leaves
    shorter pieces.
    """
    found: set[int] = set()
    for match in SEEN_BLANK.finditer(other):
        left = re.search(r"[A-Za-z]+$", other[: match.start()])
        right = re.match(r"[A-Za-z]+", other[match.end() :])
        if left is None or right is None:
            continue
        run = left.group() + right.group()
        if text.count(run) != 1 or (right.group() == "as" and run.upper() in known_words()):
            continue
        found.add(text.index(run) + len(left.group()))
    return found

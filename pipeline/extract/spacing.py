"""Where a blank stands between two words, when two readers who saw the same letters differ about it.

The first reader drops blanks where print is tight (SITIAMINAH), the second invents them where it is wide
(RAHA RJO). Words that are known speak for a blank, a piece that cannot be a word speaks against it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

from pipeline.regions import districts, provinces, regencies

MOST_DOUBTS = 6
"""Blanks in one run of letters that readers may differ about; more are noise, and the first reader stays."""

UNLIKE_A_WORD = 5.0
BY_LETTERS = {1: 3.5, 2: 4.0, 3: 3.0, 4: 2.2, 5: 2.2}
LONG, EACH_MORE = 2.0, 0.12
LONGEST_WORD, EACH_TOO_MANY = 15, 0.35
"""What a word costs that is not known: the less it can be one, the more.

An initial may be one, two letters hardly; from six on each further letter costs, and beyond the longest word
each costs more.
"""

ANOTHER_WORD = 1.0
"""What a blank costs by itself, so that a known word is not cut into two known ones (KUSUMAWATI)."""

DENIES_FIRST, DENIES_SECOND = 2.9, 0.9
"""What it costs not to believe a blank of the first reader, who invents few, and of the second."""

LEAST_WORD = 4
"""Letters of an unknown word; a shorter piece is none, and a blank that makes it is certainly wrong."""

BALINESE = frozenset(
    {"KADEK", "WAYAN", "MADE", "NYOMAN", "KETUT", "PUTU", "GEDE", "KOMANG", "GUSTI", "DEWA", "NENGAH"}
)
"""Names that the article I stands before."""

NO_BEGINNING = re.compile(r"[RLJWYNM](?![AEIOUYHGDBP])[A-Z]|[AEIOU]?[^AEIOUY]+$")
"""No word begins with these consonants (RJO), and none is without a vowel."""


@dataclass(frozen=True)
class Spaced:
    """Two readings of the same letters as one text; ``sure`` says that its blanks are certain."""

    text: str
    sure: bool


@cache
def known_words() -> frozenset[str]:
    """Return the words that may stand alone: names, papers, regions, and those of the closed lists."""
    here = Path(__file__)
    own = tomllib.loads(here.with_name("known_words.toml").read_text("utf-8"))
    words = {word for listed in own.values() for word in listed.split()}
    closed = tomllib.loads(here.with_name("vocabulary.toml").read_text("utf-8"))
    texts = [text for listed in closed.values() for text in listed]
    texts += [way for names in (provinces(), regencies(), districts()) for ways in names.writings.values()
              for way in ways]  # fmt: skip
    words |= {word for text in texts for word in re.findall(r"[A-Z]{4,}", text)}
    return frozenset(words)


def together(first: str, second: str) -> Spaced:
    """Return the first text with the blanks that are most likely, of those that either reader saw.

    Both must have the same letters and digits. Beside a digit or mark the second reader's blank is believed.
    """
    letters = "".join(c for c in first if c.isalnum())
    if letters != "".join(c for c in second if c.isalnum()):
        return Spaced(first, sure=False)
    one, other = _gaps(first), _gaps(second)
    kept, sure = list(one), True
    for start, end in _runs(letters, one, other):
        doubts = [p for p in range(start + 1, end) if one[p] != other[p]]
        if not doubts:
            continue
        blanks, certain = _likeliest(letters, start, end, one, doubts)
        for place in doubts:
            kept[place] = " " if place in blanks else ""
        sure = sure and certain
    for place in range(1, len(letters)):
        inside = letters[place - 1].isalpha() and letters[place].isalpha()
        marked = not inside or (one[place] + other[place]).strip()
        lost = " " in other[place] and " " not in one[place]
        if marked and lost and not _leaves_one(letters, place, one, other):
            kept[place] += " "
    tail = first[max((p for p, c in enumerate(first) if c.isalnum()), default=-1) + 1 :]
    return Spaced("".join(gap + char for gap, char in zip(kept, letters, strict=True)) + tail, sure)


def _leaves_one(letters: str, place: int, one: list[str], other: list[str]) -> bool:
    """A blank beside a mark that would leave a letter alone is not believed."""
    edges = sorted({p for p in range(1, len(letters)) if one[p] or other[p]} | {0, len(letters)})
    at = edges.index(place)
    before, behind = letters[edges[at - 1] : place], letters[place : edges[at + 1]]
    return any(len(piece) == 1 and piece.isalpha() for piece in (before, behind))


def _runs(letters: str, one: list[str], other: list[str]) -> Iterator[tuple[int, int]]:
    """Stretches of letters between which nobody doubts that a word ends."""
    start = 0
    for place in range(1, len(letters) + 1):
        if place < len(letters) and letters[place - 1].isalpha() and letters[place].isalpha():
            marked = (one[place] + other[place]).strip()
            if not marked and not (one[place] and other[place]):
                continue
        if letters[start].isalpha():
            yield start, place
        start = place


def _likeliest(
    letters: str, start: int, end: int, one: list[str], doubts: list[int]
) -> tuple[set[int], bool]:
    """The blanks of the cheapest way to cut the run, and whether each of the doubts is certainly settled."""
    as_first = {p for p in doubts if one[p]}
    if len(doubts) > MOST_DOUBTS:
        return as_first, False
    ways = []
    for count in range(len(doubts) + 1):
        for blanks in combinations(doubts, count):
            price = sum(_prices(_words(letters, start, end, blanks))) + ANOTHER_WORD * count
            price += sum(DENIES_FIRST if one[p] else DENIES_SECOND for p in doubts if p not in blanks)
            ways.append((price, len(set(blanks) ^ as_first), blanks))
    best = set(min(ways)[2])
    return best, all(_settled(letters, start, end, best, p, by_first=p in as_first) for p in doubts)


def _settled(letters: str, start: int, end: int, blanks: set[int], place: int, *, by_first: bool) -> bool:
    """Tell whether a doubt is certainly settled.

    A blank is certain between two known words that are none together, or where the first reader saw it and
    both can be words; that there is none is certain where a blank would leave a piece that can be no word.
    """
    left = max((p for p in blanks if p < place), default=start)
    right = min((p for p in blanks if p > place), default=end)
    apart = [letters[left:place], letters[place:right]]
    unknown = [word for word, price in zip(apart, _prices(apart), strict=True) if price]
    fragments = [word for word in unknown if len(word) < LEAST_WORD or NO_BEGINNING.match(word)]
    joined = letters[left:right] in known_words()
    if place not in blanks:
        return bool(fragments) and (joined or not by_first)
    if joined:
        return False
    return not fragments if by_first else not unknown


def _words(letters: str, start: int, end: int, blanks: tuple[int, ...]) -> list[str]:
    return [letters[a:b] for a, b in pairwise([start, *blanks, end])]


def _prices(words: list[str]) -> list[float]:
    """What each word costs; the article of a Balinese name is a word."""
    return [
        0.0 if word == "I" and behind in BALINESE else _price(word)
        for word, behind in zip(words, [*words[1:], ""], strict=True)
    ]


def _price(word: str) -> float:
    if word in known_words():
        return 0.0
    count = len(word)
    if count > 1 and NO_BEGINNING.match(word):
        return UNLIKE_A_WORD
    if count > LONGEST_WORD:
        return EACH_TOO_MANY * count
    return BY_LETTERS.get(count) or LONG + EACH_MORE * (count - 6)


def _gaps(text: str) -> list[str]:
    """What stands before each letter or digit."""
    gaps, gap = [], ""
    for char in text:
        if char.isalnum():
            gaps.append(gap)
            gap = ""
        else:
            gap += char
    return gaps

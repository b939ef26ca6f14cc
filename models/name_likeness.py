"""How two written names are related: the habits of writing, tried from the surest to the weakest."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from models.name_words import Written, ways_to_take

TRUNCATED_FROM = 18
"""A holder's name is cut by banks and cards at 20 to 30 characters; shorter beginnings prove nothing."""

_LEAST_FULL_LETTERS = 8
_LEAST_SHARED = 3
_LEAST_PROVING = 6
_LEAST_TRUNCATED_LETTERS = 14
_LONG_WORD = 5
_LONG_NAME = 10
_MAX_SLIPS = 2


class NameRelation(StrEnum):
    """The ways in which two writings can be related, the surest first."""

    EQUAL = "equal"
    MUHAMMAD = "muhammad"
    SPELLING = "spelling"
    REORDERED = "reordered"
    REPEATED = "repeated"
    LOOSE_PART = "loose_part"
    ABBREVIATED = "abbreviated"
    LOOK_ALIKE = "look_alike"
    TRUNCATED = "truncated"
    SMALL_DIFFERENCE = "small_difference"
    PART_OF = "part_of"
    MISSING = "missing"
    DIFFERENT = "different"


_ORDER = list(NameRelation)
_LOOSE_FROM = _ORDER.index(NameRelation.LOOSE_PART)

_MUHAMMAD = re.compile(r"M[UO](?:H|CH|KH)AM{1,2}[AE]D")
_SHORT_FOR: dict[str, frozenset[str]] = {
    **dict.fromkeys(("M", "MUH", "MUHD", "MOH", "MOHD", "MOCH", "MHD", "MUHAM"), frozenset({"MUHAMMAD"})),
    "MD": frozenset({"MUHAMMAD", "MADE"}),
    "ABD": frozenset({"ABDUL", "ABDULLAH"}),
    **dict.fromkeys(("ACH", "AHM", "ACHM", "AKH"), frozenset({"AHMAD"})),
    "ST": frozenset({"SITI"}),
    "S": frozenset({"SITI"}),
    "NYM": frozenset({"NYOMAN"}),
    "KT": frozenset({"KETUT"}),
    "PT": frozenset({"PUTU"}),
    "WY": frozenset({"WAYAN"}),
    "KD": frozenset({"KADEK"}),
    "GD": frozenset({"GEDE"}),
    "T": frozenset({"TEUKU"}),
    "TB": frozenset({"TUBAGUS"}),
    "A": frozenset({"ANDI"}),
    "R": frozenset({"RADEN"}),
    "FX": frozenset({"FRANSISKUS"}),
}
_MODERN = (
    ("OE", "U"), ("TJ", "C"), ("DJ", "J"), ("NJ", "NY"), ("SJ", "SY"),
    ("CH", "KH"), ("AKHM", "AHM"), ("IE", "I"), ("ABDULR", "ABDURR"),
)  # fmt: skip
_OLD_MARK = re.compile("OE|TJ|DJ|NJ|SJ")
_LONE_J = re.compile(r"(?<![TDNS])J")
_GLYPHS = str.maketrans(
    {"0": "O", "Q": "O", "1": "I", "L": "I", "5": "S", "8": "B", "2": "Z", "4": "A", "V": "U"}
)


def relation_of(a: str, b: str) -> NameRelation:
    """Return the surest relation that holds between any way to take either writing."""
    best = NameRelation.MISSING
    ways_a, ways_b = ways_to_take(a), ways_to_take(b)
    if ways_a and ways_b and _fathers_differ(ways_a[0], ways_b[0]):
        return NameRelation.DIFFERENT
    for one in ways_a:
        for other in ways_b:
            found = _taken(one, other)
            if best is NameRelation.MISSING or _ORDER.index(found) < _ORDER.index(best):
                best = found
    return best


def confirms_reading(value: str, other: str) -> bool:
    """Tell whether another source proves that the value was read right, letter by letter.

    Stricter than the same person: a spelling variant or a look-alike may be the reader's own slip, so only
    equal words count, a known short form (M. beside MUHAMMAD) standing for its word.
    """
    return any(
        _letters_confirmed(one.words, two.words)
        for one in ways_to_take(value)[:1]
        for two in ways_to_take(other)
        if two.certain
    )


def _letters_confirmed(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if "".join(a) == "".join(b):
        return len("".join(a)) >= _LEAST_PROVING
    same = sum(len(x) for x, y in zip(a, b, strict=False) if x == y)
    if len(a) != len(b) or same < _LEAST_PROVING:
        return False
    pairs = (sorted(pair, key=len) for pair in zip(a, b, strict=True) if pair[0] != pair[1])
    return all(long in _SHORT_FOR.get(short, ()) for short, long in pairs)


def _fathers_differ(a: Written, b: Written) -> bool:
    """AHMAD BIN SULAIMAN and AHMAD BIN HASAN share a name and are two persons."""
    return bool(a.father and b.father) and _words_related(a.father, b.father) is NameRelation.DIFFERENT


def _taken(a: Written, b: Written) -> NameRelation:
    found = _words_related(a.words, b.words)
    exact = a.certain and b.certain and bool(a.father) == bool(b.father)
    if not exact and _ORDER.index(found) < _LOOSE_FROM:
        return NameRelation.LOOSE_PART
    return found


def _words_related(a: tuple[str, ...], b: tuple[str, ...]) -> NameRelation:
    if "".join(a) == "".join(b):
        return NameRelation.EQUAL
    a, b = _one_muhammad(a), _one_muhammad(b)
    if "".join(a) == "".join(b):
        return NameRelation.MUHAMMAD
    for relation, holds in (
        (NameRelation.SPELLING, _spelt_alike),
        (NameRelation.REORDERED, _reordered),
        (NameRelation.REPEATED, _repeated),
        (NameRelation.ABBREVIATED, _abbreviated),
        (NameRelation.LOOK_ALIKE, _glyphs_alike),
        (NameRelation.TRUNCATED, _truncated),
        (NameRelation.SMALL_DIFFERENCE, _nearly_equal),
        (NameRelation.PART_OF, _part_of),
    ):
        if holds(a, b) or holds(b, a):
            return relation
    return NameRelation.DIFFERENT


def _one_muhammad(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("MUHAMMAD" if _MUHAMMAD.fullmatch(word) else word for word in words)


def _modern(letters: str) -> str:
    for old, new in _MODERN:
        letters = letters.replace(old, new)
    return "".join(letters[:1]) + "".join(y for x, y in pairwise(letters) if x != y)


def _spellings(letters: str) -> set[str]:
    """The modern spelling; where old letters show an old name, also with its J read as Y."""
    found = {_modern(letters)}
    if _OLD_MARK.search(letters):
        found.add(_modern(_LONE_J.sub("Y", letters)))
    return found


def _same_word(a: str, b: str) -> bool:
    return bool(_spellings(a) & _spellings(b))


def _spelt_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return _same_word("".join(a), "".join(b))


def _reordered(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return len(a) > 1 and sorted(map(_modern, a)) == sorted(map(_modern, b))


def _repeated(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return len(a) == 2 and len(b) == 1 and a[0] == a[1] == b[0]


def _abbreviated(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Every word has its partner: equal, known short form, or an initial beside enough full letters."""
    full = min(sum(len(word) for word in words if len(word) > 1) for words in (a, b))
    if full >= _LEAST_SHARED and _have_partners(a, b, initials=False):
        return True
    return full >= _LEAST_FULL_LETTERS and _have_partners(a, b, initials=True)


def _have_partners(a: tuple[str, ...], b: tuple[str, ...], *, initials: bool) -> bool:
    @cache  # without it a hostile name of many equal letters would take forever
    def rest_fits(i: int, j: int) -> bool:
        if i == len(a) or j == len(b):
            return i == len(a) and j == len(b)
        if _is_partner(a[i], b[j], initials=initials) and rest_fits(i + 1, j + 1):
            return True
        if _same_word(a[i], "".join(b[j : j + 2])) and rest_fits(i + 1, min(j + 2, len(b))):
            return True
        return _same_word("".join(a[i : i + 2]), b[j]) and rest_fits(min(i + 2, len(a)), j + 1)

    return rest_fits(0, 0)


def _is_partner(a: str, b: str, *, initials: bool) -> bool:
    if _same_word(a, b):
        return True
    short, long = sorted((a, b), key=len)
    if _modern(long) in {_modern(full) for full in _SHORT_FOR.get(short, ())}:
        return True
    if _SHORT_FOR.get(short, frozenset()) & _SHORT_FOR.get(long, frozenset()):
        return True  # M. and MOH. are both short for MUHAMMAD
    return initials and len(short) == 1 and short.isalpha() and long.startswith(short)


def _glyphs(letters: str) -> str:
    return letters.replace("RN", "M").replace("VV", "W").translate(_GLYPHS)


def _glyphs_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """One or two look-alikes in long words of a long name, or three where a digit shows the slip."""
    if _glyphs("".join(a)) != _glyphs("".join(b)):
        return False
    slips = Levenshtein.distance("".join(a), "".join(b))
    if any(c.isdigit() for c in "".join(a)) != any(c.isdigit() for c in "".join(b)):
        return slips <= _MAX_SLIPS + 1
    return len("".join(a)) >= _LONG_NAME and slips <= _MAX_SLIPS and _unlike_words_are_long(a, b)


def _unlike_words_are_long(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if len(a) != len(b):
        return False
    return all(len(x) >= _LONG_WORD for x, y in zip(a, b, strict=True) if not _same_word(x, y))


def _truncated(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    start = _modern("".join(a))
    long_enough = len(" ".join(a)) >= TRUNCATED_FROM and len(start) >= _LEAST_TRUNCATED_LETTERS
    return long_enough and _modern("".join(b)).startswith(start)


def _nearly_equal(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if _unlike_words_are_long(a, b):
        slips = [Levenshtein.distance(x, y) for x, y in zip(a, b, strict=True)]
        return max(slips) <= 1 and sum(slips) <= _MAX_SLIPS
    one, other = "".join(a), "".join(b)
    return _glyphs(one) == _glyphs(other) or (
        len(one) >= _LONG_NAME and Levenshtein.distance(one, other) <= 1
    )


def _part_of(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """All words of the shorter name stand in the longer one in this order; the last may be cut or initial."""
    rest = iter(b)
    if all(any(_is_partner(word, other, initials=True) for other in rest) for word in a):
        return True
    return len(a) > 1 and "".join(b).startswith("".join(a))

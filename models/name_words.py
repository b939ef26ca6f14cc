"""From a name as written to its words: titles, patronyms and the dead's ``alm.`` put aside.

Titles stand on KTP and KK and not on aktas (Permendagri 73/2022), so they never tell two persons apart.
A title after a comma, or with dots, is certain; a bare ST, SE, R or H may be part of the name (ST is SITI in
South Sulawesi), so such a word is only *loose*: the name is tried with it and without it.
The list of titles is common usage; no complete official one exists.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

MAX_NAME = 120
"""Permendagri 73/2022 allows 60 characters; titles come on top. Longer texts are not names."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TITLES_BEFORE = _words("DR DRS DRA DRG IR PROF HJ HAJI HAJJAH")
_TITLES_BEFORE_DOTTED = _words("H K KH R RR RA RM NS APT")
_TITLES_BEFORE_LOOSE = _words("H KH R RR RA RM RADEN")
_TITLES_AFTER = _words(
    "SH SE ST SKOM SPD SPDI SAG SSI SSOS SIP SKEP NS SFARM APT STR STRKEB SST AMD AMDKEB AMDKEP AMK MM MSI "
    "MKOM MT MH MPD MPDI MKN MBA PHD BA BSC SKM MKES SPSI SHI SEI SPT SPI SHUT SSTP MAP MSC MA BBA SIKOM "
    "SAP SS SSN SKH STP SIKG SKED SPOG SPA SPB AK CA LC"
)
_DEAD = _words("ALM ALMH ALMARHUM ALMARHUMAH")
_CHILD_OF = _words("BIN BINTI BINTE BTE BT")
_ALSO_CALLED = re.compile(r"\b(?:ALIAS|A\.?K\.?A|ALS)\b\.?")
_MAX_VARIANTS = 12


@dataclass(frozen=True)
class Written:
    """One way to take a written name.

    Attributes:
        words: upper-case ASCII letters and digits, titles gone.
        father: the words after ``BIN`` or ``BINTI``.
        certain: nothing that could be part of the name was left out or moved.
    """

    words: tuple[str, ...]
    father: tuple[str, ...] = ()
    certain: bool = True


@dataclass(frozen=True)
class _Piece:
    text: str
    dotted: bool
    after_comma: bool


def plain(text: str) -> str | None:
    """Return the text in upper-case ASCII, accents dropped; None where a letter has no ASCII form."""
    unaccented = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if any(c.isalpha() and not c.isascii() for c in unaccented):
        return None
    return "".join(c if c.isascii() else "'" if c in "‘’ʼ`´" else " " for c in unaccented).upper()


def ways_to_take(text: str) -> tuple[Written, ...]:
    """Return the ways to take a written name, the most certain first; empty where it is no name."""
    letters = plain(text) if len(text) <= MAX_NAME else None
    if letters is None:
        return ()
    ways: list[Written] = []
    for place, name in enumerate(_ALSO_CALLED.split(letters)):
        ways += [Written(w.words, w.father, w.certain and place == 0) for w in _ways(_pieces(name))]
    return tuple(ways[:_MAX_VARIANTS])


def _pieces(name: str) -> list[_Piece]:
    pieces = []
    for place, part in enumerate(re.split(r"[,;]", name)):
        for word, dot in re.findall(r"([A-Z0-9'\-]+)(\.?)", re.sub(r"[()\[\]/\\]", " ", part)):
            bare = re.sub(r"['\-]", "", word)
            if bare and bare not in _DEAD:
                pieces.append(_Piece(bare, bool(dot), place > 0))
    return pieces


def _ways(pieces: list[_Piece]) -> list[Written]:
    pieces = _without_titles_after(_without_titles_before(pieces))
    father: tuple[str, ...] = ()
    for place, piece in enumerate(pieces):
        if place and piece.text in _CHILD_OF and place + 1 < len(pieces):
            father = tuple(p.text for p in pieces[place + 1 :])
            pieces = pieces[:place]
            break
    words = tuple(p.text for p in pieces)
    if not words:
        return []
    starts = [0, 1] if len(words) > 1 and words[0] in _TITLES_BEFORE_LOOSE else [0]
    ends = [0, 1] if len(words) > 2 and words[-1] in _TITLES_AFTER else [0]
    ways = []
    for start, end in product(starts, ends):
        if start + end < len(words):
            ways.append(Written(words[start : len(words) - end], father, certain=not start and not end))
    if father:
        ways.append(Written(words + father, (), certain=False))
    return ways


def _without_titles_before(pieces: list[_Piece]) -> list[_Piece]:
    while len(pieces) > 1:
        first = pieces[0]
        certain = first.text in _TITLES_BEFORE or (first.dotted and first.text in _TITLES_BEFORE_DOTTED)
        if not certain:
            break
        pieces = pieces[1:]
    return pieces


def _without_titles_after(pieces: list[_Piece]) -> list[_Piece]:
    for size in (4, 3, 2, 1):
        tail = pieces[-size:]
        marked = any(p.dotted for p in tail) or all(p.after_comma for p in tail)
        if len(pieces) > size and marked and "".join(p.text for p in tail) in _TITLES_AFTER:
            return _without_titles_after(pieces[:-size])
    return pieces

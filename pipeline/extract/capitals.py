"""A name in capitals inside running text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Line
from pipeline.extract.found import Found, span

WORD = re.compile(r"[A-Za-z][A-Za-z'.]*")
BETWEEN = re.compile(r"[ ]*\n?[ ]*")

LABELS = frozenset(
    {"NIK", "NO", "NOMOR", "UMUR", "USIA", "ALAMAT", "TEMPAT", "TANGGAL", "TGL", "LAHIR", "AGAMA",
     "PEKERJAAN", "STATUS", "HUBUNGAN", "JENIS", "DAN"}
)  # fmt: skip
"""Words that are no part of a name although they may be printed in capitals behind one."""


def capitals_after(words: str, text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """Return the name in capitals that follows these words, over a line break where it goes on there.

    A name that ends with its line, without a comma or a stop, may lack what a lost line said: not sure.
    """
    for match in re.finditer(words, text, re.IGNORECASE):
        end = _end_of_capitals(text, match.end())
        if end - match.end() > 2:
            found = span(starts, match.end(), end)
            return Found(found.pieces, sure=text[end - 1] == "." or text[end : end + 1] != "\n")
    return None


def _end_of_capitals(text: str, start: int) -> int:
    end = place = start
    while word := WORD.match(text, place):
        if not _is_capital(word.group()):
            break
        end = word.end()
        gap = BETWEEN.match(text, end)
        place = gap.end() if gap else end
        if place == end:
            break
    return end


def _is_capital(word: str) -> bool:
    """Tell whether a word is printed in capitals: a reader may take one of them for a small letter."""
    letters = [c for c in word if c.isalpha()]
    small = sum(c.islower() for c in letters)
    return small <= (len(letters) > 3) and word.strip(".'").upper() not in LABELS

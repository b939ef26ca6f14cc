"""Dates in running text, told apart by the words round them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from models.dates import find_dates
from models.field import Line
from pipeline.extract.found import Found, Piece, span

NEAR = 60
"""Characters between a date and the words that say what it is."""

BORN = re.compile(r"(?:lahir|born|birth)\D{0,45}$", re.IGNORECASE)
DYING = re.compile(
    r"(?:t?e?lah\s*)?\bm\w{2,5}g\w?al\s*du\w?[il1]a|t?e?lah\s*men\w{0,3}g\w?al\b", re.IGNORECASE
)
"""``telah meninggal dunia``, with letters that a reader loses in small print (``tlah menggal dunia``)."""

SESSION = re.compile(r"(?:pada\s*hari\s*ini|diputus\w*|ditetapkan)[^.;]{0,70}?tanggal\s*$", re.IGNORECASE)
"""What stands before a letter's date inside its text: agreements and rulings have no line for it."""

TOWN = re.compile(
    r"\W*(?:[A-Za-z][A-Za-z .]{2,30},"
    r"|(?!(?:Tanggal|Tgl|Sejak|Mulai|Lahir|Pukul|Hari|Sampai|Periode|Berlaku)\b)"
    r"[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){0,2})\s*"
)
"""A town before its letter's date; its comma is small and may be lost where the town is written as a name."""


@dataclass(frozen=True)
class Dated:
    """A date in a text: the day, where it stands, and whether its year is printed in digits."""

    day: date
    start: int
    end: int
    in_digits: bool


def dates_of(text: str) -> list[Dated]:
    """Return every date of a text in order; line breaks are blanks."""
    flat = text.replace("\n", " ")
    return [
        Dated(day, start, end, bool(re.search(r"\d{4}", flat[start:end])))
        for day, start, end in find_dates(flat)
    ]


def surest(dates: Sequence[Dated]) -> Dated | None:
    """Return the one day that these dates name, as printed in digits where it is; None for several days.

    Certificates spell a date and repeat it in digits; where only the digits were read whole, they count.
    """
    digits = [one for one in dates if one.in_digits] or list(dates)
    return digits[0] if len({one.day for one in digits}) == 1 else None


def date_at(words: re.Pattern[str], text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """Return the date that stands next to these words, on either side of them; never a date of birth.

    Only a near date counts: where the one that is meant was not read, another must not take its place.
    """
    flat = text.replace("\n", " ")
    dates = dates_of(text)
    for match in words.finditer(flat):
        near = [
            one
            for one in dates
            if min(abs(match.start() - one.end), abs(one.start - match.end())) <= NEAR
            and not is_birth(one, flat, dates)
        ]
        if not near:
            continue
        best = min(near, key=lambda one: min(abs(match.start() - one.end), abs(one.start - match.end())))
        twin = next((one for one in near if one.day == best.day and one.in_digits), best)
        return span(starts, twin.start, twin.end)
    return None


def is_birth(one: Dated, flat: str, dates: Sequence[Dated]) -> bool:
    """Tell whether the words before a date say that somebody was born then."""
    before = max((other.end for other in dates if other.end <= one.start), default=0)
    return bool(BORN.search(flat[max(before, one.start - NEAR) : one.start]))


def letter_date(
    lines: Sequence[Line], text: str, starts: Sequence[tuple[int, Line]], others: Collection[int] = ()
) -> Found | None:
    """The date behind a town (``Bandung, 7 Agustus 2026``), the lowest such; else the day of the session.

    ``others`` are the ids of lines that belong to something else: a birth place and date look the same.
    """
    dated = []
    for line in lines:
        match = TOWN.match(line.text)
        for _, start, end in find_dates(line.text)[:1]:
            if (
                match
                and id(line) not in others
                and abs(start - match.end()) <= 3
                and len(line.text) - end <= 3
            ):
                dated.append((line.quad.top, Found((Piece(line, start, end),))))
    if dated:
        return max(dated, key=lambda d: d[0])[1]
    flat = text.replace("\n", " ")
    sessions = [one for one in dates_of(text) if SESSION.search(flat[max(0, one.start - 110) : one.start])]
    one = surest(sessions)
    return span(starts, one.start, one.end) if one else None


def only_day(text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """The one day that a short paper names, where the town before it was covered; not sure what it means."""
    one = surest(dates_of(text))
    return Found(span(starts, one.start, one.end).pieces, sure=False) if one else None

"""Dates as Indonesian papers print them; always day first, an English month word included.

    07-08-1990  07/08/1990  07.08.1990     cards and forms; a reader's O and l are taken for 0 and 1 here only
    7 Agustus 1990  07 Agt 1990  7Agustus1990   letters; old spellings Pebruari, Nopember; a reader's 0ktober
    07 AUG 1990  August 7, 1990            passports and bilingual letters
    tujuh Agustus tahun seribu sembilan ratus sembilan puluh   civil registration
    1990-08-07                             our own normal form

Two-digit years are not read (the century would be a guess), nor are years before 1900 or after 2100.
A date whose day cannot exist is not a date: 31-02-1990 gives None, never another day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from models.spelled_numbers import NUMBER_WORDS, spelled_number

MAX_TEXT = 20_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MAX_REPAIRED = 2

_MONTHS = {
    1: "januari jan january",
    2: "februari pebruari feb peb february",
    3: "maret mar mrt march",
    4: "april apr",
    5: "mei may",
    6: "juni jun june",
    7: "juli jul july",
    8: "agustus agst agts agus agu agt ags aug august",
    9: "september sept sep",
    10: "oktober okt oct october",
    11: "november nopember nov nop",
    12: "desember des dec december",
}
_ONE_SHAPE = str.maketrans("01l|!5", "oiiiis")
_MONTH_OF = {
    word.translate(_ONE_SHAPE): number for number, words in _MONTHS.items() for word in words.split()
}
_SEEN_AS = {"o": "[o0]", "i": "[il1|!]", "s": "[s5]"}
_MONTH = (
    "(?P<month>"
    + "|".join(
        "".join(_SEEN_AS.get(letter, letter) for letter in word)
        for word in sorted(_MONTH_OF, key=len, reverse=True)
    )
    + r")\.?"
)

_D = "[0-9OoIl|]"
_SEPARATOR = r"\s{0,2}[-/.–—]\s{0,2}"
_OPEN = r"(?<![0-9])(?<![0-9][-/.])"
_CLOSE = r"(?![0-9])(?![-/][0-9A-Za-z])(?!\.[0-9])"
_NUMERIC = re.compile(
    rf"{_OPEN}(?P<d>[0-9]{_D}|(?<![A-Za-z])[OoIl|]{_D}|(?<![OoIl|])[0-9]){_SEPARATOR}"
    rf"(?P<m>{_D}{{1,2}}){_SEPARATOR}(?P<y>{_D}{{4}}){_CLOSE}"
)
_ISO = re.compile(rf"{_OPEN}(?P<y>[0-9]{{4}})-(?P<m>[0-9]{{2}})-(?P<d>[0-9]{{2}}){_CLOSE}")
_NAMED = re.compile(
    rf"(?<![0-9])(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s.\-]{{0,3}}{_MONTH}[\s.,\-]{{0,3}}(?P<y>[0-9]{{4}})(?![0-9])",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![A-Za-z]){_MONTH}\s{{0,2}}(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?\s{{0,2}},\s{{0,2}}(?P<y>[0-9]{{4}})(?![0-9])",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"(?<![A-Za-z])(?P<d>{NUMBER_WORDS})\s{{0,3}}(?:bulan\s{{0,3}})?{_MONTH}\s{{0,3}}"
    rf"(?:tahun\s{{0,3}})?(?P<y>{NUMBER_WORDS})",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<![0-9])([0-9]{2})[-/. ]?([0-9]{2})[-/. ]?([0-9]{4})$")


def parse_date(text: str) -> date | None:
    """Return the one date that the text holds, a place before it allowed; None for no date or several."""
    found = {day for day, _, _ in find_dates(text)}
    if found:
        return found.pop() if len(found) == 1 else None
    # Only where the whole text is the value: eight digits in a row may be anything elsewhere.
    whole = _COMPACT.search(text.strip()) if len(text) <= 80 else None
    return _date(int(whole[3]), int(whole[2]), int(whole[1])) if whole else None


def find_dates(text: str) -> list[tuple[date, int, int]]:
    """Return every date with where it starts and ends in the text, in order.

    Texts beyond ``MAX_TEXT`` characters are cut there.
    """
    return sorted(set(_found(text[:MAX_TEXT])), key=lambda one: (one[1], one[2]))


def _found(text: str) -> Iterator[tuple[date, int, int]]:
    for match in _NUMERIC.finditer(text):
        day = _repaired(match["d"], match["m"], match["y"])
        if day:
            yield day, *match.span()
    for match in _ISO.finditer(text):
        day = _date(int(match["y"]), int(match["m"]), int(match["d"]))
        if day:
            yield day, *match.span()
    for pattern in (_NAMED, _MONTH_FIRST):
        for match in pattern.finditer(text):
            day = _date(int(match["y"]), _month(match["month"]), int(match["d"]))
            if day:
                yield day, *match.span()
    for match in _SPELLED.finditer(text):
        number, year = spelled_number(match["d"]), spelled_number(match["y"])
        if number and year:
            day = _date(year, _month(match["month"]), number)
            if day:
                yield day, match.start(), match.start() + len(match[0].rstrip())


def _month(word: str) -> int:
    """Return the number of a month's name, the letters that readers take for digits made one (0ktober)."""
    return _MONTH_OF[word.lower().translate(_ONE_SHAPE)]


def _repaired(day: str, month: str, year: str) -> date | None:
    digits = (day + month + year).translate(str.maketrans("OoIl|", "00111"))
    if sum(a != b for a, b in zip(digits, day + month + year, strict=True)) > _MAX_REPAIRED:
        return None
    return _date(int(digits[-4:]), int(digits[len(day) : -4]), int(digits[: len(day)]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None

"""From text as read to the contract's normal form.

A repair uses the value's own layout only, is bounded, and is confessed; what chose a value cannot also
verify it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from models.dates import find_dates

LOOK_ALIKES = str.maketrans("OoDQIl|i!ZzSsBbGgqAT?e", "0000111112255866994772")
"""Letters that readers see where digits stand (public repair tables; domain notes on numbers, 1.6)."""

MOST_REPAIRS = 3
"""A number with more letters than this among its digits was not read."""

CLEARLY = 3.0
"""Points of likeness (of 100) by which the nearest word of a list must be ahead of the second."""

LETTERS_FOR_DIGITS = str.maketrans("0158|!", "OISBII")

PARTS_OF_NAMES = ".,'’`-/()"

LONGEST_NUMBER = 24
LONGEST_NAME = 120
"""Characters; a longer run is not a number, a longer text not a person."""

SMALL_L = re.compile(r"\b[A-Zl]{3,}\b")
"""A word in capitals, a small l among them perhaps."""

BALINESE = re.compile(r"\b(I|NI)(?=(?:KADEK|WAYAN|MADE|NYOMAN|KETUT|PUTU|GEDE|KOMANG|GUSTI|DEWA|LUH)\b)")
"""The article of a Balinese name, whose blank readers lose (IKADEK)."""

RUBBLE_ABOUT_NAMES = re.compile(
    r"^(?:[\s:;.,\-_=|!*'\"()]|\d{1,2}(?=[\s.)]))+|(?:[\s:;.,\-_=|!*'\"()]|(?<=\s)\d{1,2})+$"
)
"""Marks round a name, and the number of its line in a list."""

NUMBER_RUBBLE = re.compile(r"[\s.\-/:_,'·‐–—：]")


@dataclass(frozen=True)
class Normal:
    """A value in normal form.

    ``key`` is what two readings are compared by; ``plausible`` says that the value fits its own layout.
    """

    value: str = field(repr=False)
    key: str = field(repr=False)
    repairs: tuple[str, ...] = field(default=(), repr=False)
    plausible: bool = True


Normaliser = Callable[[str], Normal | None]
"""Takes text as read; None means that nothing of this kind can be made out."""


def number(*lengths: int) -> Normaliser:
    """Return a normaliser for a number of one of these lengths (digits only)."""

    def normalise(text: str) -> Normal | None:
        token = NUMBER_RUBBLE.sub("", text)
        if not 5 <= len(token) <= LONGEST_NUMBER:
            return None
        digits = token.translate(LOOK_ALIKES)
        changed = sum(a != b for a, b in zip(token, digits, strict=True))
        if not digits.isascii() or not digits.isdigit() or changed > MOST_REPAIRS:
            return None
        repairs = (f"{changed} letter(s) taken as digits",) if changed else ()
        return Normal(digits, digits, repairs, plausible=len(digits) in lengths)

    return normalise


def digits_in(
    text: str, lengths: tuple[int, ...], *, separators: str = r"[ .\-]?"
) -> list[tuple[int, int, str]]:
    """Return (start, end, digits) of every run of exactly one of these lengths, grouped or not."""
    found = []
    for match in re.finditer(rf"\d(?:{separators}\d)+", text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) in lengths:
            found.append((match.start(), match.end(), digits))
    return found


def alphanumeric_kpj(text: str) -> Normal | None:
    """Normalise a KPJ: 11 digits; older numbers may hold a letter, so nothing is repaired there."""
    token = re.sub(r"[^0-9A-Z]", "", text.upper())
    if len(token) == 11 and sum(c.isdigit() for c in token) >= 9 and not token.isdigit():
        repaired = token.translate(LOOK_ALIKES)
        if repaired.isdigit():
            return Normal(repaired, repaired, ("letter(s) taken as digits",))
        return Normal(token, token)
    return number(11)(text)


def person_name(text: str) -> Normal | None:
    """Normalise a person's name: upper case, single blanks, no digits.

    A digit is taken for the letter it looks like, a few times and only among more letters: dates and house
    numbers are no names, nor is what is full of other marks.
    """
    plain = RUBBLE_ABOUT_NAMES.sub("", capitals(_capital_i(text[: 2 * LONGEST_NAME])))
    if len(plain) > LONGEST_NAME:
        return None
    strange = sum(not (c.isalpha() or c.isspace() or c in PARTS_OF_NAMES) for c in plain)
    if strange > MOST_REPAIRS or strange >= sum(c.isalpha() for c in plain):
        return None
    upper = re.sub(r"\s+", " ", plain.translate(LETTERS_FOR_DIGITS))
    upper = re.sub(r"[^A-Z .,'\-/]", "", upper).strip(" ,-/'")
    upper = BALINESE.sub(r"\1 ", upper)
    upper = re.sub(r"\s*,\s*", ", ", re.sub(r"\s+", " ", upper))
    name, comma, titles = upper.partition(",")
    upper = (re.sub(r"\.(?=[A-Z]{2})", ". ", name) + comma + titles).strip(" ,-/'.")
    if comma and re.search(r"\.[A-Z]+$", upper):
        upper += "."  # of a degree (S.T.), which a reader may lose
    letters = re.sub(r"[^A-Z]", "", upper)
    if len(letters) < 2:
        return None
    repairs = ("digit(s) taken as letters",) if strange else ()
    return Normal(upper, letters, repairs)


def _capital_i(text: str) -> str:
    """Every word of a name begins with a capital: a small l there is the letter I (``lis Intan``)."""
    words = [word for word in re.findall(r"[A-Za-z]+", text) if not word.startswith("l")]
    if not words or not all(word[0].isupper() for word in words):
        return text
    return re.sub(r"\bl(?=[a-z])", "I", text)


def capitals(text: str) -> str:
    """Return the text in upper case; a small l in a word of capitals is the letter I (``SlAK``)."""
    return SMALL_L.sub(_without_small_l, text).upper()


def _without_small_l(word: re.Match[str]) -> str:
    letters = word.group()
    return letters.replace("l", "I") if letters.count("l") < len(letters) - 1 else letters


def place(text: str) -> Normal | None:
    """Normalise a place or an address part: upper case, single blanks, digits kept; digits alone are none."""
    plain = unicodedata.normalize("NFKD", text.replace("·", " "))
    ascii_only = plain.encode(
        "ascii", "ignore"
    ).decode()  # cards print no accents; readers see them in specks
    upper = re.sub(r"^[^A-Z0-9(]+|[^A-Z0-9).]+$", "", re.sub(r"\s+", " ", capitals(ascii_only)))
    upper = re.sub(r"\s+([,.])", r"\1", upper)
    key = re.sub(r"[^A-Z0-9]", "", upper)
    return Normal(upper.rstrip("."), key) if re.search(r"[A-Z]", key) else None


STREETS = re.compile(r"\b(JL|JLN|GG|KP)(?:\.[.\s]*|\s+)(?=\w)")
"""Abbreviations of street, lane and hamlet, whose stop small print loses, or a reader doubles."""


def address(text: str) -> Normal | None:
    """Normalise a street address: a place, with ``JL.``, ``GG.`` and ``KP.`` written with stop and blank."""
    normal = place(re.sub(r"(?<=[A-Za-z]{3})\.(?=NO\b)", " ", text))
    return Normal(STREETS.sub(r"\1. ", normal.value), normal.key) if normal else None


RUN_TOGETHER = re.compile(r"^\s*(\d\d)-?(\d\d)-?((?:19|20)\d\d)\s*$")
"""A date and nothing else, of which a reader lost the strokes."""

COLON_AS_ONE = re.compile(r"(?<![\w.,/-])1(?=\d\d(?:\s*[A-Za-z]{3}|[-/.]\d\d[-/.]\d{4}))")
"""The colon before a date, read as the first of three digits: no day has three."""


def date_value(text: str) -> Normal | None:
    """Normalise a date to ISO 8601, day first; two different dates in one value are none."""
    plain = re.sub(r"[^\w\s./,|-]", " ", text)  # specks that a reader takes for quotation marks
    plain = COLON_AS_ONE.sub("", plain)
    plain = RUN_TOGETHER.sub(r"\1-\2-\3", plain)
    days = {day for day, _, _ in find_dates(plain)}
    if len(days) != 1:
        return None
    iso = days.pop().isoformat()
    return Normal(iso, iso)


def rt_rw(text: str) -> Normal | None:
    """Normalise RT/RW to ``001/024``."""
    token = text.replace(" ", "").translate(str.maketrans("OoIl|J", "00////"))
    match = re.search(r"(\d{1,3})\D{1,2}(\d{1,3})", token)
    if match:
        value = f"{match[1].zfill(3)}/{match[2].zfill(3)}"
        return Normal(value, value)
    run = re.search(r"(?<!\d)(\d{3})[17]?(\d{3})(?!\d)", token)  # the stroke lost, or read as a digit
    if run:
        value = f"{run[1]}/{run[2]}"
        return Normal(value, value, ("stroke between RT and RW restored",))
    return None


def upper_text(text: str) -> Normal | None:
    """Normalise free text: upper case, single blanks."""
    upper = re.sub(r"\s+", " ", text.upper()).strip(" :;=|,")
    key = re.sub(r"[^A-Z0-9]", "", upper)
    return Normal(upper, key) if key else None


def as_printed(text: str) -> Normal | None:
    """Normalise a letter's or deed's number: strokes and dots kept, no blank beside them."""
    token = re.sub(r"\s*([/.-])\s*", r"\1", re.sub(r"\s+", " ", text)).strip(" :;=|,.").upper()
    key = re.sub(r"[^A-Z0-9]", "", token)
    return Normal(token, key) if len(key) >= 3 else None


@cache
def vocabulary(name: str) -> tuple[str, ...]:
    """Return one closed vocabulary of vocabulary.toml."""
    table = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))
    return tuple(table[name])


def word_of(name: str, *, at_least: float = 80.0) -> Normaliser:
    """Return a normaliser that repairs to the nearest word of a vocabulary and says so.

    A text that is nearly as near to a second word stays as read.
    """
    words = vocabulary(name)
    keys = {re.sub(r"[^A-Z+\-]", "", w): w for w in words}

    def normalise(text: str) -> Normal | None:
        plain = upper_text(text)
        if plain is None:
            return None
        key = re.sub(r"[^A-Z+\-]", "", plain.value.translate(LETTERS_FOR_DIGITS))
        if key in keys:
            return Normal(keys[key], keys[key])
        hits = process.extract(key, keys.keys(), scorer=fuzz.ratio, score_cutoff=at_least, limit=2)
        if not hits or (len(hits) > 1 and hits[0][1] - hits[1][1] < CLEARLY):
            return Normal(plain.value, plain.key, plausible=False)
        nearest = keys[hits[0][0]]
        return Normal(nearest, nearest, (f"taken as the nearest word of the list of {name}",))

    return normalise


def blood_group(text: str) -> Normal | None:
    """Normalise a blood group; 0 is O, 8 is B, 4 is A; a dash or a blank is no group."""
    token = re.sub(r"[^A-Z0-9+\-]", "", text.upper()).translate(str.maketrans("084", "OBA"))
    match = re.match(r"(AB|A|B|O)([+-]?)$", token)
    return Normal(match.group(), match.group()) if match else None

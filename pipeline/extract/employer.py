"""The company that an employment letter is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.field import Line
from pipeline.extract.found import Found, span
from pipeline.extract.values import Normal, upper_text

COMPANY = re.compile(
    r"\b((?:PT|CV|UD|PD|Koperasi|KOPERASI|Yayasan|YAYASAN|Perum|PERUM)\b\.?\s*[A-Z][A-Za-z&']*"
    r"(?:[ ]+(?:[A-Z&][A-Za-z&']*|\(?[A-Z][A-Za-z]*\)?))*)"
)
NOT_ITS_NAME = re.compile(
    r"[ ,]+(?:NOMOR|NO|DENGAN|DI|JL|JALAN|TELP|ALAMAT|SEJAK|SELAKU|YANG|UP|CQ|ATTN|TO|IN|AT|AS|FROM)\b.*$",
    re.IGNORECASE,
)
"""Words that follow a company's name in a sentence and are written with a capital now and then."""

ESTATE = re.compile(r"^PERUM\b.*\b(?:BLOK|NO)\b", re.IGNORECASE)
"""A housing estate, not a state company."""

FORMS = frozenset({"(Persero)", "Persero", "Tbk", "Tbk.", "&"})
"""What stands behind or inside a name in capitals without being in capitals."""

ADDRESS = re.compile(
    r"\b(?:JL|JLN|JALAN|GG|GANG|KP|DSN|BLOK|RT|RW|KEC|KEL|KAV|KOMP|KOMPLEK|TELP"
    r"|KODE\s*POS)\b|\bNO\.?\s*\d|@|\d{5}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Mention:
    """A company named in the text; ``cut``: the line ends behind it, so its name may go on."""

    key: str
    start: int
    end: int
    cut: bool


def company_of(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    """Return the labelled company; else the one that the letter names most, in its longest form.

    A name at the end of a line may go on in the next: another mention of it shows how far.
    """
    for found in labelled.get("perusahaan", []):
        letters = sum(c.isalpha() for c in found.text)
        if letters > 3 and letters > 0.7 * len(found.text) and not ADDRESS.search(found.text):
            return found
    mentions = _mentions(text)
    if not mentions:
        return None
    best = max(mentions, key=lambda m: (sum(_same(m, other) for other in mentions), len(m.key), -m.start))
    whole = [m for m in mentions if _same(m, best) and not (m.cut and len(m.key) < len(best.key))]
    counted = max(whole, key=lambda m: (sum(m.key == other.key for other in mentions), len(m.key), -m.start))
    if all(m.cut for m in mentions if _same(m, counted)):
        return span(starts, counted.start, _continued(text, counted))
    return span(starts, counted.start, counted.end)


def _mentions(text: str) -> list[_Mention]:
    found = []
    for match in COMPANY.finditer(text):
        if ESTATE.search(match[1] + text[match.end() : match.end() + 8]):
            continue
        name = _as_it_begins(NOT_ITS_NAME.sub("", match.group(1)))
        end = match.start(1) + len(name)
        key = re.sub(r"[^A-Z]", "", name.upper())
        found.append(_Mention(key, match.start(1), end, text[end : end + 1] == "\n"))
    return found


def _as_it_begins(name: str) -> str:
    """Cut a name in capitals where other words begin: on a letterhead the address follows in the same line.

    ``CV PRIMA ABADI Dusun Krajan``; what a company's form adds (``(Persero) Tbk``) belongs to it.
    """
    form, *words = re.findall(r"\S+\s*", name)
    kept = str(form)
    for place, word in enumerate(words):
        if place and word[:1].isupper() and word[1:].strip().islower() and word.strip() not in FORMS:
            return kept.rstrip()
        if not word.strip().isupper() and word.strip() not in FORMS:
            return name
        kept += word
    return name


def _same(one: _Mention, other: _Mention) -> bool:
    return one.key.startswith(other.key) or other.key.startswith(one.key)


def _continued(text: str, mention: _Mention) -> int:
    """Where a name that ends with its line ends, if the sentence round it goes on with capitals."""
    line_start = text.rfind("\n", 0, mention.start) + 1
    in_sentence = mention.start - line_start > 3
    more = re.match(r"\n([A-Z][A-Za-z&']*(?: [A-Z][A-Za-z&']*)*)", text[mention.end :])
    if not in_sentence or more is None or ADDRESS.search(more[1]):
        return mention.end
    whole = text[mention.start : mention.end] + "\n" + NOT_ITS_NAME.sub("", " " + more[1])[1:]
    return mention.start + len(_as_it_begins(whole))


def company_name(text: str) -> Normal | None:
    """Normalise a company: upper case, ``PT`` without its stop."""
    plain = upper_text(text)
    if plain is None:
        return None
    value = re.sub(r"^(PT|CV|UD|PD)\b\.?\s*", r"\1 ", plain.value).strip(" .,")
    return Normal(value, plain.key)

"""Fields of the proof that somebody applied for work: portals' screens, e-mails, letters, calls to a test."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Field, Line
from pipeline.extract.dates_in_text import dates_of, letter_date
from pipeline.extract.employer import company_of
from pipeline.extract.forms import fields_of
from pipeline.extract.found import Found, joined, span
from pipeline.extract.labelled import labelled_lines, load_labels, values
from pipeline.extract.values import person_name
from pipeline.extract.worker import ADDRESSED

CALL = re.compile(
    r"(?:undangan|panggilan|mengundang)[^.]{0,60}?(?:wawancara|interview|tes\b|seleksi)|invit\w+[^.]{0,40}interview",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"(?:untuk\s*posisi|melamar\s*posisi|konfirmasi\s*lamaran|lamaran\s*pekerjaan\s*sebagai|posisi\s*sebagai|for\s*the\s*position\s*of)\s+"
    r"(\w)",
    re.IGNORECASE,
)
CAPITALISED = re.compile(r"[A-Z][\w/&-]*(?:[ \n]+[A-Z][\w/&-]*)*")
GREETED = re.compile(
    r"(?:Yth\.?|Dear|Hai|Halo)\s*,?\s*(?:(?:Sdr\s*/\s*i|Sdri?|Saudara\s*/\s*i|Saudara|Saudari|Bapak|Ibu|Mr|Ms)\b\.?\s*)?"
    r"([A-Z][A-Za-z'.]*(?:[ ]+[A-Z][A-Za-z'.]*)*)\s*[,.]?\s*$",
    re.MULTILINE,
)
"""A greeting that fills its line: the sentence below begins with a capital too."""
BORN = re.compile(r"lahir|born", re.IGNORECASE)


def application_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return applicant, company, position and day."""
    labelled = values(lines, load_labels("bukti_lamaran"))
    text, starts = joined(lines)
    found: dict[str, Found | None] = {
        "nama": _applicant(labelled.get("nama", []), text, starts),
        "perusahaan": company_of(labelled, text, starts),
        "posisi": _filled(labelled.get("posisi", [])) or _role(text, starts),
        "tanggal_lamaran": _sent(lines, labelled, text, starts),
    }
    return fields_of(found)


def application_kind(lines: Sequence[Line]) -> str:
    """Return ``panggilan`` for a call to a test or an interview, else ``lamaran``."""
    return "panggilan" if CALL.search(joined(lines)[0].replace("\n", " ")) else "lamaran"


def _applicant(labelled: Sequence[Found], text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    named = [one for one in labelled if person_name(one.text)]
    if named:
        return named[0]
    for pattern in (GREETED, ADDRESSED):
        match = pattern.search(text)
        if match and person_name(match[1]):
            return span(starts, *match.span(1))
    return None


def _role(text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """The position that is named most often; at the end of a line it may or may not go on in the next."""
    spans: list[tuple[int, int]] = []
    for match in ROLE.finditer(text):
        words = CAPITALISED.match(text, match.start(1))
        if words:
            spans.append(words.span())
            if "\n" in words.group():
                spans.append((words.start(), words.start() + words.group().index("\n")))
    if not spans:
        return None
    named = [" ".join(text[a:b].split()).upper() for a, b in spans]
    best = max(range(len(spans)), key=lambda place: (named.count(named[place]), len(named[place])))
    return span(starts, *spans[best])


def _filled(founds: Sequence[Found]) -> Found | None:
    return next((one for one in founds if one.pieces), None)


def _sent(
    lines: Sequence[Line], labelled: dict[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    """The labelled day, the letter's day, or the one day that the screen shows."""
    for found in labelled.get("tanggal_lamaran", []):
        dates = dates_of(found.text)
        if dates:
            return found.cut(dates[0].start, dates[0].end)
    written = letter_date(lines, text, starts, labelled_lines(labelled))
    if written is not None:
        return written
    flat = text.replace("\n", " ")
    others = [one for one in dates_of(text) if not BORN.search(flat[max(0, one.start - 60) : one.start])]
    return (
        Found(span(starts, others[0].start, others[0].end).pieces, sure=len(others) == 1) if others else None
    )

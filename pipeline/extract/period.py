"""First and last day of work in an employment letter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from models.dates import find_dates
from models.field import Line
from pipeline.extract.dates_in_text import dates_of, is_birth
from pipeline.extract.found import Found, span

CONNECTOR = (
    r"(?:sampai\s*dengan|s\s*[/.]\s*d\.?|hingga|sampai|until|to|s/d|sd|[-–])\s*(?:dengan\s*)?(?:tanggal\s*)?"
)
ENDING = re.compile(
    r"(?:diakhiri|berakhir|putus\s*sejak|berlaku\s*sejak|berlaku\s*efektif|efektif"
    r"|terhitung\s*(?:mulai\s*|sejak\s*)?tanggal|effective)\D{0,45}$",
    re.IGNORECASE,
)
STARTING = re.compile(r"(?:sejak|terhitung\s*mulai|mulai|dari|since|from)\s*(?:tanggal)?\s*$", re.IGNORECASE)


def work_period(
    labelled: Mapping[str, list[Found]],
    text: str,
    starts: Sequence[tuple[int, Line]],
    written: Found | None,
) -> dict[str, Found | None]:
    """Return first and last day of work: labelled, as a period, or by the words before each date."""
    begin, end = _labelled(labelled)
    flat, dates = text.replace("\n", " "), dates_of(text)
    if begin is None or end is None:
        for first, second in pairwise(dates):
            between = flat[first.end : second.start]
            if re.fullmatch(r"\s*,?\s*" + CONNECTOR + r"\s*", between, re.IGNORECASE):
                begin = begin or span(starts, first.start, first.end)
                end = end or span(starts, second.start, second.end)
                break
    signed = written.box if written else None
    for one in dates:
        here = span(starts, one.start, one.end)
        if (signed is not None and here.box == signed) or is_birth(one, flat, dates):
            continue
        before = flat[max(0, one.start - 70) : one.start]
        if ENDING.search(before):
            end = end or here
        elif STARTING.search(before):
            begin = begin or here
    return {"tanggal_masuk": begin, "tanggal_keluar": end}


def _labelled(labelled: Mapping[str, list[Found]]) -> tuple[Found | None, Found | None]:
    begin = _dated(labelled.get("tanggal_masuk", []))
    end = _dated(labelled.get("tanggal_keluar", []))
    for found in labelled.get("masa_kerja", []):
        dates = find_dates(found.text)
        if len(dates) >= 2:
            begin = begin or found.cut(dates[0][1], dates[0][2])
            end = end or found.cut(dates[1][1], dates[1][2])
    return begin, end


def _dated(founds: Sequence[Found]) -> Found | None:
    """The labelled value with a date; not sure where the label is there again with another day."""
    dated = [(f, {day for day, _, _ in find_dates(f.text)}) for f in founds]
    days = [day for _, each in dated for day in each]
    found = next((f for f, each in dated if each), founds[0] if founds else None)
    return Found(found.pieces, sure=len(set(days)) < 2) if found else None

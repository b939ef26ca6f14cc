"""Is the NIK of an identity card well formed, its region known, and does it fit the printed facts?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.check import Check, Result
from models.dates import parse_date
from models.document import Document
from models.numbers.nik import Nik, problems_in
from pipeline.regions import Region, region_of
from pipeline.validate.presence import about, unread

STRUCTURE = "nik_structure"
BIRTH_DATE = "nik_birthdate_vs_printed"
REGION = "nik_region"


def nik_checks(card: Document, *, on: date) -> Iterator[Check]:
    """Answer every question about the NIK of one identity card."""
    absent = unread(STRUCTURE, card, "nik")
    if absent:
        yield absent
        return
    text = card.value("nik") or ""
    problems = problems_in(text)
    if problems:
        yield about(STRUCTURE, card, "nik", Result.FAIL, kind=problems[0], found=text)
        return
    nik = Nik.parse(text)
    yield _structure(card, nik)
    yield _region(card, nik)
    yield _birth_date(card, nik, on)
    yield _sex(card, nik)


def _structure(card: Document, nik: Nik) -> Check:
    if _regency(nik) is None:
        return about(STRUCTURE, card, "nik", Result.UNCLEAR, kind="region_unknown", found=nik.digits)
    return about(STRUCTURE, card, "nik", Result.PASS, found=nik.digits)


def _region(card: Document, nik: Nik) -> Check:
    """Information for the officer: a NIK does not follow moves, so no place on the card contradicts it."""
    district, regency = region_of(nik.region_code), _regency(nik)
    if regency is None:
        return about(REGION, card, "nik", Result.UNCLEAR, kind="region_unknown", found=nik.regency_code)
    if district is None:
        return about(REGION, card, "nik", Result.UNCLEAR, kind="district_unknown", found=regency.name)
    place = f"{district.name}, {regency.name}"
    return about(REGION, card, "nik", Result.PASS, kind=district.level, found=place)


def _birth_date(card: Document, nik: Nik, on: date) -> Check:
    absent = unread(BIRTH_DATE, card, "tanggal_lahir")
    if absent:
        return absent
    text = card.value("tanggal_lahir") or ""
    printed = parse_date(text)
    if printed is None:
        return about(BIRTH_DATE, card, "tanggal_lahir", Result.UNCLEAR, kind="unreadable", found=text)
    told = nik.birth_date_on(on, printed)
    expected = told.isoformat() if told else " / ".join(d.isoformat() for d in nik.birth_dates())
    result = Result.PASS if told == printed else Result.FAIL
    return about(
        BIRTH_DATE,
        card,
        "tanggal_lahir",
        result,
        kind="birth_date",
        expected=expected,
        found=printed.isoformat(),
    )


def _sex(card: Document, nik: Nik) -> Check:
    absent = unread(BIRTH_DATE, card, "jenis_kelamin")
    if absent:
        return absent
    printed = card.value("jenis_kelamin") or ""
    if printed not in ("LAKI-LAKI", "PEREMPUAN"):
        return about(BIRTH_DATE, card, "jenis_kelamin", Result.UNCLEAR, kind="unreadable", found=printed)
    result = Result.PASS if printed == nik.sex else Result.FAIL
    return about(BIRTH_DATE, card, "jenis_kelamin", result, kind="sex", expected=nik.sex.value, found=printed)


def _regency(nik: Nik) -> Region | None:
    return region_of(nik.regency_code)

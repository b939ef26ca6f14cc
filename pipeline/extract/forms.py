"""Fields of forms (`formulir`), of the account of an accident, and of the registry's letter for a card."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from models.field import Field, Line
from pipeline.extract.dates_in_text import dates_of, letter_date
from pipeline.extract.employer import company_name, company_of
from pipeline.extract.found import Found, joined, span
from pipeline.extract.labelled import labelled_lines, load_labels, values
from pipeline.extract.letters import letter_number, number_field
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import (
    Normaliser,
    alphanumeric_kpj,
    as_printed,
    date_value,
    digits_in,
    number,
    person_name,
    place,
    upper_text,
    word_of,
)
from pipeline.extract.worker import citizen_number, member_number

LEAST_OF_KPJ = 7
"""Digits from which a labelled value is a membership number with some lost."""

EVENT = re.compile(
    r"(?:kejadian|kecelakaan|pada\s*hari)\W[^.]{0,40}?tanggal\W*$|pada\s*(?:hari\s*\w+\W*)?tanggal\W*$",
    re.IGNORECASE,
)
"""What stands before the day of an accident in running text."""


CORRECTION = re.compile(r"formulir\s*(?:koreksi|perubahan)\s*data", re.IGNORECASE)


def is_correction(lines: Sequence[Line]) -> bool:
    """Tell whether a form asks for registered data to be corrected, by its heading."""
    return CORRECTION.search(joined(lines)[0].replace("\n", " ")) is not None


def form_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return what a form says about member, company, applicant and, on the JKK forms, the accident."""
    labelled = values(lines, load_labels("formulir"))
    text, starts = joined(lines)
    found = {
        "nama": _first(labelled, "nama"),
        "nik": _of_length(labelled.get("nik", []), 16),
        "kpj": _member(labelled, text, starts),
        "tanggal_lahir": _dated(labelled.get("lahir", [])),
        "perusahaan": _first(labelled, "perusahaan"),
        "npp": _first(labelled, "npp"),
        "jabatan": _first(labelled, "jabatan"),
        "tanggal_kejadian": _dated(labelled.get("tanggal_kejadian", [])),
        "nama_pemohon": _first(labelled, "nama_pemohon"),
        "nik_pemohon": _of_length(labelled.get("nik_pemohon", []), 16),
        "tanggal_surat": letter_date(lines, text, starts, labelled_lines(labelled)),
    }
    return fields_of(found)


def accident_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return who was hurt, where employed, and when it happened; labelled, or told in a sentence."""
    labelled = values(lines, load_labels("formulir"))
    text, starts = joined(lines)
    happened = _dated(labelled.get("tanggal_kejadian", [])) or _told(text, starts)
    found = {
        "nama": _first(labelled, "nama"),
        "nik": citizen_number(labelled, text, starts),
        "kpj": _member(labelled, text, starts),
        "perusahaan": company_of(labelled, text, starts),
        "jabatan": _first(labelled, "jabatan"),
        "tanggal_kejadian": happened,
        "nomor_surat": letter_number({}, text, starts),
        "tanggal_surat": letter_date(lines, text, starts, labelled_lines(labelled)),
    }
    return fields_of(found)


def stand_in_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return the identity on a registry's letter that stands in for the card (`suket`)."""
    labelled = values(lines, load_labels("suket"))
    text, starts = joined(lines)
    born = _first(labelled, "lahir")
    found: dict[str, Found | None] = {
        "nik": citizen_number(labelled, text, starts),
        "nama": _first(labelled, "nama"),
        "tempat_lahir": _before_date(born),
        "tanggal_lahir": _dated(labelled.get("lahir", [])),
        "nomor_surat": letter_number(labelled, text, starts),
        "tanggal_surat": letter_date(lines, text, starts, labelled_lines(labelled)),
    }
    fields = fields_of(found)
    for name in ("jenis_kelamin", "agama", "status_perkawinan", "pekerjaan", "kewarganegaraan"):
        if name in labelled:
            fields[name] = field_of(_first(labelled, name), word_of(name))
    return fields


KINDS: Mapping[str, Normaliser] = {
    "nama": person_name, "nama_pemohon": person_name, "nama_pewaris": person_name,
    "nama_penerima": person_name,
    "nik": number(16), "nik_pemohon": number(16), "nik_pewaris": number(16), "nik_penerima": number(16),
    "kpj": alphanumeric_kpj, "npp": as_printed, "perusahaan": company_name, "jabatan": upper_text,
    "posisi": upper_text, "tempat_lahir": place, "tanggal_lahir": date_value, "tanggal_kejadian": date_value,
    "tanggal_lamaran": date_value, "tanggal_surat": date_value, "nomor_surat": as_printed,
}  # fmt: skip
"""How the fields of these papers are brought into their normal form."""


def fields_of(found: Mapping[str, Found | None]) -> dict[str, Field]:
    """Return a field for everything that was found; what was not is not on the paper."""
    fields = {name: field_of(one, KINDS[name]) for name, one in found.items() if one is not None}
    if (printed := found.get("nomor_surat")) is not None:
        fields["nomor_surat"] = number_field(printed)
    return fields


def _told(text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """The day that the story begins with: the first date behind words for it."""
    flat = text.replace("\n", " ")
    for one in dates_of(text):
        if EVENT.search(flat[max(0, one.start - 70) : one.start]):
            return span(starts, one.start, one.end)
    return None


def _first(labelled: Mapping[str, list[Found]], name: str) -> Found | None:
    """The first labelled value that holds something; else an empty one where the label is there."""
    every = labelled.get(name, [])
    return next((one for one in every if one.pieces), every[0] if every else None)


def _of_length(founds: Sequence[Found], length: int) -> Found | None:
    for found in founds:
        runs = digits_in(found.text, (length,))
        if runs:
            return found.cut(runs[0][0], runs[0][1])
    return next((found for found in founds if found.pieces), founds[0] if founds else None)


def _member(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    """The membership number; where its label is there and most of its digits, but not all, an unreadable one.

    The institution's own name in the heading is much like a label for the number.
    """
    nearly = [f for f in labelled.get("kpj", []) if sum(c.isdigit() for c in f.text) >= LEAST_OF_KPJ]
    return member_number(labelled, text, starts) or (nearly[0] if nearly else None)


def _dated(founds: Sequence[Found]) -> Found | None:
    """The labelled date, cut out of what stands round it (a place, a day of the week)."""
    for found in founds:
        dates = dates_of(found.text)
        if dates:
            return found.cut(dates[0].start, dates[0].end)
    return next((found for found in founds if found.pieces), founds[0] if founds else None)


def _before_date(found: Found | None) -> Found | None:
    if found is None:
        return None
    dates = dates_of(found.text)
    cut = len(found.text[: dates[0].start].rstrip(" ,/")) if dates else len(found.text)
    return found.cut(0, cut) if cut else Found(())

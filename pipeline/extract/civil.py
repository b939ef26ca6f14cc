"""Fields of civil registration papers: death, marriage, birth."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Field, Line
from pipeline.extract.capitals import capitals_after
from pipeline.extract.dates_in_text import DYING, date_at, dates_of, letter_date, surest
from pipeline.extract.found import Found, joined, span
from pipeline.extract.labelled import labelled_lines, load_labels, median_height, values
from pipeline.extract.letters import letter_number, number_field
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import Normal, as_printed, date_value, number, person_name
from pipeline.extract.worker import citizen_number

DEED = re.compile(
    r"(\d{4}\s*-\s*(?:KM|LU|LT|KW|CR)\s*-\s*\d{8}\s*-\s*\d{3,4}"
    r"|AL\.?\s*\d[\d. ]{6,}|\d{3,4}/\d{1,3}/[IVXl1|]+/\d{4}"
    r"|(?:(?<=NOMOR)|(?<=NO\.))\W{0,3}\d{16}\b"
    r"|(?:(?<=NOMOR)|(?<=NO\.))\W{0,4}(?-i:\d{1,5}(?:/[A-Z]{1,5}){0,2}/[12][09]\d\d)\b)",
    re.IGNORECASE,
)
"""Shapes of register numbers; sixteen digits only behind their label, as a NIK has as many."""

WEDDING = re.compile(
    r"pada\s*hari|dilangsungkan|akad\s*nikah|tercatat\s*perkawinan|perkawinan\s*antara", re.IGNORECASE
)
BIRTH = re.compile(r"telah\s*lahir", re.IGNORECASE)
HEADINGS = re.compile(
    r"REPUBLIK|PENCATATAN|KUTIPAN|AKTA|WARGA|INDONESIA|REGISTRY|OFFICE|NOMOR|PEJABAT|DINAS|DENGAN"
)


def death_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``nama``, ``nik``, ``tanggal_meninggal``, ``nomor_akta`` of a death certificate.

    The letter of a hospital or a village has ``nomor_surat`` and ``tanggal_surat`` in the number's place.
    """
    labelled = values(lines, load_labels("akta_kematian"))
    text, starts = joined(lines)
    names = [f for f in labelled.get("nama", []) if person_name(f.text)]
    found = {
        "nama": names[0] if names else _named_alone(lines, r"bernama|nama\s*:?\s*$"),
        "tanggal_meninggal": _labelled_date(labelled.get("tanggal_meninggal", []))
        or date_at(DYING, text, starts),
        "nomor_akta": _deed_number(text, starts),
    }
    kinds = {"nama": person_name, "tanggal_meninggal": date_value, "nomor_akta": _deed}
    result = {name: field_of(value, kinds[name]) for name, value in found.items()}
    nik = citizen_number(labelled, text, starts)
    if nik is not None:
        result["nik"] = field_of(nik, number(16))
    if found["nomor_akta"] is None:  # the letter of a hospital or a village, not the registry's deed
        own = letter_number({}, text, starts)
        written = letter_date(lines, text, starts, labelled_lines(labelled))
        if own is not None:
            result["nomor_surat"] = number_field(own)
        if written is not None:
            result["tanggal_surat"] = field_of(written, date_value)
    return {name: value for name, value in result.items() if value.readings or name != "nomor_akta"}


def _deed_number(text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """The register's number, by its shape."""
    match = DEED.search(text)
    if match is None:
        return None
    start = match.end(1) - len(match[1].lstrip(" .:;-"))
    return span(starts, start, match.end(1))


def _deed(text: str) -> Normal | None:
    """Normalise a register number; between its strokes the month is a Roman number, read as 1 or l or not."""
    printed = as_printed(text)
    month = re.fullmatch(r"(\d+/\d+/)([IVX1L|]+)(/\d{4})", printed.value) if printed else None
    if printed is None or month is None or re.fullmatch("[IVX]+", month[2]):
        return printed
    value = month[1] + re.sub(r"[1L|]", "I", month[2]) + month[3]
    return Normal(value, re.sub(r"[^A-Z0-9]", "", value), ("month taken as a Roman number",))


def _labelled_date(labelled: Sequence[Found]) -> Found | None:
    """The date beside its label; an empty value where the label is there and its date cannot be read."""
    for found in labelled:
        one = surest(dates_of(found.text))
        if one:
            return found.cut(one.start, one.end)
    return labelled[0] if labelled else None


def _named_alone(lines: Sequence[Line], before: str) -> Found | None:
    """The line of capitals below a line that ends with these words."""
    ordered = sorted(lines, key=lambda line: line.quad.centre[1])
    for place, line in enumerate(ordered):
        if re.search(before, line.text.strip(), re.IGNORECASE):
            for other in ordered[place + 1 : place + 4]:
                if _in_capitals(other.text):
                    return Found.whole(other)
    return None


def marriage_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``nama_suami``, ``nama_istri``, ``tanggal_nikah``, ``nomor_akta``."""
    labelled = values(lines, load_labels("akta_nikah"))
    text, starts = joined(lines)
    names = [f for f in labelled.get("nama", []) if person_name(f.text)]
    if len(names) < 2:
        names = _couple_alone(lines)
    result = {
        "nama_suami": field_of(names[0] if names else None, person_name),
        "nama_istri": field_of(names[1] if len(names) > 1 else None, person_name),
        "tanggal_nikah": field_of(date_at(WEDDING, text, starts), date_value),
    }
    number_ = _deed_number(text, starts)
    if number_ is not None:
        result["nomor_akta"] = number_field(number_, _deed)
    return result


def _in_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 2 and sum(c.isupper() for c in letters) > 0.9 * len(letters)


def _couple_alone(lines: Sequence[Line]) -> list[Found]:
    """Two names in capitals, above and below a line that says only ``dengan``."""
    ordered = sorted(lines, key=lambda line: line.quad.centre[1])
    for place, line in enumerate(ordered):
        if re.fullmatch(r"\W*dengan\W*", line.text, re.IGNORECASE) and 0 < place < len(ordered) - 1:
            couple = (ordered[place - 1], ordered[place + 1])
            return [Found.whole(one) if _in_capitals(one.text) else Found(()) for one in couple]
    return []


def birth_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``nama``, ``tanggal_lahir``, ``nama_ayah``, ``nama_ibu``, ``nomor_akta``."""
    text, starts = joined(lines)
    result = {
        "nama": field_of(_child(lines), person_name),
        "tanggal_lahir": field_of(date_at(BIRTH, text, starts), date_value),
        "nama_ayah": field_of(capitals_after(r"(?:\bayah|(?<=dari)ayah)\s*:?\s*", text, starts), person_name),
        "nama_ibu": field_of(capitals_after(r"(?:\bibu|(?<=dan)ibu)\s*:?\s*", text, starts), person_name),
    }
    number_ = _deed_number(text, starts)
    if number_ is not None:
        result["nomor_akta"] = number_field(number_, _deed)
    return result


def _child(lines: Sequence[Line]) -> Found | None:
    """The name in capitals on a line of its own, between the words of birth and those of the parents."""
    ordered = sorted(lines, key=lambda line: line.quad.centre[1])
    height = median_height(lines)
    born = next(
        (
            line
            for line in ordered
            if re.search(r"lahir|born", line.text, re.IGNORECASE) and "KELAHIRAN" not in line.text.upper()
        ),
        None,
    )
    if born is None:
        return None
    after = [line for line in ordered if line.quad.centre[1] > born.quad.centre[1] - 0.2 * height]
    for line in after:
        letters = [c for c in line.text if c.isalpha()]
        if (
            len(letters) > 2
            and all(c.isupper() for c in letters)
            and not HEADINGS.search(line.text)
            and not any(c.isdigit() for c in line.text)
        ):
            return Found.whole(line)
    return None

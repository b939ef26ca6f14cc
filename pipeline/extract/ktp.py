"""Fields of the identity card (KTP-el), by its printed labels (UU 24/2013 Art 64)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from models.field import Field, Line
from pipeline.extract.found import Found, Piece
from pipeline.extract.ktp_order import by_order
from pipeline.extract.labelled import fold, load_labels, of_others, values
from pipeline.extract.listed import as_listed, of_closed_list, of_no_other_row, unread
from pipeline.extract.reconcile import field_of
from pipeline.extract.rows import same_row
from pipeline.extract.values import (
    Normal,
    Normaliser,
    address,
    blood_group,
    date_value,
    digits_in,
    number,
    person_name,
    place,
    rt_rw,
    word_of,
)
from pipeline.regions import districts, provinces, regencies, towns

PLAIN: Mapping[str, Normaliser] = {
    "nama": person_name,
    "alamat": address,
    "rt_rw": rt_rw,
    "kel_desa": place,
    "kecamatan": place,
    "agama": word_of("agama"),
    "status_perkawinan": word_of("status_perkawinan"),
    "pekerjaan": word_of("pekerjaan", at_least=86.0),
}

CLOSED = ("agama", "status_perkawinan", "pekerjaan", "jenis_kelamin")
"""Rows whose words come from a list; a word of another row's list was read in the wrong row."""

BLOOD = re.compile(r"[GC6]o[lI1]\s*\.?\s*[-.]?\s*Darah\s*[:;.=]*", re.IGNORECASE)
LEAST_OF_NIK = 12
"""Digits that the value beside the label must have to be the number, read badly or well."""

NEIGHBOURHOOD = re.compile(r"\W*\d{3}\W?/\W?\d{3}\W*")
"""What stands in the row below the address, and is none."""

NO_LABEL = "its label was not read; it stands below the village and names a district of this regency"

LONGEST_SLIP = 4
"""Letters of WNI with one letter too many; no country has so short a name that is so near."""

WHEN = re.compile(r"[0-9OolI]{1,2}\s*[-./ ]\s*[0-9OolI]{1,2}\s*[-./ ]\s*[0-9OolI]{4}")


def fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return every field of the card. All labels are always printed, so what was not found is unreadable."""
    labels = load_labels("ktp")
    found = {name: _first(hits) for name, hits in values(lines, labels).items()}
    found = {name: one for name, one in found.items() if one.pieces}
    found |= by_order(found, lines)
    head = _header(lines)
    below = _district_below_village(found, head["kabupaten_kota"])
    result = {name: field_of(found.get(name), kind) for name, kind in PLAIN.items()} | below
    result |= {name: of_no_other_row(result[name]) for name in ("kel_desa", "kecamatan")}
    if NEIGHBOURHOOD.fullmatch(result["alamat"].value or ""):
        result["alamat"] = unread(result["alamat"])
    result["nik"] = field_of(_nik(found.get("nik"), lines, of_others("nik", lines, labels)), number(16))
    result |= _birth(found.get("lahir"))
    result |= _sex_and_blood(found, lines)
    result["kewarganegaraan"] = field_of(found.get("kewarganegaraan"), _citizenship)
    result["berlaku_hingga"] = field_of(found.get("berlaku_hingga"), _until)
    return result | _as_listed(result | head)


def _as_listed(read: Mapping[str, Field]) -> dict[str, Field]:
    """The regions as the list writes them, each within the region that the card itself prints above it.

    The NIK is not asked: a card whose places were changed must keep saying what it says.
    """
    province = as_listed(read["provinsi"], provinces(), place)
    regency = as_listed(read["kabupaten_kota"], regencies(province.value), _regency)
    district = as_listed(read["kecamatan"], districts(regency.value), place)
    return {
        "provinsi": province,
        "kabupaten_kota": regency,
        "kecamatan": district,
        "tempat_lahir": as_listed(read["tempat_lahir"], towns(), _place_before_date, blanks_only=True),
        **{name: of_closed_list(read[name], name) for name in CLOSED},
    }


def _district_below_village(found: Mapping[str, Found], regency: Field) -> dict[str, Field]:
    """Village and district apart where the district's label was not read and its line went to the village.

    Only where that line names a district of the regency that the card prints.
    """
    village, district = found.get("kel_desa"), found.get("kecamatan")
    if village is None or len(village.pieces) < 2 or (district and district.pieces):
        return {}
    last = Found(village.pieces[-1:], sure=False)
    if regency.value is None or districts(regency.value).writing(last.text) is None:
        return {}
    return {
        "kel_desa": field_of(Found(village.pieces[:-1], sure=False), place),
        "kecamatan": replace(field_of(last, place), repairs=(NO_LABEL,)),
    }


def _first(hits: Sequence[Found]) -> Found:
    """The first value of a label; not sure where the card seems to have the label twice."""
    different = {fold(hit.text) for hit in hits if hit.pieces}
    return Found(hits[0].pieces, sure=hits[0].sure and len(different) < 2)


def _nik(labelled: Found | None, lines: Sequence[Line], others: set[int]) -> Found | None:
    """The number beside its label; else the only 16 digits that stand behind no other label."""
    if labelled and sum(c.isdigit() for c in labelled.text) >= LEAST_OF_NIK:
        return labelled
    alone = [
        Found((Piece(line, runs[0][0], runs[0][1]),))
        for line in lines
        if id(line) not in others and len(runs := digits_in(line.text, (16,))) == 1
    ]
    return Found(alone[0].pieces, sure=len(alone) == 1) if alone else labelled


def _birth(found: Found | None) -> dict[str, Field]:
    """Split ``PLACE, DD-MM-YYYY``; the comma is often lost or read as a stop."""
    if found is None or not found.pieces:
        return {"tempat_lahir": Field(None, 0.0), "tanggal_lahir": Field(None, 0.0)}
    last = found.pieces[-1]
    match = WHEN.search(last.text)
    if match is None:
        return {
            "tempat_lahir": field_of(found, _place_before_date),
            "tanggal_lahir": field_of(found, date_value),
        }
    start = last.start + match.start()
    before = (*found.pieces[:-1], Piece(last.line, last.start, start))
    town = Found(tuple(p for p in before if p.text.strip(" :.,;")), found.sure)
    day = Found((Piece(last.line, start, last.start + match.end()),), found.sure)
    return {"tempat_lahir": field_of(town, _place_before_date), "tanggal_lahir": field_of(day, date_value)}


def _place_before_date(text: str) -> Normal | None:
    match = WHEN.search(text)
    return place(re.sub(r"[,.;:\s]+[\d\s./-]*$", "", text[: match.start()] if match else text))


def _sex_and_blood(found: Mapping[str, Found], lines: Sequence[Line]) -> dict[str, Field]:
    """The two share a row, sometimes one line: ``PEREMPUAN Gol. Darah : O``."""
    sex, blood = found.get("jenis_kelamin"), found.get("golongan_darah")
    if sex and sex.pieces:
        kept = []
        for piece in sex.pieces:
            cut = BLOOD.search(piece.text)
            if cut is None:
                kept.append(piece)
                continue
            blood = Found((Piece(piece.line, piece.start + cut.end(), piece.end),))
            if cut.start() > 0:
                kept.append(Piece(piece.line, piece.start, piece.start + cut.start()))
            break
        sex = Found(tuple(kept[:1]))
    result = {"jenis_kelamin": field_of(sex, word_of("jenis_kelamin", at_least=70.0))}
    if blood and blood.pieces and blood.text.strip(" :.-_"):
        group = field_of(blood, _blood)
        if group.value is not None or len(blood.text) <= 3:
            result["golongan_darah"] = group
    return result


def _blood(text: str) -> Normal | None:
    """A group, or the words for an unknown one, which the portrait's edge may cut."""
    folded = fold(text)
    if folded.startswith("TID"):
        return Normal(
            "TIDAK TAHU", "TIDAKTAHU", () if folded == "TIDAKTAHU" else ("completed to TIDAK TAHU",)
        )
    return blood_group(text)


def _citizenship(text: str) -> Normal | None:
    folded = fold(text)
    if folded.startswith(("WNI", "WN1", "WNT", "VNI")) or folded == "WN":
        return Normal("WNI", "WNI")
    if len(folded) == LONGEST_SLIP and Levenshtein.distance(folded, "WNI") == 1:
        return Normal("WNI", "WNI", ("one letter too many in WNI",))
    return place(text)


def _until(text: str) -> Normal | None:
    if "SEUMUR" in text.upper() or "HIDUP" in text.upper():
        return Normal("SEUMUR HIDUP", "SEUMURHIDUP")
    return date_value(text)


PROVINCE = re.compile(r"^\W*PROV[IL1]N[S5][IL1]?\W*")
"""The first word of a card's head."""


def _header(lines: Sequence[Line]) -> dict[str, Field]:
    """Two centred lines on top: PROVINSI and its name, then the regency or city."""
    result = {"provinsi": Field(None, 0.0), "kabupaten_kota": Field(None, 0.0)}
    for line in lines:
        match = PROVINCE.match(line.text.upper())
        if match is None:
            continue
        rest = line.text[match.end() :]
        pieces: tuple[Piece, ...] = (Piece(line, match.end(), len(line.text)),) if rest.strip() else ()
        if not pieces:
            pieces = tuple(
                Piece(o, 0, len(o.text))
                for o in lines
                if o is not line and same_row(line, o) and o.quad.left > line.quad.left
            )[:1]
        result["provinsi"] = field_of(Found(pieces), _province)
        height = line.quad.height
        below = [
            o
            for o in lines
            if 0.5 * height < o.quad.centre[1] - line.quad.centre[1] < 2.4 * height and _overlap(o, line)
        ]
        if below:
            nearest = min(below, key=lambda o: o.quad.centre[1])
            result["kabupaten_kota"] = field_of(Found.whole(nearest), _regency)
        break
    return result


def _overlap(a: Line, b: Line) -> bool:
    return min(a.quad.right, b.quad.right) > max(a.quad.left, b.quad.left)


def _province(text: str) -> Normal | None:
    """A province's name; a reader may have drawn the word before it into it."""
    return place(PROVINCE.sub("", text.upper()))


def _regency(text: str) -> Normal | None:
    normal = place(text)
    if normal is None:
        return None
    spaced = re.sub(r"^(KABUPATEN|KOTA(?!BARU|BUMI))(?=[A-Z])", r"\1 ", normal.value)
    return Normal(spaced, normal.key)

"""Fields of the family card (kartu keluarga): heading, and two tables joined by their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from models.field import Field, Line, Row
from pipeline.extract.found import Found, Piece
from pipeline.extract.labelled import load_labels, values
from pipeline.extract.listed import as_listed
from pipeline.extract.reconcile import field_of
from pipeline.extract.table import (
    LEAST_NAME,
    letters_of,
    name_before,
    numbered_rows,
    ordinal_of,
    rows_among,
)
from pipeline.extract.values import date_value, number, person_name, place, upper_text, word_of
from pipeline.extract.words_in_order import in_order
from pipeline.regions import towns

RELATION = word_of("hubungan", at_least=85.0)
SEX = word_of("jenis_kelamin", at_least=70.0)

LEARNT_AND_DONE = ("agama", "pendidikan", "pekerjaan")
"""The columns behind the date of birth, in the form's order; a blood group may follow."""

TABLE_HEAD = re.compile(r"\W*(NAMA\s*LENGKAP|NIK|NAMA\s*LENGKAP\W+NIK.*)\W*")
SECOND_ROW = re.compile(r"(?<!PER)KAWIN(?!AN)|CERAI\s*(HIDUP|MATI)|\bWN[IA]\b")
"""What every row of the second table holds, besides the relation: marital status, citizenship."""

FOOT = re.compile(r"DIKELUARKAN|LEMBAR\s*:|KEPALA\s*DINAS|TANDA\s*TANGAN")
TIE = re.compile(
    r"(?:^|[\s|]|KAWIN|TERCATAT|HIDUP|MATI)"
    r"(KEPALA\s*KELUARGA|SUAMI|ISTRI|ANAK|MENANTU|CUCU|ORANG\s*TUA|MERTUA|FAMILI\s*LAIN|PEMBANTU|LAINNYA)"
    r"(?=$|[\s|]|WN)"
)
COUNTRY_AND_PARENTS = 3
"""Cells with letters behind the relation of a foreigner: the country, father, mother."""

HEADING = re.compile(r"STATUS|^\W*NAMA\b|DALAM\s*KELUARGA")
WHEN = re.compile(r"\d{2}\s*[-/.]\s*\d{2}\s*[-/.]\s*\d{4}")
MEANT = re.compile(r"\d[\d\s\-/.]{4,9}\d")
"""A day of which a reader lost a mark or a digit: it is read again, and what stands behind it is not lost."""


def kk_fields(lines: Sequence[Line]) -> tuple[dict[str, Field], tuple[Row, ...]]:
    """Return the heading's fields and one row per member.

    The number of the card stands above the first table; the 16 digits in the table are the members' NIKs.
    """
    labelled = values(lines, load_labels("kk"))
    rows = rows_among(lines)
    numbered = [(found, row) for found, row in numbered_rows(rows) if "NIP" not in row[-1].text.upper()]
    head = _table_top(lines, numbered)
    above = [found for found, _ in numbered if _middle(found) < head]
    foot = _foot(lines, below=head)
    members = [(found, row) for found, row in numbered if head <= _middle(found) < foot]
    heads = [f for f in labelled.get("kepala_keluarga", []) if f.pieces and _middle(f) < head]
    result = {
        "nomor_kk": field_of(Found(above[0].pieces, sure=len(above) == 1) if above else None, number(16)),
        "kepala_keluarga": field_of(heads[0] if heads else None, person_name),
    }
    people = [_member(found, row) for found, row in members]
    ties = _second_table(lines, below=members[-1][0].pieces[0].line) if members else []
    joined = _joined_rows([row for _, row in members], ties)
    return result, tuple(person | _relation(tie) for person, tie in zip(people, joined, strict=True))


def _middle(found: Found) -> float:
    return found.pieces[0].line.quad.centre[1]


def _table_top(lines: Sequence[Line], numbered: Sequence[tuple[Found, list[Line]]]) -> float:
    """Where the first table begins: its heading, else its first row (a number with a name to its left)."""
    tops = [line.quad.top for line in lines if TABLE_HEAD.fullmatch(line.text.upper())]
    tops += [_middle(found) for found, row in numbered if _is_member(name_before(found, row))]
    return min(tops, default=float("inf"))


def _is_member(name: Found | None) -> bool:
    return name is not None and not re.fullmatch(r"\W*(NO|NOMOR|NIK|NOMOR\s*KK)\W*", name.text.upper())


def _joined_rows(members: Sequence[list[Line]], ties: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the second table's row for each member; an empty one for all where the rows cannot be matched.

    By the printed ordinals where all are known, else by order where the tables are equally long. A shifted
    join would give every person another's relation, so there is no third way.
    """
    first, second = (
        _counted([ordinal_of(row) for row in members]),
        _counted([ordinal_of(row) for row in ties]),
    )
    by_number = {ordinal: row for ordinal, row in zip(second, ties, strict=True) if ordinal is not None}
    if None not in first and len(set(first)) == len(first) and len(by_number) == len(ties):
        return [by_number.get(ordinal or 0, []) for ordinal in first]
    return list(ties) if len(ties) == len(members) else [[] for _ in members]


def _counted(ordinals: Sequence[int | None]) -> list[int | None]:
    """Fill in the ordinals of rows that stand between two whose own leave just as many between them."""
    known = [(-1, 0), *((row, count) for row, count in enumerate(ordinals) if count is not None)]
    filled = list(ordinals)
    for (row, count), (later, larger) in pairwise(known):
        if larger - count == later - row:
            filled[row + 1 : later] = range(count + 1, larger)
    return filled


def _member(nik: Found, row: Sequence[Line]) -> dict[str, Field]:
    """One row of the first table: name left of the NIK; sex, birth place and date right of it."""
    line = nik.pieces[0].line
    result = {
        "nik": field_of(nik, number(16)),
        "nama": field_of(name_before(nik, row), person_name),
    }
    rest = nik.pieces[0].end
    right = [Piece(line, rest, len(line.text))] if line.text[rest:].strip() else []
    right += [Piece(o, 0, len(o.text)) for o in row if o.quad.left > line.quad.left]
    behind: list[Piece] = []
    for part in right:
        sex = re.search(r"LAKI\s*-?\s*LAKI|PEREMPUAN", part.text.upper())
        if sex and "jenis_kelamin" not in result:
            result["jenis_kelamin"] = field_of(_within(part, *sex.span()), SEX)
            part = Piece(part.line, part.start + sex.end(), part.end)
        when = WHEN.search(part.text) or ("jenis_kelamin" in result and MEANT.search(part.text)) or None
        town = _within(part, 0, when.start() if when else len(part.text))
        placed = result.keys() & {"tempat_lahir", "tanggal_lahir"}
        if "jenis_kelamin" in result and not placed and len(letters_of(town.text)) >= LEAST_NAME:
            result["tempat_lahir"] = as_listed(field_of(town, place), towns(), place, blanks_only=True)
        if when and "tanggal_lahir" not in result:
            result["tanggal_lahir"] = field_of(_within(part, *when.span()), date_value)
            part = Piece(part.line, part.start + when.end(), part.end)
        if "tanggal_lahir" in result and letters_of(part.text):
            behind.append(part)
    return result | in_order(behind, LEARNT_AND_DONE)


def _foot(lines: Sequence[Line], *, below: float) -> float:
    """Where the tables end: the first line that the office prints under them (with a number of 18 digits)."""
    feet = [o.quad.top for o in lines if o.quad.top > below and FOOT.search(o.text.upper())]
    return min(feet, default=float("inf"))


def _within(part: Piece, start: int, end: int) -> Found:
    return Found((Piece(part.line, part.start + start, part.start + end),))


def _second_table(lines: Sequence[Line], *, below: Line) -> list[list[Line]]:
    """The rows of the second table, top to bottom."""
    foot = _foot(lines, below=below.quad.bottom)
    inside = [o for o in lines if o.quad.top >= below.quad.bottom - 2 and o.quad.centre[1] < foot]
    return [row for row in rows_among(inside) if _is_second_row(row)]


def _is_second_row(row: Sequence[Line]) -> bool:
    text = " ".join(line.text for line in row).upper()
    return not HEADING.search(text) and bool(SECOND_ROW.search(text) or TIE.search(text))


STATUS = re.compile(r"(?:BELUM\s*|CERAI\s*)?(?:KAWIN|HIDUP|MATI)(?:\s*BELUM)?(?:\s*TERCATAT)?")
CITIZEN = re.compile(r"\bWN[IA]\b")


def _standing(row: Sequence[Line]) -> dict[str, Field]:
    """Marital status and citizenship of a row of the second table; what was not found is not readable."""
    result: dict[str, Field] = {}
    for name, pattern in (("status_perkawinan", STATUS), ("kewarganegaraan", CITIZEN)):
        hits = [(line, match) for line in row if (match := pattern.search(line.text.upper()))]
        found = Found((Piece(hits[0][0], *hits[0][1].span()),)) if hits else None
        result[name] = field_of(found, word_of(name, at_least=88.0))
    return result


def _relation(row: Sequence[Line]) -> dict[str, Field]:
    """The relation (SHDK) of a row of the second table, and the last two names: father, then mother.

    The relation is the leftmost word of its kind: ANAK is also the beginning of Balinese names.
    """
    if not row:
        return dict.fromkeys(("hubungan", "status_perkawinan", "kewarganegaraan"), Field(None, 0.0))
    tie: Found | None = None
    behind = 0
    for place_, line in enumerate(row):
        match = TIE.search(line.text.upper())
        if match and tie is None:
            tie = Found((Piece(line, match.start(1), match.end(1)),))
            behind = place_ + 1
        elif re.fullmatch(r"\W*WN[IA]\W*", line.text.upper()):
            behind = place_ + 1
            break
    result = {"hubungan": field_of(tie, RELATION)} | _standing(row)
    names = [o for o in row[behind:] if len(letters_of(o.text)) >= LEAST_NAME]
    if tie and result["kewarganegaraan"].value is None and len(names) == COUNTRY_AND_PARENTS:
        result["kewarganegaraan"] = field_of(Found.whole(names.pop(0)), upper_text)
    if behind and len(names) == 2:
        result["nama_ayah"] = field_of(Found.whole(names[0]), person_name)
        result["nama_ibu"] = field_of(Found.whole(names[1]), person_name)
    return result

"""Fields of the family card (kartu keluarga): heading, and two tables joined by row number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Field, Line, Row
from pipeline.extract.civil import person_key
from pipeline.extract.found import Found, Piece
from pipeline.extract.labelled import load_labels, same_row, values
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import date_value, digits_in, number, person_name, place, word_of

RELATION = word_of("hubungan", at_least=85.0)


def kk_fields(lines: Sequence[Line]) -> tuple[dict[str, Field], tuple[Row, ...]]:
    """Return the heading's fields and one row per member.

    The number of the card is the 16 digits of the heading; the others are the members' NIKs. The second
    table has no NIKs: its rows are the relations read top to bottom, in the first table's order.
    """
    labelled = values(lines, load_labels("kk"))
    title = min(
        (line.quad.top for line in lines if re.search(r"KARTU\s*KELUARGA", line.text.upper())), default=0.0
    )
    numbered = sorted(
        (line for line in lines if digits_in(line.text, (16,))), key=lambda line: line.quad.centre[1]
    )
    heading = [line for line in numbered if line.quad.top >= title - 5][:1]
    result: dict[str, Field] = {"nomor_kk": field_of(_run(heading[0]) if heading else None, number(16))}
    heads = [f for f in labelled.get("kepala_keluarga", []) if f.pieces and person_name(f.text)]
    result["kepala_keluarga"] = field_of(heads[0] if heads else None, person_name)
    members = [_member(line, lines) for line in numbered if line not in heading]
    relations = _relations(lines, below=numbered[-1].quad.bottom if len(numbered) > 1 else title)
    rows: list[Row] = []
    for order, member in enumerate(members):
        row = dict(member)
        if order < len(relations):
            tie = relations[order]
            row["hubungan"] = field_of(tie, RELATION)
            row |= _parents(tie, lines)
        rows.append(row)
    return result, tuple(rows)


def _run(line: Line) -> Found:
    start, end, _ = digits_in(line.text, (16,))[0]
    return Found((Piece(line, start, end),))


def _member(line: Line, lines: Sequence[Line]) -> Row:
    """One row of the first table: name left of the NIK; sex, birth place and date right of it."""
    nik = _run(line)
    piece = nik.pieces[0]
    before = line.text[: piece.start]
    name: Found | None = None
    if len(person_key(before)) >= 3:
        lead = re.match(r"\s*\d{0,2}\s*[.)|]?\s*", before)
        name = Found((Piece(line, lead.end() if lead else 0, piece.start),))
    else:
        left = [
            o for o in lines if o is not line and same_row(line, o) and o.quad.centre[0] < line.quad.centre[0]
        ]
        left = [o for o in left if len(person_key(o.text)) >= 3]
        if left:
            nearest = max(left, key=lambda o: o.quad.right)
            lead = re.match(r"\s*\d{0,2}\s*[.)|]?\s*", nearest.text)
            name = Found((Piece(nearest, lead.end() if lead else 0, len(nearest.text)),))
    row = {"nik": field_of(nik, number(16)), "nama": field_of(name, person_name)}
    right = [Piece(line, piece.end, len(line.text))] if line.text[piece.end :].strip() else []
    right += [
        Piece(o, 0, len(o.text))
        for o in sorted(lines, key=lambda o: o.quad.left)
        if o is not line and same_row(line, o) and o.quad.left > line.quad.left
    ]
    for part in right:
        when = re.search(r"\d{2}\s*[-/.]\s*\d{2}\s*[-/.]\s*\d{4}", part.text)
        if when and "tanggal_lahir" not in row:
            row["tanggal_lahir"] = field_of(
                Found((Piece(part.line, part.start + when.start(), part.start + when.end()),)), date_value
            )
        if when and when.start() > 2 and "tempat_lahir" not in row and "jenis_kelamin" in row:
            town = Piece(part.line, part.start, part.start + when.start())
            row["tempat_lahir"] = field_of(Found((town,)), place)
        if (
            when is None
            and "tempat_lahir" not in row
            and "jenis_kelamin" in row
            and "tanggal_lahir" not in row
        ):
            row["tempat_lahir"] = field_of(Found((part,)), place)
        sex = re.search(r"LAKI\s*-?\s*LAKI|PEREMPUAN", part.text.upper())
        if sex and "jenis_kelamin" not in row:
            row["jenis_kelamin"] = field_of(
                Found((Piece(part.line, part.start + sex.start(), part.start + sex.end()),)),
                word_of("jenis_kelamin", at_least=70.0),
            )
    return row


def _relations(lines: Sequence[Line], *, below: float) -> list[Found]:
    """The column of relations (SHDK) in the second table, top to bottom."""
    words = (
        r"KEPALA\s*KELUARGA|SUAMI|ISTRI|ANAK|MENANTU|CUCU|ORANG\s*TUA|MERTUA|FAMILI\s*LAIN|PEMBANTU|LAINNYA"
    )
    found = []
    for line in lines:
        if line.quad.top < below - 2:
            continue
        match = re.search(
            rf"(?:^|[\s|]|KAWIN|TERCATAT|HIDUP|MATI)({words})(?=$|[\s|]|WNI|W)", line.text.upper()
        )
        if match and "STATUS" not in line.text.upper() and not re.match(r"\W*NAMA", line.text.upper()):
            found.append((line.quad.centre[1], Found((Piece(line, match.start(1), match.end(1)),))))
    return [f for _, f in sorted(found, key=lambda item: item[0])]


def _parents(tie: Found, lines: Sequence[Line]) -> Row:
    """The last two names of the row: father, then mother."""
    line = tie.pieces[0].line
    right = [
        o
        for o in sorted(lines, key=lambda o: o.quad.left)
        if o is not line and same_row(line, o) and o.quad.left > line.quad.left
    ]
    names = [
        o
        for o in right
        if len(person_key(o.text)) >= 3 and not re.fullmatch(r"\W*(WN[IA]|-+)\W*", o.text.upper())
    ]
    if len(names) >= 2:
        return {
            "nama_ayah": field_of(Found.whole(names[-2]), person_name),
            "nama_ibu": field_of(Found.whole(names[-1]), person_name),
        }
    return {}

"""Fields of civil registration papers and of the heirs' letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.dates import find_dates
from models.field import Field, Line, Row
from pipeline.extract.found import Found, Piece, joined, span
from pipeline.extract.labelled import load_labels, median_height, same_row, values
from pipeline.extract.letters import LETTER_NUMBER, citizen_number, letter_date
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import as_printed, date_value, digits_in, number, person_name, word_of

DEED = re.compile(
    r"(\d{4}\s*-\s*(?:KM|LU|LT|KW|CR)\s*-\s*\d{8}\s*-\s*\d{3,4}"
    r"|AL\.?\s*\d[\d. ]{6,}|\d{3,4}/\d{1,3}/[IVX]+/\d{4}|\b\d{16}\b)"
)
CAPITALS = r"([A-Z][A-Z'.]+(?:[ ]+[A-Z'.]+)*)"
HEADINGS = re.compile(
    r"REPUBLIK|PENCATATAN|KUTIPAN|AKTA|WARGA|INDONESIA|REGISTRY|OFFICE|NOMOR|PEJABAT|DINAS|DENGAN"
)


def death_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``nama``, ``nik``, ``tanggal_meninggal``, ``nomor_akta`` of a death certificate."""
    labelled = values(lines, load_labels("akta_kematian"))
    text, starts = joined(lines)
    names = [f for f in labelled.get("nama", []) if f.pieces and person_name(f.text)]
    found = {
        "nama": names[0] if names else _named_alone(lines, r"bernama|nama\s*:?\s*$"),
        "tanggal_meninggal": _death_date(labelled.get("tanggal_meninggal", []), text, starts),
        "nomor_akta": deed_number(text, starts),
    }
    kinds = {"nama": person_name, "tanggal_meninggal": date_value, "nomor_akta": as_printed}
    result = {name: field_of(value, kinds[name]) for name, value in found.items()}
    nik = citizen_number(labelled, text, starts)
    if nik is not None:
        result["nik"] = field_of(nik, number(16))
    return {name: value for name, value in result.items() if value.readings or name != "nomor_akta"}


def deed_number(text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """The register's number, by its shape."""
    match = DEED.search(text)
    return span(starts, *match.span(1)) if match else None


def _death_date(labelled: Sequence[Found], text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """The date beside its label; else the date nearest to the words of dying, the numeric one of a pair."""
    for found in labelled:
        dates = [d for d in find_dates(found.text) if re.search(r"\d{4}", found.text[d[1] : d[2]])]
        if dates and len(found.pieces) == 1:
            return found.cut(dates[-1][1], dates[-1][2])
    dying = re.search(r"meninggal\s*dunia|meninggal", text, re.IGNORECASE)
    dates = find_dates(text.replace("\n", " "))
    if not dates or dying is None:
        return None
    near = min(dates, key=lambda d: min(abs(d[1] - dying.end()), abs(d[2] - dying.start())))
    twins = [d for d in dates if d[0] == near[0] and re.search(r"\d{4}", text[d[1] : d[2]])]
    near = twins[0] if twins else near  # of a date in words and in digits, the digits are the surer reading
    return span(starts, near[1], near[2])


def _named_alone(lines: Sequence[Line], before: str) -> Found | None:
    """The line of capitals below a line that ends with these words."""
    ordered = sorted(lines, key=lambda line: line.quad.centre[1])
    for place, line in enumerate(ordered):
        if re.search(before, line.text.strip(), re.IGNORECASE):
            for other in ordered[place + 1 : place + 4]:
                letters = [c for c in other.text if c.isalpha()]
                if len(letters) > 2 and sum(c.isupper() for c in letters) > 0.9 * len(letters):
                    return Found.whole(other)
    return None


def heirs_fields(lines: Sequence[Line]) -> tuple[dict[str, Field], tuple[Row, ...]]:
    """Return the deceased's fields and the table of heirs (``nama``, ``nik``, ``hubungan``)."""
    text, starts = joined(lines)
    flat = text.replace("\n", " ")
    result: dict[str, Field] = {}
    dead = re.search(
        r"(?:almarhumah|almarhum|pewaris|alm\.)\s*:?\s*(?:bernama\s*)?" + CAPITALS, flat, re.IGNORECASE
    )
    name = None
    if dead:
        strict = re.match(CAPITALS, flat[dead.start(1) :])
        name = span(starts, dead.start(1), dead.start(1) + (strict.end() if strict else len(dead.group(1))))
    result["nama_pewaris"] = field_of(name, person_name)
    niks = digits_in(text, (16,))
    table_top = _table_top(lines)
    own = [n for n in niks if dead and n[0] > dead.start() and _top_of(starts, n[0]) < table_top]
    if own:
        result["nik_pewaris"] = field_of(span(starts, own[0][0], own[0][1]), number(16))
    result["tanggal_meninggal"] = field_of(_death_date([], text, starts), date_value)
    written = letter_date(lines)
    if written is not None:
        result["tanggal_surat"] = field_of(written, date_value)
    register = LETTER_NUMBER.search(text)
    if register:
        result["nomor_surat"] = field_of(span(starts, *register.span(1)), as_printed)
    return result, _heir_rows(lines, table_top)


def _top_of(starts: Sequence[tuple[int, Line]], place: int) -> float:
    return [line.quad.top for offset, line in starts if offset <= place][-1]


def _table_top(lines: Sequence[Line]) -> float:
    """Where the table of heirs begins: its heading row, else below everything."""
    for line in lines:
        if re.search(r"hubungan", line.text, re.IGNORECASE) and len(line.text) < 40:
            return line.quad.top
    ends = [line.quad.bottom for line in lines if re.search(r"sebagai\s*berikut", line.text, re.IGNORECASE)]
    return max(ends, default=1e9)


def _heir_rows(lines: Sequence[Line], top: float) -> tuple[Row, ...]:
    relation = word_of("hubungan")
    rows: list[Row] = []
    for line in sorted(lines, key=lambda line: line.quad.top):
        runs = digits_in(line.text, (16,))
        if not runs or line.quad.top <= top:
            continue
        start, end, _ = runs[0]
        before = Found((Piece(line, 0, start),)) if len(person_key(line.text[:start])) > 3 else None
        left = [
            o for o in lines if o is not line and same_row(line, o) and o.quad.centre[0] < line.quad.centre[0]
        ]
        left = [o for o in left if len(person_key(o.text)) > 3]
        name = before or (Found.whole(max(left, key=lambda o: o.quad.right)) if left else None)
        right = [
            o for o in lines if o is not line and same_row(line, o) and o.quad.centre[0] > line.quad.centre[0]
        ]
        tie = next((Found.whole(o) for o in right if (n := relation(o.text)) and n.plausible), None)
        row = {
            "nama": field_of(_without_number(name), person_name),
            "nik": field_of(Found((Piece(line, start, end),)), number(16)),
        }
        if tie is None:
            word = re.search(r"([A-Z][A-Z/ ]{2,})\W*$", line.text[end:])
            tie = Found((Piece(line, end + word.start(1), end + word.end(1)),)) if word else None
        if tie is not None:
            row["hubungan"] = field_of(tie, relation)
        rows.append(row)
    return tuple(rows)


def person_key(text: str) -> str:
    """Return the letters of a text."""
    return re.sub(r"[^A-Za-z]", "", text)


def _without_number(found: Found | None) -> Found | None:
    """Drop a row's leading ordinal (``1``, ``2.``)."""
    if found is None:
        return None
    piece = found.pieces[0]
    lead = re.match(r"\s*\d{1,2}\s*[.)]?\s*", piece.text)
    return Found((Piece(piece.line, piece.start + (lead.end() if lead else 0), piece.end),))


def marriage_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``nama_suami``, ``nama_istri``, ``tanggal_nikah``, ``nomor_akta``."""
    labelled = values(lines, load_labels("akta_nikah"))
    text, starts = joined(lines)
    names = [f for f in labelled.get("nama", []) if f.pieces and person_name(f.text)]
    if len(names) < 2:
        names = _couple_alone(lines)
    result = {
        "nama_suami": field_of(names[0] if names else None, person_name),
        "nama_istri": field_of(names[1] if len(names) > 1 else None, person_name),
        "tanggal_nikah": Field(None, 0.0),
    }
    dates = find_dates(text)
    if dates:
        result["tanggal_nikah"] = field_of(span(starts, dates[0][1], dates[0][2]), date_value)
    number_ = deed_number(text, starts)
    if number_ is not None:
        result["nomor_akta"] = field_of(number_, as_printed)
    return result


def _couple_alone(lines: Sequence[Line]) -> list[Found]:
    """Two names in capitals, above and below a line that says only ``dengan``."""
    ordered = sorted(lines, key=lambda line: line.quad.centre[1])
    for place, line in enumerate(ordered):
        if re.fullmatch(r"\W*dengan\W*", line.text, re.IGNORECASE) and 0 < place < len(ordered) - 1:
            return [Found.whole(ordered[place - 1]), Found.whole(ordered[place + 1])]
    return []


def birth_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``nama``, ``tanggal_lahir``, ``nama_ayah``, ``nama_ibu``, ``nomor_akta``."""
    text, starts = joined(lines)
    flat = text.replace("\n", " ")
    dates = find_dates(text)
    result = {
        "nama": field_of(_child(lines), person_name),
        "tanggal_lahir": field_of(span(starts, dates[0][1], dates[0][2]) if dates else None, date_value),
    }
    for name, word in (("nama_ayah", r"ayah"), ("nama_ibu", r"ibu")):
        match = re.search(rf"\b{word}\s*:?\s*" + CAPITALS, flat) or re.search(
            rf"{word}\s*:?\s*" + CAPITALS, flat
        )
        result[name] = field_of(span(starts, *match.span(1)) if match else None, person_name)
    number_ = deed_number(text, starts)
    if number_ is not None:
        result["nomor_akta"] = field_of(number_, as_printed)
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

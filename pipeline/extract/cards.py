"""Fields of the other cards: membership card (KPJ), tax card (NPWP), bank book."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from models.field import Field, Line
from models.numbers.rekening import bank_in
from pipeline.extract.found import Found, Piece
from pipeline.extract.labelled import load_labels, median_height, values
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import (
    Normal,
    alphanumeric_kpj,
    digits_in,
    number,
    person_name,
)

NOT_A_NAME = re.compile(
    r"BPJS|KETENAGAKERJAAN|JAMSOSTEK|KARTU|PESERTA|DIGITAL|NOMOR|TANGGAL|PERUSAHAAN|\bPT\b|\bCV\b|PERSERO|NPWP|PAJAK"
    r"|KEMENTERIAN|DIREKTORAT|REPUBLIK|KPP|PRATAMA|WAJIB|TERDAFTAR|ALAMAT|ELEKTRONIK|\bRT\b|\bJL\b|JALAN|KEUANGAN",
)


def kpj_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``kpj``, ``nama`` and, where printed, ``nik``."""
    found = values(lines, load_labels("kpj"))
    result = {"kpj": field_of(_number(found.get("kpj", []), lines, (11,), _looks_like_kpj), alphanumeric_kpj)}
    result["nama"] = field_of(_name(found.get("nama", []), result["kpj"], lines), person_name)
    nik = _number(found.get("nik", []), lines, (16,), lambda text: bool(digits_in(text, (16,))))
    if nik is not None or found.get("nik"):
        result["nik"] = field_of(nik, number(16))
    return result


def npwp_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``npwp`` (15 or 16 digits), ``nama`` and, where printed apart, ``nik``."""
    found = values(lines, load_labels("npwp"))
    chosen = _number(found.get("npwp", []), lines, (15, 16), _looks_like_npwp)
    result = {"npwp": field_of(chosen, number(15, 16))}
    result["nama"] = field_of(_name(found.get("nama", []), result["npwp"], lines), person_name)
    niks = [f for f in found.get("nik", []) if digits_in(f.text, (16,))]
    if niks:
        result["nik"] = field_of(niks[0], number(16))
    return result


def account_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``bank``, ``nomor_rekening`` and ``nama_pemilik``."""
    found = values(lines, load_labels("buku_rekening"))
    account = _number(found.get("nomor_rekening", []), lines, tuple(range(8, 17)), _looks_like_account)
    holders = [f for f in found.get("nama_pemilik", []) if person_name(f.text)]
    result = {
        "nomor_rekening": field_of(account, number(*range(8, 17))),
        "nama_pemilik": field_of(holders[0] if holders else None, person_name),
    }
    bank = _bank(lines)
    if bank is not None:
        result["bank"] = bank
    return result


def _looks_like_kpj(text: str) -> bool:
    return bool(digits_in(text, (11,)))


def _looks_like_npwp(text: str) -> bool:
    return bool(digits_in(text, (15, 16), separators=r"[ .\-,]{0,2}"))


def _looks_like_account(text: str) -> bool:
    normal = number(*range(8, 17))(text)
    return normal is not None and normal.plausible


def _number(
    labelled: Sequence[Found], lines: Sequence[Line], lengths: tuple[int, ...], fits: Callable[[str], bool]
) -> Found | None:
    """The labelled value that fits; else digits of that length in a line of their own; else what there is."""
    for found in labelled:
        if found.pieces and fits(found.text):
            return _digits_only(found, lengths)
    for line in lines:
        runs = digits_in(line.text, lengths, separators=r"[ .\-,]{0,2}")
        if len(lengths) <= 2 and len(runs) == 1 and fits(line.text):
            start, end, _ = runs[0]
            return Found((Piece(line, start, end),))
    return next(
        (f for f in labelled if f.pieces and any(c.isdigit() for c in f.text)),
        labelled[0] if labelled else None,
    )


def _digits_only(found: Found, lengths: tuple[int, ...]) -> Found:
    """Narrow a labelled value to its number, where words follow it in the same line."""
    piece = found.pieces[0]
    for start, end, _ in digits_in(piece.text, lengths, separators=r"[ .\-,]{0,2}"):
        return Found((Piece(piece.line, piece.start + start, piece.start + end),))
    return found


def _name(labelled: Sequence[Found], near: Field, lines: Sequence[Line]) -> Found | None:
    """The labelled name; else, on cards without that label, the line of capitals nearest to the number."""
    for found in labelled:
        normal = person_name(found.text)
        if normal and len(normal.key) >= 3:
            return found
    if near.box is None:
        return labelled[0] if labelled else None
    height = median_height(lines)
    y = near.box.centre[1]
    candidates = [
        line for line in lines if _could_be_name(line.text) and abs(line.quad.centre[1] - y) < 6 * height
    ]
    best = min(candidates, key=lambda line: abs(line.quad.centre[1] - y), default=None)
    return Found.whole(best) if best else (labelled[0] if labelled else None)


def _could_be_name(text: str) -> bool:
    stripped = text.strip()
    letters = [c for c in stripped if c.isalpha()]
    if len(letters) < 4 or any(c.isdigit() for c in stripped) or NOT_A_NAME.search(stripped.upper()):
        return False
    return sum(c.isupper() for c in letters) > 0.9 * len(letters) and ":" not in stripped[:-1]


def _bank(lines: Sequence[Line]) -> Field | None:
    """The bank's name where it is printed tallest: branch and address lines may name other things."""
    hits = [line for line in lines if any(_bank_name(r.text) for r in line.readings)]
    if not hits:
        return None
    unit = max(median_height(lines), 1.0)
    tallest = max(hits, key=lambda line: (round(line.quad.height / unit, 1), -line.quad.top))
    return field_of(Found.whole(tallest), _bank_name)


def _bank_name(text: str) -> Normal | None:
    """Normalise to the short name of the contract; a lost blank (``BANKMANDIRI``) is put back."""
    name = bank_in(text) or bank_in(re.sub(r"^(\W*BANK)(?=\w)", r"\1 ", text, flags=re.IGNORECASE))
    return Normal(name, name) if name else None

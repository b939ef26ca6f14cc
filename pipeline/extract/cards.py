"""Fields of the other cards: membership card (KPJ), tax card (NPWP), bank book."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Field, Line
from models.numbers.rekening import bank_in
from pipeline.extract.found import Found, Piece
from pipeline.extract.labelled import load_labels, median_height, of_others, values
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
    r"|KEMENTERIAN|DIREKTORAT|REPUBLIK|KPP|PRATAMA|WAJIB|TERDAFTAR|ALAMAT|ELEKTRONIK|\bKOTA\b|KABUPATEN|\bKAB\b|\bKEC\b|\bKEL\b|\bDESA\b|PROVINSI|\bJAWA\b|SUMATERA|SULAWESI|KALIMANTAN|\bRT\b|\bJL\b|JALAN|KEUANGAN",
)


ACCOUNT_LENGTHS = tuple(range(8, 17))
MISREAD = 2
"""Digits of a labelled number that may be lost or read as something else; it is still that number."""

GROUPED = r"[ .\-,]{0,2}"


def kpj_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``kpj``, ``nama`` and, where printed, ``nik``."""
    labels = load_labels("kpj")
    found = values(lines, labels)
    alone = _unlabelled(lines, (11,), of_others("kpj", lines, labels))
    result = {"kpj": field_of(_number(found.get("kpj", []), (11,), alone), alphanumeric_kpj)}
    result["nama"] = field_of(_name(found.get("nama", []), result["kpj"], lines), person_name)
    alone = _unlabelled(lines, (16,), of_others("nik", lines, labels))
    if alone or found.get("nik"):
        result["nik"] = field_of(_number(found.get("nik", []), (16,), alone), number(16))
    return result


def npwp_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``npwp`` (15 or 16 digits), ``nama`` and, where printed apart, ``nik``."""
    labels = load_labels("npwp")
    found = values(lines, labels)
    alone = _unlabelled(lines, (15, 16), of_others("npwp", lines, labels))
    result = {"npwp": field_of(_number(found.get("npwp", []), (15, 16), alone), number(15, 16))}
    result["nama"] = field_of(_name(found.get("nama", []), result["npwp"], lines), person_name)
    niks = [f for f in found.get("nik", []) if digits_in(f.text, (16,))]
    if niks:
        result["nik"] = field_of(_number(niks, (16,), []), number(16))
    return result


def account_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``bank``, ``nomor_rekening`` and ``nama_pemilik``.

    An account number without its label is not taken: a bank's page holds many numbers of such lengths.
    """
    found = values(lines, load_labels("buku_rekening"))
    account = _number(found.get("nomor_rekening", []), ACCOUNT_LENGTHS, [])
    result = {
        "nomor_rekening": field_of(account, number(*ACCOUNT_LENGTHS)),
        "nama_pemilik": field_of(_labelled_name(found.get("nama_pemilik", [])), person_name),
    }
    bank = _bank(lines)
    if bank is not None:
        result["bank"] = bank
    return result


def _number(labelled: Sequence[Found], lengths: tuple[int, ...], alone: Sequence[Found]) -> Found | None:
    """The labelled value that fits or nearly does; else the one that stands alone.

    A number of quite another length is another number, and leaves the field unread. Where several
    different numbers would fit, the first is taken but is not sure.
    """
    nearly = [f for f in labelled if sum(c.isdigit() for c in f.text) >= min(lengths) - MISREAD][:1]
    for fitting in ([_narrowed(f, lengths) for f in labelled if _fits(f, lengths)], nearly, alone):
        if fitting:
            different = {re.sub(r"\D", "", f.text) for f in fitting}
            several = len({len(digits) for digits in different}) < len(different)
            return Found(fitting[0].pieces, sure=not several)
    unread = [f for f in labelled if number(*lengths)(f.text) is None]
    return unread[0] if unread else Found(()) if labelled else None


def _fits(found: Found, lengths: tuple[int, ...]) -> bool:
    if not found.pieces:
        return False
    whole = number(*lengths)(found.text)
    return bool(_runs(found, lengths)) or (whole is not None and whole.plausible)


def _runs(found: Found, lengths: tuple[int, ...]) -> list[tuple[int, int, str]]:
    return digits_in(found.text, lengths, separators=GROUPED)


def _narrowed(found: Found, lengths: tuple[int, ...]) -> Found:
    """Narrow a labelled value to its number, where words follow it in the same line."""
    runs = _runs(found, lengths)
    return found.cut(runs[0][0], runs[0][1]) if runs else found


def _unlabelled(lines: Sequence[Line], lengths: tuple[int, ...], others: set[int]) -> list[Found]:
    """Numbers of these lengths that stand alone in a line and belong to no other label."""
    founds = []
    for line in lines:
        runs = digits_in(line.text, lengths, separators=GROUPED)
        if len(runs) == 1 and id(line) not in others:
            founds.append(Found((Piece(line, runs[0][0], runs[0][1]),)))
    return founds


def _labelled_name(labelled: Sequence[Found]) -> Found | None:
    """The first labelled value that is a name; not sure where another label gives another name."""
    named = [(f, normal.key) for f in labelled if (normal := person_name(f.text)) and len(normal.key) >= 3]
    if not named:
        return None
    return Found(named[0][0].pieces, sure=len({key for _, key in named}) == 1)


def _name(labelled: Sequence[Found], near: Field, lines: Sequence[Line]) -> Found | None:
    """The labelled name; else, on cards without that label, the line of capitals nearest to the number.

    With more than one such line the nearest is a guess.
    """
    found = _labelled_name(labelled)
    unread = labelled[0] if labelled else None
    if found is not None or near.box is None:
        return found or unread
    height = median_height(lines)
    y = near.box.centre[1]
    candidates = [
        line for line in lines if _could_be_name(line.text) and abs(line.quad.centre[1] - y) < 6 * height
    ]
    best = min(candidates, key=lambda line: abs(line.quad.centre[1] - y), default=None)
    return Found.whole(best, sure=len(candidates) == 1) if best else unread


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

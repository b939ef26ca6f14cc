"""Which of the values that were found is the field's: by label, by length, by what stands nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models.field import Field, Line
from pipeline.extract.found import Found, Piece
from pipeline.extract.labelled import OVERPRINTED, median_height
from pipeline.extract.values import digits_in, number, person_name

NOT_A_NAME = re.compile(
    r"BPJS|KETENAGAKERJAAN|JAMSOSTEK|KARTU|PESERTA|DIGITAL|NOMOR|TANGGAL|PERUSAHAAN|\bPT\b|\bCV\b|PERSERO|NPWP|PAJAK"
    r"|KEMENTERIAN|DIREKTORAT|REPUBLIK|KPP|PRATAMA|WAJIB|TERDAFTAR|ALAMAT|ELEKTRONIK|\bKOTA\b|KABUPATEN|\bKAB\b"
    r"|\bKEC\b|\bKEL\b|\bDESA\b|PROVINSI|\bJAWA\b|SUMATERA|SULAWESI|KALIMANTAN|\bRT\b|\bJL\b|JALAN|KEUANGAN"
    r"|JAMINAN|TENAGA KERJA|INDONESIA",
)

MISREAD = 2
"""Digits of a labelled number that may be lost or read as something else; it is still that number."""

COLONS = 2
"""Lines that begin with a colon on a paper whose values all do."""

GROUPED = r"[ .\-,]{0,2}"


def number_of(labelled: Sequence[Found], lengths: tuple[int, ...], alone: Sequence[Found]) -> Found | None:
    """The labelled value that fits or nearly does; else the one that stands alone.

    A number of quite another length is another number, and leaves the field unread. Where several
    different numbers would fit, the first is taken but is not sure.
    """
    nearly = [f for f in labelled if sum(c.isdigit() for c in f.text) >= min(lengths) - MISREAD][:1]
    for fitting in ([_narrowed(f, lengths) for f in labelled if _fits(f, lengths)], nearly, alone):
        if fitting:
            different = {re.sub(r"\D", "", f.text) for f in fitting}
            several = len({len(digits) for digits in different}) < len(different)
            whole = len(fitting[0].pieces) == 1  # pieces may share a digit where the finder cut, or lose one
            return Found(fitting[0].pieces, sure=fitting[0].sure and whole and not several)
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
    """Narrow a labelled value to its number, where words stand beside it in the same line.

    Digits among the letters before it may be its own first ones: a long label is printed over the number.
    """
    runs = _runs(found, lengths)
    if not runs:
        return found
    before = sum(c.isdigit() for c in found.text[: runs[0][0]])
    return replace(found.cut(runs[0][0], runs[0][1]), sure=found.sure and before < OVERPRINTED)


def unlabelled(lines: Sequence[Line], lengths: tuple[int, ...], others: set[int]) -> list[Found]:
    """Numbers of these lengths that stand alone in a line and belong to no other label."""
    founds = []
    for line in lines:
        runs = digits_in(line.text, lengths, separators=GROUPED)
        if len(runs) == 1 and id(line) not in others:
            founds.append(Found((Piece(line, runs[0][0], runs[0][1]),)))
    return founds


def labelled_name(labelled: Sequence[Found]) -> Found | None:
    """The first labelled value that is a name; not sure where another label gives another name."""
    named = [(f, normal.key) for f in labelled if (normal := person_name(f.text)) and len(normal.key) >= 3]
    if not named:
        return None
    return Found(named[0][0].pieces, sure=len({key for _, key in named}) == 1)


def name_of(
    labelled: Sequence[Found],
    near: Field,
    lines: Sequence[Line],
    *,
    others: re.Pattern[str] | None = None,
) -> Found | None:
    """The labelled name; else, on cards without that label, the line of capitals nearest to the number.

    With more than one such line the nearest is a guess. ``others`` are words that no name holds here.
    """
    found = labelled_name(labelled)
    unread = labelled[0] if labelled else None
    if found is not None or near.box is None:
        return found or unread
    height = median_height(lines)
    y = near.box.centre[1]
    candidates = [
        line
        for line in lines
        if could_be_name(line.text) and abs(line.quad.centre[1] - y) < 6 * height
        if others is None or not others.search(line.text.upper())
    ]
    values_begin = [line for line in lines if _begins_value(line)]
    candidates = [line for line in candidates if _begins_value(line)] or candidates
    best = min(candidates, key=lambda line: abs(line.quad.centre[1] - y), default=None)
    sure = len(candidates) == 1 and (best in values_begin or len(values_begin) < COLONS)
    return Found.whole(best, sure=sure) if best else unread


def _begins_value(line: Line) -> bool:
    """Tell whether a line is what stands behind a label; one without a colon may go on with an address."""
    return line.text.lstrip().startswith((":", "："))


def could_be_name(text: str) -> bool:
    """Tell whether a line of capitals may be a person's name: none of the words of cards and offices."""
    stripped = text.strip()
    letters = [c for c in stripped if c.isalpha()]
    if len(letters) < 4 or any(c.isdigit() for c in stripped) or NOT_A_NAME.search(stripped.upper()):
        return False
    return sum(c.isupper() for c in letters) > 0.9 * len(letters) and ":" not in stripped[1:-1]

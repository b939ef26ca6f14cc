"""The person whom a letter is about: name, NIK, membership number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from models.field import Line
from pipeline.extract.found import Found, span
from pipeline.extract.values import alphanumeric_kpj, digits_in, person_name

ADDRESSED = re.compile(
    r"(?:Sdr\s*/\s*i\.?|Sdri?\.|Saudara\s*/\s*i|Saudara|Saudari|Bapak|Ibu|Mr\.|Mrs\.|Ms\.|almarhumah|almarhum)\s*"
    r"([A-Z][A-Za-z'.]*(?:\s+[A-Z][A-Za-z'.]*)*)"
)
PLACE = re.compile(r"\s+(?:Kec|Kel|Kab|Kabupaten|Kota|Desa|Jl|Jalan|RT|RW|Prov|Provinsi)\b")

LEAST_OF_NIK = 14
"""Digits from which a labelled number is a NIK with some lost, not a staff number."""

ABOUT_A_WORKER = ("nik", "nik_karyawan", "kpj", "tanggal_masuk", "tanggal_keluar", "masa_kerja", "lahir")
"""Labels that stand below the worker's name and not below the signatory's."""


def worker_name(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    """Return the labelled name that a worker's details follow, else the person whom a sentence addresses.

    Of several such names the last is taken (the signatory stands first), and it is not sure.
    """
    named = [f for f in labelled.get("nama", []) if person_name(f.text)]
    if named:
        keys = {normal.key for f in named if (normal := person_name(f.text))}
        followed = [f for f in named if _details_follow(f, named, labelled)]
        chosen = (followed or named)[-1]
        all_read = len(named) == len(labelled.get("nama", []))
        certain = len(followed) == 1 and not _job_between(followed[0], labelled)
        one_block = len(keys) == 1 and not followed and len(labelled.get("jabatan", [])) <= len(named)
        return Found(chosen.pieces, sure=all_read and (certain or one_block))
    addressed = [_name_only(text, *match.span(1)) for match in ADDRESSED.finditer(text)]
    if addressed:
        keys = {normal.key for a, b in addressed if (normal := person_name(text[a:b]))}
        found = span(starts, *addressed[0])
        cut_off = len(addressed) == 1 and text[addressed[0][1] : addressed[0][1] + 1] == "\n"
        return Found(found.pieces, sure=_one_person(keys) and not cut_off)
    unread = labelled.get("nama", [])
    return unread[-1] if unread else None


def _name_only(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut the words of an address that follows the name."""
    address = PLACE.search(text, start, end)
    return start, address.start() if address else end


def _one_person(keys: set[str]) -> bool:
    longest = max(keys, key=len, default="")
    return all(longest.startswith(key) for key in keys)


def _details_follow(name: Found, named: Sequence[Found], labelled: Mapping[str, list[Found]]) -> bool:
    top = _top(name)
    below = min((_top(other) for other in named if _top(other) > top), default=float("inf"))
    details = [_top(f) for what in ABOUT_A_WORKER for f in labelled.get(what, []) if f.pieces]
    return any(top < detail < below for detail in details)


def _job_between(name: Found, labelled: Mapping[str, list[Found]]) -> bool:
    """Tell whether a job or a company stands between a name and the worker's details: a signatory's, then.

    The worker's own name may be the one that was not read.
    """
    details = [_top(f) for what in ABOUT_A_WORKER for f in labelled.get(what, []) if f.pieces]
    first = min(detail for detail in details if detail > _top(name))
    jobs = [_top(f) for what in ("jabatan", "perusahaan") for f in labelled.get(what, []) if f.pieces]
    return any(_top(name) < job < first for job in jobs)


def _top(found: Found) -> float:
    return found.pieces[0].line.quad.top


def citizen_number(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    """Return the 16-digit number of the person; a shorter 'NIK' is the staff number (nomor induk karyawan).

    Without a label, one of several numbers is not sure to be this person's.
    """
    for found in reversed(labelled.get("nik", [])):
        runs = digits_in(found.text, (16,))
        if runs:
            return found.cut(runs[0][0], runs[0][1])
    nearly = [f for f in labelled.get("nik", []) if sum(c.isdigit() for c in f.text) >= LEAST_OF_NIK]
    if nearly:
        return nearly[-1]
    every = digits_in(text, (16,))
    if not every:
        return None
    one = span(starts, every[0][0], every[0][1])
    return Found(one.pieces, sure=len({digits for _, _, digits in every}) == 1)


def member_number(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    """Return the labelled KPJ, else the eleven digits behind a word for it."""
    for found in labelled.get("kpj", []):
        if alphanumeric_kpj(found.text):
            return found
    for start, end, _ in digits_in(text, (11,)):
        before = text[max(0, start - 60) : start].upper()
        if re.search(r"KPJ|BPJS|PESERTA", before):
            return span(starts, start, end)
    return None

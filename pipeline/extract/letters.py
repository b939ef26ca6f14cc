"""Fields of employment letters (paklaring, surat PHK) and other papers signed by a worker.

Letters come in many wordings: labelled blocks, running sentences, two languages. Labels are looked for
first, then phrases in the running text; the signatory's block is told from the worker's by what follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from models.dates import find_dates
from models.field import Field, Line
from pipeline.extract.found import Found, Piece, joined, span
from pipeline.extract.labelled import load_labels, values
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import (
    Normal,
    alphanumeric_kpj,
    as_printed,
    date_value,
    digits_in,
    number,
    person_name,
    upper_text,
)

CONNECTOR = (
    r"(?:sampai\s*dengan|s\s*[/.]\s*d\.?|hingga|sampai|until|to|s/d|sd|[-–])\s*(?:dengan\s*)?(?:tanggal\s*)?"
)
ADDRESSED = re.compile(
    r"(?:Sdr\s*/\s*i\.?|Sdri?\.|Saudara\s*/\s*i|Saudara|Saudari|Bapak|Ibu|Mr\.|Mrs\.|Ms\.|almarhumah|almarhum)\s*"
    r"([A-Z][A-Za-z'.]*(?:\s+[A-Z][A-Za-z'.]*)*)"
)
COMPANY = re.compile(
    r"\b((?:PT|CV|UD|PD|Koperasi|KOPERASI|Yayasan|YAYASAN|Perum|PERUM)\b\.?\s*[A-Z][A-Za-z&']*"
    r"(?:[ ]+(?:[A-Z&][A-Za-z&']*|\(?[A-Z][A-Za-z]*\)?))*)"
)
LETTER_NUMBER = re.compile(
    r"(?:Nomor|No|Ref\.?\s*No|Reg\.\s*No)\s*[.:]*\s*"
    r"([A-Z0-9][A-Za-z0-9.\-]*(?:[ ]?/[ ]?[A-Za-z0-9.\-]+(?:[ ][A-Za-z0-9.\-]+(?=[^\n/]{0,20}/))*)+)",
    re.IGNORECASE,
)
ENDING = re.compile(
    r"(?:diakhiri|berakhir|berlaku\s*sejak|berlaku\s*efektif|efektif"
    r"|terhitung\s*(?:mulai\s*|sejak\s*)?tanggal|effective)\D{0,45}$",
    re.IGNORECASE,
)
STARTING = re.compile(r"(?:sejak|terhitung\s*mulai|mulai|dari|since|from)\s*(?:tanggal)?\s*$", re.IGNORECASE)

REASONS: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("mengundurkan_diri", r"mengundurkan\s*diri|pengunduran\s*diri|kemauan\s*sendiri|resign"),
        (
            "kontrak_berakhir",
            r"(?:berakhirnya|habisnya|selesainya)\s*(?:masa\s*)?(?:perjanjian|kontrak|pkwt)|habis\s*kontrak"
            r"|completion\s*of[^.]{0,25}contract|end\s*of\s*contract",
        ),
        ("pensiun", r"usia\s*pensiun|\bpensiun\b|retired"),
        ("meninggal_dunia", r"meninggal\s*dunia|passing|passed\s*away"),
        ("phk", r"pemutusan\s*hubungan\s*kerja|\bPHK\b|termination\s*of\s*employment|diberhentikan"),
    )
)
"""The reason that a letter names, the most telling first: a receipt of a dismissal also says PHK."""

PHK_PAPERS: Sequence[tuple[str, re.Pattern[str]]] = (
    (
        "putusan_phi",
        re.compile(r"petikan\s*putusan|salinan\s*putusan|putusan\s*nomor|MENGADILI", re.IGNORECASE),
    ),
    ("perjanjian_bersama", re.compile(r"perjanjian\s*bersama", re.IGNORECASE)),
    ("tanda_terima", re.compile(r"tanda\s*terima|bukti\s*(?:penerimaan\s*)?lapor", re.IGNORECASE)),
    ("pernyataan_tidak_menolak", re.compile(r"tidak\s*menolak", re.IGNORECASE)),
    ("pemberitahuan", re.compile(r"pemberitahuan|memberitahukan", re.IGNORECASE)),
)


def employment_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return the fields of a letter about a job: who, where, what, from when to when."""
    labelled = values(lines, load_labels("letter"))
    text, starts = joined(lines)
    found: dict[str, Found | None] = {
        "nama": worker_name(labelled, text, starts),
        "nik": citizen_number(labelled, text, starts),
        "kpj": _member_number(labelled, text, starts),
        "perusahaan": _company(labelled, text, starts),
        "jabatan": _position_alone(_last(labelled.get("jabatan", []))) or _position(text, starts),
        "nomor_surat": _letter_number(labelled, text, starts),
        "tanggal_surat": letter_date(lines),
    }
    found |= _period(labelled, text, starts, found["tanggal_surat"])
    kinds = {
        "nama": person_name, "nik": number(16), "kpj": alphanumeric_kpj, "perusahaan": company_name,
        "jabatan": upper_text, "nomor_surat": as_printed, "tanggal_surat": date_value,
        "tanggal_masuk": date_value, "tanggal_keluar": date_value,
    }  # fmt: skip
    return {name: field_of(value, kinds[name]) for name, value in found.items() if value is not None}


def signer_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``nama``, ``nik`` and ``tanggal_surat`` of a statement, a commitment or a doctor's letter."""
    labelled = values(lines, load_labels("letter"))
    text, starts = joined(lines)
    found = {
        "nama": worker_name(labelled, text, starts),
        "nik": citizen_number(labelled, text, starts),
        "tanggal_surat": letter_date(lines),
    }
    kinds = {"nama": person_name, "nik": number(16), "tanggal_surat": date_value}
    result = {name: field_of(value, kinds[name]) for name, value in found.items() if value is not None}
    born = _last(labelled.get("lahir", []))
    if born is not None and find_dates(born.text):
        result["tanggal_lahir"] = field_of(born, date_value)
    return result


def reason_in(lines: Sequence[Line]) -> str | None:
    """Return the reason of leaving that the letter names, by the words of :data:`REASONS`."""
    text = joined(lines)[0].replace("\n", " ")
    return next((name for name, pattern in REASONS if pattern.search(text)), None)


def phk_paper(lines: Sequence[Line]) -> str | None:
    """Return which of the five papers of a dismissal this is; the heading decides, then the text."""
    if not lines:
        return None
    ranked = sorted(lines, key=lambda line: line.quad.top)
    head = joined(ranked[: max(8, len(ranked) // 3)])[0].replace("\n", " ")
    whole = joined(ranked)[0].replace("\n", " ")
    for text in (head, whole):
        for name, pattern in PHK_PAPERS:
            if pattern.search(text):
                return name
    return None


def worker_name(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    """The last labelled name (the signatory stands first), else the person whom a sentence addresses."""
    named = [f for f in labelled.get("nama", []) if f.pieces and person_name(f.text)]
    if named:
        return named[-1]
    for match in ADDRESSED.finditer(text):
        start, end = match.span(1)
        return span(starts, start, end)
    unread = labelled.get("nama", [])
    return unread[-1] if unread else None


def citizen_number(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    """The 16-digit number of the person; a shorter 'NIK' is the staff number (nomor induk karyawan)."""
    for found in reversed(labelled.get("nik", [])):
        runs = digits_in(found.text, (16,))
        if runs and len(found.pieces) == 1:
            piece = found.pieces[0]
            begin = piece.text.find(found.text[runs[0][0] : runs[0][1]])
            return Found(
                (Piece(piece.line, piece.start + begin, piece.start + begin + runs[0][1] - runs[0][0]),)
            )
    for start, end, _ in digits_in(text, (16,)):
        return span(starts, start, end)
    return None


def _member_number(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    for found in labelled.get("kpj", []):
        if alphanumeric_kpj(found.text):
            return found
    for start, end, _ in digits_in(text, (11,)):
        before = text[max(0, start - 60) : start].upper()
        if "KPJ" in before or "BPJS" in before or "PESERTA" in before:
            return span(starts, start, end)
    return None


def _company(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    for found in labelled.get("perusahaan", []):
        if found.pieces and len(found.text) > 3:
            return found
    matches = list(COMPANY.finditer(text))
    if not matches:
        return None
    names = [m.group(1).upper() for m in matches]
    best = max(
        matches,
        key=lambda m: (
            sum(n.startswith(m.group(1).upper()[:12]) for n in names),
            len(m.group(1)),
            -m.start(),
        ),
    )
    return span(starts, *best.span(1))


def _position(text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    match = re.search(
        r"(?:jabatan\s*(?:terakhir)?|sebagai|as\s+an?)\s+([A-Z][A-Za-z&/ ]{2,40}?)"
        r"(?=\s*(?:terhitung|sejak|mulai|dari|pada|di|dengan|from|since|,|\.|\n))",
        text,
    )
    return span(starts, *match.span(1)) if match else None


def _position_alone(found: Found | None) -> Found | None:
    """Cut a labelled position where the sentence around it goes on."""
    if found is None or len(found.pieces) != 1:
        return found
    goes_on = re.search(r"[ ,]+(?:terhitung|sejak|mulai|dari|pada|dengan|from|since)\b", found.text)
    return found.cut(0, goes_on.start()) if goes_on else found


def _letter_number(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    for found in labelled.get("nomor_surat", []):
        if "/" in found.text and len(found.text) < 48:
            return found
    match = LETTER_NUMBER.search(text)
    return span(starts, *match.span(1)) if match else None


def letter_date(lines: Sequence[Line]) -> Found | None:
    """The date behind a town (``Bandung, 7 Agustus 2026``), the lowest such line on the page."""
    dated = []
    for line in lines:
        match = re.match(r"\W*[A-Za-z][A-Za-z .]{2,30},\s*", line.text)
        for _, start, end in find_dates(line.text)[:1]:
            if match and abs(start - match.end()) <= 3 and len(line.text) - end <= 3:
                dated.append((line.quad.top, Found((Piece(line, start, end),))))
    return max(dated, key=lambda d: d[0])[1] if dated else None


def _period(
    labelled: Mapping[str, list[Found]],
    text: str,
    starts: Sequence[tuple[int, Line]],
    written: Found | None,
) -> dict[str, Found | None]:
    """First and last day of work: labelled, as a period, or by the words before each date."""
    begin = _dated(labelled.get("tanggal_masuk", []))
    end = _dated(labelled.get("tanggal_keluar", []))
    for found in labelled.get("masa_kerja", []):
        dates = find_dates(found.text)
        if len(dates) >= 2 and len(found.pieces) == 1:
            begin = begin or found.cut(dates[0][1], dates[0][2])
            end = end or found.cut(dates[1][1], dates[1][2])
    if begin is None or end is None:
        dates = find_dates(text.replace("\n", " "))
        for (_, first, first_end), (_, second, second_end) in pairwise(dates):
            if re.fullmatch(r"\s*,?\s*" + CONNECTOR + r"\s*", text[first_end:second], re.IGNORECASE):
                begin = begin or span(starts, first, first_end)
                end = end or span(starts, second, second_end)
                break
        signed = written.box if written else None
        for _, start, stop in dates:
            here = span(starts, start, stop)
            if signed is not None and here.box == signed:
                continue
            before = text[max(0, start - 70) : start].replace("\n", " ")
            if end is None and ENDING.search(before):
                end = here
            elif begin is None and STARTING.search(before):
                begin = here
    return {"tanggal_masuk": begin, "tanggal_keluar": end}


def _dated(founds: Sequence[Found]) -> Found | None:
    for found in founds:
        if find_dates(found.text):
            return found
    return founds[0] if founds else None


def _last(founds: Sequence[Found]) -> Found | None:
    filled = [f for f in founds if f.pieces]
    return filled[-1] if filled else None


def company_name(text: str) -> Normal | None:
    """Normalise a company: upper case, ``PT`` without its stop."""
    plain = upper_text(text)
    if plain is None:
        return None
    value = re.sub(r"^(PT|CV|UD|PD)\b\.?\s*", r"\1 ", plain.value).strip(" .,")
    return Normal(value, plain.key)

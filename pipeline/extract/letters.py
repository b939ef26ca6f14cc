"""Fields of employment letters (paklaring, surat PHK) and other papers signed by a worker.

Letters come in many wordings: labelled blocks, running sentences, two languages. Labels are looked for
first, then phrases in the running text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.dates import find_dates
from models.field import Field, Line
from pipeline.extract.dates_in_text import letter_date
from pipeline.extract.employer import company_name, company_of
from pipeline.extract.found import Found, joined, span
from pipeline.extract.labelled import labelled_lines, load_labels, values
from pipeline.extract.period import work_period
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import (
    Normal,
    Normaliser,
    alphanumeric_kpj,
    as_printed,
    date_value,
    number,
    person_name,
    upper_text,
)
from pipeline.extract.worker import citizen_number, member_number, worker_name

LETTER_NUMBER = re.compile(
    r"^\W*(?:Nomor|No|Ref\.?\s*No|\w?Reg\.?\s*No|\w?Reg)\s*[.:,]*\s*"
    r"([A-Z0-9][A-Za-z0-9.\-]*"
    r"(?:[ ]?/[ ]?[A-Za-z0-9.|!\-]+(?:[ ][A-Za-z0-9.\-]+(?=[^\n/]{0,20}/))*)+).{0,3}$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that holds a number and no more: inside a sentence it is another letter's number."""

JANUARY = re.compile(r"/[I1]/(?=(?:19|20)\d\d$)")
"""The Roman month before the year, also as a reader of small type may see it."""

DROPPED = "//"
"""What is left of it where only the stroke itself was lost."""

MONTH = re.compile(r"(?<=/)[IVX]{1,4}(?=/(?:19|20)\d\d$)")

ROMAN_MONTH = re.compile(r"(?<=/)(?=[1l|!]*[IVX])[IVX1l|!]{1,4}(?=/)")
"""Between strokes, strokes among Roman digits are Roman ones."""

STROKE = re.compile(r"/(?=[IVX]*[1l|!])[IVX1l|!]+(?=/\d)")
"""A month with a stroke in it that is no letter, and may be the slant beside it."""

SURE_MONTH = 0.97
"""Confidence of a number from which its month is not doubted because of such a stroke."""

_AS = r"(?:jabatan\s*(?:terakhir)?|sebagai|as\s+an?|\bas)\s+"
_GOES_ON = r"t\w{0,2}r?hitung|sejak|mulai|dari|pada|di|dengan|from|since|,|\."
_CAPITALISED = r"[A-Z][A-Za-z&/]*(?: [A-Z&/][A-Za-z&/]*){0,4}"
POSITION_OVER_LINES = re.compile(
    _AS + "(" + _CAPITALISED + r"\n" + _CAPITALISED + r")(?=\s*(?:" + _GOES_ON + "))"
)
POSITION = re.compile(_AS + r"([A-Z][A-Za-z&/ ]{2,40}?)(?=\s*(?:" + _GOES_ON + r"|\n))")

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
    ("akta_pendaftaran", re.compile(r"akta\s*bukti\s*pendaftaran\s*perjanjian", re.IGNORECASE)),
    ("perjanjian_bersama", re.compile(r"perjanjian\s*bersama", re.IGNORECASE)),
    ("tanda_terima", re.compile(r"tanda\s*terima|bukti\s*(?:penerimaan\s*)?lapor", re.IGNORECASE)),
    ("pernyataan_tidak_menolak", re.compile(r"tidak\s*menolak", re.IGNORECASE)),
    ("pemberitahuan", re.compile(r"pemberitahuan|memberitahukan", re.IGNORECASE)),
)

REGISTERED = re.compile(
    r"akta\s*b?ukti\s*pen+daftaran|telah\s*didaftarkan\s*(?:pada|di)\s*kepaniteraan|\d+\s*/\s*bip\s*/\s*\d{4}",
    re.IGNORECASE,
)
"""The note on an agreement that the industrial court has registered it, or the number that it got (of the
register of settlements between the two parties, `Bip`). The note stands at the foot in small print."""


def employment_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return the fields of a letter about a job: who, where, what, from when to when."""
    labelled = values(lines, load_labels("letter"))
    text, starts = joined(lines)
    found: dict[str, Found | None] = {
        "nama": worker_name(labelled, text, starts),
        "nik": citizen_number(labelled, text, starts),
        "kpj": member_number(labelled, text, starts),
        "perusahaan": company_of(labelled, text, starts),
        "jabatan": _position_alone(_last(labelled.get("jabatan", []))) or _position(text, starts),
        "nomor_surat": letter_number(labelled, text, starts),
        "tanggal_surat": letter_date(lines, text, starts, labelled_lines(labelled)),
    }
    found |= work_period(labelled, text, starts, found["tanggal_surat"])
    kinds = {
        "nama": person_name, "nik": number(16), "kpj": alphanumeric_kpj, "perusahaan": company_name,
        "jabatan": upper_text, "nomor_surat": as_printed, "tanggal_surat": date_value,
        "tanggal_masuk": date_value, "tanggal_keluar": date_value,
    }  # fmt: skip
    fields = {name: field_of(value, kinds[name]) for name, value in found.items() if value is not None}
    if found["nomor_surat"] is not None:
        fields["nomor_surat"] = number_field(found["nomor_surat"])
    return fields


def signer_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return ``nama``, ``nik`` and ``tanggal_surat`` of a statement, a commitment or a doctor's letter."""
    labelled = values(lines, load_labels("letter"))
    text, starts = joined(lines)
    found = {
        "nama": worker_name(labelled, text, starts),
        "nik": citizen_number(labelled, text, starts),
        "tanggal_surat": letter_date(lines, text, starts, labelled_lines(labelled)),
    }
    kinds = {"nama": person_name, "nik": number(16), "tanggal_surat": date_value}
    result = {name: field_of(value, kinds[name]) for name, value in found.items() if value is not None}
    born = _last(labelled.get("lahir", []))
    if born is not None and find_dates(born.text):
        result["tanggal_lahir"] = field_of(born, date_value)
    return result


def number_field(found: Found, normalise: Normaliser | None = None) -> Field:
    """Return a letter's number as printed; the blank of one reader beside a stroke or a stop is none.

    A reader drops the thin ``/I`` of January sooner than it makes one up: where that is all in which the two
    differ, the longer is taken. It stays one reader's word.
    """
    normalise = normalise or letter_number_as_printed
    field = field_of(found, normalise)
    tight = normalise(field.value) if field.value else None
    if tight is None or field.agreed:
        return replace(field, value=tight.value) if tight else field
    read = [(r, n.value) for r in field.readings if (n := normalise(r.text))]
    others = [value for _, value in read]
    surest = max((r.confidence for r, value in read if value == tight.value), default=0.0)
    alike = [
        value
        for r, value in read
        if _bare_month(value) == _bare_month(tight.value)
        if surest < SURE_MONTH or not STROKE.search(r.text)
    ]
    tight = replace(tight, value=max([tight.value, *alike], key=_strokes))
    lost = next((o for o in others if JANUARY.search(o) and JANUARY.sub(DROPPED, o) == tight.value), None)
    lost = lost or next((o for o in others if JANUARY.search(o) and JANUARY.sub("/", o) == tight.value), None)
    return replace(field, value=JANUARY.sub("/I/", lost) if lost else tight.value)


def _bare_month(number: str) -> str:
    """The number without the I of its Roman month, of which readers drop one sooner than they make one up."""
    return MONTH.sub(lambda month: month[0].replace("I", ""), number)


def _strokes(number: str) -> int:
    return sum(month[0].count("I") for month in MONTH.finditer(number))


def letter_number_as_printed(text: str) -> Normal | None:
    """Normalise a letter's number; a stroke or small l that stands alone between strokes is the Roman I."""
    tight = re.sub(r"(?<=/)[|l!]{1,3}(?=/)", lambda m: "I" * len(m[0]), re.sub(r"\s*/\s*", "/", text))
    return as_printed(ROMAN_MONTH.sub(lambda m: re.sub(r"[1l|!]", "I", m[0]), tight))


def reason_in(lines: Sequence[Line]) -> str | None:
    """Return the reason of leaving that the letter names, by the words of :data:`REASONS`."""
    text = joined(lines)[0].replace("\n", " ")
    return next((name for name, pattern in REASONS if pattern.search(text)), None)


def phk_paper(lines: Sequence[Line]) -> str | None:
    """Return which of the papers of a dismissal this is; the heading decides, then the text.

    An agreement that bears the court's note is two of them: both names, with a blank between.
    """
    if not lines:
        return None
    ranked = sorted(lines, key=lambda line: line.quad.top)
    head = joined(ranked[: max(8, len(ranked) // 3)])[0].replace("\n", " ")
    whole = joined(ranked)[0].replace("\n", " ")
    for text in (head, whole):
        for name, pattern in PHK_PAPERS:
            if pattern.search(text):
                both = name == "perjanjian_bersama" and REGISTERED.search(whole)
                return f"{name} akta_pendaftaran" if both else name
    return None


def _position(text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """The job that a sentence names, in capitals or with a capital; it may go on in the next line."""
    for pattern in (POSITION_OVER_LINES, POSITION):
        if match := pattern.search(text):
            return span(starts, *match.span(1))
    return None


def _position_alone(found: Found | None) -> Found | None:
    """Cut a labelled position where the sentence around it goes on."""
    if found is None:
        return None
    goes_on = re.search(r"[ ,]+(?:t\w{0,2}r?hitung|sejak|mulai|dari|pada|dengan|from|since)\b", found.text)
    return found.cut(0, goes_on.start()) if goes_on else found


def letter_number(
    labelled: Mapping[str, list[Found]], text: str, starts: Sequence[tuple[int, Line]]
) -> Found | None:
    """Return the letter's own number: labelled, else the first line that holds a number and no more."""
    for found in labelled.get("nomor_surat", []):
        if "/" in found.text and len(found.text) < 48:
            return found
    match = LETTER_NUMBER.search(text)
    return span(starts, *match.span(1)) if match else None


def _last(founds: Sequence[Found]) -> Found | None:
    filled = [f for f in founds if f.pieces]
    return filled[-1] if filled else None

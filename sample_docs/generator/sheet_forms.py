"""Claim forms of the institution (`formulir`): JHT, pension, correction of data."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sample_docs.generator.sheet_accident import accident_form
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import signed
from sample_docs.generator.sheet_paper import SANS, SERIF, Paper, Value
from sample_docs.generator.sheet_table import boxed_rows
from sample_docs.generator.sheet_words import (
    DATE_STYLES,
    address_of,
    dated,
    named,
    shown,
    titled,
    town_of,
)  # fmt: skip
from sample_docs.generator.vocabulary import pick

Words = dict[str, Value | str]

HEADS = {
    "jht": (("Formulir 5", "F5"), (
        "FORMULIR PENGAJUAN KLAIM JAMINAN HARI TUA", "FORMULIR PENGAJUAN PEMBAYARAN JHT")),
    "jp": (("Formulir 7",), (
        "FORMULIR PENGAJUAN MANFAAT JAMINAN PENSIUN", "FORMULIR PENGAJUAN JAMINAN PENSIUN")),
    "koreksi": (("F-KD",), ("FORMULIR KOREKSI DATA PESERTA", "FORMULIR PERUBAHAN DATA PESERTA")),
}  # fmt: skip
"""Code in the corner and title by kind of form."""


def form(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose the form that `facts.variant` asks for: `tahap_1`, `tahap_2` or a key of `HEADS`."""
    if facts.variant in ("tahap_1", "tahap_2"):
        return accident_form(facts, rng)
    kind = facts.variant or "jht"
    values = _values(facts, rng)
    paper = Paper(pick(rng, (SANS, SANS, SERIF)), size=9.5, margin=float(pick(rng, (46, 54))))
    codes, titles = HEADS[kind]
    paper.y = 48
    paper.line(paper.margin, paper.y, "BPJS Ketenagakerjaan", size=14, cut="b")
    paper.line(paper.right, paper.y, pick(rng, codes), align="right", size=10)
    paper.y += 30
    paper.title(pick(rng, titles), size=13, underline=False)
    boxed, number = rng.random() < 0.7, 1 if rng.random() < 0.4 else None
    for heading, rows in _sections(kind, facts, rng):
        paper.y += 10
        paper.line(paper.margin, paper.y, heading, cut="b", size=10)
        paper.y += 6
        if boxed:
            boxed_rows(paper, rows, values, label_width=165, size=9.5, height=18, numbered=number)
            number = None if number is None else number + len(rows)
        else:
            paper.y += 10
            paper.rows(rows, values, label_width=165, gap=0.2)
        paper.y += 6
    paper.y += 12
    paper.paragraph(
        "Saya menyatakan bahwa data di atas benar. Apabila di kemudian hari tidak benar, saya bersedia "
        "mengembalikan manfaat yang telah saya terima.",
        gap=0.5,
    )
    signer = "{nama_pemohon}" if facts.heir is not None else "{nama}"
    signed(paper, values, rng, place="{kota}", role="Pemohon,", signer=signer, x=paper.width / 2 + 40)
    return paper.finished()


def _values(facts: SheetFacts, rng: np.random.Generator) -> Words:
    who, heir, job = facts.participant, facts.heir, facts.employment
    upper, style = rng.random() < 0.75, pick(rng, DATE_STYLES)
    written: date = facts.letter_date or (facts.death or date(2026, 10, 1)) + timedelta(days=35)
    values: Words = {
        "nama": named(who.name, upper=upper),
        "nik": shown(who.nik),
        "kpj": shown(job.kpj) if job else "-",
        "perusahaan": named(job.company, upper=upper) if job else "-",
        "tempat_lahir": titled(who.birth_place),
        "tanggal_lahir": dated(who.birth_date, style),
        "alamat": address_of(who),
        "telepon": (heir or who).phone,
        "kota": town_of(who),
        "tanggal_surat": dated(written, pick(rng, ("long", "padded"))),
        "salah": f"{titled(who.name)} (ejaan lama)",
    }
    if heir is not None:
        values |= {
            "nama_pemohon": named(heir.name, upper=upper),
            "nik_pemohon": shown(heir.nik),
            "hubungan": {"pasangan": "Istri" if heir.is_woman else "Suami", "anak": "Anak"}.get(
                facts.relationship or "", "Ahli waris"
            ),
        }
    return values


def _sections(
    kind: str, facts: SheetFacts, rng: np.random.Generator
) -> list[tuple[str, list[tuple[str, str]]]]:
    born = (
        ("Tempat, Tanggal Lahir", "{tempat_lahir}, {tanggal_lahir}")
        if rng.random() < 0.5
        else ("Tanggal Lahir", "{tanggal_lahir}")
    )
    member = [
        (pick(rng, ("Nama Peserta", "Nama Lengkap", "Nama Tenaga Kerja")), "{nama}"),
        (pick(rng, ("NIK", "Nomor KTP/NIK", "NIK (No. KTP)")), "{nik}"),
        (pick(rng, ("No. KPJ", "Nomor Peserta", "No. Peserta BPJS Ketenagakerjaan")), "{kpj}"),
        born,
        ("Nama Perusahaan", "{perusahaan}"),
    ]
    if facts.heir is None:
        member += [("Alamat", "{alamat}"), ("No. HP", "{telepon}")]
    sections = [("A. DATA PESERTA", member)]
    if facts.heir is not None:
        sections.append(
            (
                pick(rng, ("B. DATA PEMOHON / AHLI WARIS", "B. DATA PENERIMA MANFAAT")),
                [
                    (pick(rng, ("Nama Pemohon", "Nama Ahli Waris")), "{nama_pemohon}"),
                    (pick(rng, ("NIK Pemohon", "NIK Ahli Waris")), "{nik_pemohon}"),
                    ("Hubungan dengan Peserta", "{hubungan}"),
                    ("No. HP", "{telepon}"),
                ],
            )
        )
    if kind == "koreksi":
        sections.append(
            ("C. DATA YANG DIKOREKSI", [("Data Tertulis", "{salah}"), ("Data Seharusnya", "{nama}")])
        )
    return sections

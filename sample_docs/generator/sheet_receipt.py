"""`kwitansi`: the receipt of a hospital, a pharmacy or an ambulance; half a page, pre-printed or typed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_marks import meterai, round_stamp, signature
from sample_docs.generator.sheet_paper import MONO, SANS, SERIF, Paper, Value
from sample_docs.generator.sheet_words import (
    DATE_STYLES,
    MONEY_STYLES,
    SIGNERS,
    dated,
    in_words,
    money,
    named,
    number_of,
    titled,
    town_of,
)
from sample_docs.generator.vocabulary import pick

HALF_PAGE = (595.3, 420.9)
"""A5 lying: width and height in points."""

PROVIDERS = (
    "RUMAH SAKIT HARAPAN SENTOSA",
    "RUMAH SAKIT MITRA BAHARI",
    "KLINIK PRATAMA TIRTA MEDIKA",
    "APOTEK SEHAT SENTOSA",
    "AMBULANS SIAGA NUSA",
)
SERVICES = (
    "biaya rawat inap dan tindakan",
    "pembelian obat dan alat kesehatan",
    "biaya transportasi ambulans",
    "jasa pemeriksaan dokter dan radiologi",
)


def receipt(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose a receipt for the participant's treatment."""
    who = facts.participant
    paid: date = facts.letter_date or (facts.accident or date(2026, 9, 1)) + timedelta(days=12)
    amount = int(rng.integers(120, 9800)) * 1000 + int(rng.integers(0, 2)) * 500
    values: dict[str, Value | str] = {
        "nama": named(who.name, upper=rng.random() < 0.5),
        "jumlah": money(amount, pick(rng, MONEY_STYLES)),
        "terbilang": titled(in_words(amount)) + " Rupiah",
        "nomor_surat": number_of(
            f"{pick(rng, ('KW', 'INV', 'RSHS', 'KWT'))}/{paid:%m}/{int(rng.integers(100, 9999)):04d}"
            f"/{paid.year}"
        ),
        "tanggal_surat": dated(paid, pick(rng, (*DATE_STYLES, "long"))),
        "untuk": pick(rng, SERVICES),
        "kasir": pick(rng, SIGNERS),
        "kota": town_of(who),
    }
    paper = Paper(pick(rng, (SANS, SERIF, MONO)), size=11, margin=40, page=HALF_PAGE)
    provider = pick(rng, PROVIDERS)
    paper.y = 42
    paper.line(paper.margin, paper.y, provider, size=14, cut="b")
    paper.y += 14
    paper.line(
        paper.margin, paper.y, f"Jl. Kesehatan No. {int(rng.integers(1, 90))}, {values['kota']}", size=9
    )
    paper.rule(paper.margin, paper.y + 6, paper.right, 1.4)
    paper.y += 32
    paper.title(pick(rng, ("KWITANSI", "KUITANSI", "KWITANSI PEMBAYARAN")), size=15)
    paper.line(
        paper.margin,
        paper.y + 6,
        pick(rng, ("No. : {nomor_surat}", "Nomor : {nomor_surat}", "No. {nomor_surat}")),
        values,
    )
    paper.y += 32
    patient = rng.random() < 0.4
    rows = [
        (
            pick(rng, ("Sudah terima dari", "Telah terima dari", "Diterima dari")),
            "Keluarga pasien" if patient else "{nama}",
        ),
        (pick(rng, ("Banyaknya uang", "Uang sejumlah", "Terbilang")), "{terbilang}"),
        (pick(rng, ("Untuk pembayaran", "Guna membayar")), "{untuk}"),
    ]
    if patient:
        rows.insert(1, ("Nama Pasien", "{nama}"))
    paper.rows(rows, values, label_width=118)
    paper.y += 6
    box = paper.line(
        paper.margin + 10, paper.y + 16, pick(rng, ("{jumlah:b}", "Jumlah : {jumlah:b}")), values, size=14
    )
    paper.canvas.rect(paper.margin, paper.height - paper.y - 26, box + 20, 28, fill=0)
    x, top = paper.right - 170, paper.y + 8
    paper.line(x, top, "{kota}, {tanggal_surat}", values, max_width=170)
    if amount > 5_000_000:
        meterai(paper, x - 62, top + 14, rng)
    signature(paper, x + 10, top + 38, rng)
    if rng.random() < 0.8:
        round_stamp(paper, x + 20, top + 54, (provider, "KASIR"), rng)
    paper.line(x, top + 76, "{kasir}", values, cut="b")
    return paper.finished()

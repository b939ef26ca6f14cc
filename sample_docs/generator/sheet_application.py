"""`bukti_lamaran`: somebody applied for work: a portal's screen, an e-mail, a letter, a call to a test."""

from __future__ import annotations

from datetime import date

import numpy as np

from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import letter_paper, signed
from sample_docs.generator.sheet_paper import SANS, Paper, Value
from sample_docs.generator.sheet_words import (
    DATE_STYLES,
    SIGNERS,
    address_of,
    birth_of,
    dated,
    named,
    town_of,
)
from sample_docs.generator.vocabulary import pick, vocabulary

PHONE = (300.0, 620.0)
"""A telephone's screen in points; 3.6 pixels each."""

PORTALS = ("KarirNusa", "Loker Kita", "SIAPkerja", "JobRaya")
Words = dict[str, Value | str]


def application(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose one of `SHAPES`; the company is invented anew for every paper."""
    kind = facts.variant if facts.variant in SHAPES else pick(rng, ("layar", "layar", "surel", "surat"))
    who = facts.participant
    words = vocabulary()["companies"]
    company = " ".join(
        p for p in (str(pick(rng, words[part])) for part in ("kind", "first", "second", "trade")) if p
    )
    sent: date = facts.letter_date or date(2026, 10, 12)
    values: Words = {
        "nama": named(who.name, upper=rng.random() < 0.3),
        "perusahaan": named(company, upper=rng.random() < 0.4),
        "posisi": named(str(pick(rng, words_positions())), upper=False),
        "tanggal_lamaran": dated(sent, pick(rng, DATE_STYLES)),
        "kota": town_of(who),
        "lahir": birth_of(who),
        "alamat": address_of(who),
        "telepon": who.phone,
        "hrd": pick(rng, SIGNERS),
        "portal": pick(rng, PORTALS),
        "jam": f"{int(rng.integers(8, 20)):02d}.{int(rng.integers(10, 59))}",
    }
    return SHAPES[kind](values, sent, rng)


def words_positions() -> list[str]:
    """The trades that people apply for."""
    return list(vocabulary()["positions"])


def _screen(values: Words, sent: date, rng: np.random.Generator) -> Sheet:
    """The portal's own page on a telephone."""
    paper = _phone(values, rng)
    paper.line(16, 84, pick(rng, ("Lamaran Terkirim", "Status Lamaran", "Lamaran Saya")), size=16, cut="b")
    y = 118.0
    rows = [
        (pick(rng, ("Posisi", "Posisi yang dilamar", "Lowongan")), "{posisi}"),
        ("Perusahaan", "{perusahaan}"),
        (pick(rng, ("Tanggal Melamar", "Dilamar pada", "Tanggal Lamaran")), "{tanggal_lamaran}"),
        (pick(rng, ("Nama Pelamar", "Nama")), "{nama}"),
        ("Status", pick(rng, ("Terkirim", "Dalam proses", "Dilihat perusahaan"))),
    ]
    stacked = rng.random() < 0.5
    for label, cell in rows:
        paper.canvas.setFillColorRGB(0.45, 0.45, 0.48)
        paper.line(20, y, label, size=9.5)
        paper.canvas.setFillColorRGB(0.1, 0.1, 0.12)
        if stacked:
            paper.line(20, y + 17, cell, values, size=12.5, cut="b", max_width=260)
            y += 44
        else:
            paper.line(130, y, cell, values, size=10.5, max_width=155)
            y += 28
    paper.canvas.setFillColorRGB(0.1, 0.45, 0.85)
    paper.canvas.roundRect(20, paper.height - y - 44, 260, 34, 8, stroke=0, fill=1)
    paper.canvas.setFillColorRGB(1, 1, 1)
    paper.line(150, y + 31, "Lihat detail lowongan", size=11, align="center", cut="b")
    return paper.finished(screenshot=True)


def _mail(values: Words, sent: date, rng: np.random.Generator) -> Sheet:
    """The confirmation that arrived by e-mail, on a telephone."""
    paper = _phone(values, rng)
    paper.size, paper.margin, paper.leading = 10.5, 18, 15
    paper.y = 84
    paper.paragraph(
        pick(rng, ("Lamaran Anda untuk posisi {posisi:b}", "Konfirmasi lamaran {posisi:b}")),
        values,
        justify=False,
    )
    paper.line(18, paper.y, "Rekrutmen <rekrutmen@karir.example>", size=9)
    paper.line(18, paper.y + 14, "{tanggal_lamaran} {jam}", values, size=9)
    paper.y += 44
    paper.paragraph("Yth. {nama},", values, justify=False)
    paper.paragraph(
        "Terima kasih telah melamar posisi {posisi} di {perusahaan}. Lamaran Anda telah kami terima dan "
        "akan kami "
        "proses. Kami akan menghubungi Anda apabila sesuai dengan kebutuhan perusahaan.",
        values,
        justify=False,
    )
    paper.paragraph("Salam,\nTim Rekrutmen", justify=False)
    return paper.finished(screenshot=True)


def _call(values: Words, sent: date, rng: np.random.Generator) -> Sheet:
    """The call to an interview: one of them is worth five applications."""
    paper = letter_paper(rng)
    paper.y = 76
    paper.line(paper.margin, paper.y, "{perusahaan:b}", values, size=14)
    paper.rule(paper.margin, paper.y + 8, paper.right, 1.2)
    paper.y += 40
    paper.line(paper.right, paper.y, "{kota}, {tanggal_lamaran}", values, align="right")
    paper.space(1.6)
    subject = pick(rng, ("Undangan Wawancara", "Undangan Interview", "Panggilan Tes dan Wawancara Kerja"))
    paper.rows([("Perihal", subject)], values, label_width=60)
    paper.paragraph("Kepada Yth. Sdr/i. {nama:b}", values)
    paper.paragraph(
        "Menindaklanjuti lamaran Saudara/i untuk posisi {posisi}, kami mengundang Saudara/i mengikuti "
        "wawancara di kantor "
        "{perusahaan} pada waktu yang akan disampaikan oleh bagian rekrutmen.",
        values,
    )
    signed(
        paper,
        values,
        rng,
        place="",
        role="Bagian Rekrutmen,",
        signer="{hrd}",
        stamp=(_plain(values["perusahaan"]).upper(), "HRD"),
    )
    return paper.finished()


def _letter(values: Words, sent: date, rng: np.random.Generator) -> Sheet:
    """The letter of application itself."""
    paper = letter_paper(rng)
    paper.y = 84
    paper.line(paper.right, paper.y, "{kota}, {tanggal_lamaran}", values, align="right")
    paper.space(1.4)
    paper.rows([("Hal", pick(rng, ("Surat Lamaran Pekerjaan", "Lamaran Pekerjaan")))], values, label_width=46)
    for text in ("Kepada Yth.", "HRD {perusahaan}", "di Tempat"):
        paper.line(paper.margin, paper.y, text, values)
        paper.space(1)
    paper.space(0.6)
    paper.paragraph("Dengan hormat,\nSaya yang bertanda tangan di bawah ini:", justify=False)
    paper.rows(
        [
            ("Nama", "{nama}"),
            ("Tempat/Tgl. Lahir", "{lahir}"),
            ("Alamat", "{alamat}"),
            ("No. HP", "{telepon}"),
        ],
        values,
    )
    paper.paragraph(
        "dengan ini mengajukan lamaran pekerjaan sebagai {posisi} di perusahaan yang Bapak/Ibu pimpin. "
        "Sebagai bahan "
        "pertimbangan saya lampirkan daftar riwayat hidup dan dokumen pendukung.",
        values,
    )
    signed(paper, values, rng, place="", role="Hormat saya,", signer="{nama}")
    return paper.finished()


def _phone(values: Words, rng: np.random.Generator) -> Paper:
    paper = Paper(SANS, size=11, margin=16, page=PHONE)
    canvas = paper.canvas
    dark = pick(rng, ((0.1, 0.45, 0.85), (0.05, 0.4, 0.35), (0.95, 0.95, 0.96)))
    canvas.setFillColorRGB(*dark)
    canvas.rect(0, paper.height - 56, paper.width, 56, stroke=0, fill=1)
    ink = 0.1 if dark[0] > 0.9 else 1.0
    canvas.setFillColorRGB(ink, ink, ink)
    paper.line(12, 14, str(values["jam"]), size=8.5)
    paper.line(288, 14, f"4G  {int(rng.integers(20, 99))}%", size=8.5, align="right")
    paper.line(16, 42, "{portal}", values, size=14, cut="b")
    canvas.setFillColorRGB(0.1, 0.1, 0.12)
    return paper


def _plain(value: Value | str) -> str:
    return value if isinstance(value, str) else value.printed


SHAPES = {"layar": _screen, "surel": _mail, "surat": _letter, "panggilan": _call}
"""The shapes by the name that `SheetFacts.variant` may ask for."""

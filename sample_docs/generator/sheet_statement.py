"""Papers that a person or a doctor signs: `surat_pernyataan`, `kapk`, `surat_dokter`."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sample_docs.generator.people import Person
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import letter_paper, office_head, signed
from sample_docs.generator.sheet_marks import health_cross, meterai
from sample_docs.generator.sheet_paper import SANS, SERIF, Paper, Value
from sample_docs.generator.sheet_words import (
    SIGNERS,
    address_of,
    birth_of,
    dated,
    named,
    shown,
    titled,
    town_of,
)
from sample_docs.generator.vocabulary import pick

PLEDGES = {
    "mengundurkan_diri": "saya telah berhenti bekerja dan tidak terikat hubungan kerja dengan siapa pun",
    "bpu_berhenti": "saya telah berhenti melakukan pekerjaan sebagai peserta bukan penerima upah",
    "meninggalkan_indonesia": "saya meninggalkan Indonesia untuk selamanya dan tidak bekerja lagi di sini",
    "sebagian_10": "saya belum pernah mengajukan pengambilan sebagian Jaminan Hari Tua",
    "sebagian_30": "saya belum pernah mengajukan pengambilan sebagian Jaminan Hari Tua untuk perumahan",
    "janda_duda": "saya sampai saat ini tidak menikah lagi setelah meninggalnya peserta",
    "meninggal_dunia": "saya adalah ahli waris yang sah dan bertanggung jawab atas manfaat yang diterima",
}
DEFAULT_PLEDGE = "seluruh data dan dokumen yang saya sampaikan dalam pengajuan klaim ini adalah benar dan sah"
FINDINGS = (
    ("gangguan gerak menetap pada tungkai bawah", "cacat total tetap"),
    ("gangguan penglihatan menetap pada kedua mata", "cacat total tetap"),
)
WOUNDS = (
    ("luka robek pada tangan kanan", "sembuh"),
    ("patah tulang tertutup lengan bawah kiri", "sembuh dengan perawatan"),
)


def statement(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose `surat_pernyataan` of the claimant: the heir where there is one, else the participant."""
    who = facts.heir or facts.participant
    values, paper = _signer_values(who, facts.letter_date or _after(facts, who), rng), letter_paper(rng)
    values["isi"] = PLEDGES.get(facts.cause, DEFAULT_PLEDGE)
    paper.y = 90
    paper.title("SURAT PERNYATAAN")
    paper.space(1.4)
    paper.paragraph("Saya yang bertanda tangan di bawah ini:")
    _self_rows(paper, values, rng)
    paper.paragraph("Dengan ini menyatakan dengan sesungguhnya bahwa {isi}.", values)
    paper.paragraph(
        "Apabila pernyataan ini di kemudian hari terbukti tidak benar, saya bersedia mengembalikan "
        "manfaat yang telah "
        "diterima dan dituntut sesuai ketentuan yang berlaku."
    )
    paper.paragraph(
        "Demikian surat pernyataan ini saya buat dalam keadaan sadar tanpa paksaan dari pihak mana pun."
    )
    _own_signature(paper, values, rng, role="Yang membuat pernyataan,")
    return paper.finished()


def commitment(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose `kapk`: the pledge to look for work that Siap Kerja has a recipient of JKP sign."""
    who = facts.participant
    values = _signer_values(who, facts.letter_date or _after(facts, who), rng)
    paper = Paper(SANS, size=10.5, margin=66)
    canvas = paper.canvas
    canvas.setFillColorRGB(0.05, 0.36, 0.52)
    canvas.rect(0, paper.height - 54, paper.width, 54, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    paper.line(paper.margin, 34, "SIAPkerja", size=20, cut="b")
    paper.line(paper.right, 33, "Kementerian Ketenagakerjaan", size=9, align="right")
    canvas.setFillColorRGB(0.08, 0.08, 0.1)
    paper.y = 92
    paper.title("KESEPAKATAN AKTIF PENCARIAN KERJA (KAPK)", underline=False)
    paper.centred("Program Jaminan Kehilangan Pekerjaan")
    paper.space(1)
    paper.paragraph("Saya yang menyetujui kesepakatan ini:")
    paper.rows(
        [
            ("Nama Lengkap", "{nama}"),
            ("NIK", "{nik}"),
            ("Tempat, Tgl. Lahir", "{lahir}"),
            ("Alamat", "{alamat}"),
        ],
        values,
    )
    paper.paragraph("sebagai penerima manfaat Jaminan Kehilangan Pekerjaan menyatakan bersedia:", gap=0.3)
    for number, text in enumerate(
        (
            "aktif mencari pekerjaan dan melaporkan kegiatan melamar kerja setiap bulan melalui Siap Kerja;",
            "mengikuti asesmen diri, konseling, dan pelatihan kerja sesuai rekomendasi;",
            "memenuhi panggilan wawancara atau penempatan kerja yang sesuai;",
            "melaporkan apabila telah memperoleh pekerjaan kembali.",
        ),
        start=1,
    ):
        paper.line(paper.margin + 6, paper.y, f"{number}.")
        paper.paragraph(text, x=paper.margin + 24, gap=0.2)
    paper.space(0.5)
    paper.paragraph("Saya memahami bahwa manfaat dapat dihentikan apabila kesepakatan ini tidak dipenuhi.")
    _own_signature(paper, values, rng, role="Penerima Manfaat,", duty=False)
    return paper.finished()


def doctors_letter(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose `surat_dokter` about the participant."""
    who = facts.participant
    finding, outcome = pick(rng, FINDINGS if facts.cause == "cacat_total_tetap" else WOUNDS)
    written = facts.letter_date or _after(facts, who)
    values = _signer_values(who, written, rng)
    values |= {
        "tanggal_lahir": dated(who.birth_date, pick(rng, ("long", "dashed"))),
        "temuan": finding,
        "hasil": outcome,
        "nomor": f"{int(rng.integers(10, 900))}/SKD/RS-{int(rng.integers(1, 90)):02d}/{written.year}",
        "dokter": f"dr. {pick(rng, SIGNERS)}",
        "sip": f"SIP. 503/{int(rng.integers(1000, 9999))}/DPMPTSP/2024",
    }
    paper = Paper(pick(rng, (SERIF, SANS)), size=11, margin=72)
    hospital = pick(
        rng, ("RUMAH SAKIT HARAPAN SENTOSA", "RUMAH SAKIT MITRA BAHARI", "KLINIK PRATAMA TIRTA MEDIKA")
    )
    street = f"Jl. Kesehatan No. {int(rng.integers(1, 90))}, {town_of(who)}"
    office_head(paper, (hospital,), street, mark=health_cross)
    paper.title("SURAT KETERANGAN DOKTER")
    paper.centred("Nomor : {nomor}", values)
    paper.space(1)
    paper.paragraph(
        "Yang bertanda tangan di bawah ini, dokter pada {rs} menerangkan bahwa telah memeriksa:",
        {"rs": titled(hospital)},
    )
    sex = "Perempuan" if who.is_woman else "Laki-laki"
    paper.rows(
        [
            ("Nama Pasien", "{nama}"),
            ("Tanggal Lahir", "{tanggal_lahir}"),
            ("Jenis Kelamin", sex),
            ("Alamat", "{alamat}"),
        ],
        values,
    )
    paper.paragraph("Hasil pemeriksaan: {temuan}.", values)
    paper.paragraph("Kesimpulan: {hasil}.", values)
    paper.paragraph("Surat keterangan ini dibuat untuk keperluan klaim BPJS Ketenagakerjaan.")
    signed(
        paper, values, rng, place="{kota}", role="Dokter Pemeriksa,", signer="{dokter}", below="{sip}",
        stamp=(hospital, "RSU" if "RUMAH" in hospital else "KLINIK"),
    )  # fmt: skip
    return paper.finished()


def _after(facts: SheetFacts, who: Person) -> date:
    """When the person signs, if the facts do not say: some weeks after what the claim is about."""
    end = facts.employment.end if facts.employment is not None else None
    death = facts.death if facts.heir is not None and who == facts.heir else None
    return (death or end or date(2026, 10, 1)) + timedelta(days=35)


def _signer_values(who: Person, written: date, rng: np.random.Generator) -> dict[str, Value | str]:
    return {
        "nama": named(who.name, upper=rng.random() < 0.6),
        "nik": shown(who.nik),
        "tanggal_surat": dated(written, pick(rng, ("long", "padded"))),
        "lahir": birth_of(who),
        "alamat": address_of(who),
        "pekerjaan": titled(who.pekerjaan),
        "telepon": who.phone,
        "kota": town_of(who),
    }


def _self_rows(paper: Paper, values: dict[str, Value | str], rng: np.random.Generator) -> None:
    rows = [
        ("Nama", "{nama}"),
        (pick(rng, ("NIK", "No. KTP", "NIK/No. KTP")), "{nik}"),
        ("Tempat/Tgl. Lahir", "{lahir}"),
    ]
    if rng.random() < 0.5:
        rows.append(("Pekerjaan", "{pekerjaan}"))
    rows.append(("Alamat", "{alamat}"))
    if rng.random() < 0.4:
        rows.append(("No. HP", "{telepon}"))
    paper.rows(rows, values)


def _own_signature(
    paper: Paper, values: dict[str, Value | str], rng: np.random.Generator, *, role: str, duty: bool = True
) -> None:
    x = paper.width / 2 + 24
    paper.space(0.8)
    if duty:
        meterai(paper, x - 12, paper.y + 2 * paper.leading - 8, rng)
    signed(paper, values, rng, place="{kota}", role=role, signer="{nama}", x=x)

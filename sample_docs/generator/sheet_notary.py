"""Deeds before a notary or land registrar: the will, and the papers of a house."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sample_docs.generator.people import Person
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import letter_paper, office_head, signed
from sample_docs.generator.sheet_marks import emblem, meterai, round_stamp, signature
from sample_docs.generator.sheet_paper import MONO, SERIF, Paper, Value
from sample_docs.generator.sheet_words import (
    DAYS,
    MONEY_STYLES,
    MONTHS,
    ROMAN,
    SIGNERS,
    address_of,
    dated,
    day,
    in_words,
    money,
    named,
    number_of,
    shown,
    titled,
    town_of,
)
from sample_docs.generator.vocabulary import pick

Words = dict[str, Value | str]
ESTATES = ("Griya Lembah Hijau", "Bumi Cendana Asri", "Puri Taman Melati", "Grand Teratai Residence")
DEVELOPERS = ("PT Graha Cendana Persada", "PT Lembah Hijau Propertindo", "PT Melati Bangun Sejahtera")
LENDERS = ("Bank Tabungan Nusa Raya", "Bank Griya Sentosa", "Bank Pembangunan Bhumi")


def will(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose `surat_wasiat`: the notary's deed in which the deceased names who shall inherit."""
    dead, heir = facts.participant, facts.heir or facts.participant
    written: date = facts.letter_date or (facts.death or date(2026, 1, 1)) - timedelta(days=400)
    notary = f"{pick(rng, SIGNERS)}, S.H., M.Kn."
    values: Words = {
        "nama_pewaris": named(dead.name, upper=True),
        "nik_pewaris": shown(dead.nik),
        "nama_penerima": named(heir.name, upper=True),
        "nik_penerima": shown(heir.nik),
        "nomor_akta": number_of(f"{int(rng.integers(1, 90)):02d}"),
        "tanggal_surat": dated(written),
        "terbilang": f"{in_words(written.day)} {MONTHS[written.month - 1]} {in_words(written.year)}".lower(),
        "hari": DAYS[written.weekday()],
        "notaris": notary,
        "kota": town_of(dead),
        "lahir": f"{titled(dead.birth_place)}, {day(dead.birth_date)}",
        "alamat": address_of(dead),
        "alamat_penerima": address_of(heir),
        "jam": f"{int(rng.integers(9, 16)):02d}.{int(rng.integers(10, 50))}",
    }
    paper = Paper(pick(rng, (SERIF, MONO)), size=10.5, margin=78)
    if paper.family is MONO:
        paper.size, paper.leading = 9.5, 14.5
    paper.y = 60
    paper.centred("{notaris}", values, cut="b", size=13)
    paper.centred(pick(rng, ("NOTARIS DI {k}", "NOTARIS & PPAT {k}")), {"k": town_of(dead).upper()}, size=10)
    paper.rule(paper.margin, paper.y, paper.right, 1)
    paper.space(1.6)
    paper.title(pick(rng, ("AKTA WASIAT", "SURAT WASIAT", "WASIAT")), size=14, underline=False)
    paper.centred(pick(rng, ("Nomor : {nomor_akta}", "Nomor {nomor_akta}", "Nomor: {nomor_akta}.-")), values)
    paper.space(1)
    spelled = rng.random() < 0.6
    when = "{tanggal_surat} ({terbilang})" if spelled else "{tanggal_surat}"
    paper.paragraph(
        f"Pada hari ini, {{hari}}, tanggal {when}, pukul {{jam}} waktu setempat, menghadap kepada saya, "
        f"{{notaris}}, "
        "Notaris di {kota}, dengan dihadiri saksi-saksi yang akan disebut pada bagian akhir akta ini:",
        values,
    )
    paper.paragraph(
        "{nama_pewaris:b}, lahir di {lahir}, bertempat tinggal di {alamat}, pemegang Kartu Tanda Penduduk "
        "Nomor Induk "
        "Kependudukan {nik_pewaris}.",
        values,
        x=paper.margin + 18,
    )
    paper.paragraph(
        "Penghadap menerangkan mencabut semua wasiat yang dibuat sebelum ini, dan menghibahwasiatkan "
        "seluruh hak atas "
        "santunan dan Jaminan Hari Tua pada BPJS Ketenagakerjaan kepada:"
    )
    paper.paragraph(
        "{nama_penerima:b}, NIK {nik_penerima}, bertempat tinggal di {alamat_penerima}.",
        values,
        x=paper.margin + 18,
    )
    paper.paragraph(
        "Demikian akta ini dibuat dan diselesaikan di {kota}, dibacakan kepada penghadap dan para saksi.",
        values,
    )
    signed(
        paper,
        values,
        rng,
        place="",
        role="Notaris,",
        signer="{notaris}",
        stamp=(f"NOTARIS {town_of(dead).upper()}", "NOTARIS"),
    )
    return paper.finished()


def housing(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose `dokumen_perumahan`: sale before the land registrar, binding agreement, or bank's letter."""
    kind = facts.variant if facts.variant in HOUSES else pick(rng, tuple(HOUSES))
    who = facts.participant
    written: date = facts.letter_date or date(2026, 9, 1)
    price = int(rng.integers(180, 790)) * 1_000_000
    values: Words = {
        "nama": named(who.name, upper=rng.random() < 0.6),
        "nik": shown(who.nik),
        "tanggal_surat": dated(written, pick(rng, ("long", "padded"))),
        "jumlah": money(price, pick(rng, MONEY_STYLES)),
        "terbilang": in_words(price // 10**6) + " juta rupiah",
        "hari": DAYS[written.weekday()],
        "kota": town_of(who),
        "alamat": address_of(who),
        "lahir": f"{titled(who.birth_place)}, {day(who.birth_date)}",
        "rumah": f"{pick(rng, ESTATES)} Blok {pick(rng, 'ABCDE')} No. {int(rng.integers(1, 40))}",
        "pengembang": pick(rng, DEVELOPERS),
        "bank": pick(rng, LENDERS),
        "penjual": titled(pick(rng, SIGNERS)),
        "pejabat": pick(rng, SIGNERS),
    }
    return HOUSES[kind](values, who, written, rng)


def _sale(values: Words, who: Person, written: date, rng: np.random.Generator) -> Sheet:
    values["nomor_surat"] = number_of(f"{int(rng.integers(10, 900))}/{written.year}")
    paper = Paper(pick(rng, (SERIF, MONO)), size=10, margin=74)
    emblem(paper, paper.width / 2, 58, 40)
    paper.y = 98
    paper.centred("PEJABAT PEMBUAT AKTA TANAH (PPAT)", size=11, cut="b")
    paper.centred("{n}, S.H., M.Kn.", {"n": str(values["pejabat"])}, size=10)
    paper.space(0.8)
    paper.title("AKTA JUAL BELI", size=14, underline=False)
    paper.centred(pick(rng, ("Nomor : {nomor_surat}", "Nomor {nomor_surat}")), values)
    paper.space(0.8)
    paper.paragraph(
        "Pada hari ini, {hari}, tanggal {tanggal_surat}, hadir di hadapan saya, {pejabat}, S.H., M.Kn., "
        "Pejabat Pembuat Akta Tanah di {kota}:",
        values,
    )
    paper.paragraph("I. {penjual}, selaku pemilik, selanjutnya disebut PIHAK PERTAMA atau Penjual;", values)
    paper.paragraph(
        "II. {nama:b}, lahir di {lahir}, NIK {nik}, bertempat tinggal di {alamat}, selanjutnya disebut "
        "PIHAK KEDUA atau Pembeli.",
        values,
    )
    paper.paragraph(
        "Pihak Pertama menjual kepada Pihak Kedua sebuah rumah di {rumah} dengan harga {jumlah} "
        "({terbilang}), yang telah dibayar lunas.",
        values,
    )
    return _both_sign(paper, values, rng, ("PENJUAL,", "{penjual}"), ("PEMBELI,", "{nama}"))


def _binding(values: Words, who: Person, written: date, rng: np.random.Generator) -> Sheet:
    values["nomor_surat"] = number_of(
        f"{int(rng.integers(10, 400)):03d}/PPJB/{ROMAN[written.month - 1]}/{written.year}"
    )
    paper = letter_paper(rng)
    paper.y = 74
    paper.title(pick(rng, ("PERJANJIAN PENGIKATAN JUAL BELI", "PERJANJIAN PENGIKATAN JUAL BELI (PPJB)")))
    paper.centred("Nomor : {nomor_surat}", values)
    paper.space(1)
    paper.paragraph(
        "Pada hari ini {hari} tanggal {tanggal_surat} di {kota}, yang bertanda tangan di bawah ini:", values
    )
    paper.paragraph("1. {pengembang}, selaku pengembang, selanjutnya disebut PENJUAL;", values)
    paper.rows([("2. Nama", "{nama}"), ("    NIK", "{nik}"), ("    Alamat", "{alamat}")], values)
    paper.paragraph(
        "selanjutnya disebut PEMBELI, sepakat mengikatkan diri dalam jual beli rumah di {rumah} seharga "
        "{jumlah}.",
        values,
    )
    paper.paragraph("Pembeli membayar secara tunai bertahap sampai dengan serah terima kunci.")
    return _both_sign(paper, values, rng, ("PENJUAL,", "{pejabat}"), ("PEMBELI,", "{nama}"))


def _loan(values: Words, who: Person, written: date, rng: np.random.Generator) -> Sheet:
    values["nomor_surat"] = number_of(
        f"{int(rng.integers(100, 999))}/KPR/{ROMAN[written.month - 1]}/{written.year}"
    )
    paper = letter_paper(rng)
    office_head(paper, (str(values["bank"]).upper(),), f"Kantor Cabang {values['kota']}")
    title = pick(
        rng,
        (
            "SURAT PENEGASAN PERSETUJUAN PENYEDIAAN KREDIT",
            "PERJANJIAN KREDIT PEMILIKAN RUMAH",
            "SURAT KETERANGAN KPR",
        ),
    )
    paper.title(title)
    paper.centred("Nomor : {nomor_surat}", values)
    paper.space(1)
    paper.paragraph("Dengan ini kami terangkan bahwa permohonan Kredit Pemilikan Rumah (KPR) atas:")
    paper.rows(
        [
            (pick(rng, ("Nama", "Nama Debitur", "Nama Pemohon")), "{nama}"),
            (pick(rng, ("NIK", "No. KTP")), "{nik}"),
            ("Alamat Agunan", "{rumah}"),
            (pick(rng, ("Plafon Kredit", "Jumlah Kredit", "Maksimum Kredit")), "{jumlah}"),
        ],
        values,
    )
    paper.paragraph("telah disetujui dengan ketentuan yang berlaku pada {bank}.", values)
    signed(
        paper,
        values,
        rng,
        place="{kota}",
        role="{bank}\nKepala Cabang,",
        signer="{pejabat}",
        stamp=(str(values["bank"]).upper(), "KPR"),
    )
    return paper.finished()


HOUSES = {"ajb": _sale, "ppjb": _binding, "kpr": _loan}
"""The papers of a house by the name that `SheetFacts.variant` may ask for."""


def _both_sign(
    paper: Paper, values: Words, rng: np.random.Generator, first: tuple[str, str], second: tuple[str, str]
) -> Sheet:
    paper.space(0.6)
    top = paper.y + 6
    for x, (role, name) in ((paper.margin, first), (paper.width / 2 + 40, second)):
        paper.line(x, top, role)
        signature(paper, x + 6, top + 34, rng)
        paper.line(x, top + 66, name, values, cut="b", max_width=paper.width / 2 - paper.margin - 20)
    meterai(paper, paper.width / 2 + 34, top + 6, rng)
    round_stamp(paper, paper.margin + 14, top + 34, ("KANTOR PEMASARAN", "LUNAS"), rng)
    return paper.finished()

"""Excerpts of civil registration: death, birth and marriage, as the registries print them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from sample_docs.generator.civil_old import (
    PRINTED_SINCE,
    death_letter,
    marriage_book,
    typed_birth,
    typed_death,
)
from sample_docs.generator.people import Person
from sample_docs.generator.qr import verification_address
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import office_head
from sample_docs.generator.sheet_marks import emblem, qr_code, round_stamp, signature
from sample_docs.generator.sheet_paper import SANS, SERIF, Paper, Value
from sample_docs.generator.sheet_words import (
    DAYS,
    MONTHS,
    ROMAN,
    SIGNERS,
    dated,
    day,
    in_words,
    parents_of,
    shown,
    spouse_of,
    titled,
    town_of,
)
from sample_docs.generator.vocabulary import pick

Deed = dict[str, Value | str]
SIXTEEN_DIGITS_SINCE = date(2022, 10, 10)
"""From here on the registers of the religious offices number marriages with 16 digits."""

SIGNED_BY_MACHINE = (
    "Dokumen ini ditandatangani secara elektronik dengan sertifikat elektronik yang diterbitkan oleh "
    "BSrE-BSSN.",
    "Keaslian dokumen dapat diperiksa dengan memindai kode QR pada dokumen ini.",
)


def death_deed(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose `akta_kematian`: one long sentence (`kalimat`), labelled rows (`berlabel`), typed (`ketik`).

    `keterangan` is the letter of hospital or village that some applicants have instead.
    """
    if facts.death is None:
        raise ValueError("a death certificate needs a date of death")
    who = facts.participant
    form = facts.variant or pick(rng, ("kalimat", "kalimat", "berlabel", "berlabel", "ketik", "keterangan"))
    issued = facts.letter_date or facts.death + timedelta(days=int(rng.integers(3, 12)))
    if form == "ketik":
        return typed_death(who, facts.death, issued, rng)
    if form == "keterangan":
        return death_letter(facts, facts.death, rng)
    father, mother = parents_of(facts, who)
    values: Deed = {
        "nama": shown(who.name),
        "nik": shown(who.nik),
        "tanggal_meninggal": dated(facts.death),
        "nomor_akta": shown(f"{who.nik[:4]}-KM-{issued:%d%m%Y}-{int(rng.integers(1, 120)):04d}"),
        "tempat": town_of(who).upper(),
        "lahir": f"{who.birth_place}, {day(who.birth_date)}",
        "ayah": father,
        "ibu": mother,
    }
    spelled = rng.random() < 0.4
    if spelled:
        values["terbilang"] = _spelled(facts.death)
    paper = _registry_page(
        "KUTIPAN AKTA KEMATIAN", "EXCERPT OF DEATH CERTIFICATE", "Akta Kematian", values, rng
    )
    when = "{terbilang} ({tanggal_meninggal:b})" if spelled else "{tanggal_meninggal:b}"
    if form == "kalimat":
        with_nik = rng.random() < 0.75 if facts.prints_nik is None else facts.prints_nik
        paper.paragraph(
            f"bahwa di {{tempat:b}} pada tanggal {when} telah meninggal dunia seorang bernama", values
        )
        paper.centred("{nama}", values, cut="b", size=14)
        paper.space(0.6)
        paper.paragraph(
            ("NIK {nik:b}, " if with_nik else "") + "lahir di {lahir}, anak dari {ayah} dan {ibu}.", values
        )
        _english(
            paper,
            "that in the place and on the date above died the person named, born at the place and date "
            "mentioned",
        )
    else:
        paper.paragraph("bahwa menurut pencatatan kematian telah meninggal dunia:", gap=0.3)
        rows = (
            ("NIK", "Personal Number", "{nik:b}"), ("Nama Lengkap", "Full Name", "{nama:b}"),
            ("Tempat/Tanggal Lahir", "Place and Date of Birth", "{lahir}"),
            ("Tempat Meninggal", "Place of Death", "{tempat}"),
            ("Tanggal Meninggal", "Date of Death", when),
            ("Nama Ayah", "Father", "{ayah}"), ("Nama Ibu", "Mother", "{ibu}"),
        )  # fmt: skip
        _bilingual_rows(paper, rows, values)
    _issued(paper, values, who, issued, rng)
    return paper.finished()


def birth_deed(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose `akta_kelahiran` of the heir, or of the participant where there is no heir."""
    who = facts.heir or facts.participant
    father, mother = parents_of(facts, who)
    late = rng.random() < 0.4
    issued = who.birth_date + timedelta(days=int(rng.integers(400, 1500) if late else rng.integers(7, 55)))
    typed = (
        issued < PRINTED_SINCE and rng.random() < 0.6 if facts.variant is None else facts.variant == "ketik"
    )
    if typed:
        return typed_birth(who, (father, mother), issued, rng)
    number = f"{who.nik[:4]}-{'LT' if late else 'LU'}-{issued:%d%m%Y}-{int(rng.integers(1, 200)):04d}"
    values: Deed = {
        "nama": shown(who.name),
        "tanggal_lahir": dated(who.birth_date),
        "nama_ayah": shown(father),
        "nama_ibu": shown(mother),
        "nomor_akta": shown(number),
        "tempat": who.birth_place,
        "terbilang": _spelled(who.birth_date),
        "urutan": pick(rng, ("SATU", "SATU", "DUA", "TIGA")),
        "sex": who.sex,
    }
    paper = _registry_page(
        "KUTIPAN AKTA KELAHIRAN", "EXCERPT OF BIRTH CERTIFICATE", "Akta Kelahiran", values, rng
    )
    when = pick(rng, ("{tanggal_lahir:b}", "{terbilang} ({tanggal_lahir:b})"))
    paper.paragraph(f"bahwa di {{tempat:b}} pada tanggal {when} telah lahir", values)
    _english(paper, "that in the place and on the date above was born")
    paper.centred("{nama}", values, cut="b", size=15)
    paper.space(0.8)
    paper.paragraph("anak ke {urutan:b}, {sex:b}, dari ayah {nama_ayah:b} dan ibu {nama_ibu:b}.", values)
    _english(paper, "child of the order and sex mentioned, of the father and the mother named")
    _issued(paper, values, who, facts.letter_date or issued, rng)
    return paper.finished()


def marriage_deed(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose `akta_nikah`: the religious office's excerpt, or the registry's for other religions."""
    other = spouse_of(facts)
    if facts.marriage is None or other is None:
        raise ValueError("a marriage certificate needs a date and a spouse")
    wed, who = facts.marriage, facts.participant
    husband, wife = (other, who) if who.is_woman else (who, other)
    values: Deed = {
        "nama_suami": shown(husband.name),
        "nama_istri": shown(wife.name),
        "tanggal_nikah": dated(wed, pick(rng, ("long", "padded"))),
        "hari": DAYS[wed.weekday()],
        "pukul": f"{int(rng.integers(8, 15)):02d}.00",
        "wali": parents_of(facts, wife)[0],
        "mahar": pick(rng, ("Seperangkat alat salat", "Emas 5 gram", "Uang Rp500.000,00 tunai")),
        "tempat": town_of(wife).upper(),
    }
    if who.agama != "ISLAM":
        return _civil_marriage(facts, values, (husband, wife), wed, rng)
    serial = int(rng.integers(1, 400))
    number = f"{wife.nik[:6]}1{wed:%m%Y}{serial:03d}"
    if wed < SIXTEEN_DIGITS_SINCE:
        number = f"{serial:04d}/{int(rng.integers(1, 30)):02d}/{ROMAN[wed.month - 1]}/{wed.year}"
    values["nomor_akta"] = shown(number)
    if facts.variant == "buku" or (facts.variant is None and rng.random() < 0.5):
        couple = (_couple_rows(facts, husband, "suami", rng), _couple_rows(facts, wife, "istri", rng))
        return marriage_book(values, couple, wife, wed, rng)
    paper = Paper(pick(rng, (SERIF, SANS)), size=10.5, margin=70)
    district = f"KANTOR URUSAN AGAMA KECAMATAN {wife.kecamatan}"
    office_head(
        paper, ("KEMENTERIAN AGAMA", district), f"{titled(wife.kabupaten_kota)}, {titled(wife.provinsi)}"
    )
    paper.title("KUTIPAN AKTA NIKAH", underline=False)
    paper.centred("Nomor : {nomor_akta:b}", values)
    paper.space(1)
    paper.paragraph(
        "Pada hari {hari}, tanggal {tanggal_nikah} M, pukul {pukul}, telah dilangsungkan akad nikah "
        "seorang laki-laki:",
        values,
    )
    for role, person in (("suami", husband), ("istri", wife)):
        if role == "istri":
            paper.paragraph("dengan seorang perempuan:", gap=0.4)
        paper.rows(_couple_rows(facts, person, role, rng), values, x=paper.margin + 18, gap=0.4)
    rows = [("Wali nikah", "{wali}"), ("Mas kawin", "{mahar}"), ("Perjanjian perkawinan", "Tidak ada")]
    paper.rows(rows, values, x=paper.margin + 18)
    paper.space(0.5)
    x = paper.width / 2 + 20
    for text in (f"{titled(wife.kecamatan)}, {day(wed)}", "Kepala KUA / Pegawai Pencatat Nikah,"):
        paper.line(x, paper.y, text)
        paper.space(1)
    signature(paper, x + 10, paper.y + 24, rng)
    round_stamp(paper, x + 6, paper.y + 22, (district, "KUA"), rng)
    paper.line(x, paper.y + 62, pick(rng, SIGNERS), cut="b")
    return paper.finished()


def _couple_rows(
    facts: SheetFacts, person: Person, role: str, rng: np.random.Generator
) -> list[tuple[str, str]]:
    father = parents_of(facts, person)[0]
    rows = [
        ("Nama", f"{{nama_{role}:b}}"),
        ("Binti" if person.is_woman else "Bin", father),
        ("Tempat/tanggal lahir", f"{titled(person.birth_place)}, {day(person.birth_date)}"),
    ]
    if rng.random() < 0.6:
        rows.append(("NIK", person.nik))
    return [
        *rows,
        ("Agama", titled(person.agama)),
        ("Pekerjaan", titled(person.pekerjaan)),
        ("Alamat", titled(person.alamat)),
    ]


def _civil_marriage(
    facts: SheetFacts, values: Deed, couple: tuple[Person, Person], wed: date, rng: np.random.Generator
) -> Sheet:
    husband, wife = couple
    recorded = wed + timedelta(days=int(rng.integers(5, 40)))
    values["nomor_akta"] = shown(f"{wife.nik[:4]}-KW-{recorded:%d%m%Y}-{int(rng.integers(1, 90)):04d}")
    paper = _registry_page(
        "KUTIPAN AKTA PERKAWINAN", "EXCERPT OF MARRIAGE CERTIFICATE", "Akta Perkawinan", values, rng
    )
    paper.paragraph(
        "bahwa di {tempat:b} pada tanggal {tanggal_nikah:b} telah tercatat perkawinan antara", values
    )
    paper.centred("{nama_suami}", values, cut="b", size=13)
    paper.centred("dengan")
    paper.centred("{nama_istri}", values, cut="b", size=13)
    paper.space(0.6)
    paper.paragraph(
        f"yang telah dilangsungkan di hadapan pemuka agama {titled(husband.agama)} di "
        f"{titled(town_of(wife))}.",
        values,
    )
    _english(paper, "that the marriage between the persons named was registered at the place and date above")
    _issued(paper, values, wife, recorded, rng)
    return paper.finished()


def _registry_page(
    title: str, english: str, register: str, values: Mapping[str, Value | str], rng: np.random.Generator
) -> Paper:
    """Open a registry excerpt: arms, headings, number; the old printing has a framed page."""
    paper = Paper(SERIF, size=12, margin=80)
    if rng.random() < 0.5:
        paper.canvas.setStrokeColorRGB(0.35, 0.5, 0.4)
        for inset, thick in ((34, 2.0), (40, 0.7)):
            paper.canvas.setLineWidth(thick)
            paper.canvas.rect(inset, inset, paper.width - 2 * inset, paper.height - 2 * inset)
        paper.canvas.setStrokeColorRGB(0, 0, 0)
    emblem(paper, paper.width / 2, 88, 56)
    paper.y = 136
    paper.centred("REPUBLIK INDONESIA", cut="b", size=13)
    paper.centred("PENCATATAN SIPIL", cut="b", size=13)
    paper.centred("{t:i}", {"t": "REGISTRY OFFICE"}, size=9)
    paper.space(0.3)
    paper.line(paper.margin, paper.y, "WARGA NEGARA", size=9)
    paper.line(paper.margin + 90, paper.y, ": INDONESIA", size=9)
    paper.space(1.6)
    paper.title(title, size=16, underline=False)
    paper.centred("{t:i}", {"t": english}, size=9.5)
    paper.space(1.2)
    paper.paragraph(f"Berdasarkan {register} Nomor {{nomor_akta:b}}", values)
    _english(paper, "By virtue of the register of the number above")
    return paper


def _english(paper: Paper, text: str) -> None:
    size, paper.size = paper.size, 8.5
    paper.y -= paper.leading * 0.6 - 1
    paper.paragraph(text, cut="i", justify=False, gap=1.1)
    paper.size = size


def _bilingual_rows(paper: Paper, rows: tuple[tuple[str, str, str], ...], values: Deed) -> None:
    for label, english, template in rows:
        paper.line(paper.margin + 10, paper.y, label)
        paper.line(paper.margin + 10, paper.y + 9, english, size=7.5, cut="i")
        paper.line(paper.margin + 150, paper.y, ":")
        paper.paragraph(template, values, x=paper.margin + 160, justify=False, gap=0.35)
    paper.space(0.8)


def _issued(paper: Paper, values: Deed, who: Person, issued: date, rng: np.random.Generator) -> None:
    """Close an excerpt: where and when it was issued, and a QR code or a signature and stamp."""
    paper.space(0.6)
    x, office = paper.width / 2 - 10, f"DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL {who.kabupaten_kota}"
    for text in (
        f"Kutipan ini dikeluarkan di {titled(town_of(who))}", f"pada tanggal {day(issued)}",
        "Pejabat Pencatatan Sipil,",
    ):  # fmt: skip
        paper.line(x, paper.y, text)
        paper.space(1)
    if rng.random() < 0.6:
        qr_code(paper, x, paper.y, verification_address(rng), 60)
        for number, text in enumerate(SIGNED_BY_MACHINE):
            paper.line(paper.width / 2, paper.height - 66 + number * 9, text, size=7.5, align="center")
        below = paper.y + 76
    else:
        signature(paper, x + 14, paper.y + 26, rng)
        round_stamp(paper, x, paper.y + 26, (office, "DISDUKCAPIL"), rng)
        below = paper.y + 66
    paper.line(x, below, pick(rng, SIGNERS).upper(), cut="b")
    paper.y = below


def _spelled(value: date) -> str:
    return f"{in_words(value.day)} {MONTHS[value.month - 1]} tahun {in_words(value.year)}".upper()

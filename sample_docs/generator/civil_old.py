"""Civil papers as they looked before the registries printed from one program, and those that are no deed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sample_docs.generator.people import Person
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import office_head, signed
from sample_docs.generator.sheet_marks import emblem, health_cross, round_stamp, signature
from sample_docs.generator.sheet_paper import MONO, SANS, SERIF, Paper, Value
from sample_docs.generator.sheet_words import (
    DATE_STYLES,
    DAYS,
    MONTHS,
    ROMAN,
    SIGNERS,
    address_of,
    dated,
    day,
    in_words,
    named,
    number_of,
    shown,
    titled,
    town_of,
)
from sample_docs.generator.vocabulary import pick

Deed = dict[str, Value | str]
PRINTED_SINCE = date(2008, 1, 1)
"""Deeds of earlier days were typed into forms; later ones come from the registry's program."""


def spelled(value: date) -> Value:
    """A date in words as deeds type it, all in capitals."""
    words = f"{in_words(value.day)} {MONTHS[value.month - 1]} tahun {in_words(value.year)}".upper()
    return Value(words, value.isoformat())


def typed_birth(who: Person, parents: tuple[str, str], issued: date, rng: np.random.Generator) -> Sheet:
    """Compose the excerpt of a birth as a typist filled it in: the date only in words."""
    serial, year = int(rng.integers(12, 2900)), issued.year
    number = pick(
        rng,
        (f"{serial}/{year}", f"{serial}/U/{town_of(who)[:2].upper()}/{year}", f"{serial:04d}/DISP/{year}"),
    )
    father, mother = parents
    values: Deed = {
        "nomor_akta": number_of(number),
        "nama": shown(who.name),
        "tanggal_lahir": spelled(who.birth_date),
        "nama_ayah": shown(father),
        "nama_ibu": shown(mother),
        "tempat": who.birth_place,
        "urutan": pick(rng, ("PERTAMA", "KEDUA", "KETIGA")),
        "sex": "PEREMPUAN" if who.is_woman else "LAKI-LAKI",
    }
    paper = _form("KUTIPAN AKTA KELAHIRAN", values, rng)
    paper.paragraph(
        "Dari Daftar tentang kelahiran menurut Stbld. {s} di {tempat}, ternyata bahwa di {tempat} pada "
        "tanggal "
        "{tanggal_lahir} telah lahir seorang anak {sex} bernama :",
        {**values, "s": pick(rng, ("1920 No. 751 jo. 1927 No. 564", "1933 No. 75 jo. 1936 No. 607"))},
    )
    paper.centred("{nama}", values, cut="b", size=13)
    paper.space(0.8)
    paper.paragraph("anak {urutan} dari ayah {nama_ayah} dan ibu {nama_ibu}.", values)
    return _closed(paper, who, issued, rng)


def typed_death(who: Person, died: date, issued: date, rng: np.random.Generator) -> Sheet:
    """Compose the excerpt of a death as smaller registries still type it."""
    values: Deed = {
        "nomor_akta": number_of(f"{int(rng.integers(3, 400))}/{pick(rng, ('KM', 'CS'))}/{issued.year}"),
        "nama": shown(who.name),
        "nik": shown(who.nik),
        "tanggal_meninggal": spelled(died),
        "tempat": town_of(who).upper(),
        "lahir": f"{who.birth_place}, {day(who.birth_date)}",
    }
    paper = _form("KUTIPAN AKTA KEMATIAN", values, rng)
    paper.paragraph(
        "Dari Daftar tentang kematian ternyata bahwa di {tempat} pada tanggal {tanggal_meninggal} telah "
        "meninggal dunia seorang bernama :",
        values,
    )
    paper.centred("{nama}", values, cut="b", size=13)
    paper.space(0.8)
    paper.paragraph("NIK {nik}, lahir di {lahir}.", values)
    return _closed(paper, who, issued, rng)


def death_letter(facts: SheetFacts, died: date, rng: np.random.Generator) -> Sheet:
    """Compose the `surat keterangan kematian` of a hospital or of the village."""
    who, hospital = facts.participant, rng.random() < 0.4
    written = facts.letter_date or died + timedelta(days=int(rng.integers(0, 3)))
    head = "Ds" if who.kabupaten_kota.startswith("KABUPATEN") else "Kel"
    number = (
        f"{int(rng.integers(10, 900)):03d}/SKK/RSHS/{ROMAN[written.month - 1]}/{written.year}"
        if hospital
        else f"474.3/{int(rng.integers(5, 300))}/{head}.{titled(who.kel_desa)}/{written.year}"
    )
    values: Deed = {
        "nama": named(who.name, upper=rng.random() < 0.7),
        "nik": shown(who.nik),
        "tanggal_meninggal": dated(died, pick(rng, DATE_STYLES)),
        "hari": DAYS[died.weekday()],
        "nomor_surat": number_of(number),
        "tanggal_surat": dated(written),
        "lahir": f"{titled(who.birth_place)}, {day(who.birth_date)}",
        "alamat": address_of(who),
        "kota": town_of(who),
        "pejabat": pick(rng, SIGNERS),
    }
    paper = Paper(pick(rng, (SERIF, SANS)), size=11, margin=70)
    if hospital:
        office_head(
            paper,
            ("RUMAH SAKIT HARAPAN SENTOSA",),
            f"Jl. Kesehatan No. 12, {values['kota']}",
            mark=health_cross,
        )
    else:
        rank = "DESA" if head == "Ds" else "KELURAHAN"
        lines = (f"PEMERINTAH {who.kabupaten_kota}", f"KECAMATAN {who.kecamatan}", f"{rank} {who.kel_desa}")
        office_head(paper, lines, titled(who.provinsi))
    paper.title("SURAT KETERANGAN KEMATIAN")
    paper.centred("Nomor : {nomor_surat}", values)
    paper.space(1)
    paper.paragraph("Yang bertanda tangan di bawah ini menerangkan bahwa:")
    paper.rows(
        [
            ("Nama", "{nama}"),
            ("NIK", "{nik}"),
            ("Tempat/Tgl. Lahir", "{lahir}"),
            ("Alamat", "{alamat}"),
        ],
        values,
    )
    paper.paragraph("telah meninggal dunia pada:", gap=0.4)
    label = pick(rng, ("Hari/Tanggal", "Hari, Tanggal", "Tanggal Meninggal"))
    date_cell = "{tanggal_meninggal}" if label.startswith("Tanggal") else "{hari}, {tanggal_meninggal}"
    place = "Rumah sakit" if hospital or rng.random() < 0.5 else "Rumah"
    paper.rows(
        [
            (label, date_cell),
            ("Pukul", f"{int(rng.integers(0, 24)):02d}.{int(rng.integers(10, 59))}"),
            ("Tempat", place),
        ],
        values,
    )
    paper.paragraph("Demikian surat keterangan ini dibuat untuk dipergunakan sebagaimana mestinya.")
    role = (
        "Dokter yang merawat,"
        if hospital
        else f"{'Kepala Desa' if head == 'Ds' else 'Lurah'} {titled(who.kel_desa)},"
    )
    stamp = (
        ("RUMAH SAKIT HARAPAN SENTOSA", "RSHS") if hospital else (f"{who.kecamatan} {who.kel_desa}", "LURAH")
    )
    signed(paper, values, rng, place="{kota}", role=role, signer="{pejabat}", stamp=stamp)
    return paper.finished()


def marriage_book(
    values: Deed,
    rows: tuple[list[tuple[str, str]], list[tuple[str, str]]],
    wife: Person,
    wed: date,
    rng: np.random.Generator,
) -> Sheet:
    """Compose the open marriage book: photographs and office on the left, what was entered on the right."""
    paper = Paper(SERIF, size=9, margin=40, wide=True)
    canvas, middle = paper.canvas, paper.width / 2
    canvas.setFillColorRGB(*pick(rng, ((0.94, 0.97, 0.92), (0.97, 0.94, 0.9), (1.0, 1.0, 1.0))))
    canvas.rect(0, 0, paper.width, paper.height, stroke=0, fill=1)
    canvas.setFillColorRGB(0.08, 0.08, 0.1)
    canvas.setStrokeColorRGB(0.6, 0.6, 0.55)
    canvas.line(middle, 20, middle, paper.height - 20)
    emblem(paper, middle / 2, 70, 44)
    for line, text in enumerate(("KEMENTERIAN AGAMA", "REPUBLIK INDONESIA")):
        paper.line(middle / 2, 112 + line * 13, text, align="center", size=11, cut="b")
    for left in (middle / 2 - 92, middle / 2 + 12):
        canvas.setFillColorRGB(0.8, 0.2, 0.2)
        canvas.rect(left, paper.height - 270, 80, 110, stroke=0, fill=1)
        canvas.setFillColorRGB(0.25, 0.22, 0.2)
        canvas.circle(left + 40, paper.height - 205, 17, stroke=0, fill=1)
        canvas.rect(left + 14, paper.height - 270, 52, 42, stroke=0, fill=1)
    canvas.setFillColorRGB(0.08, 0.08, 0.1)
    paper.line(middle / 2, 292, "Suami                        Istri", align="center", size=9)
    round_stamp(paper, middle / 2, 262, (f"KUA KECAMATAN {wife.kecamatan}", "KUA"), rng)
    for line, text in enumerate((f"{titled(wife.kecamatan)}, {day(wed)}", "Kepala KUA / PPN,")):
        paper.line(middle / 2 - 60, 340 + line * 13, text)
    signature(paper, middle / 2 - 50, 385, rng)
    paper.line(middle / 2 - 60, 420, pick(rng, SIGNERS), cut="b")
    paper.y = 52
    paper.margin = middle + 26
    x = middle + 26
    paper.line(middle * 1.5, paper.y, "KUTIPAN AKTA NIKAH", align="center", size=14, cut="b")
    paper.y += 18
    paper.line(middle * 1.5, paper.y, "Nomor : {nomor_akta:b}", values, align="center", size=11)
    paper.y += 26
    room = paper.width - x - 30
    paper.paragraph(
        "Pada hari {hari}, tanggal {tanggal_nikah} M, pukul {pukul}, telah dilangsungkan akad nikah "
        "seorang laki-laki:",
        values,
        x=x,
        width=room,
        gap=0.4,
    )
    for number, couple in enumerate(rows):
        if number:
            paper.paragraph("dengan seorang perempuan:", x=x, width=room, gap=0.3)
        for label, cell in couple:
            paper.line(x + 6, paper.y, label, size=8.5)
            paper.line(x + 108, paper.y, ":", size=8.5)
            paper.line(
                x + 116, paper.y, cell, values, size=9, family=pick(rng, (SERIF, MONO)), max_width=room - 120
            )
            paper.y += 14
        paper.y += 6
    for label, cell in (("Wali nikah", "{wali}"), ("Mas kawin", "{mahar}")):
        paper.line(x + 6, paper.y, label, size=8.5)
        paper.line(x + 108, paper.y, ": " + cell, values, size=9, max_width=room - 120)
        paper.y += 14
    return paper.finished()


def _form(title: str, values: Deed, rng: np.random.Generator) -> Paper:
    paper = Paper(MONO, size=10, margin=84)
    paper.leading = 19
    ink = pick(rng, ((0.3, 0.45, 0.35), (0.35, 0.35, 0.55), (0.45, 0.4, 0.3)))
    paper.canvas.setStrokeColorRGB(*ink)
    for inset, thick in ((40, 3.0), (47, 0.8)):
        paper.canvas.setLineWidth(thick)
        paper.canvas.rect(inset, inset, paper.width - 2 * inset, paper.height - 2 * inset)
    paper.canvas.setStrokeColorRGB(0, 0, 0)
    emblem(paper, paper.width / 2, 96, 50)
    paper.y = 146
    for text, size in (("PENCATATAN SIPIL", 14), ("WARGA NEGARA : INDONESIA", 10)):
        paper.centred(text, cut="b", size=size, family=SERIF)
    paper.space(0.6)
    paper.centred(title, cut="b", size=16, family=SERIF)
    paper.centred(pick(rng, ("NOMOR : {nomor_akta}", "NO. {nomor_akta}")), values, size=11)
    paper.space(1)
    return paper


def _closed(paper: Paper, who: Person, issued: date, rng: np.random.Generator) -> Sheet:
    paper.space(0.4)
    paper.paragraph(
        f"Kutipan ini sesuai dengan keadaan pada hari ini. {titled(town_of(who))}, tanggal {day(issued)}."
    )
    x = paper.width / 2 - 10
    for text in ("Kepala Kantor Catatan Sipil", f"{titled(who.kabupaten_kota)},"):
        paper.line(x, paper.y, text)
        paper.space(0.9)
    signature(paper, x + 14, paper.y + 22, rng)
    round_stamp(
        paper, x, paper.y + 22, (f"KANTOR CATATAN SIPIL {town_of(who).upper()}", "CATATAN SIPIL"), rng
    )
    paper.line(x, paper.y + 62, pick(rng, SIGNERS).upper(), cut="b")
    return paper.finished()

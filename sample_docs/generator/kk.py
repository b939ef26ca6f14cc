"""`kk`: the family card, landscape, two tables whose rows belong together by their number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from sample_docs.generator.people import Member, Person
from sample_docs.generator.qr import verification_address
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_marks import emblem, qr_code, round_stamp, signature
from sample_docs.generator.sheet_paper import SANS, SERIF, Paper, Value
from sample_docs.generator.sheet_table import Column, ruled
from sample_docs.generator.sheet_words import SIGNERS, dated, day, shown, staff_number, town_of
from sample_docs.generator.vocabulary import pick

ROWS = 10
"""Lines of each table: the form has ten, however small the family is."""

SCHOOLS = (
    "SLTP/SEDERAJAT",
    "SLTA/SEDERAJAT",
    "SLTA/SEDERAJAT",
    "AKADEMI/DIPLOMA III/S. MUDA",
    "DIPLOMA IV/STRATA I",
)
LEAVES = ("I.   Kepala Keluarga", "II.  RT", "III. Desa/Kelurahan", "IV. Kecamatan")
SIGNED_BY_MACHINE = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik "
    "yang diterbitkan oleh Balai Sertifikasi Elektronik (BSrE), BSSN"
)

BLOOD = Column("Golongan\nDarah", 43, "center")
WED = Column("Tanggal\nPerkawinan", 58, "center")
PEOPLE = [
    Column("No", 20, "center"), Column("Nama Lengkap", 165), Column("NIK", 100, "center"),
    Column("Jenis\nKelamin", 62, "center"), Column("Tempat Lahir", 88),
    Column("Tanggal\nLahir", 56, "center"), Column("Agama", 52, "center"),
    Column("Pendidikan", 104), Column("Jenis Pekerjaan", 104),
]  # fmt: skip
TIES = [
    Column("No", 20, "center"), Column("Status Perkawinan", 96),
    Column("Status Hubungan\nDalam Keluarga", 96), Column("Kewarga-\nnegaraan", 52, "center"),
    Column("No. Paspor", 62, "center"), Column("No. KITAP", 62, "center"),
    Column("Nama Ayah", 174), Column("Nama Ibu", 174),
]  # fmt: skip
SINCE_2019 = "tte"
"""Papers of this kind have a column for the blood group and one for the day of the marriage."""


def family_card(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose the card: `tte` (white paper, QR code) or `lama` (tinted paper, wet signature)."""
    kind = facts.variant or pick(rng, ("tte", "tte", "lama"))
    paper = Paper(pick(rng, (SERIF, SANS)), size=8.5, margin=24, wide=True)
    family = facts.family or (Member(facts.participant, "KEPALA KELUARGA", "-", "-"),)
    recorded = facts.kk_recorded or date(2019, 3, 11)
    values = _values(facts, family, rng)
    if kind == "lama":
        _tint(paper)
    _heading(paper, values, facts, rng)
    blanks = [["{n}"] for _ in range(ROWS)]
    newer = kind == SINCE_2019 or rng.random() < 0.3
    people, ties = list(PEOPLE), list(TIES)
    if newer:
        people.append(BLOOD)
        ties.insert(2, WED)
    for table, own in (
        (_people_rows(facts, family, newer), people), (_ties_rows(facts, family, newer), ties),
    ):  # fmt: skip
        columns = _across(own, paper.right - paper.margin)
        rows = table + blanks[len(table) :]
        numbered = [[cell.replace("{n}", str(line + 1)) for cell in row] for line, row in enumerate(rows)]
        paper.y += 4
        ruled(paper, columns, numbered, values, size=7, height=14, numbered=True)
    _foot(paper, facts, family, recorded, kind, rng)
    return paper.finished()


def _across(columns: list[Column], width: float) -> list[Column]:
    """The columns widened or narrowed until they fill the width."""
    share = width / sum(column.width for column in columns)
    return [replace(column, width=column.width * share) for column in columns]


def _values(
    facts: SheetFacts, family: tuple[Member, ...], rng: np.random.Generator
) -> dict[str, Value | str]:
    values: dict[str, Value | str] = {
        "nomor_kk": shown(facts.nomor_kk),
        "kepala_keluarga": shown(family[0].person.name_with_titles),
    }
    for line, member in enumerate(family[:ROWS]):
        who = member.person
        values |= {
            f"anggota.{line}.nik": shown(who.nik),
            f"anggota.{line}.nama": shown(who.name_with_titles),
            f"anggota.{line}.hubungan": shown(member.hubungan),
            f"anggota.{line}.jenis_kelamin": shown(who.sex),
            f"anggota.{line}.tempat_lahir": shown(who.birth_place),
            f"anggota.{line}.tanggal_lahir": dated(who.birth_date, "dashed"),
            f"anggota.{line}.agama": shown(who.agama),
            f"anggota.{line}.pendidikan": shown(_school(facts, who, rng)),
            f"anggota.{line}.pekerjaan": shown(who.pekerjaan),
            f"anggota.{line}.status_perkawinan": shown(_status(facts, who)),
            f"anggota.{line}.kewarganegaraan": shown(who.kewarganegaraan),
        }
        for parent, name in (("nama_ayah", member.nama_ayah), ("nama_ibu", member.nama_ibu)):
            values[f"anggota.{line}.{parent}"] = name if name == "-" else shown(name)
    return values


def _cells(line: int, *names: str) -> list[str]:
    return [f"{{anggota.{line}.{name}}}" for name in names]


def _school(facts: SheetFacts, who: Person, rng: np.random.Generator) -> str:
    age = (facts.kk_recorded or date(2019, 3, 11)).year - who.birth_date.year
    if age > 18:
        return pick(rng, SCHOOLS)
    return "BELUM TAMAT SD/SEDERAJAT" if age > 6 else "TIDAK/BELUM SEKOLAH"


def _status(facts: SheetFacts, who: Person) -> str:
    """Marriages are printed as recorded ones since 2018."""
    newer = (facts.kk_recorded or date(2019, 3, 11)).year >= 2018
    return "KAWIN TERCATAT" if who.status_perkawinan == "KAWIN" and newer else who.status_perkawinan


def _people_rows(facts: SheetFacts, family: tuple[Member, ...], newer: bool) -> list[list[str]]:
    rows = []
    for line, member in enumerate(family[:ROWS]):
        group = member.person.golongan_darah
        known = _cells(
            line,
            "nama",
            "nik",
            "jenis_kelamin",
            "tempat_lahir",
            "tanggal_lahir",
            "agama",
            "pendidikan",
            "pekerjaan",
        )
        rows.append(["{n}", *known, *([group if group not in ("", "-") else "TIDAK TAHU"] if newer else [])])
    return rows


def _ties_rows(facts: SheetFacts, family: tuple[Member, ...], newer: bool) -> list[list[str]]:
    rows = []
    for line, member in enumerate(family[:ROWS]):
        couple = member.hubungan in ("KEPALA KELUARGA", "SUAMI", "ISTRI")
        wed = facts.marriage if couple and member.person.status_perkawinan == "KAWIN" else None
        rows.append(
            [
                "{n}",
                *_cells(line, "status_perkawinan"),
                *([day(wed, "dashed") if wed else "-"] if newer else []),
                *_cells(line, "hubungan", "kewarganegaraan"),
                "-",
                "-",
                *_cells(line, "nama_ayah", "nama_ibu"),
            ]
        )
    return rows


def _heading(
    paper: Paper, values: dict[str, Value | str], facts: SheetFacts, rng: np.random.Generator
) -> None:
    emblem(paper, paper.margin + 40, 46, 52)
    paper.y = 42
    paper.centred("KARTU KELUARGA", size=21, cut="b", family=SERIF)
    paper.y -= 4
    paper.centred("No. {nomor_kk}", values, size=15, cut="b", family=SERIF)
    home = facts.family[0].person if facts.family else facts.participant
    left = (
        ("Nama Kepala Keluarga", "{kepala_keluarga}"), ("Alamat", home.alamat), ("RT/RW", home.rt_rw),
        ("Kode Pos", str(int(rng.integers(10110, 97999)))),
    )  # fmt: skip
    right = (
        ("Desa/Kelurahan", home.kel_desa), ("Kecamatan", home.kecamatan),
        ("Kabupaten/Kota", home.kabupaten_kota), ("Provinsi", home.provinsi),
    )  # fmt: skip
    top = paper.y + 2
    for x, labels, rows in ((paper.margin, 104, left), (paper.width - 300, 84, right)):
        for number, (label, template) in enumerate(rows):
            y = top + number * 12
            paper.line(x, y, label)
            paper.line(x + labels, y, ":")
            paper.line(x + labels + 7, y, template, values, max_width=250)
    paper.y = top + 3 * 12 + 2


def _foot(
    paper: Paper,
    facts: SheetFacts,
    family: tuple[Member, ...],
    recorded: date,
    kind: str,
    rng: np.random.Generator,
) -> None:
    top, size = paper.y + 8, 7.5
    paper.line(paper.margin, top, f"Dikeluarkan Tanggal : {day(recorded, 'dashed')}", size=size)
    if kind == "lama":
        for number, text in enumerate(LEAVES):
            label = "LEMBAR :  " if number == 0 else ""
            paper.line(paper.margin + 44, top + 11 + number * 9, label, size=size, align="right")
            paper.line(paper.margin + 46, top + 11 + number * 9, text, size=size)
    middle, far = paper.width * 0.4, paper.width - 150
    paper.line(middle, top, "KEPALA KELUARGA", size=size, align="center")
    paper.line(middle, top + 58, family[0].person.name_with_titles, size=size, align="center", cut="b")
    paper.line(middle, top + 67, "Tanda Tangan/Cap Jempol", size=6.5, align="center")
    office = f"KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL {town_of(family[0].person).upper()}"
    paper.line(far, top, office, size=size, align="center", max_width=280)
    paper.line(far, top + 58, pick(rng, SIGNERS).upper(), size=size, align="center", cut="b")
    paper.line(far, top + 67, staff_number(rng), size=6.5, align="center")
    if kind == "tte":
        qr_code(paper, far - 22, top + 5, verification_address(rng), 44)
        paper.line(paper.width / 2, paper.height - 14, SIGNED_BY_MACHINE, size=6, align="center")
    else:
        signature(paper, middle - 40, top + 30, rng)
        signature(paper, far - 40, top + 30, rng)
        round_stamp(
            paper, far - 46, top + 34, ("DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", "DISDUKCAPIL"), rng
        )


def _tint(paper: Paper) -> None:
    """The older security paper: a pale blue ground with fine waves."""
    canvas = paper.canvas
    canvas.saveState()
    canvas.setFillColorRGB(0.9, 0.95, 0.985)
    canvas.rect(0, 0, paper.width, paper.height, stroke=0, fill=1)
    canvas.setStrokeColorRGB(0.78, 0.88, 0.95)
    canvas.setLineWidth(0.4)
    for level in range(0, int(paper.height), 9):
        path = canvas.beginPath()
        path.moveTo(0, level)
        for x in range(0, int(paper.width), 60):
            path.curveTo(x + 20, level + 9, x + 40, level - 9, x + 60, level)
        canvas.drawPath(path)
    canvas.restoreState()

"""Papers of an accident at work: the report forms of both stages, and the account of what happened."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sample_docs.generator.letter_rows import job_of
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import company_head, letter_paper, signed
from sample_docs.generator.sheet_marks import meterai
from sample_docs.generator.sheet_paper import SANS, SERIF, Paper, Value
from sample_docs.generator.sheet_table import boxed_rows
from sample_docs.generator.sheet_words import (
    DATE_STYLES,
    DAYS,
    SIGNERS,
    address_of,
    dated,
    day,
    named,
    number_of,
    shown,
    titled,
)
from sample_docs.generator.vocabulary import pick

Words = dict[str, Value | str]

HAPPENED = (
    ("terpeleset di lantai produksi yang basah", "terkilir pada pergelangan kaki kiri"),
    ("tangan kanan terjepit mesin saat membersihkan rol", "luka robek pada tangan kanan"),
    ("tertabrak sepeda motor dalam perjalanan pulang kerja", "patah tulang lengan bawah kiri"),
    ("tertimpa palet saat memindahkan barang di gudang", "memar pada bahu kanan"),
)
OUTCOMES = ("Sembuh tanpa cacat", "Sembuh, sementara tidak mampu bekerja 21 hari", "Dalam pengawasan dokter")


def accident_form(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose form 3 KK1 (`tahap_1`) or 3 KK2 (`tahap_2`) of `formulir`."""
    first = facts.variant != "tahap_2"
    values = _values(facts, rng, lag=2 if first else 40)
    paper = Paper(pick(rng, (SANS, SERIF, SANS)), size=9.5, margin=float(pick(rng, (44, 52))))
    _form_head(paper, first, rng)
    boxed = rng.random() < 0.7
    number: int | None = 1 if rng.random() < 0.6 else None
    for heading, rows in (
        ("DATA PERUSAHAAN", _company_rows(rng)),
        ("DATA TENAGA KERJA", _worker_rows(facts, rng)),
        ("DATA KECELAKAAN" if first else "KEADAAN AKHIR DAN BIAYA", _event_rows(first, rng)),
    ):
        paper.y += 10
        paper.line(paper.margin, paper.y, heading, cut="b", size=10)
        paper.y += 6
        if boxed:
            boxed_rows(paper, rows, values, label_width=175, size=9.5, numbered=number)
            number = None if number is None else number + len(rows)
        else:
            paper.y += 10
            paper.rows(rows, values, label_width=175, gap=0.1)
        paper.y += 4
    paper.y += 12
    paper.paragraph("Demikian laporan ini dibuat dengan sebenarnya.", gap=0.4)
    signed(
        paper,
        values,
        rng,
        place="{kota}",
        role=pick(rng, ("Pimpinan Perusahaan,", "{perusahaan},")),
        signer="{pejabat}",
        below="{peran}",
        stamp=(job_of(facts).company, "HRD"),
    )
    return paper.finished()


def accident_story(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose `kronologi_kecelakaan`: labelled, or told in one go; by the company or the worker."""
    job, values = job_of(facts), _values(facts, rng, lag=3)
    paper = letter_paper(rng)
    by_company = rng.random() < 0.6
    if by_company:
        company_head(paper, job, values, rng)
    else:
        paper.y = 80
    paper.title(
        pick(
            rng, ("KRONOLOGI KECELAKAAN KERJA", "KRONOLOGIS KEJADIAN KECELAKAAN KERJA", "KRONOLOGI KEJADIAN")
        )
    )
    if by_company and rng.random() < 0.6:
        paper.centred("Nomor : {nomor_surat}", values)
    paper.space(1.2)
    paper.paragraph("Yang bertanda tangan di bawah ini menerangkan kecelakaan kerja yang dialami oleh:")
    rows = [("Nama", "{nama}")]
    if rng.random() < 0.8:
        rows.append((pick(rng, ("NIK", "No. KTP")), "{nik}"))
    if rng.random() < 0.6:
        rows.append((pick(rng, ("No. KPJ", "No. Peserta BPJS TK")), "{kpj}"))
    rows += [("Jabatan", "{jabatan}"), ("Perusahaan", "{perusahaan}")]
    labelled = rng.random() < 0.5
    if labelled:
        rows += [
            (
                pick(rng, ("Hari/Tanggal Kejadian", "Tanggal Kejadian", "Hari, Tanggal")),
                "{hari}{tanggal_kejadian}",
            ),
            ("Pukul", "{jam} {zona}"),
            ("Tempat Kejadian", "{tempat}"),
        ]
    paper.rows(rows, values)
    when = (
        ""
        if labelled
        else "Pada hari {hari_saja} tanggal {tanggal_kejadian} sekitar pukul {jam} {zona} di {tempat}, "
    )
    subject = "{nama}" if rng.random() < 0.5 else "korban"
    paper.paragraph(
        f"{when}{subject if when else subject.replace('korban', 'Korban')} {{kejadian}} sehingga mengalami "
        f"{{luka}}. Korban segera dibawa ke "
        "rumah sakit terdekat dan mendapat pertolongan pertama.",
        values,
    )
    if rng.random() < 0.6:
        paper.paragraph("Kejadian tersebut disaksikan oleh {saksi_1} dan {saksi_2}.", values)
    paper.paragraph(
        "Demikian kronologi ini dibuat dengan sebenar-benarnya untuk klaim Jaminan Kecelakaan Kerja."
    )
    x = paper.width / 2 + 20
    if not by_company:
        meterai(paper, x - 12, paper.y + 2 * paper.leading - 6, rng)
    signed(
        paper,
        values,
        rng,
        place="{kota}",
        role="Mengetahui,\n{perusahaan}" if by_company else "Yang membuat,",
        signer="{pejabat}" if by_company else "{nama}",
        below="{peran}" if by_company else "",
        stamp=(job.company, "HRD") if by_company else None,
        x=x,
    )
    return paper.finished()


def _values(facts: SheetFacts, rng: np.random.Generator, *, lag: int) -> Words:
    job, who = job_of(facts), facts.participant
    happened: date = facts.accident or job.end - timedelta(days=30)
    written = facts.letter_date or happened + timedelta(days=lag)
    style, upper = pick(rng, DATE_STYLES), rng.random() < 0.6
    what, wound = pick(rng, HAPPENED)
    one, two, three = (SIGNERS[int(n)] for n in rng.permutation(len(SIGNERS))[:3])
    return {
        "nama": named(who.name, upper=upper),
        "nik": shown(who.nik),
        "kpj": shown(job.kpj),
        "npp": shown(job.npp),
        "jabatan": named(job.position, upper=upper and rng.random() < 0.5),
        "perusahaan": named(job.company, upper=rng.random() < 0.6),
        "alamat_perusahaan": f"{titled(job.company_address)}, {titled(job.city)}",
        "tempat_lahir": titled(who.birth_place),
        "tanggal_lahir": dated(who.birth_date, style),
        "jenis_kelamin": "Perempuan" if who.is_woman else "Laki-laki",
        "alamat": address_of(who),
        "upah": f"Rp {int(rng.integers(3100, 8900)):,}.000".replace(",", "."),
        "tanggal_kejadian": dated(happened, style),
        "hari": f"{DAYS[happened.weekday()]}, "
        if style in ("long", "padded", "short")
        else f"{DAYS[happened.weekday()]} / ",
        "hari_saja": DAYS[happened.weekday()],
        "jam": f"{int(rng.integers(6, 22)):02d}.{int(rng.integers(0, 12)) * 5:02d}",
        "zona": pick(rng, ("WIB", "WITA", "WIB")),
        "tempat": pick(
            rng, ("area produksi", "gudang bahan baku", f"{titled(job.company_address)}", "halaman pabrik")
        ),
        "kejadian": what,
        "luka": wound,
        "akibat": pick(rng, OUTCOMES),
        "selesai": day(written - timedelta(days=2), style),
        "biaya": f"Rp {int(rng.integers(400, 9000)):,}.000".replace(",", "."),
        "saksi_1": one,
        "saksi_2": two,
        "pejabat": three,
        "peran": pick(rng, ("HRD Manager", "Kepala Personalia", "Manager K3")),
        "kota": titled(job.city),
        "nomor_surat": number_of(f"{int(rng.integers(1, 300)):03d}/K3/{written.month:02d}/{written.year}"),
        "tanggal_surat": dated(written, pick(rng, ("long", "padded"))),
    }


def _form_head(paper: Paper, first: bool, rng: np.random.Generator) -> None:
    paper.y = 46
    code = "3 KK1" if first else "3 KK2"
    paper.line(paper.margin, paper.y, "BPJS Ketenagakerjaan", size=13, cut="b")
    paper.line(
        paper.right,
        paper.y,
        pick(rng, (f"Formulir {code}", f"FORMULIR {code}", f"Form {code}")),
        align="right",
        size=11,
        cut="b",
    )
    paper.y += 26
    stage = "TAHAP I" if first else "TAHAP II"
    paper.title(
        pick(rng, (f"LAPORAN KECELAKAAN KERJA {stage}", f"FORMULIR LAPORAN KASUS KECELAKAAN KERJA {stage}")),
        size=13,
        underline=False,
    )
    deadline = "kejadian kecelakaan" if first else "dokter menyatakan sembuh, cacat atau meninggal dunia"
    paper.centred(f"(wajib dilaporkan paling lambat 2 x 24 jam sejak {deadline})", size=8)


def _company_rows(rng: np.random.Generator) -> list[tuple[str, str]]:
    return [
        ("Nama Perusahaan", "{perusahaan}"),
        (pick(rng, ("NPP", "Kode Perusahaan (NPP)", "Nomor Pendaftaran Perusahaan (NPP)")), "{npp}"),
        ("Alamat Perusahaan", "{alamat_perusahaan}"),
    ]


def _worker_rows(facts: SheetFacts, rng: np.random.Generator) -> list[tuple[str, str]]:
    rows = [
        (pick(rng, ("Nama Tenaga Kerja", "Nama Peserta", "Nama")), "{nama}"),
        (pick(rng, ("NIK", "No. KTP", "Nomor Induk Kependudukan")), "{nik}"),
        (pick(rng, ("Nomor Peserta", "Nomor Referensi", "No. KPJ")), "{kpj}"),
    ]
    if rng.random() < 0.5:
        rows.append(("Tempat/Tanggal Lahir", "{tempat_lahir}, {tanggal_lahir}"))
    else:
        rows.append(("Tanggal Lahir", "{tanggal_lahir}"))
    rows += [
        ("Jenis Kelamin", "{jenis_kelamin}"),
        ("Alamat", "{alamat}"),
        ("Jabatan", "{jabatan}"),
        ("Upah Sebulan", "{upah}"),
    ]
    return rows


def _event_rows(first: bool, rng: np.random.Generator) -> list[tuple[str, str]]:
    label = pick(rng, ("Tanggal Kecelakaan", "Tanggal Kejadian", "Tanggal Kejadian Kecelakaan"))
    if first:
        return [
            (label, "{tanggal_kejadian}"),
            ("Jam Kecelakaan", "{jam} {zona}"),
            ("Tempat Kecelakaan", "{tempat}"),
            ("Uraian Kejadian", "{kejadian}"),
            ("Bagian Tubuh yang Cedera", "{luka}"),
        ]
    return [
        (label, "{tanggal_kejadian}"),
        ("Akibat Kecelakaan", "{akibat}"),
        ("Tanggal Selesai Pengobatan", "{selesai}"),
        ("Cedera", "{luka}"),
        ("Biaya Pengobatan", "{biaya}"),
    ]

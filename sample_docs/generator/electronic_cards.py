"""Cards that arrive as PDF files with a text layer: the digital membership card and the e-NPWP."""

import datetime as dt
import io
from typing import Any

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader

from sample_docs.generator.canvas import Picture
from sample_docs.generator.kpj import code_text
from sample_docs.generator.people import Employment, Person
from sample_docs.generator.qr import qr
from sample_docs.generator.sheet_facts import Sheet
from sample_docs.generator.sheet_paper import SANS, Paper, Value
from sample_docs.generator.vocabulary import digits, pick

NAVY, GREEN, PALE = (0.11, 0.16, 0.38), (0.0, 0.5, 0.33), (0.9, 0.96, 0.93)
INK = (0.08, 0.08, 0.1)


def electronic_kpj(person: Person, job: Employment, rng: np.random.Generator) -> Sheet:
    """The digital card as its site hands it out for printing."""
    paper, values = Paper(SANS, size=10, margin=60), _values(kpj=job.kpj, nama=person.name, nik=person.nik)
    _box(paper, 60, 70, 360, 212, fill=GREEN)
    _box(paper, 66, 118, 348, 158, fill=PALE)
    paper.canvas.setFillColorRGB(1, 1, 1)
    paper.line(78, 102, "BPJS Ketenagakerjaan", size=18, cut="b")
    paper.canvas.setFillColorRGB(*INK)
    paper.line(80, 140, "KARTU PESERTA", cut="b", size=11)
    label = pick(rng, ("Nomor KPJ", "No. Kartu Peserta (KPJ)", "Nomor Peserta"))
    for row, (title, template, size) in enumerate(
        ((label, "{kpj:b}", 17), ("Nama", "{nama:b}", 12), ("NIK", "{nik}", 12))
    ):
        paper.line(80, 164 + row * 40, title, size=8)
        paper.line(80, 180 + row * 40, template, values, size=size, max_width=210)
    _picture(paper, qr(code_text(person, job, rng), 360), 312, 150, 88)
    paper.y = 330
    paper.title("KARTU PESERTA DIGITAL", underline=False)
    paper.space(0.6)
    paper.rows(
        [("Nama Perusahaan", job.company), ("NPP", job.npp), ("Segmen", "Penerima Upah"),
         ("Kepesertaan Sejak", f"{job.start:%d-%m-%Y}")],
        {},
    )  # fmt: skip
    paper.paragraph("Kartu ini diterbitkan secara elektronik dan berlaku sebagai bukti kepesertaan.")
    return paper.finished()


def electronic_npwp(person: Person, number: str, rng: np.random.Generator, today: dt.date) -> Sheet:
    """The card that the tax office sends by e-mail: number, NIK, name, office and the branch number NITKU."""
    paper, values = Paper(SANS, size=10.5, margin=70), _values(npwp=number, nama=person.name, nik=person.nik)
    office = person.kabupaten_kota.removeprefix("KABUPATEN ").removeprefix("KOTA ")
    paper.canvas.setFillColorRGB(*NAVY)
    paper.y = 70
    paper.centred("KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", cut="b", size=12)
    paper.centred("DIREKTORAT JENDERAL PAJAK", cut="b", size=12)
    paper.rule(70, paper.y, paper.right, 1.6)
    paper.space(1.6)
    paper.title(pick(rng, ("KARTU NPWP ELEKTRONIK", "NPWP ELEKTRONIK")), underline=False)
    paper.canvas.setFillColorRGB(*INK)
    paper.space(0.8)
    with_nik = len(number) == 15 or rng.random() < 0.6
    registered = today - dt.timedelta(days=int(rng.integers(200, 4000)))
    rows = [(pick(rng, ("NPWP", "NPWP16") if len(number) == 16 else ("NPWP", "NPWP15")), "{npwp:b}"),
            ("Nama", "{nama}")]  # fmt: skip
    if with_nik:
        rows.append(("NIK", "{nik}"))
    if len(number) == 16 and rng.random() < 0.7:
        rows.append(("NITKU", f"{number}000000"))
    rows += [
        ("Alamat", f"{person.alamat} RT {person.rt_rw[:3]} RW {person.rt_rw[4:]} {person.kel_desa}, "
                   f"{person.kecamatan}, {person.kabupaten_kota}"),
        ("KPP", f"KPP PRATAMA {office}"), ("Tanggal Terdaftar", f"{registered:%d-%m-%Y}"),
    ]  # fmt: skip
    if len(number) == 15:
        values["npwp"] = Value(".".join((number[:2], number[2:5], number[5:8],
                                         f"{number[8]}-{number[9:12]}", number[12:])), number)  # fmt: skip
    top = paper.y
    paper.rows(rows, values, label_width=110)
    address = f"https://npwp.pajak.example/cek/{digits(rng, 12)}"
    _picture(
        paper, qr(pick(rng, (address, number, address)), 320), paper.right - 84, max(top + 170, paper.y), 84
    )
    paper.line(70, max(top + 200, paper.y + 20), "Dokumen ini diterbitkan secara elektronik.", size=8)
    return paper.finished()


def _values(**truths: str) -> dict[str, Value | str]:
    return {name: Value(truth, truth) for name, truth in truths.items()}


def _box(
    paper: Paper, left: float, top: float, width: float, height: float, *, fill: tuple[float, ...]
) -> None:
    paper.canvas.setFillColorRGB(*fill)
    paper.canvas.roundRect(left, paper.height - top - height, width, height, 10, stroke=0, fill=1)


def _picture(paper: Paper, picture: Picture, left: float, top: float, side: float) -> None:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    reader: Any = ImageReader(io.BytesIO(file.getvalue()))
    paper.canvas.drawImage(reader, left, paper.height - top - side, side, side)

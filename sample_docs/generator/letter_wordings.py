"""More wordings of a paklaring: boxed, plain English, the old verklaring, and of who still works."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sample_docs.generator.letter_rows import Letter, heading, identity_rows, job_of
from sample_docs.generator.sheet_facts import SheetFacts
from sample_docs.generator.sheet_paper import Paper
from sample_docs.generator.sheet_table import boxed_rows
from sample_docs.generator.sheet_words import dated
from sample_docs.generator.vocabulary import pick

Wording = Callable[[Paper, Letter, SheetFacts, np.random.Generator], None]


def _boxed(paper: Paper, values: Letter, facts: SheetFacts, rng: np.random.Generator) -> None:
    """The details in a ruled table, as personnel programs print them."""
    heading(
        paper, values, pick(rng, ("SURAT KETERANGAN KERJA", "SURAT KETERANGAN PENGALAMAN KERJA")), "No. :"
    )
    paper.paragraph("Dengan ini {perusahaan} menerangkan bahwa karyawan dengan data berikut:", values)
    paper.y -= 10
    rows = [
        *identity_rows(facts, rng),
        ("Tanggal Masuk", "{tanggal_masuk}"),
        ("Tanggal Keluar", "{tanggal_keluar}"),
        (pick(rng, ("Alasan Keluar", "Alasan Berhenti")), "{alasan}"),
    ]
    boxed_rows(paper, rows, values, label_width=150, size=paper.size - 0.5, height=paper.size * 1.75)
    paper.y += 26
    paper.paragraph(
        "pernah bekerja pada perusahaan kami dan tidak lagi mempunyai ikatan kerja sejak tanggal keluar "
        "tersebut. "
        "Surat ini dapat dipergunakan sebagaimana mestinya."
    )


def _english(paper: Paper, values: Letter, facts: SheetFacts, rng: np.random.Generator) -> None:
    """English throughout, everything in one sentence."""
    job, style = job_of(facts), pick(rng, ("british", "ordinal", "english"))
    values["tanggal_masuk"], values["tanggal_keluar"] = dated(job.start, style), dated(job.end, style)
    woman = facts.participant.is_woman
    values["title"], values["she"] = ("Ms.", "She") if woman else ("Mr.", "He")
    values["left"] = {
        "mengundurkan_diri": "has resigned at own request",
        "kontrak_berakhir": "left upon completion of the employment contract",
        "phk": "left following a termination of employment",
        "usia_pensiun": "retired from the company",
    }.get(job.reason, "was our employee until passing away")
    heading(
        paper,
        values,
        pick(rng, ("EMPLOYMENT CERTIFICATE", "REFERENCE LETTER", "CERTIFICATE OF EMPLOYMENT")),
        "Ref. No.:",
    )
    paper.paragraph("TO WHOM IT MAY CONCERN")
    nik = rng.random() < 0.7 if facts.prints_nik is None else facts.prints_nik
    kpj = rng.random() < 0.3 if facts.prints_kpj is None else facts.prints_kpj
    paper.paragraph(
        "This is to certify that {title} {nama:b}"
        + (", holder of identity card number {nik}" if nik else "")
        + (", BPJS Ketenagakerjaan number {kpj}" if kpj else "")
        + (", was" if nik or kpj else " was")
        + " employed by {perusahaan} as {jabatan} from {tanggal_masuk} to {tanggal_keluar}.",
        values,
    )
    paper.paragraph("{she} {left}. We wish {title} {nama} every success.", values)


def _verklaring(paper: Paper, values: Letter, facts: SheetFacts, rng: np.random.Generator) -> None:
    """The old form: spaced labels, a period in one row, few words."""
    heading(
        paper, values, pick(rng, ("VERKLARING", "PAKLARING", "SURAT KETERANGAN BERHENTI BEKERJA")), "Nomor :"
    )
    paper.paragraph("Kami {perusahaan} dengan ini menerangkan bahwa :", values)
    rows = identity_rows(facts, rng)
    rows[0] = (pick(rng, ("N a m a", "Nama")), rows[0][1])
    rows.append(
        (pick(rng, ("Masa Kerja", "Periode Kerja", "Lama Bekerja")), "{tanggal_masuk} {sd} {tanggal_keluar}")
    )
    paper.rows(rows, values, x=paper.margin + 24)
    paper.paragraph("telah berhenti bekerja dengan hormat karena {alasan}.", values)
    paper.paragraph("Harap yang berkepentingan menjadi maklum.")


def _still_employed(paper: Paper, values: Letter, facts: SheetFacts, rng: np.random.Generator) -> None:
    """For a partial claim: the worker is still employed; there is no last day."""
    heading(paper, values, pick(rng, ("SURAT KETERANGAN KERJA", "SURAT KETERANGAN AKTIF BEKERJA")), "Nomor :")
    paper.paragraph("Yang bertanda tangan di bawah ini, pimpinan {perusahaan}, menerangkan bahwa:", values)
    paper.rows(identity_rows(facts, rng), values)
    paper.paragraph(
        "adalah benar karyawan tetap {perusahaan} yang bekerja sejak tanggal {tanggal_masuk} dan sampai "
        "dengan surat ini "
        "dibuat masih aktif bekerja.",
        values,
    )
    paper.paragraph("Surat keterangan ini dibuat untuk pengajuan Jaminan Hari Tua sebagian.")


MORE_WORDINGS: dict[str, Wording] = {
    "tabel": _boxed,
    "inggris": _english,
    "verklaring": _verklaring,
    "masih_aktif": _still_employed,
}

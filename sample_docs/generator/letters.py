"""`paklaring`: the employer's letter about a job that ended, in the wordings that offices use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from sample_docs.generator.letter_rows import Letter, identity_rows, job_of
from sample_docs.generator.letter_rows import heading as _heading
from sample_docs.generator.letter_wordings import MORE_WORDINGS
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import company_head, letter_paper, signed
from sample_docs.generator.sheet_paper import Paper
from sample_docs.generator.sheet_words import (
    DATE_STYLES,
    ROMAN,
    SIGNERS,
    address_of,
    birth_of,
    dated,
    initials_of,
    named,
    number_of,
    shown,
    titled,
)
from sample_docs.generator.vocabulary import pick

ROLES = ("HRD Manager", "Kepala Bagian Personalia", "Manager HR & GA", "Direktur", "HRBP Supervisor")
REASONS = {
    "mengundurkan_diri": "mengundurkan diri atas kemauan sendiri",
    "kontrak_berakhir": "berakhirnya Perjanjian Kerja Waktu Tertentu (PKWT)",
    "phk": "pemutusan hubungan kerja oleh perusahaan",
    "usia_pensiun": "telah mencapai usia pensiun",
    "meninggal_dunia": "meninggal dunia",
}
ENGLISH_REASONS = {
    "mengundurkan_diri": "has resigned on {pronoun} own accord",
    "kontrak_berakhir": "left the company upon completion of {pronoun} fixed-term contract",
    "phk": "left the company following a termination of employment",
    "usia_pensiun": "retired from the company",
    "meninggal_dunia": "was our employee until {pronoun} passing",
}


def worker_values(facts: SheetFacts, rng: np.random.Generator, *, lag: int = 4) -> Letter:
    """The values that every employment letter draws on, in this letter's way of writing them.

    `lag` is how many days after the exit the letter is dated when the facts do not say.
    """
    job, who, style = job_of(facts), facts.participant, pick(rng, DATE_STYLES)
    upper = rng.random() < 0.5
    written = facts.letter_date or job.end + timedelta(days=lag + int(rng.integers(4)))
    initials = initials_of(job)
    serial, month = int(rng.integers(1, 400)), ROMAN[written.month - 1]
    number = pick(
        rng,
        (
            f"{serial:03d}/HRD/{month}/{written.year}",
            f"{serial:03d}/{initials}-HRD/SKK/{month}/{written.year}",
            f"{initials}/SK/{serial:04d}/{written.year}",
            f"{serial}/PERS-{initials}/{written.month:02d}/{written.year}",
            f"{serial:03d}/SKK-HRD/PT.{initials}/{month}/{written.year}",
            f"HR/{written.year}/{written.month:02d}/{serial:04d}",
            f"{serial:02d}.{written.month:02d}/HRGA/{initials}/{written:%y}",
            f"B-{serial}/{initials}/PERS/{month}/{written.year}",
        ),
    )
    return {
        "nama": named(who.name, upper=upper),
        "nik": shown(who.nik),
        "kpj": shown(job.kpj),
        "jabatan": named(job.position, upper=upper and rng.random() < 0.4),
        "tanggal_masuk": dated(job.start, style),
        "tanggal_keluar": dated(job.end, style),
        "nomor_surat": number_of(number),
        "tanggal_surat": dated(written, pick(rng, ("long", "padded"))),
        "lahir": birth_of(who),
        "alamat": address_of(who),
        "alasan": REASONS.get(job.reason, REASONS["mengundurkan_diri"]),
        "staf": f"{int(rng.integers(200, 9999)):05d}",
        "pejabat": pick(rng, SIGNERS),
        "peran": pick(rng, ROLES),
        "kota": titled(job.city),
        "sd": pick(rng, ("sampai dengan", "s/d", "s.d.", "hingga")),
    }


def paklaring(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose the letter; `facts.variant` may name one of `WORDINGS`."""
    job, paper = job_of(facts), letter_paper(rng)
    values = worker_values(facts, rng)
    company_head(paper, job, values, rng)
    fitting = [
        w
        for w in WORDINGS
        if w != "masih_aktif" and (w != "pengunduran_diri" or job.reason == "mengundurkan_diri")
    ]
    WORDINGS[facts.variant or pick(rng, fitting)](paper, values, facts, rng)
    stamp = (job.company, pick(rng, ("HRD", "PERSONALIA", "HR & GA"))) if rng.random() < 0.8 else None
    paper.space(0.6)
    role = pick(rng, ("{perusahaan},", "Hormat kami,", "Hormat kami,\n{perusahaan}"))
    signed(
        paper, values, rng, place="{kota}", role=role,
        signer="{pejabat}", below="{peran}", stamp=stamp,
    )  # fmt: skip
    return paper.finished()


def _statement(paper: Paper, values: Letter, facts: SheetFacts, rng: np.random.Generator) -> None:
    """The undersigned, the worker, the sentence with the dates: the usual form."""
    _heading(
        paper,
        values,
        pick(rng, ("SURAT KETERANGAN KERJA", "PAKLARING")),
        pick(rng, ("Nomor :", "No.", "No :")),
    )
    paper.paragraph("Yang bertanda tangan di bawah ini:")
    paper.rows([("Nama", "{pejabat}"), ("Jabatan", "{peran}"), ("Perusahaan", "{perusahaan}")], values)
    paper.paragraph("Dengan ini menerangkan bahwa:")
    paper.rows(identity_rows(facts, rng), values)
    paper.paragraph(
        "Adalah benar pernah bekerja di {perusahaan} sejak tanggal {tanggal_masuk} {sd} tanggal "
        "{tanggal_keluar}. "
        "Yang bersangkutan tidak lagi bekerja di perusahaan kami karena {alasan}.",
        values,
    )
    paper.paragraph(
        "Selama bekerja yang bersangkutan telah menjalankan tugasnya dengan baik dan tidak mempunyai "
        "tanggungan "
        "kepada perusahaan. Demikian surat keterangan ini dibuat untuk dipergunakan sebagaimana mestinya."
    )


def _running(paper: Paper, values: Letter, facts: SheetFacts, rng: np.random.Generator) -> None:
    """Everything in two sentences, without a labelled block."""
    _heading(paper, values, pick(rng, ("SURAT KETERANGAN", "SURAT REFERENSI KERJA")), "Nomor:")
    nik = rng.random() < 0.6 if facts.prints_nik is None else facts.prints_nik
    kpj = rng.random() < 0.35 if facts.prints_kpj is None else facts.prints_kpj
    member = ", dengan nomor kepesertaan BPJS Ketenagakerjaan {kpj}" if kpj else ""
    paper.paragraph(
        "Pimpinan {perusahaan} dengan ini menerangkan bahwa Sdr/i. {nama:b}"
        + (" (NIK {nik})" if nik else "")
        + ", beralamat di {alamat}, adalah karyawan kami dengan jabatan terakhir {jabatan} terhitung mulai "
        "{tanggal_masuk} {sd} {tanggal_keluar}" + member + ".",
        values,
        indent=30,
    )  # fmt: skip
    paper.paragraph(
        "Hubungan kerja tersebut berakhir karena {alasan}. Perusahaan mengucapkan terima kasih atas "
        "pengabdian "
        "yang telah diberikan dan mendoakan keberhasilan di masa mendatang.",
        values,
        indent=30,
    )
    paper.paragraph("Surat keterangan ini diberikan untuk pengurusan BPJS Ketenagakerjaan.", indent=30)


def _experience(paper: Paper, values: Letter, facts: SheetFacts, rng: np.random.Generator) -> None:
    """One labelled block that holds the dates too."""
    _heading(paper, values, "SURAT PENGALAMAN KERJA", pick(rng, ("No.", "Nomor :")))
    paper.paragraph(
        "Direksi {perusahaan} menerangkan dengan sesungguhnya bahwa karyawan tersebut di bawah ini:", values
    )
    dates: tuple[tuple[str, str], ...] = pick(
        rng,
        (
            (("Tanggal Masuk", "{tanggal_masuk}"), ("Tanggal Keluar", "{tanggal_keluar}")),
            (("Masa Kerja", "{tanggal_masuk} {sd} {tanggal_keluar}"),),
            (("Mulai Bekerja", "{tanggal_masuk}"), ("Berhenti Bekerja", "{tanggal_keluar}")),
        ),
    )
    paper.rows([*identity_rows(facts, rng), *dates, ("Alasan Berhenti", "{alasan}")], values)
    paper.paragraph(
        "telah bekerja pada perusahaan kami dengan penuh tanggung jawab. Kepada yang bersangkutan kami "
        "sampaikan "
        "penghargaan atas jasa-jasanya selama ini."
    )
    paper.paragraph("Demikian agar yang berkepentingan maklum adanya.")


def _resignation(paper: Paper, values: Letter, facts: SheetFacts, rng: np.random.Generator) -> None:
    """The confirmation that a resignation was accepted, addressed to the institution."""
    paper.rows(
        [("Nomor", "{nomor_surat}"), ("Lampiran", "-"), ("Perihal", "Surat Keterangan Pengunduran Diri")],
        values,
        label_width=62,
    )
    for text in ("Kepada Yth.", "Kepala Kantor Cabang BPJS Ketenagakerjaan", "di Tempat"):
        paper.line(paper.margin, paper.y, text)
        paper.space(1)
    paper.space(0.8)
    paper.paragraph("Dengan hormat,")
    paper.paragraph("Bersama surat ini kami sampaikan bahwa tenaga kerja kami:")
    paper.rows(identity_rows(facts, rng), values)
    paper.paragraph(
        "yang bekerja pada {perusahaan} sejak {tanggal_masuk} {sd} {tanggal_keluar}, telah mengajukan "
        "pengunduran diri "
        "secara tertulis atas kemauan sendiri dan permohonan tersebut telah disetujui oleh manajemen.",
        values,
    )
    paper.paragraph("Atas perhatian dan kerja sama Bapak/Ibu kami ucapkan terima kasih.")


def _bilingual(paper: Paper, values: Letter, facts: SheetFacts, rng: np.random.Generator) -> None:
    """English, with the Indonesian label beside each of the details."""
    job = job_of(facts)
    style = pick(rng, ("english", "long", "british", "ordinal"))
    values["tanggal_masuk"], values["tanggal_keluar"] = dated(job.start, style), dated(job.end, style)
    woman = facts.participant.is_woman
    pronoun = "her" if woman else "his"
    values["reason"] = ENGLISH_REASONS.get(job.reason, ENGLISH_REASONS["mengundurkan_diri"]).format(
        pronoun=pronoun
    )
    values["title"] = "Ms." if woman else "Mr."
    _heading(paper, values, "CERTIFICATE OF EMPLOYMENT", "Ref. No.:")
    paper.paragraph("To whom it may concern,")
    paper.paragraph("This is to certify that the person named below was employed by {perusahaan}:", values)
    rows = [("Name / Nama", "{nama}")]
    if rng.random() < 0.7 if facts.prints_nik is None else facts.prints_nik:
        rows.append(("ID No. / NIK", "{nik}"))
    else:
        rows.append(("Employee ID / NIK", "{staf}"))
    rows.append(("Position / Jabatan", "{jabatan}"))
    if facts.prints_kpj:
        rows.append(("BPJS TK / No. KPJ", "{kpj}"))
    rows.append(
        ("Period / Masa Kerja", "{tanggal_masuk} " + pick(rng, ("to", "until", "-")) + " {tanggal_keluar}")
    )
    paper.rows(rows, values, label_width=140)
    paper.paragraph(
        "During the period of employment {title} {nama} has performed all duties to our satisfaction and "
        "{reason}. "
        "We thank {title} {nama} for the contribution to the company and wish every success in the future.",
        values,
    )
    paper.paragraph("Surat keterangan ini dibuat dalam bahasa Inggris atas permintaan yang bersangkutan.")


WORDINGS: dict[str, Callable[[Paper, Letter, SheetFacts, np.random.Generator], None]] = {
    "keterangan": _statement,
    "kalimat": _running,
    "pengalaman": _experience,
    "pengunduran_diri": _resignation,
    "dwibahasa": _bilingual,
    **MORE_WORDINGS,
}
"""The wordings of a paklaring by the name that `SheetFacts.variant` may ask for."""

"""`suket`: the registry's letter that stands in for an identity card that is not printed yet."""

from __future__ import annotations

from datetime import date

import numpy as np

from sample_docs.generator.qr import verification_address
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import office_head, signed
from sample_docs.generator.sheet_marks import qr_code
from sample_docs.generator.sheet_paper import SANS, SERIF, Paper, Value
from sample_docs.generator.sheet_words import (
    ROMAN,
    dated,
    number_of,
    shown,
    staff_number,
    titled,
    town_of,
)
from sample_docs.generator.vocabulary import pick

TITLES = (
    "SURAT KETERANGAN PENGGANTI KTP-EL",
    "SURAT KETERANGAN PENGGANTI KTP ELEKTRONIK",
    "SURAT KETERANGAN PEREKAMAN KTP ELEKTRONIK",
)


def stand_in(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose the letter for the participant."""
    who = facts.participant
    written: date = facts.letter_date or date(2026, 9, 14)
    values: dict[str, Value | str] = {
        "nik": shown(who.nik),
        "nama": shown(who.name),
        "tempat_lahir": shown(who.birth_place),
        "tanggal_lahir": dated(who.birth_date, pick(rng, ("dashed", "long"))),
        "jenis_kelamin": shown(who.sex),
        "alamat": who.alamat,
        "rt": who.rt_rw,
        "desa": who.kel_desa,
        "kecamatan": who.kecamatan,
        "agama": shown(who.agama),
        "status_perkawinan": shown(who.status_perkawinan),
        "pekerjaan": shown(who.pekerjaan),
        "kewarganegaraan": shown(who.kewarganegaraan),
        "nomor_surat": number_of(
            f"470/{int(rng.integers(100, 9000))}/Disdukcapil/{ROMAN[written.month - 1]}/{written.year}"
        ),
        "tanggal_surat": dated(written),
        "kota": town_of(who),
    }
    paper = Paper(pick(rng, (SERIF, SANS)), size=10.5, margin=66)
    office_head(
        paper,
        (f"PEMERINTAH {who.kabupaten_kota}", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"),
        f"Jl. Merdeka No. {int(rng.integers(1, 99))}, {town_of(who)}",
    )
    paper.title(pick(rng, TITLES))
    paper.centred("Nomor : {nomor_surat}", values)
    paper.space(0.8)
    paper.paragraph("Yang bertanda tangan di bawah ini menerangkan bahwa penduduk dengan identitas:")
    paper.rows(
        [
            ("NIK", "{nik}"),
            (pick(rng, ("Nama", "Nama Lengkap")), "{nama}"),
            (pick(rng, ("Tempat/Tgl Lahir", "Tempat, Tanggal Lahir")), "{tempat_lahir}, {tanggal_lahir}"),
            ("Jenis Kelamin", "{jenis_kelamin}"),
            ("Alamat", "{alamat}"),
            ("RT/RW", "{rt}"),
            ("Kel/Desa", "{desa}"),
            ("Kecamatan", "{kecamatan}"),
            ("Agama", "{agama}"),
            ("Status Perkawinan", "{status_perkawinan}"),
            ("Pekerjaan", "{pekerjaan}"),
            ("Kewarganegaraan", "{kewarganegaraan}"),
        ],
        values,
        label_width=130,
    )
    paper.paragraph(
        "benar telah melakukan perekaman KTP-el dan tercatat dalam basis data kependudukan. Surat "
        "keterangan ini "
        "berlaku selama 6 (enam) bulan sebagai pengganti KTP-el sampai dengan KTP-el diterbitkan."
    )
    by_machine = rng.random() < 0.5
    if by_machine:
        qr_code(paper, paper.margin, paper.y + 10, verification_address(rng), 64)
    signed(
        paper,
        values,
        rng,
        place="{kota}",
        role="Kepala Dinas Kependudukan\ndan Pencatatan Sipil,",
        signer=f"Dra. {titled('RETNO WULANDARI')}",
        below=staff_number(rng),
        stamp=None if by_machine else (f"DISDUKCAPIL {town_of(who).upper()}", "DUKCAPIL"),
        x=paper.width / 2 + 20,
    )
    return paper.finished()

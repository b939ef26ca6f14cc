"""`penetapan`: what a court determines (guardian, heirs), as the registry copies it out."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import signed
from sample_docs.generator.sheet_marks import emblem, meterai
from sample_docs.generator.sheet_paper import SERIF, Paper, Value
from sample_docs.generator.sheet_words import (
    DAYS,
    SIGNERS,
    address_of,
    dated,
    day,
    named,
    number_of,
    shown,
    titled,
    town_of,
)
from sample_docs.generator.vocabulary import pick


def ruling(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose the determination for the heir: as guardian of `facts.ward`, else as heir."""
    who, dead = facts.heir or facts.participant, facts.participant
    written: date = facts.letter_date or (facts.death or date(2026, 6, 1)) + timedelta(days=40)
    muslim, town = who.agama == "ISLAM", town_of(who)
    short, court = ("PA", "PENGADILAN AGAMA") if muslim else ("PN", "PENGADILAN NEGERI")
    style = pick(rng, ("long", "padded"))
    values: dict[str, Value | str] = {
        "nama": named(who.name, upper=rng.random() < 0.6),
        "nik": shown(who.nik),
        "nomor_surat": number_of(
            f"{int(rng.integers(3, 900))}/Pdt.P/{written.year}/{short}.{titled(town)[:3]}"
        ),
        "tanggal_surat": dated(written, style),
        "lahir": f"{titled(who.birth_place)}, {day(who.birth_date)}",
        "alamat": address_of(who),
        "pekerjaan": titled(who.pekerjaan),
        "hari": DAYS[written.weekday()],
        "almarhum": titled(dead.name),
        "wafat": day(facts.death) if facts.death else "-",
        "anak": titled(facts.ward.name) if facts.ward else "-",
        "lahir_anak": day(facts.ward.birth_date) if facts.ward else "-",
        "panitera": pick(rng, SIGNERS),
        "hakim": pick(rng, SIGNERS),
        "kota": town,
    }
    paper = Paper(SERIF, size=11, margin=74)
    if rng.random() < 0.6:
        emblem(paper, paper.width / 2, 62, 46)
        paper.y = 104
    else:
        paper.y = 76
    paper.title(pick(rng, ("PENETAPAN", "SALINAN PENETAPAN", "P E N E T A P A N")), size=14, underline=False)
    paper.centred(pick(rng, ("Nomor {nomor_surat}", "Nomor : {nomor_surat}")), values)
    paper.space(0.5)
    if muslim and rng.random() < 0.5:
        paper.centred("BISMILLAHIRRAHMANIRRAHIM", size=10)
    paper.centred("DEMI KEADILAN BERDASARKAN KETUHANAN YANG MAHA ESA", cut="b", size=10.5)
    paper.space(0.6)
    matter = "perwalian" if facts.ward else "penetapan ahli waris"
    paper.paragraph(
        f"{titled(court)} {titled(town)} yang memeriksa dan mengadili perkara {matter} pada tingkat "
        "pertama telah "
        "menjatuhkan penetapan atas permohonan yang diajukan oleh:"
    )
    if rng.random() < 0.5:
        paper.rows(
            [
                ("Nama", "{nama:b}"),
                ("NIK", "{nik}"),
                ("Tempat/Tgl. Lahir", "{lahir}"),
                ("Pekerjaan", "{pekerjaan}"),
                ("Tempat tinggal", "{alamat}"),
            ],
            values,
            x=paper.margin + 20,
        )
        paper.paragraph("selanjutnya disebut sebagai Pemohon;")
    else:
        paper.paragraph(
            "{nama:b}, NIK {nik}, lahir di {lahir}, pekerjaan {pekerjaan}, tempat tinggal di {alamat}, "
            "selanjutnya "
            "disebut sebagai Pemohon;",
            values,
            x=paper.margin + 20,
        )
    paper.centred("MENETAPKAN", cut="b")
    paper.space(0.4)
    if facts.ward:
        orders = (
            "Mengabulkan permohonan Pemohon;",
            "Menetapkan Pemohon sebagai wali dari anak yang bernama {anak}, lahir tanggal {lahir_anak}, "
            "anak dari {almarhum} "
            "yang telah meninggal dunia pada tanggal {wafat};",
            "Membebankan biaya perkara kepada Pemohon menurut hukum.",
        )
    else:
        orders = (
            "Mengabulkan permohonan Pemohon;",
            "Menetapkan bahwa {almarhum} telah meninggal dunia pada tanggal {wafat};",
            "Menetapkan Pemohon sebagai ahli waris yang sah dari {almarhum};",
        )
    for number, text in enumerate(orders, start=1):
        paper.line(paper.margin, paper.y, f"{number}.")
        paper.paragraph(text, values, x=paper.margin + 20, gap=0.2)
    paper.space(0.4)
    paper.paragraph(
        "Demikian ditetapkan pada hari {hari} tanggal {tanggal_surat} oleh {hakim}, S.H., Hakim tersebut, "
        "dan diucapkan "
        "dalam sidang terbuka untuk umum.",
        values,
    )
    x = paper.width / 2 + 30
    if rng.random() < 0.5:
        meterai(paper, x - 90, paper.y, rng)
    signed(
        paper,
        values,
        rng,
        place="",
        role="Panitera,",
        signer="{panitera}, S.H.",
        stamp=(f"{court} {town.upper()}", short),
        x=x,
    )
    return paper.finished()

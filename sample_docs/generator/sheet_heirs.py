"""`surat_ahli_waris`: the heirs' own statement, known to the village and the district office."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sample_docs.generator.people import Person
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_letterhead import office_head
from sample_docs.generator.sheet_marks import meterai, round_stamp, signature
from sample_docs.generator.sheet_paper import SANS, SERIF, Paper, Value
from sample_docs.generator.sheet_table import Column, ruled
from sample_docs.generator.sheet_words import (
    ROMAN,
    SIGNERS,
    address_of,
    dated,
    day,
    number_of,
    shown,
    titled,
    town_of,
)
from sample_docs.generator.vocabulary import pick

MINOR_DAYS = 17 * 365
"""Younger heirs do not sign."""

RELATIONS = {
    "anak": "ANAK KANDUNG", "orang_tua": "ORANG TUA", "saudara": "SAUDARA KANDUNG", "mertua": "MERTUA",
    "cucu": "CUCU", "kakek_nenek": "KAKEK/NENEK", "wasiat": "PENERIMA WASIAT", "wali": "WALI",
}  # fmt: skip


def heirs_of(facts: SheetFacts) -> list[tuple[Person, str]]:
    """The heirs and their printed relation: the claimant first, then spouse and children of the deceased."""
    if facts.heirs:
        return list(facts.heirs)
    heirs: list[tuple[Person, str]] = []
    if facts.heir is not None:
        word = RELATIONS.get(facts.relationship or "", "SUAMI" if not facts.heir.is_woman else "ISTRI")
        if facts.relationship == "orang_tua":
            word = "IBU KANDUNG" if facts.heir.is_woman else "AYAH KANDUNG"
        heirs.append((facts.heir, word))
    ties = {member.person.nik: member.hubungan for member in facts.family}
    if ties.get(facts.participant.nik) in ("KEPALA KELUARGA", "SUAMI", "ISTRI"):
        known = {facts.participant.nik, *(person.nik for person, _ in heirs)}
        for member in facts.family:
            who = member.person
            word = "ANAK KANDUNG" if member.hubungan == "ANAK" else "ISTRI" if who.is_woman else "SUAMI"
            if who.nik not in known and member.hubungan in ("KEPALA KELUARGA", "SUAMI", "ISTRI", "ANAK"):
                heirs.append((who, word))
    return heirs


def heirs_letter(facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose the statement with its table of heirs, witnesses, and the offices' numbers."""
    if facts.death is None:
        raise ValueError("a statement of heirs needs a date of death")
    dead, heirs = facts.participant, heirs_of(facts)
    written = facts.letter_date or facts.death + timedelta(days=int(rng.integers(10, 30)))
    kind = "Ds" if _is_village(dead) else "Kel"
    month = ROMAN[written.month - 1]
    values: dict[str, Value | str] = {
        "nama_pewaris": shown(dead.name),
        "nik_pewaris": shown(dead.nik),
        "tanggal_meninggal": dated(facts.death, pick(rng, ("long", "dashed"))),
        "nomor_surat": number_of(
            f"474.3/{int(rng.integers(10, 400)):03d}/{kind}.{titled(dead.kel_desa)}/{written.year}"
        ),
        "tanggal_surat": dated(written),
        "camat": f"593.2/{int(rng.integers(10, 300))}/Kec/{month}/{written.year}",
        "alamat": address_of(dead),
        "lahir": f"{titled(dead.birth_place)}, {day(dead.birth_date)}",
        "kota": town_of(dead),
    }
    for line, (who, word) in enumerate(heirs):
        values |= {
            f"ahli_waris.{line}.nama": shown(who.name),
            f"ahli_waris.{line}.nik": shown(who.nik),
            f"ahli_waris.{line}.hubungan": shown(word),
        }
    paper = Paper(pick(rng, (SERIF, SANS)), size=10.5, margin=62)
    _opening(paper, values, dead, rng)
    if rng.random() < 0.3:
        _listed(paper, values, heirs)
    else:
        _tabled(paper, values, heirs)
    paper.y += 12
    paper.paragraph(
        "Demikian surat pernyataan ini kami buat dengan sebenarnya. Apabila di kemudian hari ternyata "
        "tidak benar, "
        "kami bersedia dituntut sesuai dengan ketentuan hukum yang berlaku tanpa melibatkan pejabat yang "
        "mengetahui.",
    )
    _signatures(paper, values, heirs, written, rng)
    _offices(paper, values, dead, rng)
    return paper.finished()


def _tabled(paper: Paper, values: dict[str, Value | str], heirs: list[tuple[Person, str]]) -> None:
    columns = [
        Column("No", 22, "center"), Column("Nama", 138), Column("NIK", 106, "center"),
        Column("Tempat, Tanggal Lahir", 127), Column("Hubungan", 78),
    ]  # fmt: skip
    rows = [
        [
            f"{line + 1}", f"{{ahli_waris.{line}.nama}}", f"{{ahli_waris.{line}.nik}}",
            f"{titled(who.birth_place)}, {who.birth_date:%d-%m-%Y}", f"{{ahli_waris.{line}.hubungan}}",
        ]
        for line, (who, _) in enumerate(heirs)
    ]  # fmt: skip
    paper.y -= 8
    ruled(paper, columns, rows, values, size=9, height=17)


def _listed(paper: Paper, values: dict[str, Value | str], heirs: list[tuple[Person, str]]) -> None:
    """The heirs in a numbered list, as offices without the form write it."""
    for line in range(len(heirs)):
        paper.line(paper.margin + 6, paper.y, f"{line + 1}.")
        paper.line(
            paper.margin + 24,
            paper.y,
            f"{{ahli_waris.{line}.nama:b}}, NIK {{ahli_waris.{line}.nik}}, {{ahli_waris.{line}.hubungan}}",
            values,
        )
        paper.space(1.15)
    paper.y += 4


def _opening(paper: Paper, values: dict[str, Value | str], dead: Person, rng: np.random.Generator) -> None:
    headed = rng.random() < 0.5
    if headed:
        rank = "DESA" if _is_village(dead) else "KELURAHAN"
        lines = (
            f"PEMERINTAH {dead.kabupaten_kota}",
            f"KECAMATAN {dead.kecamatan}",
            f"{rank} {dead.kel_desa}",
        )
        office_head(paper, lines, f"{titled(dead.provinsi)}")
    paper.title(
        pick(rng, ("SURAT KETERANGAN AHLI WARIS", "SURAT PERNYATAAN AHLI WARIS", "SURAT KETERANGAN WARIS"))
    )
    if headed:
        paper.centred("Nomor : {nomor_surat}", values)
    paper.space(0.8)
    late = "almarhumah" if dead.is_woman else "almarhum"
    paper.paragraph(
        f"Kami yang bertanda tangan di bawah ini, para ahli waris dari {late} "
        "{nama_pewaris:b}, NIK {nik_pewaris}, lahir di {lahir}, bertempat tinggal terakhir di {alamat}, "
        "menyatakan dengan sesungguhnya dan sanggup diangkat sumpah bahwa yang bersangkutan telah meninggal "
        "dunia pada tanggal {tanggal_meninggal:b} di {kota}, dan meninggalkan ahli waris sebagai berikut:",
        values,
    )


def _signatures(
    paper: Paper,
    values: dict[str, Value | str],
    heirs: list[tuple[Person, str]],
    written: date,
    rng: np.random.Generator,
) -> None:
    """The witnesses on the left, the heirs on the right, the first heir across the meterai."""
    left, right = paper.margin, paper.width / 2 + 10
    paper.line(right, paper.y, "{kota}, {tanggal_surat}", values)
    paper.space(1)
    paper.line(left, paper.y, "Saksi-saksi:")
    paper.line(right, paper.y, "Yang membuat pernyataan:")
    top = paper.y + 20
    first, second = rng.permutation(len(SIGNERS))[:2]
    for line, witness in enumerate((SIGNERS[first], SIGNERS[second])):
        y = top + 14 + line * 34
        paper.line(left, y, f"{line + 1}. {witness}", size=9.5)
        signature(paper, left + 130, y - 4, rng, width=54)
    meterai(paper, right + 104, top - 8, rng)
    for line, (who, _) in enumerate(heirs[:5]):
        # the meterai is as tall as two lines; the others sign below it
        y = top + 14 + (line * 26 + 22 if line else 0)
        paper.line(right, y, f"{line + 1}. {titled(who.name)}", size=9.5, max_width=106)
        if (written - who.birth_date).days < MINOR_DAYS:
            paper.line(right + 110, y, "(belum dewasa)", size=8.5)
        else:
            signature(paper, right + 122, y - 4, rng, width=56)
    paper.y = top + max(2 * 34, 26 * min(len(heirs), 5) + 22) + 22


def _offices(paper: Paper, values: dict[str, Value | str], dead: Person, rng: np.random.Generator) -> None:
    paper.line(paper.width / 2, paper.y, "Mengetahui,", align="center")
    paper.space(1.1)
    first, second = rng.permutation(len(SIGNERS))[:2]
    head = "Kepala Desa" if _is_village(dead) else "Lurah"
    top = paper.y
    for x, number, role, name in (
        (paper.margin, "{nomor_surat}", f"{head} {titled(dead.kel_desa)}", SIGNERS[first]),
        (paper.width / 2 + 10, "{camat}", f"Camat {titled(dead.kecamatan)}", SIGNERS[second]),
    ):
        paper.line(x, top, f"Reg. No. {number}", values, size=9.5, max_width=220)
        paper.line(x, top + 14, f"{role},")
        signature(paper, x + 16, top + 38, rng)
        round_stamp(paper, x + 8, top + 52, (role.upper(), role.split(" ")[0].upper()), rng)
        paper.line(x, top + 68, name, cut="b")
    paper.y = top + 80


def _is_village(who: Person) -> bool:
    """Villages (desa) lie in regencies; in cities the same level is a kelurahan."""
    return who.kabupaten_kota.startswith("KABUPATEN")

"""What every wording of an employment letter shares: its heading, and the rows that say who the worker is."""

from __future__ import annotations

import numpy as np

from sample_docs.generator.people import Employment
from sample_docs.generator.sheet_facts import SheetFacts
from sample_docs.generator.sheet_paper import Paper, Value
from sample_docs.generator.vocabulary import pick

Letter = dict[str, Value | str]


def job_of(facts: SheetFacts) -> Employment:
    """The job that an employment letter is about."""
    if facts.employment is None:
        raise ValueError("an employment letter needs an employment")
    return facts.employment


def identity_rows(facts: SheetFacts, rng: np.random.Generator) -> list[tuple[str, str]]:
    """The rows that say who the worker is; `NIK` may be the staff number, as on real letters."""
    prints_nik = rng.random() < 0.65 if facts.prints_nik is None else facts.prints_nik
    staff = rng.random() < 0.35
    rows = [("Nama", "{nama}")]
    if staff:
        rows.append((pick(rng, ("NIK", "NIK", "No. Induk Karyawan")), "{staf}"))
    if prints_nik:
        rows.append(
            (pick(rng, ("No. KTP", "Nomor KTP") if staff else ("NIK", "No. KTP", "NIK (KTP)")), "{nik}")
        )
    if rng.random() < 0.5:
        rows.append(("Tempat/Tgl. Lahir", "{lahir}"))
    if rng.random() < 0.6:
        rows.append(("Alamat", "{alamat}"))
    rows.append((pick(rng, ("Jabatan", "Jabatan Terakhir", "Bagian/Jabatan")), "{jabatan}"))
    if rng.random() < 0.4 if facts.prints_kpj is None else facts.prints_kpj:
        rows.append((pick(rng, ("No. KPJ", "No. BPJS Ketenagakerjaan", "Nomor KPJ")), "{kpj}"))
    return rows


def heading(paper: Paper, values: Letter, title: str, label: str) -> None:
    """Print the title and the letter's number under it."""
    paper.title(title)
    paper.line(paper.width / 2, paper.y, f"{label} {{nomor_surat}}", values, align="center")
    paper.space(2.2)

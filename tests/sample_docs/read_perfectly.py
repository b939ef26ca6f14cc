"""A dossier as the pipeline would see it if every paper were read without a fault; nothing is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from models.claim import Claim
from models.document import Document, DocumentType
from models.face import Likeness, Verdict
from models.field import Field
from models.outcome import Decision
from models.verified import SECOND_READER, Verified
from pipeline import crosscheck, policy, validate
from pipeline.intake.claim import read_claim
from sample_docs.generator.bank_houses import printed_holder
from sample_docs.generator.claims import claim_of
from sample_docs.generator.dossier import Dossier, Paper
from sample_docs.generator.papers import File
from sample_docs.generator.sheet_heirs import heirs_of
from sample_docs.generator.sheet_words import parents_of

POLICY = policy.load()
PROVES = {
    "tidak_menolak": "pernyataan_tidak_menolak",
    "perjanjian_bersama": "perjanjian_bersama akta_pendaftaran",
}
"""What the drawn papers of a dismissal are to the pipeline; the agreement bears the court's note."""

COMPANIES = (
    "ARUNIKA",
    "BENTALA",
    "CAKRAWALA",
    "DIRGANTARA",
    "ELANG",
    "FAJAR",
    "GEMILANG",
    "HARAPAN",
    "INTAN",
)
ALIKE = Likeness(Verdict.MATCH, score=0.98)


def decided(dossier: Dossier, folder: Path) -> Decision:
    """What follows for the claim, faces taken as alike."""
    claim = typed(dossier, folder)
    documents = [document_of(dossier, paper, number) for number, paper in enumerate(dossier.papers)]
    people = crosscheck.attach(claim, documents)
    checks = [
        *validate.checks_on(documents, on=claim.submitted_at.date()),
        *crosscheck.checks_on(claim, documents, people),
        *policy.demands_on(POLICY, claim, documents, people),
    ]
    proved = Verified({(d.key, name): (SECOND_READER,) for d in documents for name in d.fields})
    return policy.decide(POLICY, claim, documents, people, (), proved, checks, ALIKE)


def typed(dossier: Dossier, folder: Path) -> Claim:
    """The claim as the intake takes it from the folder."""
    files = [File(b"", "jpg", paper.kind, ()) for paper in dossier.papers]
    names = [f"{number}.jpg" for number, _ in enumerate(files)]
    told = claim_of(dossier, "X-1", names, files, np.random.default_rng(0))
    (folder / "claim.json").write_text(json.dumps(told), encoding="utf-8")
    return read_claim(folder)


def document_of(dossier: Dossier, paper: Paper, number: int) -> Document:
    """The paper with the values that the checks ask for."""
    facts, hints = paper.facts or dossier.facts, {}
    if paper.kind == "surat_phk":
        shape = facts.variant or "tanda_terima"
        hints = {"alasan": "phk", "jenis": PROVES.get(shape, shape)}
    if paper.kind == "bukti_lamaran":
        hints = {"jenis": "panggilan" if facts.variant == "panggilan" else "lamaran"}
    if paper.kind == "paklaring" and facts.employment is not None and facts.employment.reason:
        hints = {"alasan": facts.employment.reason}
    return Document(
        f"{number}.jpg", 1, DocumentType(paper.kind), 0.99, declared_type=paper.kind,
        fields=_read(_printed(dossier, paper)), tables=_tables(dossier, paper), hints=hints,
    )  # fmt: skip


def _printed(dossier: Dossier, paper: Paper) -> dict[str, str]:
    who, job = dossier.person_of(paper), dossier.job
    facts = paper.facts or dossier.facts
    worker, heir = facts.participant, facts.heir
    letter = {
        "nama": worker.name, "nik": worker.nik, "kpj": job.kpj, "perusahaan": job.company,
        "tanggal_masuk": job.start.isoformat(), "tanggal_keluar": job.end.isoformat(),
    }  # fmt: skip
    if facts.variant == "masih_aktif":
        del letter["tanggal_keluar"]
    if paper.kind == "bukti_lamaran":
        return {
            "nama": worker.name,
            "perusahaan": f"PT {COMPANIES[[one is paper for one in dossier.papers].index(True)]}",
            "tanggal_lamaran": (facts.letter_date or dossier.today).isoformat(),
        }
    if paper.kind in ("formulir", "kronologi_kecelakaan") and facts.accident is not None:
        return {"nama": worker.name, "nik": worker.nik, "tanggal_kejadian": facts.accident.isoformat()}
    if paper.kind == "ktp":
        return {"nik": who.nik, "nama": who.name_with_titles, "tanggal_lahir": who.birth_date.isoformat()}
    if paper.kind == "buku_rekening":
        account = paper.account or dossier.account
        return {
            "bank": account.bank,
            "nomor_rekening": account.number,
            "nama_pemilik": printed_holder(account),
        }
    if paper.kind == "akta_nikah" and heir is not None:
        husband, wife = (heir, worker) if worker.is_woman else (worker, heir)
        return {"nama_suami": husband.name, "nama_istri": wife.name}
    if paper.kind == "akta_kelahiran" and heir is not None:
        father, mother = parents_of(facts, heir)
        return {"nama": heir.name, "nama_ayah": father, "nama_ibu": mother}
    if paper.kind == "akta_kematian" and facts.death is not None:
        return {"nama": worker.name, "nik": worker.nik, "tanggal_meninggal": facts.death.isoformat()}
    return {
        "kpj": {"kpj": job.kpj, "nama": who.name, "nik": who.nik},
        "npwp": {"npwp": dossier.npwp or who.nik, "nama": who.name},
        "kk": {"nomor_kk": facts.nomor_kk},
        "paspor": {
            "nomor_paspor": "X1234567",
            "nama": who.name,
            "tanggal_lahir": who.birth_date.isoformat(),
        },
        "surat_pernyataan": {"nama": worker.name, "nik": worker.nik},
        "surat_ahli_waris": {"nama_pewaris": worker.name, "nik_pewaris": worker.nik},
        "surat_wasiat": {"nama_pewaris": worker.name, "nik_pewaris": worker.nik},
        **{
            kind: {"nama": worker.name, "nik": worker.nik}
            for kind in ("kapk", "formulir", "dokumen_perumahan")
        },
        **{kind: {"nama": worker.name} for kind in ("surat_dokter", "kwitansi")},
        **{
            kind: {"nama": (heir or worker).name, "nik": (heir or worker).nik}
            for kind in ("surat_pernyataan", "penetapan")
        },
        "surat_phk": letter,
        "paklaring": letter,
    }.get(paper.kind, {})


def _tables(dossier: Dossier, paper: Paper) -> dict[str, tuple[dict[str, Field], ...]]:
    facts = paper.facts or dossier.facts
    if paper.kind == "kk":
        return {
            "anggota": _rows(
                {
                    "nik": line.person.nik, "nama": line.person.name_with_titles, "hubungan": line.hubungan,
                    "nama_ayah": line.nama_ayah, "nama_ibu": line.nama_ibu,
                    "tanggal_lahir": line.person.birth_date.isoformat(),
                }
                for line in facts.family
            )
        }  # fmt: skip
    if paper.kind == "surat_ahli_waris":
        heirs = heirs_of(facts)
        return {
            "ahli_waris": _rows({"nama": who.name, "nik": who.nik, "hubungan": tie} for who, tie in heirs)
        }
    return {}


def _rows(lines: Iterable[Mapping[str, str]]) -> tuple[dict[str, Field], ...]:
    return tuple(_read(line) for line in lines)


def _read(texts: Mapping[str, str]) -> dict[str, Field]:
    return {name: Field(text, 0.99) for name, text in texts.items() if text != "-"}

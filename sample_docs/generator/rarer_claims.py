"""Claims with rarer papers: accidents, survivors' pensions, part of the JHT for a house, the search for work.

A will or a guardian always sends a claim to an officer, so those two are no clean claims.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sample_docs.generator.days import born_between, submission
from sample_docs.generator.dossier import Dossier, Paper, kk_number
from sample_docs.generator.invent import (
    at_home_of,
    family_of,
    invent_account,
    invent_child,
    invent_employment,
    invent_person,
)
from sample_docs.generator.people import Member, Person
from sample_docs.generator.sheet_facts import SheetFacts
from sample_docs.generator.survivors import childless_couple

Builder = Callable[[np.random.Generator], Dossier]

APPLICATIONS = 5
"""So many companies a month, or one call to an interview (Permenaker 2/2025, Art 13)."""


def accident_reported(rng: np.random.Generator) -> Dossier:
    """JKK, stage I: the accident is reported within two days."""
    submitted, facts = _accident(rng, days=(1, 3))
    papers = (
        Paper("ktp"), Paper("kpj"), Paper("formulir", facts=_dated(facts, submitted, 0, "tahap_1")),
        Paper("kronologi_kecelakaan", facts=_dated(facts, submitted, 0)), Paper("selfie"),
    )  # fmt: skip
    return _jkk(rng, submitted, facts, papers, stage=1)


def accident_closed(rng: np.random.Generator) -> Dossier:
    """JKK, stage II: the doctor has said how it ended, and what it cost is claimed."""
    submitted, facts = _accident(rng, days=(35, 160))
    papers = (
        Paper("ktp"), Paper("kpj"), Paper("formulir", facts=_dated(facts, submitted, 1, "tahap_2")),
        Paper("surat_dokter", facts=_dated(facts, submitted, 4)),
        Paper("kwitansi", facts=_dated(facts, submitted, 9)),
        Paper("surat_pernyataan", facts=_dated(facts, submitted, 1)), Paper("buku_rekening"), Paper("selfie"),
    )  # fmt: skip
    return _jkk(rng, submitted, facts, papers, stage=2)


def widowed(rng: np.random.Generator) -> Dossier:
    """JP: the widow or the widower of a childless couple claims the pension."""
    dossier = childless_couple(rng)
    facts = replace(dossier.facts, cause="janda_duda")
    form = Paper("formulir", "claimant", facts=_dated(facts, dossier.submitted, 2, "jp"))
    return replace(
        dossier,
        base="jp_janda_duda",
        programme="JP",
        cause="janda_duda",
        facts=facts,
        papers=(*dossier.papers, form),
    )


def house(rng: np.random.Generator) -> Dossier:
    """JHT: up to 30 % for a house, after ten years of membership, while still employed."""
    submitted = submission(rng)
    today = submitted.date()
    worker = invent_person(rng, born=born_between(today, (33, 52)), today=today, status="BELUM KAWIN")
    job = invent_employment(rng, worker, end=today, reason="")
    job = replace(job, start=today - dt.timedelta(days=int(rng.integers(10 * 366, 13 * 365))))
    recorded = today - dt.timedelta(days=int(rng.integers(90, 2500)))
    facts = SheetFacts(
        participant=worker, employment=job, cause="sebagian_30", family=family_of(rng, worker, None, ()),
        nomor_kk=kk_number(rng, worker.nik[:6], recorded), kk_recorded=recorded,
    )  # fmt: skip
    papers = (
        Paper("ktp"), Paper("kpj"), Paper("kk"), Paper("buku_rekening"),
        Paper("dokumen_perumahan", facts=_dated(facts, submitted, int(rng.integers(5, 50)))),
        Paper("paklaring", facts=_dated(facts, submitted, 6, "masih_aktif")), Paper("selfie"),
    )  # fmt: skip
    return Dossier(
        base="jht_sebagian_30", programme="JHT", cause="sebagian_30", channel="kantor_cabang",
        submitted=submitted, balance=int(rng.integers(18, 48)) * 1_000_000, participant=worker, facts=facts,
        account=invent_account(rng, worker), papers=papers,
        also_typed={"partial_claim_before": False, "membership_active": True},
    )  # fmt: skip


def looking_for_work(rng: np.random.Generator) -> Dossier:
    """JKP from the second month: five applications to different companies, or one call to an interview."""
    submitted = submission(rng)
    today = submitted.date()
    worker = invent_person(rng, born=born_between(today, (21, 53)), today=today)
    gone = today - dt.timedelta(days=int(rng.integers(60, 170)))
    job = invent_employment(rng, worker, end=gone, reason="phk")
    facts = SheetFacts(participant=worker, employment=job, cause="bulan_2_6")
    if rng.random() < 0.3:
        proofs = [Paper("bukti_lamaran", facts=_dated(facts, submitted, 4, "panggilan"))]
    else:
        proofs = [
            Paper("bukti_lamaran", facts=_dated(facts, submitted, int(rng.integers(2, 27))))
            for _ in range(APPLICATIONS + int(rng.integers(0, 2)))
        ]
    return Dossier(
        base="jkp_bulan_2_6", programme="JKP", cause="bulan_2_6", channel="siap_kerja", submitted=submitted,
        balance=None, participant=worker, facts=facts, account=invent_account(rng, worker),
        papers=(Paper("ktp"), *proofs, Paper("buku_rekening"), Paper("selfie")),
    )  # fmt: skip


def by_will(rng: np.random.Generator) -> Dossier:
    """JKM: somebody without spouse and children left everything by will to a relative under one roof."""
    submitted = submission(rng)
    worker, heir = _worker_and_relative(rng, submitted.date())
    died = submitted.date() - dt.timedelta(days=int(rng.integers(45, 200)))
    facts = SheetFacts(
        participant=worker, heir=heir, relationship="wasiat", death=died, cause="meninggal_dunia",
        heirs=((heir, "PENERIMA WASIAT"),),
        family=(*family_of(rng, worker, None, ()), Member(heir, "FAMILI LAIN", *_names(rng))),
    )  # fmt: skip
    return _survivor(
        rng, submitted, facts, died, ("surat_wasiat",), base="jkm_wasiat", cause="meninggal_dunia"
    )


def by_guardian(rng: np.random.Generator) -> Dossier:
    """JP: a relative claims the pension of a child as the guardian whom the court named."""
    submitted = submission(rng)
    today = submitted.date()
    worker, guardian = _worker_and_relative(rng, today)
    died = today - dt.timedelta(days=int(rng.integers(70, 200)))
    child = invent_child(rng, worker, born_between(today, (4, 15)), today)
    parents = family_of(rng, worker, None, (child,))
    facts = SheetFacts(
        participant=worker, heir=guardian, relationship="wali", death=died, ward=child, cause="anak",
        heirs=((guardian, "WALI"), (child, "ANAK KANDUNG")),
        family=(*parents, Member(guardian, "FAMILI LAIN", *_names(rng))),
    )  # fmt: skip
    return _survivor(rng, submitted, facts, died, ("penetapan",), base="jp_anak_wali", cause="anak")


CLEAR: dict[str, Builder] = {
    "jkk_tahap_1": accident_reported,
    "jkk_tahap_2": accident_closed,
    "jp_janda_duda": widowed,
    "jht_sebagian_30": house,
    "jkp_bulan_2_6": looking_for_work,
}
"""The claims in which every paper agrees, by name."""

FOR_AN_OFFICER: dict[str, Builder] = {"jkm_wasiat": by_will, "jp_anak_wali": by_guardian}
"""Claims without a fault that the machine may not pass: an officer reads the will or the court's order."""


def _accident(rng: np.random.Generator, *, days: tuple[int, int]) -> tuple[dt.datetime, SheetFacts]:
    submitted = submission(rng)
    today = submitted.date()
    worker = invent_person(rng, born=born_between(today, (20, 54)), today=today)
    job = invent_employment(rng, worker, end=today, reason="")
    happened = today - dt.timedelta(days=int(rng.integers(*days)))
    return submitted, SheetFacts(
        participant=worker, employment=job, cause="kecelakaan_kerja", accident=happened
    )


def _jkk(
    rng: np.random.Generator,
    submitted: dt.datetime,
    facts: SheetFacts,
    papers: tuple[Paper, ...],
    *,
    stage: int,
) -> Dossier:
    return Dossier(
        base=f"jkk_tahap_{stage}", programme="JKK", cause="kecelakaan_kerja", channel="kantor_cabang",
        submitted=submitted, balance=None, participant=facts.participant, facts=facts,
        account=invent_account(rng, facts.participant), papers=papers,
        also_typed={"tahap": stage, "membership_active": True},
    )  # fmt: skip


def _survivor(
    rng: np.random.Generator, submitted: dt.datetime, facts: SheetFacts, died: dt.date,
    proof: tuple[str, ...], *, base: str, cause: str,
) -> Dossier:  # fmt: skip
    heir = facts.heir or facts.participant
    job = invent_employment(rng, facts.participant, end=died, reason="meninggal_dunia")
    recorded = died - dt.timedelta(days=int(rng.integers(60, 900)))
    facts = replace(
        facts,
        employment=job,
        kk_recorded=recorded,
        nomor_kk=kk_number(rng, facts.participant.nik[:6], recorded),
    )
    papers = [
        Paper("ktp", "participant"), Paper("ktp", "claimant"), Paper("kk"), Paper("akta_kematian"),
        Paper("surat_ahli_waris", "claimant"), *(Paper(kind, "claimant") for kind in proof), Paper("kpj"),
        Paper("buku_rekening", "claimant"), Paper("selfie", "claimant"),
    ]  # fmt: skip
    programme = base[:3].strip("_").upper()
    if programme == "JP":
        papers.append(Paper("formulir", "claimant", facts=_dated(facts, submitted, 2, "jp")))
    return Dossier(
        base=base, programme=programme, cause=cause, channel="kantor_cabang", submitted=submitted,
        balance=None, participant=facts.participant, facts=facts, account=invent_account(rng, heir),
        papers=tuple(papers),
        claimant=heir, relationship=facts.relationship,
    )  # fmt: skip


def _worker_and_relative(rng: np.random.Generator, today: dt.date) -> tuple[Person, Person]:
    worker = invent_person(rng, born=born_between(today, (34, 52)), today=today, status="CERAI HIDUP")
    worker = replace(worker, title_prefix="", title_suffix="")
    relative = invent_person(
        rng, born=born_between(today, (24, 50)), today=today, status="BELUM KAWIN", religion=worker.agama,
        taken_faces=(worker.face,),
    )  # fmt: skip
    return worker, replace(at_home_of(relative, worker), title_prefix="", title_suffix="")


def _names(rng: np.random.Generator) -> tuple[str, str]:
    """A father's and a mother's name that nobody else on the card has."""
    parent = family_of(
        rng,
        invent_person(rng, born=(dt.date(1960, 1, 1), dt.date(1961, 1, 1)), today=dt.date(2026, 1, 1)),
        None,
        (),
    )
    return parent[0].nama_ayah, parent[0].nama_ibu


def _dated(
    facts: SheetFacts, submitted: dt.datetime, days_before: int, variant: str | None = None
) -> SheetFacts:
    """The facts for a paper of so many days before the claim came in."""
    return replace(facts, letter_date=submitted.date() - dt.timedelta(days=days_before), variant=variant)

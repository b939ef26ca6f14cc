"""Claims in which every paper agrees, one builder per programme and cause."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sample_docs.generator import rarer_claims
from sample_docs.generator.days import born_between, day_between, submission
from sample_docs.generator.dossier import Dossier, Paper, kk_number
from sample_docs.generator.invent import (
    at_home_of,
    family_of,
    invent_account,
    invent_child,
    invent_employment,
    invent_person,
    invent_spouse,
    npwp_15,
)
from sample_docs.generator.people import Member, Person
from sample_docs.generator.sheet_facts import SheetFacts
from sample_docs.generator.sheet_phk import WHY
from sample_docs.generator.survivors import death
from sample_docs.generator.vocabulary import pick

NPWP_ABOVE = 50_000_000
"""Rupiah; a JHT balance above it asks for the tax number."""


def resignation(rng: np.random.Generator) -> Dossier:
    """JHT after a resignation."""
    return _jht(rng, "mengundurkan_diri", letter="paklaring", ages=(21, 54), gone=(65, 420))


def dismissal(rng: np.random.Generator) -> Dossier:
    """JHT after a dismissal, with the labour office's receipt that suffices alone."""
    return _jht(rng, "phk", letter="surat_phk", ages=(21, 54), gone=(65, 420))


def pension(rng: np.random.Generator) -> Dossier:
    """JHT at 56 or older; no letter is asked."""
    return _jht(rng, "usia_pensiun", letter=None, ages=(57, 66), gone=(5, 200))


def emigration(rng: np.random.Generator) -> Dossier:
    """JHT of somebody who leaves Indonesia for good: the passport, and a signed statement about it."""
    dossier = _jht(rng, "meninggalkan_indonesia", letter=None, ages=(23, 54), gone=(65, 300))
    stated = replace(dossier.facts, letter_date=dossier.today - dt.timedelta(days=int(rng.integers(0, 14))))
    kept = dossier.without("kk").papers
    return replace(dossier, papers=(*kept, Paper("paspor"), Paper("surat_pernyataan", facts=stated)))


def first_month(rng: np.random.Generator) -> Dossier:
    """JKP's first month: the dismissal is less than half a year old.

    The law wants the notice that the worker received and the office's receipt, or an agreement alone.
    """
    submitted = submission(rng)
    today = submitted.date()
    worker = invent_person(rng, born=born_between(today, (21, 53)), today=today)
    gone = today - dt.timedelta(days=int(rng.integers(25, 150)))
    job = invent_employment(rng, worker, end=gone, reason="phk")
    facts = SheetFacts(
        participant=worker, employment=job, cause="phk", prints_kpj=True, dismissed_for=pick(rng, WHY)
    )  # fmt: skip
    receipt = replace(facts, variant="tanda_terima", letter_date=min(gone + dt.timedelta(days=6), today))
    notice, agreement = (replace(facts, variant=shape) for shape in ("pemberitahuan", "perjanjian_bersama"))
    proofs = (agreement,) if rng.random() < 0.25 else (notice, receipt)
    papers = (
        Paper("ktp"), *(Paper("surat_phk", facts=proof) for proof in proofs), Paper("buku_rekening"),
        Paper("kapk", facts=replace(facts, letter_date=today)), Paper("selfie"),
    )  # fmt: skip
    return Dossier(
        base="jkp_bulan_1", programme="JKP", cause="bulan_1", channel="siap_kerja", submitted=submitted,
        balance=None, participant=worker, facts=facts, account=invent_account(rng, worker),
        papers=papers,
    )  # fmt: skip


CLEAN: dict[str, Callable[[np.random.Generator], Dossier]] = {
    "jht_mengundurkan_diri": resignation,
    "jht_phk": dismissal,
    "jht_usia_pensiun": pension,
    "jht_meninggalkan_indonesia": emigration,
    "jkm_ahli_waris": death,
    "jkp_bulan_1": first_month,
    **rarer_claims.CLEAR,
}
"""The clean claims by name."""


def with_npwp(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """The claim with so high a balance that the tax card is asked for."""
    person = dossier.participant
    number = npwp_15(rng) if rng.random() < 0.5 else person.nik
    if person.is_woman and person.status_perkawinan == "KAWIN" and len(number) == 15 and rng.random() < 0.4:
        number = f"{number[:-3]}001"  # the card of a wife under her husband's number
    return replace(
        dossier.without("npwp"),
        balance=int(rng.integers(52, 190)) * 1_000_000 + int(rng.integers(0, 999)) * 1000,
        npwp=number,
        papers=(*dossier.without("npwp").papers, Paper("npwp")),
    )


def _jht(
    rng: np.random.Generator, cause: str, *, letter: str | None, ages: tuple[int, int], gone: tuple[int, int]
) -> Dossier:
    submitted = submission(rng)
    today = submitted.date()
    worker = invent_person(rng, born=born_between(today, ages), today=today)
    left = today - dt.timedelta(days=int(rng.integers(*gone)))
    job = invent_employment(rng, worker, end=left, reason=cause)
    family, head = _household(rng, worker, today)
    youngest = max(member.person.birth_date for member in family)
    recorded = day_between(rng, max(youngest, dt.date(2008, 1, 1)), today - dt.timedelta(days=60))
    facts = SheetFacts(
        participant=worker, family=family, employment=job, cause=cause,
        nomor_kk=kk_number(rng, head.nik[:6], recorded), kk_recorded=recorded,
    )  # fmt: skip
    kinds = ["ktp", "kpj", "buku_rekening", "selfie", "kk"]
    if letter:
        kinds.insert(3, letter)
    dossier = Dossier(
        base=f"jht_{cause}", programme="JHT", cause=cause, channel="lapak_asik", submitted=submitted,
        balance=int(rng.integers(1800, 14900)) * 1000, participant=worker, facts=facts,
        account=invent_account(rng, worker), papers=tuple(Paper(kind) for kind in kinds),
    )  # fmt: skip
    return with_npwp(dossier, rng) if rng.random() < 0.18 else dossier


def _household(rng: np.random.Generator, worker: Person, today: dt.date) -> tuple[tuple[Member, ...], Person]:
    """The family card's lines and its head: own family, or the parents' while unmarried."""
    if worker.status_perkawinan == "KAWIN":
        spouse = invent_spouse(rng, worker, today)
        youngest_parent = max(worker.birth_date, spouse.birth_date)
        earliest = youngest_parent + dt.timedelta(days=21 * 365)
        latest = min(youngest_parent + dt.timedelta(days=40 * 365), today - dt.timedelta(days=700))
        children = [
            invent_child(rng, worker, (earliest, latest), today)
            for _ in range(int(pick(rng, (0, 1, 1, 2, 2, 3, 3, 4, 6))))
            if earliest < latest
        ]
        children.sort(key=lambda child: child.birth_date)
        head, partner = (spouse, worker) if worker.is_woman else (worker, spouse)
        family = family_of(rng, head, partner, tuple(children))
        return (*family, *_elders(rng, head, today)) if rng.random() < 0.2 else family, head
    born = worker.birth_date - dt.timedelta(days=int(rng.integers(24, 34)) * 365)
    span = (born, born + dt.timedelta(days=1200))
    father = invent_person(
        rng, born=span, today=today, sex="LAKI-LAKI", status="KAWIN", religion=worker.agama
    )
    father = replace(at_home_of(father, worker), title_prefix="", title_suffix="")
    mother = replace(invent_spouse(rng, father, today), title_prefix="", title_suffix="")
    return family_of(rng, father, mother, (worker,)), father


def _elders(rng: np.random.Generator, head: Person, today: dt.date) -> tuple[Member, ...]:
    """One or two who came to live with the family: a parent, a parent-in-law, another relative."""
    elders = []
    for relation in rng.permutation(np.array(["ORANG TUA", "MERTUA", "FAMILI LAIN"]))[
        : int(rng.integers(1, 3))
    ]:
        born = head.birth_date - dt.timedelta(days=int(rng.integers(22, 30)) * 365)
        elder = invent_person(
            rng,
            born=(born, born + dt.timedelta(days=900)),
            today=today,
            status="CERAI MATI",
            religion=head.agama,
        )
        elder = replace(at_home_of(elder, head), title_prefix="", title_suffix="")
        elders.append(family_of(rng, elder, None, ())[0])
        elders[-1] = replace(elders[-1], hubungan=str(relation))
    return tuple(elders)

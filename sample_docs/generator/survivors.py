"""JKM: the worker died and left one heir, or, where that is the trouble, several.

A letter that names several heirs always goes to an officer, because no reader can judge the others'
consent. So the clean claim has exactly one: the widow or widower of a childless couple, or the only child
of somebody who lived alone with it.
"""

import datetime as dt
from dataclasses import replace

import numpy as np

from sample_docs.generator.days import born_between, day_between, submission
from sample_docs.generator.dossier import Dossier, Paper, kk_number
from sample_docs.generator.invent import (
    family_of,
    invent_account,
    invent_child,
    invent_employment,
    invent_person,
    invent_spouse,
)
from sample_docs.generator.people import Member, Person
from sample_docs.generator.sheet_facts import SheetFacts
from sample_docs.generator.vocabulary import pick


def death(rng: np.random.Generator) -> Dossier:
    """JKM with one heir: the spouse more often than the child."""
    return only_child(rng) if rng.random() < 0.4 else childless_couple(rng)


def childless_couple(rng: np.random.Generator) -> Dossier:
    """The widow or the widower claims; the family card lists the two alone."""
    submitted = submission(rng)
    today = submitted.date()
    worker = _worker(rng, today, ages=(28, 55), status="KAWIN")
    spouse = invent_spouse(rng, worker, today)
    died = _died(rng, today)
    of_age = max(worker.birth_date, spouse.birth_date) + dt.timedelta(days=20 * 366)
    wed = day_between(rng, of_age, died - dt.timedelta(days=500))
    head, partner = (spouse, worker) if worker.is_woman else (worker, spouse)
    facts = SheetFacts(
        participant=worker, heir=spouse, relationship="pasangan", death=died, marriage=wed,
        family=family_of(rng, head, partner, ()),
    )  # fmt: skip
    return _claim(rng, submitted, _with_card(rng, facts, wed), deed="akta_nikah")


def only_child(rng: np.random.Generator) -> Dossier:
    """The grown child of a widowed or divorced worker claims; the family card lists the two alone."""
    submitted = submission(rng)
    today = submitted.date()
    status = pick(rng, ("CERAI MATI", "CERAI HIDUP"))
    worker = _worker(rng, today, ages=(46, 58), status=status)
    child = invent_child(rng, worker, born_between(today, (19, 22)), today, (worker.face,))
    facts = SheetFacts(
        participant=worker, heir=child, relationship="anak", death=_died(rng, today),
        family=family_of(rng, worker, None, (child,)),
    )  # fmt: skip
    return _claim(rng, submitted, _with_card(rng, facts, child.birth_date), deed="akta_kelahiran")


def with_another_child(dossier: Dossier, rng: np.random.Generator) -> Dossier:
    """The claim with a young child of the deceased on the family card and in the letter of heirs."""
    facts, heir = dossier.facts, dossier.applicant
    if facts.death is None:
        raise ValueError("only the dead leave heirs")
    couple = facts.relationship == "pasangan"
    after = facts.marriage if couple and facts.marriage else heir.birth_date
    born = (after + dt.timedelta(days=290), facts.death - dt.timedelta(days=40))
    child = invent_child(rng, dossier.participant, born, dossier.today)
    line = Member(child, "ANAK", *_parents(facts, heir))
    family = replace(facts, family=(*facts.family, line))
    return replace(dossier, facts=_with_card(rng, family, child.birth_date))


def _worker(rng: np.random.Generator, today: dt.date, *, ages: tuple[int, int], status: str) -> Person:
    worker = invent_person(rng, born=born_between(today, ages), today=today, status=status)
    return replace(worker, title_prefix="", title_suffix="")


def _died(rng: np.random.Generator, today: dt.date) -> dt.date:
    return today - dt.timedelta(days=int(rng.integers(45, 200)))


def _with_card(rng: np.random.Generator, facts: SheetFacts, after: dt.date) -> SheetFacts:
    """The facts with a family card of a day between the last change of the family and the death."""
    recorded = day_between(rng, after + dt.timedelta(days=14), facts.death or after)
    number = kk_number(rng, facts.family[0].person.nik[:6], recorded)
    return replace(facts, kk_recorded=recorded, nomor_kk=number)


def _claim(rng: np.random.Generator, submitted: dt.datetime, facts: SheetFacts, *, deed: str) -> Dossier:
    worker, heir, died = facts.participant, facts.heir, facts.death
    if heir is None or died is None:
        raise ValueError("a JKM claim needs an heir and a date of death")
    job = invent_employment(rng, worker, end=died, reason="meninggal_dunia")
    papers = (
        Paper("ktp", "participant"), Paper("ktp", "claimant"), Paper("kk"), Paper("akta_kematian"),
        Paper("surat_ahli_waris", "claimant"), Paper(deed, "claimant"), Paper("kpj"),
        Paper("buku_rekening", "claimant"), Paper("paklaring"), Paper("selfie", "claimant"),
    )  # fmt: skip
    return Dossier(
        base="jkm_ahli_waris", programme="JKM", cause="meninggal_dunia", channel="kantor_cabang",
        submitted=submitted, balance=None, participant=worker,
        facts=replace(facts, employment=job, cause="meninggal_dunia"),
        account=invent_account(rng, heir), papers=papers, claimant=heir, relationship=facts.relationship,
    )  # fmt: skip


def _parents(facts: SheetFacts, heir: Person) -> tuple[str, str]:
    """Father and mother of the other child: the couple, or the parents of the child who claims."""
    if facts.relationship == "pasangan":
        father, mother = sorted((facts.participant, heir), key=lambda person: person.is_woman)
        return father.name, mother.name
    line = next(member for member in facts.family if member.person.nik == heir.nik)
    return line.nama_ayah, line.nama_ibu

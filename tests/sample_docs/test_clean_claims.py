"""Clean claims satisfy the policy: what the table demands is in the dossier, and every paper agrees.

At the level of the dossier, over many seeds; nothing is drawn.
"""

import datetime as dt

import numpy as np
import pytest

from models.claim import Channel
from models.document import DocumentType
from models.names import compare_names
from models.numbers import nik, phone
from models.people import People
from pipeline.crosscheck.work import contact_check
from pipeline.policy.case import Case, later
from pipeline.policy.demand import demanded
from pipeline.regions import region_of
from sample_docs.generator.bank_houses import HOUSES, LONGEST_HOLDER, printed_holder
from sample_docs.generator.clean_claims import CLEAN, NPWP_ABOVE
from sample_docs.generator.invent import invent_name
from sample_docs.generator.people import BankAccount
from sample_docs.generator.rarer_claims import FOR_AN_OFFICER
from sample_docs.generator.scenarios import case_of
from sample_docs.generator.sheet_heirs import heirs_of
from sample_docs.generator.sheet_words import titled
from sample_docs.generator.vocabulary import vocabulary
from tests.sample_docs.read_perfectly import POLICY, PROVES, decided, typed

SEEDS = range(60)
ONE_PERSON = ("same", "compatible")


def clean(name, seed):
    return CLEAN[name](np.random.default_rng(seed))


def kinds_in(dossier):
    return [paper.kind for paper in dossier.papers]


@pytest.mark.parametrize("name", CLEAN)
def test_read_without_a_fault_it_is_clear(name, tmp_path):
    for seed in SEEDS:
        decision = decided(clean(name, seed), tmp_path)
        told = {reason.code: reason.details for reason in decision.reasons}
        assert decision.outcome == "clear", f"seed {seed}: {told}"


@pytest.mark.parametrize("name", FOR_AN_OFFICER)
def test_a_will_or_a_guardian_goes_to_an_officer(name, tmp_path):
    for seed in SEEDS:
        case = case_of(name, np.random.default_rng(seed))
        decision = decided(case.dossier, tmp_path)
        assert (decision.outcome, case.outcome) == ("review", "review")
        assert case.reason in {reason.code for reason in decision.reasons}


@pytest.mark.parametrize("name", CLEAN)
def test_it_holds_what_the_table_demands(name, tmp_path):
    for seed in SEEDS:
        dossier = clean(name, seed)
        claim = typed(dossier, tmp_path)
        case = Case(POLICY, claim, (), People({}))
        assert claim.problems == ()
        assert case.row is not None and claim.channel in case.row.channels
        for demand in demanded(case):
            accepted = POLICY.requirements.demand[demand].accepts
            assert set(kinds_in(dossier)) & set(accepted), f"seed {seed}: {demand}"


@pytest.mark.parametrize("name", CLEAN)
def test_the_dates_are_the_programmes(name):
    for seed in SEEDS:
        dossier = clean(name, seed)
        left, today, born = dossier.job.end, dossier.today, dossier.participant.birth_date
        if dossier.cause in ("mengundurkan_diri", "phk"):
            assert later(left, months=POLICY.limits.on("jht_waiting_months", today)) < today
        if dossier.cause == "usia_pensiun":
            assert later(born, years=POLICY.limits.on("jht_pension_age", today)) <= today
        else:
            assert later(born, years=18) <= dossier.job.start
        if dossier.programme == "JKP":
            assert left < today <= later(left, months=POLICY.limits.on("jkp_lapse_months", today))


@pytest.mark.parametrize("name", CLEAN)
def test_numbers_and_contacts_are_valid(name, tmp_path):
    for seed in SEEDS:
        dossier = clean(name, seed)
        claim = typed(dossier, tmp_path)
        for person in (dossier.participant, dossier.applicant):
            assert nik.problems_in(person.nik) == ()
            assert region_of(person.nik[:6]) is not None, person.nik[:6]
        assert phone.problems_in(claim.participant.phone) == ()
        assert claim.participant.email.endswith("@example.com")
        # asked as if over Lapak Asik, the one door where contacts are checked
        reachable = contact_check(claim.model_copy(update={"channel": Channel.LAPAK_ASIK}))
        assert reachable.result == "pass" and reachable.kind == "both"


@pytest.mark.parametrize("name", [name for name in CLEAN if name.startswith("jht")])
def test_a_jht_claim_brings_npwp_and_family_card(name, tmp_path):
    for seed in SEEDS:
        dossier = clean(name, seed)
        asked = dossier.balance > NPWP_ABOVE or typed(dossier, tmp_path).partial_claim_before is True
        assert ("npwp" in kinds_in(dossier)) == asked == (dossier.npwp is not None)
        asked_for = dossier.channel == "lapak_asik" and dossier.cause != "meninggalkan_indonesia"
        assert "kk" in kinds_in(dossier) or not asked_for
        lines = [member.person.nik for member in dossier.facts.family]
        assert dossier.participant.nik in lines and len(lines) == len(set(lines))


def test_a_dismissal_is_proved_as_the_law_wants():
    sets = [set(s) for s in POLICY.requirements.phk["JKP"][-1].sets]
    seen = set()
    for seed in SEEDS:
        papers = [p for p in clean("jkp_bulan_1", seed).papers if p.kind == "surat_phk"]
        shapes = sorted(paper.facts.variant for paper in papers)
        assert {kind for shape in shapes for kind in PROVES.get(shape, shape).split()} in sets
        assert len({paper.facts.dismissed_for for paper in papers} - {None}) == 1
        seen.add(tuple(shapes))
    assert seen == {("pemberitahuan", "tanda_terima"), ("perjanjian_bersama",)}


def test_one_heir_is_left():
    seen = set()
    for seed in SEEDS:
        dossier = clean("jkm_ahli_waris", seed)
        facts = dossier.facts
        assert [who.nik for who, _ in heirs_of(facts)] == [dossier.claimant.nik]
        assert {m.person.nik for m in facts.family} == {dossier.participant.nik, dossier.claimant.nik}
        assert facts.kk_recorded < facts.death < dossier.today
        seen.add((dossier.relationship, dossier.participant.status_perkawinan))
        if facts.marriage is not None:
            partners = (dossier.participant, dossier.claimant)
            assert max(later(p.birth_date, years=19) for p in partners) < facts.marriage < facts.kk_recorded
    assert seen == {("pasangan", "KAWIN"), ("anak", "CERAI MATI"), ("anak", "CERAI HIDUP")}


def test_several_heirs_go_to_an_officer(tmp_path):
    for seed in SEEDS:
        case = case_of("jkm_several_heirs", np.random.default_rng(seed))
        dossier, facts = case.dossier, case.dossier.facts
        ties = [tie for _, tie in heirs_of(facts)]
        assert len(ties) == 2 and ties[1] == "ANAK KANDUNG"
        assert (ties[0] in ("ISTRI", "SUAMI")) == (dossier.relationship == "pasangan")
        child = facts.family[-1].person
        assert child.birth_date < facts.kk_recorded < facts.death
        assert dt.timedelta(0) < dossier.today - child.birth_date
        decision = decided(dossier, tmp_path)
        assert (decision.outcome, case.outcome) == ("review", "review")
        assert [reason.code for reason in decision.reasons] == [case.reason] == ["SEVERAL_HEIRS"]


@pytest.mark.parametrize("name", CLEAN)
def test_every_writing_of_a_name_is_one_persons(name):
    for seed in SEEDS:
        dossier = clean(name, seed)
        for person in (dossier.participant, dossier.applicant):
            for written in (person.name_with_titles, titled(person.name), person.name[:LONGEST_HOLDER]):
                assert compare_names(person.name, written) in ONE_PERSON, (person.name, written)
        account = dossier.account
        assert compare_names(dossier.applicant.name, account.holder) == "same"
        assert compare_names(account.holder, printed_holder(account)) in ONE_PERSON
        if dossier.claimant is not None:
            assert compare_names(dossier.claimant.name, dossier.participant.name) == "differs"


SHORT = ("SITI", "AI", "EKO", "YULI", "SULASTRI", "AI AI", "TRI NUR", "I WAYAN", "M. ARI", "MUHAMMAD ARI")
LONG = (
    "PARLINDUNGAN SURYA SIMANJUNTAK",
    "MUHAMMAD HASANUDDIN SYAMSUDDIN",
    "NI LUH PUTRI WIDIANTARI KUSUMAWATI",
)


@pytest.mark.parametrize("bank", HOUSES)
def test_a_holder_in_the_book_is_the_declared_one(bank):
    rng = np.random.default_rng(4)
    words = vocabulary()["names"]
    invented = [invent_name(rng, origin, sex) for origin in words for sex in ("LAKI-LAKI", "PEREMPUAN") * 40]
    for holder in (*SHORT, *LONG, *invented):
        printed = printed_holder(BankAccount(bank, "1", holder))
        assert len(printed) <= LONGEST_HOLDER
        assert compare_names(holder, printed) in ONE_PERSON, (holder, printed)


def test_some_banks_shorten_muhammad():
    printed = {printed_holder(BankAccount(bank, "1", "MUHAMMAD RIZKI")) for bank in HOUSES}
    assert printed == {"MUHAMMAD RIZKI", "M. RIZKI"}


def test_types_are_the_contracts():
    kinds = {kind for name in CLEAN for seed in range(5) for kind in kinds_in(clean(name, seed))}
    assert kinds <= set(DocumentType)

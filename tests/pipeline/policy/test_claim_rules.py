"""Gates of the channel, letters of leaving, heirs."""

from typing import Any

import pytest

from models.check import Result
from models.claim import Cause, Channel, Claimant, Programme
from models.document import DocumentType
from models.outcome import Outcome, Risk
from models.people import Role
from models.reason import ReasonCode
from tests.pipeline.policy.policy_claims import HEIR, complete, read, row_of


@pytest.mark.parametrize(
    ("changes", "result", "gate"),
    [
        ({"balance_idr": 15_000_000}, Result.PASS, None),
        ({"balance_idr": 15_000_001}, Result.FAIL, "balance"),
        ({"balance_idr": None}, Result.UNCLEAR, "balance"),
        ({"data_updated": False}, Result.FAIL, "data_updated"),
        ({"data_updated": None}, Result.UNCLEAR, "data_updated"),
        ({"membership_active": True}, Result.FAIL, "membership_active"),
        ({"membership_active": None}, Result.UNCLEAR, "membership_active"),
    ],
)
def test_the_gates_of_the_app(changes: dict[str, Any], result: Result, gate: str | None) -> None:
    told = {"balance_idr": 9_000_000, **changes}
    bundle = complete(row_of("JHT", "mengundurkan_diri"), Channel.JMO, **told)

    check = bundle.answer("channel_gates")

    assert (check.result, check.kind) == (result, gate)
    codes = {r.details.get("gate") for r in bundle.decided().reasons}
    assert gate is None or gate in codes


@pytest.mark.parametrize(
    ("programme", "cause", "channel", "gate"),
    [
        ("JHT", "usia_pensiun", Channel.JMO, "cause"),
        ("JKM", "meninggal_dunia", Channel.JMO, "programme"),
        ("JKP", "bulan_1", Channel.LAPAK_ASIK, "programme"),
        ("JHT", "phk", Channel.SIAP_KERJA, "programme"),
    ],
)
def test_a_pair_outside_the_table_goes_to_an_officer(
    programme: str, cause: str, channel: Channel, gate: str
) -> None:
    bundle = complete(row_of(programme, cause), channel, balance_idr=9_000_000)

    check = next(c for c in bundle.checks() if c.kind == "pair_unusual")

    assert (check.result, check.field) == (Result.FAIL, gate)
    assert bundle.decided().outcome is Outcome.REVIEW


def test_a_cause_that_its_programme_does_not_know_goes_to_an_officer() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).claiming(programme=Programme.JKP, cause=Cause.ANAK)

    assert bundle.answer("channel_gates").kind == "pair_unusual"
    assert bundle.decided().outcome is Outcome.REVIEW


def test_an_active_membership_contradicts_leaving_in_every_channel() -> None:
    bundle = complete(row_of("JHT", "phk"), Channel.LAPAK_ASIK, membership_active=True)

    assert bundle.decided().outcome is Outcome.REVIEW
    partial = complete(row_of("JHT", "sebagian_10"), membership_active=True)
    assert partial.decided().outcome is Outcome.CLEAR


def test_an_accident_claim_names_its_stage() -> None:
    bundle = complete(row_of("JKK", "kecelakaan_kerja", 1)).claiming(tahap=None)

    assert bundle.answer("accident_stage").result is Result.FAIL
    assert bundle.decided().outcome is Outcome.RESUBMIT


@pytest.mark.parametrize(
    ("programme", "cause", "paper", "said", "kind"),
    [
        ("JHT", "mengundurkan_diri", "paklaring", "mengundurkan_diri", None),
        ("JHT", "mengundurkan_diri", "paklaring", "phk", "differs"),
        ("JHT", "mengundurkan_diri", "paklaring", "meninggal_dunia", "death"),
        ("JHT", "phk", "surat_phk", "kontrak_berakhir", "differs"),
        ("JHT", "kontrak_berakhir", "bukti_kontrak", "kontrak_berakhir", None),
        ("JHT", "usia_pensiun_pkb", "bukti_pensiun", "pensiun", None),
        ("JKP", "bulan_1", "surat_phk", "mengundurkan_diri", "not_dismissed"),
        ("JKP", "bulan_1", "surat_phk", "kontrak_berakhir", "not_dismissed"),
    ],
)
def test_the_letters_reason_against_the_cause(
    programme: str, cause: str, paper: str, said: str, kind: str | None
) -> None:
    row = row_of(programme, cause)
    bundle = complete(row, row.channels[-1])
    hints = {**bundle.papers[paper].hints, "alasan": said}

    bundle = bundle.with_paper(paper, Role.PARTICIPANT, hints=hints)

    check = bundle.answer("cause_vs_letter")
    assert (check.result, check.kind) == (Result.FAIL if kind else Result.PASS, kind)
    assert bundle.decided().outcome is (Outcome.REVIEW if kind else Outcome.CLEAR)


def test_a_letter_that_names_no_reason_says_nothing() -> None:
    bundle = complete(row_of("JHT", "mengundurkan_diri")).with_paper("paklaring", Role.PARTICIPANT, hints={})

    assert bundle.answer("cause_vs_letter").result is Result.NOT_APPLICABLE
    assert bundle.decided().outcome is Outcome.CLEAR


@pytest.mark.parametrize(
    ("programme", "cause", "papers", "result", "asked"),
    [
        ("JHT", "phk", ["tanda_terima"], Result.PASS, None),
        ("JHT", "phk", ["perjanjian_bersama"], Result.PASS, None),
        ("JHT", "phk", ["putusan_phi"], Result.PASS, None),
        ("JHT", "phk", ["pemberitahuan", "pernyataan_tidak_menolak"], Result.PASS, None),
        ("JHT", "phk", ["pemberitahuan"], Result.FAIL, "surat_pernyataan"),
        ("JHT", "phk", [None], Result.UNCLEAR, None),
        ("JKP", "bulan_1", ["tanda_terima"], Result.FAIL, "surat_phk"),
        ("JKP", "bulan_1", ["pemberitahuan"], Result.FAIL, "surat_phk"),
        ("JKP", "bulan_1", ["pemberitahuan", "tanda_terima"], Result.PASS, None),
        ("JKP", "bulan_1", ["putusan_phi"], Result.PASS, None),
    ],
)
def test_which_phk_papers_are_enough(
    programme: str, cause: str, papers: list[str | None], result: Result, asked: str | None
) -> None:
    row = row_of(programme, cause)
    bundle = complete(row, row.channels[-1])
    for name, kind in zip(["surat_phk", "second"], papers, strict=False):
        hints = {"jenis": kind} if kind else {}
        bundle = bundle.with_paper(name, Role.PARTICIPANT, type=DocumentType.SURAT_PHK, hints=hints)

    check = bundle.answer("phk_paper_sufficient")

    assert (check.result, check.field if asked else None) == (result, asked)
    assert bundle.decided().outcome is (
        Outcome.CLEAR if result is Result.PASS else Outcome.RESUBMIT if asked else Outcome.REVIEW
    )


def test_a_death_claim_needs_an_heir() -> None:
    bundle = complete(row_of("JKM", "meninggal_dunia")).claiming(claimant=None)

    codes = {r.code for r in bundle.decided().reasons}

    assert ReasonCode.CLAIMANT_MISSING in codes
    assert bundle.decided().outcome is Outcome.RESUBMIT


def test_an_heir_of_a_living_participant_is_a_contradiction() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun")).claiming(claimant=Claimant(name="SITI CONTOH"))

    decision = bundle.decided()

    assert (decision.outcome, decision.risk) == (Outcome.REVIEW, Risk.HIGH)
    assert decision.reasons[0].code is ReasonCode.CAUSE_CONTRADICTED


@pytest.mark.parametrize(
    ("cause", "relationship", "result"),
    [
        ("meninggal_dunia", "pasangan", Result.PASS),
        ("meninggal_dunia", "anak", Result.PASS),
        ("meninggal_dunia", "orang_tua", Result.UNCLEAR),
        ("meninggal_dunia", "saudara", Result.UNCLEAR),
        ("meninggal_dunia", "wasiat", Result.UNCLEAR),
        ("meninggal_dunia", "wali", Result.UNCLEAR),
        ("meninggal_dunia", None, Result.UNCLEAR),
        ("janda_duda", "anak", Result.FAIL),
        ("orang_tua", "orang_tua", Result.UNCLEAR),
    ],
)
def test_spouse_and_child_stand_first_in_law(cause: str, relationship: str | None, result: Result) -> None:
    programme = "JKM" if cause == "meninggal_dunia" else "JP"
    claimant = {"name": HEIR["nama"], "nik": HEIR["nik"], "relationship": relationship}
    bundle = complete(row_of(programme, cause), claimant=claimant)

    assert bundle.answer("heir_relationship_rank").result is result
    assert (bundle.decided().outcome is Outcome.CLEAR) is (result is Result.PASS)


@pytest.mark.parametrize(
    ("born", "result"), [("2008-11-20", Result.PASS), ("2008-11-21", Result.FAIL), (None, Result.PASS)]
)
def test_an_heir_under_18_needs_a_guardian(born: str | None, result: Result) -> None:
    claimant = {"name": HEIR["nama"], "nik": HEIR["nik"], "relationship": "anak", "birth_date": born}
    bundle = complete(row_of("JP", "anak"), claimant=claimant)

    assert bundle.answer("guardian_needed").result is result
    assert bundle.decided().outcome is (Outcome.RESUBMIT if result is Result.FAIL else Outcome.CLEAR)


def test_an_heir_of_unknown_age_is_unclear() -> None:
    bundle = complete(row_of("JP", "anak")).lacking("ktp")

    assert bundle.answer("guardian_needed").result is Result.UNCLEAR


YOUNG = {"name": HEIR["nama"], "nik": HEIR["nik"], "relationship": "anak", "birth_date": "2014-05-06"}


def test_a_child_has_no_ktp_and_is_asked_for_the_guardians_alone() -> None:
    bundle = complete(row_of("JP", "anak"), claimant=YOUNG)

    decision = bundle.decided()

    assert "ktp" not in bundle.papers
    assert [r.code for r in decision.reasons] == [ReasonCode.GUARDIAN_NEEDED]
    assert decision.outcome is Outcome.RESUBMIT


def test_whether_somebody_elses_card_is_the_guardians_an_officer_judges() -> None:
    bundle = complete(row_of("JP", "anak"), claimant=YOUNG)

    bundle = bundle.with_paper("guardian", Role.OTHER, type=DocumentType.KTP)

    check = bundle.answer("guardian_needed")
    assert (check.result, check.kind, check.documents) == (
        Result.UNCLEAR,
        "guardian_shown",
        ("guardian.jpg",),
    )
    assert bundle.decided().outcome is Outcome.REVIEW
    assert {r.code for r in bundle.decided().reasons} == {ReasonCode.GUARDIAN_NEEDED}


@pytest.mark.parametrize(
    ("born", "typed", "result"),
    [
        ("2003-11-21", None, Result.PASS),
        ("2003-11-20", None, Result.FAIL),
        ("2003-11-21", "2003-11-20", Result.UNCLEAR),
        (None, "2003-11-21", Result.PASS),
        (None, None, Result.UNCLEAR),
    ],
)
def test_a_childs_pension_ends_at_23(born: str | None, typed: str | None, result: Result) -> None:
    claimant = {"name": HEIR["nama"], "nik": HEIR["nik"], "relationship": "anak", "birth_date": typed}
    bundle = complete(row_of("JP", "anak"), claimant=claimant)
    bundle = bundle.with_paper("ktp", Role.CLAIMANT, fields=read({**HEIR, "tanggal_lahir": born}))

    assert bundle.answer("child_age").result is result
    codes = {r.code for r in bundle.decided().reasons}
    assert (ReasonCode.AGE_ABOVE_ALLOWED in codes) is (result is Result.FAIL)
    assert bundle.decided().outcome is not Outcome.RESUBMIT or born is None


def test_no_other_heir_is_asked_for_that_age() -> None:
    assert complete(row_of("JP", "janda_duda")).answer("child_age").result is Result.NOT_APPLICABLE
    guardian = {"name": HEIR["nama"], "nik": HEIR["nik"], "relationship": "wali"}
    acting = complete(row_of("JP", "anak"), claimant=guardian)
    assert acting.answer("child_age").result is Result.NOT_APPLICABLE


@pytest.mark.parametrize("relationship", [None, "anak"])
def test_a_widows_pension_asks_for_the_deed_of_marriage_whatever_was_typed(relationship: str | None) -> None:
    claimant = {"name": HEIR["nama"], "nik": HEIR["nik"], "relationship": relationship}

    assert "akta_nikah" in complete(row_of("JP", "janda_duda"), claimant=claimant).papers


@pytest.mark.parametrize(
    ("channel", "active", "answers"),
    [
        (Channel.KANTOR_CABANG, None, [Result.PASS, Result.NOT_APPLICABLE]),
        (Channel.KANTOR_CABANG, False, [Result.PASS]),
        (Channel.KANTOR_CABANG, True, [Result.FAIL]),
        (Channel.JMO, None, [Result.UNCLEAR]),
    ],
)
def test_a_membership_of_which_nobody_told_is_no_pass(
    channel: Channel, active: bool | None, answers: list[Result]
) -> None:
    bundle = complete(row_of("JHT", "phk"), channel, membership_active=active, balance_idr=9_000_000)

    assert [c.result for c in bundle.checks() if c.code == "channel_gates"] == answers


def test_an_agreement_without_the_courts_note_is_looked_at_for_jkp() -> None:
    bundle = complete(row_of("JKP", "bulan_1"), Channel.SIAP_KERJA)

    bundle = bundle.with_paper("surat_phk", Role.PARTICIPANT, hints={"jenis": "perjanjian_bersama"})

    check = bundle.answer("phk_paper_sufficient")
    assert (check.result, check.expected) == (Result.UNCLEAR, "akta_pendaftaran")
    assert bundle.decided().outcome is Outcome.REVIEW
    jht = complete(row_of("JHT", "phk"))
    jht = jht.with_paper("surat_phk", Role.PARTICIPANT, hints={"jenis": "perjanjian_bersama"})
    assert jht.answer("phk_paper_sufficient").result is Result.PASS


def test_a_deed_of_registration_alone_is_no_agreement() -> None:
    bundle = complete(row_of("JKP", "bulan_1"), Channel.SIAP_KERJA)

    bundle = bundle.with_paper("surat_phk", Role.PARTICIPANT, hints={"jenis": "akta_pendaftaran"})

    assert bundle.answer("phk_paper_sufficient").expected == "perjanjian_bersama"
    assert bundle.decided().outcome is Outcome.RESUBMIT


def test_a_question_whose_paper_is_missing_is_put_again_later_not_told_now() -> None:
    bundle = complete(row_of("JKK", "kecelakaan_kerja", 1)).lacking("formulir")

    (reason,) = bundle.decided().reasons

    assert bundle.answer("claim_lapsed").result is Result.UNCLEAR
    assert reason.code is ReasonCode.DOCUMENT_MISSING


def test_a_question_that_a_paper_leaves_open_is_told_beside_another_missing_one() -> None:
    bundle = complete(row_of("JKK", "kecelakaan_kerja", 1)).lacking("kpj")
    form = read({"nama": "BUDI CONTOH", "tanggal_kejadian": None})

    decision = bundle.with_paper("formulir", Role.PARTICIPANT, fields=form).decided()

    assert {r.code for r in decision.reasons} == {ReasonCode.DOCUMENT_MISSING, ReasonCode.VALUE_UNVERIFIED}


@pytest.mark.parametrize("signer", [Role.PARTICIPANT, Role.OTHER, Role.UNKNOWN])
def test_whoever_reports_an_accident_may_sign_the_statement(signer: Role) -> None:
    bundle = complete(row_of("JKK", "kecelakaan_kerja", 2)).with_paper("pernyataan_pelapor", signer)

    assert bundle.answer("requirement_pernyataan_pelapor").result is Result.PASS
    assert bundle.decided().outcome is Outcome.CLEAR

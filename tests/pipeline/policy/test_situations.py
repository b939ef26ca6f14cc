"""Situations that members ask about, from the papers to the outcome (docs/situations.md lists them all)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from models.check import Check, Result
from models.claim import ClaimProblem
from models.document import DocumentType
from models.outcome import Decision, Outcome, Risk
from models.reason import ReasonCode
from tests.pipeline.policy.whole_claims import (
    KPJ,
    NAME,
    NIK,
    SECOND_KPJ,
    checks_on,
    claim_of,
    decision_on,
    paper,
    papers,
    read,
)


def codes(decision: Decision) -> set[ReasonCode]:
    return {reason.code for reason in decision.reasons}


def answers(checks: list[Check], code: str) -> list[tuple[str, str | None]]:
    return [(c.result.value, c.kind) for c in checks if c.code == code]


def test_the_claim_of_these_tests_is_clear_before_anything_is_changed() -> None:
    decision = decision_on(claim_of(), papers())

    assert (decision.outcome, decision.risk, decision.reasons) == (Outcome.CLEAR, Risk.LOW, ())


# ── the app ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("submitted", "balance", "result"),
    [
        ("2025-04-30", 10_000_000, Result.PASS),
        ("2025-04-30", 10_000_001, Result.FAIL),
        ("2025-05-01", 15_000_000, Result.PASS),
        ("2025-05-01", 15_000_001, Result.FAIL),
    ],
)
def test_the_apps_gate_of_the_balance_is_that_of_the_day(
    submitted: str, balance: int, result: Result
) -> None:
    at = datetime.fromisoformat(f"{submitted}T08:00:00+07:00")
    claim = claim_of(channel="jmo", balance_idr=balance, submitted_at=at)

    checks = checks_on(claim, [paper("selfie")])

    (gate,) = [c for c in checks if c.code == "channel_gates"]
    assert (gate.result, gate.kind) == (result, None if result is Result.PASS else "balance")


def test_what_was_typed_into_the_app_is_not_proved_and_nothing_is_asked_for() -> None:
    claim = claim_of(
        {"npwp": "02.183.241.5-000.000"}, channel="jmo", partial_claim_before=True, balance_idr=9_000_000
    )

    decision = decision_on(claim, [paper("selfie")])

    assert decision.outcome is Outcome.REVIEW
    assert answers(checks_on(claim, [paper("selfie")]), "npwp_rule") == [("unclear", "typed_only")]
    assert {"npwp", "nomor_rekening"} <= {r.details.get("field") for r in decision.reasons}


# ── membership numbers: several, lost, mistyped, not one at all ──────────────────────────────────────


def test_two_cards_of_one_person_are_normal() -> None:
    second = paper("kpj", "second.jpg", kpj=SECOND_KPJ)

    decision = decision_on(claim_of({"kpj": (KPJ, SECOND_KPJ)}), papers(second=second))

    assert (decision.outcome, decision.reasons) == (Outcome.CLEAR, ())


def test_a_number_that_the_claim_does_not_name_is_listed_and_no_more() -> None:
    second = paper("kpj", "second.jpg", kpj=SECOND_KPJ)

    decision = decision_on(claim_of(), papers(second=second))

    assert decision.outcome is Outcome.CLEAR
    assert [(r.code, r.details["found"]) for r in decision.reasons] == [
        (ReasonCode.KPJ_UNDECLARED, SECOND_KPJ)
    ]


def test_a_second_card_of_somebody_else_is_a_contradiction() -> None:
    second = paper("kpj", "second.jpg", kpj=SECOND_KPJ, nama="DEWI KUSUMANINGRUM")

    decision = decision_on(claim_of(), papers(second=second))

    assert (decision.outcome, decision.risk) == (Outcome.REVIEW, Risk.HIGH)
    assert ReasonCode.KPJ_MISMATCH in codes(decision)


def test_a_number_that_nobody_can_read_is_asked_for_again() -> None:
    decision = decision_on(claim_of(), papers(kpj=paper("kpj", kpj=None)))

    assert decision.outcome is Outcome.RESUBMIT
    assert ReasonCode.DOCUMENT_UNREADABLE in codes(decision)


@pytest.mark.parametrize("number", ["1203456789", "120345678901"])
def test_a_readable_number_of_another_length_goes_to_an_officer_with_what_was_read(number: str) -> None:
    documents = papers(kpj=paper("kpj", kpj=number))

    decision = decision_on(claim_of(), documents)

    assert decision.outcome is Outcome.REVIEW
    assert ReasonCode.KPJ_INVALID in codes(decision)
    (told,) = [c for c in checks_on(claim_of(), documents) if c.code == "kpj_format"]
    assert (told.result, told.found) == (Result.FAIL, number)


def test_one_letter_off_tells_the_officer_the_number_on_the_card() -> None:
    typed = claim_of({"kpj": ("12034567898",)})

    decision = decision_on(typed, papers())

    assert (decision.outcome, codes(decision)) == (Outcome.REVIEW, {ReasonCode.KPJ_MISMATCH})
    (told,) = [c for c in checks_on(typed, papers()) if c.code == "kpj_declared_equals_card"]
    assert (told.kind, told.expected, told.found) == ("one_digit", "12034567898", KPJ)


def test_a_typed_number_that_is_none_is_the_applicants_to_mend() -> None:
    decision = decision_on(claim_of({"kpj": ("12-34",)}), papers())

    assert decision.outcome is Outcome.RESUBMIT
    assert ReasonCode.KPJ_INVALID in codes(decision)


def test_a_health_insurance_card_is_named() -> None:
    decision = decision_on(claim_of(), papers(kpj=paper("kpj", kpj="0001234567890")))

    assert (decision.outcome, ReasonCode.WRONG_CARD in codes(decision)) == (Outcome.RESUBMIT, True)


def test_without_the_card_a_number_on_the_letter_goes_to_an_officer() -> None:
    decision = decision_on(claim_of(), papers(kpj=None, paklaring=paper("paklaring", kpj=KPJ)))

    assert decision.outcome is Outcome.REVIEW
    assert [(r.code, r.details["field"]) for r in decision.reasons] == [(ReasonCode.VALUE_UNVERIFIED, "kpj")]


# ── the NIK: mistyped, malformed, of nowhere ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["32730107089090", "3273013208909001", "3273010713909001", "NIK SAYA"])
def test_a_malformed_nik_that_was_typed_is_the_applicants_to_mend(typed: str) -> None:
    documents = papers(ktp=None)

    decision = decision_on(claim_of({"nik": typed}), documents)

    assert decision.outcome is Outcome.RESUBMIT
    assert ReasonCode.NIK_INVALID in codes(decision)


def test_a_malformed_nik_on_the_card_is_an_officers() -> None:
    bad = "3273013208909001"

    decision = decision_on(
        claim_of({"nik": bad}), papers(ktp=paper("ktp", nik=bad), kk=paper("kk", line={"nik": bad}))
    )

    assert (decision.outcome, decision.risk) == (Outcome.REVIEW, Risk.HIGH)
    assert ReasonCode.NIK_INVALID in codes(decision)


def test_a_well_formed_nik_of_an_unknown_region_is_a_doubt_not_a_refusal() -> None:
    odd = "9971010708909001"

    decision = decision_on(
        claim_of({"nik": odd}), papers(ktp=paper("ktp", nik=odd), kk=paper("kk", line={"nik": odd}))
    )

    assert (decision.outcome, codes(decision)) == (Outcome.REVIEW, {ReasonCode.NIK_REGION_UNKNOWN})


@pytest.mark.parametrize(
    ("typed", "kind", "risk"),
    [("3273010708909007", "one_digit", Risk.MEDIUM), ("3578015509929003", "differs", Risk.HIGH)],
)
def test_one_digit_off_is_a_doubt_and_another_number_a_contradiction(
    typed: str, kind: str, risk: Risk
) -> None:
    claim = claim_of({"nik": typed})

    decision = decision_on(claim, papers())

    assert (decision.outcome, decision.risk) == (Outcome.REVIEW, risk)
    assert ("fail", kind) in answers(checks_on(claim, papers()), "nik_declared_equals_ktp")


def test_an_older_paper_may_show_an_older_nik() -> None:
    old = papers(paklaring=paper("paklaring", nik="1050010708909001"))

    decision = decision_on(claim_of(), old)

    assert (decision.outcome, decision.risk) == (Outcome.REVIEW, Risk.MEDIUM)
    assert codes(decision) >= {ReasonCode.NIK_MISMATCH}


# ── the person ───────────────────────────────────────────────────────────────────────────────────────


def test_knowing_a_nik_and_a_kpj_proves_nothing() -> None:
    decision = decision_on(claim_of(), [paper("selfie")])

    assert decision.outcome is Outcome.RESUBMIT
    assert ReasonCode.DOCUMENT_MISSING in codes(decision)


@pytest.mark.parametrize("holder", ["DEWI KUSUMANINGRUM", "PT MAJU BERSAMA"])
def test_money_for_somebody_else_stops_for_an_officer(holder: str) -> None:
    book = paper("buku_rekening", nama_pemilik=holder)

    decision = decision_on(claim_of(account={"holder": holder}), papers(buku_rekening=book))

    assert (decision.outcome, decision.risk) == (Outcome.REVIEW, Risk.HIGH)
    assert ReasonCode.ACCOUNT_HOLDER_MISMATCH in codes(decision)


def test_an_employer_who_advanced_the_costs_is_an_officers_matter_no_contradiction() -> None:
    company = "PT MAJU BERSAMA"
    claim = claim_of(
        account={"holder": company},
        programme="JKK",
        cause="kecelakaan_kerja",
        tahap=2,
        channel="kantor_cabang",
    )
    form = paper("formulir", nama=NAME, tanggal_kejadian="2026-07-01")
    file = [
        paper("ktp"), paper("kpj"), form, paper("surat_dokter", nama=NAME),
        paper("surat_pernyataan", nama="DEWI KUSUMANINGRUM"), paper("buku_rekening", nama_pemilik=company),
    ]  # fmt: skip

    decision = decision_on(claim, file)

    assert (decision.outcome, decision.risk) == (Outcome.REVIEW, Risk.MEDIUM)
    assert ReasonCode.ACCOUNT_HOLDER_MISMATCH in codes(decision)


def test_a_child_with_its_guardian_is_an_officers_matter_no_contradiction() -> None:
    guardian, child = ("DEWI KUSUMANINGRUM", "3578015509929003"), ("AGUS SANTOSO", "3273010506149004")
    heir = {"name": child[0], "nik": child[1], "birth_date": "2014-06-05", "relationship": "anak"}
    claim = claim_of(
        account={"holder": guardian[0]}, programme="JKM", cause="meninggal_dunia", channel="kantor_cabang",
        claimant=heir, balance_idr=None,
    )  # fmt: skip
    letter = paper("surat_ahli_waris", nama_pewaris=NAME, nik_pewaris=NIK)
    rows = (read({"nama": child[0], "nik": child[1], "hubungan": "ANAK KANDUNG"}),)
    lines = tuple(read({"nik": nik, "nama": name}) for name, nik in ((NAME, NIK), child))
    file = [
        paper("ktp"), paper("ktp", "guardian.jpg", nama=guardian[0], nik=guardian[1],
                            tanggal_lahir="1992-09-15", jenis_kelamin="PEREMPUAN"),
        paper("kpj"), replace(paper("kk"), tables={"anggota": lines}),
        paper("buku_rekening", nama_pemilik=guardian[0]),
        paper("akta_kematian", nama=NAME, nik=NIK, tanggal_meninggal="2026-09-02"),
        replace(letter, tables={"ahli_waris": rows}),
        paper("akta_kelahiran", nama=child[0], nama_ayah=NAME, nama_ibu=guardian[0]),
    ]  # fmt: skip

    decision = decision_on(claim, file)

    assert (decision.outcome, decision.risk) == (Outcome.REVIEW, Risk.MEDIUM), codes(decision)
    assert codes(decision) >= {ReasonCode.GUARDIAN_NEEDED, ReasonCode.ACCOUNT_HOLDER_MISMATCH}


def test_a_claim_of_the_living_with_their_own_death_certificate_is_a_contradiction() -> None:
    deed = paper("akta_kematian", nama=NAME, nik=NIK, tanggal_meninggal="2026-09-02")

    decision = decision_on(claim_of(), papers(akta_kematian=deed))

    assert decision.risk is Risk.HIGH
    assert ReasonCode.ALIVE_AND_DEAD in codes(decision)


@pytest.mark.parametrize(
    ("phone", "email", "outcome"),
    [
        ("081290007890", None, Outcome.CLEAR),
        (None, "x@example.com", Outcome.CLEAR),
        (None, None, Outcome.RESUBMIT),
        ("12", "x@example.com", Outcome.RESUBMIT),
        ("081290007890", "x@", Outcome.RESUBMIT),
    ],
)
def test_who_is_to_be_interviewed_must_be_reached(
    phone: str | None, email: str | None, outcome: Outcome
) -> None:
    decision = decision_on(claim_of({"phone": phone, "email": email}), papers())

    assert decision.outcome is outcome
    assert (ReasonCode.CONTACT_MISSING in codes(decision)) is (outcome is Outcome.RESUBMIT)


def test_a_value_that_cannot_be_taken_is_named_and_asked_for_again() -> None:
    problem = ClaimProblem(field="participant.birth_date", problem="is not a date of the form YYYY-MM-DD")

    decision = decision_on(claim_of(problems=(problem,)), papers())

    assert decision.outcome is Outcome.RESUBMIT
    assert [r.details["field"] for r in decision.reasons] == ["participant.birth_date"]


def test_a_commitment_to_look_for_work_names_the_participant() -> None:
    typed = claim_of(programme="JKP", cause="bulan_1", channel="siap_kerja")
    mine, others = (
        paper("kapk", nama=name, nik=nik)
        for name, nik in ((NAME, NIK), ("DEWI KUSUMANINGRUM", "3578015509929003"))
    )

    def results(kapk: object) -> set[str]:
        checks = checks_on(typed, [paper("ktp"), kapk])  # type: ignore[list-item]
        return {c.result.value for c in checks if "kapk.jpg" in c.documents and c.code != "declared_type"}

    assert results(mine) == {"pass"}
    assert "fail" in results(others)


def test_a_resignation_letter_in_a_claim_for_lost_work_is_a_contradiction() -> None:
    typed = claim_of(programme="JKP", cause="bulan_1", channel="siap_kerja")

    decision = decision_on(typed, papers())

    assert decision.risk is Risk.HIGH
    assert ReasonCode.CAUSE_CONTRADICTED in codes(decision)


def test_papers_without_a_type_are_looked_past() -> None:
    odd = [paper("lainnya", f"{number}.jpg") for number in range(3)]

    decision = decision_on(claim_of(), [*papers(), *odd])

    assert {document.type for document in odd} == {DocumentType.LAINNYA}
    assert (decision.outcome, decision.reasons) == (Outcome.CLEAR, ())

import pytest

from models.check import Check, Result
from models.claim import Channel, ClaimProblem, Upload
from models.document import DocumentType
from models.face import FaceIssue, Likeness, Verdict
from models.finding import FileFinding
from models.outcome import Outcome, Risk
from models.people import Role
from models.reason import Effect, ReasonCode, Severity
from models.verified import Verified
from pipeline.policy import decide
from tests.pipeline.policy.policy_claims import (
    POLICY,
    PRINTED,
    Bundle,
    all_verified,
    complete,
    proofs,
    read,
    row_of,
)

ONLINE = complete(row_of("JHT", "mengundurkan_diri"), Channel.LAPAK_ASIK)
MISSING = ONLINE.lacking("paklaring")


def failing(code: str, kind: str | None = None, result: Result = Result.FAIL) -> list[Check]:
    return [*proofs(**{code: result}), Check(code, result, kind=kind, documents=("ktp.jpg",))]


def codes(bundle: Bundle, **given: object) -> list[ReasonCode]:
    return [r.code for r in bundle.decided(**given).reasons]  # type: ignore[arg-type]


def test_a_clean_claim_is_clear_and_names_its_policy() -> None:
    decision = ONLINE.decided()

    assert (decision.outcome, decision.risk, decision.reasons) == (Outcome.CLEAR, Risk.LOW, ())
    assert decision.policy_version == POLICY.version


@pytest.mark.parametrize(
    ("code", "kind", "reason", "severity"),
    [
        ("nik_declared_equals_ktp", "differs", ReasonCode.NIK_MISMATCH, Severity.CRITICAL),
        ("nik_declared_equals_ktp", "one_digit", ReasonCode.NIK_MISMATCH, Severity.WARNING),
        ("nik_declared_equals_ktp", "reading_doubt", ReasonCode.VALUE_UNVERIFIED, Severity.WARNING),
        ("name_consistent", None, ReasonCode.NAME_MISMATCH, Severity.CRITICAL),
        ("birth_date_consistent", None, ReasonCode.BIRTH_DATE_MISMATCH, Severity.WARNING),
        ("kpj_person_matches", None, ReasonCode.KPJ_MISMATCH, Severity.CRITICAL),
        ("kpj_declared_equals_card", "not_on_card", ReasonCode.KPJ_MISMATCH, Severity.WARNING),
        ("account_holder_equals_payee", None, ReasonCode.ACCOUNT_HOLDER_MISMATCH, Severity.CRITICAL),
        (
            "account_number_declared_equals_document", None,
            ReasonCode.ACCOUNT_NUMBER_MISMATCH, Severity.CRITICAL,
        ),
        ("account_bank_declared_equals_document", None, ReasonCode.ACCOUNT_BANK_MISMATCH, Severity.CRITICAL),
        ("npwp_equals_nik", None, ReasonCode.NPWP_MISMATCH, Severity.WARNING),
        ("deceased_equals_participant", None, ReasonCode.DECEASED_MISMATCH, Severity.CRITICAL),
        ("alive_vs_death", None, ReasonCode.ALIVE_AND_DEAD, Severity.CRITICAL),
        ("death_date_order", None, ReasonCode.DEATH_DATE_ORDER, Severity.CRITICAL),
        ("employer_consistent", None, ReasonCode.EMPLOYER_DIFFERS, Severity.WARNING),
    ],
)  # fmt: skip
def test_a_failed_comparison_goes_to_an_officer(
    code: str, kind: str | None, reason: ReasonCode, severity: Severity
) -> None:
    others = [c for c in proofs() if c.code != code]
    decision = ONLINE.decided(other=[*others, Check(code, Result.FAIL, kind=kind)])

    assert decision.outcome is Outcome.REVIEW
    assert [(r.code, r.severity) for r in decision.reasons] == [(reason, severity)]
    assert decision.risk is (Risk.HIGH if severity is Severity.CRITICAL else Risk.MEDIUM)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("nik_birthdate_vs_printed", None),
        ("account_length", None),
        ("kpj_declared_equals_card", "undeclared"),
        ("nik_region", "district_unknown"),
    ],
)
def test_a_lawful_anomaly_alone_is_told_and_stays_clear(code: str, kind: str | None) -> None:
    decision = ONLINE.decided(other=[*proofs(), Check(code, Result.FAIL, kind=kind)])

    assert (decision.outcome, decision.risk, len(decision.reasons)) == (Outcome.CLEAR, Risk.LOW, 1)


def test_a_birth_date_that_differs_between_documents_too_goes_to_an_officer() -> None:
    both = [
        Check("nik_birthdate_vs_printed", Result.FAIL),
        Check("birth_date_consistent", Result.FAIL),
    ]

    assert ONLINE.decided(other=[*proofs(), *both]).outcome is Outcome.REVIEW


# ── precedence ───────────────────────────────────────────────────────────────────────────────────────


def test_a_contradiction_is_decided_before_a_document_is_asked_for() -> None:
    decision = MISSING.decided(other=failing("account_number_declared_equals_document"))

    assert decision.outcome is Outcome.REVIEW
    assert decision.reasons[0].severity is Severity.CRITICAL
    assert ReasonCode.DOCUMENT_MISSING in {r.code for r in decision.reasons}


def test_a_document_is_asked_for_before_a_doubt_is_looked_at() -> None:
    decision = MISSING.decided(other=failing("npwp_equals_nik"))

    assert decision.outcome is Outcome.RESUBMIT


def test_a_fault_of_ours_is_never_the_applicants_to_mend() -> None:
    fault = FileFinding(ReasonCode.MACHINE_FAULT, "ktp.jpg", "reader stopped", "ktp")

    decision = MISSING.decided(findings=[fault])

    assert (decision.outcome, decision.risk) == (Outcome.REVIEW, Risk.MEDIUM)


def test_what_the_claim_would_be_once_mended_is_told() -> None:
    assert ONLINE.decided().once_mended is None
    assert MISSING.decided().once_mended is Outcome.CLEAR
    doubt = failing("birth_date_consistent")
    assert ONLINE.decided(other=doubt).once_mended is None
    assert MISSING.decided(other=doubt).outcome is Outcome.RESUBMIT
    assert MISSING.decided(other=doubt).once_mended is Outcome.REVIEW


def test_reasons_say_what_they_do() -> None:
    (missing,) = MISSING.decided().reasons
    assert missing.effect is Effect.RESUBMIT
    (told,) = ONLINE.decided(other=failing("nik_birthdate_vs_printed")).reasons
    assert told.effect is Effect.NONE


def test_reasons_come_by_weight() -> None:
    others = [*failing("name_consistent"), Check("nik_region", Result.UNCLEAR, kind="district_unknown")]

    decision = MISSING.decided(other=others)

    assert [r.severity for r in decision.reasons] == [Severity.CRITICAL, Severity.WARNING, Severity.INFO]


def test_the_same_reason_is_told_once_for_all_its_documents() -> None:
    checks = [
        Check("nik_ktp_equals_kk", Result.FAIL, documents=("ktp.jpg", "kk.pdf")),
        Check("nik_ktp_equals_other", Result.FAIL, documents=("ktp.jpg", "kpj.jpg")),
    ]

    (reason,) = ONLINE.decided(other=[*proofs(), *checks]).reasons

    assert reason.documents == ("ktp.jpg", "kk.pdf", "kpj.jpg")


# ── what must be proved ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (name, field)
        for name, d in ONLINE.papers.items()
        for field in POLICY.outcomes.critical.get(d.type, ())
        if field in d.fields
    ],
)
def test_an_unproved_critical_value_is_never_clear(name: str, field: str) -> None:
    proved = dict(all_verified(ONLINE.documents).sources)
    del proved[ONLINE.papers[name].key, field]

    decision = ONLINE.decided(verified=Verified(proved))

    assert decision.outcome is Outcome.REVIEW
    (reason,) = decision.reasons
    assert reason.code is ReasonCode.VALUE_UNVERIFIED
    assert reason.details == {"field": field, "type": ONLINE.papers[name].type}


def test_a_second_membership_card_that_nobody_could_read_is_a_doubt() -> None:
    fields = {**read(PRINTED[DocumentType.KPJ]), **read({"kpj": None, "nama": "BUDI CONTOH"})}
    bundle = ONLINE.with_paper("second", Role.PARTICIPANT, type=DocumentType.KPJ, fields=fields)
    sources = {k: v for k, v in all_verified(bundle.documents).sources.items() if k[0][0] != "second.jpg"}

    assert bundle.decided(verified=Verified(sources)).outcome is Outcome.REVIEW


def test_a_witness_card_need_not_be_proved() -> None:
    bundle = ONLINE.with_paper("witness", Role.OTHER, type=DocumentType.KTP)

    assert bundle.decided(verified=all_verified(ONLINE.documents)).outcome is Outcome.CLEAR


@pytest.mark.parametrize("code", [c.code for c in proofs() if c.code not in (
    "deceased_equals_participant", "heir_in_heir_letter")])  # fmt: skip
@pytest.mark.parametrize("result", [None, Result.NOT_APPLICABLE, Result.UNCLEAR, Result.FAIL])
def test_a_check_that_must_hold_and_does_not_is_never_clear(code: str, result: Result | None) -> None:
    others = [c for c in proofs() if c.code != code] + ([Check(code, result)] if result else [])

    decision = ONLINE.decided(other=others)

    assert decision.outcome is Outcome.REVIEW
    assert decision.reasons


def test_an_undeclared_card_does_not_stand_in_for_the_declared_one() -> None:
    others = [c for c in proofs() if c.code != "kpj_declared_equals_card"]
    extra = Check("kpj_declared_equals_card", Result.FAIL, kind="undeclared")

    assert ONLINE.decided(other=[*others, extra]).outcome is Outcome.REVIEW


def test_a_demand_that_no_check_answers_is_a_fault_of_ours() -> None:
    decision = decide(
        POLICY, ONLINE.claim, ONLINE.documents, ONLINE.people, [],
        all_verified(ONLINE.documents), proofs(), Likeness(Verdict.MATCH),
    )  # fmt: skip

    assert decision.outcome is Outcome.REVIEW
    assert ReasonCode.MACHINE_FAULT in {r.code for r in decision.reasons}


def test_a_claim_that_lost_a_step_tells_the_fault_once() -> None:
    fault = Check("machine_fault", Result.FAIL, found="EngineTimeout")

    decision = decide(POLICY, ONLINE.claim, [], ONLINE.people, [], Verified({}), [fault], None)

    assert decision.outcome is Outcome.REVIEW
    assert [r.code for r in decision.reasons] == [ReasonCode.MACHINE_FAULT, ReasonCode.FACE_INCONCLUSIVE]
    assert decision.reasons[0].details == {"detail": "EngineTimeout"}


def test_the_faces_check_adds_nothing_to_what_the_faces_say_but_its_contradiction() -> None:
    assert ONLINE.decided(other=[*proofs(), Check("selfie_equals_ktp", Result.UNCLEAR)]).reasons == ()
    assert codes(ONLINE, other=[*proofs(), Check("selfie_equals_ktp", Result.FAIL)]) == [
        ReasonCode.FACE_NO_MATCH
    ]


def test_a_check_that_no_row_names_goes_to_an_officer() -> None:
    decision = ONLINE.decided(other=[*proofs(), Check("same_moon_phase", Result.FAIL)])

    assert decision.outcome is Outcome.REVIEW
    assert decision.reasons[0].details == {"detail": "same_moon_phase"}


# ── files, typed values, pictures, faces ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "declared", "outcome"),
    [
        (ReasonCode.FILE_CORRUPT, "ktp", Outcome.RESUBMIT),
        (ReasonCode.FILE_CORRUPT, None, Outcome.REVIEW),
        (ReasonCode.FILE_ENCRYPTED, "kk", Outcome.RESUBMIT),
        (ReasonCode.FILE_EMPTY, "kk", Outcome.RESUBMIT),
        (ReasonCode.FILE_EMPTY, None, Outcome.CLEAR),
        (ReasonCode.FILE_WRONGLY_NAMED, "ktp", Outcome.CLEAR),
        (ReasonCode.FILE_TRUNCATED_PAGES, "ktp", Outcome.REVIEW),
    ],
)
def test_what_is_wrong_with_a_file(code: ReasonCode, declared: str | None, outcome: Outcome) -> None:
    decision = ONLINE.decided(findings=[FileFinding(code, "x.bin", "detail", declared)])

    assert decision.outcome is outcome
    assert decision.reasons[0].code is code


def test_a_file_that_never_arrived_is_missing_not_unreadable() -> None:
    bundle = ONLINE.lacking("kpj").claiming(uploads=(Upload(file="kpj.pdf", type="kpj"),))
    finding = FileFinding(ReasonCode.FILE_MISSING, "kpj.pdf", "not in the folder", "kpj")

    assert set(codes(bundle, findings=[finding])) == {ReasonCode.DOCUMENT_MISSING, ReasonCode.FILE_MISSING}


def test_a_typed_value_that_cannot_be_taken_is_asked_for_again() -> None:
    bundle = ONLINE.claiming(problems=(ClaimProblem(field="participant.nik", problem="not 16 digits"),))

    assert bundle.decided().outcome is Outcome.RESUBMIT


@pytest.mark.parametrize(
    ("verdict", "issues", "reason", "outcome"),
    [
        (Verdict.NO_MATCH, (), ReasonCode.FACE_NO_MATCH, Outcome.REVIEW),
        (
            Verdict.MATCH, (FaceIssue.SELFIE_IS_DOCUMENT_PHOTO,),
            ReasonCode.SELFIE_IS_DOCUMENT_PHOTO, Outcome.REVIEW,
        ),
        (Verdict.INCONCLUSIVE, (FaceIssue.REVIEW_BAND,), ReasonCode.FACE_INCONCLUSIVE, Outcome.REVIEW),
        (Verdict.INCONCLUSIVE, (FaceIssue.NO_FACE_ON_ID,), ReasonCode.FACE_NOT_FOUND, Outcome.REVIEW),
        (Verdict.INCONCLUSIVE, (FaceIssue.NO_ID_DOCUMENT,), ReasonCode.FACE_INCONCLUSIVE, Outcome.REVIEW),
        (Verdict.INCONCLUSIVE, (), ReasonCode.FACE_INCONCLUSIVE, Outcome.REVIEW),
        (Verdict.INCONCLUSIVE, (FaceIssue.NO_SELFIE,), ReasonCode.DOCUMENT_MISSING, Outcome.RESUBMIT),
        (Verdict.INCONCLUSIVE, (FaceIssue.NO_FACE_ON_SELFIE,), ReasonCode.FACE_NOT_FOUND, Outcome.RESUBMIT),
        (
            Verdict.INCONCLUSIVE, (FaceIssue.SEVERAL_FACES_ON_SELFIE,),
            ReasonCode.FACE_SEVERAL, Outcome.RESUBMIT,
        ),
        (Verdict.MATCH, (FaceIssue.EYES_COVERED,), ReasonCode.FACE_COVERED, Outcome.RESUBMIT),
        (Verdict.INCONCLUSIVE, (FaceIssue.MOUTH_COVERED,), ReasonCode.FACE_COVERED, Outcome.RESUBMIT),
        (Verdict.MATCH, (FaceIssue.EYES_CLOSED,), ReasonCode.FACE_EYES_CLOSED, Outcome.REVIEW),
        (Verdict.INCONCLUSIVE, (FaceIssue.EYES_CLOSED,), ReasonCode.FACE_EYES_CLOSED, Outcome.RESUBMIT),
        (Verdict.MATCH, (FaceIssue.FACE_TURNED,), ReasonCode.FACE_TURNED, Outcome.REVIEW),
        (Verdict.INCONCLUSIVE, (FaceIssue.FACE_TURNED,), ReasonCode.FACE_TURNED, Outcome.RESUBMIT),
        (Verdict.MATCH, (FaceIssue.FACE_TOO_SMALL,), ReasonCode.FACE_INCONCLUSIVE, Outcome.REVIEW),
        (Verdict.MATCH, (FaceIssue.FACE_BLURRED,), ReasonCode.FACE_TOO_SMALL, Outcome.RESUBMIT),
        (Verdict.INCONCLUSIVE, (FaceIssue.FACE_TOO_SMALL,), ReasonCode.FACE_TOO_SMALL, Outcome.RESUBMIT),
        (Verdict.INCONCLUSIVE, (FaceIssue.FACE_BLURRED,), ReasonCode.FACE_TOO_SMALL, Outcome.RESUBMIT),
    ],
)  # fmt: skip
def test_what_the_faces_say(
    verdict: Verdict, issues: tuple[FaceIssue, ...], reason: ReasonCode, outcome: Outcome
) -> None:
    decision = ONLINE.decided(likeness=Likeness(verdict, issues=issues))

    assert ([r.code for r in decision.reasons], decision.outcome) == ([reason], outcome)


def test_faces_that_were_not_compared_are_a_doubt_where_the_channel_takes_a_selfie() -> None:
    def outcome(bundle: Bundle, likeness: Likeness | None) -> Outcome:
        checks = [*bundle.checks(), *proofs()]
        proved = all_verified(bundle.documents)
        return decide(
            POLICY, bundle.claim, bundle.documents, bundle.people, [], proved, checks, likeness
        ).outcome

    branch = complete(row_of("JHT", "mengundurkan_diri"), Channel.KANTOR_CABANG)
    silent = Likeness(Verdict.INCONCLUSIVE, issues=(FaceIssue.NO_SELFIE,))

    assert outcome(ONLINE, None) is Outcome.REVIEW
    assert outcome(branch, None) is Outcome.CLEAR
    assert outcome(branch, silent) is Outcome.CLEAR
    sent = branch.with_paper("selfie", Role.PARTICIPANT, type=DocumentType.SELFIE, fields={})
    assert outcome(sent, Likeness(Verdict.MATCH)) is Outcome.CLEAR
    assert outcome(sent, Likeness(Verdict.NO_MATCH)) is Outcome.REVIEW
    assert outcome(sent, None) is Outcome.REVIEW

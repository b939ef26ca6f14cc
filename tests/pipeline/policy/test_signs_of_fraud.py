"""What follows from the signs that a picture is not of the thing itself, or no longer what the camera saw."""

import pytest

from models.check import Check, Result
from models.claim import Channel
from models.document import Quality, QualityFinding, QualityIssue, Trace
from models.outcome import Outcome
from models.people import Role
from models.reason import ReasonCode, Severity
from tests.pipeline.policy.policy_claims import complete, proofs, row_of

ONLINE = complete(row_of("JHT", "mengundurkan_diri"), Channel.LAPAK_ASIK)


@pytest.mark.parametrize(
    ("name", "issue", "reason"),
    [
        ("ktp", QualityIssue.SCREEN, ReasonCode.CAPTURE_SCREEN),
        ("selfie", QualityIssue.SCREEN, ReasonCode.CAPTURE_SCREEN),
        ("ktp", QualityIssue.COPY, ReasonCode.CAPTURE_COPY),
        ("kpj", QualityIssue.SCREEN, None),
        ("kk", QualityIssue.COPY, None),
        ("ktp", QualityIssue.GLARE, None),
    ],
)
def test_signs_of_a_screen_or_a_copy(name: str, issue: QualityIssue, reason: ReasonCode | None) -> None:
    bundle = ONLINE.with_paper(name, Role.PARTICIPANT, quality=Quality(True, (issue,)))

    decision = bundle.decided()

    assert [r.code for r in decision.reasons] == ([reason] if reason else [])
    assert decision.outcome is (Outcome.REVIEW if reason else Outcome.CLEAR)


@pytest.mark.parametrize(
    ("name", "issue", "trace", "told", "outcome"),
    [
        ("ktp", QualityIssue.CUT_OUT, Trace.GROUND, [ReasonCode.CAPTURE_CUT_OUT], Outcome.REVIEW),
        ("ktp", QualityIssue.CUT_OUT, Trace.PAPER, [ReasonCode.CAPTURE_PAPER_RIM], Outcome.CLEAR),
        ("ktp", QualityIssue.BEZEL, None, [ReasonCode.CAPTURE_FRAMED], Outcome.REVIEW),
        ("selfie", QualityIssue.BEZEL, None, [ReasonCode.CAPTURE_FRAMED], Outcome.REVIEW),
        ("ktp", QualityIssue.SCREENSHOT, None, [ReasonCode.CAPTURE_SCREENSHOT], Outcome.REVIEW),
        ("kpj", QualityIssue.SCREENSHOT, None, [], Outcome.CLEAR),
        ("selfie", QualityIssue.PICTURE_IN_PICTURE, None, [ReasonCode.CAPTURE_OF_PICTURE], Outcome.CLEAR),
    ],
)
def test_signs_of_a_picture_of_a_picture(
    name: str, issue: QualityIssue, trace: Trace | None, told: list[ReasonCode], outcome: Outcome
) -> None:
    found = (QualityFinding(issue, None, (), 1.2, 0.01, trace),)
    decision = ONLINE.with_paper(name, Role.PARTICIPANT, quality=Quality(True, (issue,), found)).decided()
    assert ([r.code for r in decision.reasons], decision.outcome) == (told, outcome)


@pytest.mark.parametrize("issue", [QualityIssue.EDITED_TEXT, QualityIssue.REPLACED_PORTRAIT])
@pytest.mark.parametrize(
    ("traces", "told", "outcome"),
    [
        ([Trace.COMPRESSION], [ReasonCode.CAPTURE_EDITED], Outcome.REVIEW),
        ([Trace.PRINT], [ReasonCode.CAPTURE_ODD], Outcome.CLEAR),
        ([Trace.RIM], [ReasonCode.CAPTURE_ODD], Outcome.CLEAR),
        (
            [Trace.PRINT, Trace.COMPRESSION],
            [ReasonCode.CAPTURE_EDITED, ReasonCode.CAPTURE_ODD],
            Outcome.REVIEW,
        ),
    ],
)
def test_signs_of_an_edit_weigh_by_what_tells_them(
    issue: QualityIssue, traces: list[Trace], told: list[ReasonCode], outcome: Outcome
) -> None:
    found = tuple(QualityFinding(issue, None, ("nama",), 1.2, 0.01, trace) for trace in traces)
    bundle = ONLINE.with_paper("ktp", Role.PARTICIPANT, quality=Quality(True, (issue,), found))
    decision = bundle.decided()
    assert ([r.code for r in decision.reasons], decision.outcome) == (told, outcome)


@pytest.mark.parametrize(
    ("kind", "severity"), [("another_person", Severity.CRITICAL), ("resaved", Severity.WARNING)]
)
def test_a_picture_in_another_persons_claim_is_an_officers(kind: str, severity: Severity) -> None:
    seen = Check("picture_in_earlier_claims", Result.FAIL, found="JHT-2026-000007 (1.2%)", kind=kind)
    decision = ONLINE.decided(other=[*proofs(), seen])
    (reason,) = decision.reasons
    assert (reason.code, reason.severity) == (ReasonCode.PICTURE_IN_ANOTHER_CLAIM, severity)
    assert ("detail" in reason.details) is (kind == "resaved")
    assert decision.outcome is Outcome.REVIEW

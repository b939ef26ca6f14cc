"""What applicants are written: every step that is theirs, and nothing that is an officer's."""

from __future__ import annotations

import pytest

from models.outcome import Decision, Outcome, Risk
from models.reason import Effect, Reason, ReasonCode, Severity
from pipeline.errors import IntakeError
from pipeline.report import letter
from pipeline.report.letter import WIDTH

MISSING = Reason(
    ReasonCode.DOCUMENT_MISSING, Severity.WARNING, (), {"type": "paklaring"}, effect=Effect.RESUBMIT
)
TURNED = Reason(ReasonCode.FACE_TURNED, Severity.WARNING, ("selfie.jpg",), effect=Effect.RESUBMIT)
CLAIMS = {"claims": "JHT-2026-000007"}
DOUBT = Reason(ReasonCode.CONTACT_IN_OTHER_CLAIMS, Severity.WARNING, (), CLAIMS, effect=Effect.REVIEW)
TOLD = Reason(ReasonCode.FILE_EDITED, Severity.INFO, ("ktp.jpg",), effect=Effect.NONE)


def written(example, outcome: Outcome, *reasons: Reason) -> str:
    decision = Decision(outcome, Risk.MEDIUM, reasons, "2026.11")
    return letter(example.having(decision=decision, findings=()).report())


def flowing(text: str) -> str:
    return " ".join(text.split())


def test_each_thing_to_mend_is_a_step(example) -> None:
    text = flowing(written(example, Outcome.RESUBMIT, MISSING, TURNED))
    assert "ada 2 hal" in text
    assert "1. " in text and "2. " in text and "3. " not in text
    assert "paklaring" in text.lower()
    assert "menghadap kamera" in text
    assert "tidak ditolak" in text


def test_one_thing_is_not_counted(example) -> None:
    assert "ada satu hal" in flowing(written(example, Outcome.RESUBMIT, MISSING))


def test_the_same_step_is_written_once(example) -> None:
    assert "ada satu hal" in flowing(written(example, Outcome.RESUBMIT, TURNED, TURNED))


def test_what_an_officer_looks_at_is_not_told(example) -> None:
    text = flowing(written(example, Outcome.RESUBMIT, MISSING, DOUBT, TOLD))
    assert "ada satu hal" in text
    for secret in ("000007", "telepon", "sunting", "klaim lain"):
        assert secret not in text


@pytest.mark.parametrize("outcome", [Outcome.REVIEW, Outcome.CLEAR])
def test_without_anything_to_mend_no_reason_is_named(example, outcome: Outcome) -> None:
    plain, full = written(example, outcome), written(example, outcome, MISSING, TURNED, DOUBT, TOLD)
    assert plain == full
    assert "tidak perlu melakukan apa pun" in flowing(plain)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_it_is_plain_text_of_a_readable_width(example, outcome: Outcome) -> None:
    text = written(example, outcome, MISSING, TURNED)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "JHT-2026-000123" in text
    assert "{" not in text


def test_a_report_that_does_not_say_whose_its_reasons_are_makes_no_letter(example) -> None:
    with pytest.raises(IntakeError, match="verify the claim again"):
        written(example, Outcome.RESUBMIT, TOLD)

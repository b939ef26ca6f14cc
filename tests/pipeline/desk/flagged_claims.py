"""Flagged claims with drawn pictures, filed as the night files them; nothing is read for them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from models.case import Source, Uploaded
from models.claim import Claim
from models.outcome import Decision, Outcome, Risk
from models.reason import Effect, Reason, ReasonCode, Severity
from models.report import Report
from pipeline.report import kept_pictures
from pipeline.store import CaseStore
from tests.pipeline.report.conftest import CLAIM, DECLARED_NIK, NIK, Example, drawn

PICTURES = {("ktp.jpg", 1): drawn(400, 640), ("selfie.jpg", 1): drawn(300, 400)}
WHY = (
    Reason(ReasonCode.NIK_MISMATCH, Severity.WARNING, ("ktp.jpg",), {"field": "nik"}, effect=Effect.REVIEW),
    Reason(ReasonCode.CAPTURE_SCREEN, Severity.WARNING, ("ktp.jpg",), effect=Effect.REVIEW),
    Reason(ReasonCode.FACE_NO_MATCH, Severity.CRITICAL, ("ktp.jpg", "selfie.jpg"), effect=Effect.REVIEW),
)


def claim_json(claim_id: str, **parts: Any) -> bytes:
    person = {
        "name": "SITI RAHMAWATI",
        "nik": DECLARED_NIK,
        "birth_date": "1990-08-07",
        "kpj": ["12034567890"],
    }
    told = {
        "claim_id": claim_id, "programme": "JHT", "cause": "mengundurkan_diri", "channel": "lapak_asik",
        "submitted_at": "2026-11-20T09:13:00+07:00", "participant": person,
    }  # fmt: skip
    return json.dumps(told | parts).encode()


def report_of(claim_id: str, risk: Risk, reasons: tuple[Reason, ...], outcome: Outcome) -> Report:
    example = Example(PICTURES, claim=CLAIM.model_copy(update={"claim_id": claim_id}), findings=())
    return replace(example, decision=Decision(outcome, risk, reasons, "2026.11")).report()


def flagged(
    cases: CaseStore,
    claim_id: str,
    risk: Risk = Risk.MEDIUM,
    reasons: tuple[Reason, ...] = WHY[:1],
    outcome: Outcome = Outcome.REVIEW,
    **parts: Any,
) -> str:
    """File a verified claim; returns its verification id."""
    came = claim_json(claim_id, **parts)
    uploads = [Uploaded(name, None, f"{name} {claim_id}".encode()) for name in ("ktp.jpg", "selfie.jpg")]
    claim = Claim.model_validate_json(came)
    accepted = cases.accept(came, claim, uploads, Source.BATCH)
    report = report_of(claim_id, risk, reasons, outcome)
    assert cases.file_report(accepted.verification_id, report, kept_pictures(PICTURES))
    return accepted.verification_id


__all__ = ["DECLARED_NIK", "NIK", "WHY", "flagged"]

"""Invented claims to keep: a claim.json, uploads and reports as small as they may be."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from models.case import Source, Uploaded
from models.claim import BankAccount, Cause, Channel, Claim, Participant, Programme, Upload
from models.face import Verdict
from models.outcome import Outcome, Risk
from models.report import Provenance, Report, ReportDocument, ReportFace, ReportField, ReportQuality
from pipeline.store import CaseStore

NAME = "SITI RAHMAWATI"
NIK = "3273014708909003"
KPJ = "12034567890"
PHONE = "081290007890"
ACCOUNT = "1234567890"
FIRST_DAY = datetime(2026, 11, 20, 2, 13, tzinfo=UTC)
KTP = Uploaded("ktp siti rahmawati.jpg", "ktp", b"\xff\xd8 card of SITI RAHMAWATI" * 40)
SELFIE = Uploaded("selfie.jpg", "selfie", b"\xff\xd8 her face" * 30)
UPLOADS = (KTP, SELFIE)


def claim(claim_id: str = "JHT-1") -> Claim:
    return Claim(
        claim_id=claim_id,
        programme=Programme.JHT,
        cause=Cause.MENGUNDURKAN_DIRI,
        channel=Channel.LAPAK_ASIK,
        submitted_at=FIRST_DAY,
        participant=Participant(name=NAME, nik=NIK, kpj=(KPJ,), phone=PHONE),
        bank_account=BankAccount(bank="BCA", number=ACCOUNT, holder=NAME),
        uploads=tuple(Upload(file=upload.name, type=upload.declared) for upload in UPLOADS),
    )


def manifest(claim_id: str = "JHT-1", **also: Any) -> bytes:
    return json.dumps({**claim(claim_id).model_dump(mode="json"), **also}).encode()


def report(claim_id: str = "JHT-1", outcome: Outcome = Outcome.REVIEW, **fields: str) -> Report:
    read = {name: ReportField(value=value, confidence=0.9, verified=True) for name, value in fields.items()}
    document = ReportDocument(
        file=KTP.name,
        page=1,
        type="ktp",
        type_confidence=0.9,
        quality=ReportQuality(usable=True),
        size=(640, 400),
        fields=read,
    )
    told = claim(claim_id)
    return Report(
        claim_id=claim_id,
        programme=told.programme,
        cause=told.cause,
        channel=told.channel,
        submitted_at=FIRST_DAY.isoformat(),
        outcome=outcome,
        risk=Risk.MEDIUM,
        reasons=[],
        documents=[document],
        face=ReportFace(verdict=Verdict.INCONCLUSIVE),
        checks=[],
        provenance=Provenance(
            started_at=FIRST_DAY.isoformat(), seconds=1.0, software="periksa 0", policy="2026.1"
        ),
    )


PICTURES = {"page-1.jpg": b"\xff\xd8 picture of the card" * 20, "pages.json": b"[]"}


def accepted(cases: CaseStore, claim_id: str = "JHT-1", source: Source = Source.PORTAL, **also: Any) -> str:
    """Accept a claim; return its verification."""
    return cases.accept(manifest(claim_id, **also), claim(claim_id), UPLOADS, source).verification_id


def filed(cases: CaseStore, claim_id: str = "JHT-1", outcome: Outcome = Outcome.REVIEW, **also: Any) -> str:
    """Accept and verify a claim of a folder; return its verification."""
    verification_id = accepted(cases, claim_id, Source.BATCH, **also)
    assert cases.file_report(verification_id, report(claim_id, outcome), PICTURES)
    return verification_id

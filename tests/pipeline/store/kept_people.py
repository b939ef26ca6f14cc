"""Invented claims to keep: a participant, sometimes an heir, their papers, and a report that read them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from models.case import Source, Uploaded
from models.claim import Claim
from models.report import Report
from pipeline.store.cases import CaseStore
from tests.pipeline.store.remembered_claims import NIK, OTHER_NIK

SITI = {"name": "SITI RAHMAWATI", "nik": NIK.digits, "birth_date": "1990-08-07", "phone": "081290007890"}
HEIR = {
    "name": "BUDI SANTOSO",
    "nik": OTHER_NIK.digits,
    "birth_date": "1988-01-02",
    "relationship": "pasangan",
}
ACCOUNT = {"bank": "BCA", "number": "1234567890", "holder": "BUDI SANTOSO"}
CHILD = {"nik": "3273014708150005", "nama": "PUTRI SANTOSO", "hubungan": "ANAK"}
DAY = datetime(2026, 11, 20, 2, 13, tzinfo=UTC)


def claim_json(claim_id: str, **parts: Any) -> dict[str, Any]:
    return {
        "claim_id": claim_id,
        "programme": "JHT",
        "cause": "mengundurkan_diri",
        "channel": "lapak_asik",
        "submitted_at": DAY.isoformat(),
        "participant": SITI,
    } | parts


def document(file: str, kind: str, **values: Any) -> dict[str, Any]:
    readings = [{"reader": "ppocr", "text": "seen", "confidence": 0.9}]
    fields = {
        name: {"value": value, "confidence": 0.99, "verified": True, "readings": readings}
        for name, value in values.items()
    }
    return {
        "file": file, "page": 1, "type": kind, "type_confidence": 0.99, "quality": {"usable": True},
        "size": (100, 60), "fields": fields,
    }  # fmt: skip


def report(claim_id: str, outcome: str = "clear", **parts: Any) -> Report:
    told = {
        "claim_id": claim_id, "programme": "JHT", "cause": "mengundurkan_diri", "channel": "lapak_asik",
        "submitted_at": DAY.isoformat(), "outcome": outcome, "risk": "low", "reasons": [], "checks": [],
        "documents": [], "face": {"verdict": "match"},
        "provenance": {
            "started_at": DAY.isoformat(), "seconds": 1.0, "software": "periksa 0.2.0", "policy": "2026.11.2",
        },
    }  # fmt: skip
    return Report.model_validate(told | parts)


def keep(
    cases: CaseStore,
    told: Mapping[str, Any],
    filed: Report,
    files: Sequence[str] = ("ktp.jpg", "selfie.jpg"),
) -> str:
    """Keep a claim with its report and a picture; returns the verification's id."""
    claim = Claim.model_validate(told)
    uploads = [Uploaded(name, None, f"bytes of {name}".encode()) for name in files]
    kept = cases.accept(json.dumps(told).encode(), claim, uploads, Source.BATCH)
    pages = [{"name": "page-1.jpg", "file": files[0], "page": 1}]
    pictures = {"page-1.jpg": b"picture of a page", "pages.json": json.dumps(pages).encode()}
    assert cases.file_report(kept.verification_id, filed, pictures)
    return kept.verification_id

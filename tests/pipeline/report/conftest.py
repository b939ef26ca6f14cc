"""A small claim made by hand: a turned card, a selfie, a family card; some of it proved, some of it not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import pytest

from models.check import Check, Result
from models.claim import Claim, Claimant, Participant
from models.document import Document, DocumentType, Quality, QualityFinding, QualityIssue
from models.face import FaceIssue, Likeness, Verdict
from models.field import Field, Reading
from models.finding import FileFinding
from models.geometry import Quad
from models.outcome import Decision, Outcome, Risk
from models.page import Image
from models.people import People, Role
from models.reason import Reason, ReasonCode, Severity
from models.report import Provenance, Report
from models.verified import Verified
from pipeline.report import compose

NIK, DECLARED_NIK = "3273014708909003", "3273014708909008"
NIK_BOX = Quad.upright(40, 60, 300, 90)
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}\u202e\u2066\u200b&lt;]]>--><!--"
TO_UPRIGHT = np.array([[0.0, -1.0, 400.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""The page was read after a quarter turn: (x, y) of the page is (400 - y, x) of the upright file."""


def seen(value: str | None, first: str, second: str | None = None, box: Quad | None = None) -> Field:
    """A field as two readers saw it."""
    readings = (Reading("ppocr", first, 0.991), *((Reading("tesseract", second, 0.93),) if second else ()))
    return Field(value, 0.9999, readings, box, agreed=first == second)


KTP = Document(
    "ktp.jpg", 1, DocumentType.KTP, 0.998, "ktp",
    quality=Quality(True, (QualityIssue.GLARE, QualityIssue.TURNED), (
        QualityFinding(QualityIssue.GLARE, Quad.upright(250, 55, 330, 140), ("nik", "nama")),
        QualityFinding(QualityIssue.GLARE, Quad.upright(420, 300, 500, 360)),
        QualityFinding(QualityIssue.TURNED),
    )),
    fields={
        "nik": seen(NIK, NIK, NIK, NIK_BOX),
        "nama": seen("SITI RAHMAWATI", "SITI RAHMAWATI", "S1TI RAHMAWATI", Quad.upright(40, 110, 260, 135)),
        "tanggal_lahir": seen("1990-08-07", "07-08-1990", "07-08-1990", Quad.upright(40, 150, 200, 175)),
        "agama": Field(None, 0.2, (Reading("ppocr", "I5L~", 0.3),), Quad.upright(40, 190, 120, 215)),
    },
    to_upright=TO_UPRIGHT, upright_size=(400, 640),
)  # fmt: skip
KK = Document(
    "kk.pdf", 2, DocumentType.KK, 0.96, "paklaring",
    fields={"nomor_kk": seen("3273010203159001", "3273010203159001")},
    tables={"anggota": (
        {
            "nik": Field(NIK, 0.97, repairs=("1 letter(s) taken as digits",)),
            "nama": Field("SITI RAHMAWATI", 0.95),
        },
        {"nik": Field(None, 0.3), "nama": Field("PUTRI", 0.9), "hubungan": Field("ANAK", 0.99)},
    )},
)  # fmt: skip
SELFIE = Document("selfie.jpg", 1, DocumentType.SELFIE, 0.999, "selfie", upright_size=(300, 400))


CLAIM = Claim.model_validate({
    "claim_id": "JHT-2026-000123", "programme": "JHT", "cause": "mengundurkan_diri",
    "channel": "lapak_asik", "submitted_at": "2026-11-20T09:13:00+07:00",
    "participant": Participant(name="SITI RAHMAWATI", nik=DECLARED_NIK),
})  # fmt: skip
VERIFIED = Verified({
    (KTP.key, "nik"): ("second_reader", "document:kk.pdf"),
    (KTP.key, "tanggal_lahir"): ("second_reader", "declared"),
    (KTP.key, "agama"): ("declared",),
})  # fmt: skip
CHECKS = (
    Check("name_consistent", Result.PASS, "SITI RAHMAWATI", "SITI RAHMAWATI", ("ktp.jpg",)),
    Check("nik_declared_equals_ktp", Result.FAIL, DECLARED_NIK, NIK, ("ktp.jpg",)),
    Check("guardian_needed", Result.NOT_APPLICABLE),
    Check("requirement_paklaring", Result.UNCLEAR, "paklaring", None, ("kk.pdf",)),
)
LIKENESS = Likeness(
    Verdict.INCONCLUSIVE, 0.58, 0.561, (FaceIssue.REVIEW_BAND,), "ktp.jpg", 1, "selfie.jpg", 1,
    0.52, 0.62, Quad.upright(250, 400, 350, 520), Quad.upright(100, 120, 200.06, 240),
)  # fmt: skip
DECISION = Decision(Outcome.REVIEW, Risk.HIGH, (
    Reason(ReasonCode.NIK_MISMATCH, Severity.CRITICAL, ("ktp.jpg",), {
        "field": "nik", "expected": DECLARED_NIK, "found": NIK,
    }),
    Reason(ReasonCode.DOCUMENT_MISSING, Severity.WARNING, (), {"type": "paklaring"}),
    Reason(ReasonCode.KPJ_UNDECLARED, Severity.INFO),
), "2026.11")  # fmt: skip
FINDINGS = (FileFinding(ReasonCode.FILE_ENCRYPTED, "buku.pdf", "PDF asks for a password", "buku_rekening"),)
PROVENANCE = Provenance(
    started_at="2026-11-20T22:01:04+07:00", seconds=1.94, stage_seconds={"ocr": 1.2},
    software="periksa 0.1.0", policy="2026.11", models={"ppocr": "PP-OCRv6 small"},
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """Everything that is known about the claim; a test changes what it is about."""

    pictures: Mapping[tuple[str, int], Image]
    claim: Claim = CLAIM
    documents: tuple[Document, ...] = (KTP, KK, SELFIE)
    people: People = field(default_factory=lambda: People({}))
    verified: Verified = VERIFIED
    checks: tuple[Check, ...] = CHECKS
    likeness: Likeness = LIKENESS
    decision: Decision = DECISION
    findings: tuple[FileFinding, ...] = FINDINGS
    provenance: Provenance = PROVENANCE

    def having(self, **changes: object) -> Example:
        """The same claim with something else about it."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def report(self) -> Report:
        """The composed report."""
        return compose(
            self.claim, self.documents, self.people, self.verified, self.checks, self.likeness,
            self.decision, self.findings, self.provenance,
        )  # fmt: skip


def drawn(width: int, height: int) -> Image:
    """A picture with something on it."""
    picture = np.full((height, width, 3), (190, 215, 235), np.uint8)
    for step in range(30, height - 30, 40):
        cv2.putText(picture, "CONTOH 1234", (20, step), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (30, 30, 40), 2)
    cv2.circle(picture, (width // 2, height // 2), width // 5, (210, 160, 130), -1)
    return picture


@pytest.fixture
def example() -> Example:
    """The claim."""
    return Example({("ktp.jpg", 1): drawn(400, 640), ("selfie.jpg", 1): drawn(300, 400)})


@pytest.fixture
def heirs_example(example: Example) -> Example:
    """A claim of an heir with two identity cards."""
    own = replace(KTP, file="ktp-2.jpg")
    claim = example.claim.model_copy(update={"claimant": Claimant(name="BUDI")})
    roles = {KTP.key: Role.PARTICIPANT, own.key: Role.CLAIMANT}
    return example.having(claim=claim, documents=(KTP, own), people=People(roles))


@pytest.fixture
def hostile(example):
    """The same claim, with something nasty in every place where a stranger can write."""
    field = Field(HOSTILE, 0.5, (Reading("ppocr", HOSTILE, 0.5), Reading("tesseract", HOSTILE[::-1], 0.4)),
                  Quad.upright(10, 10, 90, 40), repairs=(HOSTILE,))  # fmt: skip
    document = replace(
        example.documents[0], file=HOSTILE, declared_type=HOSTILE, fields={"nama": field, HOSTILE: field},
        tables={"anggota": ({"nama": field, HOSTILE: field},)},
    )  # fmt: skip
    verified = replace(example.verified, sources={(document.key, "nama"): (f"document:{HOSTILE}",)})
    details = dict.fromkeys(("type", "field", "expected", "found", "name", "date", "gate", "detail"), HOSTILE)
    reasons = tuple(replace(r, documents=(HOSTILE,), details=details) for r in example.decision.reasons)
    return example.having(
        claim=example.claim.model_copy(update={"claim_id": HOSTILE}),
        documents=(document,),
        verified=verified,
        checks=(Check(HOSTILE, Result.FAIL, HOSTILE, HOSTILE[:-4], (HOSTILE,)),),
        likeness=replace(example.likeness, id_document=HOSTILE, selfie=HOSTILE),
        decision=replace(example.decision, reasons=reasons),
        findings=(FileFinding(ReasonCode.FILE_CORRUPT, HOSTILE, HOSTILE),),
        pictures={(HOSTILE, 1): example.pictures["ktp.jpg", 1]},
    )

"""The verification report as it goes out (contract, "Out"). The JSON Schema is generated from here."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.check import Result
from models.document import DocumentType, QualityIssue, Trace
from models.face import FaceIssue, Verdict
from models.link import LinkKind
from models.outcome import Outcome, Risk
from models.reason import Effect, ReasonCode, Severity

SCHEMA_VERSION = "1"

Point = tuple[float, float]


class _Outgoing(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class ReportReason(_Outgoing):
    """One reason, in the officer's English and the applicant's or officer's Indonesian."""

    code: ReasonCode
    severity: Severity
    message: str
    message_id: str
    documents: list[str] = []
    remedy_id: str | None = Field(default=None, description="What the applicant can do, plain Indonesian.")
    effect: Effect = Field(
        default=Effect.NONE, description="review: an officer looks; resubmit: the applicant mends it; none."
    )


class ReportReading(_Outgoing):
    """What one reader saw."""

    reader: str
    text: str
    confidence: float = Field(ge=0, le=1)


class ReportField(_Outgoing):
    """One value: null means it is on the document and could not be read."""

    value: str | list[dict[str, str | None]] | None
    confidence: float = Field(ge=0, le=1)
    verified: bool
    verified_by: list[str] = Field(
        default=[], description="second_reader, declared, check_digit, nik, document:<file>"
    )
    readings: list[ReportReading] = []
    box: list[Point] | None = Field(
        default=None, description="Four corners in pixels of the upright file, clockwise from top left."
    )
    repairs: list[str] = []


class ReportFinding(_Outgoing):
    """One thing that troubles a picture, and where."""

    issue: QualityIssue
    box: list[Point] | None = Field(
        default=None, description="Four corners in pixels of the upright file; null: the whole picture."
    )
    fields: list[str] = Field(
        default=[], description="Fields that it lies on or hides; `portrait` for an identity card's photo."
    )
    strength: float | None = Field(
        default=None, ge=0, description="Of a sign of an edit: how far beyond what counts (1: just enough)."
    )
    trace: Trace | None = Field(default=None, description="Of a sign of an edit: what tells it.")
    false_alarms: float | None = Field(
        default=None, ge=0, le=1, description="Share of untouched pictures on which such a sign was seen."
    )


class ReportQuality(_Outgoing):
    """Whether the picture could be used, and what troubles it."""

    usable: bool
    issues: list[QualityIssue] = []
    findings: list[ReportFinding] = []


class ReportCode(_Outgoing):
    """A QR code or a barcode; what it holds stays in the fields that it was compared with."""

    format: Literal["qr", "code128"]
    text: str = Field(description="The host of an address, or all but the last four characters masked.")
    box: list[Point] | None = None


class ReportDocument(_Outgoing):
    """One document found in the uploads."""

    file: str
    page: int = Field(ge=1)
    index: int = Field(default=0, ge=0, description="Which document of the page, where it holds several.")
    type: DocumentType
    type_confidence: float = Field(ge=0, le=1)
    declared_type: str | None = None
    quality: ReportQuality
    size: tuple[int, int] = Field(description="Width and height of the upright file, pixels.")
    fields: dict[str, ReportField] = {}
    codes: list[ReportCode] = []


class ReportFace(_Outgoing):
    """The comparison of the selfie with the portrait of the identity document."""

    verdict: Verdict
    score: float | None = Field(default=None, ge=0, le=1)
    distance: float | None = Field(default=None, ge=0)
    match_below: float | None = None
    no_match_above: float | None = None
    issues: list[FaceIssue] = []
    id_document: str | None = None
    selfie: str | None = None
    portrait_box: list[Point] | None = None
    selfie_box: list[Point] | None = None


class ReportCheck(_Outgoing):
    """One question and its answer."""

    code: str
    result: Result
    expected: str | None = None
    found: str | None = None
    documents: list[str] = []
    field: str | None = Field(default=None, description="The field that was asked about, where there is one.")


class ReportLink(_Outgoing):
    """Another claim that shares something with this one."""

    claim_id: str
    shares: list[LinkKind]
    same_person: bool = Field(description="The two claims have a person in common, by NIK.")
    face_distance: float | None = Field(default=None, ge=0, description="Of the two most alike faces.")
    picture_difference: float | None = Field(
        default=None, ge=0, le=1, description="How much of a picture differs that was saved again in between."
    )
    submitted_at: str
    outcome: Outcome = Field(description="The machine's, when that claim was last verified.")


class Provenance(_Outgoing):
    """When, how long, and by which software, policy and models the report was made."""

    started_at: str
    seconds: float
    core_seconds: float = Field(default=0.0, description="Processor time of all processes for this claim.")
    stage_seconds: dict[str, float] = {}
    software: str
    policy: str
    models: dict[str, str] = {}


class Report(_Outgoing):
    """One verification report."""

    schema_version: Literal["1"] = "1"
    claim_id: str
    programme: str
    cause: str
    channel: str
    submitted_at: str
    outcome: Outcome
    risk: Risk
    once_mended: Outcome | None = Field(
        default=None,
        description="Outcome, as far as can be seen, once the applicant mended his part; null: he has none.",
    )
    reasons: list[ReportReason]
    documents: list[ReportDocument]
    face: ReportFace
    checks: list[ReportCheck]
    links: list[ReportLink] = Field(default=[], description="Other claims that share something.")
    provenance: Provenance

    @property
    def fault(self) -> str:
        """What our own machine failed at, '' for nothing."""
        return next((check.found or "fault" for check in self.checks if check.code == "machine_fault"), "")

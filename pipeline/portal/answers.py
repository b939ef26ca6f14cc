"""The bodies of the portal's answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.case import EventKind, Ruled, Run, RunState, ToldRuling
from models.claim import Programme
from models.document import DocumentType
from models.draft import Draft
from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.webhook import Delivery, DeliveryState, Endpoint

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
State = Literal["awaiting_uploads", "queued", "running", "finished", "set_aside"]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Accepted(_Answer):
    """A claim was taken and waits for its verification."""

    verification_id: str = Field(pattern=UUID)
    claim_id: str
    state: State
    again: bool = Field(description="It was here already, with the same claim.json and files.")
    status_url: str = Field(description="As in the header Location: ask there how far it is.")


class UploadSlot(_Answer):
    """One file that the claim names: where it goes, and whether it is here."""

    position: int = Field(ge=0)
    file: str
    type: str | None = None
    received_bytes: int | None = Field(default=None, description="null: not here yet.")
    upload_url: str


class DraftOpened(_Answer):
    """A claim whose files are still to come: PUT each of them, then POST to ``submit_url``."""

    verification_id: str = Field(pattern=UUID)
    claim_id: str
    state: Literal["awaiting_uploads"] = "awaiting_uploads"
    uploads: list[UploadSlot]
    submit_url: str
    expires_at: datetime


class Happened(_Answer):
    """An event, as webhooks are told of it."""

    event_id: str = Field(pattern=UUID)
    type: EventKind
    created_at: datetime


class Verification(_Answer):
    """How far a verification is. ``outcome`` and ``risk`` are null until it is finished."""

    verification_id: str = Field(pattern=UUID)
    claim_id: str
    state: State
    programme: Programme
    received_at: datetime
    submitted_at: datetime | None = None
    finished_at: datetime | None = None
    current: bool = Field(description="It is the newest finished verification of its claim.")
    outcome: Outcome | None = None
    risk: Risk | None = None
    report_url: str | None = Field(default=None, description="null until there is a report.")


class Decision(_Answer):
    """What officers decided, told when it cannot be taken back any more."""

    ruling: Ruled = Field(description="escalate: a supervisor decides; another ruling follows.")
    ruled_at: datetime
    message_id: str | None = Field(
        default=None, description="What the applicant is to read where he is asked again, plain Indonesian."
    )


class VerificationDetail(Verification):
    """One verification, with its events; while files are awaited, with what is here."""

    events: list[Happened] = []
    decision: Decision | None = Field(default=None, description="null: officers have not decided (yet).")
    uploads: list[UploadSlot] | None = None


class VerificationPage(_Answer):
    """The newest first."""

    items: list[Verification]
    next_cursor: str | None = Field(default=None, description="Ask with it for the next page; null: the end.")


class EvidenceList(_Answer):
    """The pictures that a report shows."""

    names: list[str]


class ToMend(_Answer):
    """One thing that the applicant can mend, in plain Indonesian."""

    code: ReasonCode
    message_id: str
    remedy_id: str | None = None


class PreCheck(_Answer):
    """What one file is, for the purpose it was sent for. Nothing of it was kept."""

    type: DocumentType = Field(description="What it should be.")
    found: list[DocumentType]
    usable: bool = Field(description="Readable, of the right kind, and nothing to mend.")
    readable: bool
    right_kind: bool | None = Field(description="null: what it is could not be told.")
    problems: list[ToMend]
    advice_id: str = Field(description="What to do, plain Indonesian; one text for the applicant.")


class ClaimStatus(_Answer):
    """What an applicant is told of his claim."""

    claim_id: str
    stage: Literal["received", "forwarded", "with_officer", "to_be_mended", "decided"]
    text_id: str
    steps: list[str] = Field(default=[], description="What to mend, plain Indonesian.")
    message_id: str | None = Field(default=None, description="An officer's message, where he asked again.")


class NewWebhook(BaseModel):
    """Where to be called."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"url": "https://portal.example/hook"}]}
    )

    url: str = Field(min_length=1, max_length=2000, description="An https address on the public internet.")


class Webhook(_Answer):
    """A registered endpoint."""

    endpoint_id: str = Field(pattern=UUID)
    url: str
    created_at: datetime


class WebhookWithSecret(Webhook):
    """An endpoint with its secret, which is shown this once."""

    secret: str = Field(description="Signs the calls; it cannot be had again.")


class WebhookList(_Answer):
    """All endpoints of the caller."""

    items: list[Webhook]


class DeliveryView(_Answer):
    """One event for one endpoint."""

    event_id: str = Field(pattern=UUID)
    state: DeliveryState
    attempts: int
    next_at: datetime | None = Field(description="null: it is not tried again by itself.")
    last_at: datetime | None = None
    last_status: int | None = Field(default=None, description="HTTP status of the last answer.")
    last_fault: str | None = None


class DeliveryPage(_Answer):
    """The newest first."""

    items: list[DeliveryView]
    next_cursor: str | None = None


class Alive(_Answer):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(_Answer):
    """Claims can be taken and worked off."""

    status: Literal["ready"] = "ready"
    waiting: int = Field(description="Verifications that wait for a worker.")
    oldest_seconds: float = Field(description="How long the oldest of them has waited.")


def verification_of(run: Run) -> Verification:
    """Return what is told of a kept verification."""
    return Verification(**_told(run))


def detail_of(run: Run, events: list[Happened], ruling: ToldRuling | None) -> VerificationDetail:
    """Return what is told of it when it is asked for alone."""
    told = None
    if ruling is not None:
        told = Decision(ruling=ruling.ruled, ruled_at=ruling.at, message_id=ruling.message)
    return VerificationDetail(**_told(run), events=events, decision=told)


def slots_of(draft: Draft, files: list[tuple[str, str | None]]) -> list[UploadSlot]:
    """Return the places of a draft's files; ``files``: name and declared type in the claim's order."""
    place = address_of(draft.verification_id)
    return [
        UploadSlot(
            position=number, file=name, type=type_, received_bytes=draft.sizes.get(number),
            upload_url=f"{place}/uploads/{number}",
        )
        for number, (name, type_) in enumerate(files)
    ]  # fmt: skip


def address_of(verification_id: str) -> str:
    """Return the path at which a verification is asked for."""
    return f"/v1/verifications/{verification_id}"


def webhook_of(endpoint: Endpoint) -> Webhook:
    """Return an endpoint without its secret."""
    return Webhook(endpoint_id=endpoint.endpoint_id, url=endpoint.url, created_at=endpoint.created_at)


def delivery_of(delivery: Delivery) -> DeliveryView:
    """Return what is told of a delivery."""
    return DeliveryView(
        event_id=delivery.event_id,
        state=delivery.state,
        attempts=delivery.attempts,
        next_at=delivery.next_at if delivery.state is DeliveryState.WAITING else None,
        last_at=delivery.last_at,
        last_status=delivery.last_status,
        last_fault=delivery.last_fault,
    )


def _told(run: Run) -> dict[str, Any]:
    has_report = run.state is RunState.FINISHED
    return {
        "verification_id": run.verification_id,
        "claim_id": run.claim_id,
        "state": run.state.value,
        "programme": run.programme,
        "received_at": run.received_at,
        "submitted_at": run.submitted_at,
        "finished_at": run.finished_at,
        "current": run.current,
        "outcome": run.outcome,
        "risk": run.risk,
        "report_url": f"{address_of(run.verification_id)}/report" if has_report else None,
    }

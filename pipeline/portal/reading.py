"""How far verifications are, their reports and pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response

from models.api_key import Scope
from models.audit import Action, AuditEntry
from models.case import Run, RunState, Source
from models.claim import Programme
from models.outcome import Outcome
from models.report import Report
from pipeline.errors import NotKept
from pipeline.portal.access import Guarded, caller, may, needs
from pipeline.portal.answers import (
    EvidenceList,
    Happened,
    VerificationDetail,
    VerificationPage,
    detail_of,
    slots_of,
    verification_of,
)
from pipeline.portal.creating import claim_of
from pipeline.portal.cursors import cursor_of, place_in
from pipeline.portal.masking import masked
from pipeline.portal.ports import Portal
from pipeline.portal.problems import Kind, Refused, documented

router = APIRouter(route_class=Guarded, tags=["verifications"])
_READ, _FULL = needs(Scope.VERIFICATIONS_READ), needs(Scope.REPORTS_FULL)
_Found = TypeVar("_Found")
_PICTURES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG", "application/json": b"["}


@router.get(
    "/verifications", operation_id="listVerifications", openapi_extra=_READ,
    responses=documented(Kind.INVALID),
)  # fmt: skip
def listed(
    request: Request,
    state: RunState | None = None,
    outcome: Outcome | None = None,
    programme: Programme | None = None,
    claim_id: Annotated[str | None, Query(max_length=64)] = None,
    since: Annotated[datetime | None, Query(description="Came in then or later.")] = None,
    until: Annotated[datetime | None, Query(description="Came in before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> VerificationPage:
    """List verifications, the newest first, a page at a time."""
    portal: Portal = request.app.state.portal
    narrowed: dict[str, Any] = {
        "state": state,
        "outcome": outcome,
        "programme": programme,
        "claim_id": claim_id,
        "since": _zoned(since, "since"),
        "until": _zoned(until, "until"),
        "after": place_in(cursor) if cursor else None,
    }
    found = portal.page(**narrowed, most=limit + 1)
    page = found[:limit]
    more = cursor_of(page[-1].received_at, page[-1].verification_id) if len(found) > limit else None
    return VerificationPage(items=[verification_of(run) for run in page], next_cursor=more)


@router.get(
    "/verifications/{verification_id}", operation_id="getVerification", openapi_extra=_READ,
    responses=documented(Kind.NOT_FOUND, Kind.INVALID),
)  # fmt: skip
def one(request: Request, verification_id: str) -> VerificationDetail:
    """Tell how far a verification is, and how it ended."""
    portal: Portal = request.app.state.portal
    try:
        run = _run(portal, verification_id)
    except NotKept:
        return _draft(portal, verification_id)
    happened = [
        Happened(event_id=event.event_id, type=event.kind, created_at=event.created_at)
        for event in portal.cases.events_of(verification_id)
    ]
    return detail_of(run, happened, portal.cases.told_ruling(verification_id))


@router.get(
    "/verifications/{verification_id}/report", operation_id="getReport", openapi_extra=_READ,
    responses={
        200: {"model": Report, "description": "The report; its values are hidden without reports:full."},
        **documented(Kind.NOT_FOUND, Kind.CONFLICT, Kind.INVALID),
    },
)  # fmt: skip
def report(request: Request, verification_id: str) -> Response:
    """Return the report of a finished verification; its values in full only with the scope `reports:full`."""
    portal: Portal = request.app.state.portal
    run = _finished(portal, verification_id)
    filed = _kept(portal.cases.report, verification_id)
    full = may(request, Scope.REPORTS_FULL)
    _note(portal, request, Action.REPORT_VIEWED, run, "" if full else "masked")
    shown = filed if full else masked(filed)
    return Response(shown.model_dump_json(), media_type="application/json")


@router.get(
    "/verifications/{verification_id}/evidence", operation_id="listEvidence", openapi_extra=_FULL,
    responses=documented(Kind.NOT_FOUND, Kind.CONFLICT, Kind.INVALID),
)  # fmt: skip
def evidence_names(request: Request, verification_id: str) -> EvidenceList:
    """List the pictures that the report shows, and `pages.json`, which says of which page each is."""
    portal: Portal = request.app.state.portal
    _finished(portal, verification_id)
    return EvidenceList(names=list(_kept(portal.cases.evidence_names, verification_id)))


@router.get(
    "/verifications/{verification_id}/evidence/{name}", operation_id="getEvidence", openapi_extra=_FULL,
    responses={
        200: {
            "description": "The picture.",
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _PICTURES},
        },
        **documented(Kind.NOT_FOUND, Kind.CONFLICT, Kind.INVALID),
    },
)  # fmt: skip
def evidence(request: Request, verification_id: str, name: str) -> Response:
    """Return one picture that the report shows."""
    portal: Portal = request.app.state.portal
    run = _finished(portal, verification_id)
    try:
        picture = portal.cases.evidence(verification_id, name)
    except NotKept:
        raise Refused(Kind.NOT_FOUND, "The report shows no picture of that name.") from None
    _note(portal, request, Action.EVIDENCE_VIEWED, run)
    kind = next(
        (k for k, start in _PICTURES.items() if picture.startswith(start)), "application/octet-stream"
    )
    return Response(picture, media_type=kind, headers={"Content-Disposition": "inline"})


def _run(portal: Portal, verification_id: str) -> Run:
    """Return a verification of a real claim: samples among the officers' cases are nobody's here."""
    run = portal.cases.run(verification_id)
    if run.source is Source.KNOWN_ANSWER:
        raise NotKept("no verification of that id is kept")
    return run


def _finished(portal: Portal, verification_id: str) -> Run:
    run = _kept(partial(_run, portal), verification_id)
    if run.state is not RunState.FINISHED:
        raise Refused(Kind.CONFLICT, f"This verification is {run.state.value}; there is no report of it.")
    return run


def _kept(ask: Callable[[str], _Found], verification_id: str) -> _Found:
    try:
        return ask(verification_id)
    except NotKept:
        raise Refused(Kind.NOT_FOUND, "No verification of that id is kept.") from None


def _draft(portal: Portal, verification_id: str) -> VerificationDetail:
    draft = portal.drafts.find(verification_id)
    if draft is None:
        raise Refused(Kind.NOT_FOUND, "No verification of that id is kept.")
    claim = claim_of(portal, draft.claim_json)
    return VerificationDetail(
        verification_id=draft.verification_id,
        claim_id=draft.claim_id,
        state="awaiting_uploads",
        programme=claim.programme,
        received_at=draft.created_at,
        submitted_at=claim.submitted_at,
        current=False,
        uploads=slots_of(draft, [(upload.file, upload.type) for upload in claim.uploads]),
    )


def _note(portal: Portal, request: Request, what: Action, run: Run, why: str = "") -> None:
    who = f"api:{caller(request).key_id}"
    portal.audit.append(AuditEntry(who, what, run.claim_id, run.verification_id, why))


def _zoned(moment: datetime | None, name: str) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise Refused(Kind.INVALID, errors=[(name, "needs its zone, like 2026-11-20T00:00:00+07:00")])
    return moment

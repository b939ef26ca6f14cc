"""A claim comes in: whole as multipart, or its manifest first and then file by file."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from models.api_key import Scope
from models.audit import Action, AuditEntry
from models.case import RunState, Source, Uploaded
from models.claim import Claim
from models.draft import Draft
from pipeline.errors import ClaimUnusable, NotKept
from pipeline.portal.access import Guarded, caller, needs
from pipeline.portal.answers import Accepted, DraftOpened, UploadSlot, address_of, slots_of
from pipeline.portal.parts import (
    body_of,
    claim_parts,
    digest_of,
    fingerprint,
    media_type,
    refuse_names,
    uploaded,
)
from pipeline.portal.ports import Portal
from pipeline.portal.problems import Kind, Refused, documented
from pipeline.portal.repeat import PARAMETER, Keep, once

router = APIRouter(route_class=Guarded, tags=["verifications"])

_LOCATION = {"Location": {"description": "Where to ask how far it is.", "schema": {"type": "string"}}}
_WRITE = needs(Scope.VERIFICATIONS_WRITE)
_CLAIM = {"$ref": "#/components/schemas/ClaimIn"}
_CREATE_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["claim"],
                "properties": {
                    "claim": _CLAIM,
                    "files": {
                        "type": "array",
                        "items": {"type": "string", "format": "binary"},
                        "maxItems": 200,
                    },
                },
            },
            "encoding": {"claim": {"contentType": "application/json"}},
        },
        "application/json": {"schema": _CLAIM},
    },
}
_FILE_BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@router.post(
    "/verifications",
    status_code=202,
    operation_id="createVerification",
    responses={
        202: {"model": Accepted, "headers": _LOCATION, "description": "Taken; it waits for a worker."},
        201: {
            "model": DraftOpened,
            "headers": _LOCATION,
            "description": "A manifest was taken; its files are awaited for 24 hours.",
        },
        **documented(Kind.MALFORMED, Kind.SLOW, Kind.CONFLICT, Kind.TOO_LARGE, Kind.MEDIA, Kind.INVALID,
                     Kind.REUSED),
    },
    openapi_extra=_WRITE | {"parameters": [PARAMETER], "requestBody": _CREATE_BODY},
)  # fmt: skip
async def create(request: Request) -> Response:
    """Ask for the verification of a claim.

    As multipart: a part `claim` (claim.json) and a part `files` for each upload, with its file name. As JSON:
    claim.json alone; then PUT each file to the address in the answer, and POST to its submit address.
    """
    portal: Portal = request.app.state.portal
    if media_type(request) == "application/json":
        return await _manifest(request, portal)
    if media_type(request) != "multipart/form-data":
        raise Refused(Kind.MEDIA, "Send multipart/form-data, or claim.json as application/json.")
    async with claim_parts(request, portal.bounds) as parts:
        claim = await run_in_threadpool(claim_of, portal, parts.claim_json)
        digest = await digest_of(parts, claim)
        given = uploaded(parts, claim)

        def work(keep: Keep) -> tuple[bytes, bool]:
            return accept(portal, _who(request), parts.claim_json, claim, given, digest, keep)

        return _taken(await once(request, digest.encode(), work))


@router.put(
    "/verifications/{verification_id}/uploads/{position}",
    operation_id="putUpload",
    responses={
        200: {"model": UploadSlot, "description": "The file is here."},
        **documented(
            Kind.MALFORMED, Kind.NOT_FOUND, Kind.SLOW, Kind.CONFLICT, Kind.TOO_LARGE, Kind.MEDIA, Kind.INVALID
        ),
    },
    openapi_extra=_WRITE | {"requestBody": _FILE_BODY},
)
async def put_upload(request: Request, verification_id: str, position: int) -> UploadSlot:
    """Send one file of a claim whose manifest was taken; sending it again replaces it."""
    portal: Portal = request.app.state.portal
    if media_type(request) in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        raise Refused(Kind.MEDIA, "Send the file's bytes as they are, as application/octet-stream.")
    draft = await run_in_threadpool(_draft, portal, verification_id)
    slots = slots_of(draft, _files_of(portal, draft))
    if not 0 <= position < len(slots):
        raise Refused(Kind.NOT_FOUND, "The claim names no file at that place.")
    data = await body_of(request, portal.bounds.file_bytes)
    if not await run_in_threadpool(portal.drafts.put, verification_id, position, data):
        raise Refused(Kind.NOT_FOUND)
    return slots[position].model_copy(update={"received_bytes": len(data)})


@router.post(
    "/verifications/{verification_id}/submit",
    status_code=202,
    operation_id="submitVerification",
    responses={
        202: {"model": Accepted, "headers": _LOCATION, "description": "Taken; it waits for a worker."},
        **documented(Kind.NOT_FOUND, Kind.CONFLICT, Kind.INVALID),
    },
    openapi_extra=_WRITE,
)
def submit(request: Request, verification_id: str) -> Response:
    """Ask for the verification of a claim whose files are all here; asking again changes nothing."""
    portal: Portal = request.app.state.portal
    try:
        run = portal.cases.run(verification_id)
    except NotKept:
        pass
    else:
        return _taken(_accepted(run.verification_id, run.claim_id, run.state.value, again=True))
    draft = _draft(portal, verification_id)
    claim, files = claim_of(portal, draft.claim_json), _files_of(portal, draft)
    if missing := [place for place in range(len(files)) if place not in draft.sizes]:
        errors = [(f"/uploads/{place}", "is not here yet") for place in missing]
        raise Refused(Kind.CONFLICT, "PUT the missing files first.", errors=errors)
    given = [Uploaded(name, type_, _reader(portal, draft, n)) for n, (name, type_) in enumerate(files)]
    shas = [[one.name, one.declared, hashlib.sha256(one.content()).hexdigest()] for one in given]
    digest = fingerprint(draft.claim_json, shas)
    answer, _ = accept(
        portal, _who(request), draft.claim_json, claim, given, digest, _unkept, draft.verification_id
    )
    portal.drafts.drop(verification_id)
    return _taken(answer)


async def _manifest(request: Request, portal: Portal) -> Response:
    text = await body_of(request, portal.bounds.claim_bytes)
    claim = await run_in_threadpool(claim_of, portal, text)
    if faults := [(p.field, p.problem) for p in claim.problems if p.field.startswith("uploads")]:
        raise Refused(Kind.INVALID, errors=faults)
    refuse_names([upload.file for upload in claim.uploads], "uploads")

    def work(_keep: Keep) -> tuple[bytes, bool]:
        draft = portal.drafts.open(caller(request).client, claim.claim_id, text)
        told = DraftOpened(
            verification_id=draft.verification_id,
            claim_id=claim.claim_id,
            uploads=slots_of(draft, [(upload.file, upload.type) for upload in claim.uploads]),
            submit_url=f"{address_of(draft.verification_id)}/submit",
            expires_at=draft.expires_at,
        )
        return told.model_dump_json().encode(), False

    answer = await once(request, hashlib.sha256(b"manifest" + text).digest(), work)
    place = address_of(DraftOpened.model_validate_json(answer).verification_id)
    return Response(answer, 201, {"Location": place}, "application/json")


def claim_of(portal: Portal, claim_json: bytes) -> Claim:
    """Return the claim that claim.json tells of, or refuse it with every field at fault."""
    try:
        return portal.read_claim(claim_json)
    except ClaimUnusable as problem:
        raise Refused(Kind.INVALID, "claim.json cannot be used.", errors=problem.problems) from None


def accept(
    portal: Portal, who: str, claim_json: bytes, claim: Claim, given: list[Uploaded], digest: str,
    keep: Keep, verification_id: str | None = None,
) -> tuple[bytes, bool]:  # fmt: skip
    """Keep the claim, with the audit's row and the answer for a repeated request in one transaction."""
    told: list[bytes] = []
    fresh = verification_id or str(uuid.uuid4())

    def along(writing: Any) -> None:
        told[:] = [_accepted(fresh, claim.claim_id, RunState.QUEUED.value, again=False)]
        keep(told[0], writing)
        portal.audit.append(AuditEntry(who, Action.ACCEPTED, claim.claim_id, fresh), writing)

    kept = portal.cases.accept(
        claim_json, claim, given, Source.PORTAL, digest=digest, verification_id=fresh, along=along
    )
    if not kept.again:
        portal.accepted()
        return told[0], True
    run = portal.cases.run(kept.verification_id)
    return _accepted(run.verification_id, run.claim_id, run.state.value, again=True), False


def _accepted(verification_id: str, claim_id: str, state: str, *, again: bool) -> bytes:
    told = {"verification_id": verification_id, "claim_id": claim_id, "state": state, "again": again}
    place = address_of(verification_id)
    return Accepted.model_validate(told | {"status_url": place}).model_dump_json().encode()


def _taken(answer: bytes) -> Response:
    place = Accepted.model_validate_json(answer).status_url
    return Response(answer, 202, {"Location": place}, "application/json")


def _who(request: Request) -> str:
    return f"api:{caller(request).key_id}"


def _draft(portal: Portal, verification_id: str) -> Draft:
    draft = portal.drafts.find(verification_id)
    if draft is None:
        raise Refused(Kind.NOT_FOUND, "No verification of that id waits for files.")
    return draft


def _files_of(portal: Portal, draft: Draft) -> list[tuple[str, str | None]]:
    return [(upload.file, upload.type) for upload in claim_of(portal, draft.claim_json).uploads]


def _reader(portal: Portal, draft: Draft, position: int) -> Callable[[], bytes]:
    def read() -> bytes:
        data = portal.drafts.file(draft.verification_id, position)
        if data is None:
            raise Refused(Kind.CONFLICT, "A file was replaced meanwhile; submit again.")
        return data

    return read


def _unkept(_answer: bytes, _writing: Any) -> None:
    """Keep nothing: a submit is the same again by itself."""

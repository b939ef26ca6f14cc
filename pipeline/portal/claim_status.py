"""What an applicant is told of his claim, once he has shown that it is his.

Claim ids can be guessed and leak, so the portal asks for a second thing that the applicant has typed: his
birth date, or the last six digits of his telephone number. A wrong one, and a claim that is not there, get
the same answer after the same time, and both count against claim and address.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import re
import secrets
import time
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Header, Request

from models.api_key import Scope
from models.audit import Action, AuditEntry
from models.case import Ruled, Run, RunState, Source
from models.claim import Claim
from models.outcome import Outcome
from models.reason import Effect
from pipeline.errors import NotKept
from pipeline.portal.access import Guarded, caller, needs
from pipeline.portal.answers import ClaimStatus
from pipeline.portal.ports import Portal
from pipeline.portal.problems import Kind, Refused, documented
from pipeline.portal.wording import words

router = APIRouter(route_class=Guarded, tags=["claims"])

DIGITS = 6
"""Of the telephone number: a million values, of which five are tried at once and then one in two hours."""
LEAST_SECONDS = 0.2
"""Every answer takes this long at least: finding and unsealing a claim takes some 10 ms."""
_BIRTH_DATE, _PHONE = "Periksa-Birth-Date", "Periksa-Phone-Digits"
_ADDRESS = "Periksa-Applicant-Address"
_CLAIM_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
_STAGES = {
    Ruled.ACCEPT: "forwarded",
    Ruled.ASK_AGAIN: "to_be_mended",
    Ruled.REJECT: "decided",
    Ruled.ESCALATE: "with_officer",
}
"""What an applicant is told of a decision; how a claim was rejected the institution tells him itself."""
_key = secrets.token_bytes(32)


@router.get(
    "/claims/{claim_id}/status",
    operation_id="getClaimStatus",
    openapi_extra=needs(Scope.CLAIMS_STATUS),
    responses=documented(Kind.NOT_FOUND, Kind.INVALID),
)
def status(
    request: Request,
    claim_id: str,
    birth_date: Annotated[
        str | None,
        Header(alias=_BIRTH_DATE, pattern=r"^\d{4}-\d{2}-\d{2}$", description="The applicant's."),
    ] = None,
    phone_digits: Annotated[
        str | None,
        Header(alias=_PHONE, pattern=r"^\d{6}$", description="The last six of the number that was typed."),
    ] = None,
    address: Annotated[
        str | None,
        Header(
            alias=_ADDRESS,
            max_length=64,
            description="IP address from which the applicant asks the portal; none: the caller's own.",
        ),
    ] = None,
) -> ClaimStatus:
    """Tell an applicant how his claim stands; one of the two headers must be his."""
    portal: Portal = request.app.state.portal
    begun = time.monotonic()
    if (birth_date is None) == (phone_digits is None):
        raise Refused(Kind.INVALID, errors=[("header", f"send one of {_BIRTH_DATE} and {_PHONE}")])
    place = address or (request.client.host if request.client else "unknown")
    claim = claim_id if _CLAIM_ID.fullmatch(claim_id) else "no claim's id"
    for tries, name in ((portal.claim_tries, claim), (portal.address_tries, place)):
        if wait := tries.wait_for(name):
            raise Refused(Kind.RATE, headers={"Retry-After": str(math.ceil(wait))})
    run, typed = _found(portal, claim_id)
    given = f"birth:{birth_date}" if birth_date else f"phone:{phone_digits}"
    is_his = _is_one_of(given, list(_factors(typed)) if typed else [])
    time.sleep(max(0.0, LEAST_SECONDS - (time.monotonic() - begun)))
    if run is None or not is_his:
        portal.claim_tries.take(claim)
        portal.address_tries.take(place)
        raise Refused(Kind.NOT_FOUND, "No claim fits this id together with what was sent.")
    who = f"api:{caller(request).key_id}"
    portal.audit.append(AuditEntry(who, Action.STATUS_ASKED, run.claim_id, run.verification_id))
    return _told(portal, run)


def _found(portal: Portal, claim_id: str) -> tuple[Run | None, Claim | None]:
    """Return the claim's newest verification and what was typed, or nothing."""
    if not _CLAIM_ID.fullmatch(claim_id):
        return None, None
    try:
        real = (run for run in portal.cases.runs(claim_id) if run.source is not Source.KNOWN_ANSWER)
        run = next(real, None)
        return run, portal.read_claim(portal.cases.manifest(run.verification_id)) if run else None
    except NotKept:  # forgotten this very moment
        return None, None


def _factors(claim: Claim) -> Iterator[str]:
    """What the one who claims has typed of himself: the heir's birth date where there is one."""
    person = claim.claimant or claim.participant
    if person.birth_date is not None:
        yield f"birth:{person.birth_date.isoformat()}"
    digits = re.sub(r"\D", "", claim.participant.phone or "")
    if len(digits) >= DIGITS + 2:
        yield f"phone:{digits[-DIGITS:]}"


def _is_one_of(given: str, known: list[str]) -> bool:
    """Compare keyed hashes, always as many: how long it takes tells nothing."""
    wanted = _hashed(given)
    padded = [*known, *[secrets.token_hex(16)] * 2][:2]
    return sum(hmac.compare_digest(wanted, _hashed(one)) for one in padded) > 0


def _hashed(text: str) -> bytes:
    return hmac.new(_key, text.encode(), hashlib.sha256).digest()


def _told(portal: Portal, run: Run) -> ClaimStatus:
    steps: list[str] = []
    ruling = portal.cases.told_ruling(run.verification_id)
    message = ruling.message if ruling else None
    if run.state in {RunState.QUEUED, RunState.RUNNING}:
        stage = "received"
    elif run.outcome is Outcome.CLEAR:
        stage = "forwarded"
    elif run.outcome is Outcome.RESUBMIT:
        stage = "to_be_mended"
        steps = [
            f"{reason.message_id} {reason.remedy_id or ''}".strip()
            for reason in portal.cases.report(run.verification_id).reasons
            if reason.effect is Effect.RESUBMIT
        ]
    else:
        stage = _STAGES[ruling.ruled] if ruling else "with_officer"
    told = {"claim_id": run.claim_id, "stage": stage, "text_id": words()["status"][stage]}
    return ClaimStatus.model_validate(told | {"steps": list(dict.fromkeys(steps)), "message_id": message})

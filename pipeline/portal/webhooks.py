"""Webhooks: who is called when a verification ends, how the calls went, and calling again."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from models.api_key import Scope
from models.audit import Action, AuditEntry
from models.webhook import Endpoint
from pipeline.errors import IntakeError
from pipeline.portal.access import Guarded, caller, needs
from pipeline.portal.addresses import Refusal, target_of
from pipeline.portal.answers import (
    DeliveryPage,
    DeliveryView,
    NewWebhook,
    WebhookList,
    WebhookWithSecret,
    delivery_of,
    webhook_of,
)
from pipeline.portal.ports import Portal
from pipeline.portal.problems import Kind, Refused, documented
from pipeline.portal.repeat import PARAMETER, Keep, once

router = APIRouter(route_class=Guarded, tags=["webhooks"])
_SCOPE = needs(Scope.WEBHOOKS)
_WHY = {
    "not_a_url": "is no URL of a host, without a name, a password or a fragment",
    "not_https": "must begin with https://",
    "address_not_allowed": "leads to a private, local or reserved address",
}


@router.post(
    "/webhooks",
    status_code=201,
    operation_id="createWebhook",
    openapi_extra=_SCOPE | {"parameters": [PARAMETER]},
    responses={
        201: {"model": WebhookWithSecret, "description": "Registered; the secret is shown this once."},
        **documented(Kind.MALFORMED, Kind.CONFLICT, Kind.INVALID, Kind.REUSED),
    },
)
async def create(request: Request, wanted: NewWebhook) -> Response:
    """Register an address that is called when a verification ends."""
    portal: Portal = request.app.state.portal
    try:
        target_of(wanted.url, portal.allowed)
    except Refusal as why:
        raise Refused(Kind.INVALID, errors=[("/url", _WHY[str(why)])]) from None

    def work(_keep: Keep) -> tuple[bytes, bool]:
        try:
            made = portal.endpoints.create(caller(request).client, wanted.url)
        except IntakeError as why:
            raise Refused(Kind.CONFLICT, str(why)) from None
        _note(portal, request, f"created {made.endpoint_id[:8]}")
        return _with_secret(made).model_dump_json().encode(), False

    answer = await once(request, hashlib.sha256(wanted.url.encode()).digest(), work)
    return Response(answer, 201, media_type="application/json")


@router.get("/webhooks", operation_id="listWebhooks", openapi_extra=_SCOPE)
def listed(request: Request) -> WebhookList:
    """List the caller's endpoints."""
    portal: Portal = request.app.state.portal
    return WebhookList(items=[webhook_of(one) for one in portal.endpoints.of(caller(request).client)])


@router.delete(
    "/webhooks/{endpoint_id}", status_code=204, operation_id="deleteWebhook", openapi_extra=_SCOPE,
    responses=documented(Kind.NOT_FOUND, Kind.INVALID),
)  # fmt: skip
def delete(request: Request, endpoint_id: str) -> Response:
    """Call an endpoint no more; what it was not told yet it is not told."""
    portal: Portal = request.app.state.portal
    if not portal.endpoints.delete(endpoint_id, caller(request).client):
        raise _unknown()
    _note(portal, request, f"deleted {endpoint_id[:8]}")
    return Response(status_code=204)


@router.post(
    "/webhooks/{endpoint_id}/secret", operation_id="rotateWebhookSecret", openapi_extra=_SCOPE,
    responses=documented(Kind.NOT_FOUND, Kind.INVALID),
)  # fmt: skip
def rotate(request: Request, endpoint_id: str) -> WebhookWithSecret:
    """Give an endpoint a new secret; for 24 hours calls are signed with the old one as well."""
    portal: Portal = request.app.state.portal
    fresh = portal.endpoints.rotate(endpoint_id, caller(request).client)
    if fresh is None:
        raise _unknown()
    _note(portal, request, f"secret of {endpoint_id[:8]} changed")
    return _with_secret(fresh)


@router.get(
    "/webhooks/{endpoint_id}/deliveries", operation_id="listDeliveries", openapi_extra=_SCOPE,
    responses=documented(Kind.NOT_FOUND, Kind.INVALID),
)  # fmt: skip
def deliveries(
    request: Request,
    endpoint_id: str,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(pattern=r"^[1-9]\d{0,17}$")] = None,
) -> DeliveryPage:
    """List what an endpoint was told and how that went, the newest first."""
    portal: Portal = request.app.state.portal
    _own(portal, request, endpoint_id)
    found = portal.deliveries.of(endpoint_id, after=int(cursor or 0), most=limit + 1)
    more = str(found[limit - 1].number) if len(found) > limit else None
    return DeliveryPage(items=[delivery_of(one) for one in found[:limit]], next_cursor=more)


@router.post(
    "/webhooks/{endpoint_id}/deliveries/{event_id}/resend", status_code=202,
    operation_id="resendDelivery", openapi_extra=_SCOPE,
    responses=documented(Kind.NOT_FOUND, Kind.INVALID),
)  # fmt: skip
def resend(request: Request, endpoint_id: str, event_id: str) -> DeliveryView:
    """Tell an endpoint of an event again, under the same event id."""
    portal: Portal = request.app.state.portal
    _own(portal, request, endpoint_id)
    again = portal.deliveries.send_again(endpoint_id, event_id)
    if again is None:
        raise Refused(Kind.NOT_FOUND, "There is no event of that id (any more).")
    return delivery_of(again)


def _own(portal: Portal, request: Request, endpoint_id: str) -> Endpoint:
    found = portal.endpoints.find(endpoint_id, caller(request).client)
    if found is None:
        raise _unknown()
    return found


def _unknown() -> Refused:
    return Refused(Kind.NOT_FOUND, "You have no endpoint of that id.")


def _with_secret(endpoint: Endpoint) -> WebhookWithSecret:
    return WebhookWithSecret(**webhook_of(endpoint).model_dump(), secret=endpoint.secrets[0])


def _note(portal: Portal, request: Request, why: str) -> None:
    portal.audit.append(AuditEntry(f"api:{caller(request).key_id}", Action.WEBHOOK_CHANGED, why=why))

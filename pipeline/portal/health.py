"""Alive, and ready: for whatever watches the server. Open to all, so nothing is told that is anybody's."""

from __future__ import annotations

from fastapi import APIRouter, Request

from pipeline.portal.access import OPEN, Guarded
from pipeline.portal.answers import Alive, Ready
from pipeline.portal.ports import Portal
from pipeline.portal.problems import Kind, Refused, documented

router = APIRouter(route_class=Guarded, tags=["health"])


@router.get("/health", operation_id="health", openapi_extra=OPEN)
def health() -> Alive:
    """Tell that the process answers."""
    return Alive()


@router.get("/ready", operation_id="ready", openapi_extra=OPEN, responses=documented(Kind.UNAVAILABLE))
def ready(request: Request) -> Ready:
    """Tell whether the database answers and the engines are loaded, and how long claims wait."""
    portal: Portal = request.app.state.portal
    found = portal.ready()
    missing = [name for name in ("database", "engines") if not getattr(found, name)]
    if missing:
        errors = [(name, "is not ready") for name in missing]
        raise Refused(Kind.UNAVAILABLE, errors=errors, headers={"Retry-After": "5"})
    return Ready(waiting=found.waiting, oldest_seconds=round(found.oldest_seconds, 1))

"""Calls to the portal's callers when a verification ends: to whom, about what, and how they went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    """``given_up``: tried for a day; it can be sent again by hand."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class Endpoint:
    """Where a client wants to be called; the secrets sign the calls and are shown once."""

    endpoint_id: str
    client: str
    url: str
    created_at: datetime
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """The secret in force first; for a day after a rotation the old one too."""


@dataclass(frozen=True)
class Delivery:
    """One event for one endpoint.

    Attributes:
        next_at: when it is tried next, while it is waiting.
        first_at: when it was tried first (again, if it was sent again by hand); None before.
        last_status: HTTP status of the last answer; None where there was none.
        last_fault: why the last attempt failed, a word without addresses or values.
    """

    number: int
    endpoint_id: str
    event_id: str
    state: DeliveryState
    attempts: int
    next_at: datetime
    first_at: datetime | None = None
    last_at: datetime | None = None
    last_status: int | None = None
    last_fault: str | None = None

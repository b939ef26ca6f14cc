"""Who may ask the portal for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key opens; a key may have several."""

    VERIFICATIONS_WRITE = "verifications:write"
    VERIFICATIONS_READ = "verifications:read"
    REPORTS_FULL = "reports:full"
    PRE_CHECK = "pre-check"
    CLAIMS_STATUS = "claims:status"
    WEBHOOKS = "webhooks"


@dataclass(frozen=True)
class ApiKey:
    """One key, without its token, which nobody keeps.

    Attributes:
        key_id: the part of the token that may be shown.
        client: the first key of a chain of rotated ones: limits and repeated requests go by it.
        expires_at: end of the time in which a rotated key is still taken; None for one in use.
    """

    key_id: str
    client: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def opens(self, now: datetime) -> bool:
        """Tell whether it is neither revoked nor past its time."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

"""How a webhook call proves that it is ours, and how its receiver checks that.

    Periksa-Event-Id: 3f0e...            one id for one event, also when it is sent again
    Periksa-Timestamp: 1795687200        seconds since 1970, of this attempt
    Periksa-Signature: v1=5a1f...        HMAC-SHA-256 (hex) of "<timestamp>.<raw body>" with the secret

For a day after a rotation there are two, the new secret's first: ``v1=...,v1=...``. A receiver takes the call
if one fits, and the timestamp is not old.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

EVENT_ID = "Periksa-Event-Id"
TIMESTAMP = "Periksa-Timestamp"
SIGNATURE = "Periksa-Signature"
TOLERANCE = 300
"""Seconds that a receiver may let pass between timestamp and arrival."""


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Return one signature; the secret's text (``whsec_...``) is the key as it is."""
    signed = str(timestamp).encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def headers_for(event_id: str, secrets: Sequence[str], timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a call."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "periksa-webhook/1",
        EVENT_ID: event_id,
        TIMESTAMP: str(timestamp),
        SIGNATURE: ",".join(signature(secret, timestamp, body) for secret in secrets),
    }


def is_ours(secret: str, headers: dict[str, str], body: bytes, now: float) -> bool:
    """Tell whether a call is signed with this secret and fresh; header names in any case."""
    told = {name.lower(): value for name, value in headers.items()}
    stamp = told.get(TIMESTAMP.lower(), "")
    if not (stamp.isascii() and stamp.isdigit()) or abs(now - int(stamp[:12])) > TOLERANCE:
        return False
    expected = signature(secret, int(stamp[:12]), body).encode()
    given = told.get(SIGNATURE.lower(), "").split(",")
    return any(hmac.compare_digest(expected, one.strip().encode()) for one in given)

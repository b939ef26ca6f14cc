"""What is written down when somebody looks at a claim, decides about it, or changes what is kept.

An entry names who, what, when and why with ids alone: the audit outlives the claims it tells of, so it may
hold no value of a person. A value that was searched for is kept as a keyed index only (``Searched``).

>>> AuditEntry("operator:1000", Action.FORGOTTEN, claim_id="JHT-1", why="asked by letter 12/2026").why
'asked by letter 12/2026'
>>> AuditEntry("operator:1000", Action.FORGOTTEN, claim_id="JHT-1", why="NIK 3273 0147 0890 9003")
Traceback (most recent call last):
ValueError: a reason may hold no long number and no mail address: it outlives the claim
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LONGEST_WHO = 100
LONGEST_REASON = 500
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[-.]\d{1,2}[-.]\d{4}\b")
_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){8}")
"""Nine digits, however they are grouped: a telephone number has that many at least; days are let through."""


class Action(StrEnum):
    """What was done. Add freely; a word that was used once is never taken out or given another meaning."""

    # claims
    ACCEPTED = "accepted"
    VERIFIED = "verified"
    RULED = "ruled"
    CORRECTED = "corrected"
    ASSIGNED = "assigned"
    SECOND_READ = "second_read"
    DISAGREEMENT_SEEN = "disagreement_seen"
    SAMPLE_ADDED = "sample_added"
    SAMPLE_REMOVED = "sample_removed"
    # seen
    CLAIM_VIEWED = "claim_viewed"
    REPORT_VIEWED = "report_viewed"
    EVIDENCE_VIEWED = "evidence_viewed"
    UPLOAD_VIEWED = "upload_viewed"
    STATUS_ASKED = "status_asked"
    SEARCHED = "searched"
    EXPORTED = "exported"
    # the law
    FROZEN = "frozen"
    UNFROZEN = "unfrozen"
    FORGOTTEN = "forgotten"
    EXPIRED = "expired"
    AUDIT_SHORTENED = "audit_shortened"
    # keys, accounts and doors
    KEYS_ROTATED = "keys_rotated"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    ACCOUNT_CHANGED = "account_changed"
    API_KEY_CHANGED = "api_key_changed"
    WEBHOOK_CHANGED = "webhook_changed"
    ACCESS_REFUSED = "access_refused"


@dataclass(frozen=True)
class Searched:
    """A value that somebody looked for; the audit keeps a keyed index of it."""

    kind: str
    value: str = field(repr=False)


@dataclass(frozen=True)
class AuditEntry:
    """What is to be written down; number, time and hashes come from the audit itself.

    Attributes:
        who: a user's or key's id, or a part of the system: ``officer:17``, ``api:k3``, ``system:retention``.
        claim_id: the claim concerned, where there is one.
        verification_id: the run concerned, where it is one run.
        why: the reason that was given, 500 characters at most, without values of persons.
    """

    who: str
    what: Action
    claim_id: str | None = None
    verification_id: str | None = None
    why: str = ""
    searched: Searched | None = None

    def __post_init__(self) -> None:
        if not self.who or len(self.who) > LONGEST_WHO:
            raise ValueError(f"who did it is told in 1 to {LONGEST_WHO} characters")
        if problem := problem_in_reason(self.why):
            raise ValueError(problem)


@dataclass(frozen=True)
class AuditRow:
    """An entry as it was written: the ``number``-th, at ``at`` (UTC)."""

    number: int
    at: datetime
    entry: AuditEntry


def problem_in_reason(text: str) -> str | None:
    """Return why a text may not be kept as a reason, without repeating it, or None where it may.

    A name cannot be told from other words; whoever types a reason must not name people.
    """
    if len(text) > LONGEST_REASON:
        return f"a reason has {LONGEST_REASON} characters at most"
    if not text.isprintable():
        return "a reason is one line"
    if "@" in text or _LONG_NUMBER.search(_DAY.sub(" day ", text)):
        return "a reason may hold no long number and no mail address: it outlives the claim"
    return None


def named_in_reason(name: str) -> str:
    """Return an account's or a key's name as a reason may hold it: shortened where it looks like a number.

    Random ids are at times nine digits in a row, and offices call accounts by their staff's numbers.

    >>> named_in_reason("rina"), named_in_reason("a1234567890b")
    ('rina', 'a12...90b')
    """
    return name if problem_in_reason(name) is None else f"{name[:3]}...{name[-3:]}"

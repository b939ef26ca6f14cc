"""The officers' desk: who may work at it, and the queue of flagged claims as it is asked for and answered.

Ids, times and counts only; what is in a claim comes from its report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.case import Review
from models.outcome import Risk

JAKARTA = ZoneInfo("Asia/Jakarta")
"""Whose days are counted."""
RANKS = (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
"""The order of the queue: a risk's place here is its rank in the database."""


class Role(StrEnum):
    """What somebody may do at the desk; one each.

    An officer decides; a supervisor decides too, and sees figures; an auditor sees who saw what and changes
    nothing; an admin sees accounts and no claim.
    """

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True)
class DeskUser:
    """An account. ``name`` is what its owner signs in with, and his id in rulings and in the audit.

    ``login``: what the provider of sign-ins calls him; None: by the account's name.
    """

    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None = None
    failures: int = 0
    locked_until: datetime | None = None
    login: str | None = None


@dataclass(frozen=True)
class DeskSession:
    """Somebody who is signed in, since when."""

    user: DeskUser
    began_at: datetime
    token: str = field(repr=False)


@dataclass(frozen=True)
class SignIn:
    """What belongs to a sign-in that is under way at a provider, and is told to nobody before it is over."""

    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


Place = tuple[int, datetime, str]
"""Of a task in the queue: rank, when it was opened, verification id."""


@dataclass(frozen=True)
class QueueWanted:
    """What the queue is narrowed to; None: everything that waits.

    Attributes:
        code: of a reason; ``officer``: who works on it; ``free_for``: not with anybody but this one.
        opened_before: only tasks at least that old.
        waits: those that wait for a second officer or a supervisor, instead of open ones.
        after, before: place of the last task of the page before, or of the first one of the page after.
    """

    programme: str | None = None
    code: str | None = None
    officer: str | None = None
    free_for: str | None = None
    opened_before: datetime | None = None
    waits: bool = False
    after: Place | None = None
    before: Place | None = None
    most: int = 25


@dataclass(frozen=True)
class Task:
    """A flagged claim in the queue."""

    review: Review
    rank: int
    programme: str
    cause: str
    channel: str
    submitted_at: datetime
    codes: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Where it stands in the queue."""
        return self.rank, self.review.opened_at, self.review.verification_id

    @property
    def risk(self) -> Risk:
        """The machine's word."""
        return RANKS[self.rank]


@dataclass(frozen=True)
class QueueCounts:
    """How much waits now: by risk, late by the service level, with one officer, for a second one."""

    by_risk: dict[Risk, int]
    late: int
    mine: int
    second: int

    @property
    def open(self) -> int:
        """All that are open."""
        return sum(self.by_risk.values())


@dataclass(frozen=True)
class DayFigures:
    """One day (Jakarta's): verifications finished by outcome, rulings by word."""

    day: date
    clear: int = 0
    review: int = 0
    resubmit: int = 0
    accepted: int = 0
    asked: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Figures:
    """What a supervisor looks at.

    Attributes:
        at: when it was counted.
        days: every day of the period, the oldest first, empty ones too.
        reasons: of flagged claims: code, and how often on each of the days.
        waiting: open tasks and how old they are: (hours at most, count); the last one is without end.
        officers: name, rulings, how many were looked at by a second officer, with how many he agreed.
        taken_back: rulings that were taken back; ``corrected``: verifications with a corrected reading.
    """

    at: datetime
    days: tuple[DayFigures, ...]
    reasons: dict[str, tuple[int, ...]]
    waiting: tuple[tuple[int | None, int], ...]
    officers: tuple[tuple[str, int, int, int], ...]
    taken_back: int
    corrected: int

"""What the desk is handed: stores, renderers, and the few figures that an institution sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import SystemRandom
from typing import Any, Protocol

from models.agreement import Agreement, SecondRead
from models.audit import AuditEntry, AuditRow
from models.case import (
    CaseMark,
    Correction,
    KeptCorrection,
    KeptRuling,
    Review,
    ReviewState,
    Ruled,
    Ruling,
    Run,
)
from models.claim import Claim
from models.desk import DeskSession, DeskUser, Figures, QueueCounts, QueueWanted, Role, SignIn, Task
from models.report import Report
from pipeline.desk.provider import Provider


class Officers(Protocol):
    """What officers do with a verification."""

    def review(self, verification_id: str) -> Review:
        """Return the task; NotKept where there is none."""

    def assign(self, verification_id: str, officer: str | None, *, version: int, along: Any) -> Review:
        """Give it to an officer or to nobody; ChangedMeanwhile."""

    def rule(
        self,
        verification_id: str,
        ruling: Ruling,
        *,
        version: int,
        then: ReviewState,
        tell_at: datetime | None = None,
        read_again_at: datetime | None = None,
        along: Any,
    ) -> KeptRuling:
        """Add a ruling; ChangedMeanwhile, ClaimFrozen."""

    def rulings(self, verification_id: str) -> tuple[KeptRuling, ...]:
        """Return every ruling, the oldest first."""

    def correct(self, verification_id: str, correction: Correction, *, along: Any) -> KeptCorrection:
        """Add a correction."""

    def corrections(self, verification_id: str) -> tuple[KeptCorrection, ...]:
        """Return every correction, the oldest first."""


class Cases(Protocol):
    """Kept claims. All raise NotKept where there is no such thing."""

    @property
    def officers(self) -> Officers:
        """What officers do."""

    def run(self, verification_id: str) -> Run:
        """Return what is known in the clear."""

    def current(self, claim_id: str) -> Run | None:
        """Return the claim's newest finished verification."""

    def find(self, kind: CaseMark, text: str, most: int = 200) -> tuple[Run, ...]:
        """Return verifications by a value."""

    def manifest(self, verification_id: str) -> bytes:
        """Return claim.json."""

    def report(self, verification_id: str) -> Report:
        """Return the report."""

    def evidence_names(self, verification_id: str) -> tuple[str, ...]:
        """Return the names of the kept pictures."""

    def evidence(self, verification_id: str, name: str) -> bytes:
        """Return one of them."""


class Queue(Protocol):
    """The tasks."""

    def page(self, wanted: QueueWanted) -> tuple[Task, ...]:
        """Return a page."""

    def task(self, verification_id: str) -> Task | None:
        """Return one."""

    def counts(self, officer: str, late_before: datetime) -> QueueCounts:
        """Return how much waits."""

    def officers(self) -> tuple[str, ...]:
        """Return who has open tasks."""


class Users(Protocol):
    """Accounts and sessions."""

    def every(self) -> list[DeskUser]:
        """Return all accounts."""

    def find(self, name: str) -> tuple[DeskUser, str] | None:
        """Return one and its password's hash."""

    def add(self, name: str, role: Role, password_hash: str, *, login: str | None = None, along: Any) -> bool:
        """Make an account; False: the name is taken."""

    def of_login(self, login: str) -> DeskUser | None:
        """Return whom the provider calls so."""

    def pin(self, name: str, subject: str) -> bool:
        """Bind it to the provider's id; False: it is another's."""

    def failed(self, name: str, *, along: Any) -> datetime | None:
        """Count a wrong password; until when it waits."""

    def begin(self, name: str, *, along: Any) -> str:
        """Sign in; returns the token."""

    def session(self, token: str, idle: timedelta, longest: timedelta) -> DeskSession | None:
        """Return who holds the token."""

    def end(self, token: str, *, along: Any) -> None:
        """Sign out."""


class SignIns(Protocol):
    """Sign-ins that are under way at the provider."""

    def begin(self, state: str, browser: str, one: SignIn) -> None:
        """Keep what belongs to one."""

    def take(self, state: str, browser: str) -> SignIn | None:
        """Return it, once, to the same browser."""


class FiguresStore(Protocol):
    """Counts for supervisors."""

    def of(self, last: date, days: int, now: datetime) -> Figures:
        """Return the figures of some days."""


class AgreementStore(Protocol):
    """How officers agree."""

    def of(self, since: datetime, now: datetime) -> Agreement:
        """Return it from then on."""


class SecondReads(Protocol):
    """Decided cases that another officer reads without seeing the decision."""

    def waiting(self, officer: str, now: datetime, most: int = 50) -> tuple[SecondRead, ...]:
        """Return what this officer may read now."""

    def hidden_from(self, verification_id: str, officer: str, now: datetime) -> SecondRead | None:
        """Return the unread one of a case whose decision this officer must not see."""

    def read(
        self, number: int, officer: str, ruled: Ruled, codes: tuple[str, ...], note: str, *, along: Any
    ) -> None:
        """Add his word; ChangedMeanwhile."""

    def seen(self, number: int, supervisor: str, *, along: Callable[[SecondRead], Any]) -> bool:
        """Note that a supervisor took note of a disagreement; False: there is none that waits for it."""


class Audit(Protocol):
    """Who did what."""

    def append(self, entry: AuditEntry, writing: Any = None) -> int:
        """Write it down."""

    def of_claim(self, claim_id: str) -> list[AuditRow]:
        """Return everything that was done to a claim."""

    def latest(self, before: int | None = None, most: int = 100) -> list[AuditRow]:
        """Return the newest rows, the newest first."""


class Label(Protocol):
    """A short name in both languages."""

    @property
    def id(self) -> str:
        """Indonesian."""

    @property
    def en(self) -> str:
        """English."""


class Wording(Protocol):
    """The report's own words."""

    @property
    def sentences(self) -> Mapping[Any, Any]:
        """Each reason's sentence, with its ``title``."""

    def label(self, kind: str, code: str) -> Label:
        """Return the name of a code."""


def _now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Desk:
    """Everything that the pages work with.

    Attributes:
        words: the words in which reports are told.
        read_claim: bytes of a claim.json -> the claim.
        letter: the applicant's message about a report; ``asking``: the one with these steps (Indonesian).
        hidden: a value -> what is shown of it until somebody asks for it.
        canonical: a value that is searched for -> as it is searched, None where it is no such value.
        service: within which a flagged claim should be decided; ``idle``, ``longest``: of a session.
        undo: how long a ruling may be taken back; the portal is told of it after that.
        read_again: share of decided cases that another officer reads blindly; ``chance``: 0 to 1, for each.
        passwords: accounts may sign in by their own passwords.
        provider: of sign-ins, None: there is none; ``new_role``: of accounts that it makes, None: none.
    """

    cases: Cases
    queue: Queue
    users: Users
    sign_ins: SignIns
    figures: FiguresStore
    agreement: AgreementStore
    reads: SecondReads
    audit: Audit
    words: Wording
    read_claim: Callable[[bytes], Claim]
    letter: Callable[[Report], str]
    asking: Callable[[Report, Sequence[str]], str]
    hidden: Callable[[str], str]
    canonical: Callable[[CaseMark, str], str | None]
    service: timedelta = timedelta(hours=24)
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=10)
    undo: timedelta = timedelta(minutes=10)
    read_again: float = 0.0
    chance: Callable[[], float] = field(default=SystemRandom().random)
    passwords: bool = True
    provider: Provider | None = None
    new_role: Role | None = None
    clock: Callable[[], datetime] = field(default=_now)

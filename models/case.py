"""A kept claim: its verifications, their states, and what officers do with them. Ids and times, no values.

A claim is verified again when its files, the software or the policy changed; every verification is kept,
and the newest finished one is the claim's current one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from models.outcome import Outcome, Risk


class Source(StrEnum):
    """Through which door a verification was asked for.

    ``KNOWN_ANSWER``: nobody's claim, put among the officers' cases to see how often they are right. It is
    left out wherever claims are told of, counted, handed out or past their time.
    """

    BATCH = "batch"
    PORTAL = "portal"
    REPLAY = "replay"
    KNOWN_ANSWER = "known_answer"


class RunState(StrEnum):
    """How far a verification is; ``set_aside``: the machine failed at it and nobody will try again."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    SET_ASIDE = "set_aside"


class EventKind(StrEnum):
    """What outsiders are told of."""

    FINISHED = "verification.finished"
    SET_ASIDE = "verification.set_aside"
    RULED = "verification.ruled"


class CaseMark(StrEnum):
    """By what a claim is found; ``name_word`` is one word of a name."""

    NIK = "nik"
    KPJ = "kpj"
    ACCOUNT = "account"
    PHONE = "phone"
    NAME = "name"
    NAME_WORD = "name_word"


class ReviewState(StrEnum):
    """How far an officer's work is; ``superseded``: a newer verification of the claim took its place."""

    OPEN = "open"
    WAITING = "waiting"
    DECIDED = "decided"
    SUPERSEDED = "superseded"


class Ruled(StrEnum):
    """What an officer says; the machine never rejects."""

    ACCEPT = "accept"
    ASK_AGAIN = "ask_again"
    REJECT = "reject"
    ESCALATE = "escalate"


@dataclass(frozen=True)
class Uploaded:
    """One file of a claim as it came: its plain name, what the applicant says it is, its bytes.

    Attributes:
        data: the bytes, or how to get them: a claim may have more than should be in memory at once.
    """

    name: str = field(repr=False)
    declared: str | None = field(repr=False)
    data: bytes | Callable[[], bytes] = field(repr=False)

    def content(self) -> bytes:
        """Return the bytes."""
        return self.data if isinstance(self.data, bytes) else self.data()


@dataclass(frozen=True)
class Accepted:
    """A claim that is kept; ``again``: it was there before, with the same input."""

    verification_id: str
    again: bool


@dataclass(frozen=True)
class Run:
    """One verification of a claim.

    Attributes:
        submitted_at: when the applicant submitted, by claim.json; ``received_at``: when it came here.
        current: it is the newest finished one of its claim.
        attempts: how often a worker began it.
        fault: name of the fault for which it was set aside.
        software, policy: by which it was made; '' until it is finished.
    """

    verification_id: str
    claim_id: str
    source: Source
    state: RunState
    programme: str
    cause: str
    channel: str
    submitted_at: datetime
    received_at: datetime
    finished_at: datetime | None
    current: bool
    outcome: Outcome | None
    risk: Risk | None
    attempts: int
    fault: str | None
    software: str
    policy: str


@dataclass(frozen=True)
class Job:
    """A verification that one worker has leased: nobody else takes it before ``lease_until``."""

    verification_id: str
    claim_id: str
    worker: str
    attempt: int
    lease_until: datetime


@dataclass(frozen=True)
class Event:
    """Something that happened to a verification, told outside at least once, under one id for ever.

    Attributes:
        ruling: number of the ruling that is told of; 0: it is no ruling.
    """

    number: int
    event_id: str
    verification_id: str
    claim_id: str
    kind: EventKind
    created_at: datetime
    ruling: int = 0


@dataclass(frozen=True)
class ToldRuling:
    """An officer's decision as outsiders are told of it, when it cannot be taken back any more.

    Attributes:
        at: when it was made.
        message: what the applicant is to read, Indonesian; None where he is not asked again.
    """

    ruled: Ruled
    at: datetime
    message: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class KeptUpload:
    """What is known of one upload without opening it; ``position`` counts from 0."""

    position: int
    name: str = field(repr=False)
    declared: str | None = field(repr=False)
    size: int


@dataclass(frozen=True)
class Review:
    """An officer's task: one verification to decide on.

    Attributes:
        version: counts every change; who writes names the one he saw.
        officer, since: who works on it and since when; None while nobody does.
    """

    verification_id: str
    claim_id: str
    state: ReviewState
    opened_at: datetime
    officer: str | None
    since: datetime | None
    version: int


@dataclass(frozen=True)
class Ruling:
    """What an officer decided; added, never edited.

    Attributes:
        codes: codes of reasons that he ticked.
        note: his words.
        message: what the applicant is told, where he is asked again.
        approves: number of the ruling that this one confirms (four eyes).
        voids: number of the ruling that this one takes back.
    """

    officer: str
    ruled: Ruled
    note: str = field(default="", repr=False)
    codes: tuple[str, ...] = ()
    approves: int | None = None
    voids: int | None = None
    message: str = field(default="", repr=False)


@dataclass(frozen=True)
class KeptRuling:
    """A ruling as it is kept, with its number and time, and the number of the one that took it back."""

    number: int
    verification_id: str
    at: datetime
    ruling: Ruling
    voided_by: int | None = None


@dataclass(frozen=True)
class Correction:
    """A value that an officer read otherwise than the machine; None: it is there and cannot be read.

    Attributes:
        document: place of the document in the report's list, from 0.
        field_name: the field's name in the contract.
    """

    officer: str
    document: int
    field_name: str
    value: str | None = field(repr=False)
    machine: str | None = field(repr=False)
    why: str = field(default="", repr=False)


@dataclass(frozen=True)
class KeptCorrection:
    """A correction as it is kept."""

    number: int
    verification_id: str
    at: datetime
    correction: Correction

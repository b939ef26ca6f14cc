"""What the portal is handed: the stores, and the two things that it asks of the pipeline.

Protocols, since the portal knows no other room; pipeline/store/portal.py and serving.py fill them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from models.api_key import ApiKey
from models.audit import AuditEntry
from models.case import Accepted, Event, Run, Source, ToldRuling, Uploaded
from models.claim import Claim
from models.draft import Draft
from models.pre_check import PreChecked
from models.repeated import Seen as Repeated
from models.report import Report, ReportReason
from models.webhook import Delivery, Endpoint
from pipeline.portal.addresses import Network
from pipeline.portal.rates import Buckets

MEBI = 1024 * 1024
Along = Callable[[Any], None]


class Cases(Protocol):
    """Kept claims."""

    def accept(
        self, claim_json: bytes, claim: Claim, uploads: Sequence[Uploaded], source: Source, *,
        digest: str | None = None, verification_id: str | None = None, along: Along = ...,
    ) -> Accepted:  # fmt: skip
        """Keep a claim for verification, once for the same digest."""

    def run(self, verification_id: str) -> Run:
        """Return a verification; ``NotKept`` where there is none."""

    def runs(self, claim_id: str) -> tuple[Run, ...]:
        """Return a claim's verifications, the newest first."""

    def report(self, verification_id: str) -> Report:
        """Return its report; ``NotKept`` where there is none."""

    def manifest(self, verification_id: str) -> bytes:
        """Return claim.json as it came."""

    def evidence_names(self, verification_id: str) -> tuple[str, ...]:
        """Return the names of the report's pictures."""

    def evidence(self, verification_id: str, name: str) -> bytes:
        """Return one of them."""

    def events_of(self, verification_id: str) -> tuple[Event, ...]:
        """Return what happened to a verification."""

    def told_ruling(self, verification_id: str) -> ToldRuling | None:
        """Return the officers' decision, once it cannot be taken back any more."""


class Keys(Protocol):
    """API keys."""

    def holder_of(self, untrusted_token: str) -> ApiKey | None:
        """Return the key whose token this is."""


class Seen(Protocol):
    """Requests that may be repeated."""

    def begin(self, client: str, idempotency_key: str, request: bytes) -> Repeated:
        """Take the turn, or say what is known."""

    def answered(
        self, client: str, idempotency_key: str, holder: str, answer: bytes, writing: Any = None
    ) -> None:
        """Keep the answer."""

    def failed(self, client: str, idempotency_key: str, holder: str) -> None:
        """Let the key be used anew."""


class Drafts(Protocol):
    """Claims whose files arrive one by one."""

    def open(self, client: str, claim_id: str, claim_json: bytes) -> Draft:
        """Begin a draft."""

    def find(self, verification_id: str) -> Draft | None:
        """Return a draft."""

    def put(self, verification_id: str, position: int, data: bytes) -> bool:
        """Keep one file."""

    def file(self, verification_id: str, position: int) -> bytes | None:
        """Return one file."""

    def drop(self, verification_id: str) -> None:
        """Forget the draft."""


class Endpoints(Protocol):
    """Webhook endpoints."""

    def create(self, client: str, url: str) -> Endpoint:
        """Register an address; the endpoint carries its secret."""

    def of(self, client: str) -> list[Endpoint]:
        """Return a client's endpoints."""

    def find(self, endpoint_id: str, client: str | None = None) -> Endpoint | None:
        """Return one of them."""

    def rotate(self, endpoint_id: str, client: str) -> Endpoint | None:
        """Give it a new secret, which it carries."""

    def delete(self, endpoint_id: str, client: str) -> bool:
        """Call it no more."""


class Deliveries(Protocol):
    """What was sent to them."""

    def of(self, endpoint_id: str, *, after: int = 0, most: int = 100) -> list[Delivery]:
        """Return an endpoint's deliveries, the newest first."""

    def send_again(self, endpoint_id: str, event_id: str) -> Delivery | None:
        """Send an event anew."""


class Audit(Protocol):
    """Who did what."""

    def append(self, entry: AuditEntry, writing: Any = None) -> int:
        """Write it down."""


@dataclass(frozen=True)
class Readiness:
    """Whether claims can be taken and worked off.

    Attributes:
        database: it answers.
        engines: the processes that verify are loaded.
        waiting: verifications that wait for a worker; ``oldest_seconds``: the one that waits longest.
    """

    database: bool
    engines: bool
    waiting: int = 0
    oldest_seconds: float = 0.0


@dataclass(frozen=True)
class Bounds:
    """How much one request may bring.

    Attributes:
        file_bytes: of one file; ``request_bytes``: of all together; ``claim_bytes``: of claim.json.
        files: how many.
    """

    file_bytes: int = 25 * MEBI
    request_bytes: int = 200 * MEBI
    claim_bytes: int = MEBI
    files: int = 200


@dataclass(frozen=True)
class Portal:
    """Everything that the routes work with.

    Attributes:
        read_claim: bytes of a claim.json -> the claim; raises ``ClaimUnusable`` with the fields at fault.
        pre_check: bytes of a file and the document type that it should be -> what it is, and the reasons in
            words; raises ``EngineError`` where there is no time or no engine for it.
        ready: asks database, engines and queue.
        accepted: called after a claim was taken, so that a worker looks.
        page: kept verifications, by a ``Wanted`` of the store.
        rate: requests of a client; ``claim_tries``, ``address_tries``: wrong answers to the second factor.
    """

    cases: Cases
    keys: Keys
    seen: Seen
    drafts: Drafts
    endpoints: Endpoints
    deliveries: Deliveries
    audit: Audit
    page: Callable[..., tuple[Run, ...]]
    read_claim: Callable[[bytes], Claim]
    pre_check: Callable[[bytes, str], tuple[PreChecked, list[ReportReason]]]
    ready: Callable[[], Readiness]
    accepted: Callable[[], None] = lambda: None
    bounds: Bounds = Bounds()
    allowed: tuple[Network, ...] = ()
    rate: Buckets = field(default_factory=lambda: Buckets(50.0, 200.0))
    claim_tries: Buckets = field(default_factory=lambda: Buckets(1 / 7200, 5.0))
    address_tries: Buckets = field(default_factory=lambda: Buckets(1 / 60, 20.0))
    clock: Callable[[], datetime] = field(default=lambda: datetime.now().astimezone())

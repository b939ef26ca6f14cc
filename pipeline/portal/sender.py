"""The webhook sender: spreads what happened over the endpoints and calls them until they take it.

Threads of the server's process; each call has its own small event loop, so a slow receiver costs one thread.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from models.case import Event, ToldRuling
from models.webhook import Delivery, DeliveryState, Endpoint
from pipeline.errors import StoreError
from pipeline.portal.addresses import Network
from pipeline.portal.caller import Answered, call

log = logging.getLogger("periksa.portal")

PAUSE = 0.5
"""Seconds between two looks for something to do."""
HOUSEKEEPING = 600.0
"""Seconds between two times of forgetting what is over."""


class DeliveryBook(Protocol):
    """What the store keeps of deliveries; see pipeline/store/deliveries.py."""

    def spread(self) -> int:
        """Make the deliveries of events that have none yet."""

    def take(self) -> Delivery | None:
        """Take one that is due."""

    def arrived(self, delivery: Delivery, status: int) -> None:
        """Note that it was taken."""

    def failed(self, delivery: Delivery, status: int | None, fault: str) -> DeliveryState:
        """Note an attempt in vain."""

    def event(self, event_id: str) -> tuple[Event, str | None] | None:
        """Return an event and its outcome."""


class Sender:
    """Starts and stops the threads."""

    def __init__(
        self,
        book: DeliveryBook,
        endpoint_of: Callable[[str], Endpoint | None],
        allowed: Sequence[Network] = (),
        *,
        threads: int = 4,
        sweeps: Sequence[Callable[[], object]] = (),
        watch: Callable[[str], None] = lambda _: None,
        ruling_of: Callable[[Event], ToldRuling | None] = lambda _: None,
    ) -> None:
        """Prepare the threads.

        Args:
            book: the deliveries.
            endpoint_of: an endpoint with its secrets.
            allowed: networks that may be called besides public addresses.
            threads: how many calls are made at once.
            sweeps: what forgets things that are over, now and then.
            watch: is told the state after every attempt.
            ruling_of: the decision that an event tells of, with the applicant's message.
        """
        self._ruling_of = ruling_of
        self._watch = watch
        self._book, self._endpoint_of, self._allowed = book, endpoint_of, tuple(allowed)
        self._sweeps, self._swept = tuple(sweeps), 0.0
        self._stopped = threading.Event()
        works: list[Callable[[], bool]] = [self._spread, *[self._send_one] * threads]
        self._threads = [
            threading.Thread(target=self._keep, args=(work,), name=f"webhooks-{number}", daemon=True)
            for number, work in enumerate(works)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let the calls under way end; what is due stays due."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(20)

    def _keep(self, work: Callable[[], bool]) -> None:
        while not self._stopped.is_set():
            try:
                busy = work()
            except StoreError as fault:
                log.warning("webhooks: %s", fault)
                busy = False
            except Exception as fault:  # noqa: BLE001 - one event must not end the thread; its text may quote
                log.error("webhooks: %s", type(fault).__name__)
                busy = False
            if not busy:
                self._stopped.wait(PAUSE)

    def _spread(self) -> bool:
        if time.monotonic() - self._swept > HOUSEKEEPING:
            self._swept = time.monotonic()
            for sweep in self._sweeps:
                sweep()
        return bool(self._book.spread())

    def _send_one(self) -> bool:
        delivery = self._book.take()
        if delivery is None:
            return False
        answered = self._called(delivery)
        if answered.fault:
            state = self._book.failed(delivery, answered.status, answered.fault)
            log.info("event %s: %s, %s", delivery.event_id, answered.fault, state)
            self._watch(state)
        else:
            self._book.arrived(delivery, answered.status or 0)
            self._watch(DeliveryState.DELIVERED)
        return True

    def _called(self, delivery: Delivery) -> Answered:
        endpoint, told = self._endpoint_of(delivery.endpoint_id), self._book.event(delivery.event_id)
        if endpoint is None or told is None:
            return Answered(None, "endpoint_deleted" if endpoint is None else "claim_forgotten")
        body = payload_of(*told, self._ruling_of(told[0]))
        return asyncio.run(call(endpoint, delivery.event_id, body, self._allowed))


def payload_of(event: Event, outcome: str | None, ruling: ToldRuling | None = None) -> bytes:
    """Return the body of a call: ids, kind, time and outcome.

    Of a ruling also what was decided and when, and what the applicant is to read where he is asked again; the
    officer's name, reasons and note stay inside.
    """
    told = {
        "event_id": event.event_id,
        "type": event.kind.value,
        "created_at": event.created_at.isoformat(),
        "verification_id": event.verification_id,
        "claim_id": event.claim_id,
        "outcome": outcome,
    }
    if ruling is not None:
        told |= {
            "ruling": ruling.ruled.value,
            "ruled_at": ruling.at.isoformat(),
            "message_id": ruling.message,
        }
    return json.dumps(told, separators=(",", ":")).encode()

"""Deliveries: every event for every endpoint once, tried until it arrives or a day is over.

One row per event and endpoint, made in the transaction that marks the event as spread: nothing is lost or
doubled between two processes. A call itself may come twice (a process that dies after the answer and before
its note), always with the same event id.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.case import Event, EventKind
from models.webhook import Delivery, DeliveryState
from pipeline.store.api_keys import Clock, now
from pipeline.store.case_tables import events, verifications
from pipeline.store.database import Database
from pipeline.store.portal_tables import deliveries, events_spread, webhook_endpoints
from pipeline.store.telling import tell_due

DELAYS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 300, 900, 1800, 3600, 7200))
"""Pauses after the first failures, then every two hours, each up to a fifth longer or shorter."""
GIVEN_UP_AFTER = timedelta(hours=24)
HELD = timedelta(seconds=60)
"""How long one attempt may take before another process may make it; a call ends after 15 s."""
AT_ONCE = 100
"""Events spread in one transaction."""
LATE = 1000
"""How many newer events may be kept before one whose transaction began earlier; older ones are not looked at
again until the next start."""


class Deliveries:
    """The deliveries in the database."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database, self._clock = database, clock
        self._floor = 0

    def spread(self) -> int:
        """Make the deliveries of events that have none yet; returns how many events.

        Rulings whose time has come become events first.
        """
        tell_due(self._database, self._clock)
        fresh = select(events.c.event_id).where(
            events.c.number > self._floor, ~exists().where(events_spread.c.event_id == events.c.event_id)
        )
        with self._database.reading() as reading:  # no writer's lock while there is nothing to do
            if not reading.execute(fresh.limit(1)).first():
                newest = reading.execute(select(func.max(events.c.number))).scalar_one() or 0
                self._floor = max(0, newest - LATE)
                return 0
        with self._database.writing() as writing:
            found = writing.execute(fresh.order_by(events.c.number).limit(AT_ONCE)).scalars().all()
            insert = postgresql.insert if writing.dialect.name == "postgresql" else sqlite.insert
            marked = insert(events_spread).values([{"event_id": event_id} for event_id in found])
            if found:
                writing.execute(marked.on_conflict_do_nothing())
            active = select(webhook_endpoints.c.endpoint_id).where(webhook_endpoints.c.deleted_at.is_(None))
            rows = [
                self._fresh(endpoint_id, event_id)
                for endpoint_id in writing.execute(active).scalars()
                for event_id in found
            ]
            if rows:
                made = insert(deliveries).values(rows)
                writing.execute(made.on_conflict_do_nothing(index_elements=["endpoint_id", "event_id"]))
        return len(found)

    def take(self) -> Delivery | None:
        """Take the delivery that is due for longest, for :data:`HELD`; None where none is due."""
        moment = self._clock()
        free = deliveries.c.held_until.is_(None) | (deliveries.c.held_until < moment)
        due = select(deliveries).where(
            deliveries.c.state == DeliveryState.WAITING.value, deliveries.c.next_at <= moment, free
        )
        due = due.order_by(deliveries.c.next_at).limit(1)
        with self._database.reading() as reading:
            if not reading.execute(due).first():
                return None
        with self._database.writing() as writing:
            row = writing.execute(due.with_for_update(skip_locked=True)).mappings().one_or_none()
            if row is None:
                return None
            own = update(deliveries).where(deliveries.c.number == row["number"])
            writing.execute(own.values(held_until=moment + HELD))
        return _delivery(row)

    def arrived(self, delivery: Delivery, status: int) -> None:
        """Note that it was taken, with the answer's status."""
        self._note(delivery, status, None, state=DeliveryState.DELIVERED, next_at=self._clock())

    def failed(self, delivery: Delivery, status: int | None, fault: str) -> DeliveryState:
        """Note an attempt in vain; try again later, or give up a day after the first one."""
        moment = self._clock()
        pause = DELAYS[min(delivery.attempts, len(DELAYS) - 1)] * random.uniform(0.8, 1.2)
        ended = moment + pause > (delivery.first_at or moment) + GIVEN_UP_AFTER
        state = DeliveryState.GIVEN_UP if ended else DeliveryState.WAITING
        self._note(delivery, status, fault, state=state, next_at=moment + pause)
        return state

    def send_again(self, endpoint_id: str, event_id: str) -> Delivery | None:
        """Let an event go to this endpoint anew, under the same event id; None where there is no such event.

        An event from before the endpoint was registered gets its delivery now.
        """
        moment = self._clock()
        with self._database.writing() as writing:
            if not writing.execute(select(events.c.number).where(events.c.event_id == event_id)).first():
                return None
            insert = postgresql.insert if writing.dialect.name == "postgresql" else sqlite.insert
            again = {"state": DeliveryState.WAITING.value, "next_at": moment, "first_at": None}
            made = insert(deliveries).values(self._fresh(endpoint_id, event_id))
            keys = ["endpoint_id", "event_id"]
            row = writing.execute(
                made.on_conflict_do_update(index_elements=keys, set_=again).returning(*deliveries.c)
            )
            return _delivery(row.mappings().one())

    def of(self, endpoint_id: str, *, after: int = 0, most: int = 100) -> list[Delivery]:
        """Return an endpoint's deliveries, the newest first; ``after``: the number where a page ended."""
        asked = select(deliveries).where(deliveries.c.endpoint_id == endpoint_id)
        if after:
            asked = asked.where(deliveries.c.number < after)
        with self._database.reading() as reading:
            rows = reading.execute(asked.order_by(deliveries.c.number.desc()).limit(most)).mappings().all()
        return [_delivery(row) for row in rows]

    def event(self, event_id: str) -> tuple[Event, str | None] | None:
        """Return an event and the outcome of its verification; None where the claim was forgotten."""
        asked = select(events, verifications.c.claim_id, verifications.c.outcome).join_from(
            events, verifications, events.c.verification_id == verifications.c.verification_id
        )
        with self._database.reading() as reading:
            row = reading.execute(asked.where(events.c.event_id == event_id)).mappings().one_or_none()
        if row is None:
            return None
        ids = row["number"], row["event_id"], row["verification_id"], row["claim_id"]
        return Event(*ids, EventKind(row["kind"]), row["created_at"], row["ruling"]), row["outcome"]

    def events_of(self, event_ids: Sequence[str]) -> dict[str, Event]:
        """Return the events of these ids that are still there."""
        return {one: found[0] for one in event_ids if (found := self.event(one)) is not None}

    def _fresh(self, endpoint_id: str, event_id: str) -> dict[str, object]:
        return {
            "endpoint_id": endpoint_id,
            "event_id": event_id,
            "state": DeliveryState.WAITING.value,
            "attempts": 0,
            "next_at": self._clock(),
        }

    def _note(
        self,
        delivery: Delivery,
        status: int | None,
        fault: str | None,
        *,
        state: DeliveryState,
        next_at: datetime,
    ) -> None:
        moment = self._clock()
        told = {
            "state": state.value,
            "attempts": deliveries.c.attempts + 1,
            "first_at": delivery.first_at or moment,
            "last_at": moment,
            "next_at": next_at,
            "held_until": None,
            "last_status": status,
            "last_fault": fault,
        }
        still = deliveries.c.state == DeliveryState.WAITING.value  # not one that was deleted meanwhile
        with self._database.writing() as writing:
            own = update(deliveries).where(deliveries.c.number == delivery.number, still)
            writing.execute(own.values(told))


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        row["number"], row["endpoint_id"], row["event_id"], DeliveryState(row["state"]), row["attempts"],
        row["next_at"], row["first_at"], row["last_at"], row["last_status"], row["last_fault"],
    )  # fmt: skip

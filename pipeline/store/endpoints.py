"""Webhook endpoints: who is called back where, and the sealed secrets that sign the calls."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

from sqlalchemy import RowMapping, func, insert, select, update

from models.webhook import DeliveryState, Endpoint
from pipeline.errors import IntakeError
from pipeline.store.api_keys import Clock, now
from pipeline.store.database import Database
from pipeline.store.portal_key import PortalKey
from pipeline.store.portal_tables import deliveries, webhook_endpoints

GRACE = timedelta(hours=24)
"""How long an old secret signs beside the new one."""
MOST = 20
"""Endpoints of one client."""


class Endpoints:
    """The endpoints in the database."""

    def __init__(self, database: Database, key: PortalKey, clock: Clock = now) -> None:
        self._database, self._key, self._clock = database, key, clock

    def create(self, client: str, url: str) -> Endpoint:
        """Register an address, already checked; the endpoint carries its secret, this once.

        Raises:
            IntakeError: the client has :data:`MOST` already.
        """
        made = Endpoint(str(uuid.uuid4()), client, url, self._clock(), (_fresh_secret(),))
        with self._database.writing() as writing:
            own = select(func.count()).select_from(webhook_endpoints)
            own = own.where(webhook_endpoints.c.client == client, webhook_endpoints.c.deleted_at.is_(None))
            if writing.execute(own).scalar_one() >= MOST:
                raise IntakeError(f"a client may have {MOST} endpoints")
            row = {
                "endpoint_id": made.endpoint_id,
                "client": client,
                "url": url,
                "secret": self._sealed(made.endpoint_id, made.secrets[0]),
                "created_at": made.created_at,
            }
            writing.execute(insert(webhook_endpoints).values(row))
        return made

    def of(self, client: str) -> list[Endpoint]:
        """Return a client's endpoints without their secrets, the oldest first."""
        asked = select(webhook_endpoints).where(
            webhook_endpoints.c.client == client, webhook_endpoints.c.deleted_at.is_(None)
        )
        with self._database.reading() as reading:
            rows = reading.execute(asked.order_by(webhook_endpoints.c.created_at)).mappings().all()
        return [_endpoint(row) for row in rows]

    def find(self, endpoint_id: str, client: str | None = None) -> Endpoint | None:
        """Return an endpoint without its secrets, None where this client (or nobody) has it."""
        row = self._row(endpoint_id)
        return _endpoint(row) if row and client in (None, row["client"]) else None

    def to_call(self, endpoint_id: str) -> Endpoint | None:
        """Return an endpoint with the secrets that sign now, or None where it was deleted."""
        row = self._row(endpoint_id)
        if row is None:
            return None
        sealed = [row["secret"]]
        if row["old_secret"] is not None and row["old_until"] > self._clock():
            sealed.append(row["old_secret"])
        opened = tuple(self._key.unseal(one, f"secret of {endpoint_id}").decode() for one in sealed)
        return Endpoint(endpoint_id, row["client"], row["url"], row["created_at"], opened)

    def rotate(self, endpoint_id: str, client: str) -> Endpoint | None:
        """Give the endpoint a new secret, which it carries this once; the old one signs too for a day."""
        fresh = _fresh_secret()
        own = update(webhook_endpoints).where(
            webhook_endpoints.c.endpoint_id == endpoint_id,
            webhook_endpoints.c.client == client,
            webhook_endpoints.c.deleted_at.is_(None),
        )
        changed = own.values(
            old_secret=webhook_endpoints.c.secret,
            old_until=self._clock() + GRACE,
            secret=self._sealed(endpoint_id, fresh),
        )
        with self._database.writing() as writing:
            if not writing.execute(changed).rowcount:
                return None
        found = self.find(endpoint_id)
        return found and Endpoint(endpoint_id, client, found.url, found.created_at, (fresh,))

    def delete(self, endpoint_id: str, client: str) -> bool:
        """Call it no more and destroy its secrets; tell whether there was one. Its deliveries stay."""
        own = update(webhook_endpoints).where(
            webhook_endpoints.c.endpoint_id == endpoint_id,
            webhook_endpoints.c.client == client,
            webhook_endpoints.c.deleted_at.is_(None),
        )
        waiting = update(deliveries).where(
            deliveries.c.endpoint_id == endpoint_id, deliveries.c.state == DeliveryState.WAITING.value
        )
        with self._database.writing() as writing:
            gone = own.values(deleted_at=self._clock(), secret=b"", old_secret=None, old_until=None)
            had = bool(writing.execute(gone).rowcount)
            if had:
                writing.execute(
                    waiting.values(state=DeliveryState.GIVEN_UP.value, last_fault="endpoint_deleted")
                )
        return had

    def _row(self, endpoint_id: str) -> RowMapping | None:
        asked = select(webhook_endpoints).where(
            webhook_endpoints.c.endpoint_id == endpoint_id, webhook_endpoints.c.deleted_at.is_(None)
        )
        with self._database.reading() as reading:
            return reading.execute(asked).mappings().one_or_none()

    def _sealed(self, endpoint_id: str, secret: str) -> bytes:
        return self._key.seal(secret.encode(), f"secret of {endpoint_id}")


def _fresh_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


def _endpoint(row: RowMapping) -> Endpoint:
    return Endpoint(row["endpoint_id"], row["client"], row["url"], row["created_at"])

"""Requests that may be repeated: the same key and the same request get the same answer, once and for all.

Who comes first holds the key while it works, and another process takes over when the holder is gone (its
time ran out). That is safe because what is done for a request is itself done once: the same claim with the
same files is accepted once.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import Connection, RowMapping, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.repeated import Seen, Turn
from pipeline.store.api_keys import Clock, now
from pipeline.store.database import Database
from pipeline.store.portal_key import PortalKey
from pipeline.store.portal_tables import requests_seen

KEPT = timedelta(days=7)
"""How long a repeated request is known: a client's retries over a long week-end."""
HELD = timedelta(seconds=60)
"""How long a request may take before it counts as lost; creating takes well under a second."""


class RequestsSeen:
    """The repeated requests in the database."""

    def __init__(self, database: Database, key: PortalKey, clock: Clock = now) -> None:
        self._database, self._key, self._clock = database, key, clock

    def begin(self, client: str, idempotency_key: str, request: bytes) -> Seen:
        """Take the turn for this key, or say what is known; ``request``: a digest of the request."""
        holder, moment = str(uuid.uuid4()), self._clock()
        with self._database.writing() as writing:
            blind, digest = self._blind(client, idempotency_key), self._key.blind("request", request)
            make = postgresql.insert if writing.dialect.name == "postgresql" else sqlite.insert
            fresh = make(requests_seen).values(
                blind=blind, request=digest, holder=holder, held_until=moment + HELD, kept_until=moment + KEPT
            )
            if writing.execute(fresh.on_conflict_do_nothing().returning(requests_seen.c.blind)).first():
                return Seen(Turn.MINE, holder)
            row = (
                writing.execute(select(requests_seen).where(requests_seen.c.blind == blind)).mappings().one()
            )
            if row["request"] != digest:
                return Seen(Turn.DIFFERS)
            if row["answer"] is not None:
                return Seen(Turn.DONE, answer=self._opened(row))
            if row["held_until"] > moment:
                return Seen(Turn.WAIT)
            mine = update(requests_seen).where(
                requests_seen.c.blind == blind, requests_seen.c.holder == row["holder"]
            )
            taken = writing.execute(mine.values(holder=holder, held_until=moment + HELD)).rowcount
            return Seen(Turn.MINE, holder) if taken else Seen(Turn.WAIT)

    def answered(
        self,
        client: str,
        idempotency_key: str,
        holder: str,
        answer: bytes,
        writing: Connection | None = None,
    ) -> None:
        """Keep the answer for whoever asks the same again; ``writing``: with what else is kept."""
        blind = self._blind(client, idempotency_key)
        own = update(requests_seen).where(requests_seen.c.blind == blind, requests_seen.c.holder == holder)
        kept = own.values(answer=self._key.seal(answer, f"answer {blind.hex()}"))
        if writing is not None:
            writing.execute(kept)
            return
        with self._database.writing() as alone:
            alone.execute(kept)

    def failed(self, client: str, idempotency_key: str, holder: str) -> None:
        """Let the key be used anew: nothing was done under it."""
        blind = self._blind(client, idempotency_key)
        with self._database.writing() as writing:
            writing.execute(
                delete(requests_seen).where(requests_seen.c.blind == blind, requests_seen.c.holder == holder)
            )

    def sweep(self) -> int:
        """Forget what is older than :data:`KEPT`; returns how many."""
        old = delete(requests_seen).where(requests_seen.c.kept_until < self._clock())
        with self._database.writing() as writing:
            return writing.execute(old).rowcount

    def _blind(self, client: str, idempotency_key: str) -> bytes:
        return self._key.blind("idempotency key", f"{client}\0{idempotency_key}".encode())

    def _opened(self, row: RowMapping) -> bytes:
        return self._key.unseal(row["answer"], f"answer {row['blind'].hex()}")

"""Sign-ins that are under way at the provider: what must come back, from which browser, once."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from models.desk import SignIn
from pipeline.errors import StoreError
from pipeline.store.database import Database
from pipeline.store.desk_tables import desk_sign_ins
from pipeline.store.shelf import now

WITHIN = timedelta(minutes=10)
"""How long somebody may take at the provider."""
MOST = 10_000
"""Under way at once; anybody may begin one, so that there is an end to their number."""


class SignIns:
    """The sign-ins of one database; any of several servers takes what another one began."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database, self._clock = database, clock

    def begin(self, state: str, browser: str, one: SignIn) -> None:
        """Keep what belongs to a sign-in until the browser is back.

        Raises:
            StoreError: too many are under way, or the database failed.
        """
        self.sweep()
        with self._database.writing() as writing:
            if writing.execute(select(func.count()).select_from(desk_sign_ins)).scalar_one() >= MOST:
                raise StoreError("too many sign-ins are under way")
            kept = {"state": _hashed(state), "browser": _hashed(browser), "began_at": self._clock()}
            writing.execute(
                insert(desk_sign_ins).values(kept | {"nonce": one.nonce, "verifier": one.verifier})
            )

    def take(self, state: str, browser: str) -> SignIn | None:
        """Return what belongs to a state, once; None: it is unknown, over, taken, or another browser's."""
        with self._database.writing() as writing:
            gone = delete(desk_sign_ins).where(desk_sign_ins.c.state == _hashed(state))
            row = writing.execute(gone.returning(*desk_sign_ins.c)).mappings().one_or_none()
        if row is None or row["began_at"] <= self._clock() - WITHIN:
            return None
        if not hmac.compare_digest(bytes(row["browser"]), _hashed(browser)):
            return None
        return SignIn(row["nonce"], row["verifier"])

    def sweep(self) -> int:
        """Remove those that are over; returns how many."""
        with self._database.writing() as writing:
            over = delete(desk_sign_ins).where(desk_sign_ins.c.began_at <= self._clock() - WITHIN)
            return int(writing.execute(over).rowcount)


def _hashed(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()

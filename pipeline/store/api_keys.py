"""Keys of the portal's callers: random tokens of 256 bits, of which the database keeps the SHA-256.

A token is ``periksa_<key id>_<secret>``: the first two parts may be shown and logged. A plain hash is enough,
because nobody can try 2^256 tokens; passwords of people would need a slow one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import RowMapping, insert, select, update

from models.api_key import ApiKey, Scope
from pipeline.errors import IntakeError
from pipeline.store.database import Database
from pipeline.store.portal_tables import api_keys

_TOKEN = re.compile(r"periksa_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(UTC)


class ApiKeys:
    """The keys in the database."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database, self._clock = database, clock

    def create(self, name: str, scopes: Iterable[Scope]) -> tuple[ApiKey, str]:
        """Make a key; returns it and its token, which cannot be had again.

        Raises:
            IntakeError: the name is none, or no scope was given.
            StoreError: the database failed.
        """
        if not _NAME.fullmatch(name):
            raise IntakeError("a key's name is 1 to 64 letters, digits, blanks and . _ -")
        wanted = frozenset(scopes)
        if not wanted:
            raise IntakeError("a key without a scope opens nothing")
        key_id = _fresh_id()
        return self._kept(ApiKey(key_id, key_id, name, wanted, self._clock()))

    def rotate(self, key_id: str, grace: timedelta) -> tuple[ApiKey, str]:
        """Make the key's successor, with its name and scopes; the old one opens until ``grace`` is over.

        Raises:
            IntakeError: there is no such key in use.
        """
        old = self._of(key_id)
        if old is None or not old.opens(self._clock()) or old.expires_at is not None:
            raise IntakeError("no key of that id is in use")
        fresh = ApiKey(_fresh_id(), old.client, old.name, old.scopes, self._clock())
        return self._kept(fresh, replaces=(old.key_id, self._clock() + grace))

    def revoke(self, key_id: str) -> bool:
        """Close a key at once; tell whether it was open."""
        closing = update(api_keys).where(api_keys.c.key_id == key_id, api_keys.c.revoked_at.is_(None))
        with self._database.writing() as writing:
            return bool(writing.execute(closing.values(revoked_at=self._clock())).rowcount)

    def every(self) -> list[ApiKey]:
        """Return all keys, also closed ones, the oldest first."""
        with self._database.reading() as reading:
            rows = reading.execute(select(api_keys).order_by(api_keys.c.created_at)).mappings().all()
        return [_key(row) for row in rows]

    def holder_of(self, untrusted_token: str) -> ApiKey | None:
        """Return the key whose token this is, or None where it opens nothing (any more)."""
        form = _TOKEN.fullmatch(untrusted_token)
        if form is None:
            return None
        with self._database.reading() as reading:
            asked = select(api_keys).where(api_keys.c.key_id == form[1])
            row = reading.execute(asked).mappings().one_or_none()
        if row is None or not hmac.compare_digest(row["token_hash"], _hash(untrusted_token)):
            return None
        key = _key(row)
        return key if key.opens(self._clock()) else None

    def _kept(self, key: ApiKey, replaces: tuple[str, datetime] | None = None) -> tuple[ApiKey, str]:
        token = f"periksa_{key.key_id}_{secrets.token_urlsafe(32)}"
        row = {
            "key_id": key.key_id,
            "client": key.client,
            "name": key.name,
            "scopes": " ".join(sorted(key.scopes)),
            "token_hash": _hash(token),
            "created_at": key.created_at,
        }
        with self._database.writing() as writing:
            writing.execute(insert(api_keys).values(row))
            if replaces:
                old, until = replaces
                writing.execute(update(api_keys).where(api_keys.c.key_id == old).values(expires_at=until))
        return key, token

    def _of(self, key_id: str) -> ApiKey | None:
        with self._database.reading() as reading:
            asked = select(api_keys).where(api_keys.c.key_id == key_id)
            row = reading.execute(asked).mappings().one_or_none()
        return _key(row) if row else None


def _fresh_id() -> str:
    return secrets.token_hex(6)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _key(row: RowMapping) -> ApiKey:
    known = set(Scope)
    scopes = frozenset(Scope(word) for word in row["scopes"].split() if word in known)
    times = row["created_at"], row["expires_at"], row["revoked_at"]
    return ApiKey(row["key_id"], row["client"], row["name"], scopes, *times)

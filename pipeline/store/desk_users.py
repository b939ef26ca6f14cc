"""Accounts of the desk and who is signed in. Passwords come hashed; browsers' tokens are hashed here."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from models.desk import DeskSession, DeskUser, Role
from pipeline.errors import NotKept
from pipeline.store.database import Database
from pipeline.store.desk_tables import desk_sessions, desk_users
from pipeline.store.shelf import Along, alone, now

FREE_FAILURES = 5
"""Wrong passwords before the account waits at all."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
"""The wait after the fifth wrong password; each further one doubles it."""
SEEN_EVERY = timedelta(minutes=1)
"""How exact the idle clock is: not every request writes."""


class DeskUsers:
    """The accounts in one database. Everything raises ``StoreError`` where the database fails."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database, self._clock = database, clock

    # ── accounts ─────────────────────────────────────────────────────────────────────────────────────

    def add(
        self, name: str, role: Role, password_hash: str, *, login: str | None = None, along: Along = alone
    ) -> bool:
        """Make an account; False: name or login is taken (also by a disabled one: what he did is under it).

        ``password_hash``: '' for an account that signs in by the provider alone; ``login``: see DeskUser.
        """
        new: dict[str, Any] = {"name": name, "role": str(role), "password": password_hash, "login": login}
        with self._database.writing() as writing:
            there = select(desk_users.c.name).where(desk_users.c.name == name)
            if writing.execute(there).first() or _is_taken(writing, name, login):
                return False
            writing.execute(insert(desk_users).values(new | {"created_at": self._clock(), "failures": 0}))
            along(writing)
            return True

    def every(self) -> list[DeskUser]:
        """Return all accounts by name."""
        with self._database.reading() as reading:
            rows = reading.execute(select(desk_users).order_by(desk_users.c.name)).mappings().all()
        return [_user(row) for row in rows]

    def find(self, name: str) -> tuple[DeskUser, str] | None:
        """Return an account and its password's hash, None where there is none of that name."""
        with self._database.reading() as reading:
            asked = select(desk_users).where(desk_users.c.name == name)
            row = reading.execute(asked).mappings().one_or_none()
        return (_user(row), row["password"]) if row else None

    def of_login(self, login: str) -> DeskUser | None:
        """Return the account that the provider calls so: by its own login, else by its name.

        An account that has a login is not found by its name: it may be another person's at the provider.
        """
        by_name = desk_users.c.login.is_(None) & (desk_users.c.name == login.lower())
        with self._database.reading() as reading:
            asked = select(desk_users).where((desk_users.c.login == login) | by_name)
            rows = reading.execute(asked.order_by(desk_users.c.login.is_(None))).mappings().all()
        return _user(rows[0]) if rows else None

    def pin(self, name: str, subject: str) -> bool:
        """Bind an account to the provider's unchanging id of its owner, once; False: it is another's."""
        of_it = (desk_users.c.name == name) & desk_users.c.subject.is_(None)
        with self._database.writing() as writing:
            writing.execute(update(desk_users).where(of_it).values(subject=subject))
            asked = select(desk_users.c.subject).where(desk_users.c.name == name)
            return writing.execute(asked).scalar_one_or_none() == subject

    def set_login(self, name: str, login: str | None, *, along: Along = alone) -> bool:
        """Say what the provider calls him, and end sessions; who comes next by it is bound to the account.

        False: there is no such open account, or the login is another one's.
        """
        with self._database.reading() as reading:
            if _is_taken(reading, name, login):
                return False
        return self._changed(name, {"login": login, "subject": None}, along, ends=True)

    def set_password(self, name: str, password_hash: str, *, along: Along = alone) -> bool:
        """Give the account another password, end its sessions and any wait; False: there is none."""
        return self._changed(
            name, {"password": password_hash, "failures": 0, "locked_until": None}, along, ends=True
        )

    def disable(self, name: str, *, along: Along = alone) -> bool:
        """Close the account and end its sessions; False: there is none that is open."""
        return self._changed(name, {"disabled_at": self._clock()}, along, ends=True)

    def _changed(self, name: str, changed: dict[str, Any], along: Along, *, ends: bool) -> bool:
        of_it = (desk_users.c.name == name) & desk_users.c.disabled_at.is_(None)
        with self._database.writing() as writing:
            if not writing.execute(update(desk_users).where(of_it).values(changed)).rowcount:
                return False
            if ends:
                writing.execute(delete(desk_sessions).where(desk_sessions.c.name == name))
            along(writing)
            return True

    # ── signing in ───────────────────────────────────────────────────────────────────────────────────

    def failed(self, name: str, *, along: Along = alone) -> datetime | None:
        """Count a wrong password; returns until when the account now waits, None: not yet."""
        of_it = desk_users.c.name == name
        counted = update(desk_users).where(of_it).values(failures=desk_users.c.failures + 1)
        with self._database.writing() as writing:
            failures = writing.execute(counted.returning(desk_users.c.failures)).scalar_one()
            until = None
            if failures >= FREE_FAILURES:
                doubled = FIRST_WAIT * 2 ** min(failures - FREE_FAILURES, 10)
                until = self._clock() + min(doubled, LONGEST_WAIT)
                writing.execute(update(desk_users).where(of_it).values(locked_until=until))
            along(writing)
        return until

    def begin(self, name: str, *, along: Along = alone) -> str:
        """Sign an open account in and return the token for its browser.

        Raises:
            NotKept: there is no such account, or it is disabled.
        """
        token, moment = secrets.token_urlsafe(32), self._clock()
        of_it = (desk_users.c.name == name) & desk_users.c.disabled_at.is_(None)
        with self._database.writing() as writing:
            right = update(desk_users).where(of_it).values(failures=0, locked_until=None)
            if not writing.execute(right).rowcount:
                raise NotKept("there is no such open account")
            new = {"token": _hashed(token), "name": name, "began_at": moment, "seen_at": moment}
            writing.execute(insert(desk_sessions).values(new))
            along(writing)
        return token

    def session(self, token: str, idle: timedelta, longest: timedelta) -> DeskSession | None:
        """Return who holds that token, None where nobody does any more.

        Args:
            token: what the browser sent.
            idle: a session ends that long after its last request,
            longest: and that long after it began.
        """
        moment = self._clock()
        asked = select(desk_users, desk_sessions.c.began_at, desk_sessions.c.seen_at).join(desk_sessions)
        of_it = desk_sessions.c.token == _hashed(token)
        with self._database.reading() as reading:
            row = reading.execute(asked.where(of_it)).mappings().one_or_none()
        if row is None:
            return None
        is_over = row["seen_at"] <= moment - idle or row["began_at"] <= moment - longest
        if is_over or row["disabled_at"] is not None:
            self.end(token)
            return None
        if row["seen_at"] <= moment - SEEN_EVERY:
            with self._database.writing() as writing:
                writing.execute(update(desk_sessions).where(of_it).values(seen_at=moment))
        return DeskSession(_user(row), row["began_at"], token)

    def end(self, token: str, *, along: Along = alone) -> None:
        """Sign out."""
        with self._database.writing() as writing:
            writing.execute(delete(desk_sessions).where(desk_sessions.c.token == _hashed(token)))
            along(writing)

    def sweep(self, longest: timedelta) -> int:
        """Remove sessions that are over; returns how many."""
        with self._database.writing() as writing:
            over = delete(desk_sessions).where(desk_sessions.c.began_at <= self._clock() - longest)
            return int(writing.execute(over).rowcount)

    def count(self) -> int:
        """Return how many accounts are open."""
        asked = select(func.count()).where(desk_users.c.disabled_at.is_(None))
        with self._database.reading() as reading:
            return int(reading.execute(asked).scalar_one())


def _is_taken(reading: Connection, name: str, login: str | None) -> bool:
    """Tell whether another account is already found by what the provider would call this one."""
    told = login or name
    by_name = desk_users.c.login.is_(None) & (desk_users.c.name == told.lower())
    found = select(desk_users.c.name).where((desk_users.c.login == told) | by_name, desk_users.c.name != name)
    return reading.execute(found).first() is not None


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _user(row: RowMapping) -> DeskUser:
    names = ("name", "created_at", "disabled_at", "failures", "locked_until", "login")
    return DeskUser(role=Role(row["role"]), **{name: row[name] for name in names})

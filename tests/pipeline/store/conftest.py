"""Both databases, empty for each test: SQLite in a temporary folder, and one of a real PostgreSQL server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.store import Memory
from tests.postgres_server import running_postgres


@dataclass(frozen=True)
class Place:
    """Where a memory is: what ``Memory.open`` wants."""

    home: Path
    url: str | None = None

    def open(self, home: Path | None = None) -> Memory:
        return Memory.open(home or self.home, self.url)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a server: PERIKSA_TEST_DATABASE (a user who may create databases), or one started here."""
    given = os.environ.get("PERIKSA_TEST_DATABASE")
    if given:
        yield given
        return
    with running_postgres() as url:
        yield url


@pytest.fixture
def fresh_postgres(postgres: str) -> Iterator[str]:
    """URL of an empty database."""
    server, name = make_url(postgres).set(drivername="postgresql+psycopg"), f"test_{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty database of either kind."""
    url = request.getfixturevalue("fresh_postgres") if request.param == "postgresql" else None
    return Place(tmp_path / "home", url)


@pytest.fixture
def memory(place: Place) -> Iterator[Memory]:
    """A memory in an empty database of either kind."""
    with place.open() as opened:
        yield opened

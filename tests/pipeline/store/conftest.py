"""Both databases, empty for each test: SQLite in a temporary folder, and one of a real PostgreSQL server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.store import CaseStore, Memory
from tests.postgres_server import running_postgres


@dataclass(frozen=True)
class Place:
    """Where a memory is: what ``Memory.open`` wants."""

    home: Path
    url: str | None = None

    def keep(self, files: str | None = None) -> CaseStore:
        """Open the case store there."""
        return CaseStore.open(self.home, self.url, files=files)

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


@pytest.fixture
def cases(place: Place) -> Iterator[CaseStore]:
    """A case store in an empty database of either kind."""
    with place.keep() as opened:
        yield opened


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """Address of an empty bucket of a real server on loopback; boto3 finds it as it finds any other."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = {
        "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "ap-southeast-3",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(name, value)
        import boto3

        place = {"LocationConstraint": told["AWS_DEFAULT_REGION"]}
        boto3.client("s3").create_bucket(Bucket="claims", CreateBucketConfiguration=place)
        yield "s3://claims"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where files may lie: a folder, or an empty part of a bucket."""
    if request.param == "folder":
        return str(tmp_path / "kept")
    bucket: str = request.getfixturevalue("s3")
    return f"{bucket}/{uuid.uuid4().hex}"

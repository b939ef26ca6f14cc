"""A running portal over either database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.store import PortalStore
from tests.pipeline.portal.live_portal import Live, running, store_at
from tests.pipeline.store.conftest import Place, fresh_postgres, place, postgres

__all__ = ["fresh_postgres", "place", "postgres"]


@pytest.fixture
def store(place: Place) -> Iterator[PortalStore]:
    with store_at(place) as opened:
        yield opened


@pytest.fixture
def live(store: PortalStore) -> Iterator[Live]:
    with running(store) as portal:
        yield portal


@pytest.fixture
def quick(tmp_path) -> Iterator[Live]:
    """A running portal over SQLite alone: where the database is not what is tested."""
    with store_at(Place(tmp_path / "home")) as opened, running(opened) as portal:
        yield portal

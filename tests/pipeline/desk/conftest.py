"""A running desk over SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.store import CaseStore
from tests.pipeline.desk.live_desk import Live, running


@pytest.fixture
def cases(tmp_path) -> Iterator[CaseStore]:
    with CaseStore.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def live(cases) -> Iterator[Live]:
    with running(cases) as desk:
        yield desk

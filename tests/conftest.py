"""What many tests share: the engines, loaded once for the whole run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from pipeline import ocr
from tests.finished_claims import FinishedClaims

if TYPE_CHECKING:
    from wiring import Engines


_MEMORY = tempfile.TemporaryDirectory(prefix="periksa-memory-")
os.environ["PERIKSA_MEMORY"] = _MEMORY.name  # what tests verify is no earlier claim of the next run's


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regen-golden", action="store_true", help="write tests/golden/ anew from what the pipeline says now"
    )


LONG_FIRST = ("desk_in_browser", "tests/faults", "tests/test_", "tests/hostile", "in_browser", "intake")
"""Of a test's path: what takes minutes begins first, so that several processes end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        path = item.path.as_posix()
        return next((n for n, part in enumerate(LONG_FIRST) if part in path), len(LONG_FIRST))

    items.sort(key=place)


@pytest.fixture(scope="session")
def readers() -> ocr.Readers:
    """Both real readers."""
    return ocr.load_readers()


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """Everything that one worker loads. Imported here, so that tests of single rooms need no Prefect."""
    from wiring import Engines

    loaded = Engines.load()
    yield loaded
    loaded.opener.close()


@pytest.fixture(scope="session")
def finished() -> Iterator[FinishedClaims]:
    """The finished folders of sample_docs/, each verified once (some seconds each)."""
    with FinishedClaims() as claims:
        yield claims

"""What many tests share: the engines, loaded once for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from pipeline import ocr

if TYPE_CHECKING:
    from flows import Engines


@pytest.fixture(scope="session")
def readers() -> ocr.Readers:
    """Both real readers."""
    return ocr.load_readers()


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """Everything that one worker loads. Imported here, so that tests of single rooms need no Prefect."""
    from flows import Engines

    loaded = Engines.load()
    yield loaded
    loaded.opener.close()

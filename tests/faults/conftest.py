from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from pipeline.intake import Opener
from tests.faults.stand_ins import write_claim


@pytest.fixture(scope="session")
def opener() -> Iterator[Opener]:
    with Opener() as opener:
        yield opener


@pytest.fixture(scope="session")
def picture() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((320, 200), 40).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture
def claim(tmp_path: Path, picture: bytes) -> Path:
    """A claim of two pictures on which nothing can be read."""
    return write_claim(tmp_path / "claim", {"ktp.jpg": picture, "selfie.jpg": picture})

from __future__ import annotations

import pytest

from pipeline.face import FaceEngine
from tests.pipeline.face.face_pictures import Faces, rendered


@pytest.fixture(scope="session")
def engine() -> FaceEngine:
    return FaceEngine()


@pytest.fixture(scope="session")
def faces() -> Faces:
    return rendered()

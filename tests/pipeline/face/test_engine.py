"""The engine loads without leaving traces, and says what it is or what is missing."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import EngineMissing
from pipeline.face import FaceEngine
from pipeline.face import engine as module
from tests.pipeline.face.face_pictures import Faces

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("kept", [True, False])
def test_loading_leaves_pillow_as_it_was(kept: bool) -> None:
    """In a fresh process, because the library spoils the setting only when it is first imported."""
    program = f"""
from PIL import ImageFile
ImageFile.LOAD_TRUNCATED_IMAGES = {kept}
from pipeline.face import FaceEngine
FaceEngine()
assert ImageFile.LOAD_TRUNCATED_IMAGES is {kept}
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], cwd=ROOT, check=True)


def test_it_says_what_it_is(engine: FaceEngine) -> None:
    assert engine.probe().startswith("dlib ")
    assert "face_recognition" in engine.probe()


@pytest.mark.parametrize(
    "fault", [ImportError("no dlib"), SystemExit(), ValueError("cut"), RuntimeError("cut")]
)
def test_what_is_missing_is_said_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setattr(module, "_load", fail)
    with pytest.raises(EngineMissing, match="make setup"):
        FaceEngine()


def test_a_package_that_went_away_is_said(monkeypatch: pytest.MonkeyPatch, engine: FaceEngine) -> None:
    def gone(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(module, "version", gone)
    with pytest.raises(EngineMissing):
        engine.probe()


def test_the_biggest_face_comes_first(engine: FaceEngine, faces: Faces) -> None:
    scene = np.full((1080, 1400, 3), 200, np.uint8)
    scene[:540, :432] = faces.other[::2, ::2]
    scene[:, 500:1364] = faces.own
    found = engine.find(np.ascontiguousarray(scene[::2, ::2]))
    assert len(found) == 2
    assert found[0].side > found[1].side
    assert found[0].box.left > 250


def test_an_encoding_is_stable(engine: FaceEngine, faces: Faces) -> None:
    look = np.ascontiguousarray(faces.own[::2, ::2])
    face = engine.find(look)[0]
    one, two = engine.encode(look, face), engine.encode(look, face)
    assert one.shape == (128,)
    assert np.linalg.norm(one - two) < 1e-6


def test_views_and_odd_memory_orders_are_taken(engine: FaceEngine, faces: Faces) -> None:
    assert len(engine.find(faces.own[::2, ::2][:, ::-1])) == 1


def test_a_picture_is_searched_once_and_forgotten_with_it(engine: FaceEngine) -> None:
    one, other, searched = np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8, 3), np.uint8), []
    for picture in (one, other, one, other):
        engine.once(picture, lambda: searched.append(1) or [])
    assert len(searched) == 2
    before = len(engine._seen)
    del picture, one, other
    engine.once(np.zeros((8, 8, 3), np.uint8), list)
    assert len(engine._seen) < before


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (1100, 2), (3, 700), (19, 480), (20, 20), (480, 24)])
def test_slivers_hold_no_face_and_harm_nobody(engine: FaceEngine, shape: tuple[int, int]) -> None:
    sliver = np.random.default_rng(1).integers(0, 255, (*shape, 3), dtype=np.uint8)
    assert engine.find(sliver, upsample=0) == engine.find(sliver) == engine.find_by_network(sliver) == []

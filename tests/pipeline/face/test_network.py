"""dlib's network of faces gives the same numbers here as in dlib."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.errors import EngineCrashed
from pipeline.face import FaceEngine
from pipeline.face.network import FaceNetwork
from tests.pipeline.face.face_pictures import Faces


def test_an_encoding_is_dlibs(engine: FaceEngine, faces: Faces) -> None:
    import dlib
    from face_recognition_models import face_recognition_model_location

    api: Any = engine._library.api
    theirs = dlib.face_recognition_model_v1(face_recognition_model_location())
    for picture in (faces.own, faces.other):
        look = np.ascontiguousarray(picture[::2, ::2])
        face = engine.find(look)[0]
        edges = (face.box.left, face.box.top, face.box.right, face.box.bottom)
        points = api.pose_predictor_5_point(look, dlib.rectangle(*map(int, edges)))
        apart = np.asarray(theirs.compute_face_descriptor(look, points, 1)) - engine.encode(look, face)
        assert np.linalg.norm(apart) < 1e-5


@pytest.mark.parametrize("kept", [0.0001, 0.3, 0.999])
def test_a_file_that_was_cut_short_is_refused(tmp_path: Path, kept: float) -> None:
    from face_recognition_models import face_recognition_model_location

    whole, cut = Path(face_recognition_model_location()).read_bytes(), tmp_path / "cut.dat"
    cut.write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(ValueError):  # numpy's own words, or ours
        FaceNetwork(cut)


def test_a_fault_of_the_network_is_the_engines_crash(
    engine: FaceEngine, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: object) -> None:
        raise RuntimeError("Exception from src/inference")

    look = np.ascontiguousarray(faces.own[::2, ::2])
    face = engine.find(look)[0]
    monkeypatch.setattr(FaceNetwork, "encoding_of", fall)
    with pytest.raises(EngineCrashed, match="encoder"):
        engine.encode(look, face)


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.dat"
    other.write_bytes(b"\x01\x05con_4" * 29 + b"\x01\x07affine_" * 29 + b"\x01\x04fc_2" + bytes(500))
    with pytest.raises(ValueError, match="tensor"):
        FaceNetwork(other)
    other.write_bytes(bytes(1000))
    with pytest.raises(ValueError, match="not dlib's network"):
        FaceNetwork(other)

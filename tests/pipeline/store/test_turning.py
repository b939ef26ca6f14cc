"""Turned faces keep their distances, depend on the key alone, and are not the faces."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.store.master_key import MasterKey
from pipeline.store.turning import Turning, rotation_of
from tests.pipeline.store.remembered_claims import at, somebody

KEY = bytes(range(32))


def test_the_matrix_is_a_rotation_or_reflection() -> None:
    matrix = rotation_of(KEY)
    assert np.abs(matrix @ matrix.T - np.eye(128)).max() < 1e-13


def test_the_matrix_of_a_key_never_changes() -> None:
    """If this fails, every stored face is lost: find out what changed in the formula or below it."""
    matrix = rotation_of(KEY)
    told = [matrix[0, 0], matrix[0, 127], matrix[64, 3], matrix[127, 127]]
    fixed = [-0.058153004868, -0.029784938386, 0.12476073726, 0.004758384233]
    assert told == pytest.approx(fixed, abs=1e-9)


def test_another_key_gives_another_matrix() -> None:
    assert np.abs(rotation_of(KEY) - rotation_of(bytes(32))).max() > 0.1


def test_distances_stay_what_they_are() -> None:
    turning = Turning(MasterKey(KEY))
    for seed in range(20):
        face = somebody(seed)
        other = at(0.05 * seed, face)
        apart = np.linalg.norm(turning.of(face).astype(float) - turning.of(other).astype(float))
        assert apart == pytest.approx(np.linalg.norm(face - other), abs=1e-6)


def test_a_turned_face_is_far_from_the_face() -> None:
    turning = Turning(MasterKey(KEY))
    for seed in range(20):
        face = somebody(seed)
        assert np.linalg.norm(turning.of(face) - face) > 1.2, "strangers are some 0.8 apart"


def test_no_direction_is_preferred() -> None:
    """Entries have mean 0; ten times its error is allowed. Without the signs of R the diagonal would lean."""
    matrix = rotation_of(KEY)
    assert abs(matrix.mean()) < 10 / 128**1.5
    assert abs(np.trace(matrix)) < 10


def test_nothing_is_shown() -> None:
    assert repr(Turning(MasterKey(KEY))) == "Turning(••••)"

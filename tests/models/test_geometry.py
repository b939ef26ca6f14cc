"""Quads in plain arithmetic, against the same with matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.geometry import Quad

NUMBER = some.floats(-5000, 5000, allow_nan=False)
CORNERS = some.lists(some.tuples(NUMBER, NUMBER), min_size=4, max_size=4)
SHARE = some.floats(0, 1)


@given(CORNERS, some.lists(some.floats(-2, 2), min_size=8, max_size=8))
def test_a_quad_is_seen_through_a_homography(
    corners: list[tuple[float, float]], entries: list[float]
) -> None:
    matrix = np.array([*entries[:6], entries[6] * 1e-5, entries[7] * 1e-5, 1.0]).reshape(3, 3)
    flat = np.c_[np.array(corners), np.ones(4)] @ matrix.T
    seen = flat[:, :2] / flat[:, 2:]
    assert Quad.of(corners).through(matrix).array == pytest.approx(seen, rel=1e-9, abs=1e-9)


@given(CORNERS, SHARE, SHARE)
def test_a_part_lies_between_two_points_of_the_way_along(
    corners: list[tuple[float, float]], start: float, end: float
) -> None:
    a, b, c, d = np.array(corners)
    expected = [a + (b - a) * start, a + (b - a) * end, d + (c - d) * end, d + (c - d) * start]
    assert Quad.of(corners).part(start, end).array == pytest.approx(np.array(expected), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("place", range(4))
def test_corners_are_finite(wrong: float, place: int) -> None:
    corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    corners[place] = (corners[place][0], wrong)
    with pytest.raises(ValueError, match="finite"):
        Quad.of(corners)


def test_what_lies_on_the_horizon_is_no_quad() -> None:
    flat = np.array([[1.0, 0, 0], [0, 1, 0], [0, 1, 0]])
    with pytest.raises(ValueError, match="horizon"):
        Quad.upright(0, 0, 10, 10).through(flat)

"""Pictures made smaller: the right size, the same picture, quickly."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline import shrinking
from pipeline.shrinking import scaled_to, shrunk


def scene(height: int, width: int) -> np.ndarray:
    soft = cv2.GaussianBlur(
        np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8), (0, 0), 6
    )
    return cv2.normalize(soft, None, 0, 255, cv2.NORM_MINMAX)


@pytest.mark.parametrize("size", [(800, 600), (649, 487), (1300, 975), (256, 256), (1, 1), (2600, 1950)])
@pytest.mark.parametrize("quick", [False, True])
def test_the_copy_has_the_size_asked_for_and_shows_the_same(size: tuple[int, int], quick: bool) -> None:
    picture = scene(1950, 2600)
    small = shrunk(picture, size, quick=quick)
    plain = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    assert small.shape == (size[1], size[0], 3)
    assert np.abs(small.astype(int) - plain).mean() < 4


@pytest.mark.parametrize("shape", [(1951, 2599, 3), (3, 7, 3), (1, 400, 3)])
def test_sides_that_do_not_halve_evenly(shape: tuple[int, int, int]) -> None:
    size = scaled_to(shape, 0.3)
    assert min(size) >= 1
    assert shrunk(np.full(shape, 90, np.uint8), size).shape[:2] == (size[1], size[0])
    assert (shrunk(np.full(shape, 90, np.uint8), size) == 90).all()


def test_a_picture_of_that_size_stays_as_it_is() -> None:
    picture = scene(40, 60)
    assert (shrunk(picture, (60, 40)) == picture).all()


def test_a_large_pictures_half_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    half = shrinking._half
    monkeypatch.setattr(shrinking, "_half", lambda image: made.append(image.shape) or half(image))
    picture = scene(900, 1200)
    small = shrunk(picture, (400, 300))
    assert (shrunk(picture, (400, 300)) == small).all() and made == [(900, 1200, 3)]
    assert (shrunk(picture.copy(), (400, 300)) == small).all() and len(made) == 2

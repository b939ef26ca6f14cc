"""Fringes of a screen turn through the hues; cloth, tinted light and coloured print do not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.imaging.capture_signs import (
    LEAST_COLOUR,
    TURNING,
    chroma,
    fringe_strength,
    grey_copy,
    recaptured_from_screen,
)

Y, X = np.mgrid[0:400, 0:560].astype(np.float32)
PHASE = (X + 0.5 * Y) * (2 * np.pi / 21)


def coloured(
    red: NDArray[np.float32], green: NDArray[np.float32], blue: NDArray[np.float32]
) -> NDArray[np.uint8]:
    noise = np.random.default_rng(1).normal(0, 3, (*X.shape, 3))
    return np.clip(190 + np.stack([red, green, blue], axis=-1) + noise, 0, 255).astype(np.uint8)


def test_a_fringe_of_all_hues_is_a_screen() -> None:
    third = 2 * np.pi / 3
    waves = [7 * np.cos(PHASE + k * third) for k in range(3)]
    assert fringe_strength(coloured(*waves)) > 2 * TURNING
    assert recaptured_from_screen(coloured(*waves))


@pytest.mark.parametrize("colours", [(9, -9, 0), (0, 6, -12), (10, 10, 10)])
def test_cloth_that_goes_back_and_forth_between_two_colours_is_none(colours: tuple[int, int, int]) -> None:
    assert fringe_strength(coloured(*(k * np.cos(PHASE) for k in colours))) < TURNING


def test_a_picture_of_nothing_has_no_fringe() -> None:
    assert fringe_strength(np.full((300, 300, 3), 128, np.uint8)) == 0.0
    assert fringe_strength(np.zeros((5, 900, 3), np.uint8)) == 0.0


def test_a_copy_under_a_warm_lamp_at_its_side_is_grey_and_a_pale_card_is_not() -> None:
    paper = np.where((X // 9 + Y // 14) % 5 == 0, 60.0, 235.0)
    light = 0.55 + 0.45 * X / X.max()
    lamp = np.stack([light, light * 0.93, light * (0.75 + 0.15 * Y / Y.max())], axis=-1)
    copy = np.clip(paper[..., None] * lamp, 0, 255).astype(np.uint8)
    assert grey_copy(copy)
    card = copy.copy()
    card[120:320, 420:530] = (card[120:320, 420:530] * np.array([1.0, 0.5, 0.5])).astype(np.uint8)
    assert chroma(card) > 2 * LEAST_COLOUR

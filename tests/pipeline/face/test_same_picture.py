"""What decides between two correlations: the ground beside both heads."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.page import Image
from pipeline.face import same_picture
from pipeline.face.same_picture import is_same_picture

EYES = np.array([[130.0, 150.0], [190.0, 150.0]])
GREY, FAINT, RED = (150, 150, 150), (156, 148, 146), (196, 34, 36)


def before(ground: tuple[int, int, int]) -> Image:
    """A head before a plain wall."""
    picture = np.full((400, 320, 3), ground, np.uint8)
    cv2.ellipse(picture, (160, 175), (70, 95), 0, 0, 360, (205, 160, 130), -1)
    return picture


@pytest.mark.parametrize(
    ("alike", "card", "selfie", "same"),
    [
        (0.99, RED, GREY, True),
        (0.975, GREY, FAINT, True),
        (0.975, RED, GREY, False),
        (0.96, GREY, FAINT, False),
        (0.90, RED, RED, True),
        (0.80, RED, RED, False),
    ],
)
def test_the_ground_decides_between_two_correlations(
    alike: float, card: tuple[int, int, int], selfie: tuple[int, int, int], same: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(same_picture, "likeness", lambda *_: alike)
    assert is_same_picture(before(card), EYES, before(selfie), EYES) is same


def test_a_head_without_ground_beside_it_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_picture, "likeness", lambda *_: 0.975)
    cropped = np.ascontiguousarray(before(GREY)[60:300, 95:225])
    assert not is_same_picture(before(GREY), EYES, cropped, EYES - np.array([95, 60]))

"""The rim of a portrait against the print beside it."""

import cv2
import numpy as np
import pytest

from models.geometry import Quad
from pipeline.imaging.edited import HARDER, SOFTER
from pipeline.imaging.pasted import portrait_rim, rim_against_print

PORTRAIT = (420, 60, 580, 260)
VALUES = [Quad.upright(34, 40 + 44 * n, 330, 74 + 44 * n) for n in range(6)]


def card(*, portrait_blur=None):
    """A card that one lens blurred, with a portrait that came later where its blur is given."""
    picture = np.full((320, 640, 3), (190, 215, 228), np.uint8)
    for value in VALUES:
        cv2.putText(
            picture, "KABUPATEN 12", (40, int(value.bottom) - 8), cv2.FONT_HERSHEY_SIMPLEX, 1.0,
            (40, 40, 46), 3, cv2.LINE_AA,
        )  # fmt: skip
    left, top, right, bottom = PORTRAIT
    pasted = picture.copy()
    for one in (picture, pasted):
        cv2.rectangle(one, (left, top), (right - 1, bottom - 1), (190, 40, 40), -1)
        cv2.circle(one, (500, 150), 45, (150, 110, 90), -1)
    seen = cv2.GaussianBlur(picture, (0, 0), 1.2).astype(np.float32)
    if portrait_blur is not None:
        cover = np.zeros(picture.shape[:2], np.float32)
        cover[top - 6 : bottom + 6, left - 6 : right + 6] = 1
        other = cv2.GaussianBlur(pasted, (0, 0), portrait_blur) if portrait_blur else pasted
        seen = np.where(cover[..., None] > 0, other, seen)
    noise = np.random.default_rng(1).normal(0, 2, seen.shape)
    return np.clip(seen + noise, 0, 255).astype(np.uint8)


def test_a_portrait_that_the_lens_saw_has_the_prints_sharpness():
    assert abs(rim_against_print(card(), Quad.upright(*PORTRAIT), VALUES)) < 0.25


@pytest.mark.parametrize(("blur", "sharper"), [(0.0, True), (0.5, True), (4.0, False)])
def test_a_pasted_portrait_is_sharper_or_softer(blur, sharper):
    ratio = rim_against_print(card(portrait_blur=blur), Quad.upright(*PORTRAIT), VALUES)
    assert ratio > HARDER if sharper else ratio < SOFTER


def test_the_rim_is_found_near_where_it_is_expected():
    expected = Quad.upright(405, 75, 575, 250)
    found = portrait_rim(card(), np.eye(3), expected)
    assert np.abs(found.array - Quad.upright(*PORTRAIT).array).max() < 3


def test_the_rim_is_found_on_a_card_that_lies_on_its_side():
    picture = card()
    lying = np.ascontiguousarray(np.rot90(picture, -1))
    to_lying = np.array([[0, -1, picture.shape[0] - 1], [1, 0, 0], [0, 0, 1.0]])
    found = portrait_rim(lying, to_lying, Quad.upright(405, 75, 575, 250))
    assert np.abs(found.array - Quad.upright(*PORTRAIT).through(to_lying).array).max() < 3


def test_without_a_portrait_of_that_shape_there_is_no_rim():
    plain = np.full((320, 640, 3), 200, np.uint8)
    plain[:, 410:] = 120  # one edge is no portrait
    plain[:, 470:] = 200
    assert portrait_rim(plain, np.eye(3), Quad.upright(420, 60, 620, 260)) is None


def test_without_print_nothing_is_compared():
    assert rim_against_print(card(), Quad.upright(*PORTRAIT), VALUES[:2]) is None

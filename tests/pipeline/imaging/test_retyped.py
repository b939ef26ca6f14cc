"""Values that are printed unlike the other rows of their card."""

import cv2
import numpy as np
import pytest

from models.geometry import Quad
from pipeline.imaging.retyped import Traits, oddness, traits_of

ROWS = ("nama", "tempat_lahir", "alamat", "kel_desa", "kecamatan", "agama", "pekerjaan", "kewarganegaraan")
TEXTS = ("SITI RAHMAWATI", "BANDUNG", "JALAN MAWAR", "SUKAMAJU", "CIBIRU", "KRISTEN", "KARYAWAN", "INDONESIA")
LEFT, HIGH, STEP = 60, 34, 44


def places():
    return {
        name: Quad.upright(LEFT - 6, 20 + STEP * n, LEFT + 22 * len(text), 20 + STEP * n + HIGH)
        for n, (name, text) in enumerate(zip(ROWS, TEXTS, strict=True))
    }


def card(odd: str | None = None, *, ink=(40, 40, 46), blur=1.0, grain=3.0, thick=2):
    """Rows of print taken by one camera; one of them may be of another hand."""
    picture = np.zeros((20 + STEP * len(ROWS), 480, 3), np.uint8)
    for n, (name, text) in enumerate(zip(ROWS, TEXTS, strict=True)):
        own = name == odd
        row = np.full((STEP, 480, 3), (190, 215, 228), np.uint8)
        cv2.putText(
            row, text, (LEFT, 27), cv2.FONT_HERSHEY_SIMPLEX, 0.9, ink if own else (40, 40, 46),
            thick if own else 2, cv2.LINE_AA,
        )  # fmt: skip
        row = cv2.GaussianBlur(row, (0, 0), blur if own else 1.0).astype(np.float32)
        row += np.random.default_rng(n).normal(0, grain if own else 3.0, row.shape)
        picture[20 + STEP * n : 20 + STEP * (n + 1)] = np.clip(row, 0, 255)
    return picture


@pytest.mark.parametrize(
    "hand", [{"grain": 0.6}, {"blur": 0.5}, {"blur": 1.7}, {"ink": (90, 90, 96)}, {"ink": (60, 20, 90)}]
)
def test_a_row_of_another_hand_is_odd(hand):
    traits = traits_of(card("nama", **hand), places())
    others = [oddness(traits, name) for name in ROWS if name != "nama"]
    assert oddness(traits, "nama") > 6
    assert max(others) < oddness(traits, "nama") / 1.5


def test_rows_of_one_hand_are_not_odd():
    traits = traits_of(card(), places())
    assert traits.keys() == set(ROWS)
    assert max(oddness(traits, name) for name in ROWS) < 4


def test_a_card_that_lies_on_its_side_measures_the_same():
    picture, upright = card("nama", grain=0.6), places()
    height = picture.shape[0]
    turned = np.ascontiguousarray(np.rot90(picture, -1))
    there = {name: Quad.of([(height - y, x) for x, y in quad.points]) for name, quad in upright.items()}
    straight, lying = traits_of(picture, upright), traits_of(turned, there)
    assert oddness(lying, "nama") == pytest.approx(oddness(straight, "nama"), rel=0.25)


def test_too_few_rows_tell_nothing():
    few = {name: quad for name, quad in places().items() if name in ROWS[:5]}
    traits = traits_of(card("nama", grain=0.5), few)
    assert oddness(traits, "nama") is None
    assert oddness(traits, "nik") is None


def test_a_value_on_two_lines_is_not_judged():
    same = {name: Traits(1.0, 0.2, 0.0, 0.0, 5.0, -1.0, 30.0) for name in ROWS}
    assert oddness({**same, "nama": Traits(3.0, 0.2, 0.0, 0.0, 5.0, -1.0, 62.0)}, "nama") is None


def test_places_without_print_or_outside_are_left_out():
    there = {"empty": Quad.upright(300, 300, 470, 330), "outside": Quad.upright(900, 900, 990, 930)}
    assert traits_of(card(), there) == {}

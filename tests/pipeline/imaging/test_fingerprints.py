"""The same picture under two names is one, saved again it is much the same; any other is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.marks import RESAVED_WITHIN, PictureMark
from models.page import Image, Page
from pipeline.imaging import fingerprints
from pipeline.imaging.fingerprints import _spread, look_of


def noise(seed: int, shape: tuple[int, int] = (90, 120)) -> Image:
    return np.random.default_rng(seed).integers(0, 255, (*shape, 3), dtype=np.uint8)


def of(picture: Image, name: str = "a.jpg", number: int = 1) -> PictureMark | None:
    seen = fingerprints([Page.fresh(name, picture, number=number)]).get((name, number))
    return seen[0] if seen else None


def test_a_picture_is_known_again_whatever_it_is_called() -> None:
    assert of(noise(1)) == of(noise(1).copy(), "b.pdf", 3)


def test_another_picture_or_shape_is_another() -> None:
    brighter = np.clip(noise(1).astype(int) + 1, 0, 255).astype(np.uint8)
    reshaped = noise(1).reshape(120, 90, 3)
    assert len({of(noise(1)), of(noise(2)), of(brighter), of(reshaped)}) == 4


def test_a_blank_page_is_like_no_other() -> None:
    assert of(np.full((90, 120, 3), 254, np.uint8)) is None


def test_every_page_has_its_own() -> None:
    pages = [Page.fresh("a.pdf", noise(n), number=n) for n in (1, 2)]
    assert list(fingerprints(pages)) == [("a.pdf", 1), ("a.pdf", 2)]
    assert {mark.kind for mark in fingerprints(pages)["a.pdf", 1]} == {"page", "look"}


def card(name: str) -> Image:
    """A card with labels, seven values and a portrait's place, as a hard-edged drawing."""
    picture = np.full((700, 1100, 3), (205, 222, 236), np.uint8)
    for row, label in enumerate(("NIK", "Nama", "Lahir", "Alamat", "Desa", "Agama", "Kerja")):
        at = (40, 120 + 80 * row)
        cv2.putText(picture, f"{label}:", at, cv2.FONT_HERSHEY_SIMPLEX, 1.3, (20, 20, 20), 3)
        value = "".join(np.random.default_rng([*name.encode(), row]).choice(list("ABEIKNRSTU"), 14))
        cv2.putText(picture, value, (260, 120 + 80 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (20, 20, 20), 3)
    cv2.rectangle(picture, (800, 120), (1040, 460), (160, 60, 50), -1)
    return picture


def apart(one: PictureMark, other: PictureMark) -> tuple[int, int]:
    fine = int.from_bytes(one.fine or b"") ^ int.from_bytes(other.fine or b"")
    return (one.value ^ other.value).bit_count(), fine.bit_count()


@settings(max_examples=15, deadline=None)
@given(st.floats(0.4, 1.0), st.integers(60, 95), st.integers(-15, 15), st.sampled_from([".jpg", ".webp"]))
def test_a_picture_that_was_saved_again_looks_the_same(
    share: float, quality: int, light: int, ending: str
) -> None:
    one = card("SITI")
    small = cv2.resize(cv2.convertScaleAbs(one, beta=light), None, fx=share, fy=share)
    how = cv2.IMWRITE_WEBP_QUALITY if ending == ".webp" else cv2.IMWRITE_JPEG_QUALITY
    again = cv2.imdecode(cv2.imencode(ending, small, [how, quality])[1], cv2.IMREAD_COLOR)
    coarse, fine = apart(look_of(one), look_of(again.astype(np.uint8)))
    assert coarse <= 7
    assert fine <= RESAVED_WITHIN


@pytest.mark.parametrize("other", ["BUDI", "RINA", "AGUS"])
def test_another_persons_card_at_the_same_place_looks_different(other: str) -> None:
    assert apart(look_of(card("SITI")), look_of(card(other)))[1] > RESAVED_WITHIN


def test_a_picture_that_was_turned_is_not_known_again() -> None:
    """Said in docs/decisions.md: nobody else's card is found in a direction that it was not sent in."""
    turned = np.ascontiguousarray(np.rot90(card("SITI")))
    assert apart(look_of(card("SITI")), look_of(turned))[1] > RESAVED_WITHIN


@pytest.mark.parametrize("shape", [(1, 1, 3), (7, 90, 3), (200, 150, 3)])
def test_the_spread_is_that_of_all_numbers(shape: tuple[int, int, int]) -> None:
    sample = np.random.default_rng(sum(shape)).integers(0, 256, shape, np.uint8)
    sample[..., 1] //= 3
    assert _spread(sample) == pytest.approx(float(sample.std()))

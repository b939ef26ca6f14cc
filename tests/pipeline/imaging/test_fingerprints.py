"""The same picture under two names is one; any other is not."""

from __future__ import annotations

import numpy as np

from models.page import Image, Page
from pipeline.imaging import fingerprints


def noise(seed: int, shape: tuple[int, int] = (90, 120)) -> Image:
    return np.random.default_rng(seed).integers(0, 255, (*shape, 3), dtype=np.uint8)


def of(picture: Image, name: str = "a.jpg", number: int = 1) -> int | None:
    return fingerprints([Page.fresh(name, picture, number=number)]).get((name, number))


def test_a_picture_is_known_again_whatever_it_is_called() -> None:
    assert of(noise(1)) == of(noise(1).copy(), "b.pdf", 3)
    assert 0 <= (of(noise(1)) or -1) < 1 << 64


def test_another_picture_or_shape_is_another() -> None:
    brighter = np.clip(noise(1).astype(int) + 1, 0, 255).astype(np.uint8)
    reshaped = noise(1).reshape(120, 90, 3)
    assert len({of(noise(1)), of(noise(2)), of(brighter), of(reshaped)}) == 4


def test_a_blank_page_is_like_no_other() -> None:
    assert of(np.full((90, 120, 3), 254, np.uint8)) is None


def test_every_page_has_its_own() -> None:
    pages = [Page.fresh("a.pdf", noise(n), number=n) for n in (1, 2)]
    assert list(fingerprints(pages)) == [("a.pdf", 1), ("a.pdf", 2)]

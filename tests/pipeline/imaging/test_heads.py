"""A bank book whose rim was seen below its dark band keeps its name; other papers' text is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from models.geometry import Quad
from models.page import Page
from models.sheet import Look, Sheet
from pipeline.imaging.heads import with_heads

PAGE = Page.fresh("buku.jpg", np.zeros((1000, 1200, 3), np.uint8))
BOOK = Quad.upright(200, 300, 1000, 800)
NAME, PRODUCT = Quad.upright(230, 240, 420, 275), Quad.upright(850, 245, 960, 270)


def sheet(outline: Quad = BOOK) -> Sheet:
    return Sheet(PAGE, Look((Quad.upright(230, 330, 420, 355),), 1.0), outline, 1.6, True)


def test_the_lines_of_a_band_right_above_belong_to_the_sheet() -> None:
    whole, taken = with_heads(sheet(), [NAME, PRODUCT])
    assert taken == {0, 1}
    assert whole.outline is not None
    assert 205 < whole.outline.top < 240
    assert whole.outline.bottom == pytest.approx(800, abs=1)
    assert whole.shape == pytest.approx(800 / (800 - whole.outline.top), rel=0.01)
    assert len(whole.look.lines) == 3


def test_a_band_at_the_foot_of_a_picture_that_lies_upside_down() -> None:
    turned = Quad.of(np.roll(BOOK.array, 2, axis=0))
    whole, taken = with_heads(sheet(turned), [NAME])
    assert taken == {0}
    assert whole.outline is not None
    assert whole.outline.top < 240


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [Quad.upright(230, 120, 420, 150)],  # too far
        [Quad.upright(100, 240, 420, 275)],  # sticks out at the side
        [NAME, Quad.upright(230, 60, 420, 95)],  # goes on: another paper's text
        [Quad.upright(230, 300 - 40 * n, 420, 325 - 40 * n) for n in range(1, 6)],  # too many for a head
    ],
)
def test_other_text_is_left_alone(lines: list[Quad]) -> None:
    given = sheet()
    assert with_heads(given, lines) == (given, frozenset())

"""A bank book whose rim was seen below its dark band keeps its name; other papers' text is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from models.geometry import Quad
from models.page import Page
from models.sheet import Look, Sheet
from pipeline.imaging.heads import with_heads
from pipeline.imaging.sides import small_lab

BOOK = Quad.upright(200, 300, 1000, 800)


def drawn(*, band: bool = True) -> Page:
    """A pale book on wood, its dark band above it."""
    picture = np.full((1000, 1200, 3), (150, 110, 70), np.uint8)
    picture[300:800, 200:1000] = (245, 244, 240)
    if band:
        picture[222:300, 200:1000] = (20, 60, 130)
        picture[248:268, 240:410:7] = (250, 250, 250)
    return Page.fresh("buku.jpg", picture)


PAGE = drawn()
NAME, PRODUCT = Quad.upright(230, 240, 420, 275), Quad.upright(850, 245, 960, 270)


def sheet(outline: Quad = BOOK) -> Sheet:
    return Sheet(PAGE, Look((Quad.upright(230, 330, 420, 355),), 1.0), outline, 1.6, True)


def grown(one: Sheet, lines: list[Quad]) -> tuple[Sheet, frozenset[int]]:
    return with_heads(one, lines, *small_lab(one.page.image))


def test_the_lines_of_a_band_right_above_belong_to_the_sheet() -> None:
    whole, taken = grown(sheet(), [NAME, PRODUCT])
    assert taken == {0, 1}
    assert whole.outline is not None
    assert whole.outline.top == pytest.approx(222, abs=4)
    assert whole.outline.bottom == pytest.approx(800, abs=1)
    assert whole.shape == pytest.approx(800 / (800 - whole.outline.top), rel=0.01)
    assert len(whole.look.lines) == 3


def test_a_band_at_the_foot_of_a_picture_that_lies_upside_down() -> None:
    turned = Quad.of(np.roll(BOOK.array, 2, axis=0))
    whole, taken = grown(sheet(turned), [NAME])
    assert taken == {0}
    assert whole.outline is not None
    assert whole.outline.top == pytest.approx(222, abs=4)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [Quad.upright(240, 860, 420, 890)],  # on the table, which goes on and is no band
        [Quad.upright(230, 120, 420, 150)],  # too far
        [Quad.upright(100, 240, 420, 275)],  # sticks out at the side
        [Quad.upright(230, 170, 420, 205)],  # beyond the band: another paper's text
    ],
)
def test_other_text_is_left_alone(lines: list[Quad]) -> None:
    given = sheet()
    assert grown(given, lines) == (given, frozenset())


def test_print_beside_the_band_does_not_hide_it() -> None:
    whole, taken = grown(sheet(), [NAME, Quad.upright(600, 60, 900, 95)])
    assert taken == {0}
    assert len(whole.look.lines) == 2


def test_without_a_band_print_above_the_rim_is_another_papers() -> None:
    bare = Sheet(drawn(band=False), Look((), 1.0), BOOK, 1.6, True)
    assert grown(bare, [NAME, PRODUCT]) == (bare, frozenset())

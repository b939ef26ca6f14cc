"""Turning, straightening and cutting a page: every point finds its way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.geometry import Quad
from models.glimpse import Glimpse
from models.page import LayerLine, Page
from models.sheet import Look, Sheet
from pipeline import imaging

WIDTH, HEIGHT = 640, 420


def upright(page: Page, seen: Glimpse) -> Page:
    """A page on which no rim was seen."""
    return imaging.upright(Sheet(page, Look(seen.lines)), seen)


def page_with_marks() -> tuple[Page, list[tuple[int, int]]]:
    """A grey page with three black squares, and the squares' centres."""
    picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    marks = [(120, 90), (520, 110), (300, 330)]
    for x, y in marks:
        picture[y - 8 : y + 9, x - 8 : x + 9] = 0
    return Page.fresh("a.jpg", picture), marks


def glimpse(turn: int, skew: float) -> Glimpse:
    lines = (Quad.upright(80, 70, 560, 130), Quad.upright(100, 300, 500, 350))
    return Glimpse(lines, turn, skew, sure=True)


def back(page: Page, x: float, y: float) -> tuple[float, float]:
    """A pixel of the page on the upright file."""
    u, v, w = page.to_upright @ np.array([x, y, 1.0])
    return u / w, v / w


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, -6.0, 4.0])
def test_what_is_seen_on_the_new_page_leads_back_to_where_it_was(turn: int, skew: float) -> None:
    page, marks = page_with_marks()
    straight = upright(page, glimpse(turn, skew))
    forth = np.linalg.inv(straight.to_upright)
    for x, y in marks:
        u, v, w = forth @ np.array([x, y, 1.0])
        column, row = round(u / w), round(v / w)
        assert straight.image[row, column].max() < 60, "the mark is not where the matrix says"
        assert back(straight, column, row) == pytest.approx((x, y), abs=1.5)
    assert straight.turned == turn
    assert straight.upright_size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_large_level_page_is_reduced_and_still_leads_back(turn: int) -> None:
    picture = np.full((4001, 3000, 3), 200, np.uint8)
    picture[3000:3021, 700:721] = 0
    page = Page.fresh("a.jpg", picture)
    straight = upright(page, Glimpse((Quad.upright(300, 300, 2700, 3700),), turn, 0.1, sure=True))
    assert max(straight.image.shape) == 2200
    rows, columns = np.nonzero(straight.image[..., 0] < 100)
    assert back(straight, columns.mean(), rows.mean()) == pytest.approx((710, 3010), abs=0.5)


@given(
    st.sampled_from([0, 90, 180, 270]), st.floats(-12, 12), st.floats(0, 1), st.floats(0, 1),
    st.integers(60, 900), st.integers(60, 900),
)  # fmt: skip
def test_the_way_there_and_back_is_the_same(
    turn: int, skew: float, x: float, y: float, width: int, height: int
) -> None:
    page = Page.fresh("a.jpg", np.full((height, width, 3), 128, np.uint8))
    lines = (Quad.upright(0.2 * width, 0.3 * height, 0.8 * width, 0.4 * height),)
    straight = upright(page, Glimpse(lines, turn, skew, sure=True))
    high, wide = straight.image.shape[:2]
    point = np.array([x * wide, y * high, 1.0])
    there = straight.to_upright @ point
    again = np.linalg.inv(straight.to_upright) @ there
    assert again[:2] / again[2] == pytest.approx(point[:2], abs=1e-6 * max(wide, high) + 1e-6)
    assert np.isfinite(there).all()


def test_the_text_is_inside_the_cut_with_room_around_it() -> None:
    page, _ = page_with_marks()
    seen = glimpse(0, 0.0)
    straight = upright(page, seen)
    high, wide = straight.image.shape[:2]
    for quad in seen.lines:
        moved = quad.through(np.linalg.inv(straight.to_upright))
        assert moved.left >= 0 and moved.top >= 0
        assert moved.right <= wide and moved.bottom <= high


def test_a_leaning_line_is_level_afterwards() -> None:
    page, _ = page_with_marks()
    slope = np.tan(np.radians(5))
    leaning = Quad.of([(100, 100), (500, 100 + 400 * slope), (500, 130 + 400 * slope), (100, 130)])
    straight = upright(page, Glimpse((leaning,), 0, 5.0, sure=True))
    points = leaning.through(np.linalg.inv(straight.to_upright)).array
    assert abs(points[1][1] - points[0][1]) < 2


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_nobody_is_sure_about_stays_as_it_is(turn: int) -> None:
    page, _ = page_with_marks()
    assert upright(page, Glimpse(glimpse(0, 0).lines, turn, 3.0, sure=False)) is page
    assert upright(page, Glimpse()) is page


def test_a_born_digital_page_stays_as_it_is() -> None:
    layer = (LayerLine("SURAT", Quad.upright(0, 0, 10, 10)),)
    page = Page.fresh("a.pdf", np.zeros((50, 50, 3), np.uint8), text_layer=layer)
    assert upright(page, glimpse(180, 5.0)) is page


def test_a_huge_page_is_made_smaller() -> None:
    page = Page.fresh("a.jpg", np.full((3000, 4200, 3), 255, np.uint8))
    straight = upright(page, Glimpse((Quad.upright(100, 100, 4100, 2900),), 0, 0.0, sure=True))
    assert max(straight.image.shape) <= 2200
    assert back(straight, *straight.image.shape[1::-1]) == pytest.approx((4200, 3000), abs=4)


def test_lines_beside_another_sheet_are_cut_out_even_where_up_and_down_are_unknown() -> None:
    """Left on the whole page they would be looked for again, and the other's lines be theirs as well."""
    page, _ = page_with_marks()
    lines = (Quad.upright(400, 60, 560, 80), Quad.upright(400, 100, 560, 120))
    seen = Glimpse(lines, 180, 0.0, sure=False)
    beside = imaging.upright(Sheet(page, Look(lines), alone=False), seen)
    assert beside.image.shape[0] < HEIGHT / 2 and beside.image.shape[1] < WIDTH / 2
    assert back(beside, 0, 0) == pytest.approx((384, 54), abs=40)
    assert imaging.upright(Sheet(page, Look(lines)), seen) is page


@pytest.mark.parametrize("turn", [0, 180])
def test_a_picture_is_not_cut_to_a_note_that_lies_in_it(turn: int) -> None:
    page, _ = page_with_marks()
    seen = Glimpse(
        tuple(Quad.upright(420, 300 + 20 * k, 560, 315 + 20 * k) for k in range(4)), turn, 0.0, sure=True
    )
    kept = upright(page, seen)
    assert kept.image.shape == page.image.shape
    assert kept.turned == turn

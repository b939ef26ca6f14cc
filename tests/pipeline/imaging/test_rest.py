"""A pale paper whose rim was seen across its print: it grows over its own heading, and over nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from models.geometry import Quad
from models.page import Page
from models.sheet import Look, Sheet
from pipeline.imaging.rest import with_rest
from pipeline.imaging.sides import small_lab

PAPER = Quad.upright(200, 300, 1000, 860)
SEEN = Quad.upright(200, 400, 1000, 860)
OWN = Quad.upright(240, 450, 520, 475)
HEADING = Quad.upright(240, 335, 520, 365)


def drawn(*, table: int = 120, rule: int = 0, up_to: int = 300) -> Page:
    """A pale paper from ``up_to`` down, with a rule of that breadth under its heading."""
    picture = np.full((1000, 1200, 3), table, np.uint8)
    picture[up_to:860, 200:1000] = (245, 244, 240)
    picture[385 : 385 + rule, 200:1000] = (60, 60, 160)
    for line in (OWN, HEADING):
        picture[int(line.top) + 6 : int(line.bottom) - 6, int(line.left) : int(line.right) : 9] = 40
    return Page.fresh("buku.jpg", picture)


def grown(page: Page, line: Quad = HEADING, outline: Quad = SEEN) -> tuple[Sheet, frozenset[int]]:
    sheet = Sheet(page, Look((OWN,), 1.0), outline, 1.6, True)
    return with_rest(sheet, [line], *small_lab(page.image))


@pytest.mark.parametrize("rule", [0, 4])
def test_the_heading_above_the_rim_that_was_seen_belongs_to_the_paper(rule: int) -> None:
    whole, taken = grown(drawn(rule=rule))
    assert taken == {0} and len(whole.look.lines) == 2
    assert whole.outline is not None and 295 <= whole.outline.top <= 335
    assert whole.shape == pytest.approx(800 / (860 - whole.outline.top), rel=0.01)


def test_a_picture_that_lies_upside_down_grows_the_same_way() -> None:
    whole, taken = grown(drawn(), outline=Quad.of(np.roll(SEEN.array, 2, axis=0)))
    assert taken == {0} and whole.outline is not None and whole.outline.top < 336


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (drawn(up_to=400), HEADING),  # print on the table
        (drawn(rule=40), HEADING),  # another paper, and a gap between the two
        (drawn(), Quad.upright(100, 335, 520, 365)),  # sticks out at the side
        (drawn(up_to=100), Quad.upright(240, 180, 520, 210)),  # no card is so tall
    ],
)
def test_other_print_is_left_alone(page: Page, line: Quad) -> None:
    whole, taken = grown(page, line)
    assert taken == frozenset() and whole.outline == SEEN


def test_a_card_of_the_right_shape_has_no_room_above_it() -> None:
    outline = Quad.upright(200, 300, 1000, 888)
    _, taken = grown(drawn(up_to=200), Quad.upright(240, 255, 520, 285), outline)
    assert taken == frozenset()

"""Lines that stand alone: which are looked at closer, and what of the closer look is kept."""

from __future__ import annotations

import numpy as np

from models.geometry import Quad
from models.page import Page
from models.sheet import Look
from pipeline.ocr.lonely import FEW, MANY, MOST, lonely_groups, merged

SIDE = 800.0
PAGE = Page.fresh("a.jpg", np.zeros((1800, 2400, 3), np.uint8))
SCALE = SIDE / 2400
NUMBER = Quad.upright(1700, 1400, 2000, 1430)


def column(left: float, top: float, count: int, *, wide: float = 300) -> list[Quad]:
    return [Quad.upright(left, top + 40 * k, left + wide, top + 28 + 40 * k) for k in range(count)]


def places(*lines: Quad) -> list[Quad]:
    return [box for box, _ in lonely_groups(Look(lines, SCALE), SIDE)]


def test_a_number_far_from_a_card_that_was_seen_is_looked_at() -> None:
    assert places(*column(100, 100, MANY + 4), NUMBER) == [NUMBER]


def test_print_beside_a_card_belongs_to_it_or_is_clutter_and_costs_nothing() -> None:
    beside = Quad.upright(560, 300, 860, 328)
    assert places(*column(100, 100, MANY + 4), beside) == []


def test_a_group_of_some_lines_and_a_brand_are_left_alone() -> None:
    assert places(*column(100, 100, FEW + 1)) == []
    assert places(Quad.upright(500, 500, 560, 530)) == []


def test_only_so_many_groups_are_looked_at_and_the_longest_first() -> None:
    lines = [Quad.upright(100, 300 * k, 400 + 20 * k, 300 * k + 30) for k in range(5)]
    assert places(*lines)[0] == lines[-1]
    assert len(places(*lines)) == MOST


REGION = (1500, 1200, 2300, 1700)
CARD = [Quad.upright(1600, 1250 + 30 * k, 1900, 1270 + 30 * k) for k in range(10)]


def test_the_closer_looks_lines_stand_for_those_that_they_lie_on() -> None:
    far = Quad.upright(100, 100, 400, 130)
    on_number = Quad.upright(1690, 1398, 2005, 1432)
    look = merged(Look((far, NUMBER), SCALE), Look((*CARD, on_number), 0.9), REGION, PAGE)
    assert far in look.lines and NUMBER not in look.lines
    assert set(CARD) <= set(look.lines) and look.scale == SCALE


def test_lines_cut_at_the_edge_of_the_look_are_not_taken() -> None:
    cut = Quad.upright(1500, 1300, 1580, 1320)
    look = merged(Look((NUMBER,), SCALE), Look((*CARD, cut), 0.9), REGION, PAGE)
    assert cut not in look.lines
    at_the_pages_own_edge = (0, 1200, 800, 1700)
    first = Quad.upright(0, 1300, 80, 1320)
    lines = [Quad.upright(100, 1250 + 30 * k, 400, 1270 + 30 * k) for k in range(10)]
    assert (
        first in merged(Look((NUMBER,), SCALE), Look((first, *lines), 0.9), at_the_pages_own_edge, PAGE).lines
    )


def test_a_closer_look_that_saw_no_more_changes_nothing() -> None:
    first = Look((NUMBER,), SCALE)
    assert merged(first, Look(tuple(CARD[:3]), 0.9), REGION, PAGE) is first
    assert merged(first, Look((), 0.9), REGION, PAGE) is first

"""Two cards side by side that were framed as one are parted; one card never is."""

from __future__ import annotations

import numpy as np

from pipeline.imaging.outlines import Outline
from pipeline.imaging.pairs import parted

SIZE = (1600, 900)


def box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)


def sides(frame: np.ndarray) -> list[np.ndarray]:
    return [np.stack([frame[k], frame[(k + 1) % 4]]) for k in range(4)]


ONE, TWO = box(100, 200, 740, 604), box(800, 200, 1440, 604)
PAIR = Outline(box(100, 200, 1440, 604), 3.3, card=False, known=False, score=1.0)
LINES = [
    box(left + 40, 250 + 40 * row, left + 240 + 30 * (row % 3), 272 + 40 * row)
    for left in (100, 800)
    for row in range(8)
]
EDGES = np.array(sides(ONE) + sides(TWO))


def test_each_card_of_a_pair_gets_its_own_outline() -> None:
    cards = parted([PAIR], LINES, [lambda: EDGES], SIZE)
    assert len(cards) == 2 and all(card.card for card in cards)
    lefts = sorted(float(card.corners[:, 0].min()) for card in cards)
    assert np.allclose(lefts, [100, 800], atol=8)


def test_a_pair_whose_cards_are_not_seen_alone_stays_as_it_is() -> None:
    assert parted([PAIR], LINES, [lambda: EDGES[:0].reshape(0, 2, 2)], SIZE) == [PAIR]


def test_a_card_is_never_parted() -> None:
    card = Outline(ONE, 1.586, card=True, known=True, score=1.0)
    assert parted([card], LINES, [lambda: EDGES], SIZE) == [card]


def test_two_cards_above_one_another_are_parted_beside_a_third_of_their_breadth() -> None:
    high = 404
    below = box(100, 680, 740, 680 + high)
    column = Outline(box(100, 200, 740, 680 + high), 0.72, card=False, known=True, score=1.0)
    third = Outline(box(800, 200, 1440, 604), 1.586, card=True, known=True, score=1.0)
    lines = [
        box(140, top + 50 + 40 * row, 340 + 30 * (row % 3), top + 72 + 40 * row)
        for top in (200, 680)
        for row in range(8)
    ]
    edges = [lambda: np.array(sides(ONE) + sides(below))]
    assert parted([column], lines, edges, (1600, 1200)) == [column]
    kept, *cards = parted([third, column], lines, edges, (1600, 1200))
    assert kept is third and len(cards) == 2
    tops = sorted(float(card.corners[:, 1].min()) for card in cards)
    assert np.allclose(tops, [200, 680], atol=8)

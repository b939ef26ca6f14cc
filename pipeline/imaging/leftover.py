"""What the lines outside all outlines are: a paper of their own, a part of the page itself, or clutter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.geometry import Quad
from models.page import Page
from models.sheet import Look, Sheet
from pipeline.imaging.line_groups import SAME_WAY, angle_of, groups_of, halves_of, in_reading_order, levelled
from pipeline.imaging.sides import Floats

WIDE = 5.0
"""Line heights; lines left over that are farther apart than this are on different papers."""

LEAST_LEFT = 4
"""Lines left over in one place that are a paper of their own, however few beside the cards of the page."""

LARGER = 1.6
"""Times a card's breadth or height; lines beside it that reach farther lie on two papers, if they part."""

MOST_ON_A_CARD = 45
"""Lines; an outline with more holds no card but a form, or only the tables of one."""

ONE_COLUMN = 0.05
"""Of a frame's width; how far the sides of two frames of one form may be from being flush."""

PARAGRAPH, NEXT_ROW, SAME_COLUMN = 8.0, 0.6, 0.6
"""Line heights that a paragraph's rows are long at least, and stand apart at most; share that two of them
have in common."""

MUCH_TEXT = 12
"""Lines beside the cards from which a page is a written sheet with boxes on it, not cards on a table."""


def part_of(look: Look, places: Sequence[int]) -> Look:
    """Return the look that holds the lines at these places."""
    return Look(tuple(look.lines[place] for place in places), look.scale)


def papers_among(left: Sequence[int], lines: Sequence[Floats]) -> list[list[int]]:
    """The places among those left over where enough lines stand together to be a paper of their own."""
    groups = groups_of([lines[place] for place in left], WIDE) if left else []
    return [[left[k] for k in sorted(group)] for group in groups if len(group) >= LEAST_LEFT]


def settled(
    page: Page, look: Look, found: list[Sheet], left: Sequence[int], papers: Sequence[Sequence[int]]
) -> list[Sheet]:
    """Say what the lines beside the outlines are, and put the sheets in order.

    Lines that stand together are a paper even where no rim was seen: a card must not vanish because others
    hold more print. What is clutter after all is told from the words.
    """
    held = len(look.lines) - len(left)
    if len(left) >= MUCH_TEXT and len(left) > held:
        return [Sheet(page, look)]
    beside = [look.lines[place] for place in left]
    if len(left) > 0.25 * held and any(_same_way(sheet, beside) for sheet in found if not sheet.card):
        return [Sheet(page, look)]
    if _frames_a_form(found, left) or any(_goes_on(sheet, beside) for sheet in found if not sheet.card):
        return [Sheet(page, look)]
    if len(papers) > 1 or len(left) < max(LEAST_LEFT, 0.2 * held):
        found = [*found, *(Sheet(page, part_of(look, paper)) for paper in papers)]
    elif len(left) >= LEAST_LEFT:
        found = [*found, *(Sheet(page, part_of(look, some)) for some in _two_cards(left, look, found))]
    return sorted(found, key=lambda sheet: _place(sheet, found))


def _same_way(sheet: Sheet, beside: Sequence[Quad]) -> bool:
    """Tell whether most lines beside a sheet run as its own do; a note lies askew beside cards."""
    ways = [angle_of(way) for way in in_reading_order([*sheet.look.lines, *beside])]
    own = float(np.median(ways[: len(sheet.look.lines)]))
    turns = np.array([abs((way - own + 90) % 180 - 90) for way in ways[len(sheet.look.lines) :]])
    return float((turns < SAME_WAY).mean()) >= 0.5


def _two_cards(left: Sequence[int], look: Look, found: Sequence[Sheet]) -> list[list[int]]:
    """Part the lines left over at their widest gap where they reach farther than a card beside them."""
    cards = [sheet.outline for sheet in found if sheet.card and sheet.outline is not None]
    lines = in_reading_order([look.lines[place] for place in left])
    wide, high = np.ptp(levelled(lines).reshape(-1, 2), axis=0)
    if not any(wide > LARGER * card.width or high > LARGER * card.height for card in cards):
        return [list(left)]
    halves = halves_of(left, lines)
    return halves if all(len(half) >= LEAST_LEFT for half in halves) and halves else [list(left)]


def _goes_on(sheet: Sheet, beside: Sequence[Quad]) -> bool:
    """Tell whether a paragraph goes on outside: rules of a letter were taken for its rim."""
    if not beside:
        return False
    level = levelled(in_reading_order([*sheet.look.lines, *beside]))
    low, high = level.min(axis=1), level.max(axis=1)
    size = high - low
    row = float(np.median(size[:, 1]))
    count = len(sheet.look.lines)
    for start, end, wide in zip(low[count:], high[count:], size[count:], strict=True):
        shared = np.minimum(end[0], high[:count, 0]) - np.maximum(start[0], low[:count, 0])
        apart = np.maximum(start[1], low[:count, 1]) - np.minimum(end[1], high[:count, 1])
        columns = shared > SAME_COLUMN * np.minimum(wide[0], size[:count, 0])
        long = np.minimum(wide[0], size[:count, 0]) > PARAGRAPH * row
        if np.any(columns & long & (apart < NEXT_ROW * row)):
            return True
    return False


def _frames_a_form(found: Sequence[Sheet], left: Sequence[int]) -> bool:
    """Tell whether the outlines are frames on one paper: a family card's heading stands above its tables.

    They hold more than a card can, and leave a heading over, lie on one another, or stand in one column.
    """
    largest = max(found, key=lambda sheet: len(sheet.look.lines))
    if len(largest.look.lines) <= MOST_ON_A_CARD:
        return False
    others = [sheet for sheet in found if sheet is not largest]
    return len(left) >= MUCH_TEXT // 2 or any(_of_one_form(largest, other) for other in others)


def _of_one_form(frame: Sheet, other: Sheet) -> bool:
    """Tell whether two outlines share lines, or are as wide as each other, one right above the other."""
    if {id(line) for line in frame.look.lines} & {id(line) for line in other.look.lines}:
        return True
    one, two = _around(frame), _around(other)
    slack = ONE_COLUMN * one.width
    return abs(one.left - two.left) < slack and abs(one.right - two.right) < slack


def _around(sheet: Sheet) -> Quad:
    return sheet.outline or Quad.around(sheet.look.lines)


def _place(sheet: Sheet, every: Sequence[Sheet]) -> tuple[int, float]:
    """Row, then column: as a person counts the cards of a page."""
    high = float(np.median([_around(s).bottom - _around(s).top for s in every]))
    return int(_around(sheet).centre[1] / max(high, 1.0)), _around(sheet).left

"""Two cards that lie in one column or row and were seen as one: edges of both make a rim for the pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from pipeline.imaging.line_groups import halves_of
from pipeline.imaging.outlines import Outline, outline_around
from pipeline.imaging.sides import Floats

AS_WIDE_AS_TWO = 2.4
"""Breadth by height; two cards side by side have 3.2."""

AS_BROAD, AS_HIGH_AS_TWO = 0.15, 1.8
"""Two cards above one another are as broad as a third card of the picture, give or take this share, and as
high as this many; alone they are told from a sheet by nothing."""

FEWEST = 3
"""Lines that make a card; fewer are a brand on a pen, or the print on a shirt."""


def parted(
    found: Sequence[Outline],
    lines: Sequence[Floats],
    edges: Sequence[Callable[[], Floats]],
    size: tuple[int, int],
) -> list[Outline]:
    """Return the outlines with each that frames a pair replaced by the cards in it that are seen alone.

    Args:
        found: the outlines.
        lines: corners (4, 2) of every line of the picture, in reading order.
        edges: ways to see straight edges, the surest first; the next is asked where it found none.
        size: width and height of the picture.
    """
    result: list[Outline] = []
    for outline in found:
        pair = _is_row(outline) or _is_column(outline, found)
        result += (_cards_in(outline, lines, edges, size) if pair else []) or [outline]
    return result


def _is_row(outline: Outline) -> bool:
    wide, high = _measures(outline)
    return not outline.card and wide > AS_WIDE_AS_TWO * high


def _is_column(outline: Outline, found: Sequence[Outline]) -> bool:
    wide, high = _measures(outline)
    cards = [_measures(other) for other in found if other.card]
    return not outline.card and any(
        abs(wide - breadth) < AS_BROAD * breadth and high > AS_HIGH_AS_TWO * height
        for breadth, height in cards
    )


def _measures(outline: Outline) -> tuple[float, float]:
    """Breadth and height, px."""
    a, b, _, d = outline.corners
    return float(np.linalg.norm(b - a)), float(np.linalg.norm(d - a))


def _cards_in(
    pair: Outline, lines: Sequence[Floats], edges: Sequence[Callable[[], Floats]], size: tuple[int, int]
) -> list[Outline]:
    own = [place for place, line in enumerate(lines) if holds(pair.corners, line)]
    halves = halves_of(own, [lines[place] for place in own]) if len(own) >= 2 * FEWEST else []
    cards = []
    for half in halves:
        other = [lines[place] for place in own if place not in half]
        for see in edges:
            seen = outline_around([lines[place] for place in half], lines, see(), size)
            if seen is not None and seen.card and not any(holds(seen.corners, line) for line in other):
                cards.append(seen)
                break
    return cards


def holds(outline: Floats, line: Floats) -> bool:
    """Tell whether the middle of a line lies in an outline."""
    x, y = line.mean(axis=0)
    return cv2.pointPolygonTest(outline.astype(np.float32), (float(x), float(y)), False) >= 0

"""Two cards that lie side by side and were seen as one: edges of both in one line make a rim for the pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from pipeline.imaging.line_groups import halves_of
from pipeline.imaging.outlines import Outline, outline_around
from pipeline.imaging.sides import Floats

AS_WIDE_AS_TWO = 2.4
"""Breadth by height; two cards side by side have 3.2, two above one another lie in no such frame."""

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
        result += (_cards_in(outline, lines, edges, size) if _is_pair(outline) else []) or [outline]
    return result


def _is_pair(outline: Outline) -> bool:
    a, b, _, d = outline.corners
    return not outline.card and np.linalg.norm(b - a) > AS_WIDE_AS_TWO * np.linalg.norm(d - a)


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

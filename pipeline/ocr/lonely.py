"""Lines that stand alone in a picture: all that a glance has seen of a small card, or clutter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.geometry import Quad
from models.page import Page
from models.sheet import Look

FEW, MANY = 5, 8
"""Lines up to which a group is looked at closer, and from which it is a card that was seen."""

MOST = 3
"""Groups of one picture that are looked at; each costs a third of a second."""

TOGETHER = 5.0
"""Heights of a line; lines nearer than this are of one group."""

LEAST_LONG = 0.06
"""Of the look's side; a group whose longest line is shorter is a brand, a key or a coin."""

ROUND_IT = 1.2
"""Of the longest line; a card's number is half as long as the card."""

RICHER = 3
"""Lines that a closer look must find more than the glance did, or it has seen nothing else."""

EDGE = 4.0
"""Pixels; a line that ends this near to the edge of what was looked at is cut there."""


def lonely_groups(look: Look, side: float) -> Iterator[tuple[Quad, float]]:
    """Yield the place of each small group of lines, and how far round it to look; the longest first."""
    groups = _groups(look.lines)
    rich = [Quad.around(group) for group in groups if len(group) >= MANY]
    poor = [(max(map(_extent, group)), Quad.around(group)) for group in groups if len(group) <= FEW]
    looked: list[Quad] = []
    for longest, box in sorted(poor, key=lambda one: -one[0]):
        margin = ROUND_IT * longest
        grown = Quad.upright(box.left - margin, box.top - margin, box.right + margin, box.bottom + margin)
        if longest * look.scale < LEAST_LONG * side or len(looked) == MOST:
            return
        if not any(_holds(other, box.centre) for other in looked) and not any(
            _holds(grown, other.centre) for other in rich
        ):
            looked.append(grown)
            yield box, margin


def merged(look: Look, closer: Look, region: tuple[int, int, int, int], page: Page) -> Look:
    """The look with the lines of a closer one in its region, where that saw more, but for lines cut there."""
    left, top, right, bottom = region
    height, width = page.image.shape[:2]
    whole = [
        line
        for line in closer.lines
        if (left == 0 or line.left > left + EDGE)
        and (top == 0 or line.top > top + EDGE)
        and (right == width or line.right < right - EDGE)
        and (bottom == height or line.bottom < bottom - EDGE)
    ]
    inside = [line for line in look.lines if left < line.centre[0] < right and top < line.centre[1] < bottom]
    if len(whole) < len(inside) + RICHER:
        return look
    kept = [line for line in look.lines if not any(_holds(new, line.centre) for new in whole)]
    kept = [line for line in kept if not any(_holds(line, new.centre) for new in whole)]
    return Look((*kept, *whole), look.scale)


def _groups(lines: tuple[Quad, ...]) -> list[list[Quad]]:
    """Lines by nearness of their upright boxes."""
    boxes = np.array([(q.left, q.top, q.right, q.bottom) for q in lines])
    reach = TOGETHER * float(np.median([min(q.width, q.height) for q in lines]))
    group = np.arange(len(lines))
    for place, (left, top, right, bottom) in enumerate(boxes):
        across = np.maximum(left, boxes[:, 0]) - np.minimum(right, boxes[:, 2])
        down = np.maximum(top, boxes[:, 1]) - np.minimum(bottom, boxes[:, 3])
        near = np.unique(group[np.maximum(across, down) <= reach])
        group[np.isin(group, near)] = group[place]
    return [[lines[place] for place in np.flatnonzero(group == name)] for name in np.unique(group)]


def _extent(box: Quad) -> float:
    return max(box.right - box.left, box.bottom - box.top)


def _holds(box: Quad, point: tuple[float, float]) -> bool:
    return box.left < point[0] < box.right and box.top < point[1] < box.bottom

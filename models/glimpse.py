"""A first, cheap look at a page: where text lines are and which way up they read."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.field import Reading
from models.geometry import Quad


@dataclass(frozen=True)
class Glimpse:
    """What a glance at a page tells.

    Attributes:
        lines: outlines of the text lines, in the pixels of the page.
        turn: degrees (0, 90, 180, 270) by which the page must be turned clockwise to be read.
        skew: degrees by which the lines then still rise (+) or fall (-) to the right, small.
        sure: the readers saw enough to trust ``turn``.
        readings: of each line what was read of it to tell ``turn``, None of most; empty where nothing was.
    """

    lines: tuple[Quad, ...] = field(default=(), repr=False)
    turn: int = 0
    skew: float = 0.0
    sure: bool = False
    readings: tuple[Reading | None, ...] = field(default=(), repr=False)

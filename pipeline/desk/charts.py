"""Plots as SVG made here: bars by day, and shares; colours and letters come from the style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, WIDTH, LEFT, FOOT = 160, 640, 36, 22
"""Of a drawing, in its own units."""


@dataclass(frozen=True)
class Bar:
    """One rectangle: its class tells what it counts, ``title`` says it in words."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str


@dataclass(frozen=True)
class Tick:
    """A line with its number, or a name below the bars."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """Bars with their ticks."""

    bars: tuple[Bar, ...]
    rows: tuple[Tick, ...]
    names: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def stacked(names: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]]) -> Chart:
    """Return one column for each name, its parts upon one another.

    Args:
        names: of the columns; some of them are written below.
        series: class, words and the counts by column; the first one lies at the bottom.
    """
    totals = [sum(counts[n] for _, _, counts in series) for n in range(len(names))]
    top = _round_up(max(totals, default=0))
    tall, step = HEIGHT - FOOT - 8, (WIDTH - LEFT) / max(1, len(names))
    bars: list[Bar] = []
    for n, name in enumerate(names):
        floor = float(HEIGHT - FOOT)
        for kind, words, counts in series:
            height = tall * counts[n] / top
            floor -= height
            if counts[n]:
                place = round(LEFT + n * step + step * 0.12, 1), round(floor, 1)
                bars.append(
                    Bar(*place, round(step * 0.76, 1), round(height, 1), kind, f"{name}: {counts[n]} {words}")
                )
    rows = [Tick(round(HEIGHT - FOOT - tall * part, 1), f"{top * part:g}") for part in (0, 0.5, 1)]
    every = max(1, len(names) // 8)
    below = [Tick(round(LEFT + (n + 0.5) * step, 1), name) for n, name in enumerate(names) if n % every == 0]
    return Chart(tuple(bars), tuple(rows), tuple(below))


def _round_up(count: int) -> int:
    """Return the next even 1, 2 or 5 with zeros, so that half of it is a whole number too."""
    size = 2
    while True:
        for factor in (1, 2, 5):
            if size * factor >= count:
                return size * factor
        size *= 10

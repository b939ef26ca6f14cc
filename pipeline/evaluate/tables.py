"""Rows of a printed table beside the rows that were reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def aligned(printed: Sequence[Row], reported: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return every printed row with the reported one it agrees with best, in order ({}: missed).

    A row that was missed must not make every row below it wrong, and a row too many must not either: of all
    ways to keep the order, the one with the most equal cells is taken.
    """
    best = [[0.0] * (len(reported) + 1) for _ in range(len(printed) + 1)]
    for a in range(len(printed) - 1, -1, -1):
        for b in range(len(reported) - 1, -1, -1):
            together = _agreement(printed[a], reported[b]) + best[a + 1][b + 1]
            best[a][b] = max(together, best[a + 1][b], best[a][b + 1])
    result: list[tuple[Row, Row]] = []
    a = b = 0
    while a < len(printed):
        if b < len(reported) and best[a][b] == _agreement(printed[a], reported[b]) + best[a + 1][b + 1]:
            result.append((printed[a], reported[b]))
            a, b = a + 1, b + 1
        elif b < len(reported) and best[a][b] == best[a][b + 1]:
            b += 1
        else:
            result.append((printed[a], {}))
            a += 1
    return result


def _agreement(printed: Row, reported: Row) -> float:
    """Equal cells; a little for standing beside each other at all, so that a misread row keeps its place."""
    return 0.5 + sum(str(text) == reported.get(cell) for cell, text in printed.items())

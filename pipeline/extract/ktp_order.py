"""Rows of the identity card whose label could not be read, found by the order that every card has.

A thumb covers labels before values, and blur takes the labels' small type first. What stands in the column of
values between two rows that were found can only be the rows that lie between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from models.field import Line
from pipeline.extract.found import Found

ROWS = (
    "nik", "nama", "lahir", "jenis_kelamin", "alamat", "rt_rw", "kel_desa", "kecamatan", "agama",
    "status_perkawinan", "pekerjaan", "kewarganegaraan", "berlaku_hingga",
)  # fmt: skip
"""From top to bottom (Permendagri 72/2022 and every card since 2011)."""

FEWEST = 4
"""Rows that must have been found by their labels for the order to be trusted."""

IN_COLUMN = 1.6
"""Line heights by which a value may begin beside the column's edge: the colon is read with it or not."""

OFF_ROW = 0.35
"""Of the rows' distance; how far from its expected place a value may stand."""


def by_order(found: Mapping[str, Found], lines: Sequence[Line]) -> dict[str, Found]:
    """Return the rows that no label gave, each the value that stands in its place; never ``sure``.

    ``found``: the rows that labels gave (by :data:`ROWS`); other keys are passed over.
    """
    known = _in_order([(place, found[row]) for place, row in enumerate(ROWS) if _there(found.get(row))])
    if len(known) < FEWEST:
        return {}
    left = float(np.median([_left(one) for place, one in known if ROWS[place] != "nik"]))
    step = float(np.median([(_y(b) - _y(a)) / (m - n) for (n, a), (m, b) in pairwise(known)]))
    if step <= 0:
        return {}
    taken = {id(piece.line) for one in found.values() for piece in one.pieces}
    height = float(np.median([one.pieces[0].line.quad.height for _, one in known]))
    free = [
        line for line in lines if id(line) not in taken and abs(line.quad.left - left) < IN_COLUMN * height
    ]
    result: dict[str, Found] = {}
    for (first, above), (last, below) in pairwise(known):
        top, bottom = _y(above) + OFF_ROW * step, _y(below) - OFF_ROW * step
        between = sorted(
            (line for line in free if top < line.quad.centre[1] < bottom),
            key=lambda line: line.quad.centre[1],
        )
        if len(between) == last - first - 1:
            result |= {ROWS[first + 1 + n]: Found.whole(line, sure=False) for n, line in enumerate(between)}
        elif abs((_y(below) - _y(above)) / step - (last - first)) < OFF_ROW:  # no address over two rows
            result |= _at(range(first + 1, last), first, _y(above), step, between)
    (first, highest), (last, lowest) = known[0], known[-1]
    result |= _at(range(1, first), first, _y(highest), step, free)  # the NIK stands apart, in larger type
    return result | _at(range(last + 1, len(ROWS)), last, _y(lowest), step, free)


def _at(places: Sequence[int], anchor: int, y: float, step: float, lines: Sequence[Line]) -> dict[str, Found]:
    """The one line that stands where each row is expected; none where there is none, or two."""
    result = {}
    for place in places:
        expected = y + (place - anchor) * step
        near = [line for line in lines if abs(line.quad.centre[1] - expected) < OFF_ROW * step]
        if len(near) == 1:
            result[ROWS[place]] = Found.whole(near[0], sure=False)
    return result


def _there(found: Found | None) -> bool:
    return found is not None and bool(found.pieces)


def _in_order(rows: Sequence[tuple[int, Found]]) -> list[tuple[int, Found]]:
    """The rows whose values stand below one another as they should; one out of order was misread."""
    return [
        row
        for n, row in enumerate(rows)
        if all(_y(other[1]) < _y(row[1]) for other in rows[:n]) or n == 0
        if all(_y(other[1]) > _y(row[1]) for other in rows[n + 1 :])
    ]


def _y(found: Found) -> float:
    return float(found.pieces[0].quad.centre[1])


def _left(found: Found) -> float:
    return float(found.pieces[0].quad.left)

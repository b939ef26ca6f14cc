"""Where the fields of an identity card must stand, told by those that were read.

The rows of a KTP-el follow one another in a fixed order and at an even distance, their values begin at one
left edge, and the portrait stands to their right; so three boxes place all the others. Pure geometry.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.document import PORTRAIT
from models.geometry import Quad

ROWS = (
    "nik",
    "nama",
    "tanggal_lahir",
    "jenis_kelamin",
    "alamat",
    "rt_rw",
    "kel_desa",
    "kecamatan",
    "agama",
    "status_perkawinan",
    "pekerjaan",
    "kewarganegaraan",
    "berlaku_hingga",
)
"""From top to bottom; ``tempat_lahir`` stands in the row of ``tanggal_lahir``, before it."""

BEGIN_LEFT = frozenset(ROWS) - {"tanggal_lahir"}
"""Fields whose value begins at the common left edge."""

FEWEST = 3
"""Rows that must have been read."""

VALUE = 13.5
BIRTH_PLACE = 5.5
PHOTO_LEFT, PHOTO_RIGHT, PHOTO_ABOVE, PHOTO_BELOW = 14.6, 21.0, 1.6, 6.3
"""In distances between two rows, from the values' left edge: how far a value reaches (the birth place less),
and the portrait's edges; above and below the row of the name."""


def expected_places(boxes: Mapping[str, Quad]) -> dict[str, Quad]:
    """Return the place of every row's value and of the portrait; empty where too few rows were read.

    ``boxes`` are those of the fields that were read, in the pixels of an upright page.
    """
    known = {ROWS.index(name): box for name, box in boxes.items() if name in ROWS}
    if len(known) < FEWEST:
        return {}
    rows = sorted(known)
    middles = np.array([known[row].centre[1] for row in rows])
    step = float(np.median(np.diff(middles) / np.diff(rows)))
    if step <= 1.0:
        return {}
    left = float(np.median([known[row].left for row in rows if ROWS[row] != "tanggal_lahir"] or [0.0]))
    half = min(float(np.median([known[row].height for row in rows])), step) / 2

    def middle(row: int) -> float:
        if row < rows[0]:
            return float(middles[0] - step * (rows[0] - row))
        if row > rows[-1]:
            return float(middles[-1] + step * (row - rows[-1]))
        return float(np.interp(row, rows, middles))

    places = {
        name: Quad.upright(left, middle(row) - half, left + VALUE * step, middle(row) + half)
        for row, name in enumerate(ROWS)
    }
    birth = places["tanggal_lahir"]
    split = left + BIRTH_PLACE * step
    places["tempat_lahir"] = Quad.upright(left, birth.top, split, birth.bottom)
    places["tanggal_lahir"] = Quad.upright(split, birth.top, birth.right, birth.bottom)
    name_row = middle(ROWS.index("nama"))
    places[PORTRAIT] = Quad.upright(
        left + PHOTO_LEFT * step,
        name_row - PHOTO_ABOVE * step,
        left + PHOTO_RIGHT * step,
        name_row + PHOTO_BELOW * step,
    )
    return places

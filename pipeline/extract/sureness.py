"""How likely a value is right, from how it was read: shares that were measured, not felt.

Measured on 60 synthetic claims, 15 at each level (seed 1700, 2026-11-25), all fields but tables, each share
with one right and one wrong value added, so that few values claim little. Repeat: ``periksa evaluate
--claims 15 --seed 1700``, "calibration" in the scorecard.
"""

from __future__ import annotations

AGREED, AGREED_BEST = 0.995, 0.9995
"""Two independent readers gave it and no other plausible value was seen: 1,571 of 1,571 right."""

CONTESTED = 0.97
"""Two gave it, another plausible value was seen as well: 28 of 28."""

ALONE = 0.80
"""Ceiling where a value may be another field's, go on beyond the picture, or was repaired by a list."""

UNDENIED = 0.99
"""One reader gave it, none has been asked besides."""

OPEN = ((0.995, 0.96), (0.98, 0.93), (0.95, 0.92), (0.90, 0.85), (0.80, 0.57), (0.0, 0.35))
"""Readers differ and one is believed: the share right by how sure that one says it is, at least.

24 of 24, 20 of 21, 34 of 36, 10 of 11, 3 of 5, 0 of 1 were right.
"""

SURE_DIGITS = 0.85
"""How sure the reader of digits must be of each digit to count: of 260 right numbers at four levels one was
below 0.9, and the one that both readers misread alike was read at 0.69."""

MOSTLY_SURE = 0.998
"""A reader that is alone must be as sure as this to be believed as it says."""

IMPLAUSIBLE = 0.5
"""Factor for a value that does not fit its own layout (a NIK of 15 digits)."""


def agreed(first: float, second: float, *, contested: bool) -> float:
    """Return the confidence of a value that two readers gave with these confidences of their own."""
    sure = AGREED + (AGREED_BEST - AGREED) * min(first, second)
    return min(sure, CONTESTED) if contested else sure


def alone(reader: float, *, asked: int, plausible: bool) -> float:
    """Return the confidence of a value that one reader gave, being this sure; ``asked``: readings in all."""
    share = next(share for least, share in OPEN if reader >= least)
    if asked == 1 and reader > MOSTLY_SURE:
        share = UNDENIED
    return share if plausible else IMPLAUSIBLE * share

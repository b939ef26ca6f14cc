"""Thresholds and the score's curve: a versioned table (bands.toml), read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from models.face import Verdict


@dataclass(frozen=True)
class Bands:
    """What a distance means."""

    version: str
    match_below: float
    no_match_above: float
    score: tuple[tuple[float, float], ...]
    smallest_portrait: float
    smallest_selfie: float
    faintest: float
    same_picture: float

    def verdict(self, distance: float) -> Verdict:
        """Return the verdict: three bands, the middle one for an officer."""
        if distance < self.match_below:
            return Verdict.MATCH
        return Verdict.NO_MATCH if distance > self.no_match_above else Verdict.INCONCLUSIVE

    def score_of(self, distance: float) -> float:
        """Return the distance as 0..1, 1 = surely the same person."""
        xs, ys = zip(*self.score, strict=True)
        return round(float(np.interp(distance, xs, ys)), 4)


@cache
def load_bands() -> Bands:
    """Read the table beside this file.

    Raises:
        ValueError: the thresholds are in the wrong order.
    """
    table = tomllib.loads(Path(__file__).with_name("bands.toml").read_text(encoding="utf-8"))
    curve = tuple((float(d), float(s)) for d, s in table.pop("score"))
    bands = Bands(score=curve, **table)
    if not bands.same_picture < bands.match_below < bands.no_match_above:
        raise ValueError("bands.toml: same_picture < match_below < no_match_above does not hold")
    return bands


def bands_version() -> str:
    """Return the version of the thresholds and of the score's curve."""
    return load_bands().version

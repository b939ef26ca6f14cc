"""Thresholds and the score's curve: a versioned table (bands.toml), read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from models.face import Verdict
from pipeline.errors import PolicyError

HOW = "periksa calibrate-face PAIRS.csv"


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
    other_claim: float

    def verdict(self, distance: float) -> Verdict:
        """Return the verdict: three bands, the middle one for an officer."""
        if distance < self.match_below:
            return Verdict.MATCH
        return Verdict.NO_MATCH if distance > self.no_match_above else Verdict.INCONCLUSIVE

    def score_of(self, distance: float) -> float:
        """Return the distance as 0..1, 1 = surely the same person."""
        xs, ys = zip(*self.score, strict=True)
        return round(float(np.interp(distance, xs, ys)), 4)

    @property
    def other_limits(self) -> Mapping[str, float]:
        """The limits that no pairs tell; a new calibration keeps them."""
        names = ("smallest_portrait", "smallest_selfie", "faintest", "same_picture", "other_claim")
        return {name: getattr(self, name) for name in names}


def load_bands(own: Path | None = None) -> Bands:
    """Read the table beside this file, or an institution's own (``periksa calibrate-face`` writes one).

    Raises:
        PolicyError: the table cannot be read, or its thresholds are in the wrong order.
    """
    file = own or Path(__file__).with_name("bands.toml")
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise PolicyError(f"{file.name}: this is no table; write one with: {HOW}") from None
    wanted = {entry.name for entry in fields(Bands)}
    if wrong := sorted(wanted ^ table.keys()):
        raise PolicyError(f"{file.name}: {', '.join(wrong)}: missing or not known; write one with: {HOW}")
    try:
        curve = tuple((float(d), float(s)) for d, s in table.pop("score"))
        version = str(table.pop("version"))
        bands = Bands(version=version, score=curve, **{name: float(value) for name, value in table.items()})
    except (ValueError, TypeError):
        raise PolicyError(
            f"{file.name}: every entry but version is a number, score a list of pairs"
        ) from None
    if not bands.same_picture < bands.other_claim <= bands.match_below < bands.no_match_above:
        order = "same_picture < other_claim <= match_below < no_match_above"
        raise PolicyError(f"{file.name}: {order} does not hold")
    distances, scores = [point[0] for point in curve], [point[1] for point in curve]
    if not curve or distances != sorted(distances) or scores != sorted(scores, reverse=True):
        raise PolicyError(f"{file.name}: the score must fall as the distance grows")
    return bands

"""From labelled distances to thresholds: error rates, the two thresholds, and the score's curve.

Words of ISO/IEC 19795-1: a false match calls two persons one, a false non-match one person two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.face_pairs import Pairs
from pipeline.evaluate.rates import Rate, rate

Floats = NDArray[np.float64]

APART = 0.01
"""Between the two thresholds at least: there is always a band for an officer."""

MOST_KNOTS = 12
"""Points of the score's curve."""

RULE_OF_THREE = 3.0
"""With no false match among n strangers, the rate is below 3/n with 95 % confidence."""


@dataclass(frozen=True)
class Errors:
    """Error rates at every threshold that makes a difference, in rising order."""

    thresholds: Floats = field(repr=False)
    false_match: Floats = field(repr=False)
    false_non_match: Floats = field(repr=False)

    @property
    def equal(self) -> tuple[float, float]:
        """The threshold at which the two error rates are nearest, and their mean there."""
        place = int(np.argmin(np.abs(self.false_match - self.false_non_match)))
        mean = (self.false_match[place] + self.false_non_match[place]) / 2
        return float(self.thresholds[place]), float(mean)


@dataclass(frozen=True)
class AtThresholds:
    """What the two thresholds do to pairs: ``missed`` are same persons above the upper one."""

    false_match: Rate
    true_match: Rate
    missed: Rate
    to_officer: Rate


@dataclass(frozen=True)
class Calibration:
    """Thresholds with what they do, over all and by group, and the score's curve.

    ``enough``: there are as many strangers as it takes to show the wanted false-match rate at all.
    """

    match_below: float
    no_match_above: float
    wanted: float
    enough: bool
    errors: Errors
    all: AtThresholds
    by_group: Mapping[str, AtThresholds]
    score: tuple[tuple[float, float], ...]


def errors_of(distances: Floats, same: NDArray[np.bool_]) -> Errors:
    """Return the error rates at thresholds between all distances; a match is a distance below."""
    seen = np.unique(distances)
    thresholds = np.r_[seen[0] - APART, (seen[1:] + seen[:-1]) / 2, seen[-1] + APART]
    strangers, one = np.sort(distances[~same]), np.sort(distances[same])
    return Errors(
        thresholds,
        np.asarray(np.searchsorted(strangers, thresholds) / len(strangers), np.float64),
        np.asarray(1 - np.searchsorted(one, thresholds) / len(one), np.float64),
    )


def calibrated(pairs: Pairs, *, false_matches: float, misses: float) -> Calibration:
    """Return thresholds for these shares: false matches among strangers, misses among same persons.

    ``match_below`` is the largest threshold with no more false matches, ``no_match_above`` the smallest
    above it at which no more than ``misses`` of the same persons would be called two.
    """
    errors = errors_of(pairs.distances, pairs.same)
    allowed = np.flatnonzero(errors.false_match <= false_matches)
    below = round(float(errors.thresholds[allowed[-1]]) - 5e-5, 4)
    enough_found = np.flatnonzero(errors.false_non_match <= misses)
    above = round(max(float(errors.thresholds[enough_found[0]]), below + APART), 4)
    groups = np.array(pairs.groups)
    named = sorted({name for name in pairs.groups if name})
    return Calibration(
        match_below=below,
        no_match_above=above,
        wanted=false_matches,
        enough=bool((~pairs.same).sum() >= RULE_OF_THREE / max(false_matches, 1e-12)),
        errors=errors,
        all=_at(pairs.distances, pairs.same, below, above),
        by_group={
            name: _at(pairs.distances[groups == name], pairs.same[groups == name], below, above)
            for name in named
        },
        score=score_curve(pairs.distances, pairs.same),
    )


def _at(distances: Floats, same: NDArray[np.bool_], below: float, above: float) -> AtThresholds:
    strangers, one = distances[~same], distances[same]
    return AtThresholds(
        false_match=_rate(strangers < below),
        true_match=_rate(one < below),
        missed=_rate(one > above),
        to_officer=_rate((distances >= below) & (distances <= above)),
    )


def _rate(hits: NDArray[np.bool_]) -> Rate:
    return rate(bool(hit) for hit in hits)


def score_curve(distances: Floats, same: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """Return points (distance, score): the share of same persons in a mixed set of equal halves.

    It never rises (pool adjacent violators, Ayer et al. 1955), and is thinned to a dozen points with straight
    lines between. The ends are pulled in by one made-up pair of each kind: nothing is certain.
    """
    order = np.argsort(distances, kind="stable")
    weight = np.where(same, 0.5 / same.sum(), 0.5 / (~same).sum())[order]
    ends = 0.5 / len(distances)
    blocks: list[list[float]] = []  # mean, weight, first distance, last distance
    for distance, w, hit in zip(distances[order], weight, same[order], strict=True):
        blocks.append([float(hit), float(w), float(distance), float(distance)])
        while len(blocks) > 1 and blocks[-2][0] <= blocks[-1][0]:
            mean, w2, _, last = blocks.pop()
            before = blocks[-1]
            total = before[1] + w2
            blocks[-1] = [(before[0] * before[1] + mean * w2) / total, total, before[2], last]
    x = np.array([(block[2] + block[3]) / 2 for block in blocks])
    y = np.clip([block[0] for block in blocks], ends, 1 - ends)
    return tuple((round(float(a), 4), round(float(b), 4)) for a, b in _thinned(x, y))


def _thinned(x: Floats, y: Floats) -> list[tuple[float, float]]:
    """The points of which each, when it was taken, lay farthest from the lines between those before."""
    kept = [0, len(x) - 1] if len(x) > 1 else [0]
    while len(kept) < min(MOST_KNOTS, len(x)):
        off = np.abs(np.interp(x, x[kept], y[kept]) - y)
        off[kept] = 0
        if off.max() < 0.005:
            break
        kept = sorted({*kept, int(off.argmax())})
    return [(x[place], y[place]) for place in kept]

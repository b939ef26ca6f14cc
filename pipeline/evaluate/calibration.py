"""Does the confidence keep its word? Of the fields reported at 0.99, 99 % should be right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.rates import draws, percentiles, rate_by_claim
from pipeline.evaluate.truth import Value

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
"""Bins of confidence: narrow near 1, where decisions are made. A bin holds its lower edge, the last both."""

AT = (0.9, 0.95, 0.99, 0.995)
"""Confidences of which it is told how many fields at or above them are right."""


def calibration(values: Sequence[Value]) -> dict[str, Any]:
    """Return the bins of the reliability diagram, the expected calibration error, and shares right.

    Values that were reported count, the lost ones too: who reports a value vouches for it. Cells of tables
    do not: a report has one confidence for a whole table. The error is the mean distance between confidence
    and share right, each bin weighing as many fields as it holds; its interval is by resampling claims.
    """
    told = [v for v in values if v.reported is not None and v.match.readable and not v.cell]
    confidence = np.array([v.confidence for v in told])
    right = np.array([v.right for v in told], dtype=np.float64)
    bins = [_bin(told, low, high) for low, high in pairwise(EDGES)]
    return {
        "fields": len(told),
        "bins": [one for one in bins if one["fields"]],
        "ece": _error(confidence, right),
        "ece_interval": _interval(told, confidence, right),
        "right_at": {
            f"{mark}": rate_by_claim(
                (v.match.claim_id, v.right) for v in told if v.confidence >= mark
            ).as_dict()
            for mark in AT
        },
        "verified": rate_by_claim((v.match.claim_id, v.right) for v in told if v.verified).as_dict(),
    }


def _bin(told: Sequence[Value], low: float, high: float) -> dict[str, Any]:
    inside = [v for v in told if low <= v.confidence < high or v.confidence == high == 1.0]
    mean = sum(v.confidence for v in inside) / len(inside) if inside else 0.0
    right = rate_by_claim((v.match.claim_id, v.right) for v in inside)
    return {
        "from": low,
        "to": high,
        "fields": len(inside),
        "confidence": round(mean, 5),
        "right": right.as_dict(),
    }


def _places(confidence: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.clip(np.searchsorted(EDGES, confidence, side="right") - 1, 0, len(EDGES) - 2).astype(np.int64)


def _error(confidence: NDArray[np.float64], right: NDArray[np.float64]) -> float | None:
    if not confidence.size:
        return None
    places = _places(confidence)
    gap = np.bincount(places, confidence - right, len(EDGES) - 1)
    return round(float(np.abs(gap).sum() / confidence.size), 5)


def _interval(
    told: Sequence[Value], confidence: NDArray[np.float64], right: NDArray[np.float64]
) -> tuple[float, float] | None:
    if not told:
        return None
    claims = {claim: place for place, claim in enumerate(dict.fromkeys(v.match.claim_id for v in told))}
    owner = np.array([claims[v.match.claim_id] for v in told])
    gaps, counts = np.zeros((len(claims), len(EDGES) - 1)), np.zeros(len(claims))
    np.add.at(gaps, (owner, _places(confidence)), confidence - right)
    np.add.at(counts, owner, 1.0)

    drawn = draws(len(claims))
    low, high = percentiles(np.abs(drawn @ gaps).sum(axis=1) / np.maximum(drawn @ counts, 1.0))
    return round(low, 5), round(high, 5)

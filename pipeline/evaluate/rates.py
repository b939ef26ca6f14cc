"""How often, and how sure that is: shares with 95 % intervals.

Two things make an interval wide: few units, and units that err together. The fields of one claim come from
one person's papers and one camera, so they are not independent. Every interval is Wilson's; where the units
come in claims, whole claims are resampled as well, and the wider end on each side is kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Z = 1.959964
"""Standard deviations of a 95 % interval."""

RESAMPLES = 1000
SEED = 20_450_817
"""Of the resampling: the same results give the same interval."""

Interval = tuple[float, float]


@dataclass(frozen=True)
class Rate:
    """``right`` of ``total``; ``low`` and ``high`` are the 95 % interval, ``method`` how it was found."""

    right: int
    total: int
    low: float = 0.0
    high: float = 1.0
    method: str = "wilson"

    @property
    def share(self) -> float | None:
        """0..1; None where there was nothing to count."""
        return self.right / self.total if self.total else None

    def __str__(self) -> str:
        if self.share is None:
            return "    -     (0/0)"
        told = f"{self.right}/{self.total}; 95 % {100 * self.low:.1f}-{100 * self.high:.1f}"
        return f"{100 * self.share:6.2f} %  ({told})"

    def as_dict(self) -> dict[str, Any]:
        """Return the rate for the scorecard."""
        return {
            "right": self.right,
            "total": self.total,
            "share": None if self.share is None else round(self.share, 5),
            "low": round(self.low, 5),
            "high": round(self.high, 5),
            "method": self.method,
        }


def wilson(right: int, total: int) -> Interval:
    """Return Wilson's 95 % interval; (0, 1) for nothing."""
    if not total:
        return 0.0, 1.0
    share = right / total
    centre = share + Z * Z / (2 * total)
    spread = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    shrink = 1 + Z * Z / total
    # at the ends the two terms cancel, and what rounding leaves must not push the share out of its interval
    low = 0.0 if right == 0 else (centre - spread) / shrink
    high = 1.0 if right == total else (centre + spread) / shrink
    return max(0.0, low), min(1.0, high)


def rate(results: Iterable[bool]) -> Rate:
    """Return the rate of independent units: one per claim, or one document per claim."""
    every = list(results)
    return Rate(sum(every), len(every), *wilson(sum(every), len(every)))


def rate_by_claim(results: Iterable[tuple[str, bool]]) -> Rate:
    """Return the rate of units that come in claims: (claim id, was it right) each."""
    sums: dict[str, list[int]] = {}
    for claim, right in results:
        one = sums.setdefault(claim, [0, 0])
        one[0] += right
        one[1] += 1
    hits, total = (sum(one[place] for one in sums.values()) for place in (0, 1))
    low, high = wilson(hits, total)
    if len(sums) < 2 or hits in (0, total):
        return Rate(hits, total, low, high)
    below, above = ratio_interval(list(sums.values()))
    return Rate(hits, total, min(low, below), max(high, above), "wilson, widened by resampling claims")


def ratio_interval(pairs: Sequence[Sequence[float]]) -> Interval:
    """Return the 95 % interval of sum(first) / sum(second) by resampling (first, second) pairs."""
    table = np.asarray(pairs, dtype=np.float64)
    sums = draws(len(table)) @ table
    return percentiles(
        np.divide(sums[:, 0], sums[:, 1], out=np.full(RESAMPLES, np.nan), where=sums[:, 1] != 0)
    )


@lru_cache(maxsize=64)
def draws(units: int) -> NDArray[np.float64]:
    """Return how often each unit is drawn in each resample, shape (RESAMPLES, units)."""
    rng = np.random.default_rng([SEED, units])
    return rng.multinomial(units, np.full(units, 1 / units), RESAMPLES).astype(np.float64)


def percentiles(seen: NDArray[np.float64]) -> Interval:
    """Return the middle 95 % of resampled figures; those that are not a number are left out."""
    seen = seen[np.isfinite(seen)]
    if not seen.size:
        return 0.0, 1.0
    low, high = np.percentile(seen, (2.5, 97.5))
    return float(low), float(high)


def as_dicts(rates: Mapping[str, Rate]) -> dict[str, dict[str, Any]]:
    """Return named rates for the scorecard."""
    return {name: one.as_dict() for name, one in rates.items()}

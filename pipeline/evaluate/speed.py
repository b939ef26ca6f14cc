"""How long claims took, as their reports say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import mean, median
from typing import Any

from pipeline.evaluate.rates import ratio_interval
from pipeline.evaluate.truth import Pair


def speed(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return seconds and core-seconds per claim, per file and per stage.

    Figures of one run on one machine: other programs slow the seconds, hardly the core-seconds.
    """
    found = [p.report["provenance"] for p in pairs if p.report]
    if not found:
        return {"claims": 0}
    stages: Counter[str] = Counter()
    for one in found:
        stages.update(one["stage_seconds"])
    seconds, cores = [one["seconds"] for one in found], [one["core_seconds"] for one in found]
    files = sum(len({d["file"] for d in p.truth["documents"]}) for p in pairs if p.report)
    low, high = ratio_interval([(core, 1.0) for core in cores])
    return {
        "claims": len(found),
        "seconds_median": round(median(seconds), 3),
        "seconds_mean": round(mean(seconds), 3),
        "core_seconds_mean": round(mean(cores), 3),
        "core_seconds_mean_interval": [round(low, 3), round(high, 3)],
        "core_seconds_most": round(max(cores), 3),
        "core_seconds_per_file": round(sum(cores) / files, 3) if files else None,
        "stage_seconds_mean": {stage: round(total / len(found), 4) for stage, total in stages.items()},
    }

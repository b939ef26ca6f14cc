"""Were troubles of a picture seen, or seen where there are none? Was the card found where it lies?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any

from pipeline.evaluate.overlap import place_of_report, place_of_truth, shared
from pipeline.evaluate.rates import as_dicts, rate
from pipeline.evaluate.truth import Match


def issues(matched: Sequence[Match]) -> dict[str, Any]:
    """Return, per issue: of the documents with it and of those without it, how many were told so.

    Only documents whose truth lists its issues (an empty list counts) and that were seen are counted.
    """
    told = [m for m in matched if m.seen is not None and "issues" in m.true]
    present: dict[str, list[bool]] = defaultdict(list)
    absent: dict[str, list[bool]] = defaultdict(list)
    names = sorted({name for m in told for name in (*_true(m), *_seen(m))})
    for match in told:
        true, seen = _true(match), _seen(match)
        for name in names:
            (present if name in true else absent)[name].append(name in seen)
    return {
        "documents": len(told),
        "found": as_dicts({name: rate(present[name]) for name in names}),
        "false_alarms": as_dicts({name: rate(absent[name]) for name in names}),
    }


def outlines(matched: Sequence[Match]) -> dict[str, Any]:
    """Return how well reported regions cover the true outlines; nothing where reports have no region.

    ``corner_error`` is the mean distance of corners as a share of the outline's longer side, the true outline
    starting at the document's own top left.
    """
    with_both = [m for m in matched if m.seen and m.seen.get("region") and m.true.get("outline")]
    covers = [shared(_outline(m), _region(m)) for m in with_both]
    errors = [_corner_error(m) for m in with_both]
    return {
        "documents": len(with_both),
        "median_overlap": round(median(covers), 4) if covers else None,
        "overlap_at_least_0.9": rate(cover >= 0.9 for cover in covers).as_dict(),
        "median_corner_error": round(median(errors), 4) if errors else None,
    }


def _true(match: Match) -> set[str]:
    return {one["issue"] for one in match.true["issues"]}


def _seen(match: Match) -> set[str]:
    return set(match.seen["quality"]["issues"]) if match.seen else set()


def _outline(match: Match) -> tuple[float, float, float, float] | None:
    return place_of_truth({**match.true, "boxes": {}}, match.seen or {})


def _region(match: Match) -> tuple[float, float, float, float] | None:
    return place_of_report({**(match.seen or {}), "fields": {}})


def _corner_error(match: Match) -> float:
    seen = match.seen or {}
    width, height = seen["size"]
    scale = (width, height) if match.true.get("unit") == "page_fraction" else (1.0, 1.0)
    true = [(x * scale[0], y * scale[1]) for x, y in match.true["outline"]]
    side = max(math.dist(true[0], true[1]), math.dist(true[1], true[2]), 1.0)
    return sum(math.dist(a, b) for a, b in zip(true, seen["region"], strict=True)) / 4 / side

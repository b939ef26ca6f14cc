"""Portraits of one claim against selfies of every other: how often two people would pass for one.

A claim compares one portrait with one selfie; a few hundred claims hold tens of thousands of such pairs. Only
claims count whose truth says whose faces they show, and whose selfie suffers from nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.face import Verdict
from pipeline.evaluate.rates import rate
from pipeline.evaluate.truth import Pair


def across(pairs: Sequence[Pair]) -> dict[str, Any] | None:
    """Return the verdicts over all pairs of a portrait and another claim's selfie; None where there are none.

    ``strangers`` and ``same_person`` count verdicts, ``false_match`` is the share of strangers that match,
    ``nearest`` the least distance of two strangers.
    """
    told = [pair for pair in pairs if _is_whole(pair)]
    if len(told) < 2:
        return None
    portraits, selfies = (np.stack([pair.faces[kind] for pair in told]) for kind in ("portrait", "selfie"))
    shown = [np.array([pair.truth["face"][kind] for pair in told]) for kind in ("portrait", "selfie")]
    apart = _distances(portraits, selfies)
    same = shown[0][:, None] == shown[1][None, :]
    others = ~np.eye(len(told), dtype=bool)
    strangers = apart[others & ~same]
    face = told[0].report["face"] if told[0].report else {}
    match, no_match = float(face["match_below"]), float(face["no_match_above"])
    return {
        "claims": len(told),
        "strangers": _verdicts(strangers, match, no_match),
        "same_person": _verdicts(apart[others & same], match, no_match),
        "false_match": rate((strangers < match).tolist()).as_dict(),
        "nearest": round(float(strangers.min()), 4) if len(strangers) else None,
    }


def _is_whole(pair: Pair) -> bool:
    face = pair.truth.get("face", {})
    known = face.get("portrait") is not None and face.get("selfie") is not None and face.get("issue") is None
    compared = pair.report is not None and pair.report["face"].get("match_below") is not None
    return known and compared and {"portrait", "selfie"} <= pair.faces.keys()


def _distances(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.linalg.norm(other - row, axis=1) for row in one])


def _verdicts(apart: NDArray[np.float64], match: float, no_match: float) -> dict[str, int]:
    counts = {
        Verdict.MATCH: int((apart < match).sum()),
        Verdict.NO_MATCH: int((apart > no_match).sum()),
    }
    counts[Verdict.INCONCLUSIVE] = len(apart) - sum(counts.values())
    return {verdict.value: count for verdict, count in counts.items()}

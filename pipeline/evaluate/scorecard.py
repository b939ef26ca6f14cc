"""The scorecard of one level (or of several taken together): every figure, ready for JSON, text and page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.evaluate.calibration import calibration
from pipeline.evaluate.likenesses import faces
from pipeline.evaluate.outcomes import outcomes
from pipeline.evaluate.quality import issues, outlines
from pipeline.evaluate.reading import fields, types
from pipeline.evaluate.signs import signs
from pipeline.evaluate.silent import silent_errors
from pipeline.evaluate.speed import speed
from pipeline.evaluate.truth import Pair, matches, values

Card = dict[str, Any]
"""One level's figures; docs/accuracy.md explains the keys."""


def scorecard(pairs: Sequence[Pair]) -> Card:
    """Compare every report with the truth; a claim that no report was filed for was not read at all."""
    matched = [m for p in pairs for m in matches(p)]
    compared = [v for m in matched for v in values(m)]
    return {
        "claims": len(pairs),
        "types": types(matched),
        "fields": fields(compared),
        "calibration": calibration(compared),
        "silent_errors": [told for p in pairs for told in silent_errors(p)],
        "outcomes": outcomes(pairs),
        "quality": issues(matched),
        "signs": signs(matched),
        "outlines": outlines(matched),
        "faces": faces(pairs),
        "speed": speed(pairs),
    }

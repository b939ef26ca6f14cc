"""Signs on identity cards of a screen, a copy or an edit: seen, seen in their place, seen on untouched cards.

A card is untouched where its truth names none of these signs; what is said of an edited card's other places
is no false alarm on a clean one, and is left out. A face in a picture of a picture is looked for on selfies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.document import SIGNS, DocumentType, QualityIssue
from pipeline.evaluate.rates import as_dicts, rate
from pipeline.evaluate.truth import Match, Told


def signs(matched: Sequence[Match]) -> dict[str, Any]:
    """Return, per sign: of the cards with it how many were told so, in its place too, and of untouched ones.

    Only identity cards and selfies that were recognised and whose truth lists its issues (or an empty list).
    """
    cards, selfies = (
        [match for match in matched if match.type == match.seen_type == type_ and "issues" in match.true]
        for type_ in (DocumentType.KTP, DocumentType.SELFIE)
    )
    untouched = _untouched(cards)
    asked = {s: selfies if s is QualityIssue.PICTURE_IN_PICTURE else cards for s in SIGNS}
    return {
        "cards": len(cards),
        "untouched": len(untouched),
        "found": as_dicts(
            {s.value: rate(bool(_told(c, s)) for c in asked[s] if _marks(c, s)) for s in SIGNS}
        ),
        "in_place": as_dicts(
            {s.value: rate(_in_place(c, s) for c in asked[s] if _marks(c, s)) for s in SIGNS}
        ),
        "false_alarms": as_dicts(
            {s.value: rate(bool(_told(c, s)) for c in _untouched(asked[s])) for s in SIGNS}
        ),
    }


def _untouched(shown: Sequence[Match]) -> list[Match]:
    return [match for match in shown if not any(_marks(match, sign) for sign in SIGNS)]


def _marks(match: Match, sign: QualityIssue) -> list[Told]:
    return [one for one in match.true["issues"] if one["issue"] == sign]


def _told(match: Match, sign: QualityIssue) -> list[Told]:
    findings = match.seen["quality"].get("findings", ()) if match.seen else ()
    return [one for one in findings if one["issue"] == sign]


def _in_place(match: Match, sign: QualityIssue) -> bool:
    """Whether a reported box has its middle in the bounds of a true one; both may be the whole picture."""
    return any(
        _middle_within(told.get("box"), mark.get("box"), _scale(match))
        for told in _told(match, sign)
        for mark in _marks(match, sign)
    )


def _scale(match: Match) -> tuple[float, float]:
    """Pixels of the report per unit of the truth."""
    width, height = match.seen["size"] if match.seen else (1, 1)
    return (width, height) if match.true.get("unit") == "page_fraction" else (1.0, 1.0)


def _middle_within(box: Any, mark: Any, scale: tuple[float, float]) -> bool:
    if box is None or mark is None:
        return box is mark
    for axis in (0, 1):
        middle = sum(point[axis] for point in box) / len(box)
        bounds = [point[axis] * scale[axis] for point in mark]
        if not min(bounds) <= middle <= max(bounds):
            return False
    return True

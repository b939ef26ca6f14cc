"""Were the faces found, were persons told apart, and was said what is wrong with a selfie?

From claims whose truth has a ``face``: whether both pictures show the same person, and what the selfie
suffers from (an issue's name, or null). Claims without one are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from models.face import FaceIssue, Verdict
from pipeline.evaluate.across import across
from pipeline.evaluate.rates import as_dicts, rate
from pipeline.evaluate.truth import Pair, Told

USELESS = {FaceIssue.NO_FACE_ON_SELFIE, FaceIssue.SELFIE_IS_DOCUMENT_PHOTO}
"""What a selfie may suffer from that leaves no person on it."""

JUDGED = (
    FaceIssue.SELFIE_IS_DOCUMENT_PHOTO, FaceIssue.NO_FACE_ON_SELFIE, FaceIssue.FACE_BLURRED,
    FaceIssue.EYES_CLOSED, FaceIssue.FACE_TURNED, FaceIssue.EYES_COVERED, FaceIssue.MOUTH_COVERED,
)  # fmt: skip


def faces(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return how often faces were found, what the comparison said, and each guard's hits and false alarms.

    ``matched`` is the share of one person's comparisons that ended in a match.

    ``same_person`` and ``strangers`` count the verdicts of comparisons of selfies that suffer from nothing.
    ``found`` and ``false_alarms`` are per issue: of the selfies with it, and of those without it, how many
    were told so.
    """
    told = [pair for pair in pairs if pair.report and "face" in pair.truth]
    with_card = [pair for pair in told if _card_is_readable(pair) and _face(pair)["selfie"]]
    plain = [pair for pair in told if pair.truth["face"]["issue"] is None]
    present: dict[str, list[bool]] = defaultdict(list)
    absent: dict[str, list[bool]] = defaultdict(list)
    for pair in with_card:
        for issue in JUDGED:
            named = issue in _issues(pair)
            (present if pair.truth["face"]["issue"] == issue else absent)[issue].append(named)
    return {
        "claims": len(told),
        "portrait_found": rate(FaceIssue.NO_FACE_ON_ID not in _issues(p) for p in with_card).as_dict(),
        "selfie_found": rate(
            FaceIssue.NO_FACE_ON_SELFIE not in _issues(p)
            for p in with_card
            if p.truth["face"]["issue"] not in USELESS
        ).as_dict(),
        "same_person": _verdicts(p for p in plain if p.truth["face"]["same_person"]),
        "matched": rate(
            _face(p)["verdict"] == Verdict.MATCH
            for p in plain
            if p.truth["face"]["same_person"] and _face(p).get("distance") is not None
        ).as_dict(),
        "strangers": _verdicts(p for p in plain if not p.truth["face"]["same_person"]),
        "found": as_dicts({issue.value: rate(present[issue]) for issue in JUDGED}),
        "false_alarms": as_dicts({issue.value: rate(absent[issue]) for issue in JUDGED}),
        "across_claims": across(told),
    }


def _face(pair: Pair) -> Told:
    return pair.report["face"] if pair.report else {}


def _issues(pair: Pair) -> list[str]:
    return list(_face(pair).get("issues", ()))


def _verdicts(pairs: Iterable[Pair]) -> dict[str, int]:
    """How many comparisons ended in which verdict; those that could not be made are none."""
    made = [face for pair in pairs if (face := _face(pair)).get("distance") is not None]
    seen = Counter(face["verdict"] for face in made)
    return {verdict.value: seen[verdict.value] for verdict in Verdict}


def _card_is_readable(pair: Pair) -> bool:
    """Whether the card that was compared is one that a person can make out."""
    compared = _face(pair).get("id_document")
    return any(
        document["file"] == compared
        and document["readable"]
        and document["type"] in ("ktp", "paspor", "suket")
        for document in pair.truth["documents"]
    )

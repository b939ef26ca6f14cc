"""What this claim shares with others, a line per claim: whose it was, what is shared, how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from models.link import Link, LinkKind
from models.report import ReportLink

JAKARTA = ZoneInfo("Asia/Jakarta")
_FACES = (LinkKind.PORTRAIT, LinkKind.SELFIE)


def links_told(links: Iterable[Link]) -> list[ReportLink]:
    """Return the claims that share something, those of other people first, then the newest."""
    by_claim: dict[str, list[Link]] = {}
    for link in links:
        by_claim.setdefault(link.other.claim_id, []).append(link)
    told = [_told(shared) for shared in by_claim.values()]
    told.sort(key=lambda link: link.submitted_at, reverse=True)
    return sorted(told, key=lambda link: link.same_person)


def _told(shared: list[Link]) -> ReportLink:
    other, kinds = shared[0].other, dict.fromkeys(link.kind for link in shared)
    faces = [link.distance for link in shared if link.kind in _FACES and link.distance is not None]
    resaved = (link for link in shared if link.kind is LinkKind.RESAVED)
    pictures = [link.distance for link in resaved if link.distance is not None]
    return ReportLink(
        claim_id=other.claim_id,
        shares=[kind for kind in LinkKind if kind in kinds],
        same_person=any(link.same_person for link in shared),
        face_distance=round(min(faces), 4) if faces else None,
        picture_difference=round(min(pictures), 4) if pictures else None,
        submitted_at=other.submitted_at.astimezone(JAKARTA).isoformat(),
        outcome=other.outcome,
    )

"""Which card and which selfie are compared: the applicant's, by whose they are, never by file order."""

from __future__ import annotations

from collections.abc import Sequence

from models.check import Check, Result
from models.claim import Claim
from models.document import Document, DocumentType
from models.face import Likeness, Verdict
from models.people import People, Role

WITH_PORTRAIT = (DocumentType.KTP, DocumentType.SUKET, DocumentType.PASPOR)


def pair(
    claim: Claim, documents: Sequence[Document], people: People
) -> tuple[Document | None, Document | None]:
    """Return the applicant's identity document and selfie, None where there is none.

    A card that is not the applicant's by its words is taken where it is the only one: its face still tells.
    """
    applicant = Role.CLAIMANT if claim.claimant else Role.PARTICIPANT
    cards = [d for kind in WITH_PORTRAIT for d in documents if d.type is kind]
    own = [d for d in cards if people.role(d) is applicant]
    card = own[0] if own else cards[0] if len(cards) == 1 else None
    selfies = [d for d in documents if d.type is DocumentType.SELFIE]
    return card, (selfies[0] if selfies else None)


def check_of(likeness: Likeness) -> Check:
    """Return the comparison as a check, for the report's list; the outcome is decided from the likeness."""
    results = {
        Verdict.MATCH: Result.PASS,
        Verdict.NO_MATCH: Result.FAIL,
        Verdict.INCONCLUSIVE: Result.UNCLEAR,
    }
    result = results[likeness.verdict]
    if likeness.selfie is None:
        result = Result.NOT_APPLICABLE
    files = tuple(file for file in (likeness.id_document, likeness.selfie) if file)
    found = None if likeness.distance is None else f"{likeness.distance:.3f}"
    return Check("selfie_equals_ktp", result, f"< {likeness.match_below}", found, files)

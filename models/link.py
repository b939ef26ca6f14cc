"""Links: what a claim shares with another claim. Whether that means anything is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.claim import Claim, Programme
from models.marks import FaceKind
from models.outcome import Outcome


class LinkKind(StrEnum):
    """What is shared; a face's link is named by whence *this* claim's face comes."""

    NIK = "nik"
    KPJ = "kpj"
    ACCOUNT = "account"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PORTRAIT = "portrait"
    SELFIE = "selfie"
    PICTURE = "picture"
    RESAVED = "resaved_picture"


@dataclass(frozen=True)
class Remembered:
    """What is remembered of a claim beside its marks; nothing personal.

    Attributes:
        outcome: the machine's, when the claim was last verified.
    """

    claim_id: str
    programme: Programme
    submitted_at: datetime
    outcome: Outcome

    @classmethod
    def of(cls, claim: Claim, outcome: Outcome) -> Remembered:
        """Return what is remembered of a claim that ended so."""
        return cls(claim.claim_id, claim.programme, claim.submitted_at, outcome)

    def __post_init__(self) -> None:
        if self.submitted_at.tzinfo is None:
            raise ValueError("a time needs its zone")


@dataclass(frozen=True)
class Link:
    """One thing that this claim and another one share.

    Attributes:
        same_person: the two claims have a person in common, by NIK.
        person: which of the other claims are of one person: those with equal numbers; None: it knows no NIK.
        distance: faces: Euclidean distance of the encodings; the same picture: how many of 64 bits differ;
            one that was saved again: which share of its fine hash differs, 0 to 1; else None.
        theirs: whence the other claim's face comes; None where no face is shared.
    """

    kind: LinkKind
    other: Remembered
    same_person: bool
    distance: float | None = None
    theirs: FaceKind | None = None
    person: int | None = None


@dataclass(frozen=True)
class Links:
    """What was found, by kind and then the nearest or newest first.

    Attributes:
        cut: the kinds of which there were more than are listed here.
        has_nik: this claim knows a NIK, so that other persons can be told from its own.
    """

    found: tuple[Link, ...] = ()
    cut: frozenset[LinkKind] = frozenset()
    has_nik: bool = True

    def of(self, *kinds: LinkKind) -> tuple[Link, ...]:
        """Return the links of these kinds."""
        return tuple(link for link in self.found if link.kind in kinds)

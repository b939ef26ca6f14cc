"""The one or two persons a claim is about, as typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from models.claim import Cause, Claim
from models.document import Document, DocumentType
from models.names import NameAgreement, compare_names
from models.numbers.digits import digits_or_none
from models.people import People, Role

_DEATH = frozenset({Cause.MENINGGAL_DUNIA, Cause.JANDA_DUDA, Cause.ANAK, Cause.ORANG_TUA})

IDENTITY_CARDS = (DocumentType.KTP, DocumentType.SUKET, DocumentType.PASPOR)
"""Papers that tell who somebody is, the strongest first."""


@dataclass(frozen=True)
class Person:
    """What the applicant typed about one person; ``nik`` is None where it holds no number."""

    role: Role
    name: str | None = field(repr=False)
    nik: str | None = field(repr=False)
    typed_nik: str | None = field(repr=False)
    birth_date: date | None = field(repr=False)


def participant_of(claim: Claim) -> Person:
    """Return the insured worker."""
    typed = claim.participant
    return Person(
        Role.PARTICIPANT, typed.name, digits_or_none(typed.nik), typed.nik or None, typed.birth_date
    )


def claimant_of(claim: Claim) -> Person | None:
    """Return the heir, where there is one."""
    typed = claim.claimant
    if typed is None:
        return None
    return Person(Role.CLAIMANT, typed.name, digits_or_none(typed.nik), typed.nik or None, typed.birth_date)


def applicant_of(claim: Claim) -> Person:
    """Return whose face, KTP and account are asked for: the heir where there is one."""
    return claimant_of(claim) or participant_of(claim)


def persons_of(claim: Claim) -> tuple[Person, ...]:
    """Return the participant and, where there is one, the heir."""
    heir = claimant_of(claim)
    return (participant_of(claim), heir) if heir else (participant_of(claim),)


def identity_cards(documents: Sequence[Document], people: People, role: Role) -> list[Document]:
    """Return the person's KTPs; failing them the letters that stand in for one, or else passports."""
    return next((cards for kind in IDENTITY_CARDS if (cards := people.of(documents, kind, role))), [])


def guardian_named(claim: Claim, documents: Sequence[Document], people: People, holder: str | None) -> bool:
    """Tell whether an account's holder looks like the guardian through whom a child is paid.

    So it looks where the heir shows no identity card of his own, and one of somebody else bears that name.
    Whether it is so, an officer sees.
    """
    cards = [d for d in documents if d.type in IDENTITY_CARDS]
    if claim.claimant is None or any(people.role(card) is Role.CLAIMANT for card in cards):
        return False
    others = [card for card in cards if people.role(card) is Role.OTHER]
    agreeing = (NameAgreement.SAME, NameAgreement.COMPATIBLE)
    return any(compare_names(card.value("nama"), holder) in agreeing for card in others)


def is_death_claim(claim: Claim) -> bool:
    """Tell whether the claim says that the participant has died."""
    return claim.cause in _DEATH

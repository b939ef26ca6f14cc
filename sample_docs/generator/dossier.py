"""A claim before it is drawn: who claims what, and which papers will say it."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from sample_docs.generator.people import BankAccount, Employment, Person
from sample_docs.generator.sheet_facts import SheetFacts
from sample_docs.generator.vocabulary import digits, pick

Whose = Literal["participant", "claimant", "other"]


@dataclass(frozen=True)
class Paper:
    """One document that the claim will hold, and what is special about it.

    `shows`, `facts` and `account` stand in for the claim's own where a paper tells of somebody else;
    `treatment` names what happens to it on the way (see `papers.py`); None is the claim's level.
    """

    kind: str
    whose: Whose = "participant"
    treatment: str | None = None
    shows: Person | None = None
    facts: SheetFacts | None = None
    account: BankAccount | None = None


@dataclass(frozen=True)
class Dossier:
    """Everything that decides a claim folder; drawing it adds no new facts."""

    base: str
    programme: str
    cause: str
    channel: str
    submitted: dt.datetime
    balance: int | None
    participant: Person
    facts: SheetFacts
    account: BankAccount
    papers: tuple[Paper, ...]
    claimant: Person | None = None
    relationship: str | None = None
    npwp: str | None = None
    declared: dict[str, str] = field(default_factory=dict)
    """What the applicant typed where it is not the truth: `nik`, `kpj`, `account`."""
    arranged: Literal["", "photo", "page", "held", "copied"] = ""
    """Which papers share a file: cards in one photo, cards on one page, the own card held on the selfie."""

    also_typed: dict[str, object] = field(default_factory=dict)
    """Further keys of the claim that only some programmes have: `tahap`, `partial_claim_before`."""

    @property
    def today(self) -> dt.date:
        """The day of submission."""
        return self.submitted.date()

    @property
    def applicant(self) -> Person:
        """The one who stands before the camera."""
        return self.claimant or self.participant

    @property
    def applicant_role(self) -> Whose:
        """The applicant's role in the truth file."""
        return "claimant" if self.claimant else "participant"

    @property
    def job(self) -> Employment:
        """The employment that ended."""
        if self.facts.employment is None:
            raise ValueError("every synthetic claim has an employment")
        return self.facts.employment

    def person_of(self, paper: Paper) -> Person:
        """Whom the paper is about."""
        if paper.shows is not None:
            return paper.shows
        return self.claimant if paper.whose == "claimant" and self.claimant else self.participant

    def without(self, kind: str) -> "Dossier":
        """The dossier without the papers of that kind."""
        return replace(self, papers=tuple(p for p in self.papers if p.kind != kind))

    def changing(
        self, kind: str, *, whose: Whose | None = None, becomes: Whose | None = None,
        treatment: str | None = None, shows: Person | None = None, facts: SheetFacts | None = None,
        account: BankAccount | None = None,
    ) -> "Dossier":  # fmt: skip
        """The dossier with something else about the papers of that kind (of that person)."""
        papers = tuple(
            replace(
                paper, whose=becomes or paper.whose, treatment=treatment or paper.treatment,
                shows=shows or paper.shows, facts=facts or paper.facts, account=account or paper.account,
            )
            if paper.kind == kind and whose in (None, paper.whose)
            else paper
            for paper in self.papers
        )  # fmt: skip
        return replace(self, papers=papers)


def other_digit(rng: np.random.Generator, number: str, first: int = 0) -> str:
    """The number with one digit, at `first` or after it, replaced by another."""
    place = int(rng.integers(first, len(number)))
    digit = pick(rng, [d for d in "123456789" if d != number[place]])
    return number[:place] + digit + number[place + 1 :]


def kk_number(rng: np.random.Generator, district: str, recorded: dt.date) -> str:
    """District, day of recording and a serial that nobody has."""
    return f"{district}{recorded:%d%m%y}9{digits(rng, 3)}"

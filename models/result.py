"""What a batch knows of one claim: enough for a table and a progress line, nothing personal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from models.aside import Aside
from models.outcome import Outcome, Risk
from models.reason import ReasonCode

if TYPE_CHECKING:  # the command line's help must not wait for the report's types
    from models.report import Report


class _Problem(Protocol):
    """What is raised where no report can be made; see pipeline/errors.py."""

    exit_status: int
    aside: Aside


@dataclass(frozen=True)
class ClaimResult:
    """One line of a batch.

    Attributes:
        folder: the claim folder.
        claim_id: None where claim.json was unusable.
        again: the report was there already, made from the same input.
        problem: why there is no report, or what the machine failed at; '' where all went well.
        exit_status: what this claim alone would end the command with (contract, "Commands").
        aside: the code of why there is no report; None where there is one.
        stages: seconds of each step.
        started_at: when verifying began, ISO 8601 with the zone; '' where it never did.
    """

    folder: Path = field(repr=False)
    claim_id: str | None = None
    programme: str = ""
    cause: str = ""
    outcome: Outcome | None = None
    risk: Risk | None = None
    reasons: tuple[ReasonCode, ...] = ()
    seconds: float = 0.0
    again: bool = False
    problem: str = ""
    exit_status: int = 0
    aside: Aside | None = None
    stages: Mapping[str, float] = field(default_factory=dict)
    started_at: str = ""

    @property
    def name(self) -> str:
        """The claim's id, else its folder's name, in which nothing can steer a terminal or break a page."""
        letters = self.claim_id or self.folder.name
        return "".join(letter if letter.isprintable() else "\ufffd" for letter in letters)

    @classmethod
    def unfiled(cls, folder: Path, problem: _Problem) -> ClaimResult:
        """Return what is known of a claim that has no report because of ``problem``."""
        return cls(folder, problem=str(problem), exit_status=problem.exit_status, aside=problem.aside)

    @classmethod
    def of(cls, folder: Path, report: Report, *, fault: str = "", again: bool = False) -> ClaimResult:
        """Return what a filed report says; ``fault`` is what our own machine failed at."""
        codes = tuple(dict.fromkeys(reason.code for reason in report.reasons))
        return cls(
            folder, report.claim_id, report.programme, report.cause, report.outcome, report.risk, codes,
            report.provenance.seconds, again,
            problem=f"the machine failed twice ({fault})" if fault else "", exit_status=1 if fault else 0,
            stages=dict(report.provenance.stage_seconds), started_at=report.provenance.started_at,
        )  # fmt: skip

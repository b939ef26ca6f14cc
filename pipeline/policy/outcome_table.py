"""The shape of ``outcome.toml``: what every finding means and which outcome follows."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from models.check import Check, Result
from models.document import DocumentType, QualityIssue, Trace
from models.face import FaceIssue, Verdict
from models.outcome import Outcome, Risk
from models.reason import Effect, ReasonCode, Severity

Detail = Literal[
    "type",
    "field",
    "expected",
    "found",
    "name",
    "date",
    "days",
    "limit",
    "gate",
    "detail",
    "claims",
]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Weight(_Entry):
    """How heavy, and with what effect."""

    severity: Severity
    effect: Effect


class Meaning(Weight):
    """The reason that a finding becomes, and where its sentence takes its values from."""

    reason: ReasonCode
    details: Mapping[Detail, str] = {}


class CheckRule(Meaning):
    """A row for checks."""

    codes: tuple[str, ...] = Field(min_length=1)
    results: tuple[Literal[Result.FAIL, Result.UNCLEAR], ...] = Field(min_length=1)
    kinds: tuple[str, ...] = ()

    def covers(self, code: str) -> bool:
        """Tell whether this row speaks of that check."""
        return any(fnmatchcase(code, pattern) for pattern in self.codes)

    def fits(self, check: Check) -> bool:
        """Tell whether this row decides what that check means."""
        return (
            self.covers(check.code)
            and check.result in self.results
            and (not self.kinds or check.kind in self.kinds)
        )


class FindingRule(Weight):
    """A row for what intake found; ``undeclared`` is the effect for files that were given no type."""

    codes: tuple[ReasonCode, ...] = Field(min_length=1)
    undeclared: Effect


class QualityRule(Meaning):
    """A row for what troubles a picture of these types; ``traces``: only where one of them tells it."""

    types: tuple[DocumentType, ...] = Field(min_length=1)
    issue: QualityIssue
    traces: tuple[Trace, ...] = ()


class FaceRule(Meaning):
    """A row for the comparison of faces; neither verdict nor issue: everything that is left."""

    verdict: Verdict | None = None
    issue: FaceIssue | None = None


class MustPass(_Entry):
    """A check that must hold for ``clear`` (where the row demands this document)."""

    code: str
    demand: str | None = None
    field: str | None = None
    type: DocumentType | None = None


class OutcomeRule(_Entry):
    """An outcome, if there is a reason of this severity and effect."""

    severity: Severity | None = None
    effect: Effect | None = None
    outcome: Outcome


class RiskRule(_Entry):
    """A risk by a named condition: there is a reason that fits every given word."""

    name: str
    severity: Severity | None = None
    effect: Effect | None = None
    codes: tuple[ReasonCode, ...] = ()
    not_codes: tuple[ReasonCode, ...] = ()
    risk: Risk


class Outcomes(_Entry):
    """The whole table."""

    outcome: tuple[OutcomeRule, ...] = Field(min_length=1)
    risk: tuple[RiskRule, ...] = Field(min_length=1)
    check: tuple[CheckRule, ...]
    unmapped_check: Meaning
    must_pass: tuple[MustPass, ...]
    must_pass_lacking: Meaning
    lost_step: Meaning
    claim_problem: Meaning
    finding: tuple[FindingRule, ...]
    quality: tuple[QualityRule, ...]
    face: tuple[FaceRule, ...] = Field(min_length=1)
    unverified: Meaning
    critical: Mapping[DocumentType, tuple[str, ...]]

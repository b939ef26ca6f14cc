"""The machine's outcome. It never rejects: only an officer's ruling can."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.reason import Reason


class Outcome(StrEnum):
    """What approval does next: go on alone, let an officer decide, or ask the applicant to mend something."""

    CLEAR = "clear"
    REVIEW = "review"
    RESUBMIT = "resubmit"


class Risk(StrEnum):
    """How carefully an officer should look."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True)
class Decision:
    """Outcome, risk and every reason, the weightiest first; and the policy that decided.

    Attributes:
        once_mended: the outcome, as far as it can be seen now, once the applicant has mended all that is his;
            None where nothing is.
    """

    outcome: Outcome
    risk: Risk
    reasons: tuple[Reason, ...]
    policy_version: str
    once_mended: Outcome | None = None

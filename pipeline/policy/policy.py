"""The policy: three tables and the version that names them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.policy.limit_table import Limits
from pipeline.policy.outcome_table import Outcomes
from pipeline.policy.requirement_table import Requirements


@dataclass(frozen=True)
class Policy:
    """What the institution demands and how it decides.

    Attributes:
        version: the declared version and a short hash of the tables' bytes.
    """

    version: str
    requirements: Requirements
    limits: Limits
    outcomes: Outcomes

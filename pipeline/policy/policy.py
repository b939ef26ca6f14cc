"""The policy: three tables and the version that names them."""

from __future__ import annotations

from dataclasses import dataclass

from models.document import DocumentType
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

    def sought(self, type_: DocumentType) -> tuple[str, ...]:
        """Return the fields for which a paper of this type is searched twice: needed and critical ones."""
        return tuple(dict.fromkeys((*self.requirements.needs(type_), *self.outcomes.critical.get(type_, ()))))

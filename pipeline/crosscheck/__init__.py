"""Documents against each other and against what was typed; and which values that proves."""

from __future__ import annotations

from collections.abc import Sequence

from models.check import Check
from models.claim import Claim
from models.document import Document
from models.people import People
from pipeline.crosscheck.account import account_checks
from pipeline.crosscheck.attach import attach
from pipeline.crosscheck.corroborate import corroborated
from pipeline.crosscheck.death import death_checks
from pipeline.crosscheck.earlier import earlier_checks, marks_of
from pipeline.crosscheck.heirs import heir_checks
from pipeline.crosscheck.identity import identity_checks
from pipeline.crosscheck.membership import membership_checks
from pipeline.crosscheck.tax import tax_checks
from pipeline.crosscheck.told import told
from pipeline.crosscheck.typed import typed_checks
from pipeline.crosscheck.work import contact_check, employer_checks

__all__ = ["attach", "checks_on", "corroborated", "earlier_checks", "marks_of", "told"]


def checks_on(claim: Claim, documents: Sequence[Document], people: People) -> list[Check]:
    """Ask every question about how the documents and the claim agree."""
    return [
        *typed_checks(claim),
        *identity_checks(claim, documents, people),
        *membership_checks(claim, documents, people),
        *account_checks(claim, documents, people),
        *tax_checks(claim, documents, people),
        *death_checks(claim, documents, people),
        *heir_checks(claim, documents),
        *employer_checks(documents),
        contact_check(claim),
    ]

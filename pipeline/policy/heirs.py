"""Who claims: an heir where the cause asks for one, of which kind, and of age."""

from __future__ import annotations

from datetime import date

from models.check import Check, Result
from models.claim import Relationship
from models.people import Role
from pipeline.policy.case import IDENTITY, Case, later

FIRST_IN_LAW = (Relationship.PASANGAN, Relationship.ANAK)
"""Heirs whom the law names first; every other kind is an officer's matter, never a failure."""


def claimant_present(case: Case) -> Check:
    """Tell whether the claim names an heir exactly where its cause asks for one."""
    code = "claimant_present"
    who = case.row.applicant if case.row else "any"
    named = case.claim.claimant is not None
    if who == "heir" and not named:
        return Check(code, Result.FAIL, expected="heir", kind="missing")
    if who == "participant" and named:
        return Check(code, Result.FAIL, expected="participant", found="heir", kind="unexpected")
    return Check(code, Result.PASS, expected=who, found="heir" if named else "participant")


def heir_relationship_rank(case: Case) -> Check:
    """Tell whether the heir stands first in law, and is the heir whom the cause speaks of."""
    code = "heir_relationship_rank"
    claimant = case.claim.claimant
    if claimant is None or case.row is None or case.row.applicant != "heir":
        return Check(code, Result.NOT_APPLICABLE)
    relationship, wanted = claimant.relationship, case.row.relationships
    expected = " | ".join(wanted or FIRST_IN_LAW)
    if relationship is not None and wanted and relationship not in wanted:
        return Check(
            code, Result.FAIL, expected=expected, found=relationship, field="relationship", kind="cause"
        )
    result = Result.PASS if relationship in FIRST_IN_LAW else Result.UNCLEAR
    return Check(code, result, expected=expected, found=relationship, field="relationship", kind=relationship)


def guardian_needed(case: Case) -> Check:
    """Tell whether the heir is of age on the day of submission; a child cannot claim alone.

    Where papers and claim give several birth dates, the youngest counts.
    """
    code = "guardian_needed"
    claimant = case.claim.claimant
    age = case.limit("guardian_age")
    if claimant is None or case.row is None or case.row.applicant != "heir":
        return Check(code, Result.NOT_APPLICABLE)
    cards = [d for d in case.documents if d.type in IDENTITY and case.people.role(d) is Role.CLAIMANT]
    dates, _ = case.dates("tanggal_lahir", cards)
    if claimant.birth_date is not None:
        dates.append(claimant.birth_date)
    files = tuple(dict.fromkeys(d.file for d in cards))
    if not dates or age is None:
        return Check(code, Result.UNCLEAR, documents=files, field="birth_date")
    born: date = max(dates)
    of_age = later(born, years=age)
    result = Result.FAIL if case.submitted < of_age else Result.PASS
    return Check(code, result, expected=str(age), found=born.isoformat(), documents=files, field="birth_date")

"""Who claims: an heir where the cause asks for one, of which kind, and of age."""

from __future__ import annotations

from models.check import Check, Result
from models.claim import Relationship
from models.document import Document
from models.people import Role
from pipeline.policy.case import IDENTITY, NO_PAPER, Case, later

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
    if claimant is None or case.row is None or case.row.applicant == "participant":
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

    Where papers and claim give several birth dates, the youngest counts. A child with somebody else's
    identity card beside its papers is unclear: whether that person is the guardian, an officer judges.
    """
    code = "guardian_needed"
    claimant = case.claim.claimant
    age = case.limit("guardian_age")
    if claimant is None or case.row is None or case.row.applicant == "participant":
        return Check(code, Result.NOT_APPLICABLE)
    cards = [d for d in case.documents if d.type in IDENTITY]
    own = [d for d in cards if case.people.role(d) is Role.CLAIMANT]
    others = [d for d in cards if case.people.role(d) in (Role.OTHER, Role.UNKNOWN)]
    dates = case.heir_birth_dates()
    if not dates or age is None:
        kind = None if own else NO_PAPER
        return Check(code, Result.UNCLEAR, documents=_files(own), field="birth_date", kind=kind)
    born = max(dates)
    result, kind = Result.PASS, None
    if case.submitted < later(born, years=age):
        result, kind = (Result.UNCLEAR, "guardian_shown") if others else (Result.FAIL, "missing")
    return Check(
        code,
        result,
        expected=str(age),
        found=born.isoformat(),
        documents=_files([*own, *(others if kind else [])]),
        field="birth_date",
        kind=kind,
    )


def child_age(case: Case) -> Check:
    """Tell whether the child is still of the age for which this pension is paid; any date past it is unclear.

    A guardian claims for a child whose birth date the claim does not hold.
    """
    code = "child_age"
    claimant = case.claim.claimant
    until = case.row.child_until if case.row else None
    if until is None or claimant is None or claimant.relationship is Relationship.WALI:
        return Check(code, Result.NOT_APPLICABLE)
    age, dates = case.limit(until), case.heir_birth_dates()
    if age is None or not dates:
        return Check(code, Result.UNCLEAR, field="birth_date", kind=NO_PAPER)
    late = {later(born, years=age) <= case.submitted for born in dates}
    result = Result.PASS if late == {False} else Result.FAIL if late == {True} else Result.UNCLEAR
    found = ", ".join(sorted({born.isoformat() for born in dates}))
    return Check(code, result, expected=f"< {age}", found=found, field="birth_date")


def _files(documents: list[Document]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d.file for d in documents))

"""The conditions that a demand's ``when`` may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.claim import Programme, Relationship
from pipeline.policy.case import Case, later


def npwp_is_asked(case: Case) -> bool | None:
    """Tell whether the NPWP is due; None where the balance that decides it is not known.

    Only JHT pays out a balance that the claim names; elsewhere an unknown amount asks for nothing.
    """
    limit = case.limit("npwp_balance_idr")
    if case.claim.partial_claim_before:
        return True
    if case.claim.balance_idr is None or limit is None:
        return None if case.claim.programme is Programme.JHT else False
    return case.claim.balance_idr > limit


def applicant_is_grown(case: Case) -> bool:
    """Tell whether the applicant is of the age of a KTP; who typed no birth date and shows none is.

    Where papers and claim give several birth dates, the youngest counts.
    """
    age, dates = case.limit("guardian_age"), case.heir_birth_dates()
    return age is None or not dates or later(max(dates), years=age) <= case.submitted


def _heir_is(relationship: Relationship) -> Callable[[Case], bool | None]:
    """The claim says so, or the cause is for such heirs alone (a widow's pension needs the deed)."""

    def condition(case: Case) -> bool | None:
        if case.claim.claimant is None:
            return False
        only = case.row is not None and case.row.relationships == (relationship,)
        return only or case.claim.claimant.relationship is relationship

    return condition


def heir_is_child(case: Case) -> bool | None:
    """Tell whether the heir is a child, or the cause is for children and no guardian acts."""
    claimant = case.claim.claimant
    if claimant is None or claimant.relationship is Relationship.WALI:
        return False
    childs = case.row is not None and Relationship.ANAK in case.row.relationships
    return childs or claimant.relationship is Relationship.ANAK


CONDITIONS: Mapping[str, Callable[[Case], bool | None]] = {
    "applicant_is_grown": applicant_is_grown,
    "npwp_is_asked": npwp_is_asked,
    "heir_is_spouse": _heir_is(Relationship.PASANGAN),
    "heir_is_child": heir_is_child,
    "heir_by_will": _heir_is(Relationship.WASIAT),
    "heir_is_guardian": _heir_is(Relationship.WALI),
}

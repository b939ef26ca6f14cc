"""The conditions that a demand's ``when`` may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.claim import Programme, Relationship
from pipeline.policy.case import Case


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


def _heir_is(relationship: Relationship) -> Callable[[Case], bool | None]:
    def condition(case: Case) -> bool | None:
        return case.claim.claimant is not None and case.claim.claimant.relationship is relationship

    return condition


CONDITIONS: Mapping[str, Callable[[Case], bool | None]] = {
    "npwp_is_asked": npwp_is_asked,
    "heir_is_spouse": _heir_is(Relationship.PASANGAN),
    "heir_is_child": _heir_is(Relationship.ANAK),
    "heir_by_will": _heir_is(Relationship.WASIAT),
    "heir_is_guardian": _heir_is(Relationship.WALI),
}

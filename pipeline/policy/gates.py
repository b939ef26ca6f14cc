"""Whether the claim fits its door: the pair of channel and cause, the gates it shows, the stage it names."""

from __future__ import annotations

from models.check import Check, Result
from models.claim import Cause, Programme
from pipeline.policy.case import Case

CODE = "channel_gates"


def channel_gates(case: Case) -> list[Check]:
    """Answer once per gate that is not plainly open, and once with pass where all are."""
    checks = [*_pair(case), *_shown(case), *_inactive(case)]
    if any(check.result is not Result.NOT_APPLICABLE for check in checks):
        return checks
    return [Check(CODE, Result.PASS, found=case.claim.channel), *checks]


def accident_stage(case: Case) -> Check:
    """Tell whether an accident claim says which of its two stages it is."""
    claim = case.claim
    if claim.programme is not Programme.JKK or claim.cause is not Cause.KECELAKAAN_KERJA:
        return Check("accident_stage", Result.NOT_APPLICABLE)
    result = Result.PASS if claim.tahap in (1, 2) else Result.FAIL
    found = None if claim.tahap is None else str(claim.tahap)
    return Check("accident_stage", result, expected="1 | 2", found=found, field="tahap")


def _pair(case: Case) -> list[Check]:
    claim = case.claim
    if case.row is not None and claim.channel in case.row.channels:
        return []
    served = any(
        r.programme is claim.programme and claim.channel in r.channels for r in case.policy.requirements.row
    )
    expected = ", ".join(case.row.channels) if case.row else None
    gate = "cause" if served else "programme"
    return [Check(CODE, Result.FAIL, expected=expected, found=claim.channel, field=gate, kind="pair_unusual")]


def _shown(case: Case) -> list[Check]:
    """Gates whose value nobody told are unclear: such a channel opens only when all are green."""
    claim, checks = case.claim, []
    for gate in case.channel.gates:
        if gate == "balance":
            limit = case.limit("jmo_balance_idr")
            known = claim.balance_idr is not None and limit is not None
            is_open = known and (claim.balance_idr or 0) <= (limit or 0)
            expected, found = f"<= {limit}", claim.balance_idr
        elif gate == "data_updated":
            known, is_open = claim.data_updated is not None, claim.data_updated is True
            expected, found = "true", claim.data_updated
        else:
            known, is_open = claim.membership_active is not None, claim.membership_active is False
            expected, found = "false", claim.membership_active
        if not is_open:
            result = Result.FAIL if known else Result.UNCLEAR
            told = None if found is None else str(found).lower()
            checks.append(Check(CODE, result, expected=expected, found=told, field=gate, kind=gate))
    return checks


def _inactive(case: Case) -> list[Check]:
    """Outside the app nothing but the register tells; what it did not say is no finding, and no pass."""
    gate = "membership_active"
    if case.row is None or not case.row.inactive or gate in case.channel.gates:
        return []
    if case.claim.membership_active is None:
        return [Check(CODE, Result.NOT_APPLICABLE, expected="false", field=gate, kind="membership_unknown")]
    if case.claim.membership_active is False:
        return []
    return [Check(CODE, Result.FAIL, expected="false", found="true", field=gate, kind=gate)]

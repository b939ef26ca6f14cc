"""The decision: every reason, and the first row of the outcome's table that fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.check import Check, Result
from models.claim import Claim
from models.document import Document
from models.face import Likeness
from models.finding import FileFinding
from models.outcome import Decision, Outcome, Risk
from models.people import People
from models.reason import Effect, Reason, Severity
from models.verified import Verified
from pipeline.policy.case import Case
from pipeline.policy.outcome_table import Outcomes, RiskRule
from pipeline.policy.policy import Policy
from pipeline.policy.proof import from_face, from_silence, from_values
from pipeline.policy.reasons import (
    from_checks,
    from_findings,
    from_pictures,
    from_problems,
    without_consequences,
    without_lost_files,
)

_WEIGHT = {Severity.CRITICAL: 0, Severity.WARNING: 1, Severity.INFO: 2}
_EFFECT = {Effect.RESUBMIT: 0, Effect.REVIEW: 1, Effect.NONE: 2}
"""What the applicant can mend is told to him, whoever else looks at it."""
_IDENTIFYING = ("type", "field", "name", "gate")
"""Details that tell two reasons of one code apart even where no value contradicts."""


def decide(
    policy: Policy,
    claim: Claim,
    documents: Iterable[Document],
    people: People,
    findings: Iterable[FileFinding],
    verified: Verified,
    checks: Iterable[Check],
    likeness: Likeness | None,
) -> Decision:
    """Return outcome, risk and reasons. The machine clears, asks again or routes; it never rejects.

    Every answer comes in as an argument: ``checks`` are those of all rooms, the ones of ``demands_on``
    included (a demand that no check answers counts as a fault of ours); ``likeness`` is None where no faces
    were compared.
    """
    case = Case(policy, claim, tuple(documents), people)
    files = tuple(findings)
    answers = tuple(without_lost_files(checks, files))
    grounds = [
        *from_findings(case, files),
        *from_problems(case),
        *from_checks(case, without_consequences(answers)),
        *from_pictures(case),
        *from_face(case, likeness),
        *from_values(case, verified, asked_again=_asked_again(answers)),
        *from_silence(case, answers),
    ]
    reasons = sorted(_merged(grounds), key=lambda r: (_WEIGHT[r.severity], r.code))
    others = [ground for ground in grounds if ground.effect is not Effect.RESUBMIT]
    return Decision(
        _outcome(policy.outcomes, grounds),
        _risk(policy.outcomes, grounds),
        tuple(reasons),
        policy.version,
        once_mended=_outcome(policy.outcomes, others) if len(others) < len(grounds) else None,
    )


def _asked_again(checks: Iterable[Check]) -> frozenset[str]:
    """Files that the applicant must take anew: what is unproved on them need not be told as well."""
    return frozenset(
        file
        for check in checks
        if check.kind == "unreadable" and check.result is Result.FAIL
        for file in check.documents
    )


def _outcome(table: Outcomes, grounds: Sequence[Reason]) -> Outcome:
    for rule in table.outcome:
        if not rule.severity and not rule.effect:
            return rule.outcome
        if any(rule.severity in (None, g.severity) and rule.effect in (None, g.effect) for g in grounds):
            return rule.outcome
    return Outcome.REVIEW


def _risk(table: Outcomes, grounds: Sequence[Reason]) -> Risk:
    for rule in table.risk:
        conditional = rule.severity or rule.effect or rule.codes or rule.not_codes
        if not conditional or any(_endangers(rule, g) for g in grounds):
            return rule.risk
    return Risk.HIGH


def _endangers(rule: RiskRule, reason: Reason) -> bool:
    return (
        rule.severity in (None, reason.severity)
        and rule.effect in (None, reason.effect)
        and (not rule.codes or reason.code in rule.codes)
        and reason.code not in rule.not_codes
    )


def _merged(reasons: Sequence[Reason]) -> list[Reason]:
    """One reason for what is the same over several documents; the heavier weight and effect win."""
    merged: list[Reason] = []
    for reason in reasons:
        place = next((n for n, other in enumerate(merged) if _same(other, reason)), None)
        if place is None:
            merged.append(reason)
            continue
        other = merged[place]
        merged[place] = Reason(
            reason.code,
            min(other.severity, reason.severity, key=_WEIGHT.__getitem__),
            tuple(dict.fromkeys((*other.documents, *reason.documents))),
            {**other.details, **reason.details},
            tuple(dict.fromkeys((*other.troubles, *reason.troubles))),
            min(other.effect, reason.effect, key=_EFFECT.__getitem__),
        )
    return merged


def _same(one: Reason, other: Reason) -> bool:
    if one.code is not other.code:
        return False
    if any(one.details.get(name) != other.details.get(name) for name in _IDENTIFYING):
        return False
    shared = one.details.keys() & other.details.keys()
    return all(one.details[name] == other.details[name] for name in shared)

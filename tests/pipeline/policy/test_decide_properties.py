from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from models.check import Check, Result
from models.claim import Channel
from models.outcome import Outcome
from models.reason import Effect
from pipeline.policy import KNOWN_CHECKS
from tests.pipeline.policy.policy_claims import POLICY, complete, proofs, row_of

ONLINE = complete(row_of("JHT", "mengundurkan_diri"), Channel.LAPAK_ASIK)
CONTRADICTED = [
    *(c for c in proofs() if c.code != "alive_vs_death"),
    Check("alive_vs_death", Result.FAIL, documents=("ktp.jpg",)),
]

HARMLESS = {
    (code, result, kind)
    for rule in POLICY.outcomes.check
    if rule.effect is Effect.NONE
    for code in rule.codes
    for result in rule.results
    for kind in (rule.kinds or ("",))
}
RESULTS = st.sampled_from([Result.FAIL, Result.UNCLEAR])
KINDS = st.sampled_from(
    [None, *sorted({k for rule in POLICY.outcomes.check for k in rule.kinds} - {"never"}), "novel"]
)
CHECKS = st.builds(
    Check, st.sampled_from([*KNOWN_CHECKS, "novel_check"]), st.sampled_from(list(Result)), kind=KINDS
)


def is_harmless(check: Check) -> bool:
    """What the institution lists as shown only; everything else that is not a pass must count."""
    if check.result in (Result.PASS, Result.NOT_APPLICABLE):
        return True
    return {(check.code, check.result, check.kind or ""), (check.code, check.result, "")} & HARMLESS != set()


@settings(deadline=None)
@given(st.lists(CHECKS, max_size=6))
def test_no_failed_or_unclear_check_that_matters_ever_yields_clear(checks: list[Check]) -> None:
    decision = ONLINE.decided(other=[*proofs(), *checks])

    if not all(is_harmless(c) for c in checks):
        assert decision.outcome is not Outcome.CLEAR
        assert decision.reasons


@settings(deadline=None)
@given(st.lists(CHECKS, max_size=6), st.sampled_from(sorted(set(ONLINE.papers))))
def test_a_claim_that_lacks_a_document_is_never_clear(checks: list[Check], name: str) -> None:
    assert ONLINE.lacking(name).decided(other=[*proofs(), *checks]).outcome is not Outcome.CLEAR


@settings(deadline=None)
@given(st.lists(CHECKS, max_size=6), RESULTS)
def test_a_critical_contradiction_always_reaches_an_officer(checks: list[Check], result: Result) -> None:
    decision = ONLINE.lacking("paklaring").decided(
        other=[*CONTRADICTED, *checks, Check("machine_fault", result)]
    )

    assert decision.outcome is Outcome.REVIEW


@settings(deadline=None)
@given(st.lists(CHECKS, min_size=1, max_size=6))
def test_the_order_of_the_checks_decides_nothing(checks: list[Check]) -> None:
    one = ONLINE.decided(other=[*proofs(), *checks])
    other = ONLINE.decided(other=[*reversed(checks), *proofs()])

    assert (one.outcome, one.risk) == (other.outcome, other.risk)
    assert replace(one, reasons=()) == replace(other, reasons=())

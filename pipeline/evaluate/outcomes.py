"""What became of the claims: passed, asked again, sent to an officer; rightly or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from pipeline.evaluate.rates import as_dicts, rate
from pipeline.evaluate.truth import Pair


def outcomes(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return rates over claims (a claim without a report counts as wrong) and the claims to look at."""
    clean = [p for p in pairs if p.truth["expected"]["outcome"] == "clear"]
    troubled = [p for p in pairs if p.truth["expected"]["outcome"] != "clear"]
    named = [p for p in troubled if p.truth["expected"]["reason"]]
    by_scenario: dict[str, list[bool]] = defaultdict(list)
    for pair in named:
        by_scenario[str(pair.truth["scenario"])].append(_named(pair))
    return {
        "as_expected": rate(p.outcome in p.acceptable for p in pairs).as_dict(),
        "straight_through": rate(p.outcome == "clear" for p in clean).as_dict(),
        "problems_found": rate(_named(p) for p in named).as_dict(),
        "problems_found_by_scenario": as_dicts(
            {name: rate(by_scenario[name]) for name in sorted(by_scenario)}
        ),
        "problem_ended_clear": [
            _told(p) for p in troubled if p.outcome == "clear" and "clear" not in p.acceptable
        ],
        "false_alarms": _false_alarms(clean),
        "false_alarm_claims": [_told(p) for p in clean if p.report and p.outcome != "clear"],
        "other_than_expected": [_told(p) for p in pairs if p.outcome not in p.acceptable],
        "no_report": [p.claim_id for p in pairs if p.report is None],
    }


def _false_alarms(clean: Sequence[Pair]) -> dict[str, int]:
    """Of the claims in order that were not clear, how many were told which reason (most frequent first)."""
    counts = Counter(code for p in clean if p.report and p.outcome != "clear" for code in p.codes)
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _named(pair: Pair) -> bool:
    return pair.truth["expected"]["reason"] in pair.codes


def _told(pair: Pair) -> str:
    expected = pair.truth["expected"]
    wanted = f"{' or '.join(pair.acceptable)} {expected['reason'] or ''}".strip()
    came = f"{pair.outcome or 'no report'} ({', '.join(pair.codes) or 'no reason'})"
    return f"{pair.claim_id} {pair.truth['scenario']}: {came}, expected {wanted}"

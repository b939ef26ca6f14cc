"""Earlier nights, as one line of counts each (nights.jsonl), and how far this one is from them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from models.night import Counted
from models.outcome import Outcome

BEFORE = 14
"""Nights that this one is compared with, the latest ones before it."""
FEWEST = 50
"""Claims on either side below which a share says nothing."""
BY_CHANCE = 3.0
"""Standard deviations of the difference of two shares: chance alone goes beyond in 3 of 1,000 comparisons."""
NOTABLE = 0.03
"""Difference of two shares below which nobody needs to look, however sure it is."""
SLOWER = 1.5
"""Times as many seconds a claim as before, from which on somebody should look."""


@dataclass(frozen=True)
class Drift:
    """One thing that is compared.

    Attributes:
        name: an outcome, a reason code, or ``seconds`` (per claim).
        now, before: a share (0..1) or seconds; None where there was nothing to count.
        is_notable: chance does not explain the difference, and it is large enough to matter.
    """

    name: str
    now: float | None
    before: float | None
    is_notable: bool


def nights_in(untrusted: bytes | None) -> list[Counted]:
    """Return the nights of a file, the oldest first; a line that is none (a half-written one) is left out."""
    nights = []
    for line in (untrusted or b"").splitlines():
        try:
            told = json.loads(line)
            nights.append(Counted(**told | {"night": date.fromisoformat(told["night"])}))
        except (ValueError, TypeError, KeyError):
            continue
    return sorted(nights, key=lambda one: one.night)


def lines_of(nights: Iterable[Counted]) -> bytes:
    """Return the file's bytes."""
    told = (asdict(one) | {"night": one.night.isoformat()} for one in nights)
    return "".join(json.dumps(one, sort_keys=True) + "\n" for one in told).encode()


def drifts(tonight: Counted, nights: Sequence[Counted]) -> list[Drift]:
    """Compare a night with the latest ones before it: outcomes, notable reasons, seconds a claim."""
    earlier = [one for one in nights if one.night < tonight.night and one.claims][-BEFORE:]
    claims = sum(one.claims for one in earlier)
    found = []
    for outcome in Outcome:
        count = sum(one.outcomes.get(outcome, 0) for one in earlier)
        found.append(_share(outcome, tonight.outcomes.get(outcome, 0), tonight.claims, count, claims))
    for code in sorted({*tonight.reasons, *(code for one in earlier for code in one.reasons)}):
        count = sum(one.reasons.get(code, 0) for one in earlier)
        drift = _share(code, tonight.reasons.get(code, 0), tonight.claims, count, claims)
        found += [drift] if drift.is_notable else []
    now = tonight.seconds / tonight.claims if tonight.claims else None
    before = sum(one.seconds for one in earlier) / claims if claims else None
    slower = now is not None and before is not None and before > 0 and now / before >= SLOWER
    return [*found, Drift("seconds", now, before, slower and min(tonight.claims, claims) >= FEWEST)]


def _share(name: str, count: int, claims: int, earlier_count: int, earlier_claims: int) -> Drift:
    if not claims or not earlier_claims:
        now = count / claims if claims else None
        return Drift(name, now, earlier_count / earlier_claims if earlier_claims else None, False)
    now, before = count / claims, earlier_count / earlier_claims
    together = (count + earlier_count) / (claims + earlier_claims)
    spread = math.sqrt(together * (1 - together) * (1 / claims + 1 / earlier_claims))
    sure = spread > 0 and abs(now - before) / spread >= BY_CHANCE
    enough = min(claims, earlier_claims) >= FEWEST
    return Drift(name, now, before, sure and enough and abs(now - before) >= NOTABLE)

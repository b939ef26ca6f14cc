"""A night as it is remembered and told: counts, seconds and codes, nothing of any claim but its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


def night_of(moment: datetime) -> date:
    """Return the day whose night a moment belongs to: what begins before noon is the night before's."""
    return (moment - timedelta(hours=12)).date()


@dataclass(frozen=True)
class Counted:
    """One night in numbers.

    Attributes:
        night: the day on whose evening it began.
        outcomes: claims verified in this night, by outcome; none that had its report before.
        reasons: claims that a reason code was told of.
        aside: claims without a report at the end of the night's last run, by the code of why.
        faults: claims whose report says that the machine failed, at the end of the last run.
        seconds: seconds of work in the workers, all claims together.
        clock_seconds: seconds on the clock, all runs of the night together.
    """

    night: date
    outcomes: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    aside: Mapping[str, int] = field(default_factory=dict)
    faults: int = 0
    seconds: float = 0.0
    clock_seconds: float = 0.0

    @property
    def claims(self) -> int:
        """How many claims were verified."""
        return sum(self.outcomes.values())

    @property
    def rate(self) -> float:
        """Claims a minute; 0.0 where nothing was done."""
        return 60 * self.claims / self.clock_seconds if self.clock_seconds else 0.0

    def share(self, outcome: str) -> float | None:
        """Return the part of the claims that ended so, 0..1; None where there was none."""
        return self.outcomes.get(outcome, 0) / self.claims if self.claims else None

    def and_then(self, later: Counted) -> Counted:
        """Return this night with a later run of it: what was done adds up, what is left is the last's."""
        return Counted(
            self.night, _sum(self.outcomes, later.outcomes), _sum(self.reasons, later.reasons), later.aside,
            later.faults, self.seconds + later.seconds, self.clock_seconds + later.clock_seconds,
        )  # fmt: skip


def _sum(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    return {name: first.get(name, 0) + second.get(name, 0) for name in sorted({*first, *second})}


@dataclass(frozen=True)
class AtWork:
    """What one worker process does at this moment.

    Attributes:
        number: of the worker, from 1.
        claim: the id of the claim it is at; '' while it waits, or loads its models.
        seconds: for how long it has been at that.
        done: claims that it has finished.
        memory: bytes of its resident set; 0 where there is no process yet.
        lost: how many processes it has lost.
    """

    number: int
    claim: str
    seconds: float
    done: int
    memory: int
    lost: int

"""How often officers are right where the answer is known, and how often a second reader says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt

from models.case import Ruled

FEW = 10
"""Counts below are told as counts: a share of so few says next to nothing."""
_Z = 1.959964
"""Of 95 %."""


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``, with the interval in which the true share lies.

    Wilson's interval (J. Am. Stat. Assoc. 22, 1927), 95 %: unlike the common one it stays within 0 and 1 and
    is honest about small counts.

    >>> low, high = Share(3, 4).interval
    >>> round(low, 2), round(high, 2)
    (0.3, 0.95)
    >>> Share(0, 0).interval
    (0.0, 1.0)
    """

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError("a part is no larger than its whole, and neither is below zero")

    @property
    def is_small(self) -> bool:
        """Too few to be told as a share."""
        return self.whole < FEW

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end, 0 to 1; everything where nothing was counted."""
        if not self.whole:
            return 0.0, 1.0
        share, n = self.part / self.whole, self.whole
        middle = (share + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
        reach = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n)) / (1 + _Z * _Z / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)

    @classmethod
    def of_all(cls, shares: Sequence[Share]) -> Share:
        """Return all together."""
        return cls(sum(one.part for one in shares), sum(one.whole for one in shares))


@dataclass(frozen=True)
class KnownAnswer:
    """A sample among the officers' cases, with the rulings that are right on it.

    Attributes:
        officer, ruled: whose word came first and stands; None while none does.
        removed_at: when the sample was taken away; its result stays.
    """

    verification_id: str
    claim_id: str
    answers: tuple[Ruled, ...]
    added_at: datetime
    officer: str | None = None
    ruled: Ruled | None = None
    ruled_at: datetime | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True)
class SecondRead:
    """A decided case that another officer reads without seeing the decision, which stands whatever he says.

    Attributes:
        opens_at: before that the first officer may still take his decision back.
        officer, ruled, read_at: the second reader's word, None until he gave it.
        note: his words; seen_by: the supervisor who took note of a disagreement.
    """

    number: int
    verification_id: str
    claim_id: str
    first_officer: str
    first_ruled: Ruled
    opens_at: datetime
    officer: str | None = None
    ruled: Ruled | None = None
    read_at: datetime | None = None
    codes: tuple[str, ...] = ()
    note: str = field(default="", repr=False)
    seen_by: str | None = None


@dataclass(frozen=True)
class OfficerAgreement:
    """One officer: known answers that he got right, and second reads of his decisions that said the same."""

    officer: str
    known: Share
    reads: Share


@dataclass(frozen=True)
class Agreement:
    """What a supervisor looks at.

    Attributes:
        officers: by name.
        differing: second reads that said another word, the newest first.
        samples: that wait for their officers; ``to_read``: second reads that do.
    """

    at: datetime
    officers: tuple[OfficerAgreement, ...]
    differing: tuple[SecondRead, ...]
    samples: int
    to_read: int

    @property
    def known(self) -> Share:
        """Of all officers."""
        return Share.of_all([one.known for one in self.officers])

    @property
    def reads(self) -> Share:
        """Of all officers."""
        return Share.of_all([one.reads for one in self.officers])

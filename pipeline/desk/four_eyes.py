"""Whose ruling counts at once, whose waits for a second officer, and what may be taken back. No I/O.

Every rejection, and every ruling on a claim of high risk, is decided by two: the first proposes, another one
approves by the same word. Who rules otherwise proposes anew. What came to light after a proposal (a corrected
reading) voids it; a new verification of the claim makes a new task, and with it all starts again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.case import KeptCorrection, KeptRuling, Review, ReviewState, Ruled
from models.desk import Role
from models.outcome import Risk


class NotAllowed(Exception):  # noqa: N818 - the rules say no; nothing failed
    """A ruling that the rules refuse; ``word``: why, a key of words.toml."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


@dataclass(frozen=True)
class Step:
    """What a ruling comes to: the task's next state, and the number of the ruling that it approves."""

    then: ReviewState
    approves: int | None = None


def needs_second(risk: Risk | None, ruled: Ruled) -> bool:
    """Tell whether one officer's word is not enough."""
    return ruled is not Ruled.ESCALATE and (ruled is Ruled.REJECT or risk is Risk.HIGH)


def standing(rulings: Sequence[KeptRuling]) -> list[KeptRuling]:
    """Return the rulings that were not taken back, the oldest first."""
    return [kept for kept in rulings if kept.ruling.voids is None and kept.voided_by is None]


def proposal(
    review: Review, rulings: Sequence[KeptRuling], corrections: Sequence[KeptCorrection]
) -> KeptRuling | None:
    """Return the ruling that waits for a second officer, None where none does or what it saw has changed."""
    last = next(reversed(standing(rulings)), None)
    if review.state is not ReviewState.WAITING or last is None or last.ruling.ruled is Ruled.ESCALATE:
        return None
    return None if any(kept.at > last.at for kept in corrections) else last


def is_escalated(review: Review, rulings: Sequence[KeptRuling]) -> bool:
    """Tell whether the task waits for a supervisor."""
    last = next(reversed(standing(rulings)), None)
    return review.state is ReviewState.WAITING and last is not None and last.ruling.ruled is Ruled.ESCALATE


def step(
    review: Review,
    risk: Risk | None,
    ruled: Ruled,
    by: tuple[str, Role],
    rulings: Sequence[KeptRuling],
    corrections: Sequence[KeptCorrection],
) -> Step:
    """Return what this ruling would come to.

    Args:
        review: the task.
        risk: the machine's word.
        ruled: the officer's word.
        by: his name and role.
        rulings: on this task.
        corrections: of its readings.

    Raises:
        NotAllowed: it is decided or superseded, an own proposal, or a supervisor's to decide.
    """
    officer, role = by
    if review.state not in (ReviewState.OPEN, ReviewState.WAITING):
        raise NotAllowed(f"refused_{review.state}")
    if ruled is Ruled.ESCALATE:
        return Step(ReviewState.WAITING)
    if is_escalated(review, rulings) and role is not Role.SUPERVISOR:
        raise NotAllowed("refused_escalated")
    before = proposal(review, rulings, corrections)
    if before is not None:
        if before.ruling.officer == officer:
            raise NotAllowed("refused_own")
        if before.ruling.ruled is ruled:
            return Step(ReviewState.DECIDED, before.number)
        return Step(ReviewState.WAITING)
    return Step(ReviewState.WAITING if needs_second(risk, ruled) else ReviewState.DECIDED)


def to_take_back(
    review: Review, rulings: Sequence[KeptRuling], officer: str, now: datetime, within: timedelta
) -> tuple[KeptRuling, ReviewState] | None:
    """Return the ruling that this officer may take back, and how the task stands then; None: he may none.

    It is his own and the last one that anybody made, not older than ``within``; the task is not superseded.
    """
    last = next(reversed(rulings), None)
    if last is None or last.ruling.voids is not None or last.voided_by is not None:
        return None
    if last.ruling.officer != officer or now - last.at > within or review.state is ReviewState.SUPERSEDED:
        return None
    earlier = standing(rulings)[:-1]
    return last, ReviewState.WAITING if earlier else ReviewState.OPEN

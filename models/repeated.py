"""A request that may be sent again under one Idempotency-Key, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Turn(StrEnum):
    """``mine``: do it and tell the answer; ``wait``: another is at it; ``differs``: another request's key."""

    MINE = "mine"
    WAIT = "wait"
    DIFFERS = "differs"
    DONE = "done"


@dataclass(frozen=True)
class Seen:
    """What is known: the answer where it is done; the holder's own word where it is ours to do."""

    turn: Turn
    holder: str = ""
    answer: bytes | None = field(default=None, repr=False)

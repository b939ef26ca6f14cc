"""Claims that are left alone: on request of the person (UU 27/2022 art. 41), or while they are disputed.

A frozen claim is neither verified nor forgotten, and its time does not run out; it can be looked at.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from pipeline.errors import ClaimFrozen
from pipeline.store.tables import frozen


def frozen_since(reading: Connection, claim_id: str) -> datetime | None:
    """Return since when the claim is frozen, None where it is not."""
    asked = select(frozen.c.since).where(frozen.c.claim_id == claim_id)
    return reading.execute(asked).scalar_one_or_none()


def freeze(writing: Connection, claim_id: str) -> bool:
    """Freeze the claim, of which nothing need be kept yet; False: it is frozen already."""
    if frozen_since(writing, claim_id):
        return False
    writing.execute(insert(frozen).values(claim_id=claim_id, since=datetime.now(UTC)))
    return True


def thaw(writing: Connection, claim_id: str) -> bool:
    """Let the claim go on; False: it is not frozen."""
    return bool(writing.execute(delete(frozen).where(frozen.c.claim_id == claim_id)).rowcount)


def refuse_frozen(reading: Connection, claim_id: str) -> None:
    """Do nothing, unless the claim is frozen.

    Raises:
        ClaimFrozen: it is.
    """
    if frozen_since(reading, claim_id):
        raise ClaimFrozen(claim_id)

"""Why a claim of a night has no report: a code for the list that is kept, no value of the claim."""

from __future__ import annotations

from enum import StrEnum


class Aside(StrEnum):
    """What set a claim aside; docs/operating.md says what to do for each."""

    WORKER_DIED = "WORKER_DIED"
    """The process that verified it ended, twice: most often for want of memory."""
    STORE_FAILED = "STORE_FAILED"
    """Its report or what is remembered could not be written or read."""
    ENGINE_FAILED = "ENGINE_FAILED"
    """A reader or the face engine failed, and no report could be made of that."""
    CLAIM_UNUSABLE = "CLAIM_UNUSABLE"
    """claim.json is missing, unreadable or incomplete, or the folder cannot be worked on."""
    CLAIM_ID_TWICE = "CLAIM_ID_TWICE"
    """Another folder has the same claim id."""
    CLAIM_FROZEN = "CLAIM_FROZEN"
    """Somebody ordered that it is left alone."""
    POLICY_BROKEN = "POLICY_BROKEN"
    """The policy's tables contradict one another."""

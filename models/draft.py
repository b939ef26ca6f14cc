"""A verification whose files are still being uploaded, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """What was sent so far.

    Attributes:
        verification_id: the id that the verification will have.
        claim_json: the claim as it came.
        sizes: bytes of each file that arrived, by its place in the claim's ``uploads`` (from 0).
        expires_at: when it is forgotten unless it was submitted.
    """

    verification_id: str
    client: str
    claim_id: str
    claim_json: bytes = field(repr=False)
    created_at: datetime
    expires_at: datetime
    sizes: Mapping[int, int] = field(default_factory=dict)

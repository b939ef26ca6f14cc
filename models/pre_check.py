"""The pre-check: one file, looked at while the applicant is still there. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.document import DocumentType
from models.reason import Reason


@dataclass(frozen=True)
class PreChecked:
    """What one file is, for the purpose it was sent for.

    Attributes:
        wanted: what it should be.
        found: what was seen on it, in order of the pages.
        readable: it could be opened, and what is needed of it could be read.
        right_kind: what is wanted is among what was found; None where nothing could be told.
        reasons: what is to be mended; empty where the file can be used.
    """

    wanted: DocumentType
    found: tuple[DocumentType, ...] = ()
    readable: bool = False
    right_kind: bool | None = None
    reasons: tuple[Reason, ...] = field(default=(), repr=False)

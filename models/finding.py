"""What intake found wrong with a file: a bad file is a result, not an exception."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.reason import ReasonCode


@dataclass(frozen=True)
class FileFinding:
    """One finding about one uploaded file.

    Attributes:
        code: one of the ``FILE_*`` reasons.
        file: the upload's name, made safe for display (no control characters, cut at 120).
        detail: what exactly, in English, without personal data ("PDF asks for a password").
        declared_type: what the applicant said the file is.
    """

    code: ReasonCode
    file: str = field(repr=False)
    detail: str
    declared_type: str | None = None

"""Reasons: why a claim is not, or not only, clear. Codes for programs; words are in report/wording.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line knows reasons, and should not load numpy for their details
    from models.document import QualityIssue
    from models.geometry import Place


class Severity(StrEnum):
    """How much a reason weighs: information, doubt, or a contradiction that must be decided."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class Effect(StrEnum):
    """What a reason does to the claim: an officer looks, the applicant mends it, or it is only shown."""

    REVIEW = "review"
    RESUBMIT = "resubmit"
    NONE = "none"


class ReasonCode(StrEnum):
    """Every reason that a report can carry."""

    # the file
    FILE_MISSING = "FILE_MISSING"
    FILE_EMPTY = "FILE_EMPTY"
    FILE_CORRUPT = "FILE_CORRUPT"
    FILE_ENCRYPTED = "FILE_ENCRYPTED"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    FILE_KIND_UNSUPPORTED = "FILE_KIND_UNSUPPORTED"
    FILE_WRONGLY_NAMED = "FILE_WRONGLY_NAMED"
    FILE_EDITED = "FILE_EDITED"
    FILE_CHANGED_LATER = "FILE_CHANGED_LATER"
    FILE_SCREENSHOT = "FILE_SCREENSHOT"
    FILE_TEXT_OVER_SCAN = "FILE_TEXT_OVER_SCAN"
    FILE_ACTIVE_CONTENT = "FILE_ACTIVE_CONTENT"
    FILE_TRUNCATED_PAGES = "FILE_TRUNCATED_PAGES"
    # what the applicant typed
    CLAIM_FIELD_INVALID = "CLAIM_FIELD_INVALID"
    CONTACT_MISSING = "CONTACT_MISSING"
    # documents
    DOCUMENT_MISSING = "DOCUMENT_MISSING"
    DOCUMENT_UNREADABLE = "DOCUMENT_UNREADABLE"
    DOCUMENT_TYPE_DIFFERS = "DOCUMENT_TYPE_DIFFERS"
    WRONG_CARD = "WRONG_CARD"
    CAPTURE_SCREEN = "CAPTURE_SCREEN"
    CAPTURE_COPY = "CAPTURE_COPY"
    CAPTURE_EDITED = "CAPTURE_EDITED"
    CAPTURE_ODD = "CAPTURE_ODD"
    CAPTURE_CUT_OUT = "CAPTURE_CUT_OUT"
    CAPTURE_PAPER_RIM = "CAPTURE_PAPER_RIM"
    CAPTURE_FRAMED = "CAPTURE_FRAMED"
    CAPTURE_SCREENSHOT = "CAPTURE_SCREENSHOT"
    CAPTURE_OF_PICTURE = "CAPTURE_OF_PICTURE"
    # numbers and persons
    VALUE_UNVERIFIED = "VALUE_UNVERIFIED"
    NIK_INVALID = "NIK_INVALID"
    NIK_MISMATCH = "NIK_MISMATCH"
    NIK_REGION_UNKNOWN = "NIK_REGION_UNKNOWN"
    NIK_BIRTH_DATE_DIFFERS = "NIK_BIRTH_DATE_DIFFERS"
    NAME_MISMATCH = "NAME_MISMATCH"
    BIRTH_DATE_MISMATCH = "BIRTH_DATE_MISMATCH"
    KPJ_INVALID = "KPJ_INVALID"
    KPJ_MISMATCH = "KPJ_MISMATCH"
    KPJ_UNDECLARED = "KPJ_UNDECLARED"
    NPWP_INVALID = "NPWP_INVALID"
    NPWP_MISMATCH = "NPWP_MISMATCH"
    ACCOUNT_NUMBER_MISMATCH = "ACCOUNT_NUMBER_MISMATCH"
    ACCOUNT_HOLDER_MISMATCH = "ACCOUNT_HOLDER_MISMATCH"
    ACCOUNT_BANK_MISMATCH = "ACCOUNT_BANK_MISMATCH"
    ACCOUNT_LENGTH_UNUSUAL = "ACCOUNT_LENGTH_UNUSUAL"
    QR_DIFFERS = "QR_DIFFERS"
    # the face
    FACE_NO_MATCH = "FACE_NO_MATCH"
    FACE_INCONCLUSIVE = "FACE_INCONCLUSIVE"
    FACE_NOT_FOUND = "FACE_NOT_FOUND"
    FACE_SEVERAL = "FACE_SEVERAL"
    FACE_TOO_SMALL = "FACE_TOO_SMALL"
    FACE_EYES_CLOSED = "FACE_EYES_CLOSED"
    FACE_TURNED = "FACE_TURNED"
    FACE_COVERED = "FACE_COVERED"
    SELFIE_IS_DOCUMENT_PHOTO = "SELFIE_IS_DOCUMENT_PHOTO"
    # other claims
    ACCOUNT_IN_ANOTHER_CLAIM = "ACCOUNT_IN_ANOTHER_CLAIM"
    KPJ_IN_ANOTHER_CLAIM = "KPJ_IN_ANOTHER_CLAIM"
    CONTACT_IN_OTHER_CLAIMS = "CONTACT_IN_OTHER_CLAIMS"
    FACE_IN_ANOTHER_CLAIM = "FACE_IN_ANOTHER_CLAIM"
    PICTURE_IN_ANOTHER_CLAIM = "PICTURE_IN_ANOTHER_CLAIM"
    CLAIMED_BEFORE = "CLAIMED_BEFORE"
    REPEATED_ATTEMPTS = "REPEATED_ATTEMPTS"
    # death and heirs
    DECEASED_MISMATCH = "DECEASED_MISMATCH"
    HEIR_NOT_IN_LETTER = "HEIR_NOT_IN_LETTER"
    HEIR_RELATIONSHIP_UNSUPPORTED = "HEIR_RELATIONSHIP_UNSUPPORTED"
    HEIR_RELATIONSHIP_NEEDS_OFFICER = "HEIR_RELATIONSHIP_NEEDS_OFFICER"
    SEVERAL_HEIRS = "SEVERAL_HEIRS"
    GUARDIAN_NEEDED = "GUARDIAN_NEEDED"
    DEATH_DATE_ORDER = "DEATH_DATE_ORDER"
    ALIVE_AND_DEAD = "ALIVE_AND_DEAD"
    CLAIMANT_MISSING = "CLAIMANT_MISSING"
    # programme rules
    WAITING_PERIOD = "WAITING_PERIOD"
    CLAIM_LAPSED = "CLAIM_LAPSED"
    AGE_BELOW_REQUIRED = "AGE_BELOW_REQUIRED"
    AGE_ABOVE_ALLOWED = "AGE_ABOVE_ALLOWED"
    CAUSE_CONTRADICTED = "CAUSE_CONTRADICTED"
    CHANNEL_INCONSISTENT = "CHANNEL_INCONSISTENT"
    DATA_NOT_UPDATED = "DATA_NOT_UPDATED"
    EMPLOYER_DIFFERS = "EMPLOYER_DIFFERS"
    # ourselves
    MACHINE_FAULT = "MACHINE_FAULT"


@dataclass(frozen=True)
class Trouble:
    """What keeps a paper from being read: an issue of its picture, and where.

    Attributes:
        issue: None where fields could not be read and nothing about the picture says why.
        fields: names of the fields it hides; empty where it is the whole picture, or the field is not known.
        place: where on the document it is; None where it is everywhere.
    """

    issue: QualityIssue | None
    fields: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True)
class Reason:
    """One reason: its code, its weight, the files it rests on, values that its sentence needs, what it does.

    ``troubles`` say what is wrong with the pictures of an unreadable paper.

    ``details`` fills the blanks of the sentence (``field``, ``type``, ``expected`` ...). It may hold
    personal values, so it is not in ``repr``; the report's wording decides what is shown and how.
    """

    code: ReasonCode
    severity: Severity
    documents: tuple[str, ...] = field(default=(), repr=False)
    details: Mapping[str, str] = field(default_factory=dict, repr=False)
    troubles: tuple[Trouble, ...] = ()
    effect: Effect = Effect.NONE

"""Faces: what was found on a picture and how alike two faces are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from models.geometry import Quad
from models.marks import FaceMark


class Verdict(StrEnum):
    """``inconclusive`` covers the band between the two thresholds and every picture without a usable face."""

    MATCH = "match"
    NO_MATCH = "no_match"
    INCONCLUSIVE = "inconclusive"


class FaceIssue(StrEnum):
    """Why a comparison could not be made, or not well."""

    NO_ID_DOCUMENT = "no_id_document"
    NO_SELFIE = "no_selfie"
    NO_FACE_ON_ID = "no_face_on_id"
    NO_FACE_ON_SELFIE = "no_face_on_selfie"
    SEVERAL_FACES_ON_SELFIE = "several_faces_on_selfie"
    FACE_TOO_SMALL = "face_too_small"
    FACE_BLURRED = "face_blurred"
    EYES_CLOSED = "eyes_closed"
    FACE_TURNED = "face_turned"
    EYES_COVERED = "eyes_covered"
    MOUTH_COVERED = "mouth_covered"
    SELFIE_IS_DOCUMENT_PHOTO = "selfie_is_document_photo"
    REVIEW_BAND = "review_band"


@dataclass(frozen=True)
class Likeness:
    """How alike the selfie and the portrait of the identity document are.

    Attributes:
        distance: Euclidean distance of the two 128-d encodings (0 = same picture; None = not compared).
        score: the distance as 0..1, 1 = surely the same person; calibration in pipeline/face/bands.toml.
        match_below, no_match_above: the two thresholds on the distance that were applied.
        portrait_box, selfie_box: the faces, in the pixels of the upright files.
        faces: both faces as they are looked for in other claims; empty where one is not clear enough.
    """

    verdict: Verdict
    score: float | None = None
    distance: float | None = None
    issues: tuple[FaceIssue, ...] = ()
    id_document: str | None = field(default=None, repr=False)
    id_page: int = 1
    selfie: str | None = field(default=None, repr=False)
    selfie_page: int = 1
    match_below: float | None = None
    no_match_above: float | None = None
    portrait_box: Quad | None = field(default=None, repr=False)
    selfie_box: Quad | None = field(default=None, repr=False)
    faces: tuple[FaceMark, ...] = field(default=(), repr=False, compare=False)

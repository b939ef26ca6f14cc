"""Both faces side by side, and where their distance lies between the two thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.document import DocumentType
from models.face import Verdict
from models.page import Image
from models.report import Point, Report
from pipeline.report.pictures import data_uri, face_crop
from pipeline.report.text import visible
from pipeline.report.view import Pictures, percent
from pipeline.report.wording import Label, Wording

_WIDTH = 560.0


@dataclass(frozen=True)
class Scale:
    """Places on a drawing 560 wide: the two thresholds and the distance."""

    match: float
    no_match: float
    distance: float
    match_text: str
    no_match_text: str
    distance_text: str
    width: float = _WIDTH


@dataclass(frozen=True)
class FaceView:
    """The comparison as it is shown."""

    verdict: Verdict
    word: Label
    score: str | None
    portrait: str | None
    selfie: str | None
    portrait_file: str | None
    selfie_file: str | None
    issues: tuple[Label, ...]
    scale: Scale | None


def face_view(report: Report, pictures: Pictures, words: Wording) -> FaceView:
    """Return the comparison of the two faces as it is shown."""
    face = report.face
    return FaceView(
        verdict=face.verdict,
        word=words.label("verdict", face.verdict),
        score=percent(face.score) if face.score is not None else None,
        portrait=_crop(report, pictures, face.id_document, face.portrait_box, selfie=False),
        selfie=_crop(report, pictures, face.selfie, face.selfie_box, selfie=True),
        portrait_file=visible(face.id_document) if face.id_document else None,
        selfie_file=visible(face.selfie) if face.selfie else None,
        issues=tuple(words.label("face_issue", issue) for issue in face.issues),
        scale=_scale(face.distance, face.match_below, face.no_match_above),
    )


def _crop(
    report: Report, pictures: Pictures, file: str | None, box: Sequence[Point] | None, *, selfie: bool
) -> str | None:
    """Cut the face out, or show the whole picture where no face was found on it."""
    image = _picture(report, pictures, file, selfie=selfie)
    if image is None:
        return None
    return data_uri(face_crop(image, box) if box else image, long_side=480)


def _picture(report: Report, pictures: Pictures, file: str | None, *, selfie: bool) -> Image | None:
    """Find the page: the report names the file only, so the document of the fitting type tells the page."""
    if file is None:
        return None
    identity = {DocumentType.KTP, DocumentType.PASPOR, DocumentType.SUKET}
    wanted = {DocumentType.SELFIE} if selfie else identity
    pages = [d.page for d in report.documents if d.file == file and d.type in wanted]
    return next((pictures[file, page] for page in [*pages, 1] if (file, page) in pictures), None)


def _scale(distance: float | None, match: float | None, no_match: float | None) -> Scale | None:
    if distance is None or match is None or no_match is None:
        return None
    top = max(1.0, no_match * 1.15, distance * 1.08)
    places = [round(value / top * _WIDTH, 1) for value in (match, no_match, distance)]
    texts = [f"{value:.2f}".replace(".", ",") for value in (match, no_match, distance)]
    return Scale(places[0], places[1], places[2], texts[0], texts[1], texts[2])

"""The applicant's selfie against the portrait on the identity card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.document import Document, DocumentType
from models.face import FaceIssue, Likeness, Verdict
from models.geometry import Quad
from models.marks import FaceKind, FaceMark
from models.page import Image, Page
from pipeline.face.bands import Bands
from pipeline.face.engine import Encoding, Face, FaceEngine
from pipeline.face.guards import hindrances
from pipeline.face.same_picture import is_same_picture
from pipeline.face.search import Sight, applicant, beyond_rim, glimpsed, portrait

SECOND_FACE = 0.6
"""Share of the biggest face's size from which another face is a second person (a portrait on a card that
is held into the picture is smaller)."""

HARDLY = 0.3
"""Sureness of the detector below which what it takes for a face may be print or a pattern: that makes no
strangers. Portraits of 22 cards had 0.85 and more, a receipt beside a card 0.17."""

DocumentKey = tuple[str, int, int]
"""File, page, place on the page."""

LIDS = 0.03
"""How much closed eyes may add to the distance of one person."""

_UNSURE = {
    FaceIssue.FACE_TOO_SMALL,
    FaceIssue.FACE_BLURRED,
    FaceIssue.FACE_TURNED,
    FaceIssue.EYES_COVERED,
    FaceIssue.MOUTH_COVERED,
}
"""What makes a face look like others: such a pair is not remembered for other claims."""


def faces_on(page: Page, engine: FaceEngine) -> int:
    """Return how many faces a picture shows; used to tell a selfie from an unreadable paper."""
    return len(glimpsed(page, engine).faces)


def distance(first: Page, second: Page, engine: FaceEngine) -> float | None:
    """Return how far apart the biggest faces of two pictures are; None where one has none, or two as big."""
    encodings = []
    for page in (first, second):
        seen = applicant(page, engine)
        if not seen.faces or _several(seen):
            return None
        encodings.append(engine.encode(seen.look, seen.faces[0]))
    return float(np.linalg.norm(encodings[0] - encodings[1]))


def hindrances_on(page: Page, engine: FaceEngine) -> list[FaceIssue]:
    """Return what keeps a selfie from being compared, before there is a card to compare it with."""
    seen = applicant(page, engine)
    if not seen.faces:
        return [FaceIssue.NO_FACE_ON_SELFIE]
    if _several(seen):
        return [FaceIssue.SEVERAL_FACES_ON_SELFIE]
    first, look, bands = seen.faces[0], seen.look, engine.bands
    issues = [FaceIssue.FACE_TOO_SMALL] if first.side < bands.smallest_selfie else []
    issues += [FaceIssue.FACE_BLURRED] if _sharpness(look, first) < bands.faintest else []
    return issues or hindrances(look, engine.outlines(look, first), engine.aside(look, first))


def compare(
    pages: Mapping[DocumentKey, Page],
    card: Document | None,
    selfie: Document | None,
    engine: FaceEngine,
    files: Sequence[Page] = (),
) -> Likeness:
    """Return how alike the two faces are, or why they could not be compared.

    ``pages`` are the upright pages by document, ``files`` the pages as they were uploaded: a selfie beside a
    paper full of print may have been cut to that, and its face is then looked for in all of the picture; so
    is a portrait at whose edge the card seemed to end.

    No face or several faces are ``inconclusive`` with the issue named: it is the picture's fault, never the
    person's. A face too small or too blurred has its issue named beside a match, and is never a ``no_match``.
    """
    bands = engine.bands
    if selfie is None or card is None:
        missing = [FaceIssue.NO_SELFIE] if selfie is None else []
        missing += [FaceIssue.NO_ID_DOCUMENT] if card is None else []
        return _without(bands, card, selfie, tuple(missing))
    on_card, on_selfie = portrait(pages[card.key], card, engine), applicant(pages[selfie.key], engine)
    uploaded = {(page.file, page.number): page for page in files}
    of_card, whole = (uploaded.get((document.file, document.page)) for document in (card, selfie))
    beyond = not on_card.faces and of_card is not None and card.type is DocumentType.KTP
    if beyond and of_card is not None:
        on_card = beyond_rim(of_card, pages[card.key], card, engine)
    if not on_selfie.faces and whole is not None and whole.image is not pages[selfie.key].image:
        on_selfie = applicant(whole, engine)
    issues: list[FaceIssue] = []
    if not on_card.faces:
        issues.append(FaceIssue.NO_FACE_ON_ID)
    if not on_selfie.faces:
        issues.append(FaceIssue.NO_FACE_ON_SELFIE)
    elif _several(on_selfie):
        issues.append(FaceIssue.SEVERAL_FACES_ON_SELFIE)
    if issues:
        return _without(bands, card, selfie, tuple(issues))
    printed, first, card_image, look = on_card.faces[0], on_selfie.faces[0], on_card.look, on_selfie.look
    issues += _poor(card_image, printed, look, first, bands)
    if not issues:
        issues += hindrances(look, engine.outlines(look, first), engine.aside(look, first))
    encodings = engine.encode(card_image, printed), engine.encode(look, first)
    distance = float(np.linalg.norm(encodings[0] - encodings[1]))
    same = distance < bands.same_picture or (
        distance < bands.no_match_above
        and is_same_picture(card_image, engine.eyes(card_image, printed), look, engine.eyes(look, first))
    )
    issues += [FaceIssue.SELFIE_IS_DOCUMENT_PHOTO] if same else []
    sure = min(printed.sureness, first.sureness) >= HARDLY and not beyond  # it may be another card's face
    likeness = _judged(
        bands,
        distance,
        issues,
        card,
        selfie,
        printed.box.through(on_card.back),
        first.box.through(on_selfie.back),
        sure=sure,
    )
    clear = engine.remembers and sure and not _UNSURE.intersection(issues)
    return replace(likeness, faces=_marks(*encodings) if clear else ())


def _marks(portrait: Encoding, selfie: Encoding) -> tuple[FaceMark, ...]:
    return FaceMark(FaceKind.PORTRAIT, portrait), FaceMark(FaceKind.SELFIE, selfie)


def _several(seen: Sight) -> bool:
    return len(seen.faces) > 1 and seen.faces[1].side > SECOND_FACE * seen.faces[0].side


def _judged(
    bands: Bands,
    distance: float,
    issues: Sequence[FaceIssue],
    card: Document,
    selfie: Document,
    portrait_box: Quad,
    selfie_box: Quad,
    *,
    sure: bool,
) -> Likeness:
    verdict = bands.verdict(distance)
    found = list(issues)
    if FaceIssue.SELFIE_IS_DOCUMENT_PHOTO in found:
        verdict = Verdict.INCONCLUSIVE
    elif verdict is Verdict.INCONCLUSIVE:
        found.append(FaceIssue.REVIEW_BAND)
    elif verdict is Verdict.NO_MATCH and (
        not sure or _doubtful(found, distance, bands) or not card.quality.usable
    ):
        verdict = Verdict.INCONCLUSIVE  # a poor picture makes strangers of one person, hardly the reverse
    return Likeness(
        verdict=verdict,
        score=bands.score_of(distance),
        distance=round(distance, 4),
        issues=tuple(found),
        id_document=card.file,
        id_page=card.page,
        selfie=selfie.file,
        selfie_page=selfie.page,
        match_below=bands.match_below,
        no_match_above=bands.no_match_above,
        portrait_box=portrait_box,
        selfie_box=selfie_box,
    )


def _doubtful(issues: Sequence[FaceIssue], distance: float, bands: Bands) -> bool:
    """Tell whether what is wrong with the selfie can have made two faces of one."""
    far = distance > bands.no_match_above + LIDS
    return any(issue is not FaceIssue.EYES_CLOSED or not far for issue in issues)


def _without(
    bands: Bands, card: Document | None, selfie: Document | None, issues: tuple[FaceIssue, ...]
) -> Likeness:
    return Likeness(
        verdict=Verdict.INCONCLUSIVE,
        issues=issues,
        id_document=card.file if card else None,
        id_page=card.page if card else 1,
        selfie=selfie.file if selfie else None,
        selfie_page=selfie.page if selfie else 1,
        match_below=bands.match_below,
        no_match_above=bands.no_match_above,
    )


def _poor(card: Image, portrait: Face, look: Image, first: Face, bands: Bands) -> list[FaceIssue]:
    issues = []
    if portrait.side < bands.smallest_portrait or first.side < bands.smallest_selfie:
        issues.append(FaceIssue.FACE_TOO_SMALL)
    if _sharpness(look, first) < bands.faintest:
        issues.append(FaceIssue.FACE_BLURRED)
    return issues


def _sharpness(image: Image, face: Face) -> float:
    """Variance of the Laplacian of the face at 150 px."""
    box = face.box
    cut = image[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    if cut.size == 0:
        return 0.0
    grey = cv2.cvtColor(cv2.resize(cut, (150, 150), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())

"""The applicant's selfie against the portrait on the identity card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from models.document import Document
from models.face import FaceIssue, Likeness, Verdict
from models.geometry import Matrix, Quad
from models.page import Image, Page
from pipeline.face.bands import Bands
from pipeline.face.engine import Face, FaceEngine
from pipeline.face.same_picture import is_same_picture

LOOK_SIDE = 800
"""Pixels; a selfie is looked at no larger than this."""

BESIDE_SIDE = 640
"""Pixels at which a face beside a card is looked for; it is then at least 80 px high."""

CARD_WIDTH = 1100
"""Pixels; a card is enlarged to this width before its small portrait is looked for."""

SECOND_FACE = 0.6
"""Share of the biggest face's size from which another face is a second person (a portrait on a card that
is held into the picture is smaller)."""

DocumentKey = tuple[str, int, int]
"""File, page, place on the page."""


def faces_on(page: Page, engine: FaceEngine) -> int:
    """Return how many faces a picture shows; used to tell a selfie from an unreadable paper."""
    return len(_applicant(page, engine)[0])


def faces_beside_cards(page: Page, engine: FaceEngine) -> int:
    """Return how many big faces a picture shows whose cards are painted over: a selfie with card has one."""
    look, _ = _scaled(page.image, BESIDE_SIDE, enlarge=False)
    return len(engine.find(look, upsample=0))


def distance(first: Page, second: Page, engine: FaceEngine) -> float | None:
    """Return how far apart the biggest faces of two pictures are; None where one has none, or two as big."""
    encodings = []
    for page in (first, second):
        faces, look, _ = _applicant(page, engine)
        if not faces or (len(faces) > 1 and faces[1].side > SECOND_FACE * faces[0].side):
            return None
        encodings.append(engine.encode(look, faces[0]))
    return float(np.linalg.norm(encodings[0] - encodings[1]))


def compare(
    pages: Mapping[DocumentKey, Page], card: Document | None, selfie: Document | None, engine: FaceEngine
) -> Likeness:
    """Return how alike the two faces are, or why they could not be compared.

    ``pages`` are the upright pages by document. No face or several faces are ``inconclusive`` with the
    issue named: it is the picture's fault, never the person's. A face too small or too blurred has its issue
    named beside a match, and is never a ``no_match``.
    """
    bands = engine.bands
    if selfie is None or card is None:
        missing = [FaceIssue.NO_SELFIE] if selfie is None else []
        missing += [FaceIssue.NO_ID_DOCUMENT] if card is None else []
        return _without(bands, card, selfie, tuple(missing))
    on_card, card_image, card_back = _portrait(pages[card.key], card, engine)
    selfie_page = pages[selfie.key]
    on_selfie, look, selfie_back = _applicant(selfie_page, engine)
    issues: list[FaceIssue] = []
    if on_card is None:
        issues.append(FaceIssue.NO_FACE_ON_ID)
    if not on_selfie:
        issues.append(FaceIssue.NO_FACE_ON_SELFIE)
    elif len(on_selfie) > 1 and on_selfie[1].side > SECOND_FACE * on_selfie[0].side:
        issues.append(FaceIssue.SEVERAL_FACES_ON_SELFIE)
    if issues or on_card is None:
        return _without(bands, card, selfie, tuple(issues))
    first = on_selfie[0]
    issues += _poor(card_image, on_card, look, first, bands)
    distance = float(np.linalg.norm(engine.encode(card_image, on_card) - engine.encode(look, first)))
    same = distance < bands.same_picture or (
        distance < bands.no_match_above
        and is_same_picture(card_image, engine.eyes(card_image, on_card), look, engine.eyes(look, first))
    )
    issues += [FaceIssue.SELFIE_IS_DOCUMENT_PHOTO] if same else []
    return _judged(
        bands, distance, issues, card, selfie, on_card.box.through(card_back), first.box.through(selfie_back)
    )


def _judged(
    bands: Bands,
    distance: float,
    issues: Sequence[FaceIssue],
    card: Document,
    selfie: Document,
    portrait_box: Quad,
    selfie_box: Quad,
) -> Likeness:
    verdict = bands.verdict(distance)
    found = list(issues)
    if FaceIssue.SELFIE_IS_DOCUMENT_PHOTO in found:
        verdict = Verdict.INCONCLUSIVE
    elif verdict is Verdict.INCONCLUSIVE:
        found.append(FaceIssue.REVIEW_BAND)
    elif found and verdict is Verdict.NO_MATCH:
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


def _portrait(page: Page, card: Document, engine: FaceEngine) -> tuple[Face | None, Image, Matrix]:
    """Find the card's portrait; returns it, the picture it was found in, and the way back to the file."""
    region = card.region or Quad.upright(0, 0, page.image.shape[1], page.image.shape[0])
    top, bottom = int(max(0, region.top)), int(region.bottom)
    left, right = int(max(0, region.left)), int(region.right)
    cut = page.image[top:bottom, left:right]
    if cut.size == 0:
        return None, page.image, page.to_upright
    look, scale = _scaled(cut, CARD_WIDTH, enlarge=True)
    back = page.to_upright @ np.array([[1 / scale, 0, left], [0, 1 / scale, top], [0, 0, 1.0]])
    faces = engine.find(look, upsample=0) or engine.find(look, upsample=1)
    return (faces[0] if faces else None), look, back


def _applicant(page: Page, engine: FaceEngine) -> tuple[list[Face], Image, Matrix]:
    """Find the faces of a selfie, small ones where there is no big one; once for a picture."""
    look, scale = _scaled(page.image, LOOK_SIDE, enlarge=False)
    back = page.to_upright @ np.diag([1 / scale, 1 / scale, 1.0])
    faces = engine.once(page.image, lambda: engine.find(look, upsample=0) or engine.find(look, upsample=1))
    return faces, look, back


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


def _scaled(image: Image, side: int, *, enlarge: bool) -> tuple[Image, float]:
    scale = side / max(image.shape[:2])
    if scale >= 1.0 and not enlarge:
        return image, 1.0
    way = cv2.INTER_CUBIC if scale > 1.0 else cv2.INTER_AREA
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way), dtype=np.uint8), scale

"""What is left of a picture once its cards are taken out: a selfie with the card in the hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from models.page import Page
from models.sheet import Sheet
from pipeline.imaging.pairs import FEWEST

MOST_COVERED = 0.45
"""Share of a picture that cards may fill for it to be a picture of something else as well."""

BESIDE_TEXT = 1.6
"""How far beyond its text a card reaches, to either side alike, where its rim was not seen."""


def surroundings_of(sheets: Sequence[Sheet]) -> list[Page]:
    """Return the pictures that may be selfies with a card in the hand, the cards painted over.

    So the portrait on the card is never taken for the face beside it, whichever is bigger.
    """
    pages: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        # fewer lines than a card has are shadows on the face itself, which must not be painted over
        if sheet.outline is not None or len(sheet.look.lines) >= FEWEST:
            pages.setdefault(id(sheet.page), []).append(sheet)
    return [_without_cards(own) for own in pages.values() if _is_more_than_cards(own)]


def _is_more_than_cards(sheets: Sequence[Sheet]) -> bool:
    page = sheets[0].page
    if page.text_layer is not None or not all(sheet.look.lines for sheet in sheets):
        return False
    height, width = page.image.shape[:2]
    covered = sum(float(cv2.contourArea(_covered(sheet))) for sheet in sheets)
    return bool(covered < MOST_COVERED * width * height)


def _without_cards(sheets: Sequence[Sheet]) -> Page:
    page = sheets[0].page
    picture = page.image.copy()
    for sheet in sheets:
        cv2.fillConvexPoly(picture, np.rint(_covered(sheet)).astype(np.int32), (128, 128, 128))
    return replace(page, image=picture)


def _covered(sheet: Sheet) -> np.ndarray:
    """Corners (4, 2) of what a card hides: its outline, or its text with room for the portrait beside it."""
    if sheet.outline is not None:
        corners, grow = sheet.outline.array, 1.04
    else:
        points = np.concatenate([q.array for q in sheet.look.lines]).astype(np.float32)
        corners, grow = np.asarray(cv2.boxPoints(cv2.minAreaRect(points)), dtype=np.float64), BESIDE_TEXT
    middle = corners.mean(axis=0)
    return np.asarray(middle + grow * (corners - middle), dtype=np.float32)

"""One invented person's card and selfie and another's selfie, and documents that stand for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from models.document import Document, DocumentType
from models.geometry import Quad
from models.page import Image, Page
from sample_docs.generator.faces import empty_room, selfie
from sample_docs.generator.invent import invent_person
from sample_docs.generator.ktp import PHOTO, draw_ktp

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Faces:
    """Pictures as they lie in the files, upright."""

    card: Image
    photo: Quad
    own: Image
    other: Image
    nobody: Image

    @property
    def portrait(self) -> Image:
        """The card's portrait, cut out."""
        region = self.photo
        return self.card[int(region.top) : int(region.bottom), int(region.left) : int(region.right)]


def rendered() -> Faces:
    """Render them (some seconds)."""
    rng = np.random.default_rng(5)
    person = replace(invent_person(rng, born=(date(1965, 1, 1), date(2004, 1, 1)), today=TODAY), face=3)
    left, top, right, bottom = PHOTO
    return Faces(
        card=np.ascontiguousarray(draw_ktp(person, rng, TODAY).picture),
        photo=Quad.upright(left, top, right, bottom),
        own=selfie(person, np.random.default_rng(1)),
        other=selfie(replace(person, face=8), np.random.default_rng(2)),
        nobody=empty_room(rng),
    )


def card_document(file: str = "ktp.jpg", region: Quad | None = None) -> Document:
    return Document(file, 1, DocumentType.KTP, 0.99, region=region)


def selfie_document(file: str = "selfie.jpg") -> Document:
    return Document(file, 1, DocumentType.SELFIE, 0.9)


def pages(card: Image, taken: Image) -> dict[tuple[str, int, int], Page]:
    return {
        (file, 1, 0): Page.fresh(file, np.ascontiguousarray(picture))
        for file, picture in (("ktp.jpg", card), ("selfie.jpg", taken))
    }

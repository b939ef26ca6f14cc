"""A face is found however the picture lies, and where light or size hide it; boxes lead back to the file."""

from __future__ import annotations

import gc
import weakref

import cv2
import numpy as np
import pytest

from models.geometry import Quad
from models.page import Image, Page
from pipeline.face import FaceEngine
from pipeline.face.engine import Face
from pipeline.face.search import CARD_WIDTH, applicant, big_face, glimpsed, portrait
from tests.pipeline.face.face_pictures import Faces, card_document


def page(picture: Image) -> Page:
    return Page.fresh("selfie.jpg", np.ascontiguousarray(picture))


def place(picture: Image, engine: FaceEngine) -> Quad:
    """Where the face is, in the pixels of the picture that was given."""
    seen = glimpsed(page(picture), engine)
    assert len(seen.faces) == 1
    return seen.faces[0].box.through(seen.back)


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_selfie_on_its_side_or_head_is_found_where_it_is(
    faces: Faces, engine: FaceEngine, quarter: int
) -> None:
    x, y = place(faces.own, engine).centre
    high, wide = faces.own.shape[:2]
    turned = {1: (high - y, x), 2: (wide - x, high - y), 3: (y, wide - x)}[quarter]
    assert place(np.rot90(faces.own, -quarter), engine).centre == pytest.approx(turned, abs=0.05 * high)


def dark(picture: Image) -> Image:
    return np.clip(picture * 0.06, 0, 255).astype(np.uint8)


def half_hidden(picture: Image) -> Image:
    """The mouth and the chin behind a hand's breadth of paper."""
    covered = picture.copy()
    covered[int(0.56 * len(picture)) :] = (230, 230, 225)
    return covered


@pytest.mark.parametrize("spoil", [dark, half_hidden])
def test_the_search_goes_on_where_the_quick_one_finds_nothing(
    faces: Faces, engine: FaceEngine, spoil
) -> None:
    spoiled = page(spoil(faces.own))
    assert glimpsed(spoiled, engine).faces == ()
    seen = applicant(spoiled, engine)
    assert len(seen.faces) == 1
    found = seen.faces[0].box.through(seen.back)
    assert found.centre == pytest.approx(place(faces.own, engine).centre, abs=0.1 * len(faces.own))


@pytest.mark.parametrize("picture", ["nobody", "noise"])
def test_where_nobody_is_nobody_is_found(faces: Faces, engine: FaceEngine, picture: str) -> None:
    noise = cv2.GaussianBlur(np.random.default_rng(3).integers(0, 256, (600, 480, 3), np.uint8), (0, 0), 3)
    assert applicant(page(faces.nobody if picture == "nobody" else noise), engine).faces == ()


def test_a_portrait_is_found_in_its_place_and_by_the_first_search(
    faces: Faces, engine: FaceEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[tuple[int, ...]] = []
    find = engine.find

    def noted(picture: Image, *, upsample: int = 1) -> list[Face]:
        searched.append(picture.shape)
        return find(picture, upsample=upsample)

    monkeypatch.setattr(engine, "find", noted)
    seen = portrait(page(faces.card), card_document(), engine)
    assert len(searched) == 1 and searched[0][1] < 0.5 * CARD_WIDTH
    box = seen.faces[0].box.through(seen.back)
    assert faces.photo.left < box.left < box.right < faces.photo.right
    assert faces.photo.top < box.top < box.bottom < faces.photo.bottom


def test_a_portrait_on_the_left_is_found_all_the_same(faces: Faces, engine: FaceEngine) -> None:
    mirrored = np.ascontiguousarray(faces.card[:, ::-1])
    seen = portrait(page(mirrored), card_document(), engine)
    assert seen.faces[0].box.through(seen.back).right < mirrored.shape[1] / 2


def test_a_selfie_is_of_a_big_face_and_a_card_or_a_paper_is_not(faces: Faces, engine: FaceEngine) -> None:
    box = big_face(page(faces.own), engine)
    assert box is not None
    assert box.centre == pytest.approx(place(faces.own, engine).centre, abs=1.0)
    high, wide = faces.own.shape[:2]
    far = np.full((3 * high, 3 * wide, 3), 200, np.uint8)
    far[high : 2 * high, wide : 2 * wide] = faces.own
    assert glimpsed(page(far), engine).faces and big_face(page(far), engine) is None
    assert big_face(page(np.full((700, 900, 3), 230, np.uint8)), engine) is None


def test_a_small_picture_is_not_kept_alive_by_what_was_found_on_it(faces: Faces, engine: FaceEngine) -> None:
    small = cv2.resize(faces.own, (480, 600))
    assert glimpsed(page(small), engine).faces
    kept = weakref.ref(small)
    del small
    gc.collect()
    assert kept() is None

"""Rendered faces: the same person is found again through a photographed card, strangers are not."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.face import FaceEngine
from sample_docs.generator.capture import phone
from sample_docs.generator.faces import selfie
from sample_docs.generator.ktp import PHOTO, draw_ktp
from sample_docs.generator.shot import Shot
from tests.sample_docs.test_people import TODAY, somebody

NEAREST_STRANGERS = (3, 8, 11)
"""Identities that came nearest to one another when they were measured."""


@pytest.fixture(scope="module")
def encodings():
    found = {}
    for face in NEAREST_STRANGERS:
        person = replace(somebody(5), face=face)
        found[face] = (encoded(card_portrait(person)), encoded(selfie(person, np.random.default_rng(face))))
    return found


def card_portrait(person):
    """The portrait of a card that a telephone photographed, cut out and enlarged."""
    rng = np.random.default_rng(person.face)
    left, top, right, bottom = PHOTO
    corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
    seen = phone(Shot(draw_ktp(person, rng, TODAY).picture, {"photo": corners}), rng)
    upright = np.array([[0, 0], [400, 0], [400, 500], [0, 500]], np.float32)
    bend = cv2.getPerspectiveTransform(np.array(seen.boxes["photo"], np.float32), upright)
    return cv2.warpPerspective(seen.picture, bend, (400, 500))


def encoded(picture):
    small = cv2.resize(picture, None, fx=400 / picture.shape[1], fy=400 / picture.shape[1])
    engine = FaceEngine()  # not face_recognition itself: its import changes how Pillow opens broken files
    return [engine.encode(small, face) for face in engine.find(small)]


def test_one_face_is_found_on_each_picture(encodings):
    assert [len(found) for pair in encodings.values() for found in pair] == [1] * 6


def test_the_same_person_is_near(encodings):
    for card, own in encodings.values():
        assert np.linalg.norm(card[0] - own[0]) < 0.45


def test_strangers_are_far(encodings):
    for face, (card, _) in encodings.items():
        for other, (_, taken) in encodings.items():
            if face != other:
                assert np.linalg.norm(card[0] - taken[0]) > 0.56

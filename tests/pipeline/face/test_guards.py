"""Selfies that are no use, rendered: what is said of them, and that nothing is said of useful ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import cv2
import numpy as np
import pytest

from models.face import FaceIssue, Verdict
from models.page import Image, Page
from pipeline.face import FaceEngine, compare
from pipeline.face.guards import WHITE_SEEN, _flat, hindrances, white_of_eyes
from pipeline.face.search import applicant
from sample_docs.generator.faces import WAYS, Way, selfie
from sample_docs.generator.invent import invent_person
from tests.pipeline.face.face_pictures import TODAY, Faces, card_document, pages, selfie_document

SAID = {
    "plain": [],
    "eyes_closed": [FaceIssue.EYES_CLOSED],
    "sunglasses": [FaceIssue.EYES_COVERED],
    "mask": [FaceIssue.MOUTH_COVERED],
    "turned": [FaceIssue.FACE_TURNED],
}
PEOPLE = (3, 5)
"""A grey man with glasses and a dark-skinned woman."""


@cache
def taken(who: int, way: Way) -> Image:
    person = invent_person(np.random.default_rng(who), born=(date(1965, 1, 1), date(2004, 1, 1)), today=TODAY)
    return selfie(replace(person, face=who), np.random.default_rng(who + 20), way)


def said(picture: Image, engine: FaceEngine) -> list[FaceIssue]:
    seen = applicant(Page.fresh("selfie.jpg", picture), engine)
    first = seen.faces[0]
    return hindrances(seen.look, engine.outlines(seen.look, first), engine.aside(seen.look, first))


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("way", WAYS)
def test_what_hinders_is_said_and_nothing_else(engine: FaceEngine, who: int, way: Way) -> None:
    assert said(taken(who, way), engine) == SAID[way]


@pytest.mark.parametrize(("way", "seen"), [("plain", True), ("eyes_closed", False)])
def test_the_white_of_an_eye_is_seen_where_it_is_open(engine: FaceEngine, way: Way, seen: bool) -> None:
    look = applicant(Page.fresh("selfie.jpg", taken(2, way)), engine)
    face, parts = _flat(look.look, engine.outlines(look.look, look.faces[0]))
    light = cv2.cvtColor(face, cv2.COLOR_RGB2LAB).astype(np.float64)[..., 0]
    assert (white_of_eyes(light, parts) > WHITE_SEEN) is seen


@pytest.mark.parametrize("who", PEOPLE)
def test_a_picture_that_is_small_or_mirrored_says_the_same(engine: FaceEngine, who: int) -> None:
    mirrored = np.ascontiguousarray(taken(who, "eyes_closed")[:, ::-1])
    assert said(mirrored, engine) == [FaceIssue.EYES_CLOSED]
    assert said(np.ascontiguousarray(taken(who, "plain")[::3, ::3]), engine) == []


@pytest.mark.parametrize("way", ["eyes_closed", "sunglasses"])
def test_the_comparison_names_it_and_makes_no_stranger_of_it(
    faces: Faces, engine: FaceEngine, way: Way
) -> None:
    likeness = compare(pages(faces.card, taken(3, way)), card_document(), selfie_document(), engine)
    assert SAID[way][0] in likeness.issues
    assert likeness.verdict is not Verdict.NO_MATCH

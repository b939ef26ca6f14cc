"""Cards cut out or shown on a screen, faces on a screen or on paper: the truth tells it, and where."""

import io
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from models.document import QualityIssue
from sample_docs.generator import capture, cut_out, phone_screen
from sample_docs.generator.expected import expected_of, face_of
from sample_docs.generator.papers import file_of
from sample_docs.generator.scenarios import NEVER_BY_CHANCE, PROBLEMS, case_of, mixture
from tests.pipeline.imaging.flat_cards import card

SHOWN = {
    "ktp_paper_cut_out": QualityIssue.CUT_OUT,
    "ktp_laid_on_another_ground": QualityIssue.CUT_OUT,
    "ktp_framed": QualityIssue.BEZEL,
    "ktp_screenshot": QualityIssue.SCREENSHOT,
    "selfie_framed": QualityIssue.BEZEL,
    "selfie_printed": QualityIssue.PICTURE_IN_PICTURE,
}


@cache
def made(scenario, seed=1, level="phone"):
    rng = np.random.default_rng(seed)
    case = case_of(scenario, rng)
    paper = next(p for p in case.dossier.papers if p.treatment)
    return case, file_of(case.dossier, paper, rng, level)


def picture_of(file):
    return np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(file.data))).convert("RGB"))


@pytest.mark.parametrize("scenario", SHOWN)
def test_the_truth_tells_what_is_shown_and_where(scenario):
    case, file = made(scenario)
    (truth,) = file.truths
    (mark,) = [mark for mark in truth.marks if mark.issue == SHOWN[scenario]]
    height, width = picture_of(file).shape[:2]
    if mark.box is None:
        assert SHOWN[scenario] is QualityIssue.SCREENSHOT
    else:
        share = cv2.contourArea(np.array(mark.box, np.float32)) / (width * height)
        assert 0.05 < share < 1.05
    told = expected_of(case, file.truths, "phone")
    assert (told["outcome"], told["reason"]) == ("review", PROBLEMS[scenario].reason)


def test_what_is_only_shown_to_officers_may_be_cleared():
    allowed = {s: expected_of(made(s)[0], made(s)[1].truths, "phone")["acceptable"] for s in SHOWN}
    assert {s for s in SHOWN if "clear" in allowed[s]} == {"ktp_paper_cut_out", "selfie_printed"}


def test_whoever_shows_a_picture_of_the_own_face_is_the_same_person():
    assert face_of(made("selfie_printed")[0])["same_person"]


def test_a_screenshot_has_the_shape_of_a_screen():
    height, width = picture_of(made("ktp_screenshot")[1]).shape[:2]
    shapes = [tall / wide for wide, tall in phone_screen.SCREENS]
    assert any(abs(height / width - shape) < 0.005 for shape in shapes)


@pytest.mark.parametrize("seed", range(4))
def test_scissors_leave_paper_on_every_side(seed):
    shot = cut_out.printed_and_cut(capture.of_drawing(card()), np.random.default_rng(seed))
    corners, (height, width) = np.array(shot.outline), shot.picture.shape[:2]
    assert corners.min() > 4
    assert (corners < np.array([width - 4, height - 4])).all()
    assert shot.picture[2:-2, :3].min() > 225


def test_the_same_seed_gives_the_same_bytes():
    once = made("ktp_laid_on_another_ground")[1].data
    assert made.__wrapped__("ktp_laid_on_another_ground")[1].data == once


def test_they_are_drawn_only_where_they_are_named():
    assert set(SHOWN) <= set(NEVER_BY_CHANCE)
    assert not set(mixture()) & set(SHOWN)

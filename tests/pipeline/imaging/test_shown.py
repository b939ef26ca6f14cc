"""Signs of a picture of a picture: told at their place, and silence where the thing itself was taken."""

import io
from dataclasses import replace
from functools import cache
from unittest.mock import patch

import cv2
import numpy as np
import pytest
from PIL import Image

from models.document import Document, DocumentType, Quality, QualityIssue, Trace
from models.page import LayerLine, Page
from pipeline.imaging import shown
from sample_docs.generator import capture, cut_out, displayed
from sample_docs.generator.shot import Shot
from sample_docs.generator.truth import Truth
from tests.pipeline.imaging.flat_cards import card, flat_part, taken

FACE = np.full((1080, 864, 3), (150, 168, 190), np.uint8)
cv2.ellipse(FACE, (432, 1080), (330, 260), 0, 0, 360, (60, 90, 70), -1)
cv2.ellipse(FACE, (432, 480), (190, 260), 0, 0, 360, (190, 150, 125), -1)


def signs(shot: Shot, kind=DocumentType.KTP, *, issues=(), layer=None):
    """What is said of a shot as it lies in its file, its card found at its true outline."""
    file = Page.fresh("a.jpg", shot.picture, text_layer=layer)
    if kind is DocumentType.KTP:
        part = flat_part(shot, kind)
    else:
        part = replace(flat_part(taken("phone"), kind), page=file)
    document = Document("a.jpg", 1, kind, 1.0, to_upright=part.page.to_upright, quality=Quality(True, issues))
    return [f for f in shown([document], [part], [file])[0].quality.findings if f.strength is not None]


def at(finding, part_page: Page, box) -> float:
    """The share of the larger of a finding's place and a true one that both have."""
    one = np.array(finding.box.through(part_page.to_upright).points, np.float32)
    other = np.array(box, np.float32)
    both = cv2.intersectConvexConvex(one, other)[0]
    return float(both) / max(cv2.contourArea(one), cv2.contourArea(other))


def own_box(shot: Shot, issue: str):
    return next(mark.box for mark in shot.marks if mark.issue == issue)


@cache
def scissored(seed: int) -> Shot:
    rng = np.random.default_rng(seed)
    return capture.phone(cut_out.printed_and_cut(capture.of_drawing(card(seed + 4)), rng), rng)


@cache
def laid(seed: int, *, flat: float, white: float) -> Shot:
    with patch.object(cut_out, "FLAT_SHARE", flat), patch.object(cut_out, "WHITE_SHARE", white):
        return cut_out.laid_anew(taken("phone", seed), np.random.default_rng(seed))


@pytest.mark.parametrize("seed", [1, 4, 5])
def test_a_rim_that_scissors_left(seed):
    shot = scissored(seed)
    found = signs(shot)
    assert [(f.issue, f.trace) for f in found] == [(QualityIssue.CUT_OUT, Trace.PAPER)]
    assert found[0].strength >= 1
    assert at(found[0], flat_part(shot).page, own_box(shot, "cut_out")) > 0.7


@pytest.mark.parametrize("seed", [1, 4, 5])  # under the card of 2 a shadow is drawn, which hides it
def test_a_ground_of_one_colour(seed):
    shot = laid(seed, flat=1.0, white=0.0)
    (found,) = signs(shot)
    assert (found.issue, found.trace) == (QualityIssue.CUT_OUT, Trace.GROUND)
    assert at(found, flat_part(shot).page, own_box(shot, "cut_out")) > 0.9


@pytest.mark.parametrize("seed", [1, 2])
def test_a_white_ground_says_nothing_since_scanners_leave_one(seed):
    assert signs(laid(seed, flat=1.0, white=1.0)) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_a_ground_with_the_grain_of_a_camera_says_nothing(seed):
    assert signs(laid(seed, flat=0.0, white=0.0)) == []


@cache
def on_device(kind: str, seed: int) -> Shot:
    rng = np.random.default_rng(seed)
    shown_there = taken("phone", 2) if kind == "card" else Shot(FACE, {})
    with patch.object(displayed, "WHOLE_SHARE", 1.0):
        return displayed.framed(shown_there, rng)


@pytest.mark.parametrize(("kind", "seed"), [("card", 2), ("card", 3), ("face", 1), ("face", 2)])
def test_the_frame_of_a_device_and_where_it_is(kind, seed):
    shot = on_device(kind, seed)
    type_ = DocumentType.KTP if kind == "card" else DocumentType.SELFIE
    (found,) = signs(shot, type_)
    assert (found.issue, found.trace) == (QualityIssue.BEZEL, None)
    page = flat_part(shot).page if kind == "card" else Page.fresh("a.jpg", shot.picture)
    assert at(found, page, own_box(shot, "bezel")) > 0.5


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_edges_of_a_printed_photograph_of_a_face(seed):
    shot = displayed.printed(Shot(FACE, {}), np.random.default_rng(seed))
    (found,) = signs(shot, DocumentType.SELFIE)
    assert found.issue is QualityIssue.PICTURE_IN_PICTURE
    assert at(found, Page.fresh("a.jpg", shot.picture), own_box(shot, "picture_in_picture")) > 0.7


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_bars_of_a_screenshot(seed):
    truth = Truth("ktp", "participant", True, {}, {}, "pixel")
    rng = np.random.default_rng(seed)
    file = displayed.displayed_file(taken("phone", seed), truth, "screenshot", rng)
    picture = np.asarray(Image.open(io.BytesIO(file.data)).convert("RGB"))
    (found,) = signs(Shot(picture, {}, outline=file.truths[0].outline))
    assert (found.issue, found.box) == (QualityIssue.SCREENSHOT, None)


@pytest.mark.parametrize("way", ["flat", "office", "phone", "hard"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_said_of_a_card_that_was_photographed_itself(way, seed):
    shot = taken(way, seed)
    if not {"screen", "copy"} & {mark.issue for mark in shot.marks}:
        assert signs(shot) == []


def test_nothing_is_said_of_a_face_before_a_wall():
    assert signs(Shot(FACE, {}), DocumentType.SELFIE) == []


def test_a_card_on_a_dark_folder_is_not_on_a_screen():
    drawn = capture.of_drawing(card(6))
    height, width = drawn.picture.shape[:2]
    folder = np.full((round(height * 1.5), round(width * 1.4), 3), 28, np.float32)
    rng = np.random.default_rng(3)
    lying = displayed.placed(drawn, folder, (round(0.2 * width), round(0.25 * height)))
    laid_there = displayed.on_desk(replace(lying, corner=0.0), rng, breadth=(0.8, 0.9), tilt=5, least=1200)
    assert signs(displayed.noisy(laid_there, rng, 2.0)) == []


@pytest.mark.parametrize("issue", [QualityIssue.SCREEN, QualityIssue.COPY])
def test_what_an_officer_is_told_anyway_is_not_asked_again(issue):
    assert signs(laid(1, flat=1.0, white=0.0), issues=(issue,)) == []


def test_a_page_that_was_never_a_picture_is_not_asked():
    shot = laid(1, flat=1.0, white=0.0)
    layer = (LayerLine("NIK", flat_part(shot).lines[0].quad),)
    assert signs(shot, layer=layer) == []


def test_the_picture_stays_usable_and_earlier_findings_stay():
    shot = laid(1, flat=1.0, white=0.0)
    part, file = flat_part(shot), Page.fresh("a.jpg", shot.picture)
    document = Document("a.jpg", 1, DocumentType.KTP, 1.0, to_upright=part.page.to_upright)
    document = replace(document, quality=Quality(True, (QualityIssue.GLARE,)))
    quality = shown([document], [part], [file])[0].quality
    assert quality.usable
    assert quality.issues == (QualityIssue.GLARE, QualityIssue.CUT_OUT)

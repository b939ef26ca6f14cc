"""Identity cards changed in an editor: the file shows what the claim says, and the truth tells where."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from sample_docs.generator import editor
from sample_docs.generator.expected import expected_of
from sample_docs.generator.papers import file_of
from sample_docs.generator.scenarios import NEVER_BY_CHANCE, case_of, mixture
from sample_docs.generator.shot import Shot

KINDS = {"ktp_edited_text": "edited_text", "ktp_replaced_portrait": "replaced_portrait"}


def forged(scenario, seed=1, level="phone"):
    rng = np.random.default_rng(seed)
    case = case_of(scenario, rng)
    paper = next(p for p in case.dossier.papers if p.treatment == KINDS[scenario])
    return case, file_of(case.dossier, paper, rng, level)


@pytest.mark.parametrize("scenario", KINDS)
@pytest.mark.parametrize("level", ["office", "phone"])
def test_the_truth_tells_what_was_changed_and_where(scenario, level):
    case, file = forged(scenario, level=level)
    (truth,) = file.truths
    (mark,) = [mark for mark in truth.marks if mark.issue == KINDS[scenario]]
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(file.data)))
    assert file.ending == "jpg"
    points = np.array(mark.box)
    assert (points > -1).all() and (points.max(axis=0) < np.array(picture.size) + 1).all()
    area = cv2.contourArea(points.astype(np.float32)) / cv2.contourArea(np.array(truth.outline, np.float32))
    assert 0.002 < area < 0.15
    told = expected_of(case, file.truths, level)
    assert (told["outcome"], told["reason"]) == ("review", "CAPTURE_EDITED")


@pytest.mark.parametrize("scenario", KINDS)
def test_what_the_card_says_agrees_with_the_claim(scenario):
    for seed in range(4):
        case, file = forged(scenario, seed)
        person, fields = case.dossier.applicant, file.truths[0].fields
        assert fields["nik"] == person.nik
        assert fields["nama"] == person.name_with_titles
        assert fields["tanggal_lahir"] == person.birth_date.isoformat()


def test_the_same_seed_gives_the_same_bytes():
    assert forged("ktp_edited_text")[1].data == forged("ktp_edited_text")[1].data


def test_they_are_drawn_only_where_they_are_named():
    assert set(KINDS) <= set(NEVER_BY_CHANCE)
    assert not set(mixture()) & set(KINDS)


def test_an_editor_changes_nothing_outside_the_cover():
    rng = np.random.default_rng(1)
    shot = Shot(rng.integers(0, 256, (60, 90, 3), dtype=np.uint8), {})
    cover = editor.covering(shot, np.array([[20, 20], [60, 20], [60, 40], [20, 40]], float))
    new = np.zeros(shot.picture.shape, np.float32)
    changed = editor.blended(shot, new, cover, editor.Care(0.0, 0.0, 0.0), rng).picture
    assert (changed[cover == 0] == shot.picture[cover == 0]).all()
    assert (changed[25:35, 25:55] == 0).all()


@pytest.mark.parametrize("seed", range(6))
def test_painting_over_takes_the_print_away(seed):
    picture = np.full((80, 800, 3), 200, np.uint8)
    cv2.putText(picture, "SITI RAHMAWATI", (200, 50), cv2.FONT_HERSHEY_SIMPLEX, 1, (30, 30, 30), 3)
    shot = Shot(picture, {}, outline=[[0, 0], [800, 0], [800, 80], [0, 80]])
    place = (195.0, 20.0, 460.0, 62.0)
    cover = editor.covering(shot, np.array(editor.corners_of(place)))
    plain = editor.painted_over(shot, place, cover, np.eye(3), np.random.default_rng(seed))
    assert plain[24:58, 200:455].min() > 150

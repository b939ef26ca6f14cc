"""The truth of pictures: where a document lies, what troubles it, what is lost, and what must then follow."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest

from models.document import QualityIssue
from sample_docs.generator import capture, conditions, ktp, spoiled
from sample_docs.generator.conditions import ALWAYS_READ, ON_CARDS
from sample_docs.generator.expected import expected_of
from sample_docs.generator.fingers import SKINS
from sample_docs.generator.invent import invent_person
from sample_docs.generator.scenarios import Case, case_of
from sample_docs.generator.scene import merged, parted
from sample_docs.generator.shot import Mark, Shot, turned
from sample_docs.generator.stacks import photo_of_cards, selfie_with_card, several_cards
from sample_docs.generator.truth import Truth, on_page, overlap, seen_in, told

TODAY = dt.date(2026, 11, 20)
PLACED = ("phone", "hard")


@pytest.fixture(scope="module", autouse=True)
def flat_faces():
    """Rendering a face takes most of a second; these tests are about places."""
    with pytest.MonkeyPatch.context() as patch:
        face = np.full((60, 50, 3), 120, np.uint8)
        patch.setattr(ktp, "portrait", lambda _person, _rng: face)
        wall = np.full((1860, 1488, 3), 160, np.uint8)
        patch.setattr("sample_docs.generator.stacks.selfie_aside", lambda _person, _rng, face: wall.copy())
        yield


def card(seed=3):
    rng = np.random.default_rng(seed)
    person = invent_person(rng, born=(dt.date(1965, 1, 1), dt.date(2004, 1, 1)), today=TODAY)
    return ktp.draw_ktp(person, rng, TODAY)


@pytest.fixture(scope="module")
def drawing(flat_faces):
    return card()


def truth_of(drawing, shot):
    return seen_in(Truth("ktp", "participant", True, drawing.fields, {}, "pixel"), shot)


def inside(quad, outline, slack=2.0):
    """Whether all corners of the quad lie within the clockwise outline."""
    corners = np.array(outline)
    for point in np.array(quad):
        step, away = np.roll(corners, -1, axis=0) - corners, point - corners
        distance = (step[:, 0] * away[:, 1] - step[:, 1] * away[:, 0]) / np.linalg.norm(step, axis=1)
        if distance.min() < -slack:
            return False
    return True


@pytest.mark.parametrize("level", [*capture.LEVELS, "screen", "photocopy"])
@pytest.mark.parametrize("seed", range(3))
def test_every_value_lies_within_the_outline(drawing, level, seed):
    way = {**capture.LEVELS, "screen": capture.screen, "photocopy": capture.photocopy}[level]
    seen = way(capture.of_drawing(drawing), np.random.default_rng(seed))
    truth = truth_of(drawing, seen)
    height, width = seen.picture.shape[:2]
    assert truth.boxes.keys() == drawing.fields.keys()
    assert all(inside(quad, truth.outline) for quad in truth.boxes.values())
    assert inside(truth.outline, [[0, 0], [width, 0], [width, height], [0, height]])
    assert inside(truth.portrait, truth.outline)


@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_outline_begins_at_the_documents_own_top_left(drawing, quarters):
    shot = turned(capture.of_drawing(drawing), quarters)
    truth = truth_of(drawing, shot)
    first = {0: [0, 0], 1: [637, 0], 2: [1010, 637], 3: [0, 1010]}[quarters]
    assert truth.outline[0] == first
    assert ("turned" in [mark.issue for mark in truth.marks]) == (quarters != 0)
    nik = np.array(truth.boxes["nik"]).mean(axis=0)
    assert np.linalg.norm(nik - truth.outline[0]) < np.linalg.norm(nik - truth.outline[2])


@pytest.mark.parametrize("seed", range(10))
def test_a_hard_picture_tells_its_conditions_and_keeps_what_is_needed(drawing, seed):
    seen = capture.hard(capture.of_drawing(drawing), np.random.default_rng(seed))
    truth = truth_of(drawing, seen)
    issues = {mark.issue for mark in truth.marks}
    assert truth.conditions in ON_CARDS
    said = {
        "low_resolution": "too_small", "glare": "glare", "motion_blur": "blur", "defocus": "blur",
        "dark": "dark", "grey_copy": "copy", "bw_copy": "copy", "screen": "screen",
    }  # fmt: skip
    assert (
        {said[name] for name in truth.conditions if name in said} <= issues <= set(QualityIssue) | {"covered"}
    )
    assert not truth.lost & ALWAYS_READ
    for one in told(truth, "ktp.jpg")["issues"]:
        if one["issue"] in ("glare", "covered"):
            assert one["box"] is not None


def test_over_many_hard_pictures_something_is_lost_and_always_under_a_mark(drawing):
    lost = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        laid = Shot(
            np.full((700, 1100, 3), 200, np.uint8), capture.of_drawing(drawing).boxes,
            outline=[[0, 0], [1010, 0], [1010, 637], [0, 637]],
        )  # fmt: skip
        seen = conditions.glare(laid, rng) if seed % 2 else conditions.fingers(laid, rng, SKINS[0])
        lost += len(seen.lost)
        for name in seen.lost:
            assert any(overlap(mark.box, seen.boxes[name]) > 0 for mark in seen.marks), name
    assert lost > 5


@pytest.mark.parametrize("way", spoiled.USELESS)
@pytest.mark.parametrize("seed", range(2))
def test_a_useless_picture_has_lost_the_number_and_says_why(drawing, way, seed):
    seen = spoiled.USELESS[way](capture.of_drawing(drawing), np.random.default_rng(seed))
    truth = truth_of(drawing, seen)
    issue = {
        "too_blurred": "blur", "too_dark": "dark", "too_small": "too_small", "glare_on_nik": "glare",
        "finger_on_nik": "covered", "cut_off": "cut_off",
    }[way]  # fmt: skip
    mark = next(one for one in told(truth, "ktp.jpg")["issues"] if one["issue"] == issue)
    assert "nik" in mark["touches"]
    assert "nik" in truth.lost
    height, width = seen.picture.shape[:2]
    assert all(0 <= x <= width and 0 <= y <= height for quad in truth.boxes.values() for x, y in quad)


@pytest.mark.parametrize("way", spoiled.HARMLESS)
def test_a_harmless_picture_has_lost_nothing(drawing, way):
    for seed in range(3):
        seen = spoiled.HARMLESS[way](capture.of_drawing(drawing), np.random.default_rng(seed))
        truth = truth_of(drawing, seen)
        assert truth.lost == frozenset()
        assert all(not one["touches"] for one in told(truth, "ktp.jpg")["issues"])


def test_a_mark_touches_what_it_lies_on(drawing):
    shot = capture.of_drawing(drawing)
    nik = shot.boxes["nik"]
    marked = Shot(shot.picture, shot.boxes, shot.outline, marks=(Mark("glare", nik), Mark("dark")))
    glare, dark = told(truth_of(drawing, marked), "ktp.jpg")["issues"]
    assert glare["touches"] == ["nik"]
    assert dark["touches"] == [*drawing.fields, "portrait"]


def test_a_truth_on_a_page_keeps_its_proportions(drawing):
    shot = capture.of_drawing(drawing)
    marked = Shot(shot.picture, shot.boxes, shot.outline, marks=(Mark("glare", shot.boxes["nik"]),))
    truth = on_page(truth_of(drawing, marked), shot.picture)
    assert truth.unit == "page_fraction"
    assert truth.marks[0].box == truth.boxes["nik"]
    assert all(
        0 <= value <= 1 for quad in (truth.outline, *truth.boxes.values()) for p in quad for value in p
    )
    across = truth.outline[1][0] - truth.outline[0][0]
    left = (truth.boxes["nik"][0][0] - truth.outline[0][0]) / across
    assert left == pytest.approx(shot.boxes["nik"][0][0] / 1010, abs=1e-3)


def test_several_documents_of_a_picture_part_with_what_is_theirs():
    square = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]
    far = [[x + 50, y] for x, y in square]
    picture = np.zeros((20, 80, 3), np.uint8)
    both = merged([Shot(picture, {"nik": square}, square), Shot(picture, {"kpj": far}, far)])
    hit = Shot(picture, both.boxes, marks=(Mark("glare", far), Mark("dark")), lost=frozenset({"1.kpj"}))
    first, second = parted(hit, 2)
    assert (first.boxes, second.boxes) == ({"nik": square}, {"kpj": far})
    assert (first.outline, second.outline) == (square, far)
    assert ([m.issue for m in first.marks], [m.issue for m in second.marks]) == (["dark"], ["glare", "dark"])
    assert (first.lost, second.lost) == (frozenset(), frozenset({"kpj"}))


def dossier_of(scenario):
    dossier = case_of(scenario, np.random.default_rng(4)).dossier
    return dossier, {paper.kind: paper for paper in dossier.papers}


@pytest.mark.parametrize("level", [*PLACED, "office"])
def test_cards_in_one_photo_lie_apart(level):
    dossier, papers = dossier_of("cards_in_one_photo")
    file = photo_of_cards(dossier, (papers["ktp"], papers["kpj"]), np.random.default_rng(1), level)
    again = photo_of_cards(dossier, (papers["ktp"], papers["kpj"]), np.random.default_rng(1), level)
    assert file.data == again.data
    first, second = file.truths
    assert (first.kind, second.kind) == ("ktp", "kpj")
    assert overlap(first.outline, second.outline) < 0.02
    for truth in file.truths:
        assert all(inside(quad, truth.outline) for quad in truth.boxes.values())


def test_four_cards_stand_in_a_grid():
    dossier, papers = dossier_of("cards_on_one_page")
    four = [papers["ktp"], papers["kpj"], papers["kpj"], papers["ktp"]]
    file = several_cards(dossier, tuple(four), np.random.default_rng(1))
    outlines = [np.array(truth.outline) for truth in file.truths]
    columns = {round(float(outline[:, 0].mean()), 1) for outline in outlines}
    rows = {round(float(outline[:, 1].mean()), 1) for outline in outlines}
    assert len(columns) == len(rows) == 2
    assert {truth.unit for truth in file.truths} == {"page_fraction"}


def test_a_card_in_a_selfie_is_the_applicants_own_and_readable(drawing):
    dossier, papers = dossier_of("selfie_with_ktp")
    for seed in range(3):
        own = papers["ktp"]
        file = selfie_with_card(dossier, papers["selfie"], drawing, own, np.random.default_rng(seed))
        face, held = file.truths
        assert (file.declared, face.kind, held.kind) == ("selfie", "selfie", "ktp")
        assert face.outline is None and face.fields == {}
        assert held.fields == drawing.fields and held.lost == frozenset()
        assert np.linalg.norm(np.subtract(*held.outline[:2])) > 640


@pytest.mark.parametrize(
    ("outcome", "issue", "level", "expected"),
    [
        ("clear", None, "phone", ("clear", None, ["clear"])),
        ("clear", "blur", "hard", ("clear", None, ["clear", "review"])),
        ("clear", "copy", "hard", ("review", "CAPTURE_COPY", ["review"])),
        ("clear", "screen", "hard", ("review", "CAPTURE_SCREEN", ["review"])),
        ("resubmit", "copy", "hard", ("resubmit", "DOCUMENT_MISSING", ["resubmit"])),
        ("review", "screen", "hard", ("review", "NIK_MISMATCH", ["review"])),
    ],
)
def test_what_must_follow_knows_the_pictures(outcome, issue, level, expected):
    reason = {"clear": None, "resubmit": "DOCUMENT_MISSING", "review": "NIK_MISMATCH"}[outcome]
    truths = [SimpleNamespace(kind="ktp", marks=[Mark(issue)] if issue else [])]
    told_so = expected_of(Case("any", None, outcome, reason), truths, level)
    assert tuple(told_so.values()) == expected
    other = [SimpleNamespace(kind="kpj", marks=[Mark("copy")])]
    assert expected_of(Case("any", None, "clear", None), other, "phone")["outcome"] == "clear"

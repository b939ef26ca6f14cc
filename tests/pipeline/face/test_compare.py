"""Real comparisons of rendered faces. What they measure is the code, not the accuracy on people."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from models.document import Document, Quality
from models.face import FaceIssue, Likeness, Verdict
from models.geometry import Quad
from models.marks import FaceKind
from models.page import Image, Page
from pipeline.face import FaceEngine, compare, faces_on
from pipeline.face.compare import _doubtful
from pipeline.face.engine import Face
from tests.pipeline.face.face_pictures import Faces, card_document, pages, selfie_document


@pytest.fixture
def likeness(faces: Faces, engine: FaceEngine):
    def of(taken: Image, card: Image = faces.card) -> Likeness:
        return compare(pages(card, taken), card_document(), selfie_document(), engine)

    return of


def shrunk(picture: Image, factor: float) -> Image:
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def is_within(inner: Quad, outer: Quad) -> bool:
    return (
        outer.left <= inner.left
        and inner.right <= outer.right
        and outer.top <= inner.top
        and inner.bottom <= outer.bottom
    )


def test_one_person_matches(likeness, faces: Faces) -> None:
    alike = likeness(faces.own)
    assert (alike.verdict, alike.issues) == (Verdict.MATCH, ())
    assert alike.distance is not None and alike.distance < alike.match_below
    assert alike.score > 0.9
    assert (alike.id_document, alike.selfie) == ("ktp.jpg", "selfie.jpg")


def test_strangers_do_not(likeness, faces: Faces) -> None:
    alike = likeness(faces.other)
    assert (alike.verdict, alike.issues) == (Verdict.NO_MATCH, ())
    assert alike.score < 0.5


def test_what_is_hardly_a_face_makes_no_strangers(
    likeness, faces: Faces, engine: FaceEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search takes a receipt for a portrait now and then, and is not sure of it."""
    find = engine.find

    def unsure(picture: Image, *, upsample: int = 1) -> list[Face]:
        on_card = picture.shape[1] != faces.other.shape[1]
        return [replace(f, sureness=0.17) if on_card else f for f in find(picture, upsample=upsample)]

    monkeypatch.setattr(engine, "find", unsure)
    alike = likeness(faces.other)
    assert alike.verdict is Verdict.INCONCLUSIVE
    assert alike.distance is not None and alike.distance > alike.no_match_above
    assert alike.faces == ()  # nor is it looked for in other claims


@pytest.mark.parametrize(
    ("card", "taken", "issues"),
    [
        ("card", "nobody", {FaceIssue.NO_FACE_ON_SELFIE}),
        ("nobody", "own", {FaceIssue.NO_FACE_ON_ID}),
        ("nobody", "nobody", {FaceIssue.NO_FACE_ON_ID, FaceIssue.NO_FACE_ON_SELFIE}),
    ],
)
def test_no_face_is_said_of_the_right_picture(
    likeness, faces: Faces, card: str, taken: str, issues: set[FaceIssue]
) -> None:
    alike = likeness(getattr(faces, taken), getattr(faces, card))
    assert (alike.verdict, alike.distance, alike.score) == (Verdict.INCONCLUSIVE, None, None)
    assert set(alike.issues) == issues


def test_two_people_on_a_selfie_are_not_chosen_between(likeness, faces: Faces) -> None:
    alike = likeness(np.hstack([faces.other, faces.own]))
    assert alike.verdict is Verdict.INCONCLUSIVE
    assert alike.issues == (FaceIssue.SEVERAL_FACES_ON_SELFIE,)


def test_a_card_held_into_the_picture_is_no_second_person(likeness, faces: Faces) -> None:
    held = faces.own.copy()
    small = shrunk(faces.card, 480 / faces.card.shape[1])
    held[-small.shape[0] :, : small.shape[1]] = small
    assert likeness(held).verdict is Verdict.MATCH


def test_a_small_face_is_named(likeness, faces: Faces) -> None:
    assert FaceIssue.FACE_TOO_SMALL in likeness(shrunk(faces.own, 0.2)).issues


def test_a_blurred_face_is_named(likeness, faces: Faces) -> None:
    assert FaceIssue.FACE_BLURRED in likeness(cv2.GaussianBlur(faces.own, (0, 0), 7)).issues


@pytest.mark.parametrize("spoil", ["small", "blurred"])
def test_a_poor_picture_never_makes_a_stranger(likeness, faces: Faces, spoil: str) -> None:
    poor = shrunk(faces.other, 0.2) if spoil == "small" else cv2.GaussianBlur(faces.other, (0, 0), 7)
    assert likeness(poor).verdict is Verdict.INCONCLUSIVE


def test_a_card_that_cannot_be_read_makes_no_stranger(faces: Faces, engine: FaceEngine) -> None:
    card = replace(card_document(), quality=Quality(usable=False))
    assert (
        compare(pages(faces.card, faces.other), card, selfie_document(), engine).verdict
        is Verdict.INCONCLUSIVE
    )


@pytest.mark.parametrize("enlarged", [1, 3])
def test_the_cards_own_portrait_is_no_selfie(likeness, faces: Faces, enlarged: int) -> None:
    taken = cv2.resize(faces.portrait, None, fx=enlarged, fy=enlarged, interpolation=cv2.INTER_CUBIC)
    alike = likeness(taken)
    assert alike.verdict is Verdict.INCONCLUSIVE
    assert FaceIssue.SELFIE_IS_DOCUMENT_PHOTO in alike.issues


@pytest.mark.parametrize("mirrored", [False, True])
def test_nor_is_it_when_photographed_again(likeness, faces: Faces, *, mirrored: bool) -> None:
    """At a slant, warm, noisy and soft: the encodings are then as far apart as those of an honest selfie."""
    rng = np.random.default_rng(4)
    large = cv2.resize(faces.portrait, None, fx=2.5, fy=2.5, interpolation=cv2.INTER_CUBIC)
    high, wide = large.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    seen = np.array([[60, 50], [wide + 40, 70], [wide + 20, high + 60], [80, high + 30]], np.float32)
    way = cv2.getPerspectiveTransform(corners, seen)
    again = cv2.warpPerspective(large, way, (wide + 120, high + 110), borderValue=(200, 190, 170))
    lamp = np.linspace(0.75, 1.05, again.shape[1])[None, :, None] * np.array([1.05, 1.0, 0.88])
    shot = cv2.GaussianBlur(again, (0, 0), 1.3) * lamp + rng.normal(0, 4, again.shape)
    picture = np.clip(shot, 0, 255).astype(np.uint8)
    alike = likeness(np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture)
    assert FaceIssue.SELFIE_IS_DOCUMENT_PHOTO in alike.issues
    assert alike.verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize(
    ("card", "selfie", "issues"),
    [
        (None, selfie_document(), (FaceIssue.NO_ID_DOCUMENT,)),
        (card_document(), None, (FaceIssue.NO_SELFIE,)),
        (None, None, (FaceIssue.NO_SELFIE, FaceIssue.NO_ID_DOCUMENT)),
    ],
)
def test_what_is_not_there_is_said(
    engine: FaceEngine, card: Document | None, selfie: Document | None, issues: tuple[FaceIssue, ...]
) -> None:
    alike = compare({}, card, selfie, engine)
    assert (alike.verdict, alike.issues, alike.distance) == (Verdict.INCONCLUSIVE, issues, None)


def test_boxes_lie_on_the_upright_files(engine: FaceEngine, faces: Faces) -> None:
    """The card is half a scan's size and read after a quarter turn back; the selfie is turned as well."""
    seen = pages(faces.card, faces.own)
    width, height = faces.card.shape[1], faces.card.shape[0]
    # the upright file is the card turned clockwise at double size: (x, y) of the page is (2h - 2y, 2x)
    back = np.array([[0.0, -2.0, 2.0 * height], [2.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    seen["ktp.jpg", 1, 0] = Page("ktp.jpg", 1, faces.card, back, (2 * height, 2 * width))
    seen["selfie.jpg", 1, 0] = Page(
        "selfie.jpg",
        1,
        faces.own,
        np.diag([3.0, 3.0, 1.0]),
        tuple(3 * side for side in faces.own.shape[1::-1]),
    )
    alike = compare(seen, card_document(), selfie_document(), engine)
    assert alike.portrait_box is not None and alike.selfie_box is not None
    assert is_within(alike.portrait_box, faces.photo.through(back))
    centre_x, _ = alike.selfie_box.centre
    assert abs(centre_x - 1.5 * faces.own.shape[1]) < 0.6 * faces.own.shape[1]
    assert alike.selfie_box.width > 3 * 90


def test_only_the_documents_own_region_is_looked_at(engine: FaceEngine, faces: Faces) -> None:
    """Two cards lie on one page; the portrait is the one of the card that was asked for."""
    scale = faces.card.shape[1] / faces.other.shape[1]
    page = np.vstack(
        [shrunk(faces.other, scale * 0.5), np.zeros((20, faces.card.shape[1] // 2, 3), np.uint8)]
    )
    page = np.hstack([page, np.full((page.shape[0], faces.card.shape[1] - page.shape[1], 3), 255, np.uint8)])
    whole = np.vstack([page, faces.card])
    region = Quad.upright(0, page.shape[0], faces.card.shape[1], whole.shape[0])
    alike = compare(pages(whole, faces.own), card_document(region=region), selfie_document(), engine)
    assert alike.verdict is Verdict.MATCH
    assert alike.portrait_box is not None
    assert is_within(alike.portrait_box, region)


@pytest.mark.parametrize("region", [Quad.upright(0, 0, 0, 0), Quad.upright(5000, 5000, 6000, 6000)])
def test_a_region_off_the_page_holds_no_face(engine: FaceEngine, faces: Faces, region: Quad) -> None:
    alike = compare(pages(faces.card, faces.own), card_document(region=region), selfie_document(), engine)
    assert alike.issues == (FaceIssue.NO_FACE_ON_ID,)


@pytest.mark.parametrize(("picture", "count"), [("own", 1), ("nobody", 0)])
def test_faces_are_counted(engine: FaceEngine, faces: Faces, picture: str, count: int) -> None:
    assert faces_on(Page.fresh("x.jpg", getattr(faces, picture)), engine) == count


def test_both_faces_are_handed_on_to_be_looked_for_elsewhere(likeness, faces: Faces) -> None:
    alike = likeness(faces.own)
    portrait, selfie = alike.faces
    assert (portrait.kind, selfie.kind) == (FaceKind.PORTRAIT, FaceKind.SELFIE)
    assert np.linalg.norm(portrait.encoding - selfie.encoding) == pytest.approx(alike.distance, abs=1e-4)
    assert f"{portrait.encoding[0]:.3f}" not in repr(alike)


def test_a_face_that_is_not_clear_is_not_looked_for_elsewhere(likeness, faces: Faces) -> None:
    blurred = np.asarray(cv2.GaussianBlur(faces.own, (0, 0), 7))
    assert likeness(blurred).faces == ()


def test_an_institution_may_keep_no_faces(faces: Faces, engine: FaceEngine, monkeypatch) -> None:
    monkeypatch.setattr(engine, "remembers", False)
    alike = compare(pages(faces.card, faces.own), card_document(), selfie_document(), engine)
    assert (alike.verdict, alike.faces) == (Verdict.MATCH, ())


def test_a_selfie_that_was_cut_to_the_note_beside_it_is_looked_at_whole(
    faces: Faces, engine: FaceEngine
) -> None:
    note = np.full((90, 120, 3), 230, np.uint8)
    shown = pages(faces.card, note)
    assert compare(shown, card_document(), selfie_document(), engine).issues == (FaceIssue.NO_FACE_ON_SELFIE,)
    uploaded = [Page.fresh("ktp.jpg", faces.card), Page.fresh("selfie.jpg", faces.own)]
    whole = compare(shown, card_document(), selfie_document(), engine, uploaded)
    assert (whole.verdict, whole.issues) == (Verdict.MATCH, ())
    assert whole.selfie_box is not None
    assert is_within(whole.selfie_box, Quad.upright(0, 0, *faces.own.shape[1::-1]))


@pytest.mark.parametrize(
    ("issues", "distance", "doubtful"),
    [
        ([FaceIssue.EYES_CLOSED], 0.66, False),
        ([FaceIssue.EYES_CLOSED], 0.63, True),
        ([FaceIssue.EYES_CLOSED, FaceIssue.FACE_TURNED], 0.8, True),
        ([FaceIssue.FACE_BLURRED], 0.8, True),
        ([], 0.63, False),
    ],
)
def test_closed_eyes_alone_do_not_hide_a_stranger(
    engine: FaceEngine, issues: list[FaceIssue], distance: float, *, doubtful: bool
) -> None:
    assert _doubtful(issues, distance, engine.bands) is doubtful


@pytest.fixture
def cut_at_its_portrait(faces: Faces):
    """A card on a table, and its page, which ends where the portrait begins."""
    table = np.full((faces.card.shape[0] + 200, faces.card.shape[1] + 300, 3), 205, np.uint8)
    table[100 : 100 + faces.card.shape[0], 60 : 60 + faces.card.shape[1]] = faces.card
    whole = Page.fresh("ktp.jpg", table)
    left = table[90 : 110 + faces.card.shape[0], 50 : 60 + int(faces.photo.left) + 3]
    way = np.array([[1.0, 0.0, 50.0], [0.0, 1.0, 90.0], [0.0, 0.0, 1.0]])
    return whole, replace(whole, image=np.ascontiguousarray(left), to_upright=way)


def test_a_portrait_at_whose_edge_the_card_seemed_to_end_is_found(
    faces: Faces, engine: FaceEngine, cut_at_its_portrait: tuple[Page, Page]
) -> None:
    whole, cut = cut_at_its_portrait
    shown = pages(faces.card, faces.own) | {("ktp.jpg", 1, 0): cut}
    without = compare(shown, card_document(), selfie_document(), engine)
    assert without.issues == (FaceIssue.NO_FACE_ON_ID,)
    alike = compare(shown, card_document(), selfie_document(), engine, [whole])
    assert alike.verdict is Verdict.MATCH
    assert alike.portrait_box is not None
    photo = faces.photo
    there = Quad.upright(photo.left + 60, photo.top + 100, photo.right + 60, photo.bottom + 100)
    assert is_within(alike.portrait_box, there)


def test_such_a_portrait_makes_no_stranger_and_is_not_looked_for_elsewhere(
    faces: Faces, engine: FaceEngine, cut_at_its_portrait: tuple[Page, Page]
) -> None:
    whole, cut = cut_at_its_portrait
    shown = pages(faces.card, faces.other) | {("ktp.jpg", 1, 0): cut}
    alike = compare(shown, card_document(), selfie_document(), engine, [whole])
    assert alike.verdict is Verdict.INCONCLUSIVE and alike.faces == ()
    assert alike.distance is not None and alike.distance > alike.no_match_above


def test_a_sliver_of_a_page_is_not_searched_beyond(
    faces: Faces, engine: FaceEngine, cut_at_its_portrait: tuple[Page, Page]
) -> None:
    whole, cut = cut_at_its_portrait
    shown = pages(faces.card, faces.own) | {("ktp.jpg", 1, 0): cut}
    card = card_document(region=Quad.upright(200, 0, 203, 600))
    alike = compare(shown, card, selfie_document(), engine, [whole])
    assert alike.issues == (FaceIssue.NO_FACE_ON_ID,)

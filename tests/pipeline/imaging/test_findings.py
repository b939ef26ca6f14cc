"""What troubles a picture and where: told where the truth says so, on the fields that it lies on."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from models.document import PORTRAIT, Document, DocumentType, Quality, QualityFinding, QualityIssue
from models.field import Field, Line, Reading
from models.geometry import Quad
from pipeline.imaging import placed, quality_of
from pipeline.imaging.ktp_rows import expected_places
from pipeline.imaging.look import overlap
from sample_docs.generator import capture
from sample_docs.generator.fingers import SKINS
from sample_docs.generator.kpj import draw_kpj
from tests.drawn_pages import JOB, SITI
from tests.pipeline.imaging.flat_cards import card, flat_part, places, read, taken

NEEDS = ("nik", "nama", "tanggal_lahir")
UNREAD = Field(None, 0.0)


def needs(kind: DocumentType) -> tuple[str, ...]:
    return NEEDS if kind is DocumentType.KTP else ("kpj",)


def is_whole(name: str, value: str) -> bool:
    return (name, value) == ("agama", "ISLAM")


def judged(document: Document, quality: Quality) -> Document:
    (done,) = placed([replace(document, quality=quality)], needs, is_whole)
    return done


def found(document: Document, issue: str) -> list[QualityFinding]:
    return [f for f in document.quality.findings if f.issue == issue]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("way", ["flat", "office", "dusk"])
def test_a_good_picture_has_no_finding(way: str, seed: int) -> None:
    assert quality_of(flat_part(taken(way, seed))).findings == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_reflection_on_the_number_is_told_with_the_field_though_nothing_of_it_was_read(seed: int) -> None:
    shot = taken("glare_on_nik", seed)
    part = flat_part(shot)
    document = judged(read(part, shot, {"nik": UNREAD}), quality_of(part))
    (glare,) = found(document, "glare")
    truth = Quad.of(next(m.box for m in shot.marks if m.issue == "glare"))
    assert glare.box is not None
    assert overlap(truth, glare.box.through(part.page.to_upright)) > 0.35
    assert "nik" in glare.touches
    assert "berlaku_hingga" not in glare.touches
    assert not document.quality.usable


def test_what_both_readers_read_through_a_reflection_is_no_reason_to_ask_again() -> None:
    shot = taken("glare_on_nik", 1)
    part = flat_part(shot)
    document = judged(read(part, shot), quality_of(part))
    assert "nik" in found(document, "glare")[0].touches
    assert document.quality.usable


@pytest.mark.parametrize(("confidence", "kept"), [(0.8, False), (0.97, False), (0.99, True)])
def test_half_a_name_under_a_reflection_is_no_name(confidence: float, kept: bool) -> None:
    shot = taken("glare_on_nik", 1)
    part = flat_part(shot)
    box = places(shot, np.linalg.inv(part.page.to_upright))["nama"]
    half = Field("CON", confidence, (Reading("ppocr", "CON", confidence),), box)
    whole = Field("3273014708909003", 0.999, agreed=True)
    document = judged(read(part, shot, {"nama": half, "nik": whole}), quality_of(part))
    assert (document.fields["nama"].value is not None) is kept
    assert document.fields["nama"].readings == half.readings
    assert document.quality.usable is kept


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_reflection_beside_the_print_harms_nothing(seed: int) -> None:
    shot = taken("glare_beside", seed)
    part = flat_part(shot)
    document = judged(read(part, shot), quality_of(part))
    assert {f.issue for f in document.quality.findings} <= {"glare"}
    assert all(not set(f.touches) & set(NEEDS) for f in document.quality.findings)
    assert document.quality.usable


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_finger_on_the_number_makes_even_a_sure_reading_of_the_rest_worthless(seed: int) -> None:
    shot = taken("finger_on_nik", seed)
    part = flat_part(shot)
    nik = places(shot, np.linalg.inv(part.page.to_upright))["nik"]
    rest = Field("4708909003", 0.99, (), nik.part(0.4, 1.0), agreed=True)
    document = judged(read(part, shot, {"nik": rest}), quality_of(part))
    assert any("nik" in f.touches for f in found(document, "covered"))
    assert not document.quality.usable
    assert document.fields["nik"] == Field(None, 0.0, rest.readings, rest.box)
    assert document.value("berlaku_hingga") is not None


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [("nik", "3273014708909003", True), ("kpj", "15034567890", True), ("npwp", "3273014708909003", True),
     ("npwp", "327301470890900", False), ("nik", "4708909003", False),
     ("nomor_rekening", "9370012345", False)],
)  # fmt: skip
def test_only_a_number_that_is_all_there_stays_read_under_a_finger(
    name: str, value: str, *, kept: bool
) -> None:
    """Fifteen digits are an old NPWP, or a new one that lost its last; an account's length is open."""
    box = Quad.upright(100, 100, 400, 130)
    given = Document(
        "a.jpg", 1, DocumentType.NPWP, 0.99,
        quality=Quality(findings=(QualityFinding(QualityIssue.COVERED, Quad.upright(380, 90, 450, 140)),)),
        fields={name: Field(value, 0.99, (), box, agreed=True)},
    )  # fmt: skip
    (document,) = placed([given], lambda kind: (), is_whole)
    assert document.fields[name].value == (value if kept else None)


def test_a_finger_at_the_rim_that_covers_nothing_harms_nothing() -> None:
    shot = capture.held_at_rim(taken("flat", 2), np.random.default_rng(3), SKINS[0], (1, 0.85))
    part = flat_part(shot)
    document = judged(read(part, shot), quality_of(part))
    assert [f.touches for f in found(document, "covered")] in ([()], [])
    assert document.quality.usable


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_card_that_leaves_the_picture_is_cut_off(seed: int) -> None:
    shot = taken("cut_off", seed)
    part = flat_part(shot)
    lost = {"nik": UNREAD}
    document = judged(read(part, shot, lost), quality_of(part))
    assert {n for f in found(document, "cut_off") for n in f.touches} >= set(lost)
    assert not document.quality.usable


@pytest.mark.parametrize("sigma", [3.2, 5.0])
def test_blur_is_judged_on_the_print_and_told_where_it_is(sigma: float) -> None:
    part = flat_part(taken("flat", 1))
    soft = cv2.GaussianBlur(part.page.image, (0, 0), sigma)
    assert found_blur(part, soft) == [None]
    upper = part.page.image.copy()
    upper[:320] = soft[:320]
    (box,) = found_blur(part, upper)
    assert box is not None
    assert box.top < 120
    assert 240 < box.bottom < 360


def test_a_moving_hand_is_blur_though_one_direction_stays_sharp() -> None:
    part = flat_part(taken("flat", 1))
    for kernel in (np.ones((1, 17), np.float32) / 17, np.eye(15, dtype=np.float32) / 15):
        assert found_blur(part, cv2.filter2D(part.page.image, -1, kernel)) == [None]


def found_blur(part, picture: np.ndarray) -> list[Quad | None]:
    page = replace(part.page, image=np.asarray(picture, np.uint8))
    return [f.box for f in quality_of(replace(part, page=page)).findings if f.issue == "blur"]


@pytest.mark.parametrize("way", ["too_blurred", "too_dark", "too_small"])
def test_a_picture_of_which_nothing_is_left_says_why(way: str) -> None:
    part = flat_part(taken(way, 2), confidence=0.4)
    quality = quality_of(part if way == "too_small" else replace(part, lines=()))
    expected = {"too_blurred": "blur", "too_dark": "dark", "too_small": "too_small"}[way]
    assert [f.issue.value for f in quality.findings if f.issue.hides] == [expected]
    assert not quality.usable


@pytest.mark.parametrize(("part_of_portrait", "told"), [(0.75, False), (0.3, True)])
def test_a_white_shirt_on_the_portrait_is_no_reflection_but_a_white_face_is(
    part_of_portrait: float, told: bool
) -> None:
    shot = taken("flat", 1)
    part = flat_part(shot)
    portrait = Quad.of(shot.boxes["@portrait"]).through(np.linalg.inv(part.page.to_upright))
    middle = (round(portrait.centre[0]), round(portrait.top + part_of_portrait * portrait.height))
    picture = part.page.image.copy()
    cv2.ellipse(picture, middle, (70, 40), 0, 0, 360, (252, 252, 252), -1)
    quality = quality_of(replace(part, page=replace(part.page, image=picture)))
    assert ("glare" in quality.issues) is told


def test_white_paper_and_white_cards_are_no_reflection() -> None:
    for seed in range(4):
        drawing = draw_kpj(SITI, JOB, np.random.default_rng(seed))
        if drawing.screenshot:
            continue
        shot = capture.flat(capture.of_drawing(drawing), np.random.default_rng(seed))
        assert quality_of(flat_part(shot, DocumentType.KPJ)).findings == ()


@pytest.mark.parametrize("seed", range(6))
def test_three_rows_place_all_the_others(seed: int) -> None:
    drawing = card(seed)
    boxes = {n: Quad.of(q) for n, q in drawing.boxes.items()}
    known = {n: boxes[n] for n in ("nama", "rt_rw", "kecamatan", "pekerjaan", "agama") if n in boxes}
    there = expected_places(known)
    for name in ("nik", "jenis_kelamin", "alamat", "status_perkawinan", "berlaku_hingga", "tanggal_lahir"):
        x, y = boxes[name].centre
        place = there[name]
        assert place.left - 20 < x < place.right, name
        assert abs(place.centre[1] - y) < 0.8 * boxes[name].height, name
    assert overlap(Quad.of(drawing.portrait), there[PORTRAIT]) > 0.6


def test_too_few_rows_place_nothing() -> None:
    boxes = {n: Quad.of(q) for n, q in card().boxes.items() if n in ("nik", "nama")}
    assert expected_places(boxes) == {}
    assert expected_places({n: Quad.upright(10, 10, 90, 30) for n in NEEDS}) == {}


WHOLE = Quality(True, (QualityIssue.BLUR,), (QualityFinding(QualityIssue.BLUR),))


@pytest.mark.parametrize(
    ("field", "usable"),
    [
        (UNREAD, False),
        (Field("X", 0.3), False),
        (Field("X", 0.8), True),
        (Field("X", 0.99, agreed=True), True),
    ],
)
def test_a_soft_picture_is_unusable_only_where_something_needed_was_not_read(
    field: Field, usable: bool
) -> None:
    shot = taken("flat", 1)
    document = judged(read(flat_part(shot), shot, {"nik": field}), WHOLE)
    assert document.quality.usable is usable
    assert document.quality.findings[0].touches == (() if usable else ("nik",))


@pytest.mark.parametrize(("share", "usable"), [(0.7, False), (0.2, True)])
def test_a_face_that_is_hidden_is_needed_too(share: float, usable: bool) -> None:
    shot = taken("flat", 1)
    part = flat_part(shot)
    portrait = Quad.of(shot.boxes["@portrait"]).through(np.linalg.inv(part.page.to_upright))
    box = Quad.upright(portrait.left, portrait.top, portrait.right, portrait.top + share * portrait.height)
    finding = QualityFinding(QualityIssue.GLARE, box)
    document = judged(read(part, shot), Quality(True, (finding.issue,), (finding,)))
    assert (PORTRAIT in document.quality.findings[0].touches) is not usable
    assert document.quality.usable is usable


def test_a_turned_picture_or_a_copy_hides_nothing() -> None:
    shot = taken("flat", 1)
    findings = tuple(QualityFinding(QualityIssue(i)) for i in ("turned", "copy", "screen"))
    document = judged(read(flat_part(shot), shot, {"nik": UNREAD}), Quality(True, (), findings))
    assert all(f.touches == () for f in document.quality.findings)
    assert document.quality.usable


def test_the_clock_of_a_telephone_is_not_cut_off() -> None:
    part = flat_part(taken("flat", 1))
    clock = Line(Quad.upright(32, 6, 112, 42), (Reading("ppocr", "19.33", 0.99),))
    page = replace(part.page, to_upright=np.eye(3), upright_size=(1200, 757), outline=None)
    kept = replace(part, page=page, lines=(clock,), type=DocumentType.LAINNYA)
    assert "cut_off" not in quality_of(kept).issues
    touching = replace(clock, quad=Quad.upright(32, 0, 112, 30))
    assert "cut_off" in quality_of(replace(kept, lines=(touching,))).issues


@pytest.mark.parametrize(
    ("value", "agreed", "kept"), [("ISLAM", True, True), ("ISLAM", False, False), ("ISL", True, False)]
)
def test_under_a_finger_only_a_word_that_is_all_there_and_agreed_stays_read(
    value: str, agreed: bool, kept: bool
) -> None:
    place = Quad.upright(100, 100, 200, 120)
    field = Field(value, 0.99, (), place, agreed=agreed)
    finger = QualityFinding(QualityIssue.COVERED, Quad.upright(190, 90, 260, 130))
    document = Document("a.jpg", 1, DocumentType.KTP, 0.9, fields={"agama": field})
    done = judged(document, Quality(findings=(finger,)))
    assert (done.fields["agama"].value is not None) is kept


@pytest.mark.parametrize(("confidence", "usable"), [(0.97, False), (0.999, True)])
def test_a_name_under_a_reflection_on_which_readers_agreed_late_may_be_a_part_of_it(
    confidence: float, usable: bool
) -> None:
    name = Field("AINI", confidence, (), Quad.upright(100, 100, 200, 120), agreed=True)
    others = {n: Field("X", 0.999, (), Quad.upright(0, 300, 50, 320), agreed=True) for n in NEEDS}
    reflection = QualityFinding(QualityIssue.GLARE, Quad.upright(150, 90, 260, 130))
    document = Document("a.jpg", 1, DocumentType.KTP, 0.9, fields={**others, "nama": name})
    assert judged(document, Quality(findings=(reflection,))).quality.usable is usable


@pytest.mark.parametrize(
    ("nik", "name"),
    [("3273014708909003", "SITI"), ("21211", None), (None, None)],
    ids=["whole", "cut", "lost"],
)
def test_a_name_beside_a_reflection_that_took_the_number_is_what_it_left(
    nik: str | None, name: str | None
) -> None:
    fields = {
        "nik": Field(nik, 0.999 if nik else 0.0, (), Quad.upright(100, 60, 400, 90), agreed=bool(nik)),
        "nama": Field("SITI", 0.999, (), Quad.upright(100, 100, 190, 120), agreed=True),
    }
    reflection = QualityFinding(QualityIssue.GLARE, Quad.upright(200, 40, 500, 130))
    document = Document("a.jpg", 1, DocumentType.KTP, 0.9, fields=fields)
    assert judged(document, Quality(findings=(reflection,))).fields["nama"].value == name

"""Signs of a bad or second-hand picture: raised where they are true, silent on clean ones."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from models.document import DocumentType, QualityIssue
from models.field import Line, Reading
from models.geometry import Quad
from models.page import LayerLine, Page
from models.part import Part
from pipeline.imaging import qualities_of, quality_of
from sample_docs.generator import capture
from sample_docs.generator.canvas import Drawing
from sample_docs.generator.ktp import draw_ktp
from sample_docs.generator.npwp import draw_npwp
from sample_docs.generator.shot import Shot
from tests.drawn_pages import AGUS, SITI, TODAY, shot_of, sitis_selfie


@cache
def card(who: int = 0) -> Drawing:
    return draw_ktp((SITI, AGUS)[who], np.random.default_rng(who + 5), TODAY)


def line(confidence: float = 0.98, *, height: float = 24) -> Line:
    return Line(Quad.upright(50, 50, 250, 50 + height), (Reading("ppocr", "SITI RAHMAWATI", confidence),))


def part(
    picture: np.ndarray,
    kind: DocumentType = DocumentType.KTP,
    *,
    lines: tuple[Line, ...] = (line(),),
    turned: int = 0,
) -> Part:
    page = Page.fresh("a.jpg", np.ascontiguousarray(picture))
    page = Page(page.file, 1, page.image, page.to_upright, page.upright_size, turned=turned)
    return Part(page, kind, 0.9, lines)


def issues(picture: np.ndarray, kind: DocumentType = DocumentType.KTP) -> set[str]:
    return {issue.value for issue in quality_of(part(picture, kind)).issues}


@pytest.mark.parametrize("who", [0, 1])
@pytest.mark.parametrize("level", ["flat", "office", "phone"])
def test_a_clean_card_has_no_issue(level: str, who: int) -> None:
    assert issues(shot_of(card(who), level, seed=who + 3).picture) == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_picture_of_a_screen_is_told(seed: int) -> None:
    assert "screen" in issues(shot_of(card(), "screen", seed).picture)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_grey_copy_of_an_identity_card_is_told(seed: int) -> None:
    assert "copy" in issues(shot_of(card(), "photocopy", seed).picture)


def test_only_identity_cards_are_asked_for_colour() -> None:
    assert "copy" not in issues(shot_of(card(), "photocopy").picture, DocumentType.PAKLARING)


def test_a_ruined_picture_is_blurred_and_unusable() -> None:
    quality = quality_of(part(shot_of(card(), "unreadable").picture, lines=()))
    assert QualityIssue.BLUR in quality.issues
    assert not quality.usable


def test_a_dark_picture_is_told() -> None:
    dark = (shot_of(card(), "phone").picture * 0.15).astype(np.uint8)
    assert "dark" in issues(dark)


def test_a_lamps_reflection_is_told() -> None:
    picture = shot_of(card(), "phone", 4).picture.copy()
    height, width = picture.shape[:2]
    cv2.ellipse(picture, (width // 2, height // 2), (width // 5, height // 4), 0, 0, 360, (255, 255, 255), -1)
    assert "glare" in issues(picture)


def test_white_paper_is_no_glare() -> None:
    drawing = draw_npwp(SITI, "091234567412000", np.random.default_rng(1))
    paper = np.full((1400, 1000, 3), 255, np.uint8)
    paper[300:400, 100:900] = 30
    assert "glare" not in issues(paper, DocumentType.PAKLARING)
    assert issues(shot_of(drawing, "flat").picture, DocumentType.NPWP) == set()


def test_a_clean_selfie_and_one_out_of_focus() -> None:
    assert issues(sitis_selfie(), DocumentType.SELFIE) == set()
    soft = capture.out_of_focus(Shot(sitis_selfie(), {}), np.random.default_rng(1)).picture
    quality = quality_of(part(soft, DocumentType.SELFIE, lines=()))
    assert QualityIssue.BLUR in quality.issues
    assert not quality.usable


def test_small_print_and_a_turned_page_are_told() -> None:
    picture = shot_of(card(), "phone", 4).picture
    quality = quality_of(part(picture, lines=(line(height=6),), turned=90))
    assert {QualityIssue.TOO_SMALL, QualityIssue.TURNED} <= set(quality.issues)


def test_a_card_that_nobody_could_read_is_unusable() -> None:
    picture = shot_of(card(), "phone", 4).picture
    assert not quality_of(part(picture, lines=())).usable
    assert not quality_of(part(picture, lines=(line(0.3),))).usable
    assert quality_of(part(picture)).usable


def test_a_born_digital_page_has_no_picture_to_be_troubled() -> None:
    layer = (LayerLine("SURAT", Quad.upright(0, 0, 10, 10)),)
    page = Page.fresh("a.pdf", np.zeros((50, 50, 3), np.uint8), text_layer=layer)
    quality = quality_of(Part(page, DocumentType.PAKLARING, 0.9))
    assert quality.usable
    assert quality.issues == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (40, 40), (300, 3)])
def test_the_smallest_pictures_are_judged_without_a_fault(shape: tuple[int, int]) -> None:
    assert len(qualities_of([part(np.zeros((*shape, 3), np.uint8), lines=())] * 2)) == 2


def test_only_the_documents_own_region_is_judged() -> None:
    picture = np.zeros((900, 1400, 3), np.uint8)
    shown = card().picture
    picture[100 : 100 + shown.shape[0], 100 : 100 + shown.shape[1]] = shown
    page = Page.fresh("a.jpg", picture)
    region = Quad.upright(100, 100, 100 + shown.shape[1], 100 + shown.shape[0])
    quality = quality_of(Part(page, DocumentType.KTP, 0.9, (line(),), region))
    assert QualityIssue.DARK not in quality.issues

"""Signs of a bad or second-hand picture: raised where they are true, silent on clean ones."""

from __future__ import annotations

from dataclasses import replace

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
from sample_docs.generator.shot import Shot
from tests.drawn_pages import sitis_selfie
from tests.pipeline.imaging.flat_cards import flat_part, taken


def line(confidence: float = 0.98, *, height: float = 24) -> Line:
    return Line(Quad.upright(50, 50, 250, 50 + height), (Reading("ppocr", "SITI RAHMAWATI", confidence),))


def part(
    picture: np.ndarray, kind: DocumentType = DocumentType.KTP, *, lines: tuple[Line, ...] = (line(),)
) -> Part:
    return Part(Page.fresh("a.jpg", np.ascontiguousarray(picture)), kind, 0.9, lines)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_picture_of_a_screen_is_told(seed: int) -> None:
    assert "screen" in quality_of(flat_part(taken("screen", seed))).issues


def test_the_rules_of_a_table_are_no_screen() -> None:
    table = np.full((1500, 2000, 3), 250, np.uint8)
    table[60:1440:16, 50:1950] = 20
    assert "screen" not in quality_of(part(table, DocumentType.KK)).issues


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_grey_copy_of_an_identity_card_is_told(seed: int) -> None:
    copy = flat_part(taken("photocopy", seed))
    assert "copy" in quality_of(copy).issues
    assert "copy" not in quality_of(replace(copy, type=DocumentType.PAKLARING)).issues


def test_white_paper_is_no_reflection() -> None:
    paper = np.full((1400, 1000, 3), 255, np.uint8)
    paper[300:400, 100:900] = 30
    assert "glare" not in quality_of(part(paper, DocumentType.PAKLARING)).issues


def test_a_bright_patch_on_paper_is_no_reflection_while_the_print_in_it_is_read() -> None:
    picture = np.full((1400, 1000, 3), 190, np.uint8)
    cv2.ellipse(picture, (500, 600), (220, 260), 0, 0, 360, (253, 253, 253), -1)
    lines = []
    for top in range(200, 1200, 60):
        picture[top : top + 22, 100:900:6] = 40
        lines.append(Line(Quad.upright(100, top - 4, 900, top + 26), (Reading("ppocr", "KALIMAT", 0.98),)))
    cv2.ellipse(picture, (500, 600), (150, 190), 0, 0, 360, (253, 253, 253), -1)
    letter = part(picture, DocumentType.PAKLARING, lines=tuple(lines))
    assert "glare" not in quality_of(letter).issues
    beside = tuple(replace(n, quad=n.quad.part(0.0, 0.2)) for n in lines)
    assert "glare" in quality_of(replace(letter, lines=beside)).issues


def test_a_dark_selfie_may_do_and_a_dark_paper_on_which_nothing_is_read_may_not() -> None:
    dark = (sitis_selfie() * 0.42).astype(np.uint8)
    seen = quality_of(part(dark, DocumentType.SELFIE, lines=()))
    assert (seen.issues, seen.usable) == (("dark",), True)
    assert not quality_of(part(dark, DocumentType.KTP, lines=())).usable


def test_a_clean_selfie_and_one_out_of_focus() -> None:
    assert quality_of(part(sitis_selfie(), DocumentType.SELFIE)).issues == ()
    soft = capture.out_of_focus(Shot(sitis_selfie(), {}), np.random.default_rng(1)).picture
    quality = quality_of(part(soft, DocumentType.SELFIE, lines=()))
    assert QualityIssue.BLUR in quality.issues
    assert not quality.usable


def test_a_page_that_was_turned_is_told_and_can_be_used() -> None:
    clean = flat_part(taken("flat", 1))
    quality = quality_of(replace(clean, page=replace(clean.page, turned=90)))
    assert quality.issues == (QualityIssue.TURNED,)
    assert quality.usable


def test_a_card_that_nobody_could_read_is_unusable() -> None:
    clean = flat_part(taken("flat", 1))
    assert not quality_of(replace(clean, lines=())).usable
    assert not quality_of(replace(clean, lines=(line(0.3),))).usable
    assert quality_of(clean).usable


def test_a_born_digital_page_has_no_picture_to_be_troubled() -> None:
    layer = (LayerLine("SURAT", Quad.upright(0, 0, 10, 10)),)
    page = Page.fresh("a.pdf", np.zeros((50, 50, 3), np.uint8), text_layer=layer)
    quality = quality_of(Part(page, DocumentType.PAKLARING, 0.9))
    assert quality.usable
    assert quality.issues == ()


@pytest.mark.parametrize("lines", [(), (line(), line(height=3), line(height=9), line(height=700))])
@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (40, 40), (300, 3), (300, 300)])
def test_the_smallest_pictures_are_judged_without_a_fault(
    shape: tuple[int, int], lines: tuple[Line, ...]
) -> None:
    black = np.zeros((*shape, 3), np.uint8)
    assert len(qualities_of([part(black, lines=lines), part(black + 255, lines=lines)])) == 2


def test_only_the_documents_own_region_is_judged() -> None:
    card = flat_part(taken("flat", 1))
    high, wide = card.page.image.shape[:2]
    dark = cv2.copyMakeBorder(card.page.image, 900, 900, 900, 900, cv2.BORDER_CONSTANT, value=(9, 9, 9))
    lines = tuple(Line(Quad.of(one.quad.array + 900), one.readings) for one in card.lines)
    page = Page.fresh("a.jpg", np.asarray(dark, np.uint8))
    region = Quad.upright(900, 900, 900 + wide, 900 + high)
    assert "dark" not in quality_of(Part(page, DocumentType.KPJ, 0.9, lines, region)).issues

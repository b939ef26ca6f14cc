"""A second search for lines that the glance passed over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.document import DocumentType
from models.geometry import Quad
from models.page import Page
from models.part import Part
from pipeline import ocr
from tests.engines.silent import SilentReader
from tests.pipeline.ocr.test_read import glued, part_of, sheet_of


@pytest.fixture(scope="module")
def page() -> Page:
    return sheet_of("14 919 034 106", "GALIH WIJAYANTO", "27-04-1982")


def test_lines_that_were_passed_over_are_found_and_read(page: Page, readers: ocr.Readers) -> None:
    (lines,) = ocr.read([page], readers)
    (part,) = ocr.searched([part_of(page, lines[1:])], [True], readers)
    assert sorted(texts[0] for texts in glued(part.lines)) == ["14919034106", "27-04-1982", "GALIHWIJAYANTO"]


def test_a_piece_of_a_line_gives_way_to_the_line(page: Page, readers: ocr.Readers) -> None:
    (lines,) = ocr.read([page], readers)
    quad = lines[0].quad
    end = Quad.upright(quad.left + 0.8 * quad.width, quad.top, quad.right, quad.bottom)
    piece = type(lines[0])(end, lines[0].readings[:1])
    (part,) = ocr.searched([part_of(page, (piece, *lines[1:]))], [True], readers)
    assert len(part.lines) == 3
    assert piece not in part.lines


def test_lines_that_are_known_stay_as_they_were_read(page: Page, readers: ocr.Readers) -> None:
    (lines,) = ocr.read([page], readers)
    (part,) = ocr.searched([part_of(page, lines)], [True], readers)
    assert part.lines == lines


def test_what_lacks_nothing_is_not_searched_and_nothing_is_taken_from_the_card_beside(
    page: Page, readers: ocr.Readers
) -> None:
    (lines,) = ocr.read([page], readers)
    height, width = page.image.shape[:2]
    top = part_of(page, lines[2:])
    beside = Part(page, DocumentType.KPJ, 1.0, (), Quad.upright(0, 0, width, 0.7 * height), 1)
    assert ocr.searched([top, beside], [False, False], readers) == [top, beside]
    (same, _) = ocr.searched([top, beside], [True, False], readers)
    assert same.lines == top.lines


def test_a_piece_stays_where_the_whole_line_says_nothing(page: Page, readers: ocr.Readers) -> None:
    (lines,) = ocr.read([page], readers)
    quad = lines[0].quad
    end = Quad.upright(quad.left + 0.8 * quad.width, quad.top, quad.right, quad.bottom)
    piece = type(lines[0])(end, lines[0].readings[:1])
    mute = replace(readers, first=SilentReader())
    (part,) = ocr.searched([part_of(page, (piece, *lines[1:]))], [True], mute)
    assert piece in part.lines

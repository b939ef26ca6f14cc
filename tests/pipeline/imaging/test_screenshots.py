"""A telephone's own picture of its screen is told from a photograph of the same shape."""

from __future__ import annotations

import numpy as np
import pytest

from models.document import DocumentType
from models.field import Line, Reading
from models.geometry import Quad
from models.page import Page
from models.part import Part
from models.sheet import Look
from pipeline.imaging.quality import quality_of
from pipeline.imaging.screenshots import is_screenshot
from pipeline.imaging.sheets import sheets_on


def painted(height: int, width: int) -> np.ndarray:
    picture = np.full((height, width, 3), 245, np.uint8)
    picture[height // 5 : height // 2, width // 10 : -width // 10] = (20, 60, 140)
    return picture


def test_a_painted_screen_is_one() -> None:
    assert is_screenshot(painted(1600, 740))


def test_a_photograph_of_the_same_shape_is_none() -> None:
    noise = np.random.default_rng(1).normal(0, 2, (1600, 740, 3))
    assert not is_screenshot(np.clip(painted(1600, 740) + noise, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("size", [(1600, 1200), (1414, 1000), (637, 1010)])
def test_a_painted_page_of_another_shape_is_none(size: tuple[int, int]) -> None:
    assert not is_screenshot(painted(*size))


def test_the_boxes_of_an_app_stay_on_one_sheet() -> None:
    page = Page.fresh("app.png", painted(1600, 740))
    rows = [*(400 + 60 * n for n in range(5)), *(1000 + 60 * n for n in range(5))]
    look = Look(tuple(Quad.upright(120, y, 520, y + 30) for y in rows), 0.5)
    (sheet,) = sheets_on(page, look)
    assert sheet.look.lines == look.lines
    assert sheet.outline is None


@pytest.mark.parametrize(("kind", "asked"), [(DocumentType.KPJ, False), (DocumentType.KTP, True)])
def test_an_app_in_its_dark_dress_is_not_too_dark_but_an_identity_card_would_be(
    kind: DocumentType, *, asked: bool
) -> None:
    picture = np.full((1600, 740, 3), 14, np.uint8)
    rows = tuple(
        Line(Quad.upright(100, y, 330, y + 26), (Reading("ppocr", "KARTU PESERTA", 0.99),))
        for y in range(340, 760, 40)
    )
    for line in rows:
        picture[int(line.quad.top) + 4 : int(line.quad.bottom) - 4, 104:324:3] = 40
    quality = quality_of(Part(Page.fresh("app.png", picture), kind, 1.0, rows))
    assert bool(quality.findings) is asked

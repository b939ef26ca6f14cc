"""Real codes on real pixels: a digital card and a photographed plastic one."""

from __future__ import annotations

import numpy as np
import pytest

from models.document import DocumentType
from models.geometry import Quad
from models.page import Page
from models.part import Part
from pipeline.ocr.codes import codes_of, codes_on
from sample_docs.generator.canvas import Canvas, blank
from sample_docs.generator.qr import bars, qr
from tests.drawn_pages import shot_of

KPJ = "15034567890"


def picture(*codes: tuple[np.ndarray, tuple[int, int]]) -> Canvas:
    canvas = Canvas.on(blank((1010, 637), (240, 244, 240)))
    for code, at in codes:
        canvas.paste(code, at)
    return canvas


@pytest.mark.parametrize("level", [None, "flat", "phone"])
def test_a_qr_code_is_read_and_stands_where_it_was_drawn(level: str | None) -> None:
    canvas = picture((qr(KPJ, 210), (700, 200)))
    canvas._remember("code", (700, 200, 910, 410))
    shot = shot_of(canvas.finish({"code": KPJ}), level)
    (code,) = codes_on(shot.picture)
    assert (code.format, code.text) == ("qr", KPJ)
    assert np.linalg.norm(np.array(code.quad.centre) - Quad.of(shot.boxes["code"]).centre) < 15


def test_bars_and_a_square_and_hostile_text() -> None:
    (code,) = codes_on(picture((bars(KPJ, (420, 90)), (60, 480))).finish({}).picture)
    assert (code.format, code.text) == ("code128", KPJ)
    (code,) = codes_on(picture((qr("a\u202eb\x00" + "c" * 900, 420), (60, 60))).finish({}).picture)
    assert code.text.startswith("abc") and len(code.text) <= 400


def test_codes_are_looked_for_only_where_they_say_something_and_belong_to_their_card() -> None:
    page = Page.fresh(
        "a.jpg", picture((qr("upper", 200), (60, 30)), (qr("lower", 200), (60, 400))).finish({}).picture
    )
    upper, lower = Quad.upright(0, 0, 1010, 260), Quad.upright(0, 380, 1010, 637)

    def part(type_: DocumentType, region: Quad | None = None) -> Part:
        return Part(page, type_, 0.9, region=region)

    assert codes_of([part(DocumentType.KTP)]) == [()]
    one, other = codes_of([part(DocumentType.KPJ, upper), part(DocumentType.NPWP, lower)])
    assert [[c.text for c in codes] for codes in (one, other)] == [["upper"], ["lower"]]
    assert {c.text for c in codes_of([part(DocumentType.KPJ, upper)])[0]} == {"upper", "lower"}

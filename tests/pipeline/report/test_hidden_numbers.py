"""No picture of a report shows a payment card's number, and codes are told without what they hold."""

from __future__ import annotations

import numpy as np

from models.code import Code
from models.document import Document, DocumentType
from models.geometry import Quad
from pipeline.report.compose import _code
from pipeline.report.pictures import shown

WHITE = np.full((200, 300, 3), 255, np.uint8)
NUMBER = Quad.upright(40, 60, 160, 80)


def test_the_place_is_black_on_the_upright_file_and_the_original_is_not_touched() -> None:
    moved = np.array([[1.0, 0, 50], [0, 1.0, 30], [0, 0, 1.0]])
    card = Document("a.jpg", 1, DocumentType.LAINNYA, 0.9, hidden=(NUMBER,), to_upright=moved)
    other = Document("b.jpg", 1, DocumentType.KTP, 0.9)
    pictures = shown({("a.jpg", 1): WHITE, ("b.jpg", 1): WHITE}, [card, other])
    assert not pictures["a.jpg", 1][90:111, 90:211].any()
    assert pictures["a.jpg", 1][70, 90].all() and pictures["a.jpg", 1][130, 230].all()
    assert pictures["b.jpg", 1] is WHITE
    assert WHITE.all()


def test_a_code_is_told_by_its_host_or_masked() -> None:
    said = _code(Code("qr", "15034567890|3273014708909003", NUMBER), np.eye(3))
    assert "15034567890" not in said.model_dump_json()
    assert said.box is not None

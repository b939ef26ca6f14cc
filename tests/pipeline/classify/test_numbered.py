"""Several papers in one picture: numbered through, clutter gone, the selfie with the card in the hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.document import DocumentType
from models.geometry import Quad
from models.page import Page
from models.part import Part
from pipeline.classify import numbered
from tests.typed_lines import line

WHOLE = Page.fresh("a.jpg", np.zeros((60, 80, 3), np.uint8))
RIM = Quad.upright(1, 1, 79, 59)


def card(kind: DocumentType = DocumentType.KTP, *, told: bool = True, declared: str | None = "ktp") -> Part:
    page = replace(WHOLE, outline=RIM, card=True)
    return Part(page, kind, 0.9, declared_type=declared, from_words=told)


def test_cards_of_one_picture_are_counted_and_those_of_others_start_anew() -> None:
    other = replace(card(), page=replace(WHOLE, file="b.jpg"))
    found = numbered([card(), card(DocumentType.NPWP), other])
    assert [(p.page.file, p.index, p.declared_type) for p in found] == [
        ("a.jpg", 0, "ktp"),
        ("a.jpg", 1, None),
        ("b.jpg", 0, "ktp"),
    ]
    assert found[0].region == RIM


def test_clutter_beside_a_card_is_no_document() -> None:
    assert [p.type for p in numbered([card(told=False), card(DocumentType.NPWP)])] == [DocumentType.NPWP]


def test_what_nothing_is_known_of_stays_where_it_is_all_there_is() -> None:
    assert len(numbered([card(told=False)])) == 1
    assert len(numbered([card(told=False), card(told=False)])) == 2


@pytest.mark.parametrize(
    ("declared", "order"),
    [("selfie", ["selfie", "ktp"]), ("ktp", ["ktp", "selfie"]), (None, ["ktp", "selfie"])],
)
def test_a_selfie_with_a_card_is_two_documents(declared: str | None, order: list[str]) -> None:
    covered = replace(WHOLE, image=np.full((60, 80, 3), 128, np.uint8))
    found = numbered([card(declared=declared)], [covered])
    assert [p.type.value for p in found] == order
    assert [p.declared_type for p in found] == [declared, None]
    assert next(p for p in found if p.type is DocumentType.SELFIE).page is covered


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("KARTU PESERTA DIGITAL", False),
        ("diterbitkan secara elektronik", False),
        ("Kartu Peserta", True),
        ("15034567890", True),
    ],
)
def test_print_under_a_digital_card_is_no_second_card(text: str, kept: bool) -> None:
    rimmed = replace(WHOLE, outline=RIM)
    below = replace(card(DocumentType.KPJ), page=Page.fresh("a.jpg", WHOLE.image), lines=(line(text),))
    found = numbered([replace(card(DocumentType.KPJ), page=rimmed), below])
    assert len(found) == 1 + kept


def test_what_is_left_of_a_card_stays_where_no_whole_one_lies_beside_it() -> None:
    parts = [replace(card(DocumentType.KPJ), page=Page.fresh("a.jpg", WHOLE.image)) for _ in range(2)]
    assert len(numbered(parts)) == 2

"""What a reader or a file says becomes text that can be printed; nothing hostile goes further."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.geometry import Quad
from models.page import LayerLine
from pipeline import ocr
from pipeline.ocr.text import LONGEST, printable, printable_as
from tests.typed_lines import empty_page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SITI RAHMAWATI", "SITI RAHMAWATI"), ("：130-00-1234567-8", ":130-00-1234567-8"),
        ("（ＮＩＫ）３２７３", "(NIK)3273"),
        ("\x00\x1b[31mSITI", "[31mSITI"), ("SITI\nRAHMAWATI", "SITI RAHMAWATI"),
        ("\u202e0123", "0123"), ("ﬁrma", "firma"), ("A\ud800B", "AB"), ("", ""),
    ],
)  # fmt: skip
def test_full_width_forms_are_made_plain_and_control_marks_dropped(text: str, expected: str) -> None:
    assert printable(text) == expected


@given(st.text(max_size=80))
def test_nothing_that_steers_a_terminal_or_a_page_is_left(text: str) -> None:
    clean = printable(text)
    assert all(char == " " or unicodedata.category(char)[0] not in "CZ" for char in clean)
    assert printable(clean) == clean


def test_a_line_is_not_endless() -> None:
    assert len(printable("A" * 1_000_000)) <= LONGEST


def test_characters_that_are_taken_out_take_their_places_with_them() -> None:
    text, places, sureness = printable_as(
        ["：", "1", "\x00", "2"], [0.1, 0.3, 0.5, 0.7], [1.0, 0.9, 0.8, 0.7]
    )
    assert text == ":12"
    assert places == [0.1, 0.3, 0.7]
    assert sureness == [1.0, 0.9, 0.7]


def test_a_files_text_layer_passes_through_it(readers: ocr.Readers) -> None:
    page = empty_page("a.pdf")
    hostile = (LayerLine("\x1b[2J\u202eNama：SITI", Quad.upright(10, 10, 300, 30)),)
    page = type(page)(page.file, 1, page.image, page.to_upright, page.upright_size, hostile)
    ((line,),) = ocr.read([page], readers)
    assert line.text == "[2JNama:SITI"

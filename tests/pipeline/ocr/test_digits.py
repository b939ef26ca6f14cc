"""The reader of numbers: print of every size in its crop, and where its digits stand."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.field import Reading
from pipeline import ocr
from pipeline.ocr.digits import DigitReader
from pipeline.ocr.long_numbers import numbers_in, only_number, sliced, spans_in
from tests.contracts.reader import printed

NIK = "3273014708909003"


@pytest.fixture
def digits(readers: ocr.Readers) -> DigitReader:
    assert isinstance(readers.digits, DigitReader)
    return readers.digits


@pytest.mark.parametrize("margin", [0, 12, 40])
def test_print_is_found_in_a_crop_that_leaves_much_ground_around_it(margin: int, digits: DigitReader) -> None:
    line = printed(NIK, height=32)
    wide = cv2.copyMakeBorder(line, margin, margin, 6, 6, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    assert digits.read([wide])[0].text == NIK


def test_light_print_on_dark_ground(digits: DigitReader) -> None:
    assert digits.read([255 - printed(NIK)])[0].text == NIK


def test_digits_tell_where_they_stand(digits: DigitReader) -> None:
    (reading,) = digits.read([printed(NIK)])
    assert len(reading.places) == len(NIK)
    steps = np.diff(reading.places)
    assert steps.min() > 0.5 * np.median(steps)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("NIK : 3273014708909003", (6, 22)),
        ("3273014708909003", (0, 16)),
        ("a.n. 32 73 014708909003 Bandung", (5, 23)),
        ("Dumai, 12 - 1 - 2026", (7, 20)),
        ("1/7/2026", (0, 8)),
        ("Tgl 2 Mei", None),
        ("", None),
        ("PERUMAHAN", None),
    ],
)
def test_where_a_long_number_stands(text: str, span: tuple[int, int] | None) -> None:
    assert spans_in(text) == ([span] if span else [])


def test_a_period_has_two_numbers() -> None:
    text = ": 09 - 05 - 2016 s/d 27/09/2026"
    assert [text[start:end] for start, end in spans_in(text)] == ["09 - 05 - 2016", "27/09/2026"]
    assert not only_number(text)


def test_each_number_of_a_line_is_read(readers: ocr.Readers) -> None:
    picture = printed("09-05-2016 s/d 27-09-2026")
    (seen,) = numbers_in([picture], readers.first.read([picture]), readers.digits)
    assert [reading.text for reading in seen] == ["09-05-2016", "27-09-2026"]


def test_a_number_and_nothing_else() -> None:
    assert only_number(": 3273014708909003")
    assert not only_number("NIK : 3273014708909003")


def test_a_slice_keeps_its_digits_and_leaves_the_label(readers: ocr.Readers) -> None:
    picture = printed(f"NIK : {NIK} BANDUNG")
    (reading,) = readers.first.read([picture])
    (span,) = spans_in(reading.text)
    cut = sliced(picture, reading, span)
    assert readers.first.read([cut])[0].text == NIK
    blind = Reading("other", reading.text, 1.0)
    assert cut.shape[1] < picture.shape[1]
    assert sliced(picture, blind, span).shape[1] < picture.shape[1]

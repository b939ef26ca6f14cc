"""Two readers over the same lines: who read what, on which page, and what a bad second reader costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.field import Line
from models.page import Page
from pipeline import ocr
from pipeline.errors import EngineCrashed, EngineTimeout
from pipeline.extract.ktp import fields
from pipeline.ocr.read import detection_size
from pipeline.ocr.reader import Reader
from sample_docs.generator.sheets import compose
from tests.contracts.reader import printed
from tests.drawn_pages import FACTS, born_digital
from tests.engines.crashing import CrashingReader
from tests.engines.garbled import GarbledReader
from tests.engines.losing import LosingReader
from tests.engines.silent import SilentReader
from tests.engines.slow import SlowReader
from tests.typed_lines import empty_page

NIK = "3273014708909003"


def sheet_of(*texts: str, file: str = "page.png") -> Page:
    """A white page with these lines printed on it."""
    picture = np.full((120 + 90 * len(texts), 900, 3), 255, np.uint8)
    for row, text in enumerate(texts):
        line = printed(text)
        top = 60 + 90 * row
        picture[top : top + line.shape[0], 60 : 60 + line.shape[1]] = line
    return Page.fresh(file, picture)


def glued(lines: tuple[Line, ...]) -> list[list[str]]:
    return [[reading.text.replace(" ", "") for reading in one.readings] for one in lines]


def test_every_page_gets_its_own_lines_with_both_readings(readers: ocr.Readers) -> None:
    pages = [sheet_of("SITI RAHMAWATI", "BANDUNG"), empty_page(), sheet_of("AGUS WIBOWO")]
    first, second, third = ocr.read(pages, readers)
    assert glued(first) == [["SITIRAHMAWATI"] * 2, ["BANDUNG"] * 2]
    assert second == ()
    assert glued(third) == [["AGUSWIBOWO"] * 2]
    assert [reading.reader for reading in first[0].readings] == ["ppocr", "tesseract"]


def test_lines_stand_where_they_are_printed(readers: ocr.Readers) -> None:
    (lines,) = ocr.read([sheet_of("SITI RAHMAWATI", "BANDUNG")], readers)
    assert [60 + 90 * row < one.quad.centre[1] < 110 + 90 * row for row, one in enumerate(lines)] == [
        True,
        True,
    ]
    assert all(abs(one.quad.left - 68) < 20 for one in lines)


def test_a_long_number_is_read_again_with_digits_only(readers: ocr.Readers) -> None:
    ((line,),) = ocr.read([sheet_of(f"NIK : {NIK}")], readers)
    assert [
        text.replace(" ", "").rpartition(":")[2].replace("NIK", "")
        for text in (r.text for r in line.readings)
    ] == [NIK, NIK]
    assert [reading.reader for reading in line.readings] == ["ppocr", "tesseract"]


def test_a_born_digital_page_is_read_from_its_text_layer(readers: ocr.Readers) -> None:
    page = born_digital(compose("kapk", FACTS, np.random.default_rng(1)))
    printed_page = sheet_of("SITI RAHMAWATI")
    layered, optical = ocr.read([page, printed_page], readers)
    assert page.text_layer is not None
    assert [one.text for one in layered] == [one.text for one in page.text_layer]
    assert {tuple(r.reader for r in one.readings) for one in layered} <= {
        ("pdf_text",),
        ("pdf_text", "ppocr"),
    }
    assert glued(optical) == [["SITIRAHMAWATI"] * 2]


def test_no_pages_no_lines(readers: ocr.Readers) -> None:
    assert ocr.read([], readers) == []
    assert ocr.read([empty_page()], readers) == [()]


def with_second(readers: ocr.Readers, other: Reader) -> ocr.Readers:
    return replace(readers, second=other, digits=other)


@pytest.mark.parametrize("stand_in", [SilentReader, GarbledReader])
def test_a_second_reader_that_sees_nothing_or_nonsense_agrees_with_nothing(
    stand_in, readers: ocr.Readers
) -> None:
    (lines,) = ocr.read([sheet_of(f"NIK : {NIK}", "Nama : SITI RAHMAWATI")], with_second(readers, stand_in()))
    found = fields(lines)
    assert found["nik"].value == NIK
    assert not found["nik"].agreed
    assert not found["nama"].agreed
    assert found["nik"].confidence <= 0.8


@pytest.mark.parametrize(
    ("stand_in", "fault"), [(CrashingReader, EngineCrashed), (SlowReader, EngineTimeout)]
)
def test_a_reader_that_fails_is_never_an_empty_page(
    stand_in, fault: type[Exception], readers: ocr.Readers
) -> None:
    with pytest.raises(fault):
        ocr.read([sheet_of("SITI RAHMAWATI")], with_second(readers, stand_in()))
    with pytest.raises(fault):
        ocr.read([sheet_of("SITI RAHMAWATI")], replace(readers, first=stand_in()))


def test_a_reader_that_fails_in_the_middle_takes_the_page_with_it(readers: ocr.Readers) -> None:
    with pytest.raises(EngineCrashed):
        ocr.read(
            [sheet_of("SITI RAHMAWATI", f"NIK : {NIK}")], with_second(readers, CrashingReader(good_calls=1))
        )


def test_lost_lines_are_never_passed_over(readers: ocr.Readers) -> None:
    with pytest.raises((EngineCrashed, ValueError)):
        ocr.read([sheet_of("SITI", "RAHMAWATI", "BANDUNG")], with_second(readers, LosingReader()))


@pytest.mark.parametrize(("size", "expected"), [((100, 80), 640), ((1000, 700), 1000), ((4000, 3000), 1280)])
def test_small_pages_are_looked_at_in_full_and_large_ones_shrunk(
    size: tuple[int, int], expected: int
) -> None:
    assert detection_size(empty_page(width=size[1], height=size[0])) == expected

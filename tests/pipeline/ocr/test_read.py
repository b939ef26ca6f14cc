"""Every line once, its long numbers twice; then what must be proved again: who read what, on which page."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from models.document import DocumentType
from models.field import Line
from models.geometry import Quad
from models.page import Page
from models.part import Part
from pipeline import ocr
from pipeline.errors import EngineCrashed, EngineTimeout
from pipeline.extract.ktp import fields
from pipeline.ocr.read import _not_spelled, detection_size
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


def part_of(page: Page, lines: tuple[Line, ...]) -> Part:
    return Part(page, DocumentType.KTP, 1.0, lines)


def read_again(page: Page, readers: ocr.Readers) -> tuple[Line, ...]:
    """The page's lines, each with its second reading."""
    (lines,) = ocr.read([page], readers)
    (part,) = ocr.second([part_of(page, lines)], [frozenset(map(id, lines))], readers)
    return part.lines


def test_every_page_gets_its_own_lines(readers: ocr.Readers) -> None:
    pages = [sheet_of("SITI RAHMAWATI", "BANDUNG"), empty_page(), sheet_of("AGUS WIBOWO")]
    first, second, third = ocr.read(pages, readers)
    assert glued(first) == [["SITIRAHMAWATI"], ["BANDUNG"]]
    assert second == ()
    assert glued(third) == [["AGUSWIBOWO"]]
    assert [reading.reader for reading in first[0].readings] == ["ppocr"]


def test_only_the_wanted_lines_are_read_again_each_in_its_own_part(readers: ocr.Readers) -> None:
    pages = [sheet_of("SITI RAHMAWATI", "BANDUNG"), sheet_of("AGUS WIBOWO")]
    parts = [part_of(page, lines) for page, lines in zip(pages, ocr.read(pages, readers), strict=True)]
    wanted = [frozenset({id(parts[0].lines[1])}), frozenset(map(id, parts[1].lines))]
    once, whole = ocr.second(parts, wanted, readers)
    assert glued(once.lines) == [["SITIRAHMAWATI"], ["BANDUNG"] * 2]
    assert glued(whole.lines) == [["AGUSWIBOWO"] * 2]
    assert [reading.reader for reading in whole.lines[0].readings] == ["ppocr", "tesseract"]
    assert ocr.second(parts, [frozenset(), frozenset()], readers) == parts


def test_the_third_attempt_gives_numbers_to_all_readers_of_digits(readers: ocr.Readers) -> None:
    page = sheet_of(NIK, "SITI RAHMAWATI")
    (lines,) = ocr.read([page], readers)
    (part,) = ocr.third([part_of(page, lines)], [frozenset(map(id, lines))], readers)
    number, name = part.lines
    assert [r.reader for r in number.readings] == [
        "ppocr",
        "digits",
        "ppocr again",
        "digits again",
        "tesseract digits again",
    ]
    assert {r.text.replace(" ", "") for r in number.readings} == {NIK}
    assert [r.family for r in name.readings] == ["ppocr", "ppocr", "tesseract"]


def test_lines_stand_where_they_are_printed(readers: ocr.Readers) -> None:
    (lines,) = ocr.read([sheet_of("SITI RAHMAWATI", "BANDUNG")], readers)
    assert [60 + 90 * row < one.quad.centre[1] < 110 + 90 * row for row, one in enumerate(lines)] == [
        True,
        True,
    ]
    assert all(abs(one.quad.left - 68) < 20 for one in lines)


def test_a_long_number_is_read_at_once_by_the_reader_of_digits(readers: ocr.Readers) -> None:
    ((line,),) = ocr.read([sheet_of(f"NIK : {NIK}")], readers)
    assert [r.text.replace(" ", "").removeprefix("NIK").strip(":") for r in line.readings] == [NIK, NIK]
    assert [reading.reader for reading in line.readings] == ["ppocr", "digits"]


def test_a_line_that_is_a_number_is_not_given_to_the_reader_of_words(readers: ocr.Readers) -> None:
    number, label = read_again(sheet_of(NIK, "NIK"), readers)
    assert [reading.reader for reading in number.readings] == ["ppocr", "digits"]
    assert [reading.reader for reading in label.readings] == ["ppocr", "tesseract"]


def test_a_born_digital_page_is_read_from_its_text_layer(readers: ocr.Readers) -> None:
    page = born_digital(compose("kapk", FACTS, np.random.default_rng(1)))
    printed_page = sheet_of("SITI RAHMAWATI")
    layered, optical = ocr.read([page, printed_page], readers)
    assert page.text_layer is not None
    assert [one.text for one in layered] == [one.text for one in page.text_layer]
    assert {tuple(r.reader for r in one.readings) for one in layered} == {("pdf_text",)}
    assert glued(optical) == [["SITIRAHMAWATI"]]
    (shown,) = ocr.second([part_of(page, layered)], [frozenset(map(id, layered))], readers)
    assert {tuple(r.reader for r in one.readings) for one in shown.lines} == {("pdf_text", "ppocr")}


def test_under_a_stamp_is_read_what_is_seen_there_and_not_what_the_file_spells(readers: ocr.Readers) -> None:
    page = born_digital(compose("kapk", FACTS, np.random.default_rng(1)), dpi=150)
    assert page.text_layer is not None
    hidden, near = page.text_layer[3], page.text_layer[4]
    picture = page.image.copy()
    left, top = round(hidden.quad.left), round(hidden.quad.top)
    picture[top - 3 : top + 27, left - 4 : left + 420] = 255
    cv2.putText(
        picture, "ORANG LAIN 77", (left, top + 21), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2, cv2.LINE_AA
    )
    place = Quad.upright(left - 4, top - 3, left + 420, top + 27)
    rest = tuple(line for line in page.text_layer if line is not hidden)
    changed = replace(page, image=picture, text_layer=rest, stamped=(place,))
    (lines,) = ocr.read([changed], readers)
    layered = [line for line in lines if line.readings[0].reader == "pdf_text"]
    seen = [line for line in lines if line.readings[0].reader == "ppocr"]
    assert [one.text for one in layered] == [one.text for one in rest]
    assert near.text in [one.text for one in layered]
    assert any(one.text.replace(" ", "") == "ORANGLAIN77" for one in seen)
    assert not any(one.quad.top > hidden.quad.bottom + 8 for one in seen), "what is spelled is not read twice"


@pytest.mark.parametrize(
    ("seen", "left"),
    [
        ((100, 50, 600, 80), [(300, 600)]),  # a label that is spelled and its value under a stamp, joined
        ((98, 50, 303, 80), []),
        ((310, 50, 600, 80), [(310, 600)]),
        ((20, 50, 600, 80), [(20, 100), (300, 600)]),
        ((100, 90, 600, 120), [(100, 600)]),
    ],
)
def test_of_a_line_under_a_stamp_only_what_is_spelled_is_left_out(
    seen: tuple[float, float, float, float], left: list[tuple[float, float]]
) -> None:
    label = Quad.upright(100, 52, 300, 78)
    assert [(q.left, q.right) for q in _not_spelled(Quad.upright(*seen), [label])] == left


def test_no_pages_no_lines(readers: ocr.Readers) -> None:
    assert ocr.read([], readers) == []
    assert ocr.read([empty_page()], readers) == [()]


def with_second(readers: ocr.Readers, other: Reader) -> ocr.Readers:
    return replace(readers, second=other, digits=other)


@pytest.mark.parametrize("stand_in", [SilentReader, GarbledReader])
def test_a_second_reader_that_sees_nothing_or_nonsense_agrees_with_nothing(
    stand_in, readers: ocr.Readers
) -> None:
    found = fields(
        read_again(sheet_of(f"NIK : {NIK}", "Nama : SITI RAHMAWATI"), with_second(readers, stand_in()))
    )
    assert found["nik"].value == NIK
    assert not found["nik"].agreed
    assert not found["nama"].agreed
    assert found["nik"].confidence < 0.97


@pytest.mark.parametrize(
    ("stand_in", "fault"), [(CrashingReader, EngineCrashed), (SlowReader, EngineTimeout)]
)
def test_a_reader_that_fails_is_never_an_empty_page(
    stand_in, fault: type[Exception], readers: ocr.Readers
) -> None:
    with pytest.raises(fault):
        read_again(sheet_of("SITI RAHMAWATI"), with_second(readers, stand_in()))
    with pytest.raises(fault):
        ocr.read([sheet_of("SITI RAHMAWATI")], replace(readers, first=stand_in()))


def test_a_reader_that_fails_in_the_middle_takes_the_page_with_it(readers: ocr.Readers) -> None:
    with pytest.raises(EngineCrashed):
        read_again(
            sheet_of("SITI RAHMAWATI", f"NIK : {NIK}"), with_second(readers, CrashingReader(good_calls=1))
        )


def test_lost_lines_are_never_passed_over(readers: ocr.Readers) -> None:
    with pytest.raises((EngineCrashed, ValueError)):
        read_again(sheet_of("SITI", "RAHMAWATI", "BANDUNG"), with_second(readers, LosingReader()))


@pytest.mark.parametrize(("size", "expected"), [((100, 80), 640), ((1000, 700), 1000), ((4000, 3000), 1280)])
def test_small_pages_are_looked_at_in_full_and_large_ones_shrunk(
    size: tuple[int, int], expected: int
) -> None:
    assert detection_size(empty_page(width=size[1], height=size[0])) == expected

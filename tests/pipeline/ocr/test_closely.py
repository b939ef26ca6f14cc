"""Lines that are read once more from a closer crop, and crops without what stands beside the line."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from models.field import Reading
from models.page import Image
from pipeline import ocr
from pipeline.ocr.closely import DOUBTFUL, read_closely
from pipeline.ocr.crops import without_rules
from tests.contracts.reader import printed


class ByHeight:
    """A reader that is as sure as a crop is low, and notes what it was given."""

    name = "by height"

    def __init__(self, *sure: float) -> None:
        self.sure, self.given = iter(sure), 0

    def probe(self) -> str:
        return self.name

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        self.given += len(crops)
        return [Reading(self.name, f"{len(crop)} rows", next(self.sure)) for crop in crops]


def line(height: int = 100) -> Image:
    return np.full((height, 300, 3), 255, np.uint8)


def test_a_sure_line_is_read_once() -> None:
    reader = ByHeight(DOUBTFUL)
    assert [one.text for one in read_closely([line()], reader)] == ["100 rows"]
    assert reader.given == 1


@pytest.mark.parametrize(
    ("sure", "text"),
    [((0.5, 0.9, 0.8), "76 rows"), ((0.5, 0.6, 0.99), "60 rows"), ((0.9, 0.9, 0.2), "100 rows")],
)
def test_of_a_doubtful_line_the_surest_crop_is_believed(sure: tuple[float, ...], text: str) -> None:
    assert read_closely([line()], ByHeight(*sure))[0].text == text


def test_the_same_letters_keep_their_blanks() -> None:
    class Wider(ByHeight):
        def read(self, crops: Sequence[Image]) -> list[Reading]:
            return [
                Reading("wider", "KEBUMEN" if len(c) == 100 else "KEBU MEN", next(self.sure)) for c in crops
            ]

    assert read_closely([line()], Wider(0.6, 0.99, 0.99))[0].text == "KEBUMEN"


def test_each_line_gets_its_own_second_look() -> None:
    readings = read_closely([line(50), line(100), line(200)], ByHeight(0.5, 1.0, 0.6, 0.7, 0.8, 0.9, 0.6))
    assert [one.text for one in readings] == ["30 rows", "100 rows", "152 rows"]


def test_an_empty_line_is_not_looked_at_again(readers: ocr.Readers) -> None:
    assert read_closely([], readers.first) == []
    (reading,) = read_closely([line(40)], readers.first)
    assert not reading.text.strip()


def test_a_small_line_among_its_neighbours_feet_is_read(readers: ocr.Readers) -> None:
    """As a page that leans yields it: the line takes a third of its crop, parts of others the rest."""
    text = "10-11-2025, telah mengajukan pengunduran diri secara tertulis atas kemauan sendiri"
    own, other = printed(text, height=28), printed("tersebut telah disetujui oleh manajemen kami", height=28)
    crop = np.full((78, own.shape[1], 3), 255, np.uint8)
    crop[25:53] = own
    crop[:9, : other.shape[1]] = other[14:23]
    crop[69:, : other.shape[1]] = other[5:14]
    (whole,), (reading,) = readers.first.read([crop]), read_closely([crop], readers.first)
    missed, left = (
        Levenshtein.distance(one.text.replace(" ", ""), text.replace(" ", "")) for one in (whole, reading)
    )
    assert missed > 5
    assert left <= 1


def in_a_cell(text: str) -> Image:
    picture = cv2.copyMakeBorder(printed(text), 0, 0, 12, 12, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    picture[:, 3:6] = picture[:, -6:-3] = 20
    return picture


def test_upright_rules_at_both_ends_are_cut_off() -> None:
    cell = in_a_cell("8 Desember 2025")
    cut = without_rules(cell)
    assert cut.shape[1] == cell.shape[1] - 12
    assert (cut[:, :3] == 255).all() and (cut[:, -3:] == 255).all()


@pytest.mark.parametrize("text", ["I KETUT", "ILHAM", "8 Desember 2025", "1111"])
def test_letters_are_no_rules(text: str) -> None:
    picture = printed(text)
    assert without_rules(picture).shape == picture.shape


@pytest.mark.parametrize("shape", [(1, 1), (40, 2), (2, 40), (40, 300)])
def test_crops_without_print_stay_as_they_are(shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 128, np.uint8)
    assert without_rules(picture).shape == picture.shape


def test_a_line_that_is_known_already_is_not_read() -> None:
    known = Reading("ppocr", "SITI RAHMAWATI", 0.99)
    reader = ByHeight(0.99)
    readings = read_closely([line(50), line(100)], reader, [known, None])
    assert readings[0] is known
    assert readings[1].text == "100 rows"
    assert reader.given == 1

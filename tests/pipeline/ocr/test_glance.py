"""A first look at a page: which way up, how far it leans, and when not to trust that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from models.field import Reading
from models.geometry import Quad
from models.page import LayerLine, Page
from models.sheet import Look, Sheet
from pipeline import ocr
from pipeline.ocr.glance import BEYOND_DOUBT, FACE_SIDE, _tells
from sample_docs.generator.sheets import compose, raster
from tests.drawn_pages import FACTS, sitis_selfie


@cache
def letter() -> np.ndarray:
    return raster(compose("surat_pernyataan", FACTS, np.random.default_rng(2)), 100)


def seen(picture: np.ndarray, readers: ocr.Readers):
    page = Page.fresh("page.jpg", np.ascontiguousarray(picture))
    return ocr.way_up(page, ocr.glance(page, readers.finder), readers.first)


@pytest.mark.parametrize(("quarters", "turn"), [(0, 0), (1, 270), (2, 180), (3, 90)])
def test_a_page_turned_clockwise_by_quarters_must_be_turned_back(
    quarters: int, turn: int, readers: ocr.Readers
) -> None:
    glimpse = seen(np.rot90(letter(), -quarters), readers)
    assert (glimpse.turn, glimpse.sure) == (turn, True)
    assert abs(glimpse.skew) < 0.4
    assert len(glimpse.lines) > 8


class Counting:
    """A reader that counts the lines it is asked for."""

    name = "counting"

    def __init__(self, reader: ocr.Reader) -> None:
        self._reader, self.lines = reader, 0

    def probe(self) -> str:
        return self._reader.probe()

    def read(self, crops: Sequence[np.ndarray]) -> list[Reading]:
        self.lines += len(crops)
        return self._reader.read(crops)


@pytest.mark.parametrize(("quarters", "lines"), [(0, 3), (2, 4)])
def test_a_page_on_its_head_is_told_by_one_line_more(quarters: int, lines: int, readers: ocr.Readers) -> None:
    page = Page.fresh("page.jpg", np.ascontiguousarray(np.rot90(letter(), -quarters)))
    counting = Counting(readers.first)
    assert ocr.way_up(page, ocr.glance(page, readers.finder), counting).sure
    assert counting.lines == lines


@pytest.mark.parametrize("degrees", [-5.0, 3.0])
def test_the_skew_of_a_leaning_page(degrees: float, readers: ocr.Readers) -> None:
    """Positive where the lines fall to the right."""
    picture = letter()
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    leaning = cv2.warpAffine(picture, turn, (width, height), borderValue=(255, 255, 255))
    glimpse = seen(leaning, readers)
    assert glimpse.skew == pytest.approx(degrees, abs=0.6)
    assert glimpse.turn == 0


WORDLESS = {
    "white": np.full((600, 400, 3), 255, np.uint8),
    "black": np.zeros((600, 400, 3), np.uint8),
    "noise": np.random.default_rng(0).integers(0, 256, (600, 400, 3), dtype=np.uint8),
    "tiny": np.full((1, 1, 3), 255, np.uint8),
}


@pytest.mark.parametrize("kind", WORDLESS)
def test_a_page_without_text_is_left_as_it_is(kind: str, readers: ocr.Readers) -> None:
    glimpse = seen(WORDLESS[kind], readers)
    assert not glimpse.sure


def test_a_selfie_is_never_turned(readers: ocr.Readers) -> None:
    glimpse = seen(sitis_selfie(), readers)
    assert not (glimpse.sure and glimpse.turn)


def test_a_born_digital_page_is_upright_and_not_looked_at(readers: ocr.Readers) -> None:
    layer = (LayerLine("SURAT", Quad.upright(10, 10, 90, 30)),)
    page = Page.fresh("a.pdf", np.rot90(letter()).copy(), text_layer=layer)
    glimpse = ocr.way_up(page, ocr.glance(page, readers.finder), readers.first)
    assert (glimpse.turn, glimpse.sure, glimpse.lines) == (0, True, (layer[0].quad,))


def test_a_closer_look_goes_on_where_the_print_does(readers: ocr.Readers) -> None:
    """A small card's first look sees its large lines only; the small ones below must not be left out."""

    class Finder:
        """Sees the large lines from afar, and from near all that is in the picture it is given."""

        def __init__(self) -> None:
            self.seen: list[tuple[int, int]] = []

        def find(self, picture: np.ndarray, *, long_side: int) -> list[np.ndarray]:
            self.seen.append(picture.shape[:2])
            rows = np.flatnonzero(picture[:, :, 0].min(axis=1) < 50)
            starts = [row for row in rows if row - 1 not in rows]
            if len(self.seen) == 1:
                starts = starts[:2]
            left = int(np.flatnonzero(picture[:, :, 0].min(axis=0) < 50)[0])
            box = np.array([[0, 0], [400, 0], [400, 20], [0, 20]], float)
            return [box + np.array([left, row]) for row in starts]

    picture = np.full((2400, 1800, 3), 255, np.uint8)
    for row in range(9):
        picture[800 + 50 * row : 820 + 50 * row, 700:1100] = 0
    finder = Finder()
    look = ocr.glance(Page.fresh("a.jpg", picture), finder)
    assert len(look.lines) == 9
    assert len(finder.seen) > 2


def half_seen(readers: ocr.Readers) -> tuple[Page, Sheet, Sheet]:
    """A letter of which a look has seen two lines only, and a card above it on the same picture."""
    picture = np.full((2800, 2400, 3), 255, np.uint8)
    paper = letter()[:900]
    picture[1500 : 1500 + paper.shape[0], 50 : 50 + paper.shape[1]] = paper
    page = Page.fresh("page.jpg", picture)
    few = sorted(ocr.glance(page, readers.finder).lines, key=lambda line: line.width)[-2:]
    scale = 800 / 2800
    card = Sheet(page, Look((), scale), Quad.upright(100, 20, 1300, 800), 1.58, card=True, alone=False)
    return page, card, Sheet(page, Look(tuple(few), scale), alone=False)


def test_a_paper_left_over_beside_a_card_is_looked_at_closer(readers: ocr.Readers) -> None:
    _, card, rest = half_seen(readers)
    seen_closer = ocr.look_closer(rest, readers.finder, [card, rest])
    assert len(seen_closer.look.lines) >= len(rest.look.lines) + 3
    assert all(line.top > 1400 for line in seen_closer.look.lines)
    assert ocr.look_closer(replace(rest, alone=True), readers.finder, [card, rest]).look == rest.look


def test_what_is_left_over_is_not_searched_on_the_whole_picture(readers: ocr.Readers) -> None:
    page, _, rest = half_seen(readers)
    glimpse = ocr.way_up(page, rest.look, readers.first)
    assert ocr.carried(rest, glimpse, page) is not None


def test_lines_that_told_up_from_down_are_not_read_twice(readers: ocr.Readers) -> None:
    page = Page.fresh("letter.jpg", letter())
    sheet = Sheet(page, ocr.glance(page, readers.finder))
    glimpse = ocr.way_up(page, sheet.look, readers.first)
    told = [reading for reading in glimpse.readings if reading is not None]
    assert len(glimpse.readings) == len(glimpse.lines)
    assert 3 <= len(told) <= 5
    known = ocr.carried(sheet, glimpse, page)
    assert known is not None
    sure = {id(reading): quad for quad, reading in known if reading is not None}
    assert sure and all(reading.confidence >= BEYOND_DOUBT for reading in told if id(reading) in sure)

    class Counting:
        given = 0

        def __getattr__(self, name: str) -> object:
            return getattr(readers.first, name)

        def read(self, crops: list[np.ndarray]) -> list[Reading]:
            self.given += len(crops)
            return readers.first.read(crops)

    few, all_of_them = Counting(), Counting()
    (lines,) = ocr.read([page], replace(readers, first=few), [known])
    (every,) = ocr.read([page], replace(readers, first=all_of_them), [[(quad, None) for quad, _ in known]])
    assert few.given < all_of_them.given
    assert [line.text.replace(" ", "") for line in lines] == [line.text.replace(" ", "") for line in every]


def counting(readers: ocr.Readers) -> tuple[SimpleNamespace, list[int]]:
    """The finder, and at which sizes it was asked."""
    sizes: list[int] = []

    def find(image: np.ndarray, *, long_side: int) -> Sequence:
        sizes.append(long_side)
        return readers.finder.find(image, long_side=long_side)

    return SimpleNamespace(find=find), sizes


def test_a_selfie_is_looked_at_once_and_quickly(readers: ocr.Readers) -> None:
    page = Page.fresh("selfie.jpg", sitis_selfie())
    finder, sizes = counting(readers)
    face = Quad.upright(*(share * page.image.shape[1] for share in (0.3, 0.35, 0.7, 0.75)))
    assert ocr.glance(page, finder, face).lines == ()
    assert sizes == [FACE_SIDE]


def test_print_beside_a_face_is_looked_at_as_ever(readers: ocr.Readers) -> None:
    selfie = sitis_selfie()
    wide = cv2.resize(letter(), (selfie.shape[1], selfie.shape[0]))
    page = Page.fresh("selfie.jpg", np.concatenate([selfie, wide], axis=1))
    face = Quad.upright(*(share * selfie.shape[1] for share in (0.3, 0.35, 0.7, 0.75)))
    seen = ocr.glance(page, readers.finder, face)
    assert seen == ocr.glance(page, readers.finder) and len(seen.lines) > 5


@pytest.mark.parametrize("seen_first", [True, False])
def test_a_cloth_that_hides_the_print_is_looked_through_in_parts(
    readers: ocr.Readers, seen_first: bool
) -> None:
    """The finder takes a checked cloth for one line, or sees nothing at all."""
    sheet = letter()
    high, wide = sheet.shape[:2]
    picture = np.full((int(2.4 * high), int(2.4 * wide), 3), 150, np.uint8)
    picture[100 : 100 + high, 60 : 60 + wide] = sheet
    page = Page.fresh("ktp.jpg", picture)

    def find(image: np.ndarray, *, long_side: int) -> Sequence:
        if image.shape == picture.shape:  # as the finder does on a checked cloth
            down, across = image.shape[:2]
            whole = [(0, 0), (across - 1, 0), (across - 1, down - 1), (0, down - 1)]
            return [whole] if seen_first else []
        return readers.finder.find(image, long_side=long_side)

    lines = ocr.glance(page, SimpleNamespace(find=find)).lines
    seen_alone = ocr.glance(Page.fresh("a.jpg", sheet), readers.finder).lines
    assert len(lines) > 0.8 * len(seen_alone)
    assert all(line.right < 60 + wide + 20 and line.bottom < 100 + high + 20 for line in lines)


def test_short_numbers_do_not_tell_up_from_down_where_there_are_words() -> None:
    square, usual, long, endless = (Quad.upright(0, 0, 10 * length, 10) for length in (1, 7, 14, 60))
    assert sorted((square, long, endless, usual), key=_tells) == [square, endless, long, usual]


def test_a_strip_of_one_line_is_no_cloth(readers: ocr.Readers) -> None:
    strip = np.full((60, 700, 3), 235, np.uint8)
    cv2.putText(strip, "3273014708909003", (20, 45), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (20, 20, 20), 3)
    assert ocr.glance(Page.fresh("nik.png", strip), readers.finder).lines


def test_squares_of_a_cloth_do_not_tell_lying_lines_from_standing_ones(readers: ocr.Readers) -> None:
    """A letter that lies on its side, among more squares than it has lines."""
    sheet = np.ascontiguousarray(np.rot90(letter()))
    page = Page.fresh("ktp.jpg", sheet)
    look = ocr.glance(page, readers.finder)
    square = [Quad.upright(40 * n, 0, 40 * n + 40, 40) for n in range(25)]
    many = replace(look, lines=(*look.lines, *square * 9))
    assert ocr.way_up(page, many, readers.first).turn == ocr.way_up(page, look, readers.first).turn != 0

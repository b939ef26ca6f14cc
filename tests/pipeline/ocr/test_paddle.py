"""The first reader: any width of line, its faults by name, lines found where they are."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from models.geometry import Quad
from pipeline import ocr
from pipeline.errors import EngineCrashed
from pipeline.ocr import eight_bits
from pipeline.ocr.crops import crop, to_height
from pipeline.ocr.paddle import PaddleReader
from pipeline.ocr.recogniser import KEPT, WIDTHS, _buckets
from tests.contracts.reader import printed


@pytest.fixture
def paddle(readers: ocr.Readers) -> PaddleReader:
    assert isinstance(readers.first, PaddleReader)
    return readers.first


def test_a_line_wider_than_every_prepared_width_is_read_to_its_end(paddle: PaddleReader) -> None:
    text = "ABCDEFGHIJ " * 12 + "UJUNG"
    picture = printed(text)
    assert picture.shape[1] * 48 / picture.shape[0] > WIDTHS[-1]
    (reading,) = paddle.read([picture])
    assert reading.text.replace(" ", "").endswith("UJUNG")


def test_lines_of_any_width_are_of_few_shapes() -> None:
    crops = [np.zeros((height, 2600, 3), np.uint8) for height in range(1, 60)]
    assert set(_buckets(crops)) <= set(WIDTHS)


@pytest.mark.parametrize("shape", [(1, 1), (2, 60), (60, 2), (5, 5)])
def test_crops_too_small_to_hold_a_letter_are_answered(paddle: PaddleReader, shape: tuple[int, int]) -> None:
    (reading,) = paddle.read([np.full((*shape, 3), 200, np.uint8)])
    assert reading.reader == "ppocr"


def test_many_lines_of_mixed_widths_keep_their_order(paddle: PaddleReader) -> None:
    texts = [f"{n:02d}" + "AB" * (n % 5 + 1) for n in range(11)]
    assert [r.text.replace(" ", "") for r in paddle.read([printed(text) for text in texts])] == texts


def test_a_reading_does_not_depend_on_its_neighbours(paddle: PaddleReader) -> None:
    line = printed("SITI RAHMAWATI")
    alone = paddle.read([line])[0]
    among = paddle.read([printed("X"), line, printed("3273014708909003" * 3)])[1]
    assert among.text == alone.text


def test_every_character_tells_where_it_stands(paddle: PaddleReader) -> None:
    picture = printed("SITI 3273014708909003")
    (reading,) = paddle.read([picture])
    assert len(reading.places) == len(reading.sureness) == len(reading.text)
    assert list(reading.places) == sorted(reading.places)
    ink = np.flatnonzero(picture.min(axis=(0, 2)) < 128) / picture.shape[1]
    assert abs(reading.places[0] - ink[0]) < 0.05
    assert abs(reading.places[-1] - ink[-1]) < 0.05


def test_nothing_but_the_characters_of_indonesian_papers_is_ever_read(paddle: PaddleReader) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (6, 48, 300, 3), np.uint8)
    blots = [cv2.GaussianBlur(one, (0, 0), 3) for one in noise]
    assert all(set(r.text) <= KEPT for r in paddle.read([*noise, *blots]))


def test_a_fault_of_the_engine_is_its_crash(paddle: PaddleReader, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: Any, **__: Any) -> None:
        raise RuntimeError("SITI RAHMAWATI")

    class Falling:
        infer = staticmethod(fall)

    monkeypatch.setattr(paddle._recogniser, "_request", Falling())
    with pytest.raises(EngineCrashed, match="recogniser") as caught:
        paddle.read([printed("SITI RAHMAWATI")])
    assert "SITI" not in str(caught.value)
    monkeypatch.setattr(paddle._detector, "_request", Falling())
    with pytest.raises(EngineCrashed, match="detector"):
        paddle.find(np.full((100, 100, 3), 255, np.uint8), long_side=640)


def test_the_readers_name_tells_in_what_it_counts(
    paddle: PaddleReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eight_bits, "worth_it", lambda: True)
    assert paddle.probe().startswith("PP-OCRv6 small in eight bits, rapidocr ")
    monkeypatch.setattr(eight_bits, "worth_it", lambda: False)
    assert paddle.probe().startswith("PP-OCRv6 small, rapidocr ")


def test_what_a_large_picture_took_is_given_back(
    paddle: PaddleReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector, given_back = paddle._detector, []
    request = detector._request

    class Watched:
        def get_compiled_model(self) -> Any:
            given_back.append(1)
            return request.get_compiled_model()

        def __getattr__(self, name: str) -> Any:
            return getattr(request, name)

    monkeypatch.setattr(detector, "_request", Watched())
    page = np.full((1280, 960, 3), 255, np.uint8)
    line = printed("SITI RAHMAWATI", height=40)
    page[600 : 600 + line.shape[0], 300 : 300 + line.shape[1]] = line
    assert len(paddle.find(page, long_side=800)) == 1
    assert not given_back
    assert len(paddle.find(page, long_side=1280)) == 1
    assert given_back == [1]
    assert len(paddle.find(page, long_side=800)) == 1


def test_lines_are_found_in_the_pixels_of_the_picture(paddle: PaddleReader) -> None:
    page = np.full((1500, 2000, 3), 255, np.uint8)
    line = printed("SITI RAHMAWATI", height=60)
    page[700 : 700 + line.shape[0], 900 : 900 + line.shape[1]] = line
    quads = [Quad.of(corners) for corners in paddle.find(page, long_side=800)]
    assert len(quads) == 1
    x, y = quads[0].centre
    assert abs(x - (900 + line.shape[1] / 2)) < 25
    assert abs(y - 730) < 15


@pytest.mark.parametrize("shape", [(1, 1), (8, 2000), (2000, 8), (64, 64)])
def test_nothing_is_found_where_nothing_is(paddle: PaddleReader, shape: tuple[int, int]) -> None:
    assert paddle.find(np.full((*shape, 3), 255, np.uint8), long_side=640) == []


def test_a_crop_follows_its_quad() -> None:
    page = np.zeros((200, 300, 3), np.uint8)
    page[50:70, 100:200] = 255
    assert crop(page, Quad.upright(100, 50, 200, 70)).mean() > 250
    widened = crop(page, Quad.upright(100, 50, 200, 70), pad=0.5)
    assert widened.shape[:2] == (40, 120)
    assert crop(page, Quad.upright(-50, -50, 10, 10)).shape == (60, 60, 3)


@pytest.mark.parametrize(
    ("shape", "width"), [((24, 240), 480), ((96, 240), 120), ((48, 1), 1), ((500, 1), 1)]
)
def test_scaling_keeps_the_proportions(shape: tuple[int, int], width: int) -> None:
    assert to_height(np.zeros((*shape, 3), np.uint8), 48).shape == (48, width, 3)

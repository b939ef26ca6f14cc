"""What every reader promises (``pipeline/ocr/reader.py``), as questions to put to any of them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from models.field import Reading
from models.page import Image
from pipeline.errors import EngineError
from pipeline.ocr.reader import Reader

WORDS = ("SITI RAHMAWATI", "3273014708909003", "JL. MELATI NO. 17")


def printed(text: str, *, height: int = 40) -> Image:
    """A line crop with this text, black on white."""
    (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, height / 32, 2)
    picture = np.full((height, width + 16, 3), 255, np.uint8)
    cv2.putText(
        picture,
        text,
        (8, int(height * 0.76)),
        cv2.FONT_HERSHEY_SIMPLEX,
        height / 32,
        (0, 0, 0),
        2,
        cv2.LINE_AA,
    )
    return picture


def awkward_crops() -> list[Image]:
    """Crops as a bad page yields them: blank, black, noise, tiny, very wide, very tall."""
    noise = np.random.default_rng(1).integers(0, 256, (40, 300, 3), dtype=np.uint8)
    shapes = ((40, 300), (1, 1), (3, 5), (20, 6000), (400, 8))
    return [
        noise,
        np.zeros((40, 300, 3), np.uint8),
        *(np.full((*shape, 3), 255, np.uint8) for shape in shapes),
    ]


def introduces_itself(reader: Reader) -> None:
    """It has a name, and its probe says which version it is."""
    assert reader.name
    assert any(char.isdigit() for char in reader.probe())


def answers_nothing_with_nothing(reader: Reader) -> None:
    """No crops, no readings, and no fault."""
    assert reader.read([]) == []


def answers_in_shape_or_raises(reader: Reader, crops: Sequence[Image]) -> list[Reading] | None:
    """One reading for each crop, in the reader's name; or the engine's error, never something in between."""
    try:
        readings = reader.read(crops)
    except EngineError:
        return None
    assert len(readings) == len(crops)
    for reading in readings:
        assert reading.reader == reader.name
        assert isinstance(reading.text, str)
        assert 0.0 <= reading.confidence <= 1.0
        assert reading.text or reading.confidence == 0.0, "nothing was seen, and the reader is sure of it"
    return readings


def keeps_the_order(reader: Reader) -> None:
    """The same crops in another order give the same texts in that order."""
    crops = [printed(text) for text in WORDS]
    forward = [reading.text for reading in reader.read(crops)]
    backward = [reading.text for reading in reader.read(crops[::-1])]
    assert forward == backward[::-1]

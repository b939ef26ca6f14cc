"""PP-OCR's recogniser on OpenVINO, its output cut down to the characters that Indonesian papers print.

The network that comes with rapidocr's wheel tells 18,708 characters apart, nearly all of them Chinese. The
last layer and the decoding cost a third of its time, and a speck that looks like a Chinese character hides
the Latin one beside it; so the columns of all others are taken out of the last layer when it is loaded.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import openvino
import rapidocr
from numpy.typing import NDArray
from openvino import opset13

from models.field import Reading
from models.page import Image
from pipeline.errors import EngineCrashed
from pipeline.inference import request_of
from pipeline.ocr.crops import to_height
from pipeline.ocr.eight_bits import rounded
from pipeline.ocr.text import printable_as

LINE_HEIGHT = 48
"""Pixels; the height that the recogniser was trained on."""

WIDTHS = (
    80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 272, 304, 336,
    368, 400, 448, 496, 560, 624, 704, 800, 1008, 1232, 1504, 2000, 2600, 3200,
)  # fmt: skip
"""Crops are padded to one of these widths, and go alone: so few shapes are compiled, 3 MiB each, memory
stays flat, and a fourteenth is added as padding (chosen for the least on 4,572 lines). Four at once gain
nothing in eight bits (6.2 to 7.4 ms for 320 pixels, 6.7 to 7.3). Wider ones (lines of more than 130 letters)
are squeezed into the last: a picture full of hairlines, each of a width of its own, took 1.8 GB."""

ROOM = 8
"""Pixels of padding at least: of 2,441 lines as many are then read surely (0.98) as with a fifth of padding,
1,779, without it 14 fewer."""

SPACES = 0.25
"""What is added to the space's number, before the softmax, where the network is rounded: of 2,133 lines 3
then lost a space and 16 gained one (seed 31007), and the letters stay as they are."""

KEPT = frozenset(chr(code) for code in range(0x20, 0x7F)) | frozenset("：·•°–—’‘“”")
"""Printable ASCII, the full-width colon that PP-OCR likes, and marks that letters print."""

WEIGHTS = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"


class Recogniser:
    """One compiled network."""

    def __init__(self, name: str) -> None:
        """Load the weights (some 0.3 s). ``name`` is the reader's name on its readings."""
        self._name = name
        model, self._alphabet = network()
        if eight_bits := rounded(model, "reading"):
            _lean_to_spaces(model)
        self._request = request_of(model, exact=eight_bits)

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        """Return one reading for each crop (upright, RGB), in order.

        Raises:
            EngineCrashed: the network failed.
        """
        readings = [Reading(self._name, "", 0.0)] * len(crops)
        for width, members in _buckets(crops).items():
            for place in members:
                rows = self._infer(prepared(crops[place], width))[0]
                readings[place] = self._decoded(rows, _share(crops[place], width))
        return readings

    def _infer(self, line: NDArray[np.float32]) -> NDArray[np.float32]:
        try:
            self._request.infer([line], share_inputs=True, share_outputs=True)
            answer: NDArray[np.float32] = self._request.get_output_tensor().data
        except RuntimeError as fault:
            raise EngineCrashed(f"the text recogniser failed: {type(fault).__name__}") from fault
        return answer

    def _decoded(self, rows: NDArray[np.float32], share: float) -> Reading:
        """Take the likeliest character of each column (CTC): repeats and blanks fall out.

        ``share``: the part of the width that is crop, not padding.
        """
        best = rows.argmax(axis=1)
        new = best != 0
        new[1:] &= best[1:] != best[:-1]
        starts = np.flatnonzero(new)
        if not len(starts):
            return Reading(self._name, "", 0.0)
        letters = best[starts]
        chars = [self._alphabet[letter] for letter in letters.tolist()]
        along = np.minimum(1.0, (starts + 0.5) / len(best) / share).tolist()
        text, places, sureness = printable_as(chars, along, rows[starts, letters].tolist())
        mean = sum(sureness) / len(sureness) if sureness else 0.0
        return Reading(self._name, text, min(1.0, max(0.0, mean)), tuple(places), tuple(sureness))


def network() -> tuple[openvino.Model, list[str]]:
    """Return the network with the last layer cut, and its alphabet."""
    model = openvino.Core().read_model(WEIGHTS)
    return model, _cut(model)


def _cut(model: openvino.Model) -> list[str]:
    """Take the columns of characters that are not kept out of the last layer; return the alphabet left."""
    names = str(model.get_rt_info()["framework"]["character"].value).splitlines()
    table = ["", *names, " "]  # class 0 is CTC's blank, the last one the space
    kept = [0, *(place for place, char in enumerate(table) if place and char in KEPT)]
    for node in _last_layer(model):
        columns = node.input_value(1).get_node().data[..., kept]
        node.input(1).replace_source_output(opset13.constant(np.ascontiguousarray(columns)).output(0))
    model.validate_nodes_and_infer_types()
    return [table[place] for place in kept]


def _last_layer(model: openvino.Model) -> tuple[openvino.Node, openvino.Node]:
    """Return the product of the last layer and what is added to it."""
    product = next(node for node in reversed(model.get_ordered_ops()) if node.get_type_name() == "MatMul")
    return product, next(iter(product.output(0).get_target_inputs())).get_node()


def _lean_to_spaces(model: openvino.Model) -> None:
    """Make the space, the last class, likelier by ``SPACES``."""
    _, plus = _last_layer(model)
    added = np.array(plus.input_value(1).get_node().data)
    added[..., -1] += SPACES
    plus.input(1).replace_source_output(opset13.constant(added).output(0))


def _buckets(crops: Sequence[Image]) -> dict[int, list[int]]:
    buckets: dict[int, list[int]] = {}
    for place, picture in enumerate(crops):
        needed = _width(picture) + ROOM
        width = next((w for w in WIDTHS if needed <= w), WIDTHS[-1])
        buckets.setdefault(width, []).append(place)
    return buckets


def _width(picture: Image) -> int:
    return max(1, math.ceil(int(picture.shape[1]) * LINE_HEIGHT / int(picture.shape[0])))


def _share(picture: Image, width: int) -> float:
    return min(1.0, _width(picture) / width)


def prepared(picture: Image, width: int | None = None) -> NDArray[np.float32]:
    """Return a crop as the network wants it (1, 3, 48, width): blue first, -1..1, padded with its zero.

    ``width``: None for the one that it is padded to.
    """
    width = width or next(iter(_buckets([picture])))
    line = to_height(picture, LINE_HEIGHT)
    if line.shape[1] > width:
        line = np.asarray(
            cv2.resize(line, (width, LINE_HEIGHT), interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
    padded = np.zeros((1, 3, LINE_HEIGHT, width), np.float32)
    middle = (127.5, 127.5, 127.5)
    padded[..., : line.shape[1]] = cv2.dnn.blobFromImage(line, 1 / 127.5, mean=middle, swapRB=True)
    return padded

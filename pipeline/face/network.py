"""dlib's network of faces on OpenVINO: its weights as they are, its sums in a fifteenth of the time.

The file of weights has no published layout but dlib's own program (``dlib/dnn/layers.h``): layers from the
input on, each a name, its numbers as packed integers, its weights as 32-bit floats. What is read here is the
network of 29 convolutions that dlib's ``dnn_face_recognition_ex`` describes (He et al., "Deep residual
learning", 2016, with a few layers less), and nothing else: another file is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray
from openvino import opset13

from models.page import Image
from pipeline.inference import request_of

SIDE = 150
"""Pixels of the square that a face is cut to."""

MEANS = (122.782, 117.001, 104.298)
"""Of red, green and blue; taken off, and the rest divided by 256 (dlib's ``input_rgb_image_sized``)."""

BLOCKS = (3, 4, 3, 3, 1)
"""Residual blocks of each stage; all stages but the first begin by halving the picture."""

Array = NDArray[np.float32]


@dataclass(frozen=True)
class _Layer:
    """A convolution (out, in, high, wide) with the scale and shift behind it, each of ``out`` numbers."""

    weights: Array
    bias: Array
    stride: int
    padding: int


class FaceNetwork:
    """One compiled network."""

    def __init__(self, weights: Path) -> None:
        """Load dlib's file of weights (some 0.2 s).

        Raises:
            ValueError: the file holds another network.
        """
        try:
            layers, last = _layers(weights.read_bytes())
            self._request = request_of(_model(layers, last), exact=True)
        except (IndexError, RuntimeError, StopIteration) as fault:  # cut short, or of other sizes
            raise ValueError("not dlib's network of faces") from fault

    def encoding_of(self, face: Image) -> NDArray[np.float64]:
        """Return the 128 numbers of a face (150, 150, 3), RGB, upright, as ``dlib.get_face_chip`` cuts it."""
        ready = (face.astype(np.float32) - np.asarray(MEANS, np.float32)) / 256
        self._request.infer([ready.transpose(2, 0, 1)[None]])
        return np.array(self._request.get_output_tensor().data[0], np.float64)


class _Reader:
    """Reads dlib's packed integers and tensors."""

    def __init__(self, data: bytes, place: int) -> None:
        self._data, self.place = data, place

    def integer(self) -> int:
        """One byte tells how many follow, the least first."""
        size = self._data[self.place] & 0x0F
        value = int.from_bytes(self._data[self.place + 1 : self.place + 1 + size], "little")
        self.place += 1 + size
        return value

    def tensor(self) -> Array:
        """The version (2), four sides, and the numbers, flat."""
        if self.integer() != 2:
            raise ValueError("a tensor of another version")
        count = int(np.prod([self.integer() for _ in range(4)]))
        found = np.frombuffer(self._data, "<f4", count, self.place)
        self.place += 4 * count
        return found


def _places(data: bytes, name: str) -> list[int]:
    """Where the layers of a name begin, behind it."""
    mark, found, place = bytes([1, len(name)]) + name.encode(), [], 0
    while (place := data.find(mark, place)) >= 0:
        place += len(mark)
        found.append(place)
    return found


def _layers(data: bytes) -> tuple[list[_Layer], Array]:
    """Return the convolutions from the input on, and the last layer's matrix (256, 128)."""
    spots, scales, ends = _places(data, "con_4"), _places(data, "affine_"), _places(data, "fc_2")
    if len(spots) != 29 or len(scales) != len(spots) or len(ends) != 1:
        raise ValueError("not dlib's network of faces")
    layers, channels = [], 3
    for spot, scale in zip(spots, scales, strict=True):
        reader = _Reader(data, spot)
        numbers = reader.tensor()
        out, high, wide, stride, _, padding, _ = (reader.integer() for _ in range(7))
        size = out * channels * high * wide
        if len(numbers) != size + out:
            raise ValueError("not dlib's network of faces")
        gain, shift = np.split(_Reader(data, scale).tensor(), 2)
        weights = numbers[:size].reshape(out, channels, high, wide) * gain[:, None, None, None]
        layers.append(_Layer(weights, numbers[size:] * gain + shift, stride, padding))
        channels = out
    reader = _Reader(data, ends[0])
    out, into = reader.integer(), reader.integer()
    return layers, reader.tensor().reshape(into, out)


def _model(layers: list[_Layer], last: Array) -> openvino.Model:
    """Put the layers together as ``anet_type`` of dlib's example does."""
    rest = iter(layers)
    face = opset13.parameter([1, 3, SIDE, SIDE], np.float32)
    here = opset13.relu(_convolved(face, next(rest)))
    here = opset13.max_pool(here, [2, 2], [1, 1], [0, 0], [0, 0], [3, 3], "floor").output(0)
    for stage, blocks in enumerate(BLOCKS):
        for block in range(blocks):
            inner = _convolved(opset13.relu(_convolved(here, next(rest))), next(rest))
            if stage and not block:
                here = opset13.avg_pool(here, [2, 2], [0, 0], [0, 0], [2, 2], False, "floor").output(0)
            here = opset13.relu(_sum(inner, here)).output(0)
    mean = opset13.reduce_mean(here, np.asarray([2, 3]), False)
    return openvino.Model([opset13.matmul(mean, opset13.constant(last), False, False)], [face])


def _convolved(here: Any, layer: _Layer) -> Any:
    stride, pad = [layer.stride] * 2, [layer.padding] * 2
    done = opset13.convolution(here, opset13.constant(layer.weights), stride, pad, pad, [1, 1])
    return opset13.add(done, opset13.constant(layer.bias.reshape(1, -1, 1, 1))).output(0)


def _sum(one: Any, other: Any) -> Any:
    """Add two maps of unlike sizes as dlib's ``add_prev`` does: what one of them lacks is zero."""
    sizes = [list(map_.get_shape()) for map_ in (one, other)]
    whole = [max(pair) for pair in zip(*sizes, strict=True)]
    return opset13.add(*(_grown(map_, size, whole) for map_, size in zip((one, other), sizes, strict=True)))


def _grown(here: Any, size: list[int], whole: list[int]) -> Any:
    if size == whole:
        return here
    after = [most - least for most, least in zip(whole, size, strict=True)]
    none, zero = np.zeros(4, np.int64), opset13.constant(np.float32(0))
    return opset13.pad(here, none, np.asarray(after, np.int64), "constant", zero).output(0)

"""The detector's network as it is run, against the same as it came."""

from __future__ import annotations

import numpy as np
import openvino
import pytest
from numpy.typing import NDArray
from openvino import opset13

from pipeline.errors import EngineCrashed
from pipeline.ocr import detector
from pipeline.ocr.rewired import rewired, whole
from tests.contracts.reader import printed

HOW = {"INFERENCE_PRECISION_HINT": "f32"}


def run(model: openvino.Model, given: NDArray[np.generic]) -> NDArray[np.float32]:
    request = openvino.Core().compile_model(model, "CPU", HOW).create_infer_request()
    request.infer([given])
    return np.array(request.get_output_tensor().data, np.float32)


def test_it_finds_what_the_network_finds_as_it_came() -> None:
    picture = np.full((192, 256, 3), (250, 235, 200), np.uint8)
    line = printed("SITI RAHMAWATI")[:, :230]
    picture[60 : 60 + line.shape[0], 10 : 10 + line.shape[1]] = line
    came = (picture[..., ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    sure = run(openvino.Core().read_model(detector.WEIGHTS), np.ascontiguousarray(came))[0, 0]
    found = 1 / (1 + np.exp(-whole(run(detector.network(), detector.prepared(picture)))))
    assert found.shape == sure.shape == (192, 256)
    assert sure.max() > 0.9
    assert float(np.abs(found - sure).max()) < 1e-3


def test_each_layer_has_every_fourth_point() -> None:
    layers = np.arange(16 * 6, dtype=np.float32).reshape(1, 16, 2, 3)
    drawn = whole(layers)
    for place in range(16):
        far, across, near, along = (int(bit) for bit in f"{place:04b}")
        assert (drawn[2 * far + near :: 4, 2 * across + along :: 4] == layers[0, place]).all()


def test_another_network_is_refused() -> None:
    given = opset13.parameter([1, 3, 32, 32], np.float32)
    with pytest.raises(EngineCrashed, match="not those"):
        rewired(openvino.Model([opset13.relu(given)], [given]))

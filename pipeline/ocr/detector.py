"""PP-OCR's text detector on OpenVINO: a picture in, the outlines of its lines out.

The weights and the way from the network's map to outlines are rapidocr's. The network is written anew
(``rewired.py``), its last layer taken off it: its sigmoid was a tenth of the time.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import openvino
import rapidocr
from numpy.typing import NDArray
from rapidocr.ch_ppocr_det.utils import DBPostProcess

from models.page import Image
from pipeline.errors import EngineCrashed
from pipeline.inference import request_of
from pipeline.ocr.eight_bits import rounded
from pipeline.ocr.rewired import rewired, whole

WEIGHTS = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_det_small.onnx"

COMPILED = 1024
"""Compiled pieces that are kept: those of some 24 shapes of picture (43 each), which three pictures of
four have (210 pictures, 48 shapes); a shape that must be compiled again costs 20 ms. With twice as many
a worker takes 85 MiB more and grows for hundreds of claims; OpenVINO keeps 5,000 otherwise, and it grew
without end."""

LARGE = 3 * 900 * 900
"""Numbers of a picture from which the network's own memory is given back after it: the network keeps as much
as its largest picture took, 360 MiB more for one of 1,280 pixels squared than for a glance's 800 by 608."""

STEP = 32
"""Pixels; the network halves a picture five times."""

ROW = 10
"""Pixels between the tops of two lines from which the lower one begins a row of its own."""

TEXT, LINE, WIDER = 0.3, 0.45, 1.7
"""Sureness from which a point is text, and a line one; how much wider than its core an outline is drawn."""

Outlines = NDArray[np.float32]
"""Corners of lines (n, 4, 2), pixels, from the top left clockwise; lines from top to bottom."""


class Detector:
    """One compiled network."""

    def __init__(self) -> None:
        """Load the weights (some 0.3 s)."""
        model = network()
        self._request = request_of(model, exact=rounded(model, "finding"), compiled=COMPILED)
        self._outlines = DBPostProcess(
            thresh=TEXT, box_thresh=LINE, unclip_ratio=WIDER, use_dilation=True, score_mode="fast"
        )

    def outlines_in(self, picture: Image) -> Outlines:
        """Return the outlines of the lines in a picture (RGB), looked at in its own size.

        Raises:
            EngineCrashed: the network failed.
        """
        height, width = picture.shape[:2]
        if min(_size(picture)) < STEP:
            return np.empty((0, 4, 2), np.float32)
        ready = prepared(picture)
        try:
            self._request.infer([ready], share_inputs=True, share_outputs=True)
            sure = 1.0 / (1.0 + cv2.exp(-whole(self._request.get_output_tensor().data)))
            boxes, _ = self._outlines(sure[None, None], (height, width))
            if picture.size > LARGE:
                self._request.get_compiled_model().release_memory()
        except Exception as fault:  # the engines' own error types are private; any of them is their crash
            raise EngineCrashed(f"the text detector failed: {type(fault).__name__}") from fault
        return _in_reading_order(np.asarray(boxes, np.float32).reshape(-1, 4, 2))


def network() -> openvino.Model:
    """Return the network without its last layer, rewired.

    Raises:
        EngineCrashed: the weights are another version's.
    """
    model = openvino.Core().read_model(WEIGHTS)
    end = model.get_results()[0]
    last = end.input_value(0).get_node()
    if last.get_type_name() != "Sigmoid":
        raise EngineCrashed("the text detector's weights are not those that this program knows")
    end.input(0).replace_source_output(last.input_value(0))
    return rewired(model)


def prepared(picture: Image) -> Image:
    """Return a picture as the network wants it (1, h, w, 3): sides multiples of 32."""
    size = _size(picture)
    ready = picture if size == picture.shape[1::-1] else cv2.resize(picture, size)
    return np.ascontiguousarray(ready, dtype=np.uint8)[None]


def _size(picture: Image) -> tuple[int, int]:
    height, width = picture.shape[:2]
    return round(width / STEP) * STEP, round(height / STEP) * STEP


def _in_reading_order(boxes: Outlines) -> Outlines:
    """Sort from top to bottom; boxes whose tops are a few pixels apart are of one row, from left to right."""
    boxes = boxes[np.argsort(boxes[:, 0, 1], kind="stable")]
    row = np.cumsum(np.r_[0, np.diff(boxes[:, 0, 1]) >= ROW]) if len(boxes) else np.empty(0)
    return np.asarray(boxes[np.lexsort((boxes[:, 0, 0], row))])

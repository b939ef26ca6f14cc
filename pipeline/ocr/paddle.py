"""First reader: PP-OCR through rapidocr on OpenVINO. Finds the lines and reads them.

The weights come with rapidocr's wheel; nothing is downloaded. Its angle classifier is not used: it was
seen to turn a correct NIK line upside down; pages are turned by imaging instead.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import cv2
import numpy as np

from models.field import Reading
from models.page import Image
from pipeline.errors import EngineCrashed, EngineMissing
from pipeline.ocr.crops import to_height
from pipeline.ocr.text import printable

LINE_HEIGHT = 48
"""Pixels; the height that the recogniser was trained on."""

WIDTHS = (96, 160, 240, 320, 420, 560, 760, 1000, 1400, 2000)
"""Crops are padded to one of these widths, so that a handful of shapes are compiled once and batches
hold little padding."""

BATCH = 8


class PaddleReader:
    """PP-OCRv6 small: detector and recogniser in one process, one thread each."""

    name = "ppocr"

    def __init__(self, *, threads: int = 1) -> None:
        """Load both networks (about a second)."""
        self.probe()
        from rapidocr import EngineType, RapidOCR
        from rapidocr.ch_ppocr_rec import TextRecInput

        self._input = TextRecInput
        engine: Any = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.log_level": "error",
                "Det.engine_type": EngineType.OPENVINO,
                "Rec.engine_type": EngineType.OPENVINO,
                "EngineConfig.openvino.inference_num_threads": threads,
                "Det.limit_type": "max",
                "Det.box_thresh": 0.45,
                "Det.unclip_ratio": 1.7,
                "Rec.rec_batch_num": BATCH,
            }
        )
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self._detector = engine._load_det_model()
        self._recogniser = engine._load_rec_model()

    def probe(self) -> str:
        """Return the reader's name and version."""
        try:
            return f"PP-OCRv6 small, rapidocr {version('rapidocr')}, openvino {version('openvino')}"
        except PackageNotFoundError as missing:
            raise EngineMissing(str(missing.name), "Run: make setup") from None

    def find(self, image: Image, *, long_side: int) -> list[list[tuple[float, float]]]:
        """Return the corners of every text line (see :class:`pipeline.ocr.reader.Finder`)."""
        scale = min(1.0, long_side / max(image.shape[:2]))
        small = (
            image
            if scale == 1.0
            else cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        )
        self._detector.limit_side_len = long_side
        try:
            found = self._detector(np.ascontiguousarray(small[:, :, ::-1]))
        except Exception as fault:  # the engine's own error types are private; any of them is its crash
            raise EngineCrashed(f"the text detector failed: {type(fault).__name__}") from fault
        if found.boxes is None:
            return []
        sx, sy = image.shape[1] / small.shape[1], image.shape[0] / small.shape[0]
        return [[(float(x) * sx, float(y) * sy) for x, y in box] for box in found.boxes]

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        """Return one reading for each crop, in order."""
        readings = [Reading(self.name, "", 0.0)] * len(crops)
        for width, members in self._buckets(crops).items():
            for start in range(0, len(members), BATCH):
                chunk = members[start : start + BATCH]
                for place, reading in zip(
                    chunk, self._read_bucket([crops[i] for i in chunk], width), strict=True
                ):
                    readings[place] = reading
        return readings

    def _buckets(self, crops: Sequence[Image]) -> dict[int, list[int]]:
        buckets: dict[int, list[int]] = {}
        for index, picture in enumerate(crops):
            needed = math.ceil(picture.shape[1] * LINE_HEIGHT / picture.shape[0])
            width = next((w for w in WIDTHS if needed <= w), needed)
            buckets.setdefault(width, []).append(index)
        return buckets

    def _read_bucket(self, crops: Sequence[Image], width: int) -> list[Reading]:
        canvas = []
        for picture in crops:
            line = to_height(picture, LINE_HEIGHT)[:, :width]
            padded = np.full((LINE_HEIGHT, width, 3), 127, np.uint8)  # mid grey is the network's zero
            padded[:, : line.shape[1]] = line[:, :, ::-1]
            canvas.append(padded)
        self._recogniser.rec_image_shape = [3, LINE_HEIGHT, width]
        try:
            result = self._recogniser(self._input(img=canvas, return_word_box=False))
        except Exception as fault:  # as above
            raise EngineCrashed(f"the text recogniser failed: {type(fault).__name__}") from fault
        return [
            Reading(self.name, printable(text), min(1.0, max(0.0, float(score))))
            for text, score in zip(result.txts, result.scores, strict=True)
        ]

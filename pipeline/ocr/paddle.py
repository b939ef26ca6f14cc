"""First reader: PP-OCR through rapidocr's weights on OpenVINO. Finds the lines and reads them.

The weights come with rapidocr's wheel; nothing is downloaded. Its angle classifier is not used: it was
seen to turn a correct NIK line upside down; pages are turned by imaging instead.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import cv2
import numpy as np

from models.field import Reading
from models.page import Image
from pipeline.errors import EngineCrashed, EngineMissing

COMPILED = 512
"""Compiled pieces of the detector that are kept: those of some five shapes of picture. OpenVINO keeps 5,000
otherwise, and as every picture has a shape of its own, a worker grew by 1.6 MiB a picture without end: by
85 MiB over 16 pictures of 1,536 pixels, with this by 13 (random sides, seed 1)."""


def keep_few_shapes(session: Any, *, threads: int) -> None:
    """Compile the network of rapidocr's session anew (0.5 s), so that it keeps few compiled shapes."""
    from openvino import Core

    told = {"INFERENCE_NUM_THREADS": threads, "CPU_RUNTIME_CACHE_CAPACITY": COMPILED}
    session.session = Core().compile_model(session.model, "CPU", told).create_infer_request()


class PaddleReader:
    """PP-OCRv6 small: detector and recogniser in one process, one thread each."""

    name = "ppocr"

    def __init__(self, *, threads: int = 1) -> None:
        """Load both networks (about a second)."""
        self.probe()
        from rapidocr import EngineType, RapidOCR

        from pipeline.ocr.recogniser import Recogniser

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
            }
        )
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self._detector = engine._load_det_model()
        keep_few_shapes(self._detector.session, threads=threads)
        self._recogniser = Recogniser(self.name, threads=threads)

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
        return self._recogniser.read(crops)

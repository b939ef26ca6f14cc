"""Baseline: RapidOCR as its documentation shows it, ``RapidOCR()`` on ONNX Runtime, nothing set."""

from __future__ import annotations

import contextlib
import io
import logging
import math
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from pipeline.errors import EngineMissing
from pipeline.evaluate.readers.ktp_rows import Word, fields_of
from pipeline.evaluate.readers.picture import opened


class RapidOcrDefaults:
    """RapidOCR with its own engine, models, sizes, angle classifier and threads."""

    name = "rapidocr"
    title = "RapidOCR, defaults"

    def __init__(self) -> None:
        try:
            self.version = f"RapidOCR {version('rapidocr')}, ONNX Runtime {version('onnxruntime')}"
        except PackageNotFoundError as missing:
            raise EngineMissing(
                str(missing.name), "RapidOCR's default engine: pip install onnxruntime"
            ) from None
        from rapidocr import RapidOCR

        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            self._engine: Any = RapidOCR()
        logging.getLogger("RapidOCR").setLevel(
            logging.ERROR
        )  # it would print what it does, nothing else changes

    def __call__(self, picture: bytes) -> dict[str, str]:
        """Return the fields of the KTP on the picture."""
        seen = self._engine(np.ascontiguousarray(opened(picture)[:, :, ::-1]))  # arrays are taken as BGR
        if seen.boxes is None or seen.txts is None:
            return {}
        return fields_of([_word(text, box) for text, box in zip(seen.txts, seen.boxes, strict=True)])


def _word(text: str, box: Any) -> Word:
    """A line with its place; the longer pair of edges tells how it lies."""
    corners = np.asarray(box, np.float64)
    across, down = (corners[1] - corners[0] + corners[2] - corners[3]) / 2, (corners[3] - corners[0])
    along, high = (across, down) if np.hypot(*across) * 1.5 >= np.hypot(*down) else (down, across)
    x, y = corners.mean(axis=0)
    slope = math.degrees(math.atan2(along[1], along[0]))
    return Word(str(text), float(x), float(y), float(np.hypot(*along)), float(np.hypot(*high)), slope)

"""Baseline: Tesseract over the whole picture, prepared as usual: grey, resized, threshold.

Of six ways tried on eight pictures (Otsu, truncation, adaptive, none; 1600 and 2200 px) this read the most.
"""

from __future__ import annotations

import cv2
import numpy as np
import pytesseract

from pipeline.errors import EngineMissing
from pipeline.evaluate.readers.ktp_rows import Word, fields_of
from pipeline.evaluate.readers.picture import opened

WIDTH = 1600
"""Pixels; a card's print is then some 30 px high, which is what Tesseract likes."""

BRIGHT = 127
"""Grey level; what is lighter (the card's ground and most of its pattern) becomes one even grey."""

SURE = 20.0
"""Percent; words below are the card's pattern read as letters."""


class TesseractWhole:
    """Plain Tesseract: language ``ind``, page segmentation 6 (one block of text)."""

    name = "tesseract"
    title = "Tesseract, whole picture"

    def __init__(self) -> None:
        try:
            self.version = f"Tesseract {pytesseract.get_tesseract_version()} (ind, psm 6)"
        except pytesseract.TesseractNotFoundError:
            raise EngineMissing("Tesseract", "sudo apt-get install tesseract-ocr tesseract-ocr-ind") from None

    def __call__(self, picture: bytes) -> dict[str, str]:
        """Return the fields of the KTP on the picture."""
        grey = cv2.cvtColor(opened(picture), cv2.COLOR_RGB2GRAY)
        scale = WIDTH / max(grey.shape)
        way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        sized = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way)
        _, ink = cv2.threshold(np.asarray(sized, np.uint8), BRIGHT, 255, cv2.THRESH_TRUNC)
        seen = pytesseract.image_to_data(
            ink, lang="ind", config="--psm 6", output_type=pytesseract.Output.DICT, timeout=120
        )
        columns = (seen[name] for name in ("text", "conf", "left", "top", "width", "height"))
        return fields_of([
            Word(str(text), left + width / 2, top + height / 2, width, height)
            for text, sure, left, top, width, height in zip(*columns, strict=True)
            if float(sure) >= SURE and str(text).strip()
        ])  # fmt: skip

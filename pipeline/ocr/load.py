"""The engines of one worker process, loaded once, and their names for the report."""

from __future__ import annotations

import cv2

from pipeline.ocr.digits import DigitReader
from pipeline.ocr.paddle import PaddleReader
from pipeline.ocr.read import Readers
from pipeline.ocr.tesseract import TesseractReader


def probe() -> None:
    """Check that Tesseract is there before a batch starts its workers (some 50 ms).

    Raises:
        EngineMissing: it, or a language, is not; the message has the command that installs it.
    """
    TesseractReader()
    TesseractReader(language="eng")


def load_readers() -> Readers:
    """Load every reader (about two seconds); from then on OpenCV has one thread, as the networks have.

    Raises:
        EngineMissing: one is not installed; the message says how to get it.
    """
    cv2.setNumThreads(1)  # scale comes from workers: a second thread takes a core that another worker has
    paddle = PaddleReader()
    return Readers(
        finder=paddle,
        first=paddle,
        second=TesseractReader(),
        digits=DigitReader(),
        whitelisted=TesseractReader(language="eng", whitelist="0123456789", name="tesseract digits"),
    )

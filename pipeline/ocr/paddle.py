"""First reader: PP-OCR through rapidocr's weights on OpenVINO. Finds the lines and reads them.

The weights come with rapidocr's wheel; nothing is downloaded. Its angle classifier is not used: it was
seen to turn a correct NIK line upside down; pages are turned by imaging instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from models.field import Reading
from models.page import Image
from pipeline.errors import EngineMissing
from pipeline.shrinking import scaled_to, shrunk


class PaddleReader:
    """PP-OCRv6 small: detector and recogniser in one process, one thread each."""

    name = "ppocr"

    def __init__(self) -> None:
        """Load both networks (about a second)."""
        self.probe()
        from pipeline.ocr.detector import Detector
        from pipeline.ocr.recogniser import Recogniser

        self._detector = Detector()
        self._recogniser = Recogniser(self.name)

    def probe(self) -> str:
        """Return the reader's name and version; where its networks run in eight bits, that too."""
        try:
            brought = f"rapidocr {version('rapidocr')}, openvino {version('openvino')}"
        except PackageNotFoundError as missing:
            raise EngineMissing(str(missing.name), "Run: make setup") from None
        from pipeline.ocr import eight_bits

        return f"PP-OCRv6 small{' in eight bits' if eight_bits.worth_it() else ''}, {brought}"

    def find(self, image: Image, *, long_side: int) -> list[list[tuple[float, float]]]:
        """Return the corners of every text line (see :class:`pipeline.ocr.reader.Finder`)."""
        scale, small = min(1.0, long_side / max(image.shape[:2])), image
        if scale < 1.0:
            small = shrunk(image, scaled_to(image.shape, scale), quick=True)
        sx, sy = image.shape[1] / small.shape[1], image.shape[0] / small.shape[0]
        return [[(float(x) * sx, float(y) * sy) for x, y in box] for box in self._detector.outlines_in(small)]

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        """Return one reading for each crop, in order."""
        return self._recogniser.read(crops)

"""Second reader: Tesseract, on line crops only.

In this process where its library is there in the program's own version (``libtesseract.py``), else through
pytesseract. Starting the program and loading its model costs more than reading a line, so the crops of a
whole claim then go through one call: pytesseract hands it a list of pictures and the TSV that comes back
counts them.
"""

from __future__ import annotations

import math
import os
import tempfile
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytesseract
from numpy.typing import NDArray

from models.field import Reading
from models.page import Image
from pipeline.errors import EngineCrashed, EngineMissing, EngineTimeout
from pipeline.ocr import libtesseract
from pipeline.ocr.crops import to_height
from pipeline.ocr.text import printable

LINE_HEIGHT = 44
"""Pixels; capitals of some 30 px are what Tesseract's LSTM likes."""

BORDER = 10
"""White pixels around a line; without them the first and last letters suffer."""

FAINTEST = 12
"""Grey levels between ink and ground below which a line is blank."""

SECONDS_PER_LINE = 2.0
SECONDS_AT_LEAST = 30.0

Words = list[tuple[str, float]]
"""Words of a line, each with its sureness (0..1)."""

HOW_TO_GET = "sudo apt-get install tesseract-ocr tesseract-ocr-ind tesseract-ocr-osd"


class TesseractReader:
    """Tesseract with one language and, for digits, a whitelist."""

    def __init__(self, *, language: str = "ind", whitelist: str = "", name: str = "tesseract") -> None:
        """Check that the program and its language are there.

        Raises:
            EngineMissing: one of them is not; the message has the command that installs it.
        """
        self.name = name
        self._language = language
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # scale comes from workers, not from threads
        self._variables = {"tessedit_do_invert": "0"}  # clean() has turned light letters dark already
        if whitelist:
            self._variables |= {"load_system_dawg": "0", "tessedit_char_whitelist": whitelist}
        self.probe()
        self._version = str(pytesseract.get_tesseract_version())

    @cached_property
    def _library(self) -> libtesseract.Library | None:
        """The library with the language, where it is the program's own."""
        if libtesseract.version() != self._version:
            return None
        return libtesseract.Library.load(self._language, self._variables)

    def probe(self) -> str:
        """Return the program's name and version."""
        try:
            found = pytesseract.get_tesseract_version()
            languages = pytesseract.get_languages(config="")
        except (pytesseract.TesseractNotFoundError, OSError):
            raise EngineMissing("Tesseract", f"Run: {HOW_TO_GET}") from None
        if self._language not in languages:
            raise EngineMissing(f"Tesseract's language '{self._language}'", f"Run: {HOW_TO_GET}")
        return f"Tesseract {found} ({self._language})"

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        """Return one reading for each crop, in order."""
        readings = [Reading(self.name, "", 0.0)] * len(crops)
        cleaned = {place: line for place, crop in enumerate(crops) if (line := clean(crop)) is not None}
        if not cleaned:
            return readings
        lines, library = list(cleaned.values()), self._library
        seen = self._by_program(lines) if library is None else self._by_library(lines, library)
        for place, words in zip(cleaned, seen, strict=True):
            readings[place] = self._reading(words)
        return readings

    def _by_library(self, lines: Sequence[NDArray[np.uint8]], library: libtesseract.Library) -> list[Words]:
        until = time.monotonic() + SECONDS_AT_LEAST + SECONDS_PER_LINE * len(lines)
        try:
            return [library.words_of(line, until - time.monotonic()) for line in lines]
        except libtesseract.Slow:
            raise EngineTimeout(f"Tesseract did not finish {len(lines)} lines in time") from None
        except libtesseract.Fell:
            raise EngineCrashed("Tesseract's library reports a failure") from None

    def _by_program(self, lines: Sequence[NDArray[np.uint8]]) -> list[Words]:
        with tempfile.TemporaryDirectory(prefix="periksa-") as folder:
            names = [str(Path(folder) / f"{place:05}.pgm") for place in range(len(lines))]
            for name, line in zip(names, lines, strict=True):
                cv2.imwrite(name, line)
            listing = Path(folder) / "lines.txt"
            listing.write_text("\n".join(names) + "\n", encoding="utf-8")
            return _collected(self._run(listing, len(lines)), len(lines))

    def _run(self, listing: Path, count: int) -> dict[str, list[str]]:
        config = "--psm 7 " + " ".join(f"-c {name}={value}" for name, value in self._variables.items())
        try:
            table: dict[str, list[str]] = pytesseract.image_to_data(
                str(listing),
                lang=self._language,
                config=config,
                output_type=pytesseract.Output.DICT,
                timeout=SECONDS_AT_LEAST + SECONDS_PER_LINE * count,
            )
        except pytesseract.TesseractNotFoundError:
            raise EngineMissing("Tesseract", f"Run: {HOW_TO_GET}") from None
        except pytesseract.TesseractError as fault:
            raise EngineCrashed(f"Tesseract stopped with status {fault.status}") from None
        except RuntimeError:
            raise EngineTimeout(f"Tesseract did not finish {count} lines in time") from None
        return table

    def _reading(self, words: Words) -> Reading:
        if not words:
            return Reading(self.name, "", 0.0)
        text = printable(" ".join(text for text, _ in words))
        return Reading(self.name, text, float(np.mean([confidence for _, confidence in words])))


def _collected(table: dict[str, list[str]], count: int) -> list[Words]:
    words: list[Words] = [[] for _ in range(count)]
    seen = 0
    for page, text, confidence in zip(table["page_num"], table["text"], table["conf"], strict=True):
        seen = max(seen, int(page))
        if str(text).strip() and float(confidence) >= 0 and int(page) <= count:
            words[int(page) - 1].append((str(text).strip(), float(confidence) / 100))
    if seen != count:
        raise EngineCrashed(f"Tesseract answered {seen} of {count} lines")
    return words


def clean(picture: Image) -> NDArray[np.uint8] | None:
    """Return the line in grey, at Tesseract's height, its background evened and its contrast spread.

    None where nothing is written: Tesseract makes letters up on an empty line.
    """
    grey = cv2.cvtColor(to_height(picture, LINE_HEIGHT), cv2.COLOR_RGB2GRAY)
    low, middle, high = _levels(grey, 2, 50, 98)
    if middle - low < high - middle:
        grey = 255 - grey  # light on dark; letters cover less than half of a line
    ground = cv2.GaussianBlur(cv2.dilate(grey, np.ones((9, 9), np.uint8)), (0, 0), 9)
    even = cv2.divide(grey, ground, scale=255)
    low, high = _levels(even, 2, 90)
    if high - low < FAINTEST:
        return None
    spread = cv2.LUT(
        even, np.clip((np.arange(256) - low) * (255 / max(high - low, 1)), 0, 255).astype(np.uint8)
    )
    framed = cv2.copyMakeBorder(spread, BORDER, BORDER, BORDER, BORDER, cv2.BORDER_CONSTANT, value=(255,))
    return np.asarray(framed, dtype=np.uint8)


def _levels(grey: NDArray[Any], *shares: float) -> list[float]:
    """Return the levels below which these shares (%) of a picture lie: ``np.percentile``, by counting."""
    counts = np.cumsum(cv2.calcHist([grey], [0], None, [256], [0, 256]), dtype=np.int64)
    found = []
    for share in shares:
        place = share / 100 * (int(counts[-1]) - 1)
        below, above = np.searchsorted(counts, (math.floor(place), math.ceil(place)), side="right")
        found.append(float(below + (above - below) * (place - math.floor(place))))
    return found

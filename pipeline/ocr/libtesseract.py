"""Tesseract's library, called in this process: its model stays loaded, and no picture touches a disk.

Starting the program takes 76 ms each time, as long as reading ten lines, and a claim asks up to three times.
The library comes with Debian's package of the program and reads the same, to the last digit of its sureness
(300 lines of ``phone``, with and without whitelist). Where it is not found, or of another version, the
program is started instead (``tesseract.py``).
"""

from __future__ import annotations

import ctypes
import time
import weakref
from ctypes import POINTER, c_char_p, c_int, c_size_t, c_void_p
from functools import cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

NAMES = ("libtesseract.so.5", "libtesseract.5.dylib")
ONE_LINE = 7
"""Page segmentation mode: the picture is a single line of text."""

BEST_MODE = 3
"""Engine mode: what the language's file offers."""

WORD = 5
"""Level of a row of the TSV that holds a word."""


_VARIABLES = (POINTER(c_char_p), POINTER(c_char_p), c_size_t, c_int)
"""Types of names, values, how many, and whether debugging is out of bounds."""


class Slow(Exception):  # noqa: N818 - never leaves this package
    """A line was not read in time."""


class Fell(Exception):  # noqa: N818 - never leaves this package
    """The library said that it failed."""


@cache
def _library() -> ctypes.CDLL | None:
    """Load the library and declare what is used of its C interface (``tesseract/capi.h``)."""
    for name in NAMES:
        try:
            found = ctypes.CDLL(name)
        except OSError:
            continue
        for function, answers, takes in (
            ("TessVersion", c_char_p, []),
            ("TessBaseAPICreate", c_void_p, []),
            ("TessBaseAPIDelete", None, [c_void_p]),
            ("TessBaseAPIInit4", c_int, [c_void_p, c_char_p, c_char_p, c_int, c_void_p, c_int, *_VARIABLES]),
            ("TessBaseAPISetPageSegMode", None, [c_void_p, c_int]),
            ("TessBaseAPISetImage", None, [c_void_p, c_void_p, c_int, c_int, c_int, c_int]),
            ("TessBaseAPIRecognize", c_int, [c_void_p, c_void_p]),
            ("TessBaseAPIGetTsvText", c_void_p, [c_void_p, c_int]),
            ("TessBaseAPIClear", None, [c_void_p]),
            ("TessDeleteText", None, [c_void_p]),
            ("TessMonitorCreate", c_void_p, []),
            ("TessMonitorDelete", None, [c_void_p]),
            ("TessMonitorSetDeadlineMSecs", None, [c_void_p, c_int]),
        ):
            entry = getattr(found, function)
            entry.restype, entry.argtypes = answers, takes
        return found
    return None


def version() -> str | None:
    """Return the library's version, as ``tesseract --version`` writes it; None where it is not there."""
    library = _library()
    return None if library is None else str(library.TessVersion().decode())


class Library:
    """One model, loaded. For one thread at a time."""

    def __init__(self, library: ctypes.CDLL, handle: int) -> None:
        self._library, self._handle = library, c_void_p(handle)
        # and before the program ends: the library, unloaded with a model still there, complains on stderr
        weakref.finalize(self, library.TessBaseAPIDelete, self._handle)

    @classmethod
    def load(cls, language: str, variables: dict[str, str]) -> Self | None:
        """Load a language (60 ms); None where the library or the language is not there.

        ``variables``: as ``-c`` gives them to the program.
        """
        library = _library()
        handle = library.TessBaseAPICreate() if library is not None else None
        if library is None or not handle:
            return None
        loaded, count = cls(library, handle), len(variables)
        names = (c_char_p * count)(*(name.encode() for name in variables))
        values = (c_char_p * count)(*(value.encode() for value in variables.values()))
        if library.TessBaseAPIInit4(
            loaded._handle, None, language.encode(), BEST_MODE, None, 0, names, values, count, 0
        ):  # fmt: skip
            return None
        library.TessBaseAPISetPageSegMode(loaded._handle, ONE_LINE)
        return loaded

    def words_of(self, picture: NDArray[np.uint8], seconds: float) -> list[tuple[str, float]]:
        """Return the words of one line (grey, dark on light), each with its sureness (0..1).

        Raises:
            Slow: it takes longer than so many seconds.
            Fell: the library reports a failure.
        """
        grey = np.ascontiguousarray(picture)
        height, width = grey.shape
        library, handle = self._library, self._handle
        monitor = c_void_p(library.TessMonitorCreate())
        library.TessMonitorSetDeadlineMSecs(monitor, max(1, int(1000 * seconds)))
        begun = time.monotonic()
        try:
            library.TessBaseAPISetImage(handle, grey.ctypes.data_as(c_void_p), width, height, 1, width)
            status = library.TessBaseAPIRecognize(handle, monitor)
            if time.monotonic() - begun > seconds:
                raise Slow
            text = c_void_p(library.TessBaseAPIGetTsvText(handle, 0)) if status == 0 else c_void_p()
            if not text.value:
                raise Fell
            try:
                table = ctypes.string_at(text).decode("utf-8", "replace")
            finally:
                library.TessDeleteText(text)
        finally:
            library.TessBaseAPIClear(handle)
            library.TessMonitorDelete(monitor)
        return _words(table)


def _words(table: str) -> list[tuple[str, float]]:
    """Return the words of a TSV (level, five numbers of its place, four of its box, sureness in %, text).

    Sureness in whole percents, as pytesseract tells it.
    """
    words = []
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) == 12 and int(cells[0]) == WORD and float(cells[10]) >= 0 and cells[11].strip():
            words.append((cells[11].strip(), int(float(cells[10])) / 100))
    return words

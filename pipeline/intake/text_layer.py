"""What a PDF page says it holds: words with places, and pictures (by pdfplumber).

A text layer is what the maker of the file claims to stand on the page. It counts only where the drawn
page can bear it out: every line has ink under it, and the words look like words. Lines that a stamp or a
signature touches do not count, and the place is read optically. A page whose text lies on pictures for more
than a little is read optically as a whole, like a scan; that costs time and hides nothing.
"""

from __future__ import annotations

import io
import logging
import unicodedata
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
import pdfplumber
from numpy.typing import NDArray
from pdfminer.layout import LTChar, LTContainer, LTImage
from pdfplumber.utils.text import extract_words

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it comments every oddity, with words of the page

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_MIN_WORDS = 10
_MAX_STRANGE = 0.02
_MIN_CONTRAST = 40
"""Least difference, 0..255, between the darkest and the brightest pixel under a line that is really there."""
_LINE_BREAK = 1.5
"""A gap of this many line heights separates two lines that stand side by side, as optical readers do."""
_BACKGROUND = 0.5
_MOST_STAMPED = 0.1
"""Share of the page that pictures may cover which lie on its text: stamps, signatures, a code."""
_LEAST_CLEAR = 0.7
"""Share of the lines that no picture may touch, at least."""
_LIES_ON, _TOUCHES = 0.1, 0.005
"""Share of a line's box under a picture from which that lies on the line, and from which it touches it."""

Spelled = tuple[tuple[str, Box], ...]
"""Lines: text and box."""


@dataclass(frozen=True)
class Contents:
    """A page's lines and pictures; boxes are shares (0..1) of the page as a person sees it.

    Attributes:
        covered: share of the page under pictures.
        resolution: pixels per point of the finest large picture (0 without one).
    """

    lines: Spelled
    pictures: tuple[Box, ...]
    covered: float
    resolution: float
    upright: bool


class TextLayers:
    """The text layers of one PDF, opened when the first page is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def contents(self, number: int) -> Contents | None:
        """Return what page ``number`` holds, or None where this parser cannot make sense of the file."""
        try:
            if self._pdf is None:
                self._pdf = pdfplumber.open(io.BytesIO(self._data))
            page = self._pdf.pages[number - 1]
            try:
                return _contents(page)
            finally:
                page.close()  # or the objects of every page stay in memory
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - whatever it stumbles over, the page can still be read optically
            return None


def is_born_digital(contents: Contents, pixels: NDArray[np.uint8]) -> bool:
    """Tell whether the text layer may be taken for what stands on the drawn page."""
    clear, _ = apart(contents)
    return may_be_born_digital(contents) and all(_has_ink(box, pixels) for _, box in clear)


def may_be_born_digital(contents: Contents) -> bool:
    """Tell whether the page is worth drawing to see if its text layer is true; a scan is not."""
    clear, _ = apart(contents)
    words = [word for text, _ in clear for word in text.split()]
    sensible = [word for word in words if len(word) > 1 and all(map(_is_printed, word))]
    strange = sum("(cid:" in word or any(not _is_known(letter) for letter in word) for word in words)
    return (
        contents.covered <= _BACKGROUND
        and contents.upright
        and len(sensible) >= _MIN_WORDS
        and strange <= _MAX_STRANGE * len(words)
        and len(clear) >= _LEAST_CLEAR * len(contents.lines)
        and sum(_area(p) for p in contents.pictures if _lines_under(contents, p, _LIES_ON)) <= _MOST_STAMPED
    )


def apart(contents: Contents) -> tuple[Spelled, tuple[Box, ...]]:
    """Return the lines that no picture touches, and the places of the pictures that touch others, with those.

    Places that meet are one.
    """
    touched = [(picture, _lines_under(contents, picture, _TOUCHES)) for picture in contents.pictures]
    hidden = {place for _, under in touched for place in under}
    clear = tuple(line for place, line in enumerate(contents.lines) if place not in hidden)
    places: list[Box] = []
    for picture, under in touched:
        if under:
            own = _around([picture, *(contents.lines[place][1] for place in under)])
            while met := [place for place in places if _meet(own, place)]:
                own, places = _around([own, *met]), [place for place in places if place not in met]
            places.append(own)
    return clear, tuple(places)


def _lines_under(contents: Contents, picture: Box, share: float) -> list[int]:
    """The places of the lines of whose boxes more than this share lies in a picture."""
    return [place for place, (_, box) in enumerate(contents.lines) if _overlap(box, picture) > share]


def _area(box: Box) -> float:
    return max(0.0, min(1, box[2]) - max(0, box[0])) * max(0.0, min(1, box[3]) - max(0, box[1]))


def _meet(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) >= max(one[0], other[0]) and min(one[3], other[3]) >= max(one[1], other[1])


def _contents(page: Any) -> Contents:
    left, top, right, bottom = _seen(page)
    width, height = right - left, bottom - top

    def share(item: Any) -> Box:
        return (
            (item["x0"] - left) / width,
            (item["top"] - top) / height,
            (item["x1"] - left) / width,
            (item["bottom"] - top) / height,
        )

    letters, images = _letters_and_images(page)
    pictures, covered, resolution = [], 0.0, 0.0
    for picture in images:
        box = share(picture)
        pictures.append(box)
        area = _area(box)
        covered += area
        if area > _BACKGROUND / 5:
            longest = max(picture["x1"] - picture["x0"], picture["bottom"] - picture["top"])
            resolution = max(resolution, max(picture["srcsize"]) / longest)
    printed = [letter for letter in letters if letter["text"].strip()]
    turned = sum(not _reads_from_left(letter["matrix"]) for letter in printed)
    words = extract_words(letters, keep_blank_chars=False, use_text_flow=False, x_tolerance_ratio=0.2)
    lines = tuple(
        (" ".join(word["text"] for word in line), _around([share(word) for word in line]))
        for line in _lines(words)
    )
    return Contents(lines, tuple(pictures), covered, resolution, turned <= 0.02 * len(printed))


def _letters_and_images(page: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the page's letters and pictures as pdfplumber has them, with what is needed of a letter only.

    Its own lists hold fonts, colours and paths of everything on the page, and take a third of the time.
    """
    letters, images, waiting = [], [], deque(page.layout)
    right, down = page.mediabox[:2]
    while waiting:
        item = waiting.popleft()
        if isinstance(item, LTContainer):
            waiting.extendleft(reversed(list(item)))
        elif isinstance(item, LTImage):
            images.append(page.process_object(item))
        elif isinstance(item, LTChar):
            top = page.height - item.y1 + down
            letters.append({
                "text": item.get_text(), "matrix": item.matrix, "upright": item.upright, "size": item.size,
                "x0": item.x0 + right, "x1": item.x1 + right, "top": top,
                "bottom": page.height - item.y0 + down, "doctop": page.initial_doctop + top,
            })  # fmt: skip
    return letters, images


def _seen(page: Any) -> Box:
    """Return the part of the page that a person sees."""
    if page.rotation and page.cropbox != page.mediabox:
        raise ValueError("pdfplumber does not turn an off-centre CropBox with its page")
    left, top, right, bottom = (float(edge) for edge in page.cropbox)
    outer_left, outer_top, outer_right, outer_bottom = (float(edge) for edge in page.mediabox)
    return max(left, outer_left), max(top, outer_top), min(right, outer_right), min(bottom, outer_bottom)


def _reads_from_left(matrix: tuple[float, ...]) -> bool:
    """Tell whether a letter stands upright and unmirrored on the page as seen."""
    a, b, c, d = matrix[:4]
    return a > 0 and d > 0 and abs(b) <= 0.02 * a and abs(c) <= 0.5 * d  # c leans an italic letter


def _lines(words: list[Any]) -> list[list[Any]]:
    """Group words that stand on one line, from top to bottom and left to right."""
    rows: list[list[Any]] = []
    for word in sorted(words, key=lambda word: (word["top"] + word["bottom"]) / 2):
        middle = (word["top"] + word["bottom"]) / 2
        if rows and rows[-1][0]["top"] < middle < rows[-1][0]["bottom"]:
            rows[-1].append(word)
        else:
            rows.append([word])
    lines: list[list[Any]] = []
    for row in rows:
        previous = None
        for word in sorted(row, key=lambda word: word["x0"]):
            height = word["bottom"] - word["top"]
            if previous is None or word["x0"] - previous["x1"] > _LINE_BREAK * height:
                lines.append([])
            lines[-1].append(word)
            previous = word
    return lines


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _overlap(one: Box, other: Box) -> float:
    """Return the share of the first box that lies in the second."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    area = (one[2] - one[0]) * (one[3] - one[1])
    return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0


def _has_ink(box: Box, pixels: NDArray[np.uint8]) -> bool:
    height, width = pixels.shape[:2]
    left, right = (int(np.clip(edge * width, 0, width)) for edge in (box[0], box[2]))
    top, bottom = (int(np.clip(edge * height, 0, height)) for edge in (box[1], box[3]))
    under = pixels[top : bottom + 1, left : right + 1].mean(axis=2)
    return under.size > 0 and float(under.max() - under.min()) >= _MIN_CONTRAST


def _is_printed(letter: str) -> bool:
    return letter.isascii() or unicodedata.category(letter)[0] in "LNPS"


def _is_known(letter: str) -> bool:
    return letter != "�" and unicodedata.category(letter) not in {"Cc", "Cn", "Co", "Cs"}

"""The reader of numbers: a small network of our own that knows digits, in whatever type they are printed.

Tesseract was never taught OCR-A, the type of the identity card's NIK, and agreed on half of such lines only.
This network's weights and training (``scripts/digits/train.py``: lines drawn with many fonts and spoilt by
that script, never the samples' pictures) have nothing in common with PP-OCR's, so where the two agree, that
is evidence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import openvino
from numpy.typing import NDArray
from openvino import opset13

from models.field import Reading
from models.page import Image
from pipeline.errors import EngineCrashed, EngineMissing
from pipeline.inference import request_of
from pipeline.ocr.crops import to_height

HEIGHT = 32
"""Pixels; the height of the lines that it was trained on."""

ALPHABET = ("", *"0123456789", "-", "x")
"""CTC's blank, the digits, a mark between digits, and one sign for a word of anything else."""

WEIGHTS = Path(__file__).with_name("digits.npz")

STEP = 64
"""Widths are padded to a multiple of this (px), so that few shapes are compiled."""

BAND_PAD = 0.12
"""Of the digits' height, left above and below them; the network was trained on lines cut as close."""

EDGES = 0.35
"""Share of a line's strongest row of edges from which a row holds print."""

FAINTEST = 8.0
"""Grey levels between ink and ground that count as full contrast at least; less is noise blown up."""

POOLS = {0: (2, 2), 1: (2, 2), 3: (2, 1), 4: (2, 1)}
"""Behind which layer the picture shrinks, and by how much (down, across)."""


class DigitReader:
    """One compiled network, one thread."""

    name = "digits"

    def __init__(self) -> None:
        """Load the weights (some 50 ms).

        Raises:
            EngineMissing: the weights are not there.
        """
        self._version = self.probe()
        self._request = request_of(_network())

    def probe(self) -> str:
        """Return the reader's name and version."""
        if not WEIGHTS.is_file():
            raise EngineMissing("the digit reader's weights", f"Fetch {WEIGHTS.name} again: git checkout")
        return "periksa digits 1"

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        """Return one reading for each crop: its digits, a dash for a mark between; no words."""
        return [self._one(picture) for picture in crops]

    def _one(self, picture: Image) -> Reading:
        close = _band(picture)
        line = _even(np.asarray(cv2.cvtColor(to_height(close, HEIGHT), cv2.COLOR_RGB2GRAY), np.uint8))
        width = max(STEP, math.ceil(line.shape[1] / STEP) * STEP)
        padded = np.zeros((1, 1, HEIGHT, width), np.float32)
        padded[0, 0, :, : line.shape[1]] = line
        try:
            self._request.infer([padded])
            rows = np.array(self._request.get_output_tensor().data)[0, :, 0].T
        except RuntimeError as fault:
            raise EngineCrashed(f"the digit reader failed: {type(fault).__name__}") from fault
        chances = np.exp(rows - rows.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        best, sure = chances.argmax(axis=1), chances.max(axis=1)
        runs = np.flatnonzero((best != 0) & (best != np.r_[0, best[:-1]]))
        share = width / line.shape[1]
        said = [
            (ALPHABET[best[at]], (at + 0.5) / len(best) * share, _surest(sure, best, at))
            for at in map(int, runs)
            if ALPHABET[best[at]] != "x"
        ]
        if not any(char.isdigit() for char, _, _ in said):
            return Reading(self.name, "", 0.0)
        text = "".join(char for char, _, _ in said)
        sureness = tuple(chance for _, _, chance in said)
        return Reading(
            self.name,
            text,
            min(sureness),
            tuple(min(1.0, place) for _, place, _ in said),
            sureness,
        )


def _surest(sure: NDArray[np.float32], best: NDArray[np.intp], at: int) -> float:
    """How sure the network was of the character that begins at this column: its best column."""
    end = at
    while end + 1 < len(best) and best[end + 1] == best[at]:
        end += 1
    return float(sure[at : end + 1].max())


def _band(picture: Image) -> Image:
    """Cut a crop to the rows that hold its print: finders leave up to a letter's height around small type.

    Upright strokes are what print has and a rule under it has not, so edges across the line are counted.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    edges = np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3)).mean(axis=1)
    reach = 2 * max(1, len(edges) // 12) | 1
    edges = cv2.GaussianBlur(edges[:, None], (1, reach), 0)[:, 0]
    faint = float(np.percentile(edges, 10))
    printed = edges > faint + EDGES * (edges.max() - faint)
    top = bottom = int(edges.argmax())
    while top > 0 and printed[top - 1]:
        top -= 1
    while bottom + 1 < len(printed) and printed[bottom + 1]:
        bottom += 1
    pad = BAND_PAD * (bottom + 1 - top)
    return picture[max(0, int(top - pad)) : int(np.ceil(bottom + 1 + pad))]


def _even(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return dark print on light ground around zero; light print on dark is turned over."""
    low, middle, high = (float(level) for level in np.percentile(grey, (2, 50, 98)))
    if middle - low < high - middle:
        grey, low, middle, high = np.asarray(255 - grey, np.uint8), 255 - high, 255 - middle, 255 - low
    return np.asarray((grey.astype(np.float32) - middle) / max(high - low, FAINTEST), np.float32)


def _network() -> openvino.Model:
    """Build the network from its weights: convolutions with ReLU, the last one without."""
    line = opset13.parameter([1, 1, HEIGHT, -1], np.float32, name="line")
    node = line
    with np.load(WEIGHTS, allow_pickle=False) as weights:
        count = len(weights.files) // 2
        for number in range(count):
            kernel = weights[f"w{number}"].astype(np.float32)
            bias = weights[f"b{number}"].astype(np.float32)[None, :, None, None]
            down = 0 if kernel.shape[2] != 3 else 1
            pads = [down, kernel.shape[3] // 2]
            node = opset13.convolution(node, opset13.constant(kernel), [1, 1], pads, pads, [1, 1])
            node = opset13.add(node, opset13.constant(bias))
            if number + 1 < count:
                node = opset13.relu(node)
            if number in POOLS:
                step = list(POOLS[number])
                node = opset13.max_pool(node, step, [1, 1], [0, 0], [0, 0], step).output(0)
    return openvino.Model([node], [line], "digits")

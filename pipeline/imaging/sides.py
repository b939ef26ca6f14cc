"""Straight edges of a picture: what could be the rim of a card or a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from models.page import Image
from pipeline.once import Once

LOOK_SIDE = 480
"""Pixels; edges are looked for on a copy of this long side. A card's rim is then placed to half a pixel."""

SHORTEST = 9.0
"""Pixels on that copy; shorter edges are texture and letters."""

OFF_LINE = 2.0
"""Pixels; how far the ends of a segment may be off a side that it is a piece of."""

DARK = 128.0
"""Grey level; spreading a picture that has brighter parts would show a form's inner lines."""

SPREAD, MOST_GAIN = 90.0, 2.5
"""Grey levels between a picture's dark and bright parts up to which it is spread, and by how much at most."""

STEP = 2.0
"""Pixels; resolution at which the covered stretches of a side are kept."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sides:
    """Candidate sides that run roughly along one axis, in a frame turned to the text.

    Attributes:
        offset, slope: side ``i`` is v = offset[i] + slope[i] * u, where u runs along the axis.
        covered: covered[i, k] is the length (px) of side i that is seen between ``start`` and bin k.
        start: u of the first bin, px; bins are ``STEP`` wide.
    """

    offset: Floats
    slope: Floats
    covered: Floats
    start: float

    def seen(self, side: NDArray[np.intp], one: Floats, other: Floats) -> Floats:
        """Return the share (0..1) of each side that is seen between two places along it."""
        last = self.covered.shape[1] - 1
        low = np.clip((np.minimum(one, other) - self.start) / STEP, 0, last).astype(np.intp)
        high = np.clip((np.maximum(one, other) - self.start) / STEP, 0, last).astype(np.intp)
        length = np.maximum(np.abs(other - one), 1.0)
        share = (self.covered[side, high] - self.covered[side, low]) / length
        return np.asarray(np.clip(share, 0.0, 1.0))

    def __len__(self) -> int:
        """How many sides there are."""
        return len(self.offset)


class Edges:
    """The straight edges of a picture by what shows them, looked for when first asked for."""

    def __init__(self, lab: Image, scale: float = 1.0) -> None:
        """Take a small copy in Lab colours, and its scale."""
        self.lab, self.scale = lab, scale

    def of_brightness(self) -> Floats:
        """Edges between light and dark."""
        return self._bright

    def of_colour(self) -> Floats:
        """Edges between colours."""
        return self._coloured

    def of_contrast(self) -> Floats:
        """Edges between light and dark that only raised contrast shows."""
        return self._raised

    @cached_property
    def _bright(self) -> Floats:
        return segments_in(brightness(self.lab))

    @cached_property
    def _coloured(self) -> Floats:
        return np.concatenate([segments_in(axis) for axis in colours(self.lab)])

    @cached_property
    def _raised(self) -> Floats:
        return segments_in(contrast(self.lab))


_edges: Once[Edges] = Once()


def edges_of(image: Image) -> Edges:
    """Return a picture's edges, on its small copy; sheets, frames and cut-outs all look for them."""
    return _edges(image, lambda: Edges(*small_lab(image)))


def small_lab(image: Image) -> tuple[Image, float]:
    """Return a small copy in Lab colours and its scale.

    Every n-th pixel first, the rest without a mean: averaging would cost more than all else here.
    """
    scale = min(1.0, LOOK_SIDE / max(image.shape[:2]))
    height, width = image.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(every_nth(image, max(1, int(0.5 / scale))), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), dtype=np.uint8), scale


def every_nth(image: Image, step: int) -> Image:
    """Return every n-th pixel of every n-th row, as ``image[::step, ::step]`` has them; in half its time."""
    if step == 1:
        return np.ascontiguousarray(image)
    size = (-(-image.shape[1] // step), -(-image.shape[0] // step))
    way = np.array([[step, 0.0, 0.0], [0.0, step, 0.0]])
    picked = cv2.warpAffine(image, way, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    return np.asarray(picked, dtype=np.uint8)


def segments_in(channel: NDArray[np.uint8]) -> Floats:
    """Return the straight edges (n, 2, 2) of a small grey picture; dark always lies on the same hand."""
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(channel)[0]
    if found is None:
        return np.empty((0, 2, 2))
    segments = found.reshape(-1, 2, 2).astype(np.float64)
    step = segments[:, 1] - segments[:, 0]
    return np.asarray(segments[np.hypot(step[:, 0], step[:, 1]) >= SHORTEST])


def brightness(lab: Image) -> NDArray[np.uint8]:
    """The picture's brightness: the grain of a table stays fainter than a card's rim.

    A dark picture is spread first, since a rim in it is no stronger than grain is elsewhere.
    """
    light = np.ascontiguousarray(lab[..., 0])
    low, high = np.percentile(light[::3, ::3], (2, 98))
    gain = min(MOST_GAIN, SPREAD / max(float(high - low), 1.0))
    if high > DARK or gain < 1.25:
        return light
    steps = np.clip(128 + gain * (np.arange(256) - (low + high) / 2), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(light, steps), dtype=np.uint8)


def contrast(lab: Image) -> NDArray[np.uint8]:
    """The brightness with its local contrast raised: a pale card on a pale table still has a rim."""
    light = np.ascontiguousarray(lab[..., 0])
    ground = cv2.blur(light, (61, 61))
    return np.asarray(cv2.addWeighted(light, 2.2, ground, -2.2, 128), dtype=np.uint8)


def colours(lab: Image) -> list[NDArray[np.uint8]]:
    """The two colour axes, spread: a card and its ground may be equally bright.

    Which of the two tells them apart depends on the card; its portrait stands out in either.
    """
    axes = (lab[..., 1], lab[..., 2])
    middles = (float(cv2.mean(axis)[0]) for axis in axes)
    return [
        np.asarray(cv2.convertScaleAbs(axis, alpha=3.0, beta=128 - 3.0 * middle), dtype=np.uint8)
        for axis, middle in zip(axes, middles, strict=True)
    ]


def sides_along(segments: Floats, *, steepest: float, most: int, reach: float) -> Sides:
    """Join the segments that lie along the u axis (columns: u, v) into sides, the longest piece first.

    Pieces of one side have dark on the same hand: grain of wood, bright and dark by turns, joins badly.

    Args:
        segments: (n, 2, 2).
        steepest: tangent of the angle up to which a segment still counts as running along u.
        most: how many sides are returned at most.
        reach: how far (px) u goes on either side of 0.
    """
    step = segments[:, 1] - segments[:, 0]
    along = np.abs(step[:, 1]) <= steepest * np.abs(step[:, 0])
    segments, step = segments[along], step[along]
    flip = step[:, 0] < 0
    segments[flip] = segments[flip][:, ::-1]
    u, v = segments[..., 0], segments[..., 1]
    length = u[:, 1] - u[:, 0]
    slope = (v[:, 1] - v[:, 0]) / np.maximum(length, 1e-9)
    bins = int(2 * reach / STEP) + 2
    free = np.ones(len(segments), dtype=bool)
    offsets: list[float] = []
    slopes: list[float] = []
    covered: list[Floats] = []
    for seed in np.argsort(-length)[: 3 * most]:
        if not free[seed] or len(offsets) == most:
            continue
        lean = slope[seed]
        offset = v[seed, 0] - lean * u[seed, 0]
        off = np.abs(v - offset - lean * u).max(axis=1)
        own = free & (flip == flip[seed]) & (off < OFF_LINE) & (np.abs(slope - lean) < 0.12)
        own[seed] = True
        free[own] = False
        if own.sum() > 1:
            offset, lean = _line_through(u[own], v[own], length[own])
        marks = np.zeros(bins)
        for start, end in ((u[own] + reach) / STEP).astype(int):
            marks[max(start, 0) : end + 1] = STEP
        offsets.append(offset)
        slopes.append(lean)
        covered.append(np.cumsum(marks))
    return Sides(np.array(offsets), np.array(slopes), np.array(covered).reshape(len(offsets), bins), -reach)


def _line_through(u: Floats, v: Floats, weights: Floats) -> tuple[float, float]:
    """Least squares line (offset, slope) through the ends of segments, long ones weighing more."""
    w = (weights / weights.sum() / 2)[:, None]
    mean_u, mean_v = float((w * u).sum()), float((w * v).sum())
    spread = float((w * (u - mean_u) ** 2).sum())
    slope = float((w * (u - mean_u) * (v - mean_v)).sum()) / spread if spread > 0 else 0.0
    return mean_v - slope * mean_u, slope

"""Signs that a picture shows a screen or a grey copy instead of the thing itself. Advisory only."""

from __future__ import annotations

from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.shrinking import scaled_to, shrunk

SPIKE = 30.0
"""How far a peak of the spectrum must stand above its surroundings (ratio) to be a pixel grid. Measured:
cards, bank books and selfies up to 26, monitors from 38; ruled tables too have 39 to 75 and are not asked."""

TURNING = 5.5
"""How far the fringe that turns through the hues must stand above what is about it (ratio). Measured on 394
pictures of all levels: monitors from 7.7, all others up to 4.2."""

FRINGE_SIDE, FRINGE_TILES = 768, 5
"""Pixels; long side at which fringes are looked for: far wider than a pixel, they outlast a small file. And
in how many tiles."""

MOST_CHROMA = 6.0
"""Lab units from the tile's middle at which colour is capped: a fringe is faint, a portrait is not."""

FAINT = 0.005
"""Lab units per pixel of the window that count as surroundings where a picture has no colour at all."""

TILE = 256
TILES = 5
"""Pixels of a tile's side, at full resolution so that the grid is not averaged away; and how many are looked
at, from the middle outwards: a screen's grid is everywhere."""

LEAST_COLOUR = 4.0
"""Chroma (Lab units) below which a card that is blue and has a red or blue portrait is a grey copy.
Measured: cards from 8.6, photocopies up to 3.2."""

CAST_ROUNDS, CAST_SHARE = 3, 80
"""How often the light's own colour is fitted, and to what share (%) of the pixels: print and portrait have
another."""


def recaptured_from_screen(picture: NDArray[np.uint8]) -> bool:
    """Tell whether the picture has what the pixels of a screen leave: a fine grid, or fringes of all hues."""
    return screen_strength(picture) > SPIKE or fringe_strength(picture) > TURNING


def fringe_strength(picture: NDArray[np.uint8]) -> float:
    """Return how far the strongest fringe that turns through the hues rises above its surroundings.

    A screen's red, green and blue stand side by side, so that its moire comes a third later in each: the
    colour turns, always the same way. With a and b of Lab as one complex number such a wave has a peak on one
    side of the spectrum only; whatever goes back and forth between two colours has one on both sides.
    """
    scale = min(1.0, FRINGE_SIDE / max(picture.shape[:2]))
    small = shrunk(picture, scaled_to(picture.shape, scale))
    side = min(TILE, *small.shape[:2]) // 2 * 2
    if side < TILE // 4:
        return 0.0
    lab = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), dtype=np.uint8)
    tiles = [
        lab[y : y + side, x : x + side, 1:]
        for y, x in _tiles(lab.shape[0], lab.shape[1], side)[:FRINGE_TILES]
    ]
    return float(np.median([_turning(tile) for tile in tiles]))


def _turning(colour: NDArray[np.uint8]) -> float:
    """The strongest one-sided peak of a tile's colour (side x side x 2) over the median at its distance."""
    side, tile = colour.shape[0], np.ascontiguousarray(colour)
    levels = np.dstack([_about_its_middle(tile, axis) for axis in (0, 1)]).reshape(256, 1, 2)
    parts = cv2.dft(cv2.multiply(cv2.LUT(tile, levels), _window(side, 2)), flags=cv2.DFT_COMPLEX_OUTPUT)
    here = cv2.magnitude(*cv2.split(parts))
    turned = cv2.flip(cv2.copyMakeBorder(here, 0, 1, 0, 1, cv2.BORDER_WRAP)[1:, 1:], -1)
    _, most, _, (x, y) = cv2.minMaxLoc(cv2.multiply(cv2.subtract(here, turned), _fringes(side)))
    at, (radii, order) = float(_radius(side)[y, x]), _by_radius(side)
    near = max(3.0, 0.15 * at)
    about = order[np.searchsorted(radii, at - near, "right") : np.searchsorted(radii, at + near, "left")]
    return float(most / (np.median(here.ravel()[about]) + FAINT * side * side))


def _about_its_middle(tile: NDArray[np.uint8], axis: int) -> NDArray[np.float32]:
    """What each of 256 levels of a colour is from its median, capped, and from the mean of that."""
    pixels = cv2.calcHist([tile], [axis], None, [256], [0, 256]).ravel().astype(np.int64)
    counts = np.cumsum(pixels)
    low, high = np.searchsorted(counts, ((counts[-1] - 1) // 2, counts[-1] // 2), side="right")
    capped = np.clip(np.arange(256) - (low + high) / 2, -MOST_CHROMA, MOST_CHROMA)
    return np.asarray(capped - np.dot(pixels, capped) / counts[-1], np.float32)


def screen_strength(picture: NDArray[np.uint8]) -> float:
    """Return how far the strongest isolated peak of the spectrum rises above the ring around it.

    Text and guilloche spread their energy; a pixel grid, or its moire, puts it into a few points. The median
    over the tiles counts, so that one barcode does not.
    """
    strengths = []
    for top, left in _tiles(picture.shape[0], picture.shape[1], TILE):
        cut = picture[top : top + TILE, left : left + TILE]
        patch = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY).astype(np.float32)
        mean, spread = (float(v[0, 0]) for v in cv2.meanStdDev(patch))
        if spread >= 2.0:
            strengths.append(_peak((patch - mean) * _window(TILE)))
    return float(np.median(strengths)) if strengths else 0.0


def _tiles(height: int, width: int, side: int) -> list[tuple[int, int]]:
    """Top left corners of the tiles that lie nearest to the middle, inside the picture."""
    down, across = height // side, width // side
    top, left = (height - down * side) // 2, (width - across * side) // 2
    every = [(top + side * y, left + side * x) for y in range(down) for x in range(across)]
    middle = ((height - side) / 2, (width - side) / 2)
    every.sort(key=lambda at: (at[0] - middle[0]) ** 2 + (at[1] - middle[1]) ** 2)
    return every[:TILES]


@lru_cache(maxsize=8)
def _window(side: int, channels: int = 1) -> NDArray[np.float32]:
    window = np.outer(np.hanning(side), np.hanning(side)).astype(np.float32)
    return window if channels == 1 else np.dstack([window] * channels)


@lru_cache(maxsize=4)
def _radius(side: int) -> NDArray[np.float64]:
    """Distance of each point of a spectrum from its origin, waves per tile."""
    waves = np.fft.fftfreq(side) * side
    return np.asarray(np.hypot(waves[:, None], waves[None, :]))


@lru_cache(maxsize=4)
def _by_radius(side: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The distances of all points of a spectrum, the least first, and the points in that order."""
    radius = _radius(side).ravel()
    order = np.argsort(radius, kind="stable")
    return radius[order], order


@lru_cache(maxsize=4)
def _fringes(side: int) -> NDArray[np.float32]:
    """1 at the points of a spectrum whose waves a fringe may have, 0 elsewhere."""
    radius = _radius(side)
    return np.asarray((radius >= 5) & (radius < 0.45 * side), dtype=np.float32)


@cache
def _ring() -> NDArray[np.bool_]:
    """The half spectrum's points outside the low frequencies; rows run 0 .. TILE/2 and back."""
    y = np.minimum(np.arange(TILE), TILE - np.arange(TILE))[:, None]
    radius = np.hypot(y, np.arange(TILE // 2 + 1)[None, :])
    return np.asarray((radius > TILE * 0.14) & (radius < TILE * 0.48))


def _peak(patch: NDArray[np.float32]) -> float:
    """Ratio of the strongest peak outside the low frequencies to what surrounds it."""
    spectrum = cv2.dft(patch, flags=cv2.DFT_COMPLEX_OUTPUT)[:, : TILE // 2 + 1]
    log = cv2.log(cv2.magnitude(spectrum[..., 0], spectrum[..., 1]) + 1.0)
    around = cv2.blur(log, (21, 21))
    return float(np.exp((log - around)[_ring()].max()))


def grey_copy(picture: NDArray[np.uint8]) -> bool:
    """Tell whether the picture has no colour where the card has some."""
    return chroma(picture) < LEAST_COLOUR


def chroma(picture: NDArray[np.uint8]) -> float:
    """Return the 96th percentile of chroma in Lab units, without the colour of the light.

    Light tints grey the more the brighter it is, and a lamp at the side tints one half more: the cast is
    fitted as a function of place and brightness, and what is left over is the card's own colour.
    """
    lab = cv2.cvtColor(np.ascontiguousarray(picture[::3, ::3]), cv2.COLOR_RGB2LAB).astype(np.float64)
    height, width = lab.shape[:2]
    y, x = np.meshgrid(np.linspace(-0.5, 0.5, height), np.linspace(-0.5, 0.5, width), indexing="ij")
    bright = lab[..., 0] / 128 - 1
    terms = (np.ones_like(bright), bright, x, y, bright * x, bright * y)
    known = np.stack(terms, axis=-1).reshape(-1, len(terms))
    colours = lab[..., 1:].reshape(-1, 2)
    own, limit = np.zeros(len(known)), 0.0
    for _ in range(CAST_ROUNDS):
        kept = own <= limit
        cast = np.linalg.lstsq(known[kept], colours[kept], rcond=None)[0]
        own = np.hypot(*(colours - known @ cast).T)
        limit = float(np.percentile(own, CAST_SHARE))
    return float(np.percentile(own.reshape(height, width)[_inner(height, width)], 96))


def _inner(height: int, width: int) -> tuple[slice, slice]:
    """The picture without its rim, where a table may show."""
    return slice(round(0.08 * height), round(0.92 * height) + 1), slice(
        round(0.05 * width), round(0.95 * width) + 1
    )

"""Whether a place of a picture was once saved as JPEG together with all the rest of it.

A JPEG file keeps every 8 x 8 block as waves whose heights are whole multiples of a step. Opened, changed in
one place and saved again with finer steps, the untouched blocks still prefer multiples of the old step; what
was painted in never knew it. (Lukas and Fridrich 2003 for the trace, Bianchi and Piva 2012 block by block.)

Silent where there is no such trace: a picture saved once, saved more coarsely the last time, made smaller or
larger since, or cut so that the blocks lie elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from models.page import Image

Floats = NDArray[np.float64]
Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

SIDE = 8
"""Pixels of a block's side (ITU-T T.81)."""

WAVES = tuple((k, m) for k in range(SIDE) for m in range(SIDE) if 1 <= k + m <= 7)
"""The waves of a block that are looked at; the finest are nearly always zero."""

COARSEST = 63
HIGHEST = 160
"""Largest step that is looked for, and largest multiple of the last step that is counted."""

ROUNDED = 0.45
"""Standard deviation by which whole brightness values and colours displace a wave's height."""

FEWEST_WAVES, LEAST_GAIN = 100, 0.15
"""Heights that one wave must have on the card, and how much likelier (log) each must be for an old step than
without one. Steps a tenth apart give 0.1 by chance, true ones from 0.2."""

SMOOTHED, LEAST_DENSE = 11, 0.05
"""Multiples over which heights without a past are taken to be spread evenly; and how unlikely, against that,
a multiple becomes at most: a picture is never only what theory says.
"""

LEAST_COARSE = 1 / 3
"""Share of the waves whose last step must be more than 1: else the file as it lies here is no JPEG, and a
coloured place differs from a grey one for other reasons (a TIFF whose colours were compressed one by one).
"""

PRESENT = 1.3
"""Height of a wave from which it is more than rounding."""

ASTRAY, MOST_STRAYS = 1.6, 0.004
"""A height so far from the multiples of a step was not rounded to them; and the share of such heights up to
which the step is the last one. Where an older step is a multiple of the last, only what was painted in tells.
"""

STEPS = np.arange(2, 40)
FINE = 4
"""Steps of the last saving that are tried; and bins per unit when they are."""

CLIPPED = 3, 252
"""Lowest and highest level of any colour up to which a block is asked: cut off, it kept no multiples."""


@dataclass(frozen=True)
class Lack:
    """How much a place lacks the past that the rest of the card has.

    Attributes:
        share: 0 as the rest, 1 as if it had never been in that file; beyond both by chance.
        sureness: how many standard deviations it is from 0.
    """

    share: float
    sureness: float


def lacks(picture: Image, card: Grey, places: Mapping[str, Grey]) -> dict[str, Lack]:
    """Return, for each place with enough print to tell, how much it lacks of the card's past.

    Args:
        picture: the file's own pixels, cut from it at a multiple of ``SIDE``.
        card: 255 where the card is; the places are left out of what they are compared with.
        places: 255 where each place is.
    """
    within = np.asarray(cv2.inRange(picture, (CLIPPED[0],) * 3, (CLIPPED[1],) * 3), np.uint8)
    clear = _blocks(within, least=255)
    whole = _blocks(card, least=230) & clear
    own = {name: np.flatnonzero(_blocks(place, least=150) & clear) for name, place in places.items()}
    inside = {name: blocks[whole[blocks]] for name, blocks in own.items()}
    heights = _heights(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8))
    lasts = [_last_step(wave[whole]) for wave in heights]
    known = [last for last in lasts if last is not None]
    if sum(last > 1 for last in known) < LEAST_COARSE * len(known):
        return {}
    sums = {name: np.zeros(3) for name in places}
    for wave, last in zip(heights, lasts, strict=True):
        if last is None:
            continue
        multiples = np.minimum(np.rint(np.abs(wave) / last), HIGHEST).astype(np.int32)
        everywhere = _counted(multiples[whole])
        if (old := _old_step(everywhere, last)) is None:
            continue
        tables = tuple(table[old] for table in _tables(last))
        for name, blocks in own.items():
            rest = everywhere - _counted(multiples[inside[name]])
            sums[name] += _missed(_counted(multiples[blocks]), rest, tables)
    return {
        name: Lack(float(missed / possible), float(missed / np.sqrt(spread)))
        for name, (missed, possible, spread) in sums.items()
        if possible > 0 and spread > 0
    }


def _missed(here: Floats, rest: Floats, tables: tuple[Floats, ...]) -> Floats:
    """What one wave says of a place; zeros where too little is there.

    How much it lacks of the likelihood that the rest has, what it would lack without any past, and the
    variance of the first.
    """
    likelier, without, used = tables
    there, count = float(used @ rest), float(used @ here)
    if there < FEWEST_WAVES / 2 or not count:
        return np.zeros(3)
    mean = float(likelier @ rest) / there
    spread = float(likelier**2 @ rest) / there - mean**2
    missed, possible = mean * count - float(likelier @ here), mean * count - float(without @ here)
    return np.array((missed, possible, spread * count * (1 + count / there)))


def _heights(grey: Grey) -> NDArray[np.float32]:
    """How high each of ``WAVES`` is in every whole block: waves x blocks (T.81, A.3.3)."""
    down, across = grey.shape[0] // SIDE, grey.shape[1] // SIDE
    waves = np.asarray(cv2.dct(np.eye(SIDE, dtype=np.float32), flags=cv2.DCT_ROWS), np.float32)
    level = grey[: down * SIDE, : across * SIDE].astype(np.float32) - 128
    lying = (level.reshape(-1, SIDE) @ waves).reshape(down, SIDE, across, SIDE)  # one large product is quick
    apart = np.ascontiguousarray(lying.transpose(1, 3, 0, 2)).reshape(SIDE, -1)
    both = (waves.T @ apart).reshape(SIDE * SIDE, down * across)
    return np.asarray(both[[k * SIDE + m for k, m in WAVES]], np.float32)


def _blocks(mask: Grey, *, least: int) -> Mask:
    """The blocks, one after the other, of which at least so much (0 none .. 255 all) is covered."""
    down, across = mask.shape[0] // SIDE, mask.shape[1] // SIDE
    share = cv2.resize(mask[: down * SIDE, : across * SIDE], (across, down), interpolation=cv2.INTER_AREA)
    return np.asarray(share >= least).ravel()


def _counted(multiples: NDArray[np.int32]) -> Floats:
    return np.bincount(multiples, minlength=HIGHEST + 1).astype(np.float64)


def _last_step(wave: NDArray[np.float32]) -> int | None:
    """The step with which a wave was last saved: the largest whose multiples its heights are."""
    bins = np.minimum(np.rint(np.abs(wave) * FINE), HIGHEST * FINE).astype(np.int32)
    counts = np.bincount(bins, minlength=HIGHEST * FINE + 1)
    counts[: int(PRESENT * FINE) + 1] = 0
    if counts.sum() < FEWEST_WAVES:
        return None
    total = counts.sum()
    fits = (_cosines() @ counts > 0.6 * total) & (_strays() @ counts <= MOST_STRAYS * total)
    return int(STEPS[fits][-1]) if fits.any() else 1


@cache
def _cosines() -> Floats:
    heights = np.arange(HIGHEST * FINE + 1) / FINE
    return np.asarray(np.cos(2 * np.pi * heights[None, :] / STEPS[:, None]))


@cache
def _strays() -> Floats:
    """1 for each step (row) and height (column) that lies too far from the step's multiples."""
    heights = np.arange(HIGHEST * FINE + 1) / FINE
    beside = np.abs(heights[None, :] - np.rint(heights[None, :] / STEPS[:, None]) * STEPS[:, None])
    return np.asarray(beside > ASTRAY, np.float64)


def _old_step(counts: Floats, last: int) -> int | None:
    """The step before the last one that explains the multiples best; None where none does well enough."""
    likelier, _, used = _tables(last)
    number, gain = used @ counts, likelier @ counts
    good = (number >= FEWEST_WAVES) & (gain > LEAST_GAIN * np.maximum(number, 1))
    return int(np.argmax(np.where(good, gain, -1.0))) if good.any() else None


@cache
def _tables(last: int) -> tuple[Floats, Floats, Floats]:
    """What older steps (rows) do to multiples of the last one (columns).

    Log of how much likelier the multiple is than without an older step; the mean of that round about, which
    is what heights that know no older step get; and whether it counts.
    """
    likelier, without, used = (np.zeros((COARSEST + 1, HIGHEST + 1)) for _ in range(3))
    multiple = np.arange(HIGHEST + 1)
    for old in range(last + 1, COARSEST + 1):
        period = old / last
        window = round(period * max(1, round(SMOOTHED / period))) | 1
        reach = window // 2
        edges = (np.arange(-reach, HIGHEST + reach + 2) - 0.5) * last
        tops = np.arange(int(edges[0] / old) - 3, int(edges[-1] / old) + 4) * old
        below = 1 / (
            1 + np.exp(-np.clip(1.702 * (edges[:, None] - tops) / ROUNDED, -30, 30))
        )  # a normal's sum
        log = np.log(np.maximum(np.diff(below.sum(axis=1)) * period, LEAST_DENSE))
        likelier[old] = log[reach : reach + HIGHEST + 1]
        without[old] = np.convolve(log, np.ones(window) / window, "valid")
        used[old] = (multiple * last > old / 2) & (multiple > 0) & (multiple < HIGHEST)
    return likelier * used, without * used, used

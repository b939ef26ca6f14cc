"""Whether a card was cut out: with scissors from a print, or in an editor and laid on one even colour.

Scissors leave a rim of blank paper, paler than the card, about as wide on all four sides. An editor's ground
has one colour to the last pixel, which no lens and no sensor draws; white and black are left out, since
scanners and viewers fill up with these.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Quad
from models.page import Image
from pipeline.imaging.sides import every_nth

Floats = NDArray[np.float32]
Band = tuple[int, int, Floats]

BREADTH, ROUND = 320, 38
"""Pixels: a card's width on the copy that is looked at, and what is looked at inside and outside its rim."""

PIECES, ENDS = 8, 0.08
"""In how many pieces a side is looked at, and the share of it that is left out at either end."""

THIN, THICK = 3, 22
"""Pixels of that copy; 0.8 to 6 mm of a card."""

EDGE, PALER, OTHER, OUTSIDE = 5.0, 3.0, 6.0, 5.0
"""Lab units: the least step at either edge of a rim; how much brighter its paper is than the card within, how
far from its colour altogether, and from what lies outside."""

INSIDE = 14
"""Pixels of that copy within a rim, among which the card's own ground is the one that only a quarter
outshines: between letters it is seen again, and a card's margin before a letter has its colour."""

UNEVEN = 6.0
"""Lab units within which the paper of a rim has one colour."""

AT_RIM = 6
"""Pixels of that copy; an edge of the paper, the outer or the inner, is where the card's rim was seen."""

ALIKE_WIDTH, ALIKE_PLACE, ALIKE_COLOUR = 3, 4, 7.0
"""What the pieces of one side may differ by: pixels, pixels, Lab units."""

LEAST_SEEN = (0.25, 0.5, 0.65)
"""Share of a side on which a rim must be seen: on the worst side, on the next, in the mean of all four.
Measured on 80 untouched cards (seed 61000): up to 0.38, 0.38, 0.56; where print stands near the rim it looks
like one."""

WIDEST = 4.0
"""How many times as wide as the narrowest side's the widest side's rim may be."""

BLOCK, MOST_LOOKED_AT, FEWEST_BLOCKS = 8, 1500, 50
"""Pixels of a JPEG block's side (ITU-T T.81); about how many blocks of the picture are looked at, and how
many of them must lie on the ground."""

SAME, ONE_COLOUR = 2, 1.5
"""Levels between all pixels of an even block, and between nine in ten even blocks."""

LEAST_EVEN = 0.95
"""Share of the ground that must be even."""

WHITE, BLACK = 228.0, 24.0
"""Levels from which, and up to which, an even ground says nothing."""


def ground_evenness(picture: Image, card: Quad) -> float:
    """Return how even the ground round a card is: its even share over the least that counts; 0 for none.

    Args:
        picture: the file's own pixels.
        card: the card's rim there.
    """
    down, across = picture.shape[0] // BLOCK, picture.shape[1] // BLOCK
    step = max(1, int(np.sqrt(down * across / MOST_LOOKED_AT)))
    rows, columns = (place.ravel() for place in np.mgrid[0:down:step, 0:across:step])
    middles = np.stack([columns, rows], axis=1) * BLOCK + BLOCK / 2
    outside = np.flatnonzero(_beyond(middles, card) > 2 * BLOCK)
    if len(outside) < FEWEST_BLOCKS:
        return 0.0
    blocks = picture[: down * BLOCK, : across * BLOCK].reshape(down, BLOCK, across, BLOCK, 3)
    seen = blocks[rows[outside], :, columns[outside]].reshape(len(outside), BLOCK * BLOCK, 3)
    even = (seen.max(axis=1).astype(int) - seen.min(axis=1)).max(axis=1) <= SAME
    share = float(even.mean())
    if share < LEAST_EVEN:
        return 0.0
    colours = seen[even].mean(axis=1)
    low, high = np.percentile(colours, (5, 95), axis=0)
    middle = np.median(colours, axis=0)
    if float((high - low).max()) > ONE_COLOUR or middle.min() > WHITE or middle.max() < BLACK:
        return 0.0
    return share / LEAST_EVEN


def paper_rim(picture: Image, card: Quad) -> float:
    """Return how surely a rim of paper runs round the card: what is seen of it over the least that counts.

    0 where one side shows too little.

    Args:
        picture: the file's own pixels.
        card: the rim that was seen there, be it the paper's or the printed card's; first edge along the text.
    """
    view = _laid_flat(picture, card)
    sides = []
    for quarter in range(4):
        sides.append(_side(_pieces(np.rot90(view, quarter))))
        if sides[-1][0] < LEAST_SEEN[0]:
            return 0.0  # whatever the others show: most cards end here
    widths = [width for _, width in sides]
    worst, next_, *_ = seen = sorted(share for share, _ in sides)
    if max(widths) > WIDEST * min(widths):
        return 0.0
    shares = (worst, next_, sum(seen) / len(seen))
    return min(share / least for share, least in zip(shares, LEAST_SEEN, strict=True))


def _beyond(points: NDArray[np.float64], card: Quad) -> NDArray[np.float64]:
    """How far (pixels) points lie outside the nearest side of a convex quad; less than 0 inside."""
    corners = card.array
    edges = np.roll(corners, -1, axis=0) - corners
    if float(np.sum(corners[:, 0] * edges[:, 1] - corners[:, 1] * edges[:, 0])) < 0:
        corners, edges = corners[::-1], np.roll(corners[::-1], -1, axis=0) - corners[::-1]
    outward = np.stack([edges[:, 1], -edges[:, 0]], axis=1)
    outward = outward / np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-9)
    return np.asarray(((points[:, None] - corners[None]) * outward[None]).sum(axis=2).max(axis=1))


def _laid_flat(picture: Image, card: Quad) -> Floats:
    """The card and what is round it in Lab units, flat, ``BREADTH`` wide; not a number beyond the picture."""
    room = 1.5 * ROUND / BREADTH * card.width
    left, top = int(max(0.0, card.left - room)), int(max(0.0, card.top - room))
    right = int(min(picture.shape[1], card.right + room)) + 1
    bottom = int(min(picture.shape[0], card.bottom + room)) + 1
    cut = picture[top:bottom, left:right]
    scale = min(1.0, 1.15 * BREADTH / max(card.width, 1.0))
    size = (max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale)))
    thinned = every_nth(cut, max(1, int(0.5 / scale)))  # the mean of all pixels of a large card is slow
    small = cv2.resize(thinned, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab)
    high = max(1, round(BREADTH * card.height / max(card.width, 1.0)))
    shrunk = (size[0] / cut.shape[1], size[1] / cut.shape[0])
    corners = ((card.array - (left, top)) * shrunk).astype(np.float32)
    own = np.array([[0, 0], [BREADTH, 0], [BREADTH, high], [0, high]], np.float32) + ROUND
    bend = cv2.getPerspectiveTransform(corners, own)
    return np.asarray(
        cv2.warpPerspective(
            lab, bend, (BREADTH + 2 * ROUND, high + 2 * ROUND), flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT, borderValue=(np.nan,) * 3,
        ),
        np.float32,
    )  # fmt: skip


def _pieces(view: Floats) -> Floats:
    """Profiles across the upper side, from outside to inside: pieces x depth x colour."""
    long = view.shape[1] - 2 * ROUND
    first, last = ROUND + int(ENDS * long), ROUND + int((1 - ENDS) * long)
    each = (last - first) // PIECES
    strip = view[: 2 * ROUND, first : first + each * PIECES]
    return np.asarray(strip.reshape(2 * ROUND, PIECES, each, 3).mean(axis=2).transpose(1, 0, 2), np.float32)


def _side(profiles: Floats) -> tuple[float, float]:
    """The share of a side's pieces on which one rim of paper is seen, and how wide it is."""
    bands = [_bands(profile) for profile in profiles]
    best, wide = 0, 1.0
    for start, width, colour in (band for found in bands for band in found):
        like = sum(
            any(
                abs(w - width) <= ALIKE_WIDTH
                and abs(s - start) <= ALIKE_PLACE
                and float(np.linalg.norm(c - colour)) < ALIKE_COLOUR
                for s, w, c in found
            )
            for found in bands
        )
        if like > best:
            best, wide = like, float(width)
    return best / PIECES, wide


def _bands(profile: Floats) -> list[Band]:
    """Where (first pixel, width, colour) a profile may cross blank paper that ends on both sides."""
    change = np.linalg.norm(profile[2:] - profile[:-2], axis=1)
    change = np.where(np.isfinite(change), change, 0.0)
    peak = (change[1:-1] >= EDGE) & (change[1:-1] >= change[:-2]) & (change[1:-1] > change[2:])
    edges = np.flatnonzero(peak) + 2  # the pixel in the middle of the step
    found: list[Band] = []
    for outer in edges:
        for inner in edges[(edges - outer >= THIN) & (edges - outer <= THICK)]:
            if min(abs(outer - ROUND), abs(inner - ROUND)) > AT_RIM:
                continue
            paper = profile[outer + 1 : inner] if inner - outer < 4 else profile[outer + 2 : inner - 1]
            colour = np.median(paper, axis=0)
            outside = np.median(profile[max(0, outer - 7) : outer - 1], axis=0)
            further = profile[inner + 2 : inner + 2 + INSIDE]
            own = further[np.argsort(further[:, 0])[3 * len(further) // 4]]
            if (
                np.abs(paper - colour).max() <= UNEVEN
                and colour[0] >= own[0] + PALER
                and np.linalg.norm(colour - own) >= OTHER
                and np.linalg.norm(colour - outside) >= OUTSIDE
            ):
                found.append((int(outer), int(inner - outer), colour))
    return found

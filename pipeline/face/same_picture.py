"""Whether the selfie is a picture of the card's portrait: cropped, photographed again, or mirrored.

The distance of two encodings does not tell: a portrait that was photographed again lies as far from itself
(0.2 in the middle, 0.46 at most) as a person's selfie may. So the two faces are laid on one another, pixel by
pixel, and the ground behind the head is compared: identity cards have a plain red or blue one.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.page import Image

WIDTH, HEIGHT = 128, 160
"""Pixels of a face laid flat."""

EYES_AT = 68
"""Row of the eyes in it."""

CLOSE, WIDE = 40.0, 30.0
"""Distance of the eyes in it: of the face alone, and with the ground behind the head."""

LIGHT = 8.0
"""Pixels over which light changes; what is broader is taken out of both pictures."""

ROUNDS = 40
"""Steps of the alignment (Evangelidis and Psarakis, Parametric image alignment using ECC, 2008)."""

MOST_STRETCH = 0.3
"""How far the alignment may change an area; more is no face laid on a face."""

SAME, SAME_ON_ITS_GROUND = 0.985, 0.87
"""Correlation from which two faces are one picture: by itself, and where the ground behind both is alike.
Measured on rendered faces (16 people at three levels; 84 pairs of portraits photographed again, 144 of a
portrait and a selfie): portraits 0.88 to 0.997, selfies up to 0.966."""

SAME_BESIDE, NEAR_GROUND = 0.97, 10.0
"""Correlation from which two faces are one picture where the grounds beside both heads, of whatever colour,
are so near one another (Lab, a and b): cards in bad light lose theirs. Of 137 honest pairs at phone the
highest correlations (0.978, 0.973) stand 47 and 60 apart, 4 are nearer than 10."""

LEAST_COLOUR, SAME_HUE, PLAIN = 22.0, 0.6, 20.0
"""Lab chroma from which a ground has a colour (portraits 47 in the middle, selfies up to 20), radians between
two hues that are one, and spread (Lab) up to which it is plain."""

LEAST_SEEN = 200
"""Pixels of ground that must be in the picture on either side of the head."""

Grey = NDArray[np.float32]
Eyes = NDArray[np.float64]
"""The eyes' middles (2, 2) in the picture's pixels, the left one in the picture first."""


@dataclass(frozen=True)
class _Flat:
    """A face with its eyes level and in one place; ``seen`` where the picture has pixels there."""

    picture: Image
    seen: NDArray[np.uint8]


def is_same_picture(card: Image, portrait: Eyes, selfie: Image, face: Eyes) -> bool:
    """Tell whether the face in the selfie is the card's portrait itself, as it is or mirrored."""
    flipped, mirrored = np.ascontiguousarray(selfie[:, ::-1]), face[::-1].copy()
    mirrored[:, 0] = selfie.shape[1] - 1 - mirrored[:, 0]
    alike = max(likeness(card, portrait, selfie, face), likeness(card, portrait, flipped, mirrored))
    if alike >= SAME:
        return True
    if alike < SAME_ON_ITS_GROUND:
        return False
    grounds = _ground(card, portrait), _ground(selfie, face)
    if grounds[0] is None or grounds[1] is None:
        return False
    apart = float(np.linalg.norm(np.median(grounds[0], axis=0) - np.median(grounds[1], axis=0)))
    return (alike >= SAME_BESIDE and apart < NEAR_GROUND) or _of_one_hue(grounds[0], grounds[1])


def likeness(first: Image, one: Eyes, second: Image, other: Eyes) -> float:
    """Return the correlation (-1..1) of two faces laid on one another; -1 where they cannot be."""
    a, b = _flat(first, one, CLOSE), _flat(second, other, CLOSE)
    here, there = _without_light(a.picture), _without_light(b.picture)
    oval = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.ellipse(oval, (WIDTH // 2, EYES_AT + 14), (46, 60), 0, 0, 360, 255, -1)
    mask = cv2.bitwise_and(oval, a.seen)
    stop = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, ROUNDS, 1e-4)
    try:
        _, way = cv2.findTransformECC(
            here, there, np.eye(2, 3, dtype=np.float32), cv2.MOTION_AFFINE, stop, mask, 5
        )
    except cv2.error:
        return -1.0  # it did not converge
    if abs(np.linalg.det(way[:, :2]) - 1) > MOST_STRETCH:
        return -1.0
    size, back = (WIDTH, HEIGHT), cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(there, way, size, flags=cv2.INTER_LINEAR | back)
    seen = cv2.warpAffine(b.seen, way, size, flags=cv2.INTER_NEAREST | back)
    both = (mask > 0) & (seen > 0)
    if both.sum() < LEAST_SEEN:
        return -1.0
    return float(np.corrcoef(here[both], laid[both])[0, 1])


def _flat(picture: Image, eyes: Eyes, apart: float) -> _Flat:
    """Lay a face flat with its eyes level, so many pixels apart."""
    (x0, y0), (x1, y1) = eyes
    length = float(np.hypot(x1 - x0, y1 - y0)) or 1.0
    scale = apart / length
    if scale < 0.5:  # fewer pixels first: sampling a large picture sparsely would make noise of its detail
        less = 1.5 * scale
        fewer = cv2.resize(picture, None, fx=less, fy=less, interpolation=cv2.INTER_AREA)
        return _flat(np.asarray(fewer, np.uint8), eyes * less, apart)
    c, s = scale * (x1 - x0) / length, -scale * (y1 - y0) / length
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    way = np.array([[c, -s, WIDTH / 2 - c * x + s * y], [s, c, EYES_AT - s * x - c * y]])
    flat = cv2.warpAffine(np.ascontiguousarray(picture), way, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)
    seen = cv2.warpAffine(
        np.full(picture.shape[:2], 255, np.uint8), way, (WIDTH, HEIGHT), flags=cv2.INTER_NEAREST
    )
    return _Flat(np.asarray(flat, np.uint8), np.asarray(seen, np.uint8))


def _without_light(picture: Image) -> Grey:
    """The picture in grey, its light and contrast evened."""
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 1.2)
    level = grey - cv2.GaussianBlur(grey, (0, 0), LIGHT)
    spread = np.sqrt(cv2.GaussianBlur(level * level, (0, 0), LIGHT)) + 3
    return np.asarray(level / spread, np.float32)


def _of_one_hue(*grounds: NDArray[np.float64]) -> bool:
    """Tell whether both heads stand before a plain coloured ground of one hue."""
    hues = []
    for ground in grounds:
        middle = np.median(ground, axis=0)
        if np.hypot(*middle) < LEAST_COLOUR:
            return False
        if np.median(np.linalg.norm(ground - middle, axis=1)) > PLAIN:
            return False
        hues.append(np.arctan2(middle[1], middle[0]))
    return bool(abs((hues[0] - hues[1] + np.pi) % (2 * np.pi) - np.pi) <= SAME_HUE)


def _ground(picture: Image, eyes: Eyes) -> NDArray[np.float64] | None:
    """Colour (n, 2: a and b of Lab) on both sides of the head; None where one side is not in the picture."""
    flat = _flat(picture, eyes, WIDE)
    colour = cv2.cvtColor(flat.picture, cv2.COLOR_RGB2LAB)[..., 1:].astype(np.float64) - 128
    rows = slice(30, 90)
    sides = [colour[rows, at][flat.seen[rows, at] > 0] for at in (slice(6, 26), slice(102, 122))]
    return None if min(map(len, sides)) < LEAST_SEEN else np.concatenate(sides)

"""Fingers that hold a document, seen from above: skin, nail and shadow over a part of its rim."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator.canvas import Quad
from sample_docs.generator.shot import Floats, Mark, Shot

SKINS = ((196, 148, 116), (172, 122, 92), (150, 102, 76), (214, 170, 140), (128, 86, 64))
BREADTH = 17.0
"""A thumb's breadth in millimetres."""
ANY_LETTER = 0.015
"""Share of a field's box whose covering takes a part of a letter."""

Mask = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]
Skin = tuple[int, int, int]
Spot = tuple[int, float]
"""A side of the outline (0 its top, then clockwise) and a place along it, 0..1."""


def held(shot: Shot, rng: np.random.Generator, skin: Skin, spot: Spot, reach: float) -> Shot:
    """A finger from beyond the rim at the spot, reaching so many millimetres over the document.

    What it covers is marked, and the fields that lose letters are lost.
    """
    if shot.outline is None:
        raise ValueError("a document without a rim cannot be held at it")
    tip, along, dots = _pose(shot, shot.outline, rng, spot, reach)
    height, width = shot.picture.shape[:2]
    length = float(np.hypot(height, width))  # on to the hand, which the picture does not show
    thick = dots * BREADTH * float(rng.uniform(0.85, 1.1))
    points = np.array([tip - along * length, tip + along * thick])
    low = np.clip(np.floor(points.min(axis=0) - thick - 12), 0, None).astype(int)
    high = np.clip(np.ceil(points.max(axis=0) + thick + 12), 0, (width, height)).astype(int)
    if (high - low < 2).any():
        return shot
    y, x = np.mgrid[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    x, y, cosine, sine = x - float(tip[0]), y - float(tip[1]), float(along[0]), float(along[1])
    u, v = x * cosine + y * sine, y * cosine - x * sine
    cover, colour = _drawn(u, v, thick / 2, rng, skin)
    picture = shot.picture.copy()
    patch = picture[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    shade = cv2.GaussianBlur(cover, (0, 0), max(thick * 0.08, 1.0))
    patch *= 1 - 0.35 * np.clip(shade - cover, 0, 1)[..., None]
    patch += (colour - patch) * cover[..., None]
    picture[low[1] : high[1], low[0] : high[0]] = np.clip(patch, 0, 255).astype(np.uint8)
    mask = np.zeros((height, width), np.uint8)
    mask[low[1] : high[1], low[0] : high[0]] = cover > 0.5
    inside = max(reach * dots, 1.0)
    across = np.array([-along[1], along[0]]) * thick / 2
    box = [tip - across, tip + across, tip - along * inside + across, tip - along * inside - across]
    quad = [[round(float(px), 1), round(float(py), 1)] for px, py in box]
    return replace(
        shot, picture=picture, marks=(*shot.marks, Mark("covered", quad)), lost=shot.lost | hidden(shot, mask)
    )


def hidden(shot: Shot, mask: Mask) -> frozenset[str]:
    """The fields of whose boxes the mask (1 where nothing is to be seen) takes a part of a letter."""
    return frozenset(name for name, quad in shot.boxes.items() if _share(mask, quad) > ANY_LETTER)


def _share(mask: Mask, quad: Quad) -> float:
    points = np.array(quad, np.float32)
    low = np.clip(np.floor(points.min(axis=0)), 0, None).astype(int)
    high = np.ceil(points.max(axis=0)).astype(int) + 1
    part = mask[low[1] : high[1], low[0] : high[0]]
    if part.size == 0:
        return 0.0
    own = np.zeros(part.shape, np.uint8)
    cv2.fillConvexPoly(own, (points - low).astype(np.int32), 1)
    return float((part & own).sum()) / max(int(own.sum()), 1)


def _pose(
    shot: Shot, outline: Quad, rng: np.random.Generator, spot: Spot, reach: float
) -> tuple[Points, Points, float]:
    """The finger's tip, the direction it points to, and the pixels of a millimetre."""
    corners = np.array(outline, np.float64)
    side, place = spot
    start, end = corners[side], corners[(side + 1) % 4]
    longer = max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[2] - corners[1]))
    dots = float(longer) / shot.longer_mm
    edge = (end - start) / np.linalg.norm(end - start)
    inward = np.array([-edge[1], edge[0]])
    lean = rng.uniform(-0.45, 0.45)
    along = inward * np.cos(lean) + edge * np.sin(lean)
    return start + (end - start) * place + inward * reach * dots, along, dots


def _drawn(
    u: Floats, v: Floats, radius: float, rng: np.random.Generator, tone: Skin
) -> tuple[Floats, Floats]:
    """Cover (0..1) and colour of the finger; `u` runs along it with 0 at its tip, `v` across."""
    swelling = 1 + 0.05 * np.cos(u / radius * 1.1) + 0.035 * np.clip(-u / radius - 2, 0, 9)
    away = np.where(u > -radius, np.hypot(u + radius, v), np.abs(v)) / (radius * swelling)
    cover = np.clip((1 - away) * radius / 1.6 + 0.5, 0, 1)
    skin = np.array(tone, np.float32) * float(rng.uniform(0.95, 1.05))
    side = float(rng.uniform(-0.3, 0.3))
    shade = 1.06 - 0.42 * np.clip(np.abs(v / radius - side), 0, 1.2) ** 2.2 - 0.1 * np.clip(away, 0, 1) ** 6
    folds = 1 - 0.06 * np.exp(-(((u + 2.6 * radius) / (0.12 * radius)) ** 2))
    colour = skin * (shade * folds)[..., None]
    nail = ((u + 0.95 * radius) / (0.62 * radius)) ** 2 + (v / (0.58 * radius)) ** 2
    pink = np.array((232, 186, 170), np.float32) * (0.92 + 0.12 * np.clip(1 - nail, 0, 1))[..., None]
    on_nail = np.clip((1.15 - nail) * 4, 0, 1)[..., None] * 0.75
    mixed = colour + (pink * (skin.mean() / 150) ** 0.5 - colour) * on_nail
    return np.asarray(cover, np.float32), np.asarray(mixed, np.float32)

"""A picture on its way to us, with the boxes of its fields carried through every bend it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator.canvas import Picture, Quad

Matrix = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]


REACH = 72
"""Pixels beyond a document to which its shadow and its soft edge reach."""
STRIP = 32
"""Rows that are worked on at a time, so that what lies between stays in the processor's cache."""
PORTRAIT = "@portrait"
"""The photo on an identity card travels among the boxes; names that begin like this are no fields."""


@dataclass(frozen=True)
class Mark:
    """A trouble of a picture, in the product's word for it; `box` is None where it is everywhere."""

    issue: str
    box: Quad | None = None


@dataclass(frozen=True)
class Shot:
    """A picture as a person sees it upright in a viewer, and what stands where in its own pixels.

    Attributes:
        boxes: of the fields.
        outline: the document's corners, clockwise from its own top left; None where it has no rim. A corner
            that lies beyond the picture keeps its place there.
        marks: what troubles the picture.
        lost: fields of which a person cannot read every letter any more.
        conditions: the names of what happened to the picture on purpose.
        corner: radius, in its own pixels, by which the document's corners are rounded.
        longer_mm: how long the document's longer side is in reality, in millimetres.
    """

    picture: Picture
    boxes: Mapping[str, Quad]
    outline: Quad | None = None
    marks: tuple[Mark, ...] = ()
    lost: frozenset[str] = frozenset()
    conditions: tuple[str, ...] = ()
    corner: float = 0.0
    longer_mm: float = 85.6


def onto(
    shot: Shot,
    ground: Floats,
    corners: npt.NDArray[np.float32],
    *,
    shadow: float = 0.0,
    soft_edge: bool = True,
) -> Shot:
    """Lay the shot onto the ground so that its corners come to the given points (clockwise from top left)."""
    bend = lay(shot, ground, corners, shadow=shadow, soft_edge=soft_edge)
    return carried(shot, saturated(ground), bend)


def lay(
    shot: Shot,
    ground: Floats,
    corners: npt.NDArray[np.float32],
    *,
    shadow: float = 0.0,
    soft_edge: bool = True,
) -> Matrix:
    """Draw the shot upon the ground itself, where it touches it; the map from the one to the other."""
    height, width = shot.picture.shape[:2]
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    bend = np.asarray(cv2.getPerspectiveTransform(own, corners.astype(np.float32)), np.float64)
    left, top = np.clip(np.floor(corners.min(axis=0)) - REACH, 0, None).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)) + REACH, 0, ground.shape[1::-1]).astype(int)
    patch = ground[top:bottom, left:right]
    size = (patch.shape[1], patch.shape[0])
    here = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], np.float64) @ bend
    side = float(np.linalg.norm(corners[1] - corners[0]))
    source = shot.picture
    if side < 0.8 * width:
        source = cv2.GaussianBlur(source, (0, 0), 0.45 * width / side).astype(np.uint8)
    bent = cv2.warpPerspective(source, here, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(_shape(width, height, shot.corner), here, size, flags=cv2.INTER_LINEAR)
    if soft_edge:
        cover = cv2.GaussianBlur(cover, (0, 0), 0.8)
    if shadow:
        small = cv2.resize(cover, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        aside = np.zeros_like(small)
        aside[4:, 3:] = small[:-4, :-3]
        cast = cv2.GaussianBlur(aside, (0, 0), 4)
        shade = 1 - shadow * cv2.resize(cast, size)
    for first in range(0, size[1], STRIP):
        rows = slice(first, first + STRIP)
        strip = patch[rows]
        if shadow:
            strip *= cv2.merge([shade[rows]] * 3)
        strip += (bent[rows] - strip) * cv2.merge([cover[rows]] * 3)
    return bend


def carried(shot: Shot, picture: Picture, bend: Matrix) -> Shot:
    """The shot with its new picture, everything that has a place moved by the projective map."""
    return replace(
        shot,
        picture=picture,
        boxes=moved(shot.boxes, bend),
        outline=None if shot.outline is None else moved_quad(shot.outline, bend),
        marks=tuple(
            mark if mark.box is None else replace(mark, box=moved_quad(mark.box, bend)) for mark in shot.marks
        ),
    )


def moved(boxes: Mapping[str, Quad], bend: Matrix, *, places: int = 1) -> dict[str, Quad]:
    """The boxes after a projective map."""
    return {name: moved_quad(quad, bend, places=places) for name, quad in boxes.items()}


def moved_quad(quad: Quad, bend: Matrix, *, places: int = 1) -> Quad:
    """Four corners after a projective map, rounded: a tenth of a pixel is enough."""
    points = cv2.perspectiveTransform(np.array([quad], np.float64), bend)[0]
    return [[round(float(x), places), round(float(y), places)] for x, y in points]


def turned(shot: Shot, quarters: int) -> Shot:
    """The picture turned by quarters, clockwise."""
    for _ in range(quarters % 4):
        bend = np.array([[0, -1, shot.picture.shape[0]], [1, 0, 0], [0, 0, 1]], np.float64)
        shot = carried(shot, np.ascontiguousarray(np.rot90(shot.picture, -1)), bend)
    return shot


def resized(shot: Shot, factor: float) -> Shot:
    """The picture larger or smaller."""
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    picture = cv2.resize(shot.picture, None, fx=factor, fy=factor, interpolation=how)
    return carried(shot, picture.astype(np.uint8), np.diag([factor, factor, 1.0]))


def relit(shot: Shot, light: Floats) -> Shot:
    """The picture multiplied by a field of light."""
    everywhere = np.broadcast_to(light, shot.picture.shape)
    lit = np.empty_like(shot.picture)
    for first in range(0, len(lit), STRIP):
        rows = slice(first, first + STRIP)
        cv2.multiply(shot.picture[rows], np.ascontiguousarray(everywhere[rows]), lit[rows], dtype=cv2.CV_8U)
    return replace(shot, picture=lit)


def blurred(shot: Shot, sigma: float) -> Shot:
    """The picture out of focus."""
    return replace(shot, picture=np.asarray(cv2.GaussianBlur(shot.picture, (0, 0), sigma), np.uint8))


def noisy(shot: Shot, rng: np.random.Generator, strength: float) -> Shot:
    """Sensor noise after a telephone's own smoothing: lumps of more than one pixel."""
    height, width = shot.picture.shape[:2]
    grain = rng.standard_normal((height // 2 + 1, width // 2 + 1, 3), dtype=np.float32)
    lumps = cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR)
    grained = np.empty_like(shot.picture)
    for first in range(0, height, STRIP):
        rows = slice(first, first + STRIP)
        scaled = cv2.multiply(lumps[rows], np.full(4, strength))
        cv2.add(shot.picture[rows], scaled, grained[rows], dtype=cv2.CV_8U)
    return replace(shot, picture=grained)


def grey(shot: Shot) -> Shot:
    """The picture without colour."""
    single = cv2.cvtColor(shot.picture, cv2.COLOR_RGB2GRAY)
    return replace(shot, picture=np.repeat(single[..., None], 3, axis=2).astype(np.uint8))


def contrasted(shot: Shot, gain: float, middle: float = 140.0) -> Shot:
    """The picture with its contrast stretched about a middle grey."""
    table = np.clip((np.arange(256, dtype=np.float32) - middle) * gain + middle, 0, 255)
    return replace(shot, picture=np.asarray(cv2.LUT(shot.picture, table.astype(np.uint8)), np.uint8))


def _shape(width: int, height: int, corner: float) -> Floats:
    """Where the document is: all of it, less what its rounded corners leave."""
    if not corner:
        return np.ones((height, width), np.float32)
    cover = np.zeros((height, width), np.float32)
    radius = round(corner)
    cv2.rectangle(cover, (radius, 0), (width - 1 - radius, height - 1), 1.0, -1)
    cv2.rectangle(cover, (0, radius), (width - 1, height - 1 - radius), 1.0, -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(cover, (x, y), radius, 1.0, -1)
    return cover


def saturated(values: Floats) -> Picture:
    """Brightnesses as bytes, what lies beyond black and white cut off."""
    return np.asarray(cv2.add(values, np.zeros(4), dtype=cv2.CV_8U), np.uint8)

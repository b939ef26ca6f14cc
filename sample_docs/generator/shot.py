"""A picture on its way to us, with the boxes of its fields carried through every bend it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator.canvas import Picture, Quad

Matrix = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Shot:
    """A picture as a person sees it upright in a viewer, and the boxes in its own pixels."""

    picture: Picture
    boxes: Mapping[str, Quad]


def onto(
    shot: Shot,
    ground: Floats,
    corners: npt.NDArray[np.float32],
    *,
    shadow: float = 0.0,
    soft_edge: bool = True,
) -> Shot:
    """Lay the shot onto the ground so that its corners come to the given points (clockwise from top left)."""
    height, width = shot.picture.shape[:2]
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    bend = np.asarray(cv2.getPerspectiveTransform(own, corners), np.float64)
    size = (ground.shape[1], ground.shape[0])
    shrinking = np.linalg.norm(corners[1] - corners[0]) < 0.8 * width
    source = shot.picture
    if shrinking:
        sigma = 0.45 * width / float(np.linalg.norm(corners[1] - corners[0]))
        source = cv2.GaussianBlur(source, (0, 0), sigma).astype(np.uint8)
    bent = cv2.warpPerspective(source, bend, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(np.ones((height, width), np.float32), bend, size, flags=cv2.INTER_LINEAR)
    if soft_edge:
        cover = cv2.GaussianBlur(cover, (0, 0), 0.8)
    if shadow:
        small = cv2.resize(cover, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        cast = cv2.GaussianBlur(np.roll(small, (4, 3), (0, 1)), (0, 0), 4)
        ground = ground * (1 - shadow * cv2.resize(cast, size))[..., None]
    laid = ground + (bent.astype(np.float32) - ground) * cover[..., None]
    return Shot(_bytes(laid), moved(shot.boxes, bend))


def moved(boxes: Mapping[str, Quad], bend: Matrix) -> dict[str, Quad]:
    """The boxes after a projective map."""
    out = {}
    for name, quad in boxes.items():
        points = cv2.perspectiveTransform(np.array([quad], np.float64), bend)[0]
        out[name] = [[round(float(x), 1), round(float(y), 1)] for x, y in points]
    return out


def turned(shot: Shot, quarters: int) -> Shot:
    """The picture turned by quarters, clockwise."""
    for _ in range(quarters % 4):
        height = shot.picture.shape[0]
        boxes = {
            name: [[round(height - y, 1), x] for x, y in quad] for name, quad in shot.boxes.items()
        }  # fmt: skip
        shot = Shot(np.ascontiguousarray(np.rot90(shot.picture, -1)), boxes)
    return shot


def resized(shot: Shot, factor: float) -> Shot:
    """The picture larger or smaller."""
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    picture = cv2.resize(shot.picture, None, fx=factor, fy=factor, interpolation=how)
    return Shot(picture.astype(np.uint8), moved(shot.boxes, np.diag([factor, factor, 1.0])))


def relit(shot: Shot, light: Floats) -> Shot:
    """The picture multiplied by a field of light."""
    return replace(shot, picture=_bytes(shot.picture.astype(np.float32) * light))


def blurred(shot: Shot, sigma: float) -> Shot:
    """The picture out of focus."""
    return replace(shot, picture=_bytes(cv2.GaussianBlur(shot.picture, (0, 0), sigma)))


def noisy(shot: Shot, rng: np.random.Generator, strength: float) -> Shot:
    """Sensor noise after a telephone's own smoothing: lumps of more than one pixel."""
    height, width = shot.picture.shape[:2]
    grain = rng.standard_normal((height // 2 + 1, width // 2 + 1, 3), dtype=np.float32)
    lumps = cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR)
    return replace(shot, picture=_bytes(shot.picture.astype(np.float32) + lumps * strength))


def grey(shot: Shot) -> Shot:
    """The picture without colour."""
    single = cv2.cvtColor(shot.picture, cv2.COLOR_RGB2GRAY)
    return replace(shot, picture=np.repeat(single[..., None], 3, axis=2).astype(np.uint8))


def contrasted(shot: Shot, gain: float, middle: float = 140.0) -> Shot:
    """The picture with its contrast stretched about a middle grey."""
    return replace(shot, picture=_bytes((shot.picture.astype(np.float32) - middle) * gain + middle))


def _bytes(values: npt.NDArray[Any]) -> Picture:
    return np.asarray(np.clip(values, 0, 255), np.uint8)

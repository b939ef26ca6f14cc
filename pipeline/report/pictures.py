"""Pictures as a page carries them: small JPEGs inside the page, crops of fields and of faces."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from models.document import Document
from models.geometry import Quad
from models.page import Image
from models.report import Point
from pipeline.shrinking import shrunk

PictureKey = tuple[str, int]
"""File and page of a picture."""

LONG_SIDE = 1100
_QUALITY = 80


@dataclass(frozen=True)
class Frame:
    """The part of an upright file that is shown, in its pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def whole(cls, image: Image) -> Frame:
        """Return the frame of the full picture."""
        height, width = image.shape[:2]
        return cls(0, 0, width, height)

    @classmethod
    def around(cls, boxes: Sequence[Sequence[Point]], image: Image, *, margin: float) -> Frame:
        """Return the boxes' surroundings, grown by a fraction of their size and kept inside the picture."""
        height, width = image.shape[:2]
        x = np.array([point[0] for box in boxes for point in box])
        y = np.array([point[1] for box in boxes for point in box])
        grow_x, grow_y = margin * np.ptp(x), margin * np.ptp(y)
        left, right = np.clip([x.min() - grow_x, x.max() + grow_x], 0, width).astype(int)
        top, bottom = np.clip([y.min() - grow_y, y.max() + grow_y], 0, height).astype(int)
        framed = cls(int(left), int(top), int(right), int(bottom))
        return framed if framed.width > 1 and framed.height > 1 else cls.whole(image)

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def of(self, image: Image) -> Image:
        """Cut this frame out."""
        return image[self.top : self.bottom, self.left : self.right]


def shown(pictures: Mapping[PictureKey, Image], documents: Iterable[Document]) -> dict[PictureKey, Image]:
    """Return the upright pictures as a report may show them: numbers of payment cards blacked out."""
    result = dict(pictures)
    for document in documents:
        key = document.file, document.page
        if document.hidden and key in result:
            matrix = document.to_upright if document.to_upright is not None else np.eye(3)
            result[key] = _blacked_out(result[key], [quad.through(matrix) for quad in document.hidden])
    return result


def _blacked_out(image: Image, quads: Sequence[Quad]) -> Image:
    """Return a copy with these places black, a little wider than the digits that were found there."""
    covered = image.copy()
    for quad in quads:
        along, across = (quad.array[1] - quad.array[0]), (quad.array[3] - quad.array[0])
        pad = 0.2 * quad.height
        step = along / max(quad.width, 1.0) * pad, across / max(quad.height, 1.0) * pad
        signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
        grown = quad.array + signs @ np.array(step)
        cv2.fillPoly(covered, [grown.round().astype(np.int32)], (0, 0, 0))
    return covered


def data_uri(image: Image, *, long_side: int = LONG_SIDE) -> str:
    """Return the picture as a JPEG data URI, made smaller where it is larger than ``long_side``."""
    jpeg = base64.b64encode(jpeg_of(image, long_side=long_side)).decode("ascii")
    return f"data:image/jpeg;base64,{jpeg}"


def jpeg_in(uri: str) -> bytes:
    """Return the bytes of a data URI made here."""
    return base64.b64decode(uri.partition(",")[2])


def jpeg_of(image: Image, *, long_side: int = LONG_SIDE) -> bytes:
    """Return the picture as JPEG bytes, without any of the file's own metadata."""
    height, width = image.shape[:2]
    scale = long_side / max(height, width)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        shown = shrunk(image, size, quick=True)
    else:
        shown = image
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(shown, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]
    )
    if not done:
        raise ValueError("the picture could not be written as JPEG")
    return data.tobytes()


def field_crop(image: Image, box: Sequence[Point], *, height: int = 64, widest: int = 900) -> Image | None:
    """Return a field set straight, with a little of its surroundings; None where nothing of it is there."""
    quad = Quad.of(box)
    picture = Quad.upright(0, 0, image.shape[1], image.shape[0])
    outside = quad.right <= 0 or quad.bottom <= 0 or quad.left >= picture.right or quad.top >= picture.bottom
    if quad.width < 2 or quad.height < 2 or outside:
        return None
    corners, centre = quad.array, quad.array.mean(axis=0)
    along, across = corners[1] - corners[0], corners[3] - corners[0]
    pad = 0.28 * quad.height
    step_along, step_across = along / np.linalg.norm(along) * pad, across / np.linalg.norm(across) * pad
    if not np.isfinite([step_along, step_across, centre]).all():
        return None
    grown = corners + np.array([-step_along - step_across, step_along - step_across,
                                step_along + step_across, step_across - step_along])  # fmt: skip
    tall = quad.height + 2 * pad
    scale = min(height / tall, widest / (quad.width + 2 * pad))
    wide = max(2, round((quad.width + 2 * pad) * scale))
    tall = max(2, round(tall * scale))
    target = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(grown.astype(np.float32), target)
    straight = cv2.warpPerspective(
        image, matrix, (wide, tall), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(straight, dtype=np.uint8)


def face_crop(image: Image, box: Sequence[Point], *, height: int = 480) -> Image:
    """Return a face with its hair and chin, upright, in the proportion 4 : 5.

    The box starts at the face's own top left, so a card that lies on its side shows its portrait upright.
    """
    quad = Quad.of(box)
    corners, centre = quad.array, quad.array.mean(axis=0)
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    if not np.isfinite([along, down]).all() or quad.width < 2 or quad.height < 2:
        return image
    half = max(quad.width, quad.height) * 0.8
    right, below = along / np.linalg.norm(along) * half, down / np.linalg.norm(down) * half
    grown = centre + np.array(
        [-right - 1.3 * below, right - 1.3 * below, right + 1.2 * below, -right + 1.2 * below]
    )
    wide = round(height * 0.8)
    target = np.array([(0, 0), (wide, 0), (wide, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(grown.astype(np.float32), target)
    return np.asarray(
        cv2.warpPerspective(image, matrix, (wide, height), borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
    )

"""JPEG, PNG, WebP, TIFF and HEIF -> sheets. Runs in the process that opens files (``opener.py``)."""

from __future__ import annotations

import io

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps

from models.reason import ReasonCode
from pipeline.intake import edits
from pipeline.intake.kinds import Kind
from pipeline.intake.limits import Limits
from pipeline.intake.sheet import Opened, Remark, Sheet

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded, for every format alike
ImageFile.LOAD_TRUNCATED_IMAGES = False  # half a card filled up with grey must not pass as a card

_TURNS_BY_A_QUARTER = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112
_NEW_SUBFILE_TYPE = 254
_HEIF_TURNS = (b"\0\0\0\x09irot", b"\0\0\0\x09imir")


def open_picture(data: bytes, kind: Kind, limits: Limits) -> Opened:
    """Yield the picture's sheets: the first frame, or every page of a TIFF.

    Whatever the decoders raise on damaged bytes goes through; the caller calls it corrupt.
    """
    with Image.open(io.BytesIO(data), formats=[kind.upper()]) as picture:
        frames = getattr(picture, "n_frames", 1) if kind is Kind.TIFF else 1
        orientation = _heif_orientation(picture, data) if kind is Kind.HEIF else None
        yield from edits.in_picture(picture)
        number = 0
        for frame in range(frames):
            if frame:
                picture.seek(frame)
            if kind is Kind.TIFF and _is_thumbnail(picture):
                continue
            if number == limits.pages_per_file:
                yield Remark(ReasonCode.FILE_TRUNCATED_PAGES, f"only the first {number} pages are read")
                return
            number += 1
            width, height = picture.size
            if width * height > limits.pixels or max(width, height) > limits.side:
                yield Remark(ReasonCode.FILE_TOO_LARGE, f"page {number} is {width} x {height} pixels")
                continue
            yield _sheet(picture, number, limits, orientation)


def _is_thumbnail(picture: Image.Image) -> bool:
    tags = getattr(picture, "tag_v2", {})
    return bool(int(tags.get(_NEW_SUBFILE_TYPE, 0)) & 1)


def _sheet(picture: Image.Image, number: int, limits: Limits, orientation: int | None) -> Sheet:
    width, height = picture.size
    share = min(1.0, limits.long_side / max(width, height))
    if share < 1 and picture.format in {"JPEG", "MPO"}:
        # decodes at 1/2, 1/4 or 1/8 for a fraction of the work (HEIF would hand out an embedded thumbnail,
        # which need not show the same)
        picture.draft(picture.mode, (round(width * share), round(height * share)))
    picture.load()
    if orientation is not None:
        picture.getexif()[_ORIENTATION] = orientation
    if picture.getexif().get(_ORIENTATION, 1) in _TURNS_BY_A_QUARTER:
        width, height = height, width
    rgb = rgb_of(ImageOps.exif_transpose(picture))
    target = (max(1, round(width * share)), max(1, round(height * share)))
    if rgb.size != target:
        rgb = rgb.resize(target, Image.Resampling.HAMMING)
    return Sheet(number, np.asarray(rgb, dtype=np.uint8), (width, height))


def _heif_orientation(picture: Image.Image, data: bytes) -> int | None:
    """Return the EXIF orientation of a HEIF file that does not say by its own means how it is turned.

    Its own means (``irot``, ``imir``) come first in the standard, and the decoder has obeyed them; cameras
    write both, so obeying EXIF as well would turn the picture twice. The plug-in hides the tag.
    """
    if any(box in data for box in _HEIF_TURNS):
        return None
    return picture.info.get("original_orientation")


def rgb_of(picture: Image.Image) -> Image.Image:
    """Return the picture as 8-bit RGB; what is transparent becomes white paper."""
    if picture.mode.startswith(("I", "F")):
        picture = Image.fromarray(_eight_bits(np.asarray(picture)))
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        picture = Image.alpha_composite(paper, layered)
    return picture.convert("RGB")


def _eight_bits(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Bring deeper grey to 0..255: whole numbers by their range, fractions stretched."""
    grey = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    if values.dtype.kind in "ui" and grey.max() > 255:
        grey = grey / 257 if grey.max() <= 65_535 else grey / grey.max() * 255
    elif values.dtype.kind == "f":
        low, high = grey.min(), grey.max()
        grey = (grey - low) / (high - low) * 255 if high > low else np.zeros_like(grey)
    return np.asarray(np.clip(np.rint(grey), 0, 255), dtype=np.uint8)

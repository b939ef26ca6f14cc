"""JPEG, PNG, WebP, TIFF and HEIF -> sheets. Runs in the process that opens files (``opener.py``)."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps

from models.reason import ReasonCode
from pipeline.intake import edits
from pipeline.intake.costs import WEBP, bytes_to_decode, webp_size
from pipeline.intake.kinds import Kind
from pipeline.intake.limits import Limits
from pipeline.intake.sheet import Opened, Remark, Sheet

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded, for every format alike
ImageFile.LOAD_TRUNCATED_IMAGES = False  # half a card filled up with grey must not pass as a card

Scale = tuple[float, float]
"""Values of deep grey that become 0 and 255."""

_TURNS_BY_A_QUARTER = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112
_NEW_SUBFILE_TYPE = 254
_BAND = 64
"""Rows of the smaller picture that are made at a time."""
_HEIF_TURNS = (b"\0\0\0\x09irot", b"\0\0\0\x09imir")


def open_picture(data: bytes, kind: Kind, limits: Limits) -> Opened:
    """Yield the picture's sheets: the first frame, or every page of a TIFF.

    Whatever the decoders raise on damaged bytes goes through; the caller calls it corrupt.
    """
    if kind is Kind.WEBP and (size := webp_size(data)) and size[0] * size[1] * WEBP > limits.decoded_bytes:
        yield Remark(ReasonCode.FILE_TOO_LARGE, f"page 1 is {size[0]} x {size[1]} pixels")
        return
    with Image.open(io.BytesIO(data), formats=[kind.upper()]) as picture:
        orientation = _heif_orientation(picture, data) if kind is Kind.HEIF else None
        yield from edits.in_picture(picture)
        number = 0
        for _ in _pages(picture, kind):
            if number == limits.pages_per_file:
                yield Remark(ReasonCode.FILE_TRUNCATED_PAGES, f"only the first {number} pages are read")
                return
            number += 1
            width, height = picture.size
            too_large = width * height > limits.pixels or max(width, height) > limits.side
            if too_large or bytes_to_decode(picture) > limits.decoded_bytes:
                yield Remark(ReasonCode.FILE_TOO_LARGE, f"page {number} is {width} x {height} pixels")
                continue
            least = min(width, height)
            if least < limits.least_side or max(width, height) > limits.slender * least:
                yield Remark(ReasonCode.FILE_CORRUPT, f"page {number} has an impossible size")
                continue
            yield _sheet(picture, number, limits, orientation)


def _pages(picture: Image.Image, kind: Kind) -> Iterator[None]:
    """Go from page to page of a TIFF, past thumbnails; other kinds have one page.

    One by one: to ask how many there are reads them all, and a file may have a million.
    """
    frame = 0
    while True:
        if kind is not Kind.TIFF or not _is_thumbnail(picture):
            yield
        frame += 1
        if kind is not Kind.TIFF:
            return
        try:
            picture.seek(frame)
        except EOFError:
            return


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
    turn = picture.getexif().get(_ORIENTATION, 1)
    target = (max(1, round(width * share)), max(1, round(height * share)))
    rgb = _reduced(picture, max(1, max(picture.size) // max(target)), target)
    if turn in _TURNS_BY_A_QUARTER:
        width, height = height, width
    if turn != 1:
        rgb.getexif()[_ORIENTATION] = turn
        rgb = ImageOps.exif_transpose(rgb)
    return Sheet(number, np.asarray(rgb, dtype=np.uint8), (width, height))


def _reduced(picture: Image.Image, times: int, target: tuple[int, int]) -> Image.Image:
    """Return the picture as RGB of that size, made smaller by a whole number of times first.

    Band by band: a second copy of a large picture in another form is what a hostile file would fill memory
    with. The mean of whole squares leaves no seams.
    """
    if times == 1 and picture.mode == "RGB" and not picture.has_transparency_data:
        return picture if picture.size == target else picture.resize(target, Image.Resampling.HAMMING)
    (width, height), scale = picture.size, _range_of(picture)
    rgb = Image.new("RGB", (-(-width // times), -(-height // times)))
    for top in range(0, height, _BAND * times):
        band = rgb_of(picture.crop((0, top, width, min(height, top + _BAND * times))), scale)
        rgb.paste(band.reduce(times) if times > 1 else band, (0, top // times))
    if rgb.size == target:
        return rgb
    return rgb.resize(target, Image.Resampling.HAMMING, box=(0, 0, width / times, height / times))


def _heif_orientation(picture: Image.Image, data: bytes) -> int | None:
    """Return the EXIF orientation of a HEIF file that does not say by its own means how it is turned.

    Its own means (``irot``, ``imir``) come first in the standard, and the decoder has obeyed them; cameras
    write both, so obeying EXIF as well would turn the picture twice. The plug-in hides the tag.
    """
    if any(box in data for box in _HEIF_TURNS):
        return None
    return picture.info.get("original_orientation")


def rgb_of(picture: Image.Image, scale: Scale | None) -> Image.Image:
    """Return the picture, or a band of one, as 8-bit RGB; what is transparent becomes white paper."""
    if scale:
        low, high = scale
        grey = (_finite(picture) - low) * (255 / (high - low) if high > low else 0.0)
        picture = Image.fromarray(np.clip(np.rint(grey), 0, 255).astype(np.uint8))
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        picture = Image.alpha_composite(paper, layered)
    return picture.convert("RGB")


def _range_of(picture: Image.Image) -> Scale | None:
    """Return what becomes black and what white in deeper grey; None where 8 bits are a colour.

    Whole numbers by their range (8 bits, 16, or what there is), fractions from darkest to brightest.
    """
    if not picture.mode.startswith(("I", "F")):
        return None
    tops = range(0, picture.height, _BAND)
    bands = (_finite(picture.crop((0, top, picture.width, min(picture.height, top + _BAND)))) for top in tops)
    lows, highs = zip(*((float(band.min()), float(band.max())) for band in bands), strict=True)
    high = max(highs)
    if picture.mode.startswith("F"):
        return min(lows), high
    return 0.0, 255.0 if high <= 255 else 65_535.0 if high <= 65_535 else high


def _finite(picture: Image.Image) -> NDArray[np.float32]:
    return np.nan_to_num(np.asarray(picture, dtype=np.float32), posinf=0.0, neginf=0.0)

"""A picture as the bytes of a file; of the metadata a camera writes only the orientation is kept."""

import io
from collections.abc import Sequence

import numpy as np
import pillow_heif
from PIL import Image
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas as PdfCanvas

from sample_docs.generator.canvas import Picture

rl_config.useA85 = 0  # binary streams: a quarter smaller than the library's text-safe default

ORIENTATION = 0x0112
STORED_TURNS = {1: 0, 3: 2, 6: 1, 8: 3}
"""Quarters, anticlockwise, by which the stored pixels are turned for each orientation code."""


def jpeg(picture: Picture, *, quality: int, orientation: int = 1) -> bytes:
    """A JPEG; with an orientation other than 1 the pixels are stored turned and a viewer turns them back."""
    stored = Image.fromarray(np.ascontiguousarray(np.rot90(picture, STORED_TURNS[orientation])))
    exif = Image.Exif()
    if orientation != 1:
        exif[ORIENTATION] = orientation
    file = io.BytesIO()
    stored.save(file, "JPEG", quality=quality, optimize=True, exif=exif)
    return file.getvalue()


def still(picture: Picture, kind: str, *, quality: int) -> bytes:
    """The picture as `jpg`, `png`, `webp`, `tif` or `heic`."""
    if kind == "jpg":
        return jpeg(picture, quality=quality)
    image, file = Image.fromarray(picture), io.BytesIO()
    if kind == "png":
        image.save(file, "PNG", compress_level=6)  # the smallest takes seconds for a telephone's screen
    elif kind == "webp":
        image.save(file, "WEBP", quality=quality, method=4)
    elif kind == "tif":
        image.save(file, "TIFF", compression="jpeg", quality=quality - 15)
    elif kind == "heic":
        pillow_heif.from_pillow(image).save(file, quality=quality - 25)
    else:
        raise ValueError(f"no encoder for {kind}")
    return file.getvalue()


def pdf_of_pictures(pictures: Sequence[Picture], *, quality: int, password: str | None = None) -> bytes:
    """A scanned PDF: one picture a page on A4, upright or across as the picture is.

    The picture fills the page in the direction that binds and is centred in the other.
    """
    lock = StandardEncryption(password, ownerPassword=password, strength=128) if password else None
    file = io.BytesIO()
    document = PdfCanvas(file, pagesize=A4, invariant=1, encrypt=lock)
    for picture in pictures:
        page = page_size(picture)
        document.setPageSize(page)
        left, bottom, width, height = placed_on_page(picture)
        image = ImageReader(io.BytesIO(jpeg(picture, quality=quality)))
        document.drawImage(image, left, bottom, width, height)
        document.showPage()
    document.save()
    return file.getvalue()


def page_size(picture: Picture) -> tuple[float, float]:
    """A4 in points, upright or across."""
    return (A4[0], A4[1]) if picture.shape[0] >= picture.shape[1] else (A4[1], A4[0])


def placed_on_page(picture: Picture) -> tuple[float, float, float, float]:
    """Left, bottom, width and height in points of the picture on its page."""
    page = page_size(picture)
    height, width = picture.shape[:2]
    scale = min(page[0] / width, page[1] / height)
    return (page[0] - width * scale) / 2, (page[1] - height * scale) / 2, width * scale, height * scale

"""QR codes and barcodes on a page (zxing-cpp), looked for only on papers that carry them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from models.code import Code
from models.document import DocumentType
from models.geometry import Quad
from models.page import Image
from models.part import Part
from pipeline.ocr.text import printable

CARRIERS = frozenset(
    {
        DocumentType.KPJ,
        DocumentType.NPWP,
        DocumentType.KK,
        DocumentType.AKTA_KEMATIAN,
        DocumentType.AKTA_KELAHIRAN,
        DocumentType.AKTA_NIKAH,
    }
)
"""Types on which a code says something; looking costs some 20 ms a page (docs/performance.md)."""

FORMATS: Mapping[zxingcpp.BarcodeFormat, Literal["qr", "code128"]] = {
    zxingcpp.BarcodeFormat.QRCode: "qr",
    zxingcpp.BarcodeFormat.Code128: "code128",
}
LONG_SIDES = (1300, 2200)
"""Pixels: most codes are read on the reduced picture, small ones on a letter need the larger one."""

MOST = 6
"""Codes of one page that are kept; a page with more is a sheet of stickers."""


def codes_of(parts: Sequence[Part]) -> list[tuple[Code, ...]]:
    """Return the codes of each part, in order; () where its type carries none."""
    seen: dict[int, list[Code]] = {}
    result: list[tuple[Code, ...]] = []
    for part in parts:
        if part.type not in CARRIERS:
            result.append(())
            continue
        if id(part.page) not in seen:
            seen[id(part.page)] = codes_on(part.page.image)
        alone = sum(other.page is part.page for other in parts) == 1
        result.append(tuple(c for c in seen[id(part.page)] if alone or _inside(c, part.region)))
    return result


def codes_on(image: Image) -> list[Code]:
    """Return the codes on a picture, in its pixels, their text made printable and cut to a line's length."""
    grey: NDArray[np.uint8] = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    largest = max(grey.shape)
    for side in LONG_SIDES:
        scale = min(1.0, side / largest)
        size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
        small = grey if scale == 1.0 else cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        formats = zxingcpp.BarcodeFormats(list(FORMATS))
        hits = zxingcpp.read_barcodes(
            small, formats=formats, try_invert=False, text_mode=zxingcpp.TextMode.Plain
        )
        found = [code for hit in hits[:MOST] if (code := _code(hit, scale)) is not None]
        if found or scale == 1.0:
            return found
    return []


def _code(hit: zxingcpp.Barcode, scale: float) -> Code | None:
    text = printable(hit.text).strip()
    where = hit.position
    corners = (where.top_left, where.top_right, where.bottom_right, where.bottom_left)
    kind = FORMATS.get(hit.format)
    if not text or kind is None:
        return None
    return Code(kind, text, Quad.of([(corner.x / scale, corner.y / scale) for corner in corners]))


def _inside(code: Code, region: Quad | None) -> bool:
    """Tell whether the code lies on this card: its middle, as a region is the words' outline."""
    if region is None:
        return True
    x, y = code.quad.centre
    room = 0.1 * max(region.right - region.left, region.bottom - region.top)
    return region.left - room <= x <= region.right + room and region.top - room <= y <= region.bottom + room

"""A page: pixels, the way back to the uploaded file, and the text layer where a PDF has one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.geometry import Matrix, Quad

Image = NDArray[np.uint8]
"""Height x width x 3, RGB, 0..255."""


@dataclass(frozen=True)
class LayerLine:
    """One line of a PDF's text layer, in the page's pixels."""

    text: str = field(repr=False)
    quad: Quad = field(repr=False)


@dataclass(frozen=True)
class Page:
    """One page (or one picture) of an upload.

    Attributes:
        file: name of the upload inside the claim folder.
        number: 1 for pictures; the page of a PDF or TIFF.
        image: the pixels that are read.
        to_upright: takes a pixel of ``image`` to the pixel of the file as a person sees it upright
            (EXIF applied; a PDF page as rasterised by intake).
        upright_size: (width, height) of that upright file, pixels.
        text_layer: lines of a born-digital PDF page; None where the page must be read optically.
        stamped: where pictures lie on the text of a born-digital page, a stamp or a signature: what stands
            there is not in ``text_layer`` and must be read optically.
        turned: degrees by which imaging turned the page clockwise (0, 90, 180 or 270).
        outline: rim of the card or sheet in the pixels of ``image``, flat; None where it was not seen.
        card: the page shows a whole ID-1 card, its rim at ``outline``.
    """

    file: str = field(repr=False)
    number: int
    image: Image = field(repr=False, compare=False)
    to_upright: Matrix = field(repr=False, compare=False)
    upright_size: tuple[int, int]
    text_layer: tuple[LayerLine, ...] | None = field(default=None, repr=False)
    stamped: tuple[Quad, ...] = field(default=(), repr=False)
    turned: int = 0
    outline: Quad | None = field(default=None, repr=False)
    card: bool = False

    @classmethod
    def fresh(
        cls, file: str, image: Image, *, number: int = 1, text_layer: tuple[LayerLine, ...] | None = None
    ) -> Page:
        """Return a page whose picture is the upright file itself."""
        height, width = image.shape[:2]
        return cls(file, number, image, np.eye(3), (width, height), text_layer)

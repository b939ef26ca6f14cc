"""What opening one file gives: sheets of pixels and remarks, before they become pages of a claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.reason import ReasonCode


@dataclass(frozen=True)
class Sheet:
    """One picture or PDF page.

    Attributes:
        number: the page inside its file, from 1.
        pixels: height x width x 3, RGB, upright, no larger than the limits allow.
        upright_size: (width, height) of the same picture at the file's own resolution.
        lines: text layer of a born-digital page: text and (left, top, right, bottom) in ``pixels``;
            None where the page must be read optically.
        stamped: places of a born-digital page where pictures lie on its text, which ``lines`` leaves out.
    """

    number: int
    pixels: NDArray[np.uint8]
    upright_size: tuple[int, int]
    lines: tuple[tuple[str, tuple[float, float, float, float]], ...] | None = None
    stamped: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True)
class Remark:
    """Something wrong with the file as a whole: a ``FILE_*`` code and what exactly."""

    code: ReasonCode
    detail: str


Opened = Iterator[Sheet | Remark]
"""What an opener yields, page by page, so that only one page's pixels are held at a time."""

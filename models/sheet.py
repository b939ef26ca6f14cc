"""What a look at a picture found: text lines, and the cards and sheets that they lie on."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.geometry import Quad
from models.page import Page


@dataclass(frozen=True)
class Look:
    """The text lines of one page as a quick look saw them.

    Attributes:
        lines: their outlines, in the pixels of the page.
        scale: pixels of the look per pixel of the page: how closely it was looked at.
    """

    lines: tuple[Quad, ...] = field(default=(), repr=False)
    scale: float = 1.0


@dataclass(frozen=True)
class Sheet:
    """One card or sheet of a picture, up to the way it is turned.

    Attributes:
        page: the page that it was seen on.
        look: its text lines.
        outline: its four corners in the page's pixels, clockwise, the first edge along the text up to half a
            turn; None where no rim was seen surely enough.
        shape: width over height inside the outline, width along the text.
        card: the outline is that of an ID-1 card.
        alone: nothing else was found on the page.
    """

    page: Page
    look: Look
    outline: Quad | None = field(default=None, repr=False)
    shape: float = 0.0
    card: bool = False
    alone: bool = True

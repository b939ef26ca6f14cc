"""Whether one value of a card is printed unlike its neighbours, as it is when it was typed over in an editor.

One printer made all rows of a card and one camera took them: letters are equally sharp, equally dark, of one
colour, and between them lies the same grain. All is measured on the pixels of the file as it was uploaded and
only ever compared with the other rows of the same card.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Quad
from models.page import Image

Floats = NDArray[np.float32]

SHORTEST, NARROWEST = 7.0, 1.5
"""Pixels of a line's height, and heights of its width, from which its print can be measured."""

TALLEST = 1.5
"""Times the usual height from which a value stands on two lines, which measure differently."""

FEWEST = 6
"""Other rows that must have been measured."""

FAINTEST = 20.0
"""Levels between paper and ink below which nothing is measured."""

LEAST_PAPER, LEAST_EDGE = 60, 20
"""Pixels of clear paper between the letters, and of their edges."""

GRAIN = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
"""Takes away everything but noise (Immerkaer 1996)."""
MOST_GRAIN, LEAST_GRAIN = 15.0, 0.3
"""Levels: what is more is no noise; what is less is rounding."""


@dataclass(frozen=True)
class Traits:
    """How one value is printed, each figure so that equal differences are equally odd.

    Attributes:
        grain: log of the noise between the letters (levels).
        ink: darkness of the ink, 0 black .. 1 white.
        green_red, blue_yellow: colour of the ink against the paper (tens of Lab units).
        contrast: log of the levels between paper and ink.
        sharpness: log of the steepest part of the letters' edges (share of the contrast per pixel).
    """

    grain: float
    ink: float
    green_red: float
    blue_yellow: float
    contrast: float
    sharpness: float
    height: float

    @property
    def figures(self) -> NDArray[np.float64]:
        """The six figures that are compared."""
        return np.array(
            (self.grain, self.ink, self.green_red, self.blue_yellow, self.contrast, self.sharpness)
        )


USUAL = np.array((0.080, 0.013, 0.045, 0.055, 0.030, 0.016))
"""How far untouched rows lie from the median of the others (half of what 95 % stay below), measured on 280
cards of the levels flat, office and phone."""

OWN_WAY = {
    "nik": (
        np.array((-0.15, 0.0, 0.11, 0.12, 0.0, -0.03)),
        np.array((0.13, np.inf, 0.12, 0.16, np.inf, 0.055)),
    ),
    "tanggal_lahir": (np.array((0.03, 0.02, 0.0, -0.01, -0.03, 0.0)), USUAL),
}
"""Values that differ from the rows on every card: by how much, and how far cards lie from that. The NIK has a
font, a size and a blackness of its own, so that its darkness tells nothing; the date is the end of a line."""


def oddness(traits: Mapping[str, Traits], name: str) -> float | None:
    """Return how unlike its neighbours a value is printed; None where there is too little to compare.

    The root of the summed squares of six differences, each in units of what is usual on untouched cards and
    of the spread among this card's own rows.
    """
    own = traits.get(name)
    if own is None:
        return None
    usual_height = float(np.median([one.height for one in traits.values()]))
    number = name == "nik"
    if not number and own.height > TALLEST * usual_height:
        return None
    rows = [
        one.figures
        for other, one in traits.items()
        if other not in (name, "nik") and one.height <= TALLEST * usual_height
    ]
    if len(rows) < FEWEST:
        return None
    others = np.array(rows)
    middle = np.median(others, axis=0)
    spread = 1.4826 * np.median(np.abs(others - middle), axis=0)
    offset, usual = OWN_WAY.get(name, (np.zeros(len(USUAL)), USUAL))
    return float(np.linalg.norm((own.figures - middle - offset) / np.hypot(usual, spread)))


def traits_of(picture: Image, places: Mapping[str, Quad]) -> dict[str, Traits]:
    """Return how the values at these places are printed; those that cannot be measured are left out.

    Args:
        picture: the file's own pixels.
        places: of the values, in these pixels, clockwise from the text's top left.
    """
    found = {name: _traits(picture, place) for name, place in places.items()}
    return {name: one for name, one in found.items() if one is not None}


def _traits(picture: Image, place: Quad) -> Traits | None:
    if place.height < SHORTEST or place.width < NARROWEST * place.height:
        return None
    grey, lab, grain = _straight(picture, place)
    dark, pale = (float(v) for v in np.percentile(grey, (3, 75)))
    contrast = pale - dark
    if contrast < FAINTEST:
        return None
    slope = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)) / 8
    inked = (grey < (dark + pale) / 2).astype(np.uint8)
    edge = cv2.morphologyEx(inked, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    cover = np.clip((pale - grey) / contrast, 0, 1)
    paper = cv2.erode((cover < 0.15).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    core = cover > 0.9
    if edge.sum() < LEAST_EDGE or paper.sum() < LEAST_PAPER or core.sum() < LEAST_EDGE / 2:
        return None
    noise = max(float(np.std(np.clip(grain[paper], -MOST_GRAIN, MOST_GRAIN))), LEAST_GRAIN)
    colour = (np.median(lab[core], axis=0) - np.median(lab[paper], axis=0)) / 10
    return Traits(
        grain=float(np.log(noise)),
        ink=dark / 255,
        green_red=float(colour[1]),
        blue_yellow=float(colour[2]),
        contrast=float(np.log(contrast)),
        sharpness=float(np.log(np.percentile(slope[edge], 75) / contrast)),
        height=place.height,
    )


def _straight(picture: Image, place: Quad) -> Sequence[Floats]:
    """Brightness, Lab colour and grain of a place, upright, pixel for pixel; grain is not resampled."""
    reach = 3
    left, top = max(0, int(place.left) - reach), max(0, int(place.top) - reach)
    cut = picture[top : int(place.bottom) + reach + 1, left : int(place.right) + reach + 1]
    if cut.size == 0:
        return [np.zeros((1, 1), np.float32)] * 3
    grey = cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY).astype(np.float32)
    lab = cv2.cvtColor(cut, cv2.COLOR_RGB2LAB).astype(np.float32)
    size = (max(1, int(place.width)), max(1, int(place.height)))
    corners = Quad.upright(0, 0, place.width, place.height).array.astype(np.float32)
    bend = cv2.getPerspectiveTransform((place.array - (left, top)).astype(np.float32), corners)
    grain = cv2.filter2D(grey, -1, GRAIN)
    return [
        np.asarray(cv2.warpPerspective(values, bend, size, flags=how), np.float32)
        for values, how in ((grey, cv2.INTER_CUBIC), (lab, cv2.INTER_LINEAR), (grain, cv2.INTER_NEAREST))
    ]

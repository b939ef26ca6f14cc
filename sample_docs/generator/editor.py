"""What who changes a card uses a picture editor for: painting over, typing, pasting, hiding the rims."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from sample_docs.generator.canvas import BLACK, Ink, Picture, Quad
from sample_docs.generator.shot import Floats, Matrix, Shot, moved_quad
from sample_docs.generator.vocabulary import pick

FINER = 3
"""Letters are drawn so much larger than they stand on the card, whose drawn pixels are the unit of places."""

BEFORE_PORTRAIT = 742.0
"""Pixels of the drawn card up to which a row may be free of print."""
LEFT_MARGIN = (2.0, 24.0)

Place = tuple[float, float, float, float]
"""Left, top, right and bottom on the drawn card."""


@dataclass(frozen=True)
class Care:
    """What is done to hide the change: soft rims and blur (pixels, standard deviation), grain (levels)."""

    feather: float
    blur: float
    grain: float


def care(rng: np.random.Generator) -> Care:
    """Half hide the rim, half soften, fewer add grain; some do nothing of it."""
    return Care(
        feather=float(rng.uniform(0.6, 2.5)) if rng.random() < 0.5 else 0.0,
        blur=float(rng.uniform(0.3, 1.0)) if rng.random() < 0.5 else 0.0,
        grain=float(rng.uniform(1.0, 4.0)) if rng.random() < 0.35 else 0.0,
    )


def blended(shot: Shot, new: Floats, cover: Floats, with_care: Care, rng: np.random.Generator) -> Shot:
    """The new pixels where the cover (0..1) is, as carefully as it is done."""
    if with_care.blur:
        new = np.asarray(cv2.GaussianBlur(new, (0, 0), with_care.blur), np.float32)
    if with_care.grain:
        new = new + rng.standard_normal(new.shape[:2], dtype=np.float32)[..., None] * with_care.grain
    if with_care.feather:
        cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), with_care.feather), np.float32)
    old = shot.picture.astype(np.float32)
    mixed = old + (new - old) * cover[..., None]
    return replace(shot, picture=np.clip(np.rint(mixed), 0, 255).astype(np.uint8))


def covering(shot: Shot, corners: npt.NDArray[np.float64]) -> Floats:
    """1 inside the corners (4, 2) in the picture, 0 outside."""
    cover = np.zeros(shot.picture.shape[:2], np.float32)
    cv2.fillConvexPoly(cover, np.rint(corners * 16).astype(np.int32), 1.0, cv2.LINE_AA, 4)
    return cover


def ink_of(shot: Shot, box: Quad) -> Ink:
    """The colour of the print, as a pipette in the darkest part of it tells."""
    points = np.array(box)
    (left, top), (right, bottom) = points.min(axis=0).astype(int), points.max(axis=0).astype(int) + 1
    cut = shot.picture[max(top, 0) : bottom, max(left, 0) : right].reshape(-1, 3)
    if not len(cut):
        return BLACK
    bright = cut.sum(axis=1)
    dark = cut[bright <= np.percentile(bright, 6)].mean(axis=0)
    return int(dark[0]), int(dark[1]), int(dark[2])


def painted_over(shot: Shot, place: Place, cover: Floats, bend: Matrix, rng: np.random.Generator) -> Floats:
    """The picture without the print of a place: filled evenly, cloned from beside it, or healed."""
    picture = shot.picture.astype(np.float32)
    inside = (cover > 0).astype(np.uint8)
    way = pick(rng, ("even", "clone", "clone", "heal"))
    if way == "clone":
        left, _, right, _ = place
        beside = (right + 4, min(2 * right + 4 - left, BEFORE_PORTRAIT))
        first, last = max((beside, LEFT_MARGIN), key=lambda span: span[1] - span[0])
        return _cloned(picture, (first, last), place, bend, inside)
    if way == "heal":
        grey = cv2.cvtColor(shot.picture, cv2.COLOR_RGB2GRAY)
        dark = ((grey < np.percentile(grey[inside > 0], 60) - 12) & (inside > 0)).astype(np.uint8)
        spots = np.asarray(cv2.dilate(dark, np.ones((5, 5), np.uint8)), np.uint8) & inside
        return np.asarray(cv2.inpaint(shot.picture, spots, 3, cv2.INPAINT_TELEA), np.float32)
    ring = picture[(cv2.dilate(inside, np.ones((9, 9), np.uint8)) - inside) > 0]
    bright = ring.sum(axis=1)
    filled = picture.copy()
    filled[inside > 0] = np.median(ring[bright > np.median(bright) - 30], axis=0)
    return filled


def _cloned(
    picture: Floats, source: tuple[float, float], place: Place, bend: Matrix, inside: Picture
) -> Floats:
    """Card from the same row, laid over the place piece by piece as a clone stamp does it."""
    first, last = source
    left, top, right, bottom = place
    out, size, at = picture.copy(), (picture.shape[1], picture.shape[0]), left - 2
    while at < right + 2:
        shift = bend @ np.array([[1, 0, at - first], [0, 1, 0], [0, 0, 1]]) @ np.linalg.inv(bend)
        moved = cv2.warpPerspective(picture, shift, size, flags=cv2.INTER_NEAREST)
        piece = np.zeros(picture.shape[:2], np.uint8)
        corners = np.array(moved_quad(corners_of((at, top - 3, at + last - first, bottom + 3)), bend))
        cv2.fillConvexPoly(piece, np.rint(corners).astype(np.int32), 1)
        here = (piece & inside) > 0
        out[here] = moved[here]
        at += last - first
    return out


def typed(
    shot: Shot, text: str, letters: ImageFont.FreeTypeFont, at: tuple[float, float], bend: Matrix,
    *, breadth: float, step: float | None,
) -> Floats:  # fmt: skip
    """How much ink (0..1) the text leaves on each pixel of the picture; `at` is where its baseline begins.

    With a step every sign begins so far after the one before it.
    """
    tall = float(letters.size)
    left, top = at[0] - 8, at[1] - 1.4 * tall
    sheet = Image.new("L", (round((breadth + 24) * FINER), round(2 * tall * FINER)), 0)
    pen = ImageDraw.Draw(sheet)
    large = letters.font_variant(size=tall * FINER)
    x, y = (at[0] - left) * FINER, (at[1] - top) * FINER
    for number, part in enumerate([text] if step is None else text):
        pen.text((x + number * (step or 0) * FINER, y), part, font=large, fill=255, anchor="ls")
    if shot.outline is None:
        raise ValueError("a card has an outline")
    side = np.linalg.norm(np.array(shot.outline[1]) - np.array(shot.outline[0]))
    soft = max(0.45 * FINER * 1010 / float(side), 0.3)
    fine = cv2.GaussianBlur(np.asarray(sheet, np.float32) / 255, (0, 0), soft)
    onto = bend @ np.array([[1 / FINER, 0, left], [0, 1 / FINER, top], [0, 0, 1]])
    size = (shot.picture.shape[1], shot.picture.shape[0])
    return np.asarray(cv2.warpPerspective(fine, onto, size, flags=cv2.INTER_LINEAR), np.float32)


def pasted(shot: Shot, picture: Picture, corners: npt.NDArray[np.float64]) -> Floats:
    """Another picture stretched so that its corners come to these (4, 2); beyond them its rim goes on."""
    height, width = picture.shape[:2]
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    bend = cv2.getPerspectiveTransform(own, corners.astype(np.float32))
    share = float(np.linalg.norm(corners[1] - corners[0])) / width
    if share < 0.8:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.4 / share), np.uint8)
    size = (shot.picture.shape[1], shot.picture.shape[0])
    laid = cv2.warpPerspective(picture, bend, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return laid.astype(np.float32)


def toned(laid: Floats, like: Picture, inside: npt.NDArray[np.bool_]) -> Floats:
    """A pasted picture with the brightness and contrast that stood there before."""
    old, new = like[inside].astype(np.float32), laid[inside]
    gain = np.clip(old.std() / max(float(new.std()), 1.0), 0.6, 1.3)
    return np.asarray((laid - new.mean()) * gain + old.mean(), np.float32)


def corners_of(place: Place) -> Quad:
    """The corners of a place, clockwise from its top left."""
    left, top, right, bottom = place
    return [[left, top], [right, top], [right, bottom], [left, bottom]]

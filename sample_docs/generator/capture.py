"""How a document reaches us, from a clean scan to a hurried photograph.

Levels: `flat` (a clean scan), `office` (an office scanner), `phone` (a telephone picture as people send it),
`hard` (the worst that a reader is still asked to read: one or two of the named `conditions`). Whatever
happens to the picture happens to the places of the document, its fields and its troubles.
"""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator import conditions
from sample_docs.generator.canvas import Drawing, Quad
from sample_docs.generator.fingers import SKINS, Skin, Spot, held, hidden
from sample_docs.generator.recapture import on_scanner, photocopy, screen
from sample_docs.generator.scene import on_desk, surroundings
from sample_docs.generator.shot import (
    PORTRAIT,
    STRIP,
    Mark,
    Shot,
    blurred,
    contrasted,
    grey,
    noisy,
    onto,
    relit,
    resized,
    turned,
)
from sample_docs.generator.surroundings import uneven_light
from sample_docs.generator.vocabulary import pick

__all__ = [
    "LEVELS", "flat", "hard", "of_drawing", "office", "out_of_focus", "phone", "photocopy", "screen",
    "unreadable",
]  # fmt: skip

PLASTIC = (1010, 637)
ROUNDED = 37.0
"""Pixels of a drawn card of `PLASTIC` size: 3.18 mm on 85.6 (ISO/IEC 7810, ID-1)."""
CARD_MM, BOOK_MM = 85.6, 150.0
LEAST = 660.0
"""Pixels that an ordinary telephone picture leaves of a card's longer side."""
LONGEST_SIDE, SHORTEST_LONG_SIDE = 2400, 1600


def of_drawing(drawing: Drawing) -> Shot:
    """The drawing itself, as nobody has handled it yet; a plastic card has round corners."""
    height, width = drawing.picture.shape[:2]
    plastic = (width, height) == PLASTIC and not drawing.screenshot
    whole = [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]
    boxes = {**drawing.boxes, **_labels(drawing)}
    if drawing.portrait:
        boxes[PORTRAIT] = drawing.portrait
    return Shot(
        drawing.picture, boxes, outline=drawing.outline or whole, corner=ROUNDED if plastic else 0.0,
        longer_mm=CARD_MM if plastic else BOOK_MM,
    )  # fmt: skip


def _labels(drawing: Drawing) -> dict[str, Quad]:
    """Where the labels stand: in the rows of the values, from the left margin on. They are no fields."""
    margin = 0.03 * drawing.picture.shape[1]
    return {
        f"@label-{name}": [[margin, top], [left, top], [left, bottom], [margin, bottom]]
        for name, ((left, top), _, (_, bottom), _) in drawing.boxes.items()
        if left > margin
    }


def flat(shot: Shot, rng: np.random.Generator) -> Shot:
    """A clean scan: straight, even, with a narrow white rim."""
    laid = on_scanner(shot, rng, skew=0.15, rim=0.03, bed=(252, 252, 252))
    return noisy(laid, rng, 1.2)


def office(shot: Shot, rng: np.random.Generator) -> Shot:
    """An office scanner in everyday use: a little skewed, pale, grainy."""
    laid = on_scanner(shot, rng, skew=1.6, rim=0.05, bed=(244, 244, 241))
    pale = contrasted(laid, float(rng.uniform(0.86, 0.97)), 150)
    faded = replace(pale, picture=_saturated(pale.picture, float(rng.uniform(0.35, 0.9))))
    return noisy(blurred(faded, float(rng.uniform(0.4, 0.7))), rng, float(rng.uniform(2.0, 3.5)))


def phone(shot: Shot, rng: np.random.Generator) -> Shot:
    """A telephone picture of a document on a table, or held at its rim; sometimes turned."""
    laid = _before_camera(shot, rng, breadth=(0.40, 0.90), tilt=18)
    return as_photographed(laid, rng)


def as_photographed(laid: Shot, rng: np.random.Generator) -> Shot:
    """The light of a room on what lies before the camera, a finger at the rim or a soft gleam, the sensor."""
    lit = _lit(laid, rng, fall=(0.04, 0.20), shadow=(0.0, 0.32))
    lot = rng.random()
    if laid.outline is not None and lot < 0.22:
        skin = pick(rng, SKINS)
        for _ in range(int(rng.integers(1, 3))):
            lit = held_at_rim(lit, rng, skin)
    elif laid.outline is not None and laid.longer_mm < 200 and lot < 0.40:
        lit = gleam_beside_text(lit, rng)
    out = noisy(blurred(lit, float(rng.uniform(0.5, 0.95))), rng, float(rng.uniform(1.5, 4.0)))
    return turned(out, _quarters(rng))


def hard(shot: Shot, rng: np.random.Generator) -> Shot:
    """The worst readable picture: one or two of the named conditions, which its truth tells."""
    names = conditions.chosen(shot, rng)
    before = conditions.copied(shot, rng, names)
    copy = {"grey_copy", "bw_copy"} & set(names)
    if "screen" in names:
        laid = screen(before, rng)
    elif copy and rng.random() < 0.5:
        laid = noisy(on_scanner(before, rng, skew=1.5, rim=0.02, bed=(252, 252, 252)), rng, 2.0)
    else:
        laid = _before_camera(before, rng, breadth=(0.60, 0.94), tilt=20, whole=not copy)
        laid = _lit(laid, rng, fall=(0.08, 0.25), shadow=(0.05, 0.4))
    troubled = conditions.troubled(laid, rng, names)
    out = noisy(blurred(troubled, float(rng.uniform(0.5, 0.8))), rng, float(rng.uniform(2.5, 5)))
    return turned(grey(out) if copy and rng.random() < 0.3 else out, _quarters(rng))


LEVELS: dict[str, Callable[[Shot, np.random.Generator], Shot]] = {
    "flat": flat, "office": office, "phone": phone, "hard": hard,
}  # fmt: skip


def unreadable(shot: Shot, rng: np.random.Generator) -> Shot:
    """Taken in the dark with a moving hand: that it is a card can be seen, what it says cannot."""
    laid = on_desk(shot, rng, breadth=(0.6, 0.7), tilt=8, least=0)
    small = resized(laid, 520.0 / conditions.longer_side(laid))
    smeared = conditions.shaken(small, rng, 17)
    dim = relit(smeared, np.full((1, 1, 3), float(rng.uniform(0.35, 0.5)), np.float32))
    seen = resized(noisy(blurred(dim, 4.0), rng, 8.0), 2.0)
    marks = (Mark("blur"), Mark("dark"), Mark("too_small"))
    return replace(seen, marks=marks, lost=frozenset(seen.boxes), conditions=("motion_blur", "dark"))


def out_of_focus(shot: Shot, rng: np.random.Generator) -> Shot:
    """A selfie in which a face can be guessed but not recognised."""
    seen = noisy(blurred(shot, float(rng.uniform(16, 20))), rng, 3.0)
    return replace(seen, marks=(Mark("blur"),), conditions=("defocus",))


def gleam_beside_text(shot: Shot, rng: np.random.Generator) -> Shot:
    """A soft reflection on the document where neither values nor labels nor a portrait are, or none."""
    size = (shot.picture.shape[1], shot.picture.shape[0])
    for _ in range(15):
        lamp = conditions.lamp_on(shot, rng, length=(0.05, 0.13))
        light = lamp.light(size)
        mask = (light > 0.25).astype(np.uint8)
        if not hidden(shot, mask):
            seen = conditions.shining(shot, light * float(rng.uniform(120, 230)))
            return replace(seen, marks=(*shot.marks, Mark("glare", lamp.box)))
    return shot


def held_at_rim(shot: Shot, rng: np.random.Generator, skin: Skin, spot: Spot | None = None) -> Shot:
    """A finger that holds the document, at the spot or anywhere, and covers no value."""
    for _ in range(8):
        place = spot or (int(rng.integers(4)), float(rng.uniform(0.1, 0.9)))
        seen = held(shot, rng, skin, place, float(rng.uniform(0.8, 3.2)))
        if seen.lost == shot.lost:
            return seen
    return shot


def _before_camera(
    shot: Shot, rng: np.random.Generator, *, breadth: tuple[float, float], tilt: float, whole: bool = True
) -> Shot:
    """The document on a table; a sheet fills the picture, because its print is small."""
    if min(shot.picture.shape[:2]) > 1100 and shot.longer_mm > 200:
        return _sheet_on_table(shot, rng, tilt=0.030)
    return on_desk(shot, rng, breadth=breadth, tilt=tilt, least=LEAST if whole else LEAST * 1.2)


def _sheet_on_table(shot: Shot, rng: np.random.Generator, *, tilt: float) -> Shot:
    height, width = shot.picture.shape[:2]
    breadth = float(rng.uniform(2020, 2160))
    scale = breadth / max(height, width)
    long_side = int(np.clip(breadth / float(rng.uniform(0.86, 0.91)), SHORTEST_LONG_SIDE, LONGEST_SIDE))
    frame = (long_side, long_side * 3 // 4) if width >= height else (long_side * 3 // 4, long_side)
    turn = np.radians(rng.uniform(-2.5, 2.5))
    half = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2 * scale
    corners = half @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners += rng.uniform(-tilt, tilt, (4, 2)) * min(width, height) * scale
    room = np.array(frame) - np.ptp(corners, axis=0)
    corners *= float(min(1.0, *(0.97 * np.array(frame) / np.ptp(corners, axis=0))))
    corners += np.array(frame) / 2 + rng.uniform(-0.3, 0.3, 2) * np.clip(room, 0, None) - corners.mean(axis=0)
    ground = surroundings(rng, frame, shot)
    return onto(shot, ground, corners.astype(np.float32), shadow=float(rng.uniform(0.2, 0.5)))


def _lit(
    shot: Shot, rng: np.random.Generator, *, fall: tuple[float, float], shadow: tuple[float, float]
) -> Shot:
    size = (shot.picture.shape[1], shot.picture.shape[0])
    field = uneven_light(rng, size, fall=float(rng.uniform(*fall)), shadow=float(rng.uniform(*shadow)))
    return relit(shot, field)


def _saturated(picture: npt.NDArray[np.uint8], share: float) -> npt.NDArray[np.uint8]:
    plain = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    out = np.empty_like(picture)
    for first in range(0, len(picture), STRIP):
        rows = slice(first, first + STRIP)
        grey_rows = plain[rows].astype(np.float32)
        mixed = grey_rows + (picture[rows].astype(np.float32) - grey_rows) * share
        out[rows] = np.clip(mixed, 0, 255).astype(np.uint8)
    return out


def _quarters(rng: np.random.Generator) -> int:
    """Most pictures are upright; some lie on a side, a few stand on their head."""
    lot = rng.random()
    return 0 if lot < 0.82 else 1 if lot < 0.89 else 3 if lot < 0.96 else 2

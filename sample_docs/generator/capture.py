"""How a document reaches us, from a clean scan to a hurried photograph.

Levels: `flat` (a clean scan), `office` (an office scanner), `phone` (an ordinary telephone picture),
`hard` (the worst that a reader is still asked to read). Whatever happens to the picture happens to
the boxes of its fields.
"""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator.canvas import Drawing
from sample_docs.generator.shot import (
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
from sample_docs.generator.surroundings import glare, table, uneven_light

PLASTIC = (1010, 637)
ROUNDED = 37.0
"""Pixels of a drawn card of `PLASTIC` size: 3.18 mm on 85.6 (ISO/IEC 7810, ID-1)."""

GLASS = "glass"
"""The lit part of a monitor travels through the transforms among the boxes, under this name."""

LONGEST_SIDE, SHORTEST_LONG_SIDE = 2400, 1600


def of_drawing(drawing: Drawing) -> Shot:
    """The drawing itself, as nobody has handled it yet; a plastic card has round corners."""
    height, width = drawing.picture.shape[:2]
    plastic = (width, height) == PLASTIC and not drawing.screenshot
    whole = [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]
    return Shot(
        drawing.picture, drawing.boxes, outline=drawing.outline or whole, corner=ROUNDED if plastic else 0.0
    )


def flat(shot: Shot, rng: np.random.Generator) -> Shot:
    """A clean scan: straight, even, with a narrow white rim."""
    laid = _on_scanner(shot, rng, skew=0.15, rim=0.03, bed=(252, 252, 252))
    return noisy(laid, rng, 1.2)


def office(shot: Shot, rng: np.random.Generator) -> Shot:
    """An office scanner in everyday use: a little skewed, pale, grainy."""
    laid = _on_scanner(shot, rng, skew=1.6, rim=0.05, bed=(244, 244, 241))
    pale = contrasted(laid, float(rng.uniform(0.86, 0.97)), 150)
    faded = replace(pale, picture=_saturated(pale.picture, float(rng.uniform(0.35, 0.9))))
    return noisy(blurred(faded, float(rng.uniform(0.4, 0.7))), rng, float(rng.uniform(2.0, 3.5)))


def phone(shot: Shot, rng: np.random.Generator) -> Shot:
    """A telephone picture of a document that lies on a table, sometimes turned by a quarter or half."""
    laid = _on_table(shot, rng, breadth=float(rng.uniform(1060, 1450)), tilt=0.030)
    size = (laid.picture.shape[1], laid.picture.shape[0])
    lit = relit(
        laid, uneven_light(rng, size, fall=float(rng.uniform(0.04, 0.16)), shadow=float(rng.uniform(0, 0.28)))
    )
    out = noisy(blurred(lit, float(rng.uniform(0.6, 1.1))), rng, float(rng.uniform(2.0, 4.5)))
    return turned(out, _quarters(rng))


def hard(shot: Shot, rng: np.random.Generator) -> Shot:
    """The worst readable picture: small, soft, with a lamp's reflection over text, often a grey copy."""
    laid = _on_table(shot, rng, breadth=float(rng.uniform(760, 960)), tilt=0.045, smallest=1100)
    size = (laid.picture.shape[1], laid.picture.shape[0])
    lit = relit(
        laid, uneven_light(rng, size, fall=float(rng.uniform(0.1, 0.25)), shadow=float(rng.uniform(0.1, 0.4)))
    )
    shining = (
        lit.picture.astype(np.float32) + glare(rng, size, strength=float(rng.uniform(60, 120)))[..., None]
    )
    out = replace(lit, picture=np.clip(shining, 0, 255).astype(np.uint8))
    out = noisy(blurred(out, float(rng.uniform(0.9, 1.3))), rng, float(rng.uniform(4, 7)))
    return turned(grey(out) if rng.random() < 0.4 else out, _quarters(rng))


LEVELS: dict[str, Callable[[Shot, np.random.Generator], Shot]] = {
    "flat": flat, "office": office, "phone": phone, "hard": hard,
}  # fmt: skip


def unreadable(shot: Shot, rng: np.random.Generator) -> Shot:
    """Taken in the dark with a moving hand: that it is a card can be seen, what it says cannot."""
    laid = _on_table(shot, rng, breadth=520.0, tilt=0.03, smallest=800)
    smeared = cv2.filter2D(laid.picture, -1, _motion(17, float(rng.uniform(-0.5, 0.5))))
    dark = np.clip(smeared.astype(np.float32) * rng.uniform(0.35, 0.5), 0, 255).astype(np.uint8)
    seen = resized(noisy(blurred(replace(laid, picture=dark), 4.0), rng, 8.0), 2.0)
    marks = (Mark("blur"), Mark("dark"), Mark("too_small"))
    return replace(seen, marks=marks, lost=frozenset(seen.boxes), conditions=("blur", "dark"))


def screen(shot: Shot, rng: np.random.Generator) -> Shot:
    """A photograph of a monitor that shows the document: pixel grid, moire, bezel and a cold cast."""
    height, width = shot.picture.shape[:2]
    margin = int(width * 0.10)
    window = np.full((height + 3 * margin, width + 2 * margin, 3), 226, np.float32)
    window[: margin // 2] = (58, 62, 70)
    shown = _placed(shot, window, (margin, margin + margin // 2))
    rim = int(width * 0.05)
    monitor = np.full((shown.picture.shape[0] + 2 * rim, shown.picture.shape[1] + 2 * rim, 3), 17, np.float32)
    whole = _placed(shown, monitor, (rim, rim))
    right, bottom = monitor.shape[1] - rim, monitor.shape[0] - rim
    lit_area = {GLASS: [[rim, rim], [right, rim], [right, bottom], [rim, bottom]]}
    whole = replace(whole, boxes={**whole.boxes, **lit_area})
    laid = _on_table(whole, rng, breadth=float(rng.uniform(1400, 1550)), tilt=0.03)
    grid = _pixel_grid(rng, (laid.picture.shape[1], laid.picture.shape[0]))
    glass = np.zeros(laid.picture.shape[:2], np.float32)
    cv2.fillConvexPoly(glass, np.array(laid.boxes[GLASS], np.int32), 1.0)
    shine = 1 + (grid * np.array([0.93, 1.0, 1.10], np.float32) - 1) * glass[..., None]
    lit = relit(laid, np.asarray(shine, np.float32))
    boxes = {name: quad for name, quad in lit.boxes.items() if name != GLASS}
    seen = replace(lit, boxes=boxes, marks=(*lit.marks, Mark("screen")), conditions=("screen",))
    return noisy(seen, rng, 1.5)


def photocopy(shot: Shot, rng: np.random.Generator) -> Shot:
    """A black-and-white copy on paper: hard contrast, toner specks, the portrait half drowned."""
    copied = contrasted(grey(blurred(shot, 0.8)), float(rng.uniform(1.7, 2.1)), 150)
    laid = _on_scanner(copied, rng, skew=1.5, rim=0.14, bed=(250, 250, 250))
    specks = rng.random(laid.picture.shape[:2]) < 0.0012
    dirty = laid.picture.copy()
    dirty[cv2.dilate(specks.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0] = 60
    seen = grey(noisy(blurred(replace(laid, picture=dirty), 0.5), rng, 3.0))
    return replace(seen, marks=(*seen.marks, Mark("copy")), conditions=("copy",))


def out_of_focus(shot: Shot, rng: np.random.Generator) -> Shot:
    """A selfie in which a face can be guessed but not recognised."""
    seen = noisy(blurred(shot, float(rng.uniform(16, 20))), rng, 3.0)
    return replace(seen, marks=(Mark("blur"),), conditions=("blur",))


def _on_scanner(
    shot: Shot, rng: np.random.Generator, *, skew: float, rim: float, bed: tuple[int, int, int]
) -> Shot:
    height, width = shot.picture.shape[:2]
    border = round(rim * width)
    ground = np.empty((height + 2 * border, width + 2 * border, 3), np.float32)
    ground[:] = bed
    corners = _rectangle(width, height, float(rng.uniform(-skew, skew)))
    middle = np.array([ground.shape[1] / 2, ground.shape[0] / 2], np.float32)
    return onto(shot, ground, (corners + middle).astype(np.float32))


def _on_table(
    shot: Shot, rng: np.random.Generator, *, breadth: float, tilt: float, smallest: int = SHORTEST_LONG_SIDE
) -> Shot:
    """The document on a table, its longer side `breadth` pixels, filling most of a 4:3 frame."""
    height, width = shot.picture.shape[:2]
    paper = min(width, height) > 1100
    if paper:
        breadth = (
            max(breadth * 1.52, 1.0) if smallest < SHORTEST_LONG_SIDE else float(rng.uniform(2020, 2160))
        )
    scale = breadth / max(height, width)
    fill = float(rng.uniform(0.86, 0.91) if paper else rng.uniform(0.62, 0.88))
    long_side = int(np.clip(breadth / fill, smallest, LONGEST_SIDE))
    frame = (long_side, long_side * 3 // 4) if width >= height else (long_side * 3 // 4, long_side)
    angle = float(rng.uniform(-2.5, 2.5) if paper else rng.uniform(-8, 8))
    corners = _rectangle(width * scale, height * scale, angle)
    corners += rng.uniform(-tilt, tilt, (4, 2)) * min(width, height) * scale
    room = np.array(frame) - np.ptp(corners, axis=0)
    corners *= float(min(1.0, *(0.97 * np.array(frame) / np.ptp(corners, axis=0))))
    corners += np.array(frame) / 2 + rng.uniform(-0.3, 0.3, 2) * np.clip(room, 0, None) - corners.mean(axis=0)
    return onto(shot, table(rng, frame), corners.astype(np.float32), shadow=float(rng.uniform(0.2, 0.5)))


def _rectangle(width: float, height: float, degrees: float) -> npt.NDArray[np.float64]:
    """Corners of a turned rectangle about the origin, clockwise from the top left."""
    half = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    turn = np.radians(degrees)
    return np.asarray(half @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]))


def _placed(shot: Shot, ground: npt.NDArray[np.float32], at: tuple[int, int]) -> Shot:
    height, width = shot.picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) + np.array(
        at, np.float32
    )
    return onto(shot, ground, corners, soft_edge=False)


def _pixel_grid(rng: np.random.Generator, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """The monitor's coloured dots as the camera samples them: a fine grid and slow moire bands."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    turn = rng.uniform(-0.06, 0.06)
    u, v = x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)
    pitch = rng.uniform(2.3, 3.4)
    bend = 6 * np.sin(x / size[0] * 3.1) * np.sin(y / size[1] * 2.4)
    channels = []
    for channel in range(3):
        fine = 0.10 * np.cos(6.2832 * (u / pitch + channel / 3)) + 0.05 * np.cos(6.2832 * v / pitch)
        bands = 0.07 * np.cos(6.2832 * ((u + 0.6 * v) / 46 + bend + channel / 3))
        channels.append(1 + fine + bands)
    return np.asarray(np.stack(channels, axis=2), np.float32)


def _motion(length: int, slope: float) -> npt.NDArray[np.float32]:
    kernel = np.zeros((length, length), np.float32)
    half = length // 2
    cv2.line(kernel, (0, round(half - slope * half)), (length - 1, round(half + slope * half)), 1.0)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _saturated(picture: npt.NDArray[np.uint8], share: float) -> npt.NDArray[np.uint8]:
    plain = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)[..., None]
    return np.clip(plain + (picture.astype(np.float32) - plain) * share, 0, 255).astype(np.uint8)


def _quarters(rng: np.random.Generator) -> int:
    """Most pictures are upright; some lie on a side, a few stand on their head."""
    lot = rng.random()
    return 0 if lot < 0.82 else 1 if lot < 0.89 else 3 if lot < 0.96 else 2

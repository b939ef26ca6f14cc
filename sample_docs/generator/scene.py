"""Documents on a table, before a telephone that is held a little askew."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator.canvas import Quad
from sample_docs.generator.clutter import littered
from sample_docs.generator.shot import Floats, Shot, onto
from sample_docs.generator.surroundings import alike, table
from sample_docs.generator.vocabulary import weighted

Points = npt.NDArray[np.float64]

FRAMES = {"1280": 1.0, "1600": 6.0, "2000": 1.5, "2400": 1.5}
"""Long sides in pixels, by weight: what messengers leave, and what the camera's own file is reduced to."""
NARROW = 0.75
"""Shorter side over longer of a telephone's picture."""
LOW_CONTRAST = 0.18
"""Share of pictures in which the table has nearly the document's own colour."""
OUTLINE = "@outline"
"""The corners of several documents on one picture travel among the boxes, under this name."""


def on_desk(
    shot: Shot, rng: np.random.Generator, *, breadth: tuple[float, float], tilt: float, least: float
) -> Shot:
    """One document, its longer side such a share of the frame, never below `least` pixels.

    Args:
        shot: the document.
        rng: random numbers.
        breadth: lowest and highest share of the frame's side that the document's longer side fills.
        tilt: the camera's largest tilt in degrees.
        least: pixels of the longer side that the picture must leave.
    """
    height, width = shot.picture.shape[:2]
    across = width >= height
    lying = rng.random() < 0.62 if across else False
    share = float(rng.uniform(*breadth))
    long_side = int(weighted(rng, FRAMES))
    side = long_side if lying or not across else long_side * NARROW
    grow = max(1.0, least / (share * side))
    frame = _frame(long_side * grow, lying=lying)
    flat = _rectangle(width, height, float(rng.normal(0, 4)))
    corners = _tilted(flat, rng, tilt) * (share * side * grow / max(width, height))
    placed = _placed(corners[None], frame, rng)[0]
    return onto(shot, surroundings(rng, frame, shot), placed, shadow=float(rng.uniform(0.2, 0.5)))


def together_on_desk(shots: Sequence[Shot], rng: np.random.Generator, *, tilt: float, least: float) -> Shot:
    """Two or three cards on one table in one picture, merged; `parted` takes them apart again."""
    upright = rng.random() < 0.6
    step = np.array([0.0, 0.80]) if upright else np.array([1.16, 0.0])
    quads = []
    for place, shot in enumerate(shots):
        height, width = shot.picture.shape[:2]
        turn = float(rng.normal(0, 3.0)) + (180 if rng.random() < 0.05 else 0)
        quad = _rectangle(1.0, height / width, turn)
        quads.append(quad + step * place + rng.uniform(-0.035, 0.035, 2))
    flat = np.concatenate(quads)
    tilted = _tilted(flat - flat.mean(axis=0), rng, tilt).reshape(-1, 4, 2)
    frame = _frame(float(rng.choice((1600, 2000, 2400))), lying=not upright)
    room = np.array(frame) * float(rng.uniform(0.82, 0.94))
    scale = float((room / np.ptp(tilted.reshape(-1, 2), axis=0)).min())
    narrowest = float(np.linalg.norm(tilted[:, 1] - tilted[:, 0], axis=1).min()) * scale
    grow = max(1.0, least / narrowest)
    frame = (round(frame[0] * grow), round(frame[1] * grow))
    placed = _placed(tilted * scale * grow, frame, rng)
    ground = surroundings(rng, frame, shots[0])
    return merged([onto(shot, ground, at, shadow=0.35) for shot, at in zip(shots, placed, strict=True)])


def merged(shots: Sequence[Shot]) -> Shot:
    """Several documents of one picture, the last with all of them, as one shot: boxes under numbered names.

    Its outline is the first document's, which is the one that something may befall.
    """
    boxes: dict[str, Quad] = {}
    for number, shot in enumerate(shots):
        boxes |= {f"{number}.{name}": quad for name, quad in shot.boxes.items()}
        if shot.outline is not None:
            boxes[f"{number}.{OUTLINE}"] = shot.outline
    return Shot(shots[-1].picture, boxes, outline=shots[0].outline)


def parted(shot: Shot, count: int) -> list[Shot]:
    """The documents of a merged shot; a mark with a place stays with the documents on which it lies."""
    out = []
    for number in range(count):
        head = f"{number}."
        boxes = {name.removeprefix(head): quad for name, quad in shot.boxes.items() if name.startswith(head)}
        outline = boxes.pop(OUTLINE, None)
        lost = frozenset(name.removeprefix(head) for name in shot.lost if name.startswith(head))
        marks = tuple(mark for mark in shot.marks if mark.box is None or _meet(mark.box, outline))
        out.append(replace(shot, boxes=boxes, outline=outline, lost=lost, marks=marks))
    return out


def surroundings(rng: np.random.Generator, size: tuple[int, int], shot: Shot) -> Floats:
    """A table under the document: mostly another colour than its own, tidy or not."""
    if rng.random() < LOW_CONTRAST:
        rim = shot.picture[[6, -7]].reshape(-1, 3).mean(axis=0)
        ground = alike(rng, size, (float(rim[0]), float(rim[1]), float(rim[2])))
    else:
        ground = table(rng, size)
    return littered(ground, rng) if rng.random() < 0.55 else ground


def _rectangle(width: float, height: float, degrees: float) -> Points:
    """Corners of a turned rectangle about the origin, clockwise from the top left."""
    half = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    turn = np.radians(degrees)
    return np.asarray(half @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]))


def _tilted(flat: Points, rng: np.random.Generator, most: float) -> Points:
    """Points of the table as a camera sees them that leans away from the plumb line, in the same unit."""
    lean, towards = np.radians(rng.triangular(0, most * 0.45, most)), rng.uniform(0, 6.2832)
    span = float(np.ptp(flat, axis=0).max())
    distance = span * float(rng.uniform(1.3, 2.6))
    axis = np.array([np.cos(towards), np.sin(towards)])
    along = flat @ axis
    across = flat @ np.array([-axis[1], axis[0]])
    depth = distance + along * np.sin(lean)
    seen = np.stack([along * np.cos(lean), across], axis=1) * (distance / depth)[:, None]
    return np.asarray(seen @ np.array([axis, [-axis[1], axis[0]]]))


def _frame(long_side: float, *, lying: bool) -> tuple[int, int]:
    """Width and height of the picture."""
    sides = (round(long_side), round(long_side * NARROW))
    return sides if lying else (sides[1], sides[0])


def _placed(quads: Points, frame: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """The quads (n, 4, 2) inside the frame, near its middle; smaller where they would not fit."""
    points = quads.reshape(-1, 2)
    size = np.array(frame)
    points = points * float(min(1.0, *(0.965 * size / np.ptp(points, axis=0))))
    room = np.clip(0.975 * size - np.ptp(points, axis=0), 0, None)
    middle = size / 2 + rng.uniform(-0.38, 0.38, 2) * room
    points = points + middle - (points.max(axis=0) + points.min(axis=0)) / 2
    return np.asarray(points.reshape(quads.shape), np.float32)


def _meet(box: Quad, outline: Quad | None) -> bool:
    if outline is None:
        return False
    common, _ = cv2.intersectConvexConvex(np.array(box, np.float32), np.array(outline, np.float32))
    return bool(common > 0)

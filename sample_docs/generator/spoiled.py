"""Pictures of a card that nobody can use, and others that only look bad.

The first must be told to the applicant, with the place; the second are no reason to send anything back.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sample_docs.generator import capture, conditions
from sample_docs.generator.canvas import Quad
from sample_docs.generator.conditions import longer_side, shaken, shining
from sample_docs.generator.fingers import SKINS, held, hidden
from sample_docs.generator.scene import on_desk
from sample_docs.generator.shot import Mark, Shot, blurred, carried, noisy, relit, resized
from sample_docs.generator.surroundings import Lamp
from sample_docs.generator.vocabulary import pick

Way = Callable[[Shot, np.random.Generator], Shot]

NEEDED = "nik"
"""The field that is hit where only one is."""


def too_blurred(shot: Shot, rng: np.random.Generator) -> Shot:
    """Far out of focus, or a moving hand: lines can be seen, letters cannot."""
    laid = _taken(shot, rng)
    size = longer_side(laid)
    if rng.random() < 0.5:
        seen = blurred(laid, size * float(rng.uniform(0.0075, 0.012)))
    else:
        seen = shaken(laid, rng, size * float(rng.uniform(0.032, 0.05)))
    return _nothing_left(noisy(seen, rng, 2.5), "blur", "too_blurred")


def too_dark(shot: Shot, rng: np.random.Generator) -> Shot:
    """No light: what is left lies within the sensor's noise."""
    dim = relit(_taken(shot, rng), np.full((1, 1, 3), float(rng.uniform(0.035, 0.06)), np.float32))
    return _nothing_left(noisy(blurred(dim, 1.2), rng, float(rng.uniform(3.5, 6))), "dark", "too_dark")


def too_small(shot: Shot, rng: np.random.Generator) -> Shot:
    """A card far away, or a picture shrunk to a thumbnail."""
    laid = _taken(shot, rng)
    small = resized(laid, float(rng.uniform(150, 215)) / longer_side(laid))
    if rng.random() < 0.4:
        small = resized(small, 3.2)  # enlarged again by whoever passed it on
    return _nothing_left(noisy(small, rng, 2.0), "too_small", "too_small")


def glare_on_nik(shot: Shot, rng: np.random.Generator) -> Shot:
    """The flash shines from the film right where the number stands."""
    laid = _taken(shot, rng)
    points = np.array(laid.boxes[NEEDED])
    middle, along = points.mean(axis=0), points[1] - points[0]
    middle = middle + along * float(rng.uniform(-0.25, 0.25))
    length = float(np.linalg.norm(along))
    lamp = Lamp(
        (float(middle[0]), float(middle[1])),
        (length * float(rng.uniform(0.28, 0.5)), length * float(rng.uniform(0.16, 0.3))),
        float(np.arctan2(along[1], along[0]) + rng.uniform(-0.5, 0.5)),
    )
    light = lamp.light((laid.picture.shape[1], laid.picture.shape[0]))
    lost = hidden(laid, (light * 260 > conditions.WASHED_OUT).astype(np.uint8))
    seen = replace(
        shining(laid, light * 260), marks=(*laid.marks, Mark("glare", lamp.box)), lost=lost,
        conditions=("glare",),
    )  # fmt: skip
    return noisy(blurred(seen, 0.7), rng, 2.5)


def finger_on_nik(shot: Shot, rng: np.random.Generator) -> Shot:
    """A thumb that holds the card lies on the number."""
    laid, skin = _taken(shot, rng), pick(rng, SKINS)
    for _ in range(30):
        side = int(rng.choice((0, 3)))
        place = float(rng.uniform(0.25, 0.6)) if side == 0 else float(rng.uniform(0.72, 0.82))
        seen = held(
            laid, rng, skin, (side, place), float(rng.uniform(14, 20) if side == 0 else rng.uniform(24, 40))
        )
        if NEEDED in seen.lost:
            break
    return noisy(blurred(replace(seen, conditions=("fingers",)), 0.7), rng, 2.5)


def cut_off(shot: Shot, rng: np.random.Generator) -> Shot:
    """The card leaves the picture, and a part of the number with it."""
    laid = _taken(shot, rng)
    box = np.array(laid.boxes[NEEDED])
    low, high = box[:, 0].min(), box[:, 0].max()
    at = round(float(low + (high - low) * rng.uniform(0.3, 0.7)))
    width = laid.picture.shape[1]
    left_gone = rng.random() < 0.5
    first, last = (at, width) if left_gone else (0, at)
    move = np.array([[1, 0, -first], [0, 1, 0], [0, 0, 1]], np.float64)
    seen = carried(laid, np.ascontiguousarray(laid.picture[:, first:last]), move)
    gone = frozenset(
        name for name, quad in seen.boxes.items()
        if min(x for x, _ in quad) < -1 or max(x for x, _ in quad) > last - first + 1
    )  # fmt: skip
    strip = _strip(seen, 0.0 if left_gone else float(last - first))
    cut = replace(seen, marks=(*seen.marks, Mark("cut_off", strip)), lost=gone, conditions=("cut_off",))
    return noisy(blurred(cut, 0.7), rng, 2.5)


def glare_beside(shot: Shot, rng: np.random.Generator) -> Shot:
    """A reflection on the card where no value stands."""
    seen = replace(capture.gleam_beside_text(_taken(shot, rng), rng), conditions=("glare",))
    return noisy(blurred(seen, 0.7), rng, 2.5)


def dusk(shot: Shot, rng: np.random.Generator) -> Shot:
    """Somewhat dark, as in the evening's light; everything can be read."""
    dim = relit(_taken(shot, rng), np.full((1, 1, 3), float(rng.uniform(0.5, 0.68)), np.float32))
    return noisy(blurred(replace(dim, conditions=("dusk",)), 0.7), rng, 3.0)


USELESS: dict[str, Way] = {
    "too_blurred": too_blurred, "too_dark": too_dark, "too_small": too_small, "glare_on_nik": glare_on_nik,
    "finger_on_nik": finger_on_nik, "cut_off": cut_off,
}  # fmt: skip
HARMLESS: dict[str, Way] = {"glare_beside": glare_beside, "dusk": dusk}


def _taken(shot: Shot, rng: np.random.Generator) -> Shot:
    laid = on_desk(shot, rng, breadth=(0.55, 0.88), tilt=10, least=capture.LEAST)
    light = np.full((1, 1, 3), float(rng.uniform(0.85, 1.0)), np.float32)
    return relit(laid, light * np.array([1.03, 1.0, 0.96], np.float32))


def _nothing_left(shot: Shot, issue: str, name: str) -> Shot:
    return replace(shot, marks=(*shot.marks, Mark(issue)), lost=frozenset(shot.boxes), conditions=(name,))


def _strip(shot: Shot, x: float) -> Quad:
    """A narrow strip along the picture's side at `x`, where the card crosses it."""
    points = np.array(shot.outline)
    breadth = 0.03 * longer_side(shot)
    inside = points[(points[:, 0] > -breadth) & (points[:, 0] < shot.picture.shape[1] + breadth)]
    top, bottom = float(inside[:, 1].min()), float(inside[:, 1].max())
    left, right = (0.0, breadth) if x == 0 else (x - breadth, x)
    return [
        [round(a, 1), round(b, 1)] for a, b in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]

"""The two pictures of a face that a claim holds: the card's portrait and the selfie.

The pose ranges are those in which a face encoder was measured to find the same person again and to tell
strangers apart; beyond them a picture no longer proves what its truth file says.
"""

from dataclasses import replace
from typing import Literal, get_args

import cv2
import numpy as np

from sample_docs.generator.face_curves import Array
from sample_docs.generator.face_landmarks import Expression
from sample_docs.generator.face_render import View, render
from sample_docs.generator.identities import identity
from sample_docs.generator.people import Person
from sample_docs.generator.vocabulary import pick

CLOTHES = (
    (235, 235, 238), (40, 60, 110), (120, 30, 40), (50, 50, 55), (90, 120, 90), (180, 150, 110),
    (30, 110, 120),
)  # fmt: skip
CHEST = 3.7
"""Head units below the eyes down to which a body is rendered."""
RED, BLUE, ORANGE = (196, 34, 36), (32, 70, 170), (232, 126, 30)
SELFIE_SIZE = (480, 600)
SELFIE_ENLARGED = 1.8
"""A selfie is rendered small and enlarged: phones smooth faces much the same way."""
ASIDE_ENLARGED = 3.1
"""A card in the hand is readable only on a larger picture."""


def portrait(person: Person, rng: np.random.Generator) -> Array:
    """The KTP's portrait: frontal, on red for odd birth years, blue for even ones, orange for foreigners."""
    own = RED if person.birth_date.year % 2 else BLUE
    view = View(
        yaw=rng.uniform(-3, 3),
        pitch=rng.uniform(-3, 3),
        background=own if person.kewarganegaraan == "WNI" else ORANGE,
        cloth=pick(rng, CLOTHES),
        light=(rng.uniform(-0.2, 0.2), 0.3, 1.0),
        size=(320, 400),
        scale=70.0,
        seed=int(rng.integers(1 << 30)),
    )
    return render(identity(person.face), view, quality=0.55)


MASKS = ((150, 190, 215), (235, 238, 240), (40, 40, 44), (140, 190, 160))
"""Cloth of medical masks: pale blue, white, black, pale green."""

Way = Literal["plain", "eyes_closed", "sunglasses", "mask", "turned"]
WAYS: tuple[Way, ...] = get_args(Way)


def selfie(person: Person, rng: np.random.Generator, way: Way = "plain") -> Array:
    """A picture taken at arm's length: turned a little, lit from a side, before a plain wall or a room.

    In another ``way`` it is no use: the eyes closed or behind dark glasses, a mask, the head turned aside.
    """
    small = render(identity(person.face), _changed(selfie_view(rng), way, rng), quality=0.7)
    width, height = (int(side * SELFIE_ENLARGED) for side in SELFIE_SIZE)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    large += rng.standard_normal(large.shape, dtype=np.float32) * rng.uniform(1.0, 3.0)
    return np.clip(large, 0, 255).astype(np.uint8)


def selfie_aside(person: Person, rng: np.random.Generator, *, face: str) -> Array:
    """A selfie with room for a card: the face at the `left`, at the `right`, or above a card `below`."""
    view = selfie_view(rng)
    shift = {"left": -0.2, "right": 0.2, "below": rng.uniform(-0.05, 0.05)}[face]
    view = replace(view, scale=rng.uniform(66, 80), shift=shift, yaw=rng.uniform(-6, 6))
    small = render(identity(person.face), view, quality=0.75)
    chest = int(0.47 * SELFIE_SIZE[1] + CHEST * view.scale)
    small[chest:] = small[chest : chest + 1]  # the body goes on where the rendered one ends
    width, height = (int(side * ASIDE_ENLARGED) for side in SELFIE_SIZE)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _changed(view: View, way: Way, rng: np.random.Generator) -> View:
    if way == "eyes_closed":
        return replace(view, expression=replace(view.expression, eyes=0.0))
    if way == "sunglasses":
        return replace(view, sunglasses=True)
    if way == "mask":
        return replace(view, mask=pick(rng, MASKS))
    if way == "turned":
        return replace(view, yaw=float(rng.uniform(35, 50) * rng.choice((-1, 1))))
    return view


def empty_room(rng: np.random.Generator) -> Array:
    """A "selfie" on which nobody is: a wall, a shelf and a lamp."""
    width, height = (int(side * SELFIE_ENLARGED) for side in SELFIE_SIZE)
    wall = np.linspace(rng.uniform(150, 210, 3), rng.uniform(100, 160, 3), height)[:, None, :]
    room = np.ascontiguousarray(np.repeat(wall, width, axis=1), dtype=np.float32)
    shelf = int(height * rng.uniform(0.5, 0.7))
    cv2.rectangle(room, (0, shelf), (width, shelf + 26), (92, 62, 40), -1)
    left = 40
    while left < width - 80:
        breadth, tall = int(rng.integers(28, 70)), int(rng.integers(120, 260))
        colour = tuple(float(c) for c in rng.uniform(40, 200, 3))
        cv2.rectangle(room, (left, shelf - tall), (left + breadth, shelf), colour, -1)
        left += breadth + int(rng.integers(2, 14))
    room += rng.standard_normal(room.shape, dtype=np.float32) * 4
    return np.clip(cv2.GaussianBlur(room, (0, 0), 1.5), 0, 255).astype(np.uint8)


def selfie_view(rng: np.random.Generator) -> View:
    """How somebody holds a telephone at arm's length, in what light and before what wall."""
    wall = rng.uniform(90, 205) + rng.uniform(-22, 22, 3)
    floor = wall * rng.uniform(0.7, 1.0) + rng.uniform(-10, 10, 3)
    return View(
        yaw=rng.uniform(-12, 12),
        pitch=rng.uniform(-6, 6),
        roll=rng.uniform(-6, 6),
        expression=Expression(smile=rng.uniform(0, 0.7), gaze=(rng.uniform(-0.3, 0.3), 0.0)),
        light=(rng.uniform(-0.7, 0.7), rng.uniform(0.1, 0.6), 1.0),
        ambient=rng.uniform(0.45, 0.65),
        gain=rng.uniform(0.85, 1.1),
        tint=(1 + rng.uniform(-0.04, 0.06), 1.0, 1 + rng.uniform(-0.08, 0.05)),
        scale=rng.uniform(84, 118),
        shift=rng.uniform(-0.04, 0.04),
        background=(wall[0], wall[1], wall[2]),
        background_below=(floor[0], floor[1], floor[2]),
        cloth=pick(rng, CLOTHES),
        size=SELFIE_SIZE,
        grain=rng.uniform(1, 4),
        blur=rng.uniform(0.4, 0.8),
        seed=int(rng.integers(1 << 30)),
    )

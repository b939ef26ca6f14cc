"""Pictures that show a picture: a screen with its frame, a screenshot, a printed photograph.

The screens here have little or no moire, as a camera at some distance or a fine display leaves it; the one
with moire is in ``recapture.py``.
"""

from dataclasses import replace

import cv2
import numpy as np

from sample_docs.generator import phone_screen
from sample_docs.generator.canvas import Canvas, blank
from sample_docs.generator.conditions import lamp_on, shining
from sample_docs.generator.files import File, picture_file
from sample_docs.generator.recapture import placed
from sample_docs.generator.scene import on_desk
from sample_docs.generator.shot import Mark, Shot, blurred, carried, contrasted, noisy, relit, resized
from sample_docs.generator.surroundings import uneven_light
from sample_docs.generator.truth import Truth
from sample_docs.generator.vocabulary import pick

BEZEL, SCREENSHOT, INNER = "bezel", "screenshot", "picture_in_picture"
FRAMED, SHOT_OF_SCREEN, PRINTED = "framed", "screenshot", "printed"
DISPLAYED = (FRAMED, SHOT_OF_SCREEN, PRINTED)

DEVICES = {"telephone": (1.9, 2.2), "tablet": (1.33, 1.6), "monitor": (0.56, 0.7)}
"""Height over width of the lit screen."""

WHOLE_SHARE = 0.75
"""Share of the pictures that show the whole device; the others lack a piece of it on one side or two."""


def displayed_file(shot: Shot, truth: Truth, how: str, rng: np.random.Generator) -> File:
    """The card or the face as a screen or a print shows it."""
    shot = _close_up(shot, rng)
    if how == SHOT_OF_SCREEN:
        return _screenshot_file(shot, truth, rng)
    seen = framed(shot, rng) if how == FRAMED else printed(shot, rng)
    return picture_file(seen, truth, rng, ending="jpg", quality=int(rng.integers(60, 80)))


def framed(shot: Shot, rng: np.random.Generator) -> Shot:
    """A photograph of a device that shows the picture, with the device's frame, glow and a reflection."""
    device = pick(rng, tuple(DEVICES))
    screen = _viewer(shot, rng, float(rng.uniform(*DEVICES[device])), bars=device == "telephone")
    height, width = screen.picture.shape[:2]
    rim = round(min(width, height) * float(rng.uniform(0.025, 0.07)))
    body = np.empty((height + 2 * rim, width + 2 * rim, 3), np.float32)
    body[:] = float(rng.uniform(8, 42)) + rng.uniform(-3, 3, 3)
    lit = placed(screen, body, (rim, rim))
    whole = [[0.0, 0.0], [body.shape[1], 0.0], [body.shape[1], body.shape[0]], [0.0, body.shape[0]]]
    rounded = 0.0 if device == "monitor" else rim * float(rng.uniform(1.2, 2.5))
    held = replace(lit, corner=rounded, marks=(*lit.marks, Mark(BEZEL, whole)))
    laid = on_desk(held, rng, breadth=(0.78, 0.95), tilt=9, least=1500)
    seen = _lit(laid, rng)
    if rng.random() >= WHOLE_SHARE:
        seen = _nearer(seen, rng)
    seen = noisy(blurred(seen, float(rng.uniform(0.5, 0.95))), rng, float(rng.uniform(1.5, 4.0)))
    return replace(seen, conditions=(*seen.conditions, FRAMED))


def printed(shot: Shot, rng: np.random.Generator) -> Shot:
    """A photograph of a photograph on paper that lies on a table or is held before a wall."""
    height, width = shot.picture.shape[:2]
    rim = round(width * float(rng.uniform(0.0, 0.06)) * (rng.random() < 0.6))
    paper = np.full((height + 2 * rim, width + 2 * rim, 3), 248, np.float32)
    ink = contrasted(blurred(shot, float(rng.uniform(0.6, 1.4))), float(rng.uniform(0.8, 1.0)), 140)
    laid = placed(ink, paper, (rim, rim))
    whole = [[0.0, 0.0], [paper.shape[1], 0.0], [paper.shape[1], paper.shape[0]], [0.0, paper.shape[0]]]
    sheet = replace(laid, outline=whole, marks=(*laid.marks, Mark(INNER, whole)), longer_mm=150.0)
    seen = on_desk(sheet, rng, breadth=(0.62, 0.94), tilt=14, least=900)
    lit = relit(seen, _light(seen, rng))
    if rng.random() < 0.4:
        lamp = lamp_on(lit, rng, length=(0.1, 0.2))
        lit = shining(lit, lamp.light(_size(lit)) * float(rng.uniform(40, 120)))
    out = noisy(blurred(lit, float(rng.uniform(0.5, 0.95))), rng, float(rng.uniform(1.5, 4.0)))
    return replace(out, outline=None, conditions=(*out.conditions, PRINTED))


def _close_up(shot: Shot, rng: np.random.Generator) -> Shot:
    """A picture of a card without most of its table, as people crop it or a viewer enlarges it."""
    if shot.outline is None:
        return shot
    corners, size = np.array(shot.outline), _size(shot)
    room = np.ptp(corners, axis=0).max() * rng.uniform(0.02, 0.22, 4)
    left, top = np.clip(corners.min(axis=0) - room[:2], 0, None).astype(int)
    right, bottom = np.clip(corners.max(axis=0) + room[2:], 0, size).astype(int)
    return _piece(shot, (int(left), int(top)), (int(right), int(bottom)))


def _screenshot_file(shot: Shot, truth: Truth, rng: np.random.Generator) -> File:
    """A telephone's picture of its own screen: whole, or made smaller and saved again by a messenger."""
    width, height = pick(rng, phone_screen.SCREENS)
    screen = _viewer(resized(shot, width / shot.picture.shape[1]), rng, height / width, bars=True)
    seen = replace(screen, marks=(*screen.marks, Mark(SCREENSHOT)), conditions=(SHOT_OF_SCREEN,))
    if rng.random() < 0.4:
        factor = 1600 / max(seen.picture.shape[:2])
        return picture_file(
            resized(seen, min(1.0, factor)), truth, rng, ending="jpg", quality=int(rng.integers(60, 80))
        )
    ending = "png" if rng.random() < 0.5 else "jpg"
    return picture_file(seen, truth, rng, ending=ending, quality=int(rng.integers(80, 95)))


def _viewer(shot: Shot, rng: np.random.Generator, slender: float, *, bars: bool) -> Shot:
    """The picture as a viewer shows it on a screen of that height over width: whole, on black or white."""
    high, wide = shot.picture.shape[:2]
    width = max(wide, round(high * float(rng.uniform(1.02, 1.15)) / slender))
    height = round(width * slender)
    dark = rng.random() < 0.6
    canvas = Canvas.on(blank((width, height), (0, 0, 0) if dark else (255, 255, 255)))
    if bars:
        ink = (230, 230, 230) if dark else (40, 40, 40)
        phone_screen.status_bar(canvas, rng, ink, width / 1080)
        phone_screen.navigation_bar(canvas, ink, width / 1080)
    ground = np.asarray(canvas.image, np.float32).copy()
    return placed(replace(shot, corner=0.0), ground, ((width - wide) // 2, (height - high) // 2))


def _lit(shot: Shot, rng: np.random.Generator) -> Shot:
    """The light of the room, dimmer than the screen, the screen's glow, and perhaps a lamp in its glass."""
    device = np.array(next(mark.box for mark in shot.marks if mark.issue == BEZEL), np.float32)
    glass = np.zeros(shot.picture.shape[:2], np.float32)
    cv2.fillConvexPoly(glass, np.rint(device).astype(np.int32), 1.0)
    room = float(rng.uniform(0.55, 1.0))
    share = (room + (1 - room) * glass)[..., None]
    cold = 1 + glass[..., None] * (np.array([0.95, 1.0, 1.05], np.float32) - 1) * float(rng.uniform(0, 1))
    lit = relit(shot, np.asarray(share * cold * _light(shot, rng), np.float32))
    small = cv2.resize(lit.picture, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    glow = cv2.resize(cv2.GaussianBlur(small, (0, 0), 8), _size(shot)).astype(np.float32)
    bloomed = cv2.addWeighted(lit.picture.astype(np.float32), 1.0, glow, float(rng.uniform(0.0, 0.08)), 0)
    lit = replace(lit, picture=np.clip(bloomed, 0, 255).astype(np.uint8))
    if lit.outline is not None and rng.random() < 0.4:
        lamp = lamp_on(lit, rng, length=(0.08, 0.18))
        lit = shining(lit, lamp.light(_size(lit)) * float(rng.uniform(30, 110)))
    return lit


def _light(shot: Shot, rng: np.random.Generator) -> np.ndarray:
    fall, shadow = float(rng.uniform(0.04, 0.2)), float(rng.uniform(0.0, 0.3))
    return uneven_light(rng, _size(shot), fall=fall, shadow=shadow)


def _nearer(shot: Shot, rng: np.random.Generator) -> Shot:
    """The picture without a piece at one or two sides, so that the device goes on beyond it."""
    height, width = shot.picture.shape[:2]
    device = np.array(next(mark.box for mark in shot.marks if mark.issue == BEZEL))
    gone = rng.uniform(0.02, 0.06, 4) * (rng.random(4) < 0.4)
    left, top = device.min(axis=0) + gone[:2] * np.ptp(device, axis=0)
    right, bottom = device.max(axis=0) - gone[2:] * np.ptp(device, axis=0)
    first = (max(0, int(left)) if gone[0] else 0, max(0, int(top)) if gone[1] else 0)
    last = (min(width, int(right)) if gone[2] else width, min(height, int(bottom)) if gone[3] else height)
    return _piece(shot, first, last)


def _piece(shot: Shot, first: tuple[int, int], last: tuple[int, int]) -> Shot:
    """The picture between two of its points."""
    bend = np.array([[1, 0, -first[0]], [0, 1, -first[1]], [0, 0, 1]], np.float64)
    cut = np.ascontiguousarray(shot.picture[first[1] : last[1], first[0] : last[0]])
    return carried(shot, cut, bend)


def _size(shot: Shot) -> tuple[int, int]:
    return shot.picture.shape[1], shot.picture.shape[0]

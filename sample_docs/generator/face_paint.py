"""The colours of a face: skin, eyes, lips, brows, beard, and the shade in its hollows."""

import cv2
import numpy as np

from sample_docs.generator.face_curves import (
    Array,
    band,
    blend,
    bump,
    darken,
    hair_colour,
    noise,
    plain,
    planes,
    skin_colour,
    step,
)
from sample_docs.generator.face_landmarks import Expression, Landmarks, Skull, hairline
from sample_docs.generator.identities import Identity, Traits


def paint(
    face: Identity, head: Skull, marks: Landmarks, height: Array, expression: Expression, quality: float
) -> tuple[Array, Array]:
    """The colour and the gloss of every point of the face's grid."""
    rng = np.random.default_rng(face.seed)
    traits, shape = face.traits, (head.x.shape[0], head.x.shape[1])
    grain = noise(rng, shape, (30, 34), 4)
    colours = _skin(traits, head, marks, grain, noise(rng, shape, (5, 6), 2), expression.smile)
    fine = noise(rng, shape, (150, 260), 1)
    colours = _beard(traits, head, marks, fine, colours)
    colours = _lips(traits, head, marks, 1 + 0.05 * noise(rng, shape, (14, 150), 1), colours)
    colours = _nostrils(traits, head, colours)
    colours = _eyes(traits, head, marks, expression.gaze, colours)
    colours = _brows(traits, head, fine, colours)
    if traits["mole"] > 0.7:
        spot = np.random.default_rng(face.seed + 9)
        x, y = spot.uniform(-0.6, 0.6), spot.uniform(-1.2, -0.2)
        away = np.hypot(head.x - x, head.y - y)
        colours = blend(colours, skin_colour(traits) * 0.3, 0.9 * (1 - step(away, 0.02, 0.04)))
    scalp = _scalp(face, head, grain)
    colours = blend(colours, hair_colour(traits), scalp)
    surface = height.astype(np.float32)
    hollow = np.clip((cv2.GaussianBlur(surface, (0, 0), 14 * quality) - surface) * 3.0, -0.12, 0.24)
    gloss = 0.10 * (1 - scalp) * (1 - marks.eye) * (1 + 0.8 * marks.lips)
    return np.clip(darken(colours, hollow * head.front), 0, 255), np.asarray(gloss)


def _skin(
    traits: Traits, head: Skull, marks: Landmarks, grain: Array, blotches: Array, smile: float
) -> Array:
    x, y, side, eye, width = head.x, head.y, head.side, traits["ipd"], traits["eye_w"]
    colours = plain((x.shape[0], x.shape[1]), skin_colour(traits))
    colours *= (1 + 0.022 * grain * (0.4 + traits["blotch"]) + 0.03 * blotches * traits["blotch"])[..., None]
    red = 0.5 * bump(side, y, 0.55, -0.45, 0.25, 0.2) + 0.5 * bump(
        x, y, 0, -traits["nose_l"] + 0.05, 0.2, 0.15
    )
    red = (red + 0.25 * bump(x, y, 0, -traits["chin"] * 0.9, 0.3, 0.2)) * (0.3 + 0.7 * traits["rosy"])
    colours = colours * (1 + red[..., None] * np.array([0.06, -0.09, -0.07], np.float32))
    rings = bump(side, y, eye, -0.14, width, 0.07) + 0.5 * bump(side, y, eye - width * 0.9, -0.02, 0.07, 0.1)
    colours = darken(colours, (0.10 + 0.25 * traits["bag"]) * rings)
    colours = darken(colours, (0.05 + 0.28 * traits["age"] + 0.12 * smile) * marks.fold)
    if traits["age"] > 0.5:
        colours = _wrinkles(traits, head, colours)
    return colours


def _wrinkles(traits: Traits, head: Skull, colours: Array) -> Array:
    """Lines on the forehead and crow's feet."""
    depth, wave, outer = (traits["age"] - 0.5) * 2, 0.02 * np.sin(6 * head.x), traits["ipd"] + traits["eye_w"]
    for level in (0.52, 0.63, 0.74):
        line = band(head.y - level - wave, 0.012) * step(-head.side, -0.65, -0.35)
        colours = darken(colours, 0.22 * depth * line)
    for slope in (-0.5, 0, 0.5):
        line = band(head.y - slope * (head.side - outer), 0.010) * step(head.side, outer + 0.03, outer + 0.07)
        colours = darken(colours, 0.25 * depth * line * (1 - step(head.side, outer + 0.14, outer + 0.2)))
    return colours


def _beard(traits: Traits, head: Skull, marks: Landmarks, fine: Array, colours: Array) -> Array:
    x, y, side, hair = head.x, head.y, head.side, hair_colour(traits)
    mouth, width, lip = marks.mouth_height, marks.mouth_width, traits["lip_u"]
    if traits["moust"] > 0:
        middle = mouth + lip + (-traits["nose_l"] - 0.02 - mouth - lip) * 0.40 - 0.10 * (side / width) ** 2
        cover = band(y - middle, 0.35 * (traits["mouth_y"] - lip) + 0.01, 4)
        cover = cover * (1 - step(side, width * 0.8, width * 1.12))
        cover = cover * (1 - 0.25 * np.exp(-((x / 0.03) ** 2))) * (1 - marks.lips)
        cover = np.clip(cover * (0.35 + 0.8 * traits["moust"]) * (0.85 + 0.28 * fine), 0, 1)
        colours = blend(colours, hair, cover)
    if traits["beard"] > 0:
        top = 0.45 + (-mouth + traits["lip_l"] + 0.06 - 0.45) * (1 - step(side, 0.25, 0.85))
        around_mouth = 1 - bump(x, y, 0, mouth - 0.03, width * 0.75, 0.12)
        cover = step(-y, top, top + 0.22) * np.clip(around_mouth * 1.3 - 0.15, 0, 1) * (1 - marks.lips)
        cover = np.clip(cover * (0.25 + 0.9 * traits["beard"]) * (0.9 + 0.25 * fine), 0, 0.97)
        colours = blend(colours, hair, cover)
    return colours


def _lips(traits: Traits, head: Skull, marks: Landmarks, texture: Array, colours: Array) -> Array:
    skin, red = skin_colour(traits), traits["lip_r"]
    colour = skin * np.array([0.86, 0.62, 0.62], np.float32) * (1 - 0.2 * red)
    colour = colour + np.array([45, -12, 0], np.float32) * red
    colours = blend(colours, colour, marks.lips * (0.45 + 0.5 * red))
    colours = darken(colours * np.where(marks.lips > 0.3, texture, 1)[..., None], 0.14 * marks.upper_lip)
    line = band(head.y - marks.mouth_line, 0.013)
    line = line * (1 - step(head.side, marks.mouth_width * 0.94, marks.mouth_width * 1.04))
    colours = blend(colours, skin * 0.18, 0.85 * line)
    corners = bump(head.side, head.y, marks.mouth_width, marks.mouth_height + marks.corner, 0.035, 0.03)
    return darken(colours, 0.35 * corners)


def _nostrils(traits: Traits, head: Skull, colours: Array) -> Array:
    y, side, length, width = head.y, head.side, traits["nose_l"], traits["nose_w"]
    holes = bump(side, y, width * 0.45, -length - 0.015, width * 0.24, 0.028)
    colours = blend(colours, skin_colour(traits) * 0.12, np.clip(holes * 1.5 * traits["nostril"], 0, 0.92))
    colours = darken(colours, 0.30 * bump(side, y, width * 1.02, -length + 0.06, 0.022, 0.07))
    return darken(colours, 0.20 * band(y + length + 0.055, 0.035) * step(-side, -width * 1.1, -width * 0.6))


def _eyes(traits: Traits, head: Skull, marks: Landmarks, gaze: tuple[float, float], colours: Array) -> Array:
    x, y, eye, width, radius = head.x, head.y, traits["ipd"], traits["eye_w"], traits["iris"]
    centre = np.sign(x) * eye + gaze[0] * 0.06
    away = np.hypot(x - centre, y - 0.012 - gaze[1] * 0.05)
    white = np.array([232, 226, 220], np.float32)
    round_off = 0.80 + 0.20 * np.sqrt(np.clip(1 - (marks.from_eye / width) ** 2, 0, 1))
    ball = planes(*(c * round_off for c in white))
    brown = np.array([62, 38, 24], np.float32) * (0.6 + 1.6 * traits["iris_d"])
    iris = 1 - step(away, radius - 0.012, radius + 0.006)
    ball = blend(ball, planes(*(c * (0.55 + 0.9 * np.clip(away / radius, 0, 1)) * 0.9 for c in brown)), iris)
    ball = blend(ball, [14, 10, 9], step(away, radius - 0.03, radius - 0.004) * iris * 0.6)
    ball = blend(ball, [8, 6, 6], 1 - step(away, 0.036, 0.046))
    ball = darken(ball, 0.55 * step(marks.eye_level, marks.upper_lid - 0.055, marks.upper_lid + 0.01))
    ball = blend(ball, [255, 255, 255], 1 - step(np.hypot(x - centre - 0.025, y - 0.045), 0.010, 0.020))
    colours = blend(colours, ball, marks.eye)
    tear_duct = bump(head.side, y, eye - width * 0.97, -0.01, 0.025, 0.02)
    colours = blend(colours, np.array([190, 110, 100]) * 0.8, 0.5 * tear_duct)
    lashes = band(marks.eye_level - marks.upper_lid - 0.008, 0.010 + 0.010 * traits["lid"])
    lashes = lashes * (marks.eye_edge < 1) * step(1 - marks.eye_edge, -0.02, 0.15)
    colours = blend(colours, [20, 14, 12], np.clip(lashes * 0.95, 0, 1))
    rim = band(marks.eye_level - marks.lower_lid + 0.010, 0.010) * (marks.eye_edge < 1)
    colours = blend(colours, skin_colour(traits) * 0.45, 0.45 * rim)
    crease = marks.eye_level - marks.upper_lid - traits["crease"] * (0.6 + 0.4 * (1 - marks.eye_edge))
    fade = step(1.12 - np.abs(marks.from_eye) / width, 0, 0.3)
    return darken(colours, 0.42 * traits["lid"] * band(crease, 0.012) * fade)


def _brows(traits: Traits, head: Skull, fine: Array, colours: Array) -> Array:
    side, inner, outer = head.side, traits["brow_in"], traits["brow_out"]
    along = np.clip((side - inner) / (outer - inner), 0, 1)
    middle = traits["brow_y"] + traits["brow_tilt"] * (along - 0.4)
    middle = middle + traits["brow_arch"] * np.sin(np.pi * np.clip(along * 1.05 - 0.1, 0, 1)) * 1.2
    middle = middle - 0.08 * step(along, 0.65, 1)
    thickness = traits["brow_t"] * (1 - 0.75 * step(along, 0.45, 1)) * (0.75 + 0.25 * step(along, 0, 0.2))
    cover = band(head.y - middle, thickness, 4) * step(side, inner - 0.04, inner + 0.06)
    cover = cover * (1 - step(side, outer - 0.08, outer + 0.02))
    strands = 0.80 + 0.22 * cv2.GaussianBlur(fine, (0, 0), 0.8)
    return blend(colours, hair_colour(traits) * 0.9, np.clip(cover * strands * traits["brow_d"], 0, 0.96))


def _scalp(face: Identity, head: Skull, grain: Array) -> Array:
    line = hairline(face.traits, head.angle, face.style)
    if face.style in ("bald", "hijab"):
        return step(head.y + 0.05 * grain, line, line + 0.3) * 0.35
    return step(head.y + 0.05 * grain, line - 0.05, line + 0.10)


def masked(
    traits: Traits, head: Skull, cloth: tuple[float, float, float], colours: Array, gloss: Array
) -> tuple[Array, Array]:
    """The colours and the gloss with a medical mask from the nose's bridge to below the chin."""
    top = -0.30 * traits["nose_l"] - 0.28 * head.side**1.5
    width = traits["width"] * 0.86
    cover = step(top - head.y, 0.0, 0.02) * (1 - step(head.side, width, width + 0.03)) * head.front
    straps = band(head.y + 0.5, 0.02) * step(head.side, width - 0.05, width)
    cover = np.clip(cover + straps, 0, 1)
    folds = 1 - 0.10 * sum(band(head.y + level * traits["chin"], 0.015) for level in (0.45, 0.6, 0.75))
    fabric = planes(*(np.full(head.x.shape, tone, np.float32) * folds for tone in cloth))
    return blend(colours, fabric, cover), np.asarray(gloss * (1 - cover))

"""What surrounds the face on the head: hair or hijab, as a shell over the skull."""

from dataclasses import dataclass

import numpy as np

from sample_docs.generator.face_curves import (
    Array,
    band,
    blend,
    hair_colour,
    noise,
    normals,
    plain,
    planes,
    skin_colour,
    step,
)
from sample_docs.generator.face_landmarks import hairline
from sample_docs.generator.identities import Identity, Traits

HIJAB_COLOURS = np.array(
    [
        [60, 62, 70],
        [120, 70, 90],
        [205, 196, 180],
        [50, 84, 110],
        [170, 130, 100],
        [40, 40, 44],
        [90, 110, 90],
    ],
    np.float32,
)


HAIR_DENSITY, HIJAB_DENSITY = (620, 900), (900, 1500)
"""Rows and columns of the shell at full quality; a hijab spreads over the shoulders and needs more."""


@dataclass(frozen=True)
class Surface:
    """A grid of points with what the light needs to know of each; only the visible ones are drawn."""

    points: Array
    normals: Array
    colours: Array
    gloss: Array
    visible: Array


def covering(face: Identity, quality: float) -> Surface:
    """The hair or the hijab of the identity."""
    return _hijab(face, quality) if face.style == "hijab" else _hair(face, quality)


def _shell(
    traits: Traits, quality: float, *, growth: float, bottom: float, hijab: bool, long: bool
) -> tuple[Array, Array, Array, Array]:
    """Angle and coordinates of a shell around the skull from its top to `bottom`."""
    fine = HIJAB_DENSITY if hijab else HAIR_DENSITY
    rows, columns = int(fine[0] * quality), int(fine[1] * quality)
    share = np.linspace(0, 1, rows)
    top = traits["top"] + growth
    y = np.where(
        share < 0.45,
        top * np.clip(np.cos(np.pi / 2 * share / 0.45), 0, 1) ** 0.9,
        bottom * (share - 0.45) / 0.55,
    )
    angle = np.linspace(-np.pi, np.pi, columns)
    up = np.clip(y / top, 0, 1)
    flare = np.ones_like(y)
    if hijab:
        flare = 1 - 0.10 * step(-y, 0.3, 1.5) + 0.9 * step(-y, 1.5, 2.6)
    elif long:
        flare = 1 + 0.18 * np.clip(-y / 2.2, 0, 1.2)
    half_width = (traits["width"] + growth * 0.75) * (1 - up**2.6) ** 0.46 * flare
    half_depth = (traits["depth"] + growth * 0.4) * (1 - up**3.0) ** 0.5 * (flare if hijab else 1)
    sine, cosine = np.sin(angle), np.cos(angle)
    bulge = (1 - np.abs(sine) ** traits["flat"]) ** 0.5
    x = half_width[:, None] * sine[None]
    back = 1.15 * half_depth[:, None] * cosine[None]
    z = np.where(cosine[None] >= 0, half_depth[:, None] * bulge[None], back)
    return angle, x, np.repeat(y[:, None], columns, 1), z


def _hijab(face: Identity, quality: float) -> Surface:
    traits, rng = face.traits, np.random.default_rng(face.seed + 1)
    growth = 0.10 + 0.3 * traits["hair_t"]
    angle, x, y, z = _shell(traits, quality, growth=growth, bottom=-2.5, hijab=True, long=False)
    shape = (x.shape[0], x.shape[1])
    strand, coarse = noise(rng, shape, (4, 130), 3), noise(rng, shape, (4, 18), 2)
    behind = np.cos(angle)[None] < 0
    z = np.where(behind, z, z + 0.1)
    brow = 0.62 + 0.35 * (traits["hairline"] - 0.55)
    middle, half = (brow - traits["chin"] - 0.02) / 2, (brow + traits["chin"] + 0.02) / 2
    opening = np.hypot(np.abs(x) / (0.93 * traits["width"]), (y - middle) / half)
    colours = plain(shape, HIJAB_COLOURS[int(traits["hijab_c"] * 6.99)])
    colours *= (1 + 0.07 * noise(rng, shape, (9, 7), 2) + 0.01 * strand)[..., None]
    colours *= (1 - 0.45 * np.exp(-np.maximum(opening - 1, 0) / 0.05) * (opening > 1))[..., None]
    points = planes(x, y, z + 0.03 * coarse * (opening > 1.05))
    return Surface(points, normals(points), colours, 0.02 * np.ones(shape), (opening > 1) | behind)


def _hair(face: Identity, quality: float) -> Surface:
    traits, rng = face.traits, np.random.default_rng(face.seed + 1)
    long = face.style == "long"
    growth = traits["hair_t"] * (0.6 if face.style in ("bald", "bun") else 1)
    bottom = -0.5 - 2.0 * traits["hair_fall"] if long else -0.75
    angle, x, y, z = _shell(traits, quality, growth=growth, bottom=bottom, hijab=False, long=long)
    shape = (x.shape[0], x.shape[1])
    strand, coarse = noise(rng, shape, (4, 130), 3), noise(rng, shape, (4, 18), 2)
    around = np.abs(angle)[None]
    line = hairline(traits, angle, face.style)
    edge = 0.05 * strand + 0.03 * coarse
    visible = y + edge > line
    if long:
        cut = 1.08 + 0.30 * (1 - traits["hair_fall"]) - 0.12 * step(-y, 0.3, 1.6) + 0.04 * coarse
        visible |= (around > cut) & (y < 0.6)
        visible &= y > bottom + 0.25 + 0.075 * strand
    else:
        ear = (y < 0.05 + 0.04 * strand) & (around < 1.62) & (y < -0.15 + 0.35 * (around - 1.3))
        visible &= ~ear
        visible |= (around > 1.9) & (y > -0.40 + 0.06 * strand)
    colours = plain(shape, hair_colour(traits) * (1.25 - 0.45 * traits["hair_c"] ** 2) + 4)
    colours *= (1 + 0.22 * strand + 0.10 * coarse)[..., None]
    if not long and abs(traits["part"]) > 0.4:
        parting = band(x - 0.45 * traits["part"], 0.03) * (y > 0.9) * (np.cos(angle)[None] > 0)
        colours = blend(colours, skin_colour(traits) * 0.6, 0.5 * parting)
    thin = 1 - step(y + edge - line, 0, 0.22)
    lowered = planes(x, y, z - thin * traits["hair_t"] * 0.35 * (around < 1.3))
    points = lowered + (0.02 * strand)[..., None] * normals(planes(x, y, z))
    gloss = 0.10 + 0.05 * np.clip(strand, 0, 2)
    return Surface(points, normals(points), np.clip(colours, 3, 255), gloss, visible)

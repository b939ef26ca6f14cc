"""Ears, neck, shoulders and glasses: what makes a head a portrait."""

import numpy as np

from sample_docs.generator.face_curves import Array, blend, noise, normals, plain, planes, skin_colour, step
from sample_docs.generator.face_hair import Surface
from sample_docs.generator.identities import Identity, Traits


def ears(traits: Traits, quality: float) -> list[Surface]:
    """Both ears."""
    rows, columns = int(190 * quality), int(150 * quality)
    across, up = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows)[::-1])
    radius, size = np.hypot(across, up), traits["ear"]
    shell = 0.80 + 0.2 * step(radius, 0.6, 0.95)
    hollow = 1 - 0.45 * np.exp(-(((across + 0.1) / 0.35) ** 2 + ((up + 0.05) / 0.5) ** 2))
    out = []
    for side in (-1, 1):
        width = (0.15 + 0.10 * traits["ear_out"]) * size
        x = side * (traits["width"] * 0.955 + width * (across * 0.9 + 0.35) + 0.03 * up)
        z = (
            -0.05
            - 0.125 * across
            + 0.10 * np.sqrt(np.clip(1 - radius**2, 0, 1))
            - 0.08 * np.exp(-((radius / 0.5) ** 2))
        )
        points = planes(x, -0.22 + 0.42 * size * up, z)
        facing = normals(points)
        colours = plain((rows, columns), skin_colour(traits) * np.array([1.0, 0.90, 0.88], np.float32))
        colours *= (hollow * shell)[..., None]
        facing = facing * np.sign(facing[..., 2:3] + 1e-9)
        out.append(Surface(points, facing, colours, 0.03 * np.ones(radius.shape), radius < 1))
    return out


def neck(face: Identity, quality: float) -> Surface:
    """The neck, in the shadow of the chin."""
    traits, rng = face.traits, np.random.default_rng(face.seed + 3)
    rows, columns = int(330 * quality), int(420 * quality)
    y, angle = np.linspace(-0.7, -2.8, rows), np.linspace(-1.6, 1.6, columns)
    radius = traits["neck"] * (1 - 0.12 * np.sin(np.pi * np.clip((-0.9 - y) / 1.5, 0, 1))) + 0.2 * step(
        -y, 2.2, 2.9
    )
    x = radius[:, None] * np.sin(angle)[None]
    z = 0.75 * radius[:, None] * np.cos(angle)[None] - 0.12 + 0.12 * step(-y, 1.8, 2.8)[:, None]
    points = planes(x, np.repeat(y[:, None], columns, 1), z)
    colours = plain((rows, columns), skin_colour(traits) * 0.93)
    colours *= (1 + 0.02 * noise(rng, (rows, columns), (20, 20), 3))[..., None]
    colours *= (0.50 + 0.50 * step(-traits["chin"] - points[..., 1], -0.10, 0.75))[..., None]
    gloss = 0.05 * np.ones((rows, columns))
    return Surface(points, normals(points), colours, gloss, np.ones((rows, columns), bool))


def shoulders(face: Identity, quality: float, cloth: tuple[int, int, int]) -> Surface:
    """The shoulders in a plain garment with an open collar."""
    traits, rng = face.traits, np.random.default_rng(face.seed + 4)
    rows, columns = int(420 * quality), int(900 * quality)
    down, angle = np.linspace(0, 1, rows), np.linspace(-1.6, 1.6, columns)
    y = -0.40 - traits["chin"] - 1.75 * down**1.3
    half = 0.55 + 2.15 * np.sqrt(np.clip(down * 1.6, 0, 1)) ** 1.15
    x = half[:, None] * np.sin(angle)[None]
    z = (0.55 + 0.75 * np.sqrt(down))[:, None] * np.cos(angle)[None] - 0.22
    side = np.abs(x)
    height = y[:, None] - 0.099 * side**1.5
    points = planes(x, height, z)
    colours = plain((rows, columns), cloth)
    colours *= (1 + 0.06 * noise(rng, (rows, columns), (6, 10), 2))[..., None]
    open_collar = (height > -0.87 - traits["chin"] + 1.6 * side) & (side < 0.4)
    seam = (np.abs(height + 0.75 + traits["chin"] - side) < 0.02) & (side < 0.75)
    colours = blend(colours, np.asarray(cloth) * 0.55, seam.astype(float) * 0.5)
    return Surface(points, normals(points), np.clip(colours, 0, 255), np.zeros((rows, columns)), ~open_collar)


def glasses(traits: Traits, bridge: float, *, dark: bool = False) -> Array:
    """Points of a dark frame whose bridge rests at depth `bridge`: two rims, two temples, the bridge.

    With `dark` lenses the rims are filled.
    """
    eye, half, height = traits["ipd"] + 0.02, 0.30, 0.20 + 0.06 * traits["mole"]
    turn = np.linspace(0, 2 * np.pi, 900)
    rim_x, rim_y = (np.sign(wave) * np.abs(wave) ** 0.6 for wave in (np.cos(turn), np.sin(turn)))
    back, across = np.linspace(0, 1, 300), np.linspace(-1, 1, 200)
    strokes = []
    for side in (-1, 1):
        for size in np.linspace(0.02, 1.09, 110) if dark else np.linspace(0.95, 1.09, 14):
            depth = bridge + 0.10 - 0.10 * (np.abs(side * eye + half * rim_x) / 0.8) ** 2
            strokes.append(
                np.stack([side * eye + half * size * rim_x, -0.03 + height * size * rim_y, depth], 1)
            )
        for offset in np.linspace(-0.02, 0.02, 6):
            reach = eye + half * 1.05 + (traits["width"] - eye - half) * np.sqrt(back)
            strokes.append(
                np.stack([side * reach, np.full_like(back, 0.04 + offset), bridge - back * 1.2], 1)
            )
    for offset in np.linspace(-0.018, 0.018, 6):
        arch = 0.03 + offset + 0.03 * (1 - across**2)
        strokes.append(np.stack([across * (eye - half), arch, np.full_like(across, bridge + 0.22)], 1))
    return np.concatenate(strokes)

"""Curves, noise and colours that every part of a rendered face is built from."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator.identities import Traits

Array = npt.NDArray[Any]

SKIN = np.array(
    [[236, 200, 178], [222, 178, 146], [198, 150, 115], [165, 118, 86], [122, 82, 58], [84, 54, 40]],
    np.float32,
)
HAIR = np.array(
    [[18, 16, 17], [28, 21, 18], [46, 31, 22], [70, 48, 33], [110, 104, 100], [185, 182, 180]], np.float32
)


def step(x: Any, start: Any, end: Any) -> Array:
    """0 before `start`, 1 after `end`, smooth between."""
    t = np.clip((x - start) / (end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def bump(x: Any, y: Any, cx: Any, cy: Any, sx: Any, sy: Any) -> Array:
    """A bell over the plane."""
    return np.asarray(np.exp(-0.5 * (((x - cx) / sx) ** 2 + ((y - cy) / sy) ** 2)))


def band(x: Any, width: Any, power: float = 2) -> Array:
    """A bell over one coordinate; a higher power gives it a flat top."""
    return np.asarray(np.exp(-0.5 * np.abs(x / width) ** power))


def noise(
    rng: np.random.Generator, shape: tuple[int, int], cells: tuple[int, int], octaves: int = 3
) -> Array:
    """Smooth noise of unit spread, `cells` lumps high and wide in its coarsest octave."""
    out = np.zeros(shape, np.float32)
    strength = 1.0
    for _ in range(octaves):
        lumps = rng.standard_normal((max(2, cells[0]), max(2, cells[1]))).astype(np.float32)
        out += strength * cv2.resize(lumps, shape[::-1], interpolation=cv2.INTER_CUBIC)
        cells = (cells[0] * 2, cells[1] * 2)
        strength *= 0.55
    return np.asarray(out / max(float(out.std()), 1e-6))


def planes(*parts: Array) -> Array:
    """Arrays of one shape as a last axis, each whole in memory: arithmetic on them is far quicker."""
    return np.moveaxis(np.stack(parts), 0, -1)


def plain(shape: tuple[int, int], colour: Any) -> Array:
    """A picture of one colour, its channels each whole in memory."""
    out = np.moveaxis(np.empty((3, *shape), np.float32), 0, -1)
    out[:] = colour
    return out


def normals(points: Array) -> Array:
    """Unit normals of a surface given on a grid."""
    (ax, ay, az), (bx, by, bz) = (
        [np.gradient(points[..., k], axis=axis) for k in range(3)] for axis in (0, 1)
    )
    x, y, z = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
    length = np.sqrt(x * x + y * y + z * z) + 1e-9
    return planes(x / length, y / length, z / length)


def blend(below: Array, above: Any, cover: Array) -> Array:
    """The colour `above` laid over the picture `below` where `cover` is 1."""
    return np.asarray(below + (np.asarray(above, np.float32) - below) * cover[..., None])


def darken(colours: Array, amount: Array) -> Array:
    """The colours with that share of their light taken away."""
    return np.asarray(colours * (1 - amount)[..., None])


def skin_colour(traits: Traits) -> Array:
    """The skin's colour."""
    warmth = traits["warm"] * np.array([5, 0, -9], np.float32)
    return np.asarray(_along(SKIN, traits["tone"]) + warmth)


def hair_colour(traits: Traits) -> Array:
    """The hair's colour."""
    return _along(HAIR, traits["hair_c"] ** 1.6)


def _along(ramp: Array, share: float) -> Array:
    place = share * (len(ramp) - 1)
    index = min(int(place), len(ramp) - 2)
    return np.asarray(ramp[index] + (ramp[index + 1] - ramp[index]) * (place - index))

"""What lies under and over a photographed document: tables, cloths, light, shadows, glare."""

from dataclasses import dataclass

import cv2
import numpy as np

from sample_docs.generator.canvas import Quad
from sample_docs.generator.shot import STRIP, Floats
from sample_docs.generator.vocabulary import pick

WOODS = ((168, 122, 82), (120, 80, 50), (196, 160, 118), (92, 66, 48))
CLOTHS = ((58, 74, 104), (150, 60, 66), (206, 200, 188), (70, 92, 74), (124, 112, 140))
LAMINATES = ((226, 224, 218), (188, 190, 194), (60, 62, 66), (240, 238, 236))


def table(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    """Wood, cloth, tiles or laminate, of width and height."""
    return pick(rng, (_wood, _wood, _cloth, _cloth, _laminate, _tiles))(rng, size)


def alike(rng: np.random.Generator, size: tuple[int, int], colour: tuple[float, float, float]) -> Floats:
    """A table or a cloth of nearly the given colour: a pale blue card on pale blue, paper on a white desk."""
    near = tuple(int(np.clip(c + d, 0, 250)) for c, d in zip(colour, rng.uniform(-14, 14, 3), strict=True))
    tint = (near[0], near[1], near[2])
    return _woven(rng, size, tint) if rng.random() < 0.5 else _speckled(rng, size, tint)


def _wood(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    width, height = size
    rows = rng.standard_normal((height // 10 + 2, width // 160 + 2)).astype(np.float32)
    grain = cv2.resize(rows, size, interpolation=cv2.INTER_CUBIC)
    fibres = cv2.resize(
        rng.standard_normal((height // 2 + 1, width // 60 + 2)).astype(np.float32),
        size,
        interpolation=cv2.INTER_LINEAR,
    )
    shade = 1 + 0.09 * grain + 0.045 * fibres
    return _coloured(pick(rng, WOODS), shade)


def _cloth(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    """Plain, striped or chequered."""
    colour, width = pick(rng, CLOTHS), size[0]
    ground = _woven(rng, size, colour)
    lot = rng.random()
    if lot < 0.45:
        return ground
    gap, other = width / rng.uniform(7, 16), np.array(pick(rng, CLOTHS), np.float32) / np.array(colour)
    x, y = np.arange(width) % gap < gap / 2, np.arange(size[1]) % gap < gap / 2
    bars = np.maximum(x[None, :] * 0.5, (y[:, None] * 0.5) if lot > 0.7 else 0.0)
    for k, change in enumerate(np.clip(other, 0.4, 2.2) - 1):
        ground[..., k] = np.clip(ground[..., k] * (1 + change * bars), 0, 255)
    return ground


def _woven(rng: np.random.Generator, size: tuple[int, int], colour: tuple[int, int, int]) -> Floats:
    width, height = size
    gap = rng.uniform(5, 9)
    across = 0.05 * np.sin(np.arange(width, dtype=np.float32) / gap * 6.28)
    down = 0.05 * np.sin(np.arange(height, dtype=np.float32) / gap * 6.28)
    folds = cv2.resize(rng.standard_normal((5, 6)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    shade = (1 + across[None, :] + down[:, None]) + 0.10 * folds
    return _coloured(colour, np.asarray(shade, np.float32))


def _tiles(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    """A floor of ceramic tiles with their joints."""
    ground = _speckled(rng, size, pick(rng, LAMINATES))
    gap = int(min(size) * rng.uniform(0.42, 0.8))
    joint = max(round(min(size) * 0.006), 2)
    for axis, length in ((1, size[0]), (0, size[1])):
        for at in range(int(rng.integers(gap)), length, gap):
            if axis:
                ground[:, at : at + joint] *= 0.72
            else:
                ground[at : at + joint] *= 0.72
    return ground


def _laminate(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    return _speckled(rng, size, pick(rng, LAMINATES))


def _speckled(rng: np.random.Generator, size: tuple[int, int], colour: tuple[int, int, int]) -> Floats:
    spots = cv2.resize(
        rng.standard_normal((size[1] // 3 + 1, size[0] // 3 + 1)).astype(np.float32), size,
        interpolation=cv2.INTER_LINEAR,
    )  # fmt: skip
    return _coloured(colour, 1 + 0.02 * spots)


def _coloured(colour: tuple[int, int, int], shade: Floats) -> Floats:
    grey = np.asarray(shade, np.float32)
    ground = np.empty((*grey.shape, 3), np.float32)
    for first in range(0, len(grey), STRIP):
        rows = slice(first, first + STRIP)
        cv2.merge([grey[rows] * float(c) for c in colour], ground[rows])
    return ground


def uneven_light(rng: np.random.Generator, size: tuple[int, int], *, fall: float, shadow: float) -> Floats:
    """A field to multiply a picture with: falling off to one side, a hand's soft shadow, a colour cast."""
    small = (64, 48)
    y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    x, y = x / small[0] - 0.5, y / small[1] - 0.5
    turn = rng.uniform(0, 6.28)
    light = 1.0 + fall * 2 * (float(np.cos(turn)) * x + float(np.sin(turn)) * y)
    turn = rng.uniform(0, 6.28)
    edge = (np.cos(turn) * x + np.sin(turn) * y - rng.uniform(0.05, 0.4)) / rng.uniform(0.05, 0.18)
    light = light * (1 - shadow / (1 + np.exp(-edge)))
    field = cv2.resize(light.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    warmth = rng.uniform(-0.05, 0.06)
    cast = np.array([1 + warmth, 1.0, 1 - warmth], np.float32) * rng.uniform(0.86, 1.05)
    light = np.empty((*field.shape, 3), np.float32)
    for first in range(0, len(field), STRIP):
        rows = slice(first, first + STRIP)
        cv2.merge([field[rows] * float(c) for c in cast], light[rows])
    return light


@dataclass(frozen=True)
class Lamp:
    """A lamp's reflection on plastic: an oblong with a soft rim, in pixels of the picture."""

    middle: tuple[float, float]
    half: tuple[float, float]
    """Half its length and half its breadth."""
    turn: float

    @property
    def box(self) -> Quad:
        """Its corners, where it is still half as bright as in its middle."""
        along = np.array([np.cos(self.turn), np.sin(self.turn)])
        across = np.array([-along[1], along[0]])
        a, b = along * self.half[0], across * self.half[1]
        points = [np.array(self.middle) + step for step in (-a - b, a - b, a + b, -a + b)]
        return [[round(float(x), 1), round(float(y), 1)] for x, y in points]

    def light(self, size: tuple[int, int]) -> Floats:
        """How much of it falls on each pixel of a picture of width and height, 0..1."""
        width, height = size
        small = (width // 4 + 1, height // 4 + 1)
        y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32) * 4
        dx, dy = x - self.middle[0], y - self.middle[1]
        cosine, sine = float(np.cos(self.turn)), float(np.sin(self.turn))
        along, across = dx * cosine + dy * sine, dy * cosine - dx * sine
        away = np.hypot(along / self.half[0], across / self.half[1])
        soft = 1 / (1 + np.exp(np.clip((away - 1) * 6, -30, 30)))
        grown = cv2.resize(soft, (small[0] * 4, small[1] * 4), interpolation=cv2.INTER_LINEAR)
        return np.asarray(grown[:height, :width], np.float32)

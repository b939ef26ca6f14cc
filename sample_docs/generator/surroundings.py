"""What lies under and over a photographed document: tables, cloths, light, shadows, glare."""

import cv2
import numpy as np

from sample_docs.generator.shot import Floats
from sample_docs.generator.vocabulary import pick

WOODS = ((168, 122, 82), (120, 80, 50), (196, 160, 118), (92, 66, 48))
CLOTHS = ((58, 74, 104), (150, 60, 66), (206, 200, 188), (70, 92, 74), (124, 112, 140))
LAMINATES = ((226, 224, 218), (188, 190, 194), (60, 62, 66), (240, 238, 236))


def table(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    """Wood, cloth or laminate, of width and height."""
    return pick(rng, (_wood, _wood, _cloth, _laminate))(rng, size)


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
    width, height = size
    gap = rng.uniform(5, 9)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    weave = 0.05 * np.sin(x / gap * 6.28) + 0.05 * np.sin(y / gap * 6.28)
    folds = cv2.resize(rng.standard_normal((5, 6)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    return _coloured(pick(rng, CLOTHS), 1 + weave + 0.10 * folds)


def _laminate(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    spots = cv2.resize(
        rng.standard_normal((size[1] // 3 + 1, size[0] // 3 + 1)).astype(np.float32), size,
        interpolation=cv2.INTER_LINEAR,
    )  # fmt: skip
    return _coloured(pick(rng, LAMINATES), 1 + 0.02 * spots)


def _coloured(colour: tuple[int, int, int], shade: Floats) -> Floats:
    return np.asarray(np.array(colour, np.float32) * shade[..., None], np.float32)


def uneven_light(rng: np.random.Generator, size: tuple[int, int], *, fall: float, shadow: float) -> Floats:
    """A field to multiply a picture with: falling off to one side, a hand's soft shadow, a colour cast."""
    small = (64, 48)
    y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    x, y = x / small[0] - 0.5, y / small[1] - 0.5
    turn = rng.uniform(0, 6.28)
    light = 1.0 + fall * (np.cos(turn) * x + np.sin(turn) * y) * 2
    turn = rng.uniform(0, 6.28)
    edge = (np.cos(turn) * x + np.sin(turn) * y - rng.uniform(0.05, 0.4)) / rng.uniform(0.05, 0.18)
    light = light * (1 - shadow / (1 + np.exp(-edge)))
    field = cv2.resize(light.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    warmth = rng.uniform(-0.05, 0.06)
    cast = np.array([1 + warmth, 1.0, 1 - warmth], np.float32) * rng.uniform(0.86, 1.05)
    return np.asarray(field[..., None] * cast, np.float32)


def glare(rng: np.random.Generator, size: tuple[int, int], *, strength: float) -> Floats:
    """Brightness to add: the lamp's reflection on plastic, an oblong with a soft rim."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    middle = (rng.uniform(0.35, 0.65) * width, rng.uniform(0.45, 0.75) * height)
    turn = rng.uniform(0, 3.14)
    along = (x - middle[0]) * np.cos(turn) + (y - middle[1]) * np.sin(turn)
    across = -(x - middle[0]) * np.sin(turn) + (y - middle[1]) * np.cos(turn)
    away = np.hypot(along / (0.16 * width), across / (0.055 * width))
    return np.asarray(strength / (1 + np.exp((away - 1) * 5)), np.float32)

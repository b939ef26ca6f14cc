"""The named conditions of level `hard`: what makes a picture hard to read, and still readable for a person.

Whatever a condition does, a person can go on reading `ALWAYS_READ`; other fields that lose letters to a
lamp or to a finger are listed as lost.
"""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator import recapture
from sample_docs.generator.fingers import SKINS, Skin, held, hidden
from sample_docs.generator.shot import PORTRAIT, Mark, Shot, blurred, noisy, relit, resized
from sample_docs.generator.surroundings import Lamp
from sample_docs.generator.vocabulary import pick

ON_CARDS = (
    ("low_resolution",), ("low_resolution", "glare"), ("low_resolution", "grey_copy"),
    ("low_resolution", "fingers"), ("glare",), ("glare",), ("glare", "defocus"), ("glare", "fingers"),
    ("motion_blur",), ("motion_blur", "dark"), ("defocus",), ("defocus", "fingers"), ("dark",),
    ("dark", "fingers"), ("grey_copy",), ("grey_copy", "defocus"), ("bw_copy",), ("screen",),
    ("screen", "low_resolution"), ("fingers",),
)  # fmt: skip
"""What happens to a card at the level; one of these."""
ON_PAPER = (
    ("low_resolution",), ("low_resolution", "grey_copy"), ("motion_blur",), ("defocus",), ("dark",),
    ("dark", "defocus"), ("grey_copy",), ("bw_copy",), ("fingers",), ("fingers", "dark"),
)  # fmt: skip
"""What happens to a sheet, which no lamp shines in."""

ALWAYS_READ = frozenset({
    PORTRAIT, "nik", "nama", "tanggal_lahir", "kpj", "npwp", "bank", "nomor_rekening", "nama_pemilik",
    "nomor_paspor", "nomor_kk", "tanggal_keluar", "tanggal_masuk", "perusahaan", "tanggal_meninggal",
})  # fmt: skip
"""Fields that no condition takes away, on whatever document they stand."""
WASHED_OUT = 172.0
"""Brightness added by a lamp above which black print on a pale card is gone."""


def chosen(shot: Shot, rng: np.random.Generator) -> tuple[str, ...]:
    """One or two conditions that may befall the document."""
    return pick(rng, ON_PAPER if shot.longer_mm > 200 else ON_CARDS)


def copied(shot: Shot, rng: np.random.Generator, names: tuple[str, ...]) -> Shot:
    """What lies before the camera: the document, or the copy of it that one of the names says."""
    if "grey_copy" in names:
        return recapture.in_greys(shot, rng)
    if "bw_copy" in names:
        return recapture.toner(shot, rng, rim=float(rng.uniform(0.06, 0.2)), skew=1.5)
    return shot


def troubled(shot: Shot, rng: np.random.Generator, names: tuple[str, ...]) -> Shot:
    """The picture with what the names say, each a little less where there are two."""
    much = 1.0 if len(names) == 1 else 0.78
    if "fingers" in names:
        skin = pick(rng, SKINS)
        for _ in range(int(rng.integers(1, 3))):
            shot = fingers(shot, rng, skin)
    if "glare" in names:
        shot = glare(shot, rng)
    if "dark" in names:
        shot = dark(shot, rng, float(rng.uniform(0.17, 0.27)) / much)
    size = longer_side(shot)
    if "defocus" in names:
        shot = _with(blurred(shot, size * much * float(rng.uniform(0.0016, 0.0023))), "blur")
    if "motion_blur" in names:
        shot = _with(shaken(shot, rng, size * much * float(rng.uniform(0.006, 0.009))), "blur")
    if "low_resolution" in names:
        target = 5.4 * shot.longer_mm**0.98 if shot.longer_mm < 200 else 1150.0
        factor = target / much * float(rng.uniform(0.92, 1.2)) / longer_side(shot)
        shot = _with(resized(shot, min(factor, 1.0)), "too_small")
    return replace(shot, conditions=names)


def fingers(shot: Shot, rng: np.random.Generator, skin: Skin) -> Shot:
    """A finger over the rim, sometimes over a bit of text, never over what must stay readable."""
    for attempt in range(12):
        reach = float(rng.uniform(3, 13)) * (1 - attempt / 14)
        seen = held(shot, rng, skin, (int(rng.integers(4)), float(rng.uniform(0.1, 0.9))), reach)
        if not named(seen.lost) & ALWAYS_READ:
            return seen
    return shot


def glare(shot: Shot, rng: np.random.Generator) -> Shot:
    """A lamp's reflection over text; what must stay readable can be read through it."""
    size = (shot.picture.shape[1], shot.picture.shape[0])
    strength = float(rng.uniform(120, 235))
    for attempt in range(12):
        lamp = lamp_on(shot, rng, length=(0.12, 0.24))
        light = lamp.light(size)
        force = strength * (1 - attempt / 40)
        lost = hidden(shot, (light * force > WASHED_OUT).astype(np.uint8))
        if not named(lost) & ALWAYS_READ:
            break
    else:
        force, lost = WASHED_OUT * 0.8, frozenset()
    seen = shining(shot, light * force)
    return replace(seen, marks=(*shot.marks, Mark("glare", lamp.box)), lost=shot.lost | lost)


def shining(shot: Shot, light: npt.NDArray[np.float32]) -> Shot:
    """The picture with light (0..255 a pixel) added, as a glossy film reflects it."""
    bright = cv2.add(shot.picture, cv2.merge([light] * 3), dtype=cv2.CV_8U)
    return replace(shot, picture=np.asarray(bright, np.uint8))


def lamp_on(shot: Shot, rng: np.random.Generator, *, length: tuple[float, float]) -> Lamp:
    """A reflection somewhere on the document, so long in shares of its longer side."""
    if shot.outline is None:
        raise ValueError("a document without a rim has no place for a reflection")
    corners, side = np.array(shot.outline), longer_side(shot)
    u, v = rng.uniform(0.08, 0.92, 2)
    top, bottom = corners[0] + (corners[1] - corners[0]) * u, corners[3] + (corners[2] - corners[3]) * u
    middle = top + (bottom - top) * v
    half = side * float(rng.uniform(*length))
    return Lamp(
        (float(middle[0]), float(middle[1])), (half, half * float(rng.uniform(0.25, 0.6))),
        float(rng.uniform(0, 3.14)),
    )  # fmt: skip


def dark(shot: Shot, rng: np.random.Generator, light: float) -> Shot:
    """Little light: everything so much darker, and the sensor's noise beside it."""
    dim = relit(shot, np.full((1, 1, 3), light, np.float32) * np.array([1.06, 1.0, 0.9], np.float32))
    return _with(noisy(dim, rng, float(rng.uniform(2.5, 4.5))), "dark")


def shaken(shot: Shot, rng: np.random.Generator, length: float) -> Shot:
    """The picture smeared in one direction over so many pixels."""
    span = max(round(length), 3) | 1
    kernel = np.zeros((span, span), np.float32)
    turn, half = rng.uniform(0, 3.14), span // 2
    step = (round(half * np.cos(turn)), round(half * np.sin(turn)))
    cv2.line(kernel, (half - step[0], half - step[1]), (half + step[0], half + step[1]), 1.0)
    smeared = cv2.filter2D(shot.picture, -1, kernel / kernel.sum())
    return replace(shot, picture=np.asarray(smeared, np.uint8))


def longer_side(shot: Shot) -> float:
    """Pixels of the document's longer side."""
    corners = np.array(shot.outline if shot.outline is not None else [[0, 0], shot.picture.shape[1::-1]])
    return float(np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1).max())


def named(fields: frozenset[str]) -> frozenset[str]:
    """The fields without the numbers of documents or rows before them."""
    return frozenset(field.split(".")[-1] for field in fields)


def _with(shot: Shot, issue: str) -> Shot:
    return replace(shot, marks=(*shot.marks, Mark(issue)))

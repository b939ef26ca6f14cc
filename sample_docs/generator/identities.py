"""The twelve faces that exist: who they fit, and their traits as numbers.

An identity is a vector in [0, 1] over the named ranges below plus a noise seed. The vectors were chosen
so that every two of them are strangers to a face encoder; more than about sixteen would come too near
one another. Lengths are in units of about 70 mm, with the eye line at height 0.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from sample_docs.generator.vocabulary import pick

Traits = Mapping[str, float]

RANGES: Mapping[str, tuple[float, float]] = {
    # skull
    "width": (0.90, 1.12), "top": (1.5, 1.75), "chin": (1.42, 1.80), "cheek": (0.90, 1.03),
    "jaw": (0.66, 0.96), "chinw": (0.40, 0.72), "flat": (2.0, 3.0), "depth": (1.1, 1.35),
    "chinfwd": (-0.05, 0.14), "cheekbone": (0.0, 0.12), "cleft": (0.0, 0.03),
    "brow_ridge": (0.0, 0.14), "socket": (0.03, 0.15),
    # eyes
    "ipd": (0.37, 0.54), "eye_w": (0.165, 0.25), "eye_h": (0.042, 0.088), "eye_tilt": (-0.15, 0.25),
    "bag": (0.0, 1.0),
    "lid": (0.0, 1.0), "crease": (0.03, 0.10), "iris": (0.075, 0.098), "iris_d": (0.02, 0.5),
    # brows
    "brow_y": (0.20, 0.38), "brow_t": (0.02, 0.085), "brow_in": (0.10, 0.26), "brow_out": (0.64, 0.88),
    "brow_arch": (-0.02, 0.10), "brow_tilt": (-0.10, 0.13), "brow_d": (0.35, 1.0),
    # nose
    "nose_l": (0.53, 0.85), "nose_w": (0.155, 0.33), "nose_h": (0.20, 0.46), "bridge_w": (0.06, 0.14),
    "bridge_h": (0.04, 0.26), "tip": (0.07, 0.16), "nostril": (0.3, 1.0), "hump": (-0.04, 0.08),
    # mouth
    "mouth_y": (0.20, 0.43), "mouth_w": (0.26, 0.47), "lip_u": (0.04, 0.13), "lip_l": (0.06, 0.17),
    "lip_out": (0.02, 0.10), "bow": (0.0, 0.04), "lip_r": (0.0, 1.0), "corner": (-0.03, 0.03),
    # skin, ears, neck
    "tone": (0.15, 0.74), "warm": (-1.0, 1.0), "blotch": (0.0, 1.0), "rosy": (0.0, 1.0), "age": (0.0, 1.0),
    "ear": (0.7, 1.2), "ear_out": (0.0, 1.0), "neck": (0.60, 0.88),
    # hair and glasses
    "hair_style": (0.0, 1.0), "hairline": (0.55, 1.15), "hair_round": (0.2, 1.0), "hair_t": (0.05, 0.32),
    "hair_c": (0.0, 1.0), "part": (-1.0, 1.0), "hair_fall": (0.0, 1.0),
    "beard": (-1.2, 1.0), "moust": (-1.0, 1.0), "glasses": (-2.0, 1.0), "mole": (0.0, 1.0),
}  # fmt: skip

STYLES = ("short", "long", "bald", "hijab", "fringe", "bun")
BEARDLESS_STYLES = ("hijab", "long", "bun")


@dataclass(frozen=True)
class Identity:
    """One face: the noise seed of its skin and hair, its traits, and the people it can belong to."""

    seed: int
    sex: str
    youngest: int
    oldest: int
    traits: Traits
    style: str


def identity(index: int) -> Identity:
    """The identity at the index."""
    return identities()[index]


def identity_for(
    rng: np.random.Generator, *, sex: str, age: int, muslim: bool, taken: tuple[int, ...]
) -> int:
    """The index of some identity that fits the person and is not taken.

    Sex binds always, and so does the hijab; where every face of that age is taken the nearest age does.
    """
    fitting = [
        (index, face)
        for index, face in enumerate(identities())
        if face.sex == sex and index not in taken and (muslim or face.style != "hijab")
    ]
    distances = [max(face.youngest - age, age - face.oldest, 0) for _, face in fitting]
    return pick(
        rng, [index for (index, _), far in zip(fitting, distances, strict=True) if far == min(distances)]
    )


@cache
def identities() -> tuple[Identity, ...]:
    """All identities of `identities.json`."""
    rows = json.loads((Path(__file__).parent / "identities.json").read_text(encoding="utf-8"))
    return tuple(
        _identity(row["seed"], row["sex"], row["youngest"], row["oldest"], row["traits"]) for row in rows
    )


def _identity(seed: int, sex: str, youngest: int, oldest: int, vector: Traits) -> Identity:
    traits = {name: low + (high - low) * vector[name] for name, (low, high) in RANGES.items()}
    style = STYLES[min(int(traits["hair_style"] * len(STYLES)), len(STYLES) - 1)]
    if style in BEARDLESS_STYLES:
        traits["beard"] = traits["moust"] = -1.0
    shade = traits["hair_c"]
    grey = traits["age"] > 0.55 and shade > 0.45
    traits["hijab_c"] = shade
    traits["hair_c"] = 0.86 + 0.14 * (shade - 0.45) / 0.55 if grey else 0.42 * shade
    return Identity(seed, sex, youngest, oldest, traits, style)

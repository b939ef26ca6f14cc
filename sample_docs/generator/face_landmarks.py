"""The bare skull as a grid, and where eyes, nose and mouth lie on it.

Both the relief and the paint of a face need the same outlines: they are worked out once, here.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from sample_docs.generator.face_curves import Array, step
from sample_docs.generator.identities import Traits


@dataclass(frozen=True)
class Expression:
    """What a face does at the moment of the picture; ``eyes`` is how far they are open, 0 to 1."""

    smile: float = 0.0
    gaze: tuple[float, float] = (0.0, 0.0)
    eyes: float = 1.0


@dataclass(frozen=True)
class Skull:
    """The head without features: x to the right, y up, z towards the camera."""

    angle: Array
    x: Array
    y: Array
    z: Array

    @property
    def side(self) -> Array:
        """Distance from the middle plane."""
        return np.abs(self.x)

    @property
    def front(self) -> Array:
        """Where the surface looks forward."""
        return np.asarray(np.cos(self.angle)[None] > 0)


@dataclass(frozen=True)
class Landmarks:
    """Outlines on the skull's grid: masks between 0 and 1, heights and half-widths in head units."""

    mouth_line: Array
    mouth_width: float
    mouth_height: float
    corner: float
    in_upper_lip: Array
    in_lower_lip: Array
    upper_lip: Array
    lower_lip: Array
    lips: Array
    fold: Array
    from_eye: Array
    eye_level: Array
    eye_edge: Array
    upper_lid: Array
    lower_lid: Array
    eye: Array


def skull(traits: Traits, quality: float) -> Skull:
    """The skull's front as a grid that is denser about the eyes."""
    rows, columns = int(560 * quality), int(640 * quality)
    even = np.linspace(-1, 1, rows)
    dense = 0.55 * even + 0.45 * np.sin(np.pi / 2 * even)
    y = np.where(dense < 0, dense * traits["chin"], dense * traits["top"])[::-1]
    angle = np.linspace(-1.75, 1.75, columns)
    up, down = np.clip(y / traits["top"], 0, 1), np.clip(-y / traits["chin"], 0, 1)
    half_width = traits["width"] * np.where(
        y >= 0, (1 - up**2.6) ** 0.46, _lower_face(traits, down) * np.sqrt(np.clip(1 - down**13, 0, 1))
    )
    half_depth = traits["depth"] * np.where(
        y >= 0, (1 - up**3.0) ** 0.5, (1 - 0.06 * down) * np.sqrt(np.clip(1 - down**16, 0, 1))
    )
    sine, cosine = np.sin(angle), np.cos(angle)
    x = half_width[:, None] * sine[None]
    bulge = (1 - np.clip(np.abs(sine), 0, 1) ** traits["flat"]) ** 0.5
    z = np.where(
        cosine[None] >= 0,
        half_depth[:, None] * bulge[None] * np.ones_like(x),
        1.1 * half_depth[:, None] * cosine[None],
    )
    return Skull(angle, x, np.repeat(y[:, None], columns, 1), z)


def landmarks(traits: Traits, head: Skull, expression: Expression, quality: float) -> Landmarks:
    """The outlines of this face with this expression."""
    x, y, side, smile = head.x, head.y, head.side, expression.smile
    nose_length, nose_width = traits["nose_l"], traits["nose_w"]
    mouth_height = -(nose_length + traits["mouth_y"])
    mouth_width = traits["mouth_w"] * (1 + 0.14 * smile)
    fold_x = (
        nose_width
        + 0.08
        + (mouth_width - nose_width + 0.06)
        * np.clip((-nose_length + 0.12 - y) / (traits["mouth_y"] + 0.25), 0, 1.2)
    )
    fold = (
        np.exp(-0.5 * ((side - fold_x) / 0.035) ** 2)
        * step(-y, nose_length - 0.14, nose_length + 0.02)
        * (1 - step(-y, -mouth_height - 0.02, -mouth_height + 0.22))
    )
    corner = traits["corner"] + 0.10 * smile
    along = np.clip(side / mouth_width, 0, 1.0)
    bow = traits["bow"]
    cupid = np.exp(-((x / 0.09) ** 2)) * -0.6 + np.exp(-(((side - 0.12) / 0.08) ** 2)) * 0.4
    mouth_line = mouth_height + corner * along**2 + bow * 0.4 * cupid
    taper = 1 - along**2.2
    peaks = np.exp(-(((side - 0.1) / 0.06) ** 2)) - 0.9 * np.exp(-((x / 0.045) ** 2))
    upper_height = traits["lip_u"] * (1 - 0.18 * smile) * taper + bow * peaks * taper
    lower_height = traits["lip_l"] * (1 - 0.10 * smile) * (1 - along**2.6)
    in_upper = np.clip((y - mouth_line) / np.maximum(upper_height, 1e-3), 0, 1.4)
    in_lower = np.clip((mouth_line - y) / np.maximum(lower_height, 1e-3), 0, 1.4)
    within = side < mouth_width
    upper_lip = within * (y >= mouth_line) * (1 - step(in_upper, 0.85, 1.15))
    lower_lip = within * (y < mouth_line) * (1 - step(in_lower, 0.85, 1.15))
    lips = cv2.GaussianBlur((upper_lip + lower_lip).astype(np.float32), (0, 0), 1.2 * quality)
    # The eye's opening is an almond in coordinates tilted with the eye.
    eye_width, eye_height = traits["eye_w"], traits["eye_h"] * (1 - 0.15 * smile)
    from_eye = side - traits["ipd"]
    eye_level = y - traits["eye_tilt"] * 0.35 * from_eye
    eye_edge = np.clip(np.abs(from_eye) / eye_width, 0, 1)
    skewed = np.clip(from_eye / eye_width + 0.12, -1, 1)
    upper_lid = eye_height * 1.15 * (1 - np.abs(skewed) ** 2.1) * (eye_edge < 1)
    lower_lid = (
        -eye_height * 0.80 * (1 - np.abs(np.clip(from_eye / eye_width - 0.1, -1, 1)) ** 2.3) * (eye_edge < 1)
    )
    upper_lid = lower_lid + (upper_lid - lower_lid) * expression.eyes
    soft = 0.010
    eye = (
        (np.abs(from_eye) < eye_width)
        * step(eye_level, lower_lid - soft, lower_lid + soft)
        * (1 - step(eye_level, upper_lid - soft, upper_lid + soft))
    )
    return Landmarks(
        mouth_line, mouth_width, mouth_height, corner, in_upper, in_lower, upper_lip, lower_lip, lips, fold,
        from_eye, eye_level, eye_edge, upper_lid, lower_lid, eye,
    )  # fmt: skip


def hairline(traits: Traits, angle: Array, style: str) -> Array:
    """The height where the hair begins, for every direction around the head."""
    base = traits["hairline"] if style != "fringe" else 0.42 + 0.2 * (traits["hairline"] - 0.55)
    side = np.abs(angle)
    height = (
        base - 0.28 * traits["hair_round"] * step(side, 0.15, 0.9) + 0.06 * traits["part"] * np.sin(angle * 2)
    )
    height = height - step(side, 1.05, 1.32) * (base + 0.35)
    if style == "bald":
        height = height + 1.2 * (1 - step(side, 1.1, 1.35))
    return np.asarray(height[None])


def _lower_face(traits: Traits, down: Array) -> Array:
    """Half-width below the eyes, as a share of the skull's: cheek, jaw, chin, joined without edges."""
    cheek, jaw, chin = traits["cheek"], traits["jaw"], traits["chinw"]
    outline = np.interp(
        down,
        [0, 0.12, 0.28, 0.45, 0.62, 0.78, 0.92, 1],
        [1, 0.99, cheek, 0.5 * (cheek + jaw) + 0.03, jaw, 0.5 * (jaw + chin) + 0.03, chin, chin * 0.8],
    )
    return np.convolve(np.pad(outline, 20, "edge"), np.ones(41) / 41, "valid")

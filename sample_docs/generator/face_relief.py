"""The relief of a face: how far brow, nose, lips and lids stand out from the bare skull."""

import numpy as np

from sample_docs.generator.face_curves import Array, band, bump, step
from sample_docs.generator.face_landmarks import Landmarks, Skull
from sample_docs.generator.identities import Traits


def relief(traits: Traits, head: Skull, marks: Landmarks, smile: float) -> Array:
    """Displacement towards the camera, fading out at the side of the head."""
    out = _bones(traits, head, smile) + _nose(traits, head) + _mouth(traits, head, marks, smile)
    out += _lids(traits, head, marks)
    return np.asarray(out * head.front * step(np.cos(head.angle), 0.0, 0.25)[None])


def _bones(traits: Traits, head: Skull, smile: float) -> Array:
    x, y, side, eye = head.x, head.y, head.side, traits["ipd"]
    out = traits["brow_ridge"] * bump(side, y, eye * 0.9, 0.26, 0.26, 0.09)
    out -= traits["socket"] * bump(side, y, eye * 0.95, 0.02, 0.24, 0.14)
    out -= 0.5 * traits["socket"] * bump(side, y, 0.20, 0.03, 0.09, 0.14)
    out += (traits["cheekbone"] + 0.03 * smile) * bump(side, y, 0.62, -0.42, 0.22, 0.17)
    out += traits["chinfwd"] * bump(x, y, 0, -traits["chin"] * 0.87, 0.28, 0.16)
    out -= traits["cleft"] * bump(x, y, 0, -traits["chin"] * 0.9, 0.05, 0.1)
    return out


def _nose(traits: Traits, head: Skull) -> Array:
    x, y, side = head.x, head.y, head.side
    length, width, tip = traits["nose_l"], traits["nose_w"], traits["tip"]
    down = np.clip((0.12 - y) / (length + 0.02), 0, 1.0)
    ridge = traits["bridge_h"] + (traits["nose_h"] - traits["bridge_h"]) * down**1.5
    ridge = ridge + traits["hump"] * np.exp(-0.5 * ((down - 0.45) / 0.16) ** 2)
    ends = step(y, -length - 0.05, -length + 0.10) * (1 - step(y, 0.02, 0.30))
    spread = traits["bridge_w"] + (0.55 * width - traits["bridge_w"]) * down**2
    out = ridge * ends * band(x, spread, 2.3)
    out += 0.45 * tip * bump(x, y, 0, -length + 0.08, tip * 0.9, tip * 0.8)
    out += 0.15 * bump(side, y, width * 0.78, -length + 0.07, width * 0.26, 0.075)
    out -= 0.05 * bump(side, y, width * 1.25, -length + 0.02, 0.07, 0.10)
    return np.asarray(out)


def _mouth(traits: Traits, head: Skull, marks: Landmarks, smile: float) -> Array:
    x, y, height, width = head.x, head.y, marks.mouth_height, marks.mouth_width
    out = -(0.010 + 0.03 * traits["age"] + 0.03 * smile) * marks.fold
    out -= 0.025 * bump(x, y, 0, -traits["nose_l"] - 0.14, 0.045, 0.09)
    upper = np.sin(np.pi * np.clip(0.25 + 0.75 * marks.in_upper_lip, 0, 1)) * marks.upper_lip
    lower = np.sin(np.pi * np.clip(0.2 + 0.8 * marks.in_lower_lip, 0, 1)) * marks.lower_lip
    out += traits["lip_out"] * (upper + 1.15 * lower)
    out += 0.06 * bump(x, y, 0, height, width * 0.8, 0.2)
    out -= 0.04 * bump(x, y, 0, height - traits["lip_l"] - 0.10, width * 0.6, 0.05)
    return np.asarray(out)


def _lids(traits: Traits, head: Skull, marks: Landmarks) -> Array:
    eye, width, level = traits["ipd"], traits["eye_w"], marks.eye_level
    out = 0.07 * bump(head.side, level, eye, 0.0, width * 0.75, 0.13)
    out += (
        0.02 * bump(head.side, level, eye, traits["crease"] + 0.06, width * 0.8, 0.05) * (1 - traits["lid"])
    )
    under = band(level + 0.12 + 0.05 * (1 - marks.eye_edge**2) * 1.2, 0.035)
    out += 0.03 * traits["bag"] * under * step(-np.abs(marks.from_eye), -width * 1.1, -width * 0.5)
    return out

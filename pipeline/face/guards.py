"""What keeps a selfie from being compared: eyes closed, the head turned away, eyes or mouth covered.

Measured on the outlines of the face's parts (68 points), not learnt. The limits were chosen on rendered
people (12 identities, 24 selfies of each way), who close their eyes and wear masks more alike than people do;
docs/accuracy.md says how often each is right. A head scarf is no cover: nothing beside the face is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from models.face import FaceIssue
from models.page import Image
from pipeline.face.engine import Outlines

Points = NDArray[np.float64]
Values = NDArray[np.float64]

EYES_APART, EYES_AT, SIZE = 80.0, (120.0, 90.0), (240, 300)
"""Pixels between the eyes of a face laid flat, where their middle stands, and the size of the picture."""

DARK_LENSES = 0.45
"""Share of the places round the eyes that is half as light as the cheeks. Dark glasses 0.64 to 1, masks up to
0.61 (their shade on the lids), everything else 0.29 at most."""

LOWEST_IRIS, DARKER_THAN_SKIN = 0.25, 0.62
"""Height of the dark in an eye's middle over the eye's breadth: open 0.28 and more where no white is seen,
half open 0.21, closed 0.228 at most; what counts as dark, of the skin's lightness."""

LASHES = 0.06
"""Height of the dark below which nothing dark is seen in the eye at all, as on dark skin: that tells nothing.
Closed eyes show their lashes, 0.09 and more."""

WHITER_THAN_SKIN, WHITE_SEEN = 1.15, 0.08
"""Times the cheeks' lightness, and share of the place of the eye that shows less of it: the white of an open
eye on darker skin, where a light in the iris parts its dark. 46 pairs of closed eyes 0.061 at most; the two
open ones that were taken for closed, of 177 claims in order (seed 50177), 0.096 and more."""

NOSE_NEARER, NOSE_ASIDE = 0.5, 0.18
"""How much nearer to one temple than the other the nose is (0 to 1), and how far its tip stands from the
middle of the eyes, in their distance: selfies up to 0.31 and 0.11, 18 degrees of turn about 0.42 and 0.13."""

TURNED_TO_A_SIDE = 0.6
"""Sureness of the detector's parts for heads turned aside up to which they are turned far. The outlines fit
frontal faces and follow strongly turned heads badly: alone they told 65 of 84 heads turned by 32 to 50
degrees, with the detector 80; none of 156 others."""

CLOTH, OF_A_BEARD = 17.0, (1.35, 2.6)
"""Lab colour between what is round the mouth and the skin above the eyes: masks 19.7 and more, bare mouths
up to 15, beards up to 20; how many times darker than that skin a beard is."""


def hindrances(image: Image, parts: Outlines, aside: float | None) -> list[FaceIssue]:
    """Return what keeps the face from being compared, by its parts' outlines in the picture.

    ``aside`` is how sure the detector is of a head turned to a side, None where it saw a frontal one.
    """
    return list(_hindrances(*_flat(image, parts), aside))


def _hindrances(face: Image, parts: Outlines, aside: float | None) -> Iterator[FaceIssue]:
    lab = cv2.cvtColor(face, cv2.COLOR_RGB2LAB).astype(np.float64)
    lenses, mouth = eyes_darkened(lab[..., 0], parts) > DARK_LENSES, is_mouth_covered(lab, parts)
    turned = turn_aside(parts) > NOSE_NEARER or nose_aside(parts) > NOSE_ASIDE
    turned |= aside is not None and aside < TURNED_TO_A_SIDE and not mouth  # masks make it unsure as well
    if turned:
        yield FaceIssue.FACE_TURNED
    if lenses:
        yield FaceIssue.EYES_COVERED
    elif not turned and _are_closed(lab[..., 0], parts):
        yield FaceIssue.EYES_CLOSED
    if mouth:
        yield FaceIssue.MOUTH_COVERED


def _are_closed(light: Values, parts: Outlines) -> bool:
    """Tell whether lashes are seen where an iris would be, and no white beside them."""
    return LASHES < iris_height(light, parts) < LOWEST_IRIS and white_of_eyes(light, parts) <= WHITE_SEEN


def turn_aside(parts: Outlines) -> float:
    """How much nearer the nose is to one temple than to the other, 0 (from the front) to 1."""
    jaw, nose = parts["chin"], parts["nose_bridge"][-1]
    left, right = abs(float(nose[0] - jaw[0, 0])), abs(float(jaw[-1, 0] - nose[0]))
    return abs(left - right) / max(left + right, 1e-6)


def nose_aside(parts: Outlines) -> float:
    """How far the nose's tip stands from the middle between the eyes, in distances of the eyes."""
    return abs(float(parts["nose_tip"][2, 0]) - EYES_AT[0]) / EYES_APART


def eyes_darkened(light: Values, parts: Outlines) -> float:
    """Share of the places round both eyes that is far darker than the cheeks: dark lenses fill them."""
    skin = float(np.median(_inside(light, _cheeks(parts))))
    shares = []
    for eye in (parts["left_eye"], parts["right_eye"]):
        wide = float(np.linalg.norm(eye[0] - eye[3]))
        place = np.array([[-0.7, -0.35], [0.7, -0.35], [0.7, 0.55], [-0.7, 0.55]]) * wide
        shares.append(float((_inside(light, eye.mean(axis=0) + place) < 0.5 * skin).mean()))
    return float(np.mean(shares))


def iris_height(light: Values, parts: Outlines) -> float:
    """Height of the dark in the middle of the eyes over the eyes' breadth, both eyes' mean.

    A closed eye shows a line of lashes, an open one the iris; the outline of the lids alone, as the eye
    aspect ratio takes it (Soukupova and Cech, 2016), follows closed lids badly.
    """
    heights = []
    for eye in (parts["left_eye"], parts["right_eye"]):
        (x, y), wide = eye.mean(axis=0), float(np.linalg.norm(eye[0] - eye[3]))
        rows = slice(max(0, int(y - 0.45 * wide)), int(y + 0.45 * wide) + 1)
        columns = slice(max(0, int(x - 0.38 * wide)), int(x + 0.38 * wide) + 1)
        place = light[rows, columns]
        if not place.size:
            continue
        dark = place < DARKER_THAN_SKIN * np.percentile(place, 75)
        heights.append(float(np.percentile([_longest(column) for column in dark.T], 85)) / wide)
    return float(np.mean(heights)) if heights else 1.0


def white_of_eyes(light: Values, parts: Outlines) -> float:
    """Share of an eye's place that is lighter than the cheeks, of the eye that shows less."""
    skin = float(np.median(_inside(light, _cheeks(parts))))
    shares = []
    for eye in (parts["left_eye"], parts["right_eye"]):
        (x, y), wide = eye.mean(axis=0), float(np.linalg.norm(eye[0] - eye[3]))
        rows = slice(max(0, int(y - 0.3 * wide)), int(y + 0.3 * wide) + 1)
        columns = slice(max(0, int(x - 0.5 * wide)), int(x + 0.5 * wide) + 1)
        place = light[rows, columns]
        shares.append(float((place > WHITER_THAN_SKIN * skin).mean()) if place.size else 0.0)
    return min(shares)


def is_mouth_covered(lab: Values, parts: Outlines) -> bool:
    """Tell whether what is round the mouth has another colour than the skin above, and not a beard's."""
    lips = np.concatenate([parts["top_lip"], parts["bottom_lip"]])
    mouth = _mask(lab.shape[:2], lips)
    ring = cv2.dilate(mouth, np.ones((13, 13), np.uint8)) - cv2.dilate(mouth, np.ones((3, 3), np.uint8))
    if not ring.any():
        return False
    skin, there = np.median(_inside(lab, _between_brows(parts)), axis=0), np.median(lab[ring > 0], axis=0)
    darker = float(skin[0] / max(there[0], 1.0))
    colour = float(np.linalg.norm((skin - there)[1:]))
    return colour > CLOTH and not OF_A_BEARD[0] <= darker <= OF_A_BEARD[1]


def _flat(image: Image, parts: Outlines) -> tuple[Image, Outlines]:
    """The face with its eyes level and in one place, and its parts there."""
    left, right = parts["left_eye"].mean(axis=0), parts["right_eye"].mean(axis=0)
    across = right - left
    scale = EYES_APART / max(float(np.linalg.norm(across)), 1e-6)
    turn = float(np.arctan2(across[1], across[0]))
    cosine, sine = np.cos(turn) * scale, np.sin(turn) * scale
    way = np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0]])
    way[:, 2] = np.array(EYES_AT) - way[:, :2] @ ((left + right) / 2)
    smoothly = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    flat = cv2.warpAffine(image, way, SIZE, flags=smoothly, borderMode=cv2.BORDER_REPLICATE)
    there = {name: points @ way[:, :2].T + way[:, 2] for name, points in parts.items()}
    return np.asarray(flat, dtype=np.uint8), there


def _cheeks(parts: Outlines) -> Points:
    """Outline of the skin from below the lids to the wings of the nose."""
    left, right, nose = parts["left_eye"], parts["right_eye"], parts["nose_tip"]
    drop = 0.45 * (nose.mean(axis=0) - np.array(EYES_AT))
    return np.stack([left[0] + drop, right[3] + drop, nose[-1], nose[0]])


def _between_brows(parts: Outlines) -> Points:
    """Outline of the skin between and above the brows, with the root of the nose."""
    left, right, bridge = parts["left_eyebrow"], parts["right_eyebrow"], parts["nose_bridge"]
    up = 0.8 * (left[-1] - bridge[0])
    return np.stack([left[-2] + up, right[1] + up, right[1], bridge[1], left[-2]])


def _mask(shape: tuple[int, ...], outline: Points) -> NDArray[np.uint8]:
    mask = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(outline.round().astype(np.int32)), 1)
    return mask


def _inside(picture: Values, outline: Points) -> Values:
    """The pixels inside an outline; the first one where it lies outside the picture."""
    mask = _mask(picture.shape[:2], outline)
    return picture[mask > 0] if mask.any() else picture[0, :1]


def _longest(column: NDArray[np.bool_]) -> int:
    """Length of the longest run of a column that is dark."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], column, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0

"""Head and shoulders from one point of view in one light, as a picture.

The surfaces are splatted point by point, far ones first; pin holes between near points are closed, and
the picture is drawn larger than asked and shrunk, so that edges are smooth.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np

from sample_docs.generator.face_body import ears, glasses, neck, shoulders
from sample_docs.generator.face_curves import Array, noise, normals, planes
from sample_docs.generator.face_hair import Surface, covering
from sample_docs.generator.face_landmarks import Expression, landmarks, skull
from sample_docs.generator.face_paint import masked, paint
from sample_docs.generator.face_relief import relief
from sample_docs.generator.identities import Identity

Colour = tuple[float, float, float]

CAMERA_DISTANCE = 11.0
"""Head units between the camera and the eye line: about three quarters of a metre."""
OVERSIZE = 1.5


@dataclass(frozen=True)
class View:
    """Pose, light, clothes and background of one picture; angles in degrees, colours 0-255."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    light: Colour = (0.25, 0.35, 1.0)
    ambient: float = 0.55
    gain: float = 1.0
    tint: Colour = (1.0, 1.0, 1.0)
    expression: Expression = field(default_factory=Expression)
    sunglasses: bool = False
    mask: Colour | None = None
    """Of a medical mask's cloth; None for no mask."""
    background: Colour = (200, 30, 30)
    background_below: Colour | None = None
    cloth: tuple[int, int, int] = (240, 240, 240)
    size: tuple[int, int] = (400, 480)
    scale: float = 88.0
    """Pixels per head unit."""
    shift: float = 0.0
    blur: float = 0.5
    grain: float = 2.0
    seed: int = 0


def render(face: Identity, view: View, *, quality: float = 0.8) -> Array:
    """The identity as seen, RGB, 8 bit."""
    surfaces, frame = _surfaces(face, view, quality)
    points = [part.points[part.visible].astype(np.float32) for part in surfaces]
    facing = [part.normals[part.visible].astype(np.float32) for part in surfaces]
    colours = [part.colours[part.visible].astype(np.float32) for part in surfaces]
    gloss = [part.gloss[part.visible].astype(np.float32) for part in surfaces]
    if frame is not None:
        points.append(frame.astype(np.float32))
        facing.append(np.tile(np.array([[0, 0, 1]], np.float32), (len(frame), 1)))
        colours.append(np.full((len(frame), 3), 28, np.float32))
        gloss.append(np.zeros(len(frame), np.float32))
    turn = _rotation(view)
    turned = np.concatenate(points).astype(np.float32) @ turn.T
    normal = np.concatenate(facing).astype(np.float32) @ turn.T
    return _photographed(turned, normal, np.concatenate(colours), np.concatenate(gloss), view)


def _surfaces(face: Identity, view: View, quality: float) -> tuple[list[Surface], Array | None]:
    traits = face.traits
    head = skull(traits, quality)
    marks = landmarks(traits, head, view.expression, quality)
    height = head.z + relief(traits, head, marks, view.expression.smile)
    points = planes(head.x, head.y, height).astype(np.float32)
    colours, gloss = paint(face, head, marks, height, view.expression, quality)
    if view.mask is not None:
        colours, gloss = masked(traits, head, view.mask, colours, gloss)
    surfaces = [Surface(points, normals(points), colours, gloss, np.ones(height.shape, bool))]
    if face.style != "hijab":
        surfaces += ears(traits, quality)
    surfaces += [neck(face, quality), shoulders(face, quality, view.cloth), covering(face, quality)]
    if traits["glasses"] <= 0 and not view.sunglasses:
        return surfaces, None
    row = int(np.argmin(np.abs(points[:, points.shape[1] // 2, 1])))
    column = int(np.argmin(np.abs(points[row, :, 0] - traits["ipd"])))
    return surfaces, glasses(traits, float(points[row, column, 2]), dark=view.sunglasses)


def _rotation(view: View) -> Array:
    yaw, pitch, roll = np.radians([view.yaw, view.pitch, view.roll])
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray((about_z @ about_x @ about_y).astype(np.float32))


def _lit(colours: Array, gloss: Array, normal: Array, view: View, seen: Array) -> Array:
    """The colours in the light of those points (indices) that the picture will show."""
    light = np.array(view.light, np.float32)
    light /= np.linalg.norm(light)
    diffuse = np.clip(((normal @ light)[seen] + 0.25) / 1.25, 0, 1)
    halfway = light + np.array([0, 0, 1], np.float32)
    halfway /= np.linalg.norm(halfway)
    shine = np.clip((normal @ halfway)[seen], 0, 1) ** 18 * gloss[seen] * 255 * (1 - view.ambient * 0.5)
    shade = view.ambient * (0.91 + 0.09 * normal[seen, 1]) + (1.08 - view.ambient) * diffuse
    reddened = (shade**0.92, shade, shade**1.06)  # skin's shadows go a little red
    tint = np.array(view.tint, np.float32)
    own = colours[seen]
    channels = [(own[:, k] * reddened[k] + shine) * view.gain * tint[k] for k in range(3)]
    return np.stack(channels, 1)


def _photographed(points: Array, normal: Array, colours: Array, gloss: Array, view: View) -> Array:
    width, height = (int(side * OVERSIZE) for side in view.size)
    focal = view.scale * OVERSIZE * CAMERA_DISTANCE / (CAMERA_DISTANCE - points[:, 2])
    column = (width / 2 + view.shift * width + focal * points[:, 0]).astype(np.int32)
    row = (height * 0.47 - focal * points[:, 1]).astype(np.int32)
    seen = (column >= 0) & (column < width) & (row >= 0) & (row < height) & (normal[:, 2] > -0.95)
    index, depth = (row * width + column)[seen], points[seen, 2]
    picture = np.zeros((height * width, 3), np.float32)
    cover = np.zeros(height * width, np.float32)
    nearest = np.full(height * width, -9, np.float32)
    np.maximum.at(nearest, index, depth)
    cover[index] = 1
    on_top = depth == nearest[index]  # of points at one depth the last one stays
    picture[index[on_top]] = _lit(colours, gloss, normal, view, np.flatnonzero(seen)[on_top])
    person = _closed(
        picture.reshape(height, width, 3), cover.reshape(height, width), nearest.reshape(height, width)
    )
    rng = np.random.default_rng(view.seed)
    out = _background(rng, view, (height, width))
    figure = cv2.merge([person[1]] * 3)
    out = out * (1 - figure) + person[0] * figure
    out = cv2.resize(out, view.size, interpolation=cv2.INTER_AREA)
    out = cv2.GaussianBlur(out, (0, 0), view.blur)
    out = out + rng.standard_normal(out.shape, dtype=np.float32) * view.grain
    return np.asarray(np.clip(out, 0, 255), np.uint8)


def _closed(picture: Array, cover: Array, nearest: Array) -> tuple[Array, Array]:
    """Fill pixels that are empty, or show a far layer, amid near ones."""
    box = np.ones((3, 3))
    hole = cv2.erode(cv2.dilate(nearest, box), box) - nearest > 0.07
    good = (~hole & (cover > 0)).astype(np.float32)
    near = cv2.blur(picture * cv2.merge([good] * 3), (3, 3))[hole]
    filled = picture.copy()
    filled[hole] = near / np.maximum(cv2.blur(good, (3, 3))[hole], 1e-3)[:, None]
    whole = cv2.morphologyEx(np.maximum(cover, hole), cv2.MORPH_CLOSE, box)
    return filled, cv2.GaussianBlur(whole, (0, 0), 0.7)


def _background(rng: np.random.Generator, view: View, shape: tuple[int, int]) -> Array:
    out = np.empty((*shape, 3), np.float32)
    out[:] = view.background
    if view.background_below is not None:
        down = np.linspace(0, 1, shape[0])[:, None, None]
        below = np.array(view.background_below, np.float32)
        lumps = 1 + 0.12 * noise(rng, shape, (4, 4), 3)
        slope = np.repeat((out[:, :1] * (1 - down) + below * down).astype(down.dtype), shape[1], axis=1)
        return np.asarray(slope * cv2.merge([lumps] * 3))
    return out

"""Pictures of pictures: a monitor that shows the document, and copies of it on paper."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator.scene import on_desk
from sample_docs.generator.shot import Mark, Shot, blurred, contrasted, grey, noisy, onto, relit

GLASS = "glass"
"""The lit part of a monitor travels through the transforms among the boxes, under this name."""


def screen(shot: Shot, rng: np.random.Generator) -> Shot:
    """A photograph of a monitor that shows the document: pixel grid, moire, bezel and a cold cast."""
    height, width = shot.picture.shape[:2]
    margin = int(width * 0.10)
    window = np.full((height + 3 * margin, width + 2 * margin, 3), 226, np.float32)
    window[: margin // 2] = (58, 62, 70)
    shown = placed(shot, window, (margin, margin + margin // 2))
    rim = int(width * 0.05)
    monitor = np.full((shown.picture.shape[0] + 2 * rim, shown.picture.shape[1] + 2 * rim, 3), 17, np.float32)
    whole = placed(replace(shown, corner=0.0), monitor, (rim, rim))
    right, bottom = monitor.shape[1] - rim, monitor.shape[0] - rim
    lit_area = {GLASS: [[rim, rim], [right, rim], [right, bottom], [rim, bottom]]}
    whole = replace(whole, boxes={**whole.boxes, **lit_area})
    laid = on_desk(whole, rng, breadth=(0.8, 0.94), tilt=9, least=1400)
    grid = _pixel_grid(rng, (laid.picture.shape[1], laid.picture.shape[0]))
    glass = np.zeros(laid.picture.shape[:2], np.float32)
    cv2.fillConvexPoly(glass, np.array(laid.boxes[GLASS], np.int32), 1.0)
    shine = [1 + (grid[..., k] * np.float32(cold) - 1) * glass for k, cold in enumerate((0.93, 1.0, 1.10))]
    lit = relit(laid, np.asarray(cv2.merge(shine), np.float32))
    boxes = {name: quad for name, quad in lit.boxes.items() if name != GLASS}
    seen = replace(lit, boxes=boxes, marks=(*lit.marks, Mark("screen")), conditions=("screen",))
    return noisy(seen, rng, 1.5)


def photocopy(shot: Shot, rng: np.random.Generator) -> Shot:
    """A black-and-white copy on paper: hard contrast, toner specks, the portrait half drowned."""
    laid = toner(shot, rng, rim=0.14, skew=1.5)
    return grey(noisy(laid, rng, 3.0))


def toner(shot: Shot, rng: np.random.Generator, *, rim: float, skew: float) -> Shot:
    """The document as an office's black-and-white copier leaves it on paper."""
    copied = contrasted(grey(blurred(shot, 0.8)), float(rng.uniform(1.7, 2.1)), 150)
    laid = on_scanner(copied, rng, skew=skew, rim=rim, bed=(250, 250, 250))
    specks = rng.random(laid.picture.shape[:2], dtype=np.float32) < 0.0012
    dirty = laid.picture.copy()
    dirty[cv2.dilate(specks.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0] = 60
    dull = blurred(replace(laid, picture=dirty), 0.5)
    return replace(dull, marks=(*dull.marks, Mark("copy")), conditions=("bw_copy",))


def in_greys(shot: Shot, rng: np.random.Generator) -> Shot:
    """The document as a copier in its photo mode leaves it on paper: all greys, a little flat."""
    flat = contrasted(grey(blurred(shot, 0.7)), float(rng.uniform(0.82, 1.05)), 140)
    laid = on_scanner(flat, rng, skew=1.5, rim=float(rng.uniform(0.06, 0.2)), bed=(240, 240, 240))
    return replace(laid, marks=(*laid.marks, Mark("copy")), conditions=("grey_copy",))


def on_scanner(
    shot: Shot, rng: np.random.Generator, *, skew: float, rim: float, bed: tuple[int, int, int]
) -> Shot:
    """The document on a scanner's bed, showing round it by a share of its breadth."""
    height, width = shot.picture.shape[:2]
    border = round(rim * width)
    ground = np.empty((height + 2 * border, width + 2 * border, 3), np.float32)
    ground[:] = bed
    half = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    turn = np.radians(rng.uniform(-skew, skew))
    corners = half @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    middle = np.array([ground.shape[1] / 2, ground.shape[0] / 2])
    return replace(onto(shot, ground, (corners + middle).astype(np.float32)), corner=0.0)


def placed(shot: Shot, ground: npt.NDArray[np.float32], at: tuple[int, int]) -> Shot:
    """The shot on the ground with its top left corner at the point."""
    height, width = shot.picture.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return onto(shot, ground, corners + np.array(at, np.float32), soft_edge=False)


def _pixel_grid(rng: np.random.Generator, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """The monitor's coloured dots as the camera samples them: a fine grid and slow moire bands."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    turn = rng.uniform(-0.06, 0.06)
    cosine, sine = float(np.cos(turn)), float(np.sin(turn))
    u, v = x * cosine + y * sine, y * cosine - x * sine
    pitch = rng.uniform(2.3, 3.4)
    bend = 6 * np.sin(x[:1] / size[0] * 3.1) * np.sin(y[:, :1] / size[1] * 2.4)
    dots, rows, moire = (
        u * (6.2832 / pitch),
        v * (6.2832 / pitch),
        (u + 0.6 * v) * (6.2832 / 46) + 6.2832 * bend,
    )
    across, slow = (np.cos(dots), np.sin(dots)), (np.cos(moire), np.sin(moire))
    lines = 1 + 0.05 * np.cos(rows)
    channels = []
    for channel in range(3):  # the colours stand side by side: the same waves, a third further on
        c, s = np.float32(np.cos(2.0944 * channel)), np.float32(np.sin(2.0944 * channel))
        channels.append(lines + 0.10 * (c * across[0] - s * across[1]) + 0.07 * (c * slow[0] - s * slow[1]))
    return np.asarray(cv2.merge(channels), np.float32)

"""A card while it is being drawn: text is written once, and where each field stands is remembered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Picture = npt.NDArray[np.uint8]
Quad = list[list[float]]
"""Four corners, clockwise from the text's top left."""
Ink = tuple[int, int, int]

FONTS = Path(__file__).parent / "fonts"
BLACK: Ink = (24, 24, 28)


@dataclass(frozen=True)
class Drawing:
    """A drawn document: its picture, the true values, and where each of them stands in pixels."""

    picture: Picture
    fields: dict[str, str]
    boxes: dict[str, Quad]
    screenshot: bool = False
    """Whether it exists only on a telephone's own screen, so that nobody photographs it."""
    portrait: Quad | None = None
    """The photo's corners on an identity card."""
    outline: Quad | None = None
    """The document's corners where the picture shows more than the document."""


@dataclass
class Canvas:
    """Paper to write on."""

    image: Image.Image
    boxes: dict[str, Quad] = field(default_factory=dict)

    @classmethod
    def on(cls, paper: npt.NDArray[Any]) -> "Canvas":
        """A canvas over a picture of the blank card."""
        return cls(Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8)))

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        """Lines and shapes."""
        return ImageDraw.Draw(self.image)

    def write(
        self,
        at: tuple[float, float],
        text: str,
        font: ImageFont.FreeTypeFont,
        ink: Ink = BLACK,
        *,
        name: str | None = None,
        anchor: str = "ls",
    ) -> None:
        """Write a line with its baseline at `at`; a second line of the same field widens its box."""
        self.pen.text(at, text, font=font, fill=ink, anchor=anchor)
        if name is not None:
            self._remember(name, self.pen.textbbox(at, text, font=font, anchor=anchor))

    def write_wrapped(
        self,
        at: tuple[float, float],
        text: str,
        font: ImageFont.FreeTypeFont,
        *,
        width: float,
        leading: float,
        name: str | None = None,
        ink: Ink = BLACK,
    ) -> int:
        """Write a text over as many lines as the width asks for; the number of lines."""
        lines = wrapped(text, width, font.getlength)
        for number, line in enumerate(lines):
            self.write((at[0], at[1] + number * leading), line, font, ink, name=name)
        return len(lines)

    def paste(self, picture: Picture, at: tuple[int, int]) -> None:
        """Lay a picture onto the canvas with its top left at `at`."""
        self.image.paste(Image.fromarray(picture), at)

    def finish(self, fields: dict[str, str], *, screenshot: bool = False) -> Drawing:
        """The finished drawing; every value must have been written somewhere."""
        missing = fields.keys() - self.boxes.keys()
        if missing:
            raise ValueError(f"values that stand nowhere on the card: {sorted(missing)}")
        boxes = {name: self.boxes[name] for name in fields}
        return Drawing(np.asarray(self.image), fields, boxes, screenshot)

    def _remember(self, name: str, box: tuple[float, float, float, float]) -> None:
        left, top, right, bottom = box
        if name in self.boxes:
            (left0, top0), _, (right0, bottom0), _ = self.boxes[name]
            left, top, right, bottom = (
                min(left, left0),
                min(top, top0),
                max(right, right0),
                max(bottom, bottom0),
            )
        self.boxes[name] = [[left, top], [right, top], [right, bottom], [left, bottom]]


@cache
def font(stem: str, size: float) -> ImageFont.FreeTypeFont:
    """A font of the generator's folder: `font("LiberationSans-Bold", 24)`."""
    file = FONTS / f"{stem}.ttf"
    return ImageFont.truetype(str(file if file.exists() else file.with_suffix(".otf")), size)


def wrapped(text: str, width: float, length: Callable[[str], float]) -> list[str]:
    """The text in lines that are no longer than the width, broken at blanks."""
    lines: list[str] = []
    for word in text.split():
        if lines and length(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def blank(size: tuple[int, int], colour: Ink) -> npt.NDArray[np.float32]:
    """A plain card of width and height."""
    paper = np.empty((size[1], size[0], 3), np.float32)
    paper[:] = colour
    return paper


def gradient(size: tuple[int, int], left: Ink, right: Ink) -> npt.NDArray[np.float32]:
    """A card whose colour changes from left to right."""
    share = np.linspace(0, 1, size[0], dtype=np.float32)[None, :, None]
    row = np.array(left, np.float32) * (1 - share) + np.array(right, np.float32) * share
    return np.repeat(row, size[1], axis=0)


def guilloche(
    paper: npt.NDArray[np.float32], rng: np.random.Generator, *, strength: float, ink: Ink = (90, 140, 190)
) -> npt.NDArray[np.float32]:
    """Fine waving lines over the whole card, as identity cards carry them against copying."""
    height, width = paper.shape[:2]
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None]
    cover = np.zeros((height, width), np.float32)
    for _ in range(3):
        length, swing, turn = rng.uniform(90, 260), rng.uniform(10, 34), rng.uniform(-0.5, 0.5)
        gap, phase = rng.uniform(9, 16), rng.uniform(0, 6.28)
        wave = y + turn * x + swing * np.sin(x / length * 6.28 + phase + y / 210)
        cover = np.maximum(cover, np.clip(1.3 - np.abs(_beyond(wave, gap) - gap / 2) / 0.9, 0, 1))
    radius = height * 0.33
    top, left = (max(int(middle - radius) - 1, 0) for middle in (height * 0.55, width * 0.5))
    part = np.s_[top : int(height * 0.55 + radius) + 2, left : int(width * 0.5 + radius) + 2]
    down, across = y[part[0]] - height * 0.55, x[:, part[1]] - width * 0.5
    rosette = np.hypot(across, down)
    ring = rosette + 12 * np.sin(np.arctan2(down, across) * 9)
    drawn = (rosette < radius) * np.clip(1.2 - np.abs(_beyond(ring, 11) - 5.5) / 0.9, 0, 1)
    cover[part] = np.maximum(cover[part], drawn)
    mixed = [paper[..., k] + (np.float32(ink[k]) - paper[..., k]) * (cover * strength) for k in range(3)]
    return np.asarray(cv2.merge(mixed), np.float32)


def _beyond(values: npt.NDArray[Any], gap: float) -> npt.NDArray[np.float32]:
    """The same numbers as `values % gap`, for which numpy takes each value by itself."""
    exact, divisor = values.astype(np.float64), float(np.float32(gap))
    exact -= np.floor(exact / divisor) * divisor
    return exact.astype(np.float32)


def scribble(
    canvas: Canvas, box: tuple[float, float, float, float], rng: np.random.Generator, ink: Ink
) -> None:
    """A signature: a restless line from left to right inside the box."""
    left, top, right, bottom = box
    along = np.linspace(0, 1, 60)
    swing = np.sin(along * rng.uniform(18, 34) + rng.uniform(0, 6)) * rng.uniform(0.5, 1.0)
    drift = np.cumsum(rng.normal(0, 0.09, 60))
    y = (top + bottom) / 2 + (bottom - top) / 2 * np.clip(swing * (1 - 0.6 * along) + drift, -1, 1)
    x = left + (right - left) * np.clip(along + 0.05 * np.sin(along * 40), 0, 1)
    canvas.pen.line(
        [(float(a), float(b)) for a, b in zip(x, y, strict=True)], fill=ink, width=3, joint="curve"
    )

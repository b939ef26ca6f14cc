"""Lines of digits for the training of the reader of numbers: drawn with Debian's fonts, and spoilt.

Nothing here comes from ``sample_docs/generator``, so that what the reader says of the samples is a test.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Grey = NDArray[np.float32]

HEIGHT = 32
"""Pixels; must be what ``pipeline/ocr/digits.py`` feeds."""

CLASSES = "0123456789-x"
"""Digits, a mark between digits, and one sign for a word of anything else; class 0 is CTC's blank."""

WORDS = (
    "NIK", "No.", "Nomor", "NPWP", "Rekening", "KPJ", "No. KPJ", "NOMOR", "Nama", "Kode", "NIK KTP",
    "Peserta", "a.n.", "Telp", "Tgl", "Lahir", "Account No", "CIF", "IDR", "KK", "No. KK", "Paspor",
    "SITI", "BUDI", "Jl. Merdeka", "RT",
)  # fmt: skip

NOT_THESE = (
    "italic", "oblique", "symbol", "dingbat", "emoji", "math", "keyboard", "bullet", "condensed", "d050",
    "z003", "ocrbx", "ocrbe", "ocrbf", "/type1/", "liberation",
)  # fmt: skip
"""Parts of font files' names: no digits in them, or the samples' own faces."""

MONO = ("mono", "hack", "cour", "inconsolata", "cousine")


def fonts() -> dict[str, list[str]]:
    """Return the font files of this machine by kind: ``ocra``, ``ocrb``, ``mono``, ``other``."""
    listed = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=True).stdout
    files = sorted({line.rstrip(": ") for line in listed.splitlines()})
    kinds: dict[str, list[str]] = {"ocra": [], "ocrb": [], "mono": [], "other": []}
    for file in files:
        low = file.lower()
        if low.endswith((".ttf", ".otf", ".t1")) and not any(part in low for part in NOT_THESE):
            kinds[_kind(low)].append(file)
    return kinds


def _kind(file: str) -> str:
    name = Path(file).name
    if "ocra" in name or "ocr-a" in file:
        return "ocra"
    if "ocrb" in name or "ocr-b" in file:
        return "ocrb"
    return "mono" if any(part in name for part in MONO) else "other"


@cache
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


def text_of(rng: random.Random) -> str:
    """A line's text: a number in one of its usual shapes, perhaps with words around it."""
    number = _number(rng)
    lot = rng.random()
    if lot < 0.30:
        number = f"{rng.choice(WORDS)}{rng.choice((' : ', ': ', ' ', ':'))}{number}"
    elif lot < 0.42:
        number = f": {number}"
    return f"{number} {rng.choice(WORDS)}" if rng.random() < 0.08 else number


def _number(rng: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(rng.choice("0123456789") for _ in range(count))

    kind = rng.random()
    if kind < 0.42:
        return digits(16)
    if kind < 0.55:
        return digits(rng.choice((10, 11, 12, 13, 15)))
    if kind < 0.75:
        mark = rng.choice(("-", "-", ".", " ", "  "))
        return mark.join(digits(rng.choice((2, 3, 3, 4, 4, 5, 6))) for _ in range(rng.choice((3, 3, 4, 5))))
    if kind < 0.85:
        return f"{digits(2)}.{digits(3)}.{digits(3)}.{digits(1)}-{digits(3)}.{digits(3)}"
    if kind < 0.93:
        return f"{digits(2)}{rng.choice('-/.')}{digits(2)}{rng.choice('-/.')}{digits(4)}"
    fours = " ".join(digits(4) for _ in range(4))
    return rng.choice((f"{digits(3)}/{digits(3)}", digits(5), digits(20), fours))


def target_of(text: str) -> list[int]:
    """The classes that the network must say, in order."""
    said = ""
    for char in text:
        if char.isdigit():
            said += char
        elif char in "-./":
            said += "-"
        elif char not in " :":
            said += "" if said.endswith("x") else "x"
    return [CLASSES.index(c) + 1 for c in said]


def picture_of(text: str, file: str, rng: random.Random, noise: np.random.Generator) -> NDArray[np.uint8]:
    """Draw one line and spoil it: grey, height HEIGHT, 0..255."""
    grey, tall, start, end = _drawn(text, file, rng)
    for spoil in (_printed, _patterned, _lit, _leaning):
        grey = spoil(grey, rng)
    grey = _small(_cut(grey, tall, start, end, rng), rng)
    return _photographed(_soft(grey, rng), rng, noise)


def _drawn(text: str, file: str, rng: random.Random) -> tuple[Grey, int, float, float]:
    """The line with room around it; its digits' height, and where the text starts and ends (px)."""
    size = rng.randint(30, 64)
    font = _font(file, size)
    spread = rng.choice((0, 0, 0, 1, 2, 4)) if len(text) < 28 else 0
    width = int(sum(font.getlength(c) for c in text) + spread * len(text)) + 2 * size
    top, bottom = font.getbbox("0123456789")[1], font.getbbox("0123456789")[3]
    tall = int(bottom - top)
    room = int(tall * 0.6)
    ground, ink = rng.randint(120, 255), rng.randint(0, 110)
    image = Image.new("L", (width, tall + 2 * room), ground)
    pen = ImageDraw.Draw(image)
    x = float(size)
    for char in text:
        pen.text((x, room - top), char, font=font, fill=ink)
        x += font.getlength(char) + spread
    return np.asarray(image).astype(np.float32), tall, float(size), x


def _printed(grey: Grey, rng: random.Random) -> Grey:
    """Fat or thin ink."""
    lot = rng.random()
    if lot < 0.22:
        return cv2.erode(grey, np.ones((rng.choice((2, 3)), rng.choice((2, 3))), np.uint8))
    return cv2.dilate(grey, np.ones((2, rng.choice((1, 2))), np.uint8)) if lot < 0.40 else grey


def _patterned(grey: Grey, rng: random.Random) -> Grey:
    """Guilloche, rules, other print."""
    if rng.random() >= 0.6:
        return grey
    down, across = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]].astype(np.float32)
    for _ in range(rng.randint(1, 3)):
        gap = rng.uniform(5, 22)
        wave = down * rng.uniform(-1, 1) + across * rng.uniform(-0.6, 0.6)
        wave += rng.uniform(0, 14) * np.sin(across / rng.uniform(20, 90))
        cover = np.clip(1.3 - np.abs((wave % gap) - gap / 2) / rng.uniform(0.7, 1.6), 0, 1)
        grey = grey + cover * rng.uniform(-60, 30)
    return grey


def _lit(grey: Grey, rng: random.Random) -> Grey:
    """Light that falls off, and glare."""
    columns = grey.shape[1]
    if rng.random() < 0.5:
        grey = grey + np.linspace(rng.uniform(-40, 40), rng.uniform(-40, 40), columns, dtype=np.float32)[None]
    if rng.random() < 0.12:
        centre, reach = rng.uniform(0, columns), rng.uniform(0.05, 0.25) * columns
        away = np.abs(np.arange(columns) - centre) / reach - 1
        grey = grey + (rng.uniform(30, 110) / (1 + np.exp(np.clip(5 * away, -9, 9))))[None].astype(np.float32)
    return grey


def _leaning(grey: Grey, rng: random.Random) -> Grey:
    rows, columns = grey.shape
    turn, shear = np.radians(rng.gauss(0, 0.9)), rng.gauss(0, 0.05)
    half = (columns / 2, rows / 2)
    move = np.array([[1, np.tan(turn) + shear, 0], [np.tan(turn), 1, 0]], np.float32)
    move[:, 2] = half - move[:, :2] @ half
    return cv2.warpAffine(
        grey, move, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _cut(grey: Grey, tall: int, start: float, end: float, rng: random.Random) -> Grey:
    """Cut as a finder cuts: closely, now and then too closely."""
    room = int(tall * 0.6)
    above, below = (rng.uniform(-0.06, 0.42) for _ in range(2))
    left, right = start - rng.uniform(-0.1, 0.7) * start, end + rng.uniform(-0.02, 0.7) * start
    return grey[int(room - above * tall) : int(room + tall + below * tall), max(0, int(left)) : int(right)]


def _small(grey: Grey, rng: random.Random) -> Grey:
    seen = rng.choice((rng.uniform(9, 16), rng.uniform(14, 30), rng.uniform(26, 48)))
    wide = int(grey.shape[1] * seen / grey.shape[0] * rng.uniform(0.88, 1.12))
    return cv2.resize(np.clip(grey, 0, 255), (max(8, wide), max(8, int(seen))), interpolation=cv2.INTER_AREA)


def _soft(grey: Grey, rng: random.Random) -> Grey:
    """Out of focus, or moved."""
    if rng.random() < 0.75:
        grey = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.3, 0.055 * grey.shape[0] + 0.35))
    if rng.random() < 0.15:
        length = rng.choice((3, 3, 5))
        kernel = np.zeros((length, length), np.float32)
        across = length // 2 if rng.random() < 0.6 else slice(None)
        kernel[across, slice(None) if rng.random() < 0.6 else length // 2] = 1
        grey = cv2.filter2D(grey, -1, kernel / kernel.sum())
    return grey


def _photographed(grey: Grey, rng: random.Random, noise: np.random.Generator) -> NDArray[np.uint8]:
    """Contrast, noise, JPEG, light on dark, and the height that the network reads."""
    grey = grey * rng.uniform(0.35, 1.0) + rng.uniform(0, 60)
    grey = grey + noise.normal(0, rng.choice((1.0, 3.0, 6.0)), grey.shape).astype(np.float32)
    flat = np.clip(grey, 0, 255).astype(np.uint8)
    if rng.random() < 0.8:
        packed = cv2.imencode(".jpg", flat, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(35, 92)])[1]
        flat = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    flat = np.asarray(255 - flat, np.uint8) if rng.random() < 0.08 else flat
    wide = max(16, round(flat.shape[1] * HEIGHT / flat.shape[0]))
    way = cv2.INTER_AREA if flat.shape[0] > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(flat, (wide, HEIGHT), interpolation=way), np.uint8)


def batches_of(
    seed: int, count: int, files: dict[str, list[str]], even: Callable[[NDArray[np.uint8]], Grey]
) -> list[tuple[Grey, list[list[int]]]]:
    """Draw four batches of ``count``; the lines of one are of similar length. ``even`` prepares a picture."""
    cv2.setNumThreads(1)
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    made: list[tuple[Grey, list[int]]] = []
    while len(made) < count * 4:
        kind = rng.choices(("ocra", "ocrb", "mono", "other"), (0.36, 0.14, 0.2, 0.3))[0]
        text = text_of(rng)
        try:
            picture = picture_of(text, rng.choice(files[kind]), rng, noise)
        except (OSError, cv2.error, ValueError):
            continue  # a font without digits, or a cut that left nothing
        if picture.shape[1] <= 900 and len(target_of(text)) < picture.shape[1] / 4 - 2:
            made.append((even(picture), target_of(text)))
    made.sort(key=lambda one: one[0].shape[1])
    return [_stacked(made[start : start + count]) for start in range(0, len(made), count)]


def _stacked(lines: list[tuple[Grey, list[int]]]) -> tuple[Grey, list[list[int]]]:
    widest = -(-max(picture.shape[1] for picture, _ in lines) // 32) * 32
    stack = np.zeros((len(lines), 1, HEIGHT, widest), np.float32)
    for place, (picture, _) in enumerate(lines):
        stack[place, 0, :, : picture.shape[1]] = picture
    return stack, [target for _, target in lines]

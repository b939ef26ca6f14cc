"""What stands on a letter besides words: signatures, stamps, meterai, emblems, QR codes."""

from __future__ import annotations

import math

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader

from sample_docs.generator.sheet_paper import FONTS, SANS, Paper

PENS = ((0.09, 0.13, 0.45), (0.05, 0.05, 0.08), (0.12, 0.22, 0.6))
STAMP_INKS = ((70, 60, 150), (40, 70, 160), (150, 40, 60), (90, 40, 130))
EMBLEM_INK = (0.45, 0.35, 0.1)


def signature(paper: Paper, x: float, y: float, rng: np.random.Generator, *, width: float = 90) -> None:
    """Scribble a signature over `width` points whose middle line is `y`: a looping pen stroke."""
    pen = PENS[int(rng.integers(len(PENS)))]
    canvas = paper.canvas
    canvas.saveState()
    canvas.setStrokeColorRGB(*pen)
    canvas.setLineWidth(float(rng.uniform(0.8, 1.5)))
    canvas.setLineCap(1)
    path = canvas.beginPath()
    steps = int(rng.integers(5, 9))
    base = paper.height - y
    path.moveTo(x, base)
    px, py = x, base
    for step in range(1, steps + 1):
        tall = 24 * (1.3 - step / steps)
        nx = x + width * step / steps + float(rng.normal(0, 4))
        ny = base + float(rng.uniform(-0.4, 0.4)) * tall
        # control points behind the pen make the loops of a hurried hand
        path.curveTo(
            px + float(rng.uniform(0, 26)), py + float(rng.uniform(0.4, 1.4)) * tall,
            nx - float(rng.uniform(-8, 24)), ny - float(rng.uniform(0.2, 1.2)) * tall,
            nx, ny,
        )  # fmt: skip
        px, py = nx, ny
    if rng.random() < 0.6:
        path.moveTo(px, py)
        path.curveTo(px - 20, py - 16, x + 20, base - 18, x - 4, base - float(rng.uniform(4, 14)))
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def round_stamp(paper: Paper, x: float, y: float, texts: tuple[str, str], rng: np.random.Generator) -> None:
    """Press a rubber stamp centred on (x, y): a text around the rim, a short one in the middle.

    It is a picture, as on a scanned or pasted stamp, so that its letters are not in the text layer.
    """
    side, radius = 420, 200
    ink = STAMP_INKS[int(rng.integers(len(STAMP_INKS)))]
    face = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(face)
    middle = side / 2
    for r, thick in ((radius, 8), (radius - 14, 3), (radius - 78, 4)):
        draw.ellipse((middle - r, middle - r, middle + r, middle + r), outline=255, width=thick)
    rim, centre = texts
    pitch = min(2 * math.pi * 0.9 / max(len(rim), 1), 0.3)
    font = ImageFont.truetype(str(FONTS / f"{SANS.b}.ttf"), min(40, round(pitch * (radius - 46) * 1.3)))
    for number, letter in enumerate(rim):
        angle = (number - (len(rim) - 1) / 2) * pitch
        glyph = Image.new("L", (60, 60), 0)
        ImageDraw.Draw(glyph).text((30, 30), letter, font=font, fill=255, anchor="mm")
        turned = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        gx = middle + (radius - 46) * math.sin(angle) - 30
        gy = middle - (radius - 46) * math.cos(angle) - 30
        face.paste(255, (round(gx), round(gy)), turned)
    small = ImageFont.truetype(str(FONTS / f"{SANS.b}.ttf"), max(22, 46 - 2 * len(centre)))
    draw.text((middle, middle), centre, font=small, fill=255, anchor="mm")
    worn = np.asarray(face, dtype=np.float32) * rng.uniform(0.35, 1.0, (side, side)).astype(np.float32)
    patches = cv2.resize(rng.uniform(0.55, 1.15, (7, 7)).astype(np.float32), (side, side))
    alpha = np.clip(worn * patches, 0, 255).astype(np.uint8)
    rgba = np.dstack([np.full_like(alpha, c) for c in ink] + [alpha])
    picture = Image.fromarray(rgba, "RGBA").rotate(float(rng.uniform(-25, 25)))
    size = float(rng.uniform(84, 100))
    paper.canvas.drawImage(
        ImageReader(picture), x - size / 2, paper.height - y - size / 2, size, size, mask="auto"
    )


def meterai(paper: Paper, x: float, y: float, rng: np.random.Generator) -> None:
    """Stick a duty stamp with its top left corner at (x, y)."""
    canvas = paper.canvas
    canvas.saveState()
    serial = f"{int(rng.integers(10**8, 10**9))}AMX{int(rng.integers(100, 999))}"
    canvas.setFillColorRGB(0.93, 0.82, 0.86)
    canvas.setStrokeColorRGB(0.7, 0.3, 0.42)
    canvas.setDash(1.5, 1.5)
    canvas.rect(x, paper.height - y - 52, 72, 52, fill=1)
    canvas.setDash()
    canvas.setFillColorRGB(0.6, 0.15, 0.3)
    canvas.circle(x + 15, paper.height - y - 26, 9, fill=0)
    paper.line(x + 48, y + 14, "METERAI", align="center", size=7, family=SANS, cut="b")
    paper.line(x + 48, y + 26, "TEMPEL", align="center", size=6.5, family=SANS)
    paper.line(x + 48, y + 38, "10000", align="center", size=10, family=SANS, cut="b")
    paper.line(x + 36, y + 48, serial, align="center", size=5, family=SANS)
    canvas.restoreState()


def emblem(paper: Paper, x: float, y: float, size: float = 44) -> None:
    """Draw an office's shield centred on (x, y): an invented one, no real arms."""
    canvas, top, half = paper.canvas, paper.height - y + size / 2, size * 0.42
    canvas.saveState()
    canvas.setStrokeColorRGB(*EMBLEM_INK)
    canvas.setFillColorRGB(0.96, 0.9, 0.66)
    canvas.setLineWidth(1.4)
    path = canvas.beginPath()
    path.moveTo(x - half, top)
    path.lineTo(x + half, top)
    path.curveTo(x + half, top - size * 0.6, x + half * 0.6, top - size * 0.85, x, top - size)
    path.curveTo(x - half * 0.6, top - size * 0.85, x - half, top - size * 0.6, x - half, top)
    canvas.drawPath(path, stroke=1, fill=1)
    canvas.setFillColorRGB(*EMBLEM_INK)
    star = canvas.beginPath()
    for point in range(10):
        r = size * (0.2 if point % 2 == 0 else 0.085)
        angle = math.pi / 2 + point * math.pi / 5
        to = star.moveTo if point == 0 else star.lineTo
        to(x + r * math.cos(angle), top - size * 0.38 + r * math.sin(angle))
    star.close()
    canvas.drawPath(star, stroke=0, fill=1)
    canvas.setLineWidth(0.8)
    for wave in range(2):
        rise = top - size * (0.68 + 0.1 * wave)
        canvas.bezier(x - half * 0.6, rise, x - 4, rise + 5, x + 4, rise - 5, x + half * 0.6, rise)
    canvas.restoreState()


def health_cross(paper: Paper, x: float, y: float, size: float = 44) -> None:
    """Draw a clinic's cross centred on (x, y)."""
    canvas, arm = paper.canvas, size * 0.3
    canvas.saveState()
    canvas.setFillColorRGB(0.1, 0.5, 0.35)
    canvas.rect(x - size / 2, paper.height - y - arm / 2, size, arm, stroke=0, fill=1)
    canvas.rect(x - arm / 2, paper.height - y - size / 2, arm, size, stroke=0, fill=1)
    canvas.restoreState()


def qr_code(paper: Paper, x: float, y: float, text: str, size: float = 62) -> None:
    """Draw a QR code that says `text`, its top left corner at (x, y)."""
    modules = cv2.QRCodeEncoder.create().encode(text) < 128
    inner = modules[np.ix_(modules.any(axis=1), modules.any(axis=0))]
    step = size / len(inner)
    canvas = paper.canvas
    for row, column in zip(*np.nonzero(inner), strict=True):
        canvas.rect(x + column * step, paper.height - y - (row + 1) * step, step, step, stroke=0, fill=1)

"""How identity cards differ: years, printers, offices, and what a pocket does to a card.

Nobody publishes these variants; they are what can be seen on cards and mock-ups: spellings of the labels,
letters, the machine letters of the number, ink, how well the second printing meets the first.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from sample_docs.generator.canvas import Ink
from sample_docs.generator.vocabulary import pick, weighted

FACES = {
    "LiberationSans-Regular": 5.0, "LiberationSans-Bold": 2.5, "Roboto-Regular": 1.2, "Roboto-Medium": 1.2,
    "OpenSans-Regular": 0.8, "OpenSans-Semibold": 1.3,
}  # fmt: skip
BOLD = {
    "LiberationSans-Regular": "LiberationSans-Bold", "LiberationSans-Bold": "LiberationSans-Bold",
    "Roboto-Regular": "Roboto-Bold", "Roboto-Medium": "Roboto-Bold", "OpenSans-Regular": "OpenSans-Semibold",
    "OpenSans-Semibold": "OpenSans-Semibold",
}  # fmt: skip
NUMBERS = {"OCRA": 6.0, "OCRB": 2.0, "LiberationSans-Bold": 1.2, "Roboto-Bold": 0.8}
"""Letters of the NIK: mostly those made for machines, plain bold ones on some."""

LABELS = {
    "nama": ("Nama",),
    "lahir": ("Tempat/Tgl Lahir", "Tempat/Tgl Lahir", "Tempat/Tgl.Lahir", "Tempat / Tgl Lahir"),
    "jenis_kelamin": ("Jenis Kelamin", "Jenis kelamin"),
    "golongan_darah": ("Gol. Darah", "Gol. Darah", "Gol Darah", "Gol.Darah"),
    "alamat": ("Alamat",), "rt_rw": ("RT/RW", "RT/RW", "RT / RW"),
    "kel_desa": ("Kel/Desa", "Kel/Desa", "Kel / Desa"),
    "kecamatan": ("Kecamatan",), "agama": ("Agama",),
    "status_perkawinan": ("Status Perkawinan", "Status Perkawinan", "Status perkawinan"),
    "pekerjaan": ("Pekerjaan",), "kewarganegaraan": ("Kewarganegaraan",),
    "berlaku_hingga": ("Berlaku Hingga", "Berlaku Hingga", "Berlaku hingga"),
}  # fmt: skip
"""Printed labels, each spelling as often as it is listed."""
FOREIGN = {
    "nama": "Name", "lahir": "Place/Date of Birth", "jenis_kelamin": "Sex", "golongan_darah": "Blood Type",
    "alamat": "Address", "rt_rw": "RT/RW", "kel_desa": "Village", "kecamatan": "District",
    "agama": "Religion", "status_perkawinan": "Marital Status", "pekerjaan": "Occupation",
    "kewarganegaraan": "Nationality", "berlaku_hingga": "Valid Until",
}  # fmt: skip
"""Labels of the card for foreigners, which is in English."""

FIRST_LIFELONG = dt.date(2014, 1, 1)
"""Cards printed before UU 24/2013 carry a date of expiry (and are valid for life all the same)."""


@dataclass(frozen=True)
class Print:
    """How one card was printed and worn; lengths in pixels of a card 1010 wide."""

    labels: Mapping[str, str]
    text: str
    size: float
    label_scale: float
    header_size: float
    header: Ink
    label_ink: Ink
    ink: Ink
    number: str
    number_size: float
    guilloche: float
    paper: Ink
    issued: dt.date
    lifelong: bool
    blood_label: bool
    leading: float
    left: float
    colon: float
    indent: float
    offset: tuple[float, float]
    """By how much the personal printing misses the labels."""
    wear: float
    """0 as new, 1 years in a pocket."""


def print_of(rng: np.random.Generator, *, today: dt.date, born: dt.date, foreign: bool) -> Print:
    """One of the many ways in which cards of the person's age were printed."""
    old = rng.random() < 0.28 and not foreign
    days = int(rng.integers(4400, 5500) if old else rng.integers(150, 4300))
    issued = max(today - dt.timedelta(days=days), born + dt.timedelta(days=6250))
    tint = (193, 221, 238) if not old else pick(rng, ((193, 221, 238), (186, 216, 226), (204, 222, 234)))
    paper = [int(c + d) for c, d in zip(tint, rng.integers(-11, 12, 3), strict=True)]
    dark, faint = int(rng.integers(12, 62)), int(rng.integers(12, 78))
    text = weighted(rng, FACES)
    number = weighted(rng, NUMBERS)
    labels = FOREIGN if foreign else {name: pick(rng, forms) for name, forms in LABELS.items()}
    if not foreign and rng.random() < 0.08:
        labels = {name: label.upper() for name, label in labels.items()}
    wide = text.startswith(("OpenSans", "Roboto-Medium")) or text == "LiberationSans-Bold"
    return Print(
        labels=labels,
        text=text,
        size=float(rng.uniform(21.5, 24.0) if wide else rng.uniform(22.5, 25.5)),
        label_scale=float(rng.uniform(0.93, 1.0)),
        header_size=float(rng.uniform(27.5, 32.5)),
        header=(20, 25, 40) if rng.random() < 0.8 else (12, 40, 96),
        label_ink=(faint, faint, faint + 6),
        ink=(dark, dark, dark + 4),
        number=number,
        number_size=float(rng.uniform(37.5, 42.5) if number == "OCRA" else rng.uniform(36, 41)),
        guilloche=float(rng.uniform(0.10, 0.44)),
        paper=(paper[0], paper[1], paper[2]),
        issued=issued,
        lifelong=not foreign and (issued >= FIRST_LIFELONG or rng.random() < 0.15),
        blood_label=bool(rng.random() > 0.06),
        leading=float(rng.uniform(31.2, 33.4)),
        left=float(rng.uniform(26, 42)),
        colon=float(rng.uniform(254, 268)),
        indent=float(pick(rng, (40, 40, 28, 0))),
        offset=(float(rng.normal(0, 1.8)), float(rng.normal(0, 1.5))),
        wear=float(rng.beta(1.1, 2.6)),
    )


def worn(picture: npt.NDArray[np.uint8], rng: np.random.Generator, wear: float) -> npt.NDArray[np.uint8]:
    """The card after its years: fine scratches in the film, rubbed spots, colours a little paler."""
    height, width = picture.shape[:2]
    mark = np.zeros((height, width), np.uint8)
    for _ in range(int(wear * rng.integers(4, 30))):
        start = rng.uniform((0, 0), (width, height))
        turn, length = rng.uniform(0, 3.14), rng.uniform(20, 40 + 260 * wear)
        end = start + length * np.array([np.cos(turn), np.sin(turn)])
        ends = [tuple(int(c) for c in point) for point in (start, end)]
        cv2.line(mark, ends[0], ends[1], int(rng.integers(30, 150)), 1, cv2.LINE_AA)
    for _ in range(int(wear * rng.integers(0, 5))):
        middle = tuple(int(c) for c in rng.uniform((0, 0), (width, height)))
        axes = (int(rng.uniform(10, 70)), int(rng.uniform(6, 30)))
        rubbed = np.zeros((height, width), np.uint8)
        cv2.ellipse(rubbed, middle, axes, float(rng.uniform(0, 180)), 0, 360, int(rng.integers(15, 55)), -1)
        mark = np.maximum(mark, cv2.GaussianBlur(rubbed, (0, 0), 7))
    share = (mark.astype(np.float32) / 255)[..., None]
    pale = picture.astype(np.float32) * (1 - 0.14 * wear) + np.float32(232 * 0.14 * wear)
    return np.clip(pale + (236 - pale) * share, 0, 255).astype(np.uint8)

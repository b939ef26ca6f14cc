"""What an attacker sends, and how it may end."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

READ = "read"
"""Pages came, and no remark but harmless ones: the file is odd, not broken."""
SET_ASIDE = "set aside"
"""The claim file does not say which claim it is (``ClaimUnusable``, with a sentence)."""
CORRUPT, LARGE = "FILE_CORRUPT", "FILE_TOO_LARGE"
LOCKED, KIND, EMPTY, MISSING = "FILE_ENCRYPTED", "FILE_KIND_UNSUPPORTED", "FILE_EMPTY", "FILE_MISSING"
PAGES, ACTIVE, LATER, NAMED = (
    "FILE_TRUNCATED_PAGES",
    "FILE_ACTIVE_CONTENT",
    "FILE_CHANGED_LATER",
    "FILE_WRONGLY_NAMED",
)
TYPED = "CLAIM_FIELD_INVALID"
BROKEN = frozenset({CORRUPT, LARGE})


@dataclass(frozen=True)
class Attack:
    """One hostile upload, or one hostile claim folder.

    Attributes:
        family: the table's row (``png``, ``pdf``, ``claim.json`` ...).
        name: what is tried, unique.
        ends: codes of which at least one must come (``READ`` where pages are enough).
        data: makes the upload's bytes; None where ``folder`` makes a whole claim folder.
        file: the upload's name.
        folder: writes a claim folder.
    """

    family: str
    name: str
    ends: frozenset[str]
    data: Callable[[], bytes] | None = None
    file: str = "ktp.jpg"
    folder: Callable[[Path], None] | None = None

    def __str__(self) -> str:
        return f"{self.family}: {self.name}"


def upload(
    family: str, name: str, ends: set[str] | frozenset[str], data: Callable[[], bytes], file: str = ""
) -> Attack:
    """Return an attack by one file; without a name it is called as its family's files are."""
    return Attack(family, name, frozenset(ends), data, file or f"ktp.{family}")


def noise(width: int, height: int, seed: int, mode: str = "RGB") -> Image.Image:
    """Return random pixels, which no compression makes small."""
    depth = {"RGB": 3, "RGBA": 4, "L": 1}[mode]
    values = np.random.default_rng(seed).integers(0, 256, (height, width, depth), dtype=np.uint8)
    return Image.fromarray(values[:, :, 0] if depth == 1 else values, mode)


def picture(seed: int = 0, width: int = 160, height: int = 100) -> Image.Image:
    """Return a small picture with some shapes on it."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (5, 8, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the picture as a file of that kind."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image

from pipeline.intake import Opener
from pipeline.intake.limits import Limits

pillow_heif.register_heif_opener()  # the tests write such pictures; the product's child registers its own

CORNERS = {"top left": (220, 30, 30), "top right": (30, 200, 30), "bottom left": (30, 30, 220)}


@pytest.fixture(scope="session")
def opener() -> Iterator[Opener]:
    with Opener(Limits()) as opener:
        yield opener


@pytest.fixture
def picture() -> Image.Image:
    """120 x 60: red, green, blue and white quarters, so that every way of turning it looks different."""
    picture = Image.new("RGB", (120, 60), "white")
    for place, colour in CORNERS.items():
        left, top = 60 * ("right" in place), 30 * ("bottom" in place)
        picture.paste(colour, (left, top, left + 60, top + 30))
    return picture


@pytest.fixture
def claim_values() -> dict[str, Any]:
    return {
        "claim_id": "JHT-2026-000123",
        "programme": "JHT",
        "cause": "mengundurkan_diri",
        "channel": "lapak_asik",
        "submitted_at": "2026-11-20T09:13:00+07:00",
        "participant": {
            "name": "SITI RAHMAWATI",
            "nik": "3273014708909003",
            "birth_date": "1990-08-07",
            "kpj": ["12034567890"],
        },
        "bank_account": {"bank": "BCA", "number": "1234567890", "holder": "SITI RAHMAWATI"},
    }


@pytest.fixture
def put_claim(tmp_path: Path, claim_values: dict[str, Any]) -> Callable[..., Path]:
    """Write ``claim.json`` with some values changed, and the uploads' bytes; return the folder."""

    def put(files: dict[str, bytes] | None = None, **changes: Any) -> Path:
        files = files or {}
        values = {"uploads": [{"file": name, "type": "ktp"} for name in files], **claim_values, **changes}
        (tmp_path / "claim.json").write_text(json.dumps(values), "utf-8")
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        return tmp_path

    return put


@pytest.fixture
def encoded() -> Callable[..., bytes]:
    def encode(picture: Image.Image, format_: str, **options: Any) -> bytes:
        stream = io.BytesIO()
        picture.save(stream, format_, **options)
        return stream.getvalue()

    return encode

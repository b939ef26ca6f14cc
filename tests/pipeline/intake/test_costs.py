from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from models.reason import ReasonCode
from pipeline.intake import Limits
from pipeline.intake.costs import WEBP, bytes_to_decode, webp_size
from pipeline.intake.kinds import Kind
from pipeline.intake.opener import sheets_of
from pipeline.intake.sheet import Remark

Encode = Callable[..., bytes]


@pytest.mark.parametrize(
    "options", [{}, {"lossless": True}, {"exif": b"x" * 30}], ids=["VP8", "VP8L", "VP8X"]
)
@pytest.mark.parametrize("size", [(1, 1), (33, 7), (640, 2001)])
def test_the_header_tells_the_sides(size: tuple[int, int], options: dict[str, Any], encoded: Encode) -> None:
    assert webp_size(encoded(Image.new("RGB", size), "WEBP", **options)) == size


@pytest.mark.parametrize(
    "data", [b"", b"RIFF\0\0\0\0WEBP", b"RIFF\0\0\0\0WEBPVP8X" + bytes(5), b"RIFF" + bytes(40)]
)
def test_a_header_that_is_none_tells_nothing(data: bytes) -> None:
    assert webp_size(data) is None


@pytest.mark.parametrize(
    ("mode", "kind", "options", "each"),
    [
        ("RGB", "JPEG", {}, 4), ("RGB", "JPEG", {"progressive": True}, 10),
        ("CMYK", "JPEG", {"progressive": True}, 12), ("L", "PNG", {}, 4), ("F", "TIFF", {}, 8),
    ],
)  # fmt: skip
def test_what_a_pixel_costs(
    mode: str, kind: str, options: dict[str, Any], each: int, encoded: Encode
) -> None:
    with Image.open(io.BytesIO(encoded(Image.new(mode, (30, 20)), kind, **options))) as picture:
        assert bytes_to_decode(picture) == 30 * 20 * each


def test_a_picture_that_costs_too_much_is_not_decoded(encoded: Encode) -> None:
    for kind, options, each in (
        (Kind.WEBP, {}, WEBP), (Kind.JPEG, {"progressive": True}, 10), (Kind.JPEG, {}, 4),
    ):  # fmt: skip
        data = encoded(Image.new("RGB", (100, 100)), kind.upper(), **options)
        for most, refused in ((10_000 * each - 1, True), (10_000 * each, False)):
            (opened,) = sheets_of(data, kind, Limits(decoded_bytes=most))
            assert isinstance(opened, Remark) == refused
            assert not refused or opened.code is ReasonCode.FILE_TOO_LARGE  # type: ignore[union-attr]

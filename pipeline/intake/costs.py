"""What decoding a picture will cost in memory, told from its header before anything is decoded."""

from __future__ import annotations

import struct

from PIL import Image

PILLOW, WEBP = 4, 16
"""Bytes a pixel: of a picture in Pillow, and of libwebp's four whole copies (59 million took 1.2 GB)."""

_WAVE = 2
"""Bytes: a progressive JPEG keeps every wave of every colour until its last scan."""


def bytes_to_decode(picture: Image.Image) -> int:
    """Return roughly how many bytes a picture will need at its worst, before it is loaded.

    For WebP that is too late: ask ``webp_size``.
    """
    each = PILLOW
    if picture.info.get("progressive"):
        each += _WAVE * len(picture.getbands())
    elif picture.mode.startswith(("I", "F")):
        each = 2 * PILLOW  # a TIFF's strip lies beside it
    return picture.width * picture.height * each


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Return the sides that a WebP file's header states, which libwebp's reader allocates at once; or None.

    RFC 9649, sections 2.5 to 2.7: the first chunk is VP8X, VP8L or VP8.
    """
    kind, head = data[12:16], data[20:30]
    if len(head) < 10:
        return None
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", head[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return None

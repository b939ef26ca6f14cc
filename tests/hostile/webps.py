"""WebP: pieces that lie about lengths, sizes and numbers of frames."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from PIL import Image

from tests.hostile.attack import BROKEN, CORRUPT, LARGE, READ, Attack, encoded, picture, upload
from tests.hostile.pngs import looping_exif


def scrambled(data: bytes, seed: int, changes: int = 6) -> bytes:
    rng = np.random.default_rng(seed)
    changed = bytearray(data)
    for at in rng.integers(12, len(data), changes):
        changed[at] = rng.integers(0, 256)
    return bytes(changed)


def webp(seed: int = 5, **options: object) -> bytes:
    return encoded(picture(seed, 320, 200), "WEBP", **options)


def riff(*chunks: bytes, length: int | None = None) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if length is None else length) + body


def piece(kind: bytes, body: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return kind + struct.pack("<I", size) + body + b"\0" * (len(body) % 2)


def canvas(width: int, height: int, flags: int = 0) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return piece(b"VP8X", bytes([flags, 0, 0, 0]) + sides)


def frames(count: int, side: int) -> bytes:
    pictures = [Image.new("RGB", (side, side), (k % 256, 9, 9)) for k in range(count)]
    return encoded(pictures[0], "WEBP", save_all=True, append_images=pictures[1:], minimize_size=False)


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str] | frozenset[str], data: Callable[[], bytes]) -> Attack:
        return upload("webp", name, ends, data)

    inner = webp()[12:]
    for lossless in (False, True):
        for side in (4000, 7700):
            bomb = partial(
                lambda side, lossless: encoded(
                    Image.new("RGBA", (side, side)), "WEBP", lossless=lossless, method=0
                ),
                side,
                lossless,
            )
            yield one(f"flat {'lossless' if lossless else 'lossy'} bomb {side} x {side}", {READ, LARGE}, bomb)
    for width, height in ((16_384, 16_384), (1, 16_384), (2**24, 2**24), (60_000, 900)):
        lie = partial(lambda w, h: riff(canvas(w, h), inner), width, height)
        yield one(f"canvas says {width} x {height}", BROKEN | {READ}, lie)
    yield one(
        "still picture says 16,383 x 16,383",
        BROKEN | {READ},
        lambda: webp().replace(struct.pack("<HH", 320, 200), struct.pack("<HH", 16_383, 16_383), 1),
    )
    for count, side in ((300, 64), (20, 1000)):
        yield one(f"{count} animated frames of {side}", {READ}, partial(frames, count, side))
    yield one("flags for everything, nothing there", BROKEN | {READ}, lambda: riff(canvas(9, 9, 0xFF)))
    for length in (0, 4, 2**31, 2**32 - 1):
        wrong = partial(lambda n: riff(inner, length=n), length)
        yield one(f"length of {length}", BROKEN | {READ}, wrong)
        yield one(
            f"piece of {length}",
            BROKEN | {READ},
            partial(lambda n: riff(piece(b"VP8 ", inner[8:], n)), length),
        )
    yield one("EXIF that loops", {READ, CORRUPT}, lambda: webp(exif=looping_exif()))
    yield one("EXIF of 20 MB", {READ, CORRUPT, LARGE}, lambda: webp(exif=bytes(20 << 20)))
    yield one("ICC of 20 MB", {READ, CORRUPT, LARGE}, lambda: webp(icc_profile=bytes(20 << 20)))
    yield one("XMP of 20 MB", {READ, CORRUPT, LARGE}, lambda: webp(xmp=b"<x>" * (6 << 20)))
    yield one(
        "500,000 pieces",
        {READ, CORRUPT, LARGE},
        lambda: riff(canvas(320, 200), inner, piece(b"abcd", b"") * 500_000),
    )
    yield one("the magic alone", BROKEN, lambda: b"RIFF\0\0\0\0WEBP")
    for number in range(8):
        rubbish = partial(lambda k: scrambled(webp(k, quality=60), seed * 100 + k), number)
        yield one(f"scrambled {number}", {READ, CORRUPT, LARGE}, rubbish)
        rubbish = partial(lambda k: scrambled(webp(k, lossless=True), seed * 100 + k), number)
        yield one(f"scrambled lossless {number}", {READ, CORRUPT, LARGE}, rubbish)

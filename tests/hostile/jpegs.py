"""JPEG: sizes that lie, scans without end, and notes in EXIF that loop or swell."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from PIL import Image

from tests.hostile.attack import BROKEN, CORRUPT, LARGE, READ, Attack, encoded, noise, picture, upload
from tests.hostile.pngs import looping_exif


def segment(marker: int, body: bytes, *, length: int | None = None) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2 if length is None else length) + body


def good(seed: int = 3, **options: object) -> bytes:
    return encoded(picture(seed, 320, 200), "JPEG", quality=90, **options)


def noted(*segments: bytes) -> bytes:
    data = good()
    return data[:2] + b"".join(segments) + data[2:]


def resized(width: int, height: int, progressive: bool = False) -> bytes:
    """A good file whose header is changed to other sides."""
    data = bytearray(encoded(picture(4), "JPEG", progressive=progressive))
    at = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def exif(*entries: tuple[int, int, int, int], after: bytes = b"", next_: int = 0) -> bytes:
    """Big-endian EXIF of one directory: (tag, type, count, value or place)."""
    rows = b"".join(struct.pack(">HHII", *entry) for entry in entries)
    directory = struct.pack(">H", len(entries)) + rows + struct.pack(">I", next_)
    return segment(0xE1, b"Exif\0\0MM\0*" + struct.pack(">I", 8) + directory + after)


def scans(count: int, width: int, height: int) -> bytes:
    """A progressive file whose last scan is repeated: each is decoded over the whole picture."""
    data = encoded(Image.new("L", (width, height)), "JPEG", progressive=True)
    at = data.rindex(b"\xff\xda")
    return data[:at] + data[at:-2] * count + data[-2:]


def scrambled(seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    data = bytearray(encoded(noise(120, 80, seed), "JPEG"))
    for at in rng.integers(2, len(data), 10):
        data[at] = rng.integers(0, 256)
    return bytes(data)


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str] | frozenset[str], data: Callable[[], bytes]) -> Attack:
        return upload("jpg", name, ends, data)

    for width, height in (
        (65_500, 65_500),
        (65_500, 900),
        (1, 65_500),
        (20_000, 3000),
        (7000, 7000),
        (0, 9),
        (9, 0),
    ):
        for progressive in (False, True):
            kind = "progressive" if progressive else "baseline"
            lie = partial(resized, width, height, progressive)
            yield one(f"{kind} says {width} x {height}", BROKEN | ({READ} if width * height else set()), lie)
    for side in (4000, 7700):
        blank = partial(lambda side: encoded(Image.new("RGB", (side, side)), "JPEG"), side)
        yield one(f"flat bomb {side} x {side}", {READ}, blank)
        cmyk = partial(lambda side: encoded(Image.new("CMYK", (side, side)), "JPEG", progressive=True), side)
        yield one(f"flat progressive CMYK bomb {side} x {side}", {READ, LARGE}, cmyk)
    for count, width, height in ((200, 2000, 2000), (2000, 2000, 2000), (5000, 7000, 7000)):
        many = partial(scans, count, width, height)
        yield one(f"{count} scans of {width} x {height}", {READ, CORRUPT, LARGE}, many)
    for turn in (0, 1, 3, 5, 8, 9, 255, 65_535):
        yield one(
            f"orientation {turn}", {READ}, partial(lambda t: noted(exif((0x0112, 3, 1, t << 16))), turn)
        )
    yield one("orientation of a million values", {READ}, lambda: noted(exif((0x0112, 3, 10**6, 26))))
    yield one("orientation as text", {READ}, lambda: noted(exif((0x0112, 2, 4, 0x38000000))))
    yield one(
        "EXIF that is its own sub-directory",
        {READ},
        lambda: noted(segment(0xE1, b"Exif\0\0" + looping_exif())),
    )
    yield one(
        "EXIF whose next directory is itself", {READ}, lambda: noted(exif((0x0112, 3, 1, 6 << 16), next_=8))
    )
    yield one(
        "EXIF of 5,000 entries that overlap",
        {READ},
        lambda: noted(exif(*[(tag, 7, 60_000, 10) for tag in range(1, 5001)])),
    )
    yield one("EXIF count of 4 thousand million", {READ}, lambda: noted(exif((0x0131, 2, 2**32 - 1, 26))))
    yield one("EXIF behind its end", {READ}, lambda: noted(exif((0x0131, 2, 400, 2**31))))
    yield one("EXIF thumbnail of 60 kB", {READ}, lambda: noted(exif((0x0201, 4, 1, 8), after=bytes(60_000))))
    yield one("EXIF cut short", {READ}, lambda: noted(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff")))
    yield one("EXIF of zeros", {READ}, lambda: noted(segment(0xE1, b"Exif\0\0" + bytes(60_000))))
    yield one("5,000 EXIF segments", {READ, LARGE}, lambda: noted(*[exif((0x0112, 3, 1, 6 << 16))] * 5000))
    yield one(
        "ICC profile of 255 pieces",
        {READ},
        lambda: noted(
            *[segment(0xE2, b"ICC_PROFILE\0" + bytes([k, 255]) + bytes(65_000)) for k in range(1, 256)]
        ),
    )
    yield one("ICC pieces without number", {READ, CORRUPT}, lambda: noted(segment(0xE2, b"ICC_PROFILE\0")))
    yield one(
        "XMP of 20 MB in 65 kB pieces",
        {READ},
        lambda: noted(*[segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"<x>" * 21_000)] * 320),
    )
    yield one(
        "Photoshop block that lies",
        {READ, CORRUPT},
        lambda: noted(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff" + bytes(50))),
    )
    yield one("300 comments of 65 kB", {READ}, lambda: noted(*[segment(0xFE, b"x" * 65_000)] * 300))
    yield one(
        "MPF that names 2,000 pictures",
        {READ, CORRUPT},
        lambda: noted(
            segment(
                0xE2,
                b"MPF\0MM\0*\0\0\0\x08\0\x02\xb0\x01\0\x04\0\0\0\x01\0\0\x07\xd0"
                b"\xb0\x02\0\x07\0\0\x7d\0\0\0\0\x26\0\0\0\0" + bytes(32_000),
            )
        ),
    )
    yield one(
        "a segment longer than the file", BROKEN, lambda: good()[:2] + segment(0xE0, b"x", length=65_535)
    )
    yield one("a segment of length 0", BROKEN | {READ}, lambda: noted(segment(0xE5, b"", length=0)))
    yield one("a segment of length 1", BROKEN | {READ}, lambda: noted(segment(0xE5, b"", length=1)))
    yield one("the magic alone", BROKEN, lambda: b"\xff\xd8\xff")
    yield one("a thousand starts", BROKEN | {READ}, lambda: b"\xff\xd8" * 1000 + good())
    yield one("20 MB of fill bytes", BROKEN | {READ}, lambda: b"\xff\xd8" + b"\xff" * (20 << 20) + good()[2:])
    yield one("20 MB behind the end", {READ}, lambda: good() + bytes(20 << 20))
    yield one(
        "20 MB of zeros before the second marker", BROKEN, lambda: b"\xff\xd8\xff" + bytes(20 << 20) + good()
    )
    yield one("no tables", BROKEN, lambda: without(0xDB))
    yield one("no Huffman tables", BROKEN | {READ}, lambda: without(0xC4))
    yield one("arithmetic coding", BROKEN | {READ}, lambda: good().replace(b"\xff\xc0", b"\xff\xc9", 1))
    yield one("lossless", BROKEN, lambda: good().replace(b"\xff\xc0", b"\xff\xc3", 1))
    yield one("12 bits", BROKEN, lambda: good().replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc0\x00\x11\x0c", 1))
    yield one("255 colours", BROKEN, lambda: good().replace(b"\x03\x01\x22", b"\xff\x01\x22", 1))
    yield one("sampling 0", BROKEN, lambda: good().replace(b"\x03\x01\x22", b"\x03\x01\x00", 1))
    for number in range(12):
        yield one(f"scrambled {number}", {READ, CORRUPT, LARGE}, partial(scrambled, seed * 100 + number))


def without(marker: int) -> bytes:
    """Leave out every segment of that kind."""
    data, left, at = good(), bytearray(b"\xff\xd8"), 2
    while data[at + 1] != 0xDA:
        size = 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if data[at + 1] != marker:
            left += data[at : at + size]
        at += size
    return bytes(left) + data[at:]

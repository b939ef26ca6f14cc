"""TIFF: directories without end, in a circle, and strips that swell."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from PIL import Image

from tests.hostile.attack import BROKEN, CORRUPT, LARGE, PAGES, READ, Attack, encoded, noise, upload
from tests.hostile.pngs import zeros
from tests.hostile.webps import scrambled

Entry = tuple[int, int, int, int]
"""Tag, type, count, value or place."""
LONG, SHORT = 4, 3
RAW, LZW, JPEG, DEFLATE, PACKBITS, GROUP4, ZSTD = 1, 5, 7, 8, 32_773, 4, 50_000
HEAD = 8


def directory(entries: list[Entry], next_: int) -> bytes:
    rows = b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    return struct.pack("<H", len(entries)) + rows + struct.pack("<I", next_)


def size_of(entries: int) -> int:
    return 2 + 12 * entries + 4


def shape(
    width: int, height: int, packed: int, place: int, size: int, *, samples: int = 1, bits: int = 8
) -> list[Entry]:
    return [
        (256, LONG, 1, width),
        (257, LONG, 1, height),
        (258, SHORT, 1, bits),
        (259, SHORT, 1, packed),
        (262, SHORT, 1, 1),
        (273, LONG, 1, place),
        (277, SHORT, 1, samples),
        (278, LONG, 1, height),
        (279, LONG, 1, size),
    ]


def tiff(width: int, height: int, packed: int, data: bytes, *extra: Entry, **more: int) -> bytes:
    """One page of one strip."""
    place = HEAD + size_of(9 + len(extra))
    entries = [*shape(width, height, packed, place, len(data), **more), *extra]
    return b"II*\0" + struct.pack("<I", HEAD) + directory(entries, 0) + data


def chain(count: int, back_to: int | None = None) -> bytes:
    """``count`` pages of 8 x 8, all of the same strip; the last leads on to page ``back_to``."""
    strip, each = HEAD, size_of(9)
    first = HEAD + 64
    pages = [
        directory(
            shape(8, 8, RAW, strip, 64),
            first + each * (number + 1)
            if number + 1 < count
            else (0 if back_to is None else first + each * back_to),
        )
        for number in range(count)
    ]
    return b"II*\0" + struct.pack("<I", first) + bytes(range(64)) + b"".join(pages)


def deflated(width: int, height: int) -> bytes:
    return tiff(width, height, DEFLATE, zeros(width * height))


def tiled(width: int, height: int, tile: int) -> bytes:
    """Every tile is the same few bytes."""
    data = zlib.compress(bytes(min(tile * tile, 1 << 26)), 9)
    count = -(-width // tile) * -(-height // tile)
    place = HEAD + size_of(10)
    entries: list[Entry] = [
        (256, LONG, 1, width),
        (257, LONG, 1, height),
        (258, SHORT, 1, 8),
        (259, SHORT, 1, DEFLATE),
        (262, SHORT, 1, 1),
        (277, SHORT, 1, 1),
        (322, LONG, 1, tile),
        (323, LONG, 1, tile),
        (324, LONG, count, place if count > 1 else place + 8),
        (325, LONG, count, place + 4 * count if count > 1 else len(data)),
    ]
    places = struct.pack(f"<{count}I", *[place + 8 * count] * count)
    sizes = struct.pack(f"<{count}I", *[len(data)] * count)
    return b"II*\0" + struct.pack("<I", HEAD) + directory(entries, 0) + places + sizes + data


def many_pages(count: int, side: int) -> bytes:
    pages = [Image.new("L", (side, side), number % 200) for number in range(count)]
    return encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate")


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str] | frozenset[str], data: Callable[[], bytes]) -> Attack:
        return upload("tiff", name, ends, data)

    for count in (31, 1000, 200_000):
        yield one(f"{count} pages", {PAGES}, partial(chain, count))
    for count, back in ((1, 0), (2, 0), (5, 3), (60, 0), (1000, 500)):
        yield one(
            f"circle of {count} pages back to {back}", {READ, PAGES, CORRUPT}, partial(chain, count, back)
        )
    yield one("30 flat pages of 7700", {READ, LARGE, PAGES, CORRUPT}, partial(many_pages, 30, 7700))
    for width, height in ((20_000, 3000), (7700, 7700), (60_000, 1000), (100_000, 1), (1, 100_000)):
        ends = {READ, LARGE} if max(width, height) <= 20_000 else {LARGE}
        yield one(f"deflate bomb {width} x {height}", ends, partial(deflated, width, height))
        flat = partial(
            lambda w, h: encoded(Image.new("L", (w, h)), "TIFF", compression="tiff_lzw"), width, height
        )
        yield one(f"LZW bomb {width} x {height}", ends, flat)
    for packed in ("packbits", "group4", "group3", "tiff_ccitt", "zstd", "jpeg", "lzma", "webp"):
        mode = "1" if packed.startswith("g") or "ccitt" in packed else "L"
        flat = partial(lambda p, m: encoded(Image.new(m, (7700, 7700)), "TIFF", compression=p), packed, mode)
        if packed != "webp":
            yield one(f"{packed} bomb 7700 x 7700", {READ, LARGE, CORRUPT}, flat)
    for packed in (RAW, LZW, JPEG, DEFLATE, PACKBITS, GROUP4, ZSTD, 6, 99, 34_661, 65_535):
        for width, height in ((50_000, 50_000), (2**31, 2**31), (7700, 7700)):
            lie = partial(tiff, width, height, packed, zeros(2000))
            yield one(f"packed as {packed} says {width} x {height}", BROKEN, lie)
    yield one(
        "strip behind the end",
        BROKEN,
        lambda: b"II*\0" + struct.pack("<I", HEAD) + directory(shape(64, 64, RAW, 2**31, 4096), 0),
    )
    yield one(
        "strip of 4 GB",
        BROKEN | {READ},
        lambda: (
            b"II*\0" + struct.pack("<I", HEAD) + directory(shape(64, 64, RAW, 8, 2**32 - 1), 0) + bytes(5000)
        ),
    )
    yield one(
        "strip that is the directory",
        BROKEN | {READ},
        lambda: b"II*\0" + struct.pack("<I", HEAD) + directory(shape(8, 8, RAW, HEAD, 64), 0),
    )
    yield one("directory behind the end", BROKEN, lambda: b"II*\0" + struct.pack("<I", 2**31))
    yield one("directory in the header", BROKEN, lambda: b"II*\0\0\0\0\0")
    yield one(
        "directory of 65,535 entries",
        BROKEN,
        lambda: b"II*\0" + struct.pack("<I", HEAD) + b"\xff\xff" + bytes(12 * 65_535),
    )
    yield one("directory that is cut", BROKEN, lambda: tiff(8, 8, RAW, bytes(64))[:60])
    for tag in (256, 258, 259, 273, 277, 278, 279, 282, 305, 320, 339, 700, 34_377, 34_665, 34_675, 33_723):
        for kind, count, value in ((LONG, 2**32 - 1, 8), (2, 20_000_000, 8), (99, 1, 8), (12, 1000, 2**31)):
            odd = partial(tagged, (tag, kind, count, value))
            yield one(f"tag {tag} of {count} values of type {kind}", BROKEN | {READ}, odd)
    for samples, bits in ((0, 8), (5, 8), (65_535, 8), (3, 64), (1, 0), (1, 7), (4, 32), (1, 65_535)):
        odd = partial(tiff, 64, 64, RAW, bytes(64 * 64 * 4), samples=samples, bits=bits)
        yield one(f"{samples} colours of {bits} bits", BROKEN | {READ}, odd)
    yield one("tiles of 16, 7680 x 7680", {READ, LARGE, CORRUPT}, partial(tiled, 7680, 7680, 16))
    yield one("tile of 30,000", BROKEN | {READ}, partial(tiled, 64, 64, 30_000))
    yield one(
        "tile of 0",
        BROKEN | {READ},
        lambda: tiff(64, 64, RAW, bytes(4096), (322, LONG, 1, 0), (323, LONG, 1, 0)),
    )
    yield one(
        "EXIF directory that is the first",
        BROKEN | {READ},
        lambda: tiff(8, 8, RAW, bytes(64), (34_665, LONG, 1, HEAD)),
    )
    yield one(
        "sub-directories that are the first",
        BROKEN | {READ},
        lambda: tiff(8, 8, RAW, bytes(64), (330, LONG, 1, HEAD)),
    )
    yield one(
        "BigTIFF with a directory of 2**60 entries",
        BROKEN,
        lambda: b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 2**60) + bytes(900),
    )
    yield one(
        "floating point, not a number",
        {READ, CORRUPT},
        lambda: encoded(Image.fromarray(np.full((60, 60), np.nan, dtype=np.float32)), "TIFF"),
    )
    yield one(
        "floating point, infinite",
        {READ, CORRUPT},
        lambda: encoded(Image.fromarray(np.full((60, 60), np.inf, dtype=np.float32)), "TIFF"),
    )
    yield one(
        "floating point, 7000 x 7000",
        {READ, LARGE},
        lambda: encoded(Image.new("F", (7000, 7000)), "TIFF", compression="tiff_deflate"),
    )
    yield one(
        "whole numbers of 32 bits, 7000 x 7000",
        {READ, LARGE},
        lambda: encoded(Image.new("I", (7000, 7000), 70_000), "TIFF", compression="tiff_deflate"),
    )
    yield one(
        "CMYK, 7000 x 7000",
        {READ, LARGE},
        lambda: encoded(Image.new("CMYK", (7000, 7000)), "TIFF", compression="tiff_deflate"),
    )
    for turn in (0, 6, 9, 65_535):
        odd = partial(tiff, 64, 48, RAW, bytes(range(256)) * 12, (274, SHORT, 1, turn))
        yield one(f"orientation {turn}", {READ}, odd)
    for number in range(10):
        kind = ("raw", "tiff_lzw", "tiff_deflate", "jpeg", "packbits")[number % 5]
        rubbish = partial(
            lambda k, p: scrambled(encoded(noise(80, 60, k), "TIFF", compression=p), seed * 100 + k, 10),
            number,
            kind,
        )
        yield one(f"scrambled {kind} {number}", {READ, CORRUPT, LARGE, PAGES}, rubbish)


def tagged(entry: Entry) -> bytes:
    """A small good page in which one tag is another, or one more."""
    place = HEAD + size_of(10)
    kept = [known for known in shape(16, 16, RAW, place, 256) if known[0] != entry[0]]
    return b"II*\0" + struct.pack("<I", HEAD) + directory([*kept, entry], 0) + bytes(300)

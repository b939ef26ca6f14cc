"""PNG: bombs in the pixels and in every compressed note, and chunks that lie."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from PIL import Image

from tests.hostile.attack import BROKEN, CORRUPT, LARGE, READ, Attack, encoded, noise, picture, upload

MAGIC = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes, *, length: int | None = None, crc: int | None = None) -> bytes:
    sum_ = zlib.crc32(kind + body) if crc is None else crc
    return struct.pack(">I", len(body) if length is None else length) + kind + body + struct.pack(">I", sum_)


def header(width: int, height: int, depth: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def zeros(size: int) -> bytes:
    """Compress that many zero bytes, a thousandth of their size; a megabyte is packed once and repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    whole, rest = divmod(size, 1 << 20)
    end = packer.compress(bytes(rest)) + packer.flush()
    adler = (size % 65_521) << 16 | 1
    return b"\x78\xda" + block * whole + end + struct.pack(">I", adler)


def png(width: int, height: int, data: bytes, before: bytes = b"", **shape: int) -> bytes:
    return MAGIC + header(width, height, **shape) + before + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def flat(width: int, height: int, channels: int = 3) -> bytes:
    """A true bomb: all its pixels are there, in a thousandth of the bytes."""
    colour = {1: 0, 3: 2, 4: 6}[channels]
    return png(width, height, zeros(height * (1 + width * channels)), colour=colour)


def noted(kind: bytes, body: bytes) -> bytes:
    """A good picture with one more chunk before its pixels."""
    good = encoded(picture(1), "PNG")
    at = len(MAGIC) + 25
    return good[:at] + chunk(kind, body) + good[at:]


def many_notes(count: int, kind: bytes, body: bytes) -> bytes:
    good = encoded(picture(1), "PNG")
    at = len(MAGIC) + 25
    return good[:at] + chunk(kind, body) * count + good[at:]


def animated(frames: int) -> bytes:
    pictures = [picture(seed, 60, 40) for seed in range(frames)]
    return encoded(pictures[0], "PNG", save_all=True, append_images=pictures[1:])


def with_wrong_sum(kind: bytes) -> bytes:
    data = bytearray(encoded(picture(2), "PNG"))
    at = data.index(kind)
    data[at + 4 + struct.unpack(">I", data[at - 4 : at])[0]] ^= 0xFF
    return bytes(data)


def sixteen_bits(width: int, height: int) -> bytes:
    values = np.full((height, width), 40_000, dtype=np.uint16)
    return encoded(Image.fromarray(values), "PNG")


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str] | frozenset[str], data: Callable[[], bytes]) -> Attack:
        return upload("png", name, ends, data)

    for width, height in ((8000, 7400), (60_000, 1000), (20_000, 3000), (3000, 20_000)):
        for channels in (1, 3, 4):
            ends = {READ, LARGE} if max(width, height) <= 20_000 else {LARGE}
            yield one(f"bomb {width} x {height} x {channels}", ends, partial(flat, width, height, channels))
    for width, height in ((30_000, 30_000), (2**31 - 1, 1), (1, 2**31 - 1), (100_000, 100_000), (1, 100_000)):
        lie = partial(png, width, height, zeros(1000))
        yield one(f"says {width} x {height} and holds nothing", BROKEN, lie)
    yield one("100,000 x 1, all there", {LARGE}, partial(flat, 100_000, 1))
    yield one("20,000 x 1", {READ, CORRUPT}, partial(flat, 20_000, 1))
    yield one("1 x 20,000", {READ, CORRUPT}, partial(flat, 1, 20_000))
    for width, height in ((0, 0), (0, 10), (10, 0)):
        yield one(f"{width} x {height}", BROKEN, partial(png, width, height, zeros(100)))
    yield one("16 bits a colour, 7000 x 7000", {READ, LARGE}, partial(sixteen_bits, 7000, 7000))
    yield one(
        "interlaced bomb",
        {READ, CORRUPT, LARGE},
        lambda: png(7000, 7000, zeros(7000 * 7000 * 3 + 30_000), interlaced=1),
    )
    yield one("pixels and 200 MB more of them", {READ, CORRUPT, LARGE}, lambda: png(64, 64, zeros(200 << 20)))
    for size in (1 << 20, 64 << 20, 1 << 30):
        bomb = partial(zeros, size)
        mega = size >> 20
        yield one(
            f"iCCP of {mega} MB", {READ, CORRUPT, LARGE}, lambda bomb=bomb: noted(b"iCCP", b"x\0\0" + bomb())
        )
        yield one(
            f"zTXt of {mega} MB",
            {READ, CORRUPT, LARGE},
            lambda bomb=bomb: noted(b"zTXt", b"Comment\0\0" + bomb()),
        )
        yield one(
            f"iTXt of {mega} MB",
            {READ, CORRUPT, LARGE},
            lambda bomb=bomb: noted(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb()),
        )
    yield one(
        "500 zTXt of 900 kB each",
        {READ, CORRUPT, LARGE},
        lambda: many_notes(500, b"zTXt", b"Comment\0\0" + zeros(900_000)),
    )
    yield one("200,000 tEXt", {READ, CORRUPT, LARGE}, lambda: many_notes(200_000, b"tEXt", b"Software\0x"))
    yield one("1,000,000 empty chunks", {READ, CORRUPT, LARGE}, lambda: many_notes(1_000_000, b"abCd", b""))
    yield one("eXIf that loops", {READ, CORRUPT}, lambda: noted(b"eXIf", looping_exif()))
    yield one(
        "a chunk of 4 GB", BROKEN, lambda: MAGIC + header(9, 9) + struct.pack(">I", 2**32 - 1) + b"IDAT"
    )
    yield one(
        "a chunk of minus one",
        BROKEN | {READ},
        lambda: MAGIC + header(9, 9) + chunk(b"IDAT", zeros(300), length=2**31),
    )
    for kind in (b"IHDR", b"IDAT", b"IEND"):
        yield one(f"wrong sum in {kind.decode()}", {READ, CORRUPT}, partial(with_wrong_sum, kind))
    yield one("two headers", {READ, CORRUPT}, lambda: noted(b"IHDR", header(50_000, 1200)[8:21]))
    yield one("no pixels", BROKEN, lambda: MAGIC + header(9, 9) + chunk(b"IEND", b""))
    yield one("the magic alone", BROKEN, lambda: MAGIC)
    yield one("palette without colours", BROKEN | {READ}, lambda: png(9, 9, zeros(90), colour=3))
    yield one(
        "palette of 300 colours",
        BROKEN | {READ},
        lambda: png(9, 9, zeros(90), before=chunk(b"PLTE", bytes(900)), colour=3),
    )
    for depth, colour in ((3, 2), (32, 0), (16, 3), (8, 7), (1, 6)):
        odd = partial(png, 9, 9, zeros(900), depth=depth, colour=colour)
        yield one(f"depth {depth}, colour {colour}", BROKEN | {READ}, odd)
    yield one("500 animated frames", {READ}, partial(animated, 500))
    yield one(
        "acTL of 4 thousand million frames",
        {READ, CORRUPT},
        lambda: noted(b"acTL", struct.pack(">II", 2**32 - 1, 0)),
    )
    for number in range(6):
        yield one(f"scrambled {number}", {READ, CORRUPT, LARGE}, partial(scrambled, seed * 100 + number))


def looping_exif() -> bytes:
    """EXIF whose sub-directory is the directory itself."""
    entries = struct.pack(">HHII", 0x8769, 4, 1, 8) + struct.pack(">HHII", 0x0112, 3, 1, 6 << 16)
    return b"MM\0*" + struct.pack(">I", 8) + struct.pack(">H", 2) + entries + struct.pack(">I", 8)


def scrambled(seed: int) -> bytes:
    """A good file with a few bytes changed."""
    rng = np.random.default_rng(seed)
    data = bytearray(encoded(noise(80, 60, seed), "PNG"))
    for at in rng.integers(8, len(data), 12):
        data[at] = rng.integers(0, 256)
    return bytes(data)

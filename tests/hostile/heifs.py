"""HEIF: grids without end, items that name themselves, boxes that lie about their length."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from functools import partial

import pillow_heif
from PIL import Image

from tests.hostile.attack import BROKEN, CORRUPT, LARGE, READ, Attack, noise, picture, upload
from tests.hostile.pngs import looping_exif
from tests.hostile.webps import scrambled


def heif(seed: int = 6, width: int = 320, height: int = 200, **options: object) -> bytes:
    stream = io.BytesIO()
    file = pillow_heif.from_pillow(picture(seed, width, height))
    file.save(stream, quality=60, **options)
    return stream.getvalue()


def box(kind: bytes, body: bytes, length: int | None = None) -> bytes:
    return struct.pack(">I", len(body) + 8 if length is None else length) + kind + body


def replaced(data: bytes, kind: bytes, at: int, new: bytes) -> bytes:
    """Change bytes ``at`` behind the name of the first such box."""
    place = data.index(kind) + 4 + at
    return data[:place] + new + data[place + len(new) :]


def grid(rows: int, columns: int, width: int, height: int, items: list[int]) -> bytes:
    """A HEIF file whose picture is a grid of tiles; ``items`` may name the grid itself (item 1)."""
    full = b"\0\0\0\0"
    spread = b"\0\1" + bytes([rows - 1, columns - 1]) + struct.pack(">II", width, height)
    entries = b"".join(
        box(b"infe", b"\2\0\0\0" + struct.pack(">HH", number, 0) + kind + b"\0")
        for number, kind in ((1, b"grid"), (2, b"hvc1"))
    )
    refs = box(b"dimg", struct.pack(">HH", 1, len(items)) + struct.pack(f">{len(items)}H", *items))
    sides = box(b"ispe", full + struct.pack(">II", width, height))
    links = b"".join(struct.pack(">HBB", item, 1, 1) for item in (1, 2))
    found = b"\1\0\0\0\x44\0" + struct.pack(">H", 1) + struct.pack(">HHHHII", 1, 1, 0, 1, 0, len(spread))
    inner = (
        box(b"hdlr", full + b"\0\0\0\0pict" + bytes(13))
        + box(b"pitm", full + b"\0\1")
        + box(b"iinf", full + struct.pack(">H", 2) + entries)
        + box(b"iref", full + refs)
        + box(b"iprp", box(b"ipco", sides) + box(b"ipma", full + struct.pack(">I", 2) + links))
        + box(b"idat", spread)
        + box(b"iloc", found)
    )
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", full + inner)


def nested(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = box(b"meta", b"\0\0\0\0" + inner)
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + inner


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str] | frozenset[str], data: Callable[[], bytes]) -> Attack:
        return upload("heic", name, ends, data)

    for width, height in ((30_000, 30_000), (2**32 - 1, 2**32 - 1), (1, 100_000), (0, 0), (19_000, 3000)):
        lie = partial(lambda w, h: replaced(heif(), b"ispe", 4, struct.pack(">II", w, h)), width, height)
        yield one(f"says {width} x {height}", BROKEN | {READ}, lie)
    for rows, columns, width, height in (
        (256, 256, 131_072, 131_072),
        (256, 256, 512, 512),
        (1, 256, 7000, 7000),
    ):
        for items in ([1], [2] * 60_000, [1, 2] * 30_000, []):
            tiles = partial(grid, rows, columns, width, height, items)
            yield one(
                f"grid {rows} x {columns} of {width} x {height}, {len(items)} items {items[:2]}",
                BROKEN,
                tiles,
            )
    for depth in (10, 1000, 100_000):
        yield one(f"{depth} boxes in one another", BROKEN, partial(nested, depth))
    for kind in (b"meta", b"iinf", b"iloc", b"iprp", b"ipco", b"mdat"):
        for length in (0, 1, 7, 2**32 - 1):

            def wrong(kind: bytes = kind, length: int = length) -> bytes:
                data = heif()
                at = data.index(kind) - 4
                return data[:at] + struct.pack(">I", length) + data[at + 4 :]

            yield one(f"{kind.decode()} of {length} bytes", BROKEN | {READ}, wrong)
    yield one("iinf of 65,535 items", BROKEN | {READ}, lambda: replaced(heif(), b"iinf", 4, b"\xff\xff"))
    yield one("iloc of 65,535 places", BROKEN | {READ}, lambda: replaced(heif(), b"iloc", 6, b"\xff\xff"))
    yield one("iloc behind the end", BROKEN | {READ}, lambda: replaced(heif(), b"iloc", 8, b"\xff" * 16))
    yield one(
        "pitm of an item that is not there",
        BROKEN | {READ},
        lambda: replaced(heif(), b"pitm", 4, b"\xff\xff"),
    )
    for side in (3000,):
        bomb = partial(lambda side: heif_flat(side), side)
        yield one(f"flat bomb {side} x {side}", {READ, LARGE}, bomb)
    yield one("EXIF that loops", {READ, CORRUPT}, lambda: heif(exif=looping_exif()))
    yield one("EXIF of 10 MB", {READ, CORRUPT, LARGE}, lambda: heif(exif=bytes(10 << 20)))
    yield one("XMP of 10 MB", {READ, CORRUPT, LARGE}, lambda: heif(xmp=b"<x>" * (3 << 20)))
    yield one("a million free boxes", BROKEN | {READ}, lambda: after_brands(box(b"free", b"") * 1_000_000))
    yield one("a free box of 20 MB", BROKEN | {READ}, lambda: after_brands(box(b"free", bytes(20 << 20))))
    yield one("brands alone", BROKEN, lambda: box(b"ftyp", b"heic\0\0\0\0mif1heic"))
    yield one("a million brands", BROKEN, lambda: box(b"ftyp", b"heic\0\0\0\0" + b"mif1" * 1_000_000))
    yield one("AVIF that calls itself HEIC", BROKEN, lambda: box(b"ftyp", b"heic\0\0\0\0mif1") + avif()[32:])
    yield one("a film with 40 frames", BROKEN | {READ}, lambda: sequence(40))
    for number in range(14):
        rubbish = partial(lambda k: scrambled(heif(k), seed * 100 + k), number)
        yield one(f"scrambled {number}", {READ, CORRUPT, LARGE, "FILE_KIND_UNSUPPORTED"}, rubbish)


def heif_flat(side: int) -> bytes:
    stream = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (side, side))).save(stream, quality=10)
    return stream.getvalue()


def after_brands(more: bytes) -> bytes:
    """Boxes between the brands and the rest, which then stands elsewhere than the file says."""
    data = heif()
    at = struct.unpack(">I", data[:4])[0]
    return data[:at] + more + data[at:]


def avif() -> bytes:
    return box(b"ftyp", b"avif\0\0\0\0mif1avif" + bytes(8)) + bytes(noise(9, 9, 1).tobytes())


def sequence(count: int) -> bytes:
    stream = io.BytesIO()
    file = pillow_heif.from_pillow(picture(0, 64, 48))
    for number in range(1, count):
        file.add_from_pillow(picture(number, 64, 48))
    file.save(stream, quality=30)
    return stream.getvalue()

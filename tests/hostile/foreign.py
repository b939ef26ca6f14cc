"""Files that are something else: other kinds, two kinds at once, and good ones cut at every boundary."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from tests.hostile import heifs, jpegs, pdf_file, webps
from tests.hostile.attack import (
    CORRUPT,
    EMPTY,
    KIND,
    LATER,
    NAMED,
    READ,
    Attack,
    encoded,
    noise,
    picture,
    upload,
)


def zipped(*names: str, data: bytes = b"x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, data)
    return stream.getvalue()


def tarred() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("../../x"))
    return stream.getvalue()


FOREIGN: dict[str, Callable[[], bytes]] = {
    "SVG with a script.svg": lambda: (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    ),
    "SVG that reads a file.png": lambda: (
        b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    ),
    "XML of a thousand million laughs.xml": lambda: (
        b"<?xml version='1.0'?><!DOCTYPE l ["
        + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
        + b"]><l>&l9;</l>"
    ),
    "HTML.jpg": lambda: b"<!DOCTYPE html><script>alert(1)</script>",
    "HTML behind blanks.jpg": lambda: b" " * 900 + b"<html><body onload=alert(1)>",
    "PHP.jpg": lambda: b"<?php system($_GET['x']); ?>",
    "shell.sh": lambda: b"#!/bin/sh\nrm -rf ~\n",
    "Windows program.jpg": lambda: b"MZ" + bytes(400) + b"PE\0\0" + bytes(400),
    "ELF program.pdf": lambda: b"\x7fELF\x02\x01\x01" + bytes(400),
    "Java class.jpg": lambda: b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(100),
    "ZIP.zip": lambda: zipped("a.txt"),
    "ZIP with paths.jpg": lambda: zipped("../../../etc/passwd", "/absolute", "C:\\x"),
    "ZIP bomb.zip": lambda: zipped("a", data=bytes(1 << 28)),
    "ZIP cut short.zip": lambda: zipped("a.txt")[:30],
    "DOCX.docx": lambda: zipped("[Content_Types].xml", "word/document.xml"),
    "DOCX with a macro.pdf": lambda: zipped("word/document.xml", "word/vbaProject.bin"),
    "XLSX.xlsx": lambda: zipped("xl/workbook.xml"),
    "old DOC.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "RTF.rtf": lambda: b"{\\rtf1\\object\\objocx}",
    "TAR.tar": tarred,
    "GZIP bomb.gz": lambda: gzip.compress(bytes(1 << 28)),
    "7z.7z": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100),
    "RAR.rar": lambda: b"Rar!\x1a\x07\x01\0" + bytes(100),
    "GIF.gif": lambda: encoded(picture(), "GIF"),
    "GIF of 60,000 x 60,000.gif": lambda: b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + bytes(100),
    "animated GIF.jpg": lambda: encoded(
        picture(1), "GIF", save_all=True, append_images=[picture(n) for n in range(2, 30)]
    ),
    "BMP.bmp": lambda: encoded(picture(), "BMP"),
    "ICO.ico": lambda: encoded(picture(), "ICO"),
    "Photoshop.psd": lambda: b"8BPS\0\1" + bytes(900),
    "EPS.eps": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
    "EPS in a TIFF's name.tiff": lambda: b"\xc5\xd0\xd3\xc6" + bytes(60),
    "XPM.jpg": lambda: b'/* XPM */ static char *x[] = {"99999 99999 1 1", "a c #000"};',
    "PPM of 99,999 x 99,999.jpg": lambda: b"P6 99999 99999 255\n",
    "FITS.jpg": lambda: b"SIMPLE  =                    T" + b" " * 2850,
    "JPEG 2000.jp2": lambda: encoded(picture(), "JPEG2000"),
    "AVIF.avif": lambda: encoded(picture(), "AVIF"),
    "MP4.mp4": lambda: webps_box(b"ftyp", b"isom\0\0\0\0isommp42") + bytes(4000),
    "MP3.mp3": lambda: b"ID3\4\0\0\0\0\0\0" + bytes(900),
    "pickle.jpg": lambda: b"\x80\x04\x95\x0b\0\0\0\0\0\0\0\x8c\x05posix\x94.",
    "SQLite.jpg": lambda: b"SQLite format 3\0" + bytes(900),
    "font.ttf": lambda: b"\0\1\0\0\0\x0f" + bytes(900),
    "text.txt": lambda: b"KTP saya hilang\n" * 9,
    "text that says what a PDF is.pdf": lambda: b"see %PDF- for more\n" + b" " * 2000 + b"x",
    "UTF-16 text.txt": lambda: "KTP saya".encode("utf-16"),
    "random.jpg": lambda: noise(60, 60, 9).tobytes(),
    "one byte.jpg": lambda: b"\xff",
    "20 MB of text.jpg": lambda: b"KTP " * (5 << 20),
}


def webps_box(kind: bytes, body: bytes) -> bytes:
    return heifs.box(kind, body)


def cut_at(data: bytes, places: Iterator[int] | list[int]) -> list[int]:
    """Return where to cut: at these places and one byte before and after, inside the file."""
    return sorted(
        {cut for place in places for cut in (place - 1, place, place + 1) if 3 < cut < len(data) - 12}
    )


GOOD: dict[str, tuple[str, Callable[[], bytes], tuple[bytes, ...]]] = {
    "jpg": ("JPEG", lambda: jpegs.good(), (b"\xff\xc0", b"\xff\xc4", b"\xff\xda", b"\xff\xdb")),
    "progressive.jpg": ("JPEG", lambda: jpegs.good(progressive=True), (b"\xff\xc2", b"\xff\xda")),
    "png": ("PNG", lambda: encoded(picture(1, 400, 300), "PNG"), (b"IHDR", b"IDAT")),
    "webp": ("WebP", lambda: webps.webp(), (b"WEBP", b"VP8 ")),
    "lossless.webp": ("WebP", lambda: webps.webp(lossless=True), (b"WEBP", b"VP8L")),
    "tiff": ("TIFF", lambda: encoded(picture(1, 90, 60), "TIFF"), ()),
    "lzw.tiff": ("TIFF", lambda: encoded(picture(1, 90, 60), "TIFF", compression="tiff_lzw"), ()),
    "heic": ("HEIF", lambda: heifs.heif(), (b"ftyp", b"meta", b"iloc", b"iprp", b"mdat")),
    "pdf": (
        "PDF",
        lambda: scan(),
        (b"obj", b"endobj", b"stream\n", b"endstream", b"xref", b"trailer", b"startxref"),
    ),
    "text.pdf": (
        "PDF",
        lambda: pdf_file.pdf(pdf_file.words(30, 9)),
        (b"stream\n", b"endstream", b"xref", b"trailer"),
    ),
}
SHARES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 0.995)


def scan() -> bytes:
    sides = b"/Width 320/Height 200/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode"
    return pdf_file.image(sides, jpegs.good())


def boundaries(data: bytes, marks: tuple[bytes, ...]) -> list[int]:
    """Return at most ten places where a part of the file begins or ends."""
    found = [at for mark in marks for at in (data.find(mark), data.rfind(mark)) if at > 0]
    return sorted(set(found))[:10]


def attacks(seed: int) -> Iterator[Attack]:
    for name, data in FOREIGN.items():
        yield upload(
            "other kinds", name, {KIND, EMPTY, NAMED} if "PDF" not in name else {KIND, CORRUPT}, data, name
        )
    for size in (0, 1, 3, 4096, 20 << 20):
        yield upload("other kinds", f"{size} zero bytes", {EMPTY}, partial(bytes, size), "ktp.jpg")
    yield from _cuts()
    yield from _polyglots()


def _cuts() -> Iterator[Attack]:
    for name, (_, make, marks) in GOOD.items():
        data = make()
        ends = {CORRUPT, KIND}
        whole = data.rfind(b"endobj") + 6 if name.endswith("pdf") else len(data)
        places = cut_at(data, boundaries(data, marks))
        for place in sorted({*places, *(max(4, int(len(data) * share)) for share in SHARES)}):
            cut = partial(lambda make, n: make()[:n], make, place)
            # a PDF of which only the table is gone is pieced together, with nothing missing
            fair = ends | {READ} if place >= whole else ends
            yield upload("cut short", f"{name} at byte {place}", fair, cut, f"ktp.{name}")
        hole = partial(lambda make: holed(make()), make)
        yield upload("cut short", f"{name} with a hole of zeros", ends | {READ}, hole, f"ktp.{name}")


def holed(data: bytes) -> bytes:
    middle, gap = len(data) // 2, len(data) // 8
    return data[:middle] + bytes(gap) + data[middle + gap :]


def _polyglots() -> Iterator[Attack]:
    def one(name: str, ends: set[str], data: Callable[[], bytes], file: str) -> None:
        made.append(upload("two kinds at once", name, ends, data, file))

    made: list[Attack] = []
    heads: dict[str, Callable[[], bytes]] = {
        "JPEG": jpegs.good,
        "PNG": lambda: encoded(picture(), "PNG"),
        "WebP": webps.webp,
        "TIFF": lambda: encoded(picture(), "TIFF"),
        "HEIF": heifs.heif,
    }
    tails: dict[str, Callable[[], bytes]] = {
        "ZIP": lambda: zipped("word/document.xml"),
        "PDF": pdf_file.pdf,
        "HTML": lambda: b"<script>alert(1)</script>",
        "program": lambda: b"MZ" + bytes(900),
    }
    for head, first in heads.items():
        for tail, second in tails.items():
            one(
                f"{head} with {tail} behind",
                {READ},
                partial(lambda a, b: a() + b(), first, second),
                f"ktp.{head.lower()}",
            )
    for head, first in heads.items():
        one(
            f"PDF with {head} behind",
            {READ, CORRUPT, LATER},
            partial(lambda a: pdf_file.pdf() + a(), first),
            "ktp.pdf",
        )
    one(
        "PDF whose header stands in a JPEG's note",
        {READ},
        lambda: jpegs.noted(jpegs.segment(0xFE, pdf_file.pdf())),
        "ktp.pdf",
    )
    one("ZIP with PDF behind", {KIND}, lambda: zipped("a") + pdf_file.pdf(), "ktp.pdf")
    one("GIF that is JavaScript", {KIND}, lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "ktp.gif")
    one("BMP with JPEG behind", {KIND}, lambda: encoded(picture(), "BMP") + jpegs.good(), "ktp.jpg")
    one(
        "program whose first kilobyte names PDF",
        {KIND},
        lambda: b"MZ" + bytes(90) + b"%PDF-1.7" + bytes(900),
        "ktp.pdf",
    )
    one(
        "HTML whose first kilobyte names PDF",
        {KIND, CORRUPT},
        lambda: b"<html>%PDF-1.7\n" + bytes(900),
        "ktp.pdf",
    )
    for kind, first in heads.items():
        for wrong in ("pdf", "exe", "jpg.html", "svg"):
            one(f"{kind} called .{wrong}", {NAMED}, first, f"ktp.{wrong}")
    yield from made

"""PDF: streams that swell, pictures beyond measure, and drawing without end."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import partial

from tests.hostile.attack import BROKEN, PAGES, READ, Attack, encoded, picture, upload
from tests.hostile.pdf_file import CATALOG, SHOWN, image, pdf, same_pages, stream, words
from tests.hostile.pngs import zeros


def nested_flate(levels: int, size: int) -> bytes:
    data = zeros(size)
    for _ in range(levels - 1):
        data = zlib.compress(data, 9)
    return pdf(data, packed=b"/Filter[%s]" % (b"/FlateDecode" * levels))


def forms(levels: int, each: int) -> bytes:
    """Forms that each draw the next ``each`` times: each ** levels pieces of work."""
    made = {
        10 + n: stream(
            b"/X Do " * each,
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X %d 0 R>>>>" % (11 + n),
        )
        for n in range(levels)
    }
    made[10 + levels] = stream(b"0 0 5 5 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]")
    return pdf(b"/X Do", resources=b"/XObject<</X 10 0 R>>", more=made)


def object_stream(size: int) -> bytes:
    """Every object but the bomb's own stands in a stream that swells to ``size`` bytes."""
    objects = {
        1: CATALOG,
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    }
    texts = [b"%s " % objects[n] for n in (1, 2, 3)]
    offsets = [0, len(texts[0]), len(texts[0]) + len(texts[1])]
    index = b" ".join(b"%d %d" % pair for pair in zip((1, 2, 3), offsets, strict=True)) + b" "
    packer = zlib.compressobj(9)
    data = packer.compress(index + b"".join(texts)) + packer.flush(zlib.Z_FULL_FLUSH)
    data += (packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)) * (size >> 20)  # and no end
    body = (
        b"%PDF-1.7\n10 0 obj\n"
        + stream(data, b"/Type/ObjStm/N 3/First %d/Filter/FlateDecode" % len(index))
        + b"\nendobj\n"
    )
    rows = bytes(4) + b"".join(bytes([2, 0, 10, k]) for k in range(3))
    place = len(body)
    table = stream(
        rows + b"\x01" + (9).to_bytes(2, "big") + b"\0",
        b"/Type/XRef/Size 11/W[1 2 1]/Index[0 4 10 1]/Root 1 0 R",
    )
    return body + b"11 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % place


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str] | frozenset[str], data: Callable[[], bytes]) -> Attack:
        return upload("pdf", name, ends, data)

    odd = BROKEN | {PAGES, READ}
    for mega in (100, 1000, 2000):
        yield one(
            f"content of {mega} MB",
            odd,
            partial(lambda n: pdf(zeros(n << 20), packed=b"/Filter/FlateDecode"), mega),
        )
        yield one(f"object stream of {mega} MB", odd, partial(lambda n: object_stream(n << 20), mega))
    for levels in (2, 3, 20, 500):
        yield one(f"{levels} deflates in one another, 1 GB", odd, partial(nested_flate, levels, 1 << 30))
    for name in (
        b"ASCIIHexDecode",
        b"ASCII85Decode",
        b"LZWDecode",
        b"RunLengthDecode",
        b"Crypt",
        b"Nonsense",
    ):
        many = partial(lambda n: pdf(SHOWN * 100, packed=b"/Filter[%s]" % (b"/" + n) * 1), name)
        yield one(f"filter {name.decode()}", odd, many)
        yield one(
            f"400 filters {name.decode()}",
            odd,
            partial(lambda n: pdf(SHOWN, packed=b"/Filter[%s]" % (b"/" + n) * 400), name),
        )
    for width, height in ((30_000, 30_000), (100_000, 100_000), (2**31 - 1, 2**31 - 1), (7000, 7000)):
        sides = b"/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB" % (width, height)
        yield one(
            f"picture of {width} x {height}, deflated",
            odd,
            partial(lambda s: image(s + b"/Filter/FlateDecode", zeros(200 << 20)), sides),
        )
        yield one(
            f"picture of {width} x {height}, JPEG inside",
            odd,
            partial(lambda s: image(s + b"/Filter/DCTDecode", encoded(picture(3), "JPEG")), sides),
        )
        yield one(
            f"picture of {width} x {height}, fax",
            odd,
            partial(
                lambda s, w: image(
                    s.replace(b"8/C", b"1/C").replace(b"RGB", b"Gray")
                    + b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns %d>>" % w,
                    b"\xff" * 9000,
                ),
                sides,
                width,
            ),
        )
        yield one(
            f"picture of {width} x {height}, JBIG2",
            odd,
            partial(lambda s: image(s.replace(b"8/C", b"1/C") + b"/Filter/JBIG2Decode", bytes(900)), sides),
        )
        yield one(
            f"picture of {width} x {height}, JPEG 2000",
            odd,
            partial(
                lambda s: image(s + b"/Filter/JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(900)), sides
            ),
        )
    yield one(
        "7000 x 7000 picture with a mask as large",
        odd,
        lambda: pdf(
            b"q 500 0 0 700 40 60 cm /I Do Q",
            resources=b"/XObject<</I 5 0 R>>",
            more={
                5: stream(
                    zeros(7000 * 7000 * 3),
                    b"/Subtype/Image/Width 7000/Height 7000/BitsPerComponent 8"
                    b"/ColorSpace/DeviceRGB/Filter/FlateDecode/SMask 6 0 R",
                ),
                6: stream(
                    zeros(7000 * 7000),
                    b"/Subtype/Image/Width 7000/Height 7000/BitsPerComponent 8"
                    b"/ColorSpace/DeviceGray/Filter/FlateDecode",
                ),
            },
        ),
    )
    yield one(
        "the 7000 x 7000 picture 200 times on a page",
        odd,
        lambda: pdf(
            b"q 500 0 0 700 40 60 cm /I Do Q " * 200,
            resources=b"/XObject<</I 5 0 R>>",
            more={
                5: stream(
                    zeros(7000 * 7000 * 3),
                    b"/Subtype/Image/Width 7000/Height 7000/BitsPerComponent 8"
                    b"/ColorSpace/DeviceRGB/Filter/FlateDecode",
                )
            },
        ),
    )
    for lines in (1000, 30_000, 400_000):
        for size in (1, 12):
            yield one(
                f"{lines} lines of text, size {size}",
                odd,
                partial(
                    lambda n, s: pdf(zlib.compress(words(n, s)), packed=b"/Filter/FlateDecode"), lines, size
                ),
            )
    yield one("30 pages of 20,000 lines", odd, lambda: same_pages(30, words(20_000, 8)))
    yield one(
        "30 pages of 300,000 curves", odd, lambda: same_pages(30, b"9 9 m 5 800 500 5 300 700 c S " * 300_000)
    )
    yield one(
        "a million curves",
        odd,
        lambda: pdf(
            zlib.compress(b"9 9 m 5 800 500 5 300 700 c S " * 1_000_000), packed=b"/Filter/FlateDecode"
        ),
    )
    yield one(
        "a path of a million points",
        odd,
        lambda: pdf(
            zlib.compress(b"9 9 m " + b"500 5 l 5 800 l " * 500_000 + b"f*"), packed=b"/Filter/FlateDecode"
        ),
    )
    yield one(
        "a million saved states",
        odd,
        lambda: pdf(zlib.compress(b"q " * 1_000_000), packed=b"/Filter/FlateDecode"),
    )
    for levels, each in ((5, 10), (10, 10), (30, 2), (60, 2)):
        yield one(f"forms {levels} deep, each {each} times", odd, partial(forms, levels, each))
    yield one(
        "pattern in a pattern",
        odd,
        lambda: pdf(
            b"/Pattern cs /P scn 0 0 595 842 re f",
            resources=b"/Pattern<</P 5 0 R>>",
            more={
                5: stream(
                    b"/Pattern cs /P scn 0 0 1 1 re f",
                    b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]"
                    b"/XStep 0.01/YStep 0.01/Resources<</Pattern<</P 5 0 R>>>>",
                )
            },
        ),
    )
    yield one(
        "pattern of a thousandth of a point",
        odd,
        lambda: pdf(
            b"/Pattern cs /P scn 0 0 595 842 re f",
            resources=b"/Pattern<</P 5 0 R>>",
            more={
                5: stream(
                    b"0 0 1 1 re f",
                    b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]"
                    b"/XStep 0.001/YStep 0.001/Resources<<>>",
                )
            },
        ),
    )
    yield one(
        "function that samples 200 ** 4",
        odd,
        lambda: pdf(
            b"/S sh",
            resources=b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB/Function 5 0 R>>>>",
            more={
                5: stream(
                    zeros(1 << 20),
                    b"/FunctionType 0/Domain[0 1 0 1 0 1 0 1]/Range[0 1 0 1 0 1]/Size[200 200 200 200]"
                    b"/BitsPerSample 8/Filter/FlateDecode",
                )
            },
        ),
    )
    yield one(
        "shading of a million triangles",
        odd,
        lambda: pdf(
            b"/S sh",
            resources=b"/Shading<</S 5 0 R>>",
            more={
                5: stream(
                    zeros(12 << 20),
                    b"/ShadingType 4/ColorSpace/DeviceRGB/BitsPerCoordinate 16/BitsPerComponent 8"
                    b"/BitsPerFlag 8/Decode[0 595 0 842 0 1 0 1 0 1]/Filter/FlateDecode",
                )
            },
        ),
    )

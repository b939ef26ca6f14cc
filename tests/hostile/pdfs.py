"""PDF: bombs in streams, circles in trees, things that would run, and pages beyond measure."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from tests.hostile.attack import (
    ACTIVE,
    BROKEN,
    CORRUPT,
    LARGE,
    LATER,
    LOCKED,
    PAGES,
    READ,
    Attack,
    encoded,
    noise,
    picture,
    upload,
)
from tests.hostile.pngs import zeros

CATALOG, TREE, PAGE, WORDS = b"<</Type/Catalog/Pages 2 0 R>>", 2, 3, 4
SHOWN = b"BT /F1 18 Tf 60 700 Td (PROVINSI JAWA BARAT) Tj ET"
FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def stream(body: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(body), body)


def file_of(objects: dict[int, bytes], trailer: bytes = b"", head: bytes = b"%PDF-1.7\n") -> bytes:
    """Put numbered objects into a file with its table."""
    parts, places, at = [head], {}, len(head)
    for number, body in objects.items():
        places[number] = at
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    most = max(objects, default=0)
    rows = [
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(most + 1)
    ]
    parts.append(b"xref\n0 %d\n%s" % (most + 1, b"".join(rows)))
    parts.append(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (most + 1, trailer, at))
    return b"".join(parts)


def pdf(
    content: bytes = SHOWN, *, catalog: bytes = b"", page: bytes = b"", resources: bytes = FONT, packed: bytes = b"",
    more: dict[int, bytes] | None = None, trailer: bytes = b"", box: bytes = b"0 0 595 842",
) -> bytes:  # fmt: skip
    """One page with that content."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>%s>>"
        % (box, resources, page),
        4: stream(content, packed),
        **(more or {}),
    }
    return file_of(objects, trailer)


def nested_flate(levels: int, size: int) -> bytes:
    data = zeros(size)
    for _ in range(levels - 1):
        data = zlib.compress(data, 9)
    return pdf(data, packed=b"/Filter[%s]" % (b"/FlateDecode" * levels))


def image(entries: bytes, data: bytes) -> bytes:
    """A page filled by one picture."""
    return pdf(b"q 500 0 0 700 40 60 cm /I Do Q", resources=b"/XObject<</I 5 0 R>>", more={
        5: stream(data, b"/Type/XObject/Subtype/Image" + entries)})  # fmt: skip


def pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 10) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    return file_of({1: CATALOG, 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)}
                   | dict.fromkeys(range(10, 10 + count), page))  # fmt: skip


def deep_tree(depth: int) -> bytes:
    nodes = {n: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 1) for n in range(2, depth + 2)}
    return file_of({1: CATALOG, **nodes, depth + 2: b"<</Type/Page/MediaBox[0 0 200 200]>>"})


def forms(levels: int, each: int) -> bytes:
    """Forms that each draw the next ``each`` times: each ** levels pieces of work."""
    made = {
        10 + n: stream(b"/X Do " * each, b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X %d 0 R>>>>"
                       % (11 + n))
        for n in range(levels)
    }  # fmt: skip
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
    table = stream(rows + b"\x01" + (9).to_bytes(2, "big") + b"\0",
                   b"/Type/XRef/Size 11/W[1 2 1]/Index[0 4 10 1]/Root 1 0 R")  # fmt: skip
    return body + b"11 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % place


def updated(times: int) -> bytes:
    """A file that was added to, again and again."""
    data = pdf()
    for _ in range(times):
        before = data.rindex(b"startxref\n") + 10
        place = int(data[before:].split()[0])
        at = len(data)
        data += b"4 0 obj\n%s\nendobj\nxref\n4 1\n%010d 00000 n \n" % (stream(SHOWN), at)
        data += b"trailer<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
            place,
            data.rindex(b"xref\n"),
        )
    return data


def words(count: int, size: int = 1) -> bytes:
    """Text on text: ``count`` lines of 60 letters."""
    line = b"(PROVINSI JAWA BARAT KOTA BANDUNG NIK 3273014708900003 NAMA) Tj "
    return b"BT /F1 %d Tf 1 0 0 1 20 800 Tm 1 TL " % size + (line + b"T* ") * count + b"ET"


def scrambled(seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    data = bytearray(image(b"/Width 80/Height 60/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode",
                           zlib.compress(noise(80, 60, seed).tobytes())))  # fmt: skip
    for at in rng.integers(0, len(data), 40):
        data[at] = rng.integers(0, 256)
    return bytes(data)


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str] | frozenset[str], data: Callable[[], bytes]) -> Attack:
        return upload("pdf", name, ends, data)

    bad = BROKEN | {PAGES}
    odd = bad | {READ}
    yield from _bombs(one, odd)
    yield from _structures(one, odd, bad)
    yield from _active(one, odd)
    for number in range(20):
        yield one(
            f"scrambled {number}", odd | {LATER, LOCKED, ACTIVE}, partial(scrambled, seed * 100 + number)
        )


def _bombs(one: Callable[..., Attack], odd: frozenset[str]) -> Iterator[Attack]:
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
        yield one(f"picture of {width} x {height}, deflated", odd,
                  partial(lambda s: image(s + b"/Filter/FlateDecode", zeros(200 << 20)), sides))  # fmt: skip
        yield one(f"picture of {width} x {height}, JPEG inside", odd,
                  partial(lambda s: image(s + b"/Filter/DCTDecode", encoded(picture(3), "JPEG")), sides))  # fmt: skip
        yield one(f"picture of {width} x {height}, fax", odd, partial(lambda s, w: image(
            s.replace(b"8/C", b"1/C").replace(b"RGB", b"Gray") + b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns %d>>" % w,
            b"\xff" * 9000), sides, width))  # fmt: skip
        yield one(f"picture of {width} x {height}, JBIG2", odd, partial(
            lambda s: image(s.replace(b"8/C", b"1/C") + b"/Filter/JBIG2Decode", bytes(900)), sides))  # fmt: skip
        yield one(f"picture of {width} x {height}, JPEG 2000", odd, partial(
            lambda s: image(s + b"/Filter/JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(900)), sides))  # fmt: skip
    yield one("7000 x 7000 picture with a mask as large", odd, lambda: pdf(
        b"q 500 0 0 700 40 60 cm /I Do Q", resources=b"/XObject<</I 5 0 R>>", more={
            5: stream(zeros(7000 * 7000 * 3), b"/Subtype/Image/Width 7000/Height 7000/BitsPerComponent 8"
                      b"/ColorSpace/DeviceRGB/Filter/FlateDecode/SMask 6 0 R"),
            6: stream(zeros(7000 * 7000), b"/Subtype/Image/Width 7000/Height 7000/BitsPerComponent 8"
                      b"/ColorSpace/DeviceGray/Filter/FlateDecode")}))  # fmt: skip
    yield one("the 7000 x 7000 picture 200 times on a page", odd, lambda: pdf(
        b"q 500 0 0 700 40 60 cm /I Do Q " * 200, resources=b"/XObject<</I 5 0 R>>", more={
            5: stream(zeros(7000 * 7000 * 3), b"/Subtype/Image/Width 7000/Height 7000/BitsPerComponent 8"
                      b"/ColorSpace/DeviceRGB/Filter/FlateDecode")}))  # fmt: skip
    for lines in (1000, 30_000, 400_000):
        for size in (1, 12):
            yield one(f"{lines} lines of text, size {size}", odd, partial(lambda n, s: pdf(
                zlib.compress(words(n, s)), packed=b"/Filter/FlateDecode"), lines, size))  # fmt: skip
    yield one("30 pages of 20,000 lines", odd, lambda: same_pages(30, words(20_000, 8)))
    yield one(
        "30 pages of 300,000 curves", odd, lambda: same_pages(30, b"9 9 m 5 800 500 5 300 700 c S " * 300_000)
    )
    yield one("a million curves", odd, lambda: pdf(
        zlib.compress(b"9 9 m 5 800 500 5 300 700 c S " * 1_000_000), packed=b"/Filter/FlateDecode"))  # fmt: skip
    yield one("a path of a million points", odd, lambda: pdf(
        zlib.compress(b"9 9 m " + b"500 5 l 5 800 l " * 500_000 + b"f*"), packed=b"/Filter/FlateDecode"))  # fmt: skip
    yield one(
        "a million saved states",
        odd,
        lambda: pdf(zlib.compress(b"q " * 1_000_000), packed=b"/Filter/FlateDecode"),
    )
    for levels, each in ((5, 10), (10, 10), (30, 2), (60, 2)):
        yield one(f"forms {levels} deep, each {each} times", odd, partial(forms, levels, each))
    yield one("pattern in a pattern", odd, lambda: pdf(
        b"/Pattern cs /P scn 0 0 595 842 re f", resources=b"/Pattern<</P 5 0 R>>", more={5: stream(
            b"/Pattern cs /P scn 0 0 1 1 re f", b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]"
            b"/XStep 0.01/YStep 0.01/Resources<</Pattern<</P 5 0 R>>>>")}))  # fmt: skip
    yield one("pattern of a thousandth of a point", odd, lambda: pdf(
        b"/Pattern cs /P scn 0 0 595 842 re f", resources=b"/Pattern<</P 5 0 R>>", more={5: stream(
            b"0 0 1 1 re f", b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]"
            b"/XStep 0.001/YStep 0.001/Resources<<>>")}))  # fmt: skip
    yield one("function that samples 200 ** 4", odd, lambda: pdf(
        b"/S sh", resources=b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB/Function 5 0 R>>>>", more={5: stream(
            zeros(1 << 20), b"/FunctionType 0/Domain[0 1 0 1 0 1 0 1]/Range[0 1 0 1 0 1]/Size[200 200 200 200]"
            b"/BitsPerSample 8/Filter/FlateDecode")}))  # fmt: skip
    yield one("shading of a million triangles", odd, lambda: pdf(
        b"/S sh", resources=b"/Shading<</S 5 0 R>>", more={5: stream(
            zeros(12 << 20), b"/ShadingType 4/ColorSpace/DeviceRGB/BitsPerCoordinate 16/BitsPerComponent 8"
            b"/BitsPerFlag 8/Decode[0 595 0 842 0 1 0 1 0 1]/Filter/FlateDecode")}))  # fmt: skip


def _structures(one: Callable[..., Attack], odd: frozenset[str], bad: frozenset[str]) -> Iterator[Attack]:
    for count in (0, 31, 100_000):
        yield one(f"{count} pages", {PAGES} if count > 30 else {CORRUPT}, partial(pages, count))
    yield one(
        "says it has 2 thousand million pages",
        odd,
        lambda: pdf().replace(b"/Count 1/", b"/Count 2147483647/"),
    )
    yield one("says it has minus one page", odd, lambda: pdf().replace(b"/Count 1/", b"/Count -1/"))
    yield one("the tree is its own branch", odd, lambda: file_of(
        {1: CATALOG, 2: b"<</Type/Pages/Count 9/Kids[2 0 R]>>"}))  # fmt: skip
    yield one("two branches of each other", odd, lambda: file_of(
        {1: CATALOG, 2: b"<</Type/Pages/Count 9/Kids[3 0 R]>>", 3: b"<</Type/Pages/Count 9/Parent 2 0 R/Kids[2 0 R]>>"}))  # fmt: skip
    yield one("a page that is its own parent", odd, lambda: file_of(
        {1: CATALOG, 2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: b"<</Type/Page/Parent 3 0 R>>"}))  # fmt: skip
    yield one("the same page 100 times", {PAGES, CORRUPT, READ}, lambda: file_of(
        {1: CATALOG, 2: b"<</Type/Pages/Count 100/Kids[%s]>>" % (b"3 0 R " * 100),
         3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"}))  # fmt: skip
    for depth in (100, 2000, 100_000):
        yield one(f"tree {depth} deep", odd, partial(deep_tree, depth))
        yield one(
            f"arrays {depth} deep", odd, partial(lambda n: pdf(page=b"/X" + b"[" * n + b"]" * n), depth)
        )
        yield one(
            f"dictionaries {depth} deep",
            odd,
            partial(lambda n: pdf(page=b"/X" + b"<</A" * n + b" 1" + b">>" * n), depth),
        )
        yield one(
            f"arrays in the content {depth} deep",
            odd,
            partial(lambda n: pdf(b"[" * n + b"]" * n + SHOWN), depth),
        )
    yield one("forms in a circle", odd, lambda: pdf(b"/X Do", resources=b"/XObject<</X 5 0 R>>", more={5: stream(
        b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")}))  # fmt: skip
    yield one(
        "a length that is its own object",
        odd,
        lambda: pdf(more={4: b"<</Length 4 0 R>>stream\nq Q\nendstream"}),
    )
    yield one(
        "a length of 4 GB", odd, lambda: pdf().replace(b"/Length %d" % len(SHOWN), b"/Length 4294967295")
    )
    yield one("a length of minus one", odd, lambda: pdf().replace(b"/Length %d" % len(SHOWN), b"/Length -1"))
    yield one("references in a circle", odd, lambda: pdf(more={4: b"5 0 R", 5: b"4 0 R"}))
    yield one("table that leads back to itself", odd, lambda: circle_of_tables())
    yield one(
        "table of 4 thousand million rows", odd, lambda: pdf().replace(b"xref\n0 5", b"xref\n0 4294967295")
    )
    yield one("no table", odd, lambda: pdf().replace(b"xref", b"frex"))
    yield one("table behind the end", odd, lambda: pdf().replace(b"startxref\n", b"startxref\n9999999"))
    yield one("object number of 9 digits", odd, lambda: pdf().replace(b"4 0 obj", b"999999999 0 obj"))  # fmt: skip
    for box in (b"0 0 1000000 1000000", b"0 0 0 0", b"0 0 -5 -5", b"0 0 1e38 1e38", b"0 0 1 100000", b"0 0 2 2", b"0",
                b"(x) (y) (z) (w)", b"0 0 14400 14400", b"-1e9 -1e9 1e9 1e9"):  # fmt: skip
        yield one(f"page of {box.decode()}", odd, partial(lambda b: pdf(box=b), box))
    for extra in (
        b"/Rotate 45",
        b"/Rotate 99999999999",
        b"/UserUnit 1e9",
        b"/CropBox[900 900 901 901]",
        b"/CropBox[0 0 0 0]",
    ):
        yield one(f"page with {extra.decode()}", odd, partial(lambda e: pdf(page=e), extra))
    yield one("added to 200 times", {LATER, CORRUPT}, partial(updated, 200))
    yield one("added to once", {LATER}, partial(updated, 1))
    for number, font in enumerate(FONTS):
        yield one(
            f"broken font {number}",
            odd,
            partial(lambda f: pdf(resources=b"/Font<</F1 5 0 R>>", more=f), font),
        )
    yield one("header alone", bad, lambda: b"%PDF-1.7\n")
    yield one("header and 20 MB of zeros", bad, lambda: b"%PDF-1.7\n" + bytes(20 << 20))
    yield one("header and 20 MB of brackets", bad, lambda: b"%PDF-1.7\n" + b"[" * (20 << 20))
    yield one(
        "2,000,000 objects",
        odd,
        lambda: pdf() + b"".join(b"%d 0 obj null endobj\n" % n for n in range(10, 900_000)),
    )
    yield one(
        "20 MB of comments", odd, lambda: pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n" + b"%x\n" * 7_000_000, 1)
    )


def _active(one: Callable[..., Attack], odd: frozenset[str]) -> Iterator[Attack]:
    script = b"<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1/'\\))>>"
    yield one("JavaScript when opened", {ACTIVE}, lambda: pdf(catalog=b"/OpenAction" + script))
    yield one("JavaScript by name", {ACTIVE}, lambda: pdf(
        catalog=b"/Names<</JavaScript<</Names[(x) %s]>>>>" % script))  # fmt: skip
    yield one("JavaScript when the page opens", {ACTIVE}, lambda: pdf(page=b"/AA<</O%s>>" % script))
    yield one("JavaScript that never ends", {ACTIVE}, lambda: pdf(
        catalog=b"/OpenAction<</S/JavaScript/JS(while\\(true\\){})>>"))  # fmt: skip
    yield one("launches a program", {ACTIVE}, lambda: pdf(catalog=b"/OpenAction<</S/Launch/F(/bin/sh)>>"))
    yield one("submits a form", odd | {ACTIVE}, lambda: pdf(
        catalog=b"/OpenAction<</S/SubmitForm/F(http://127.0.0.1/)>>"))  # fmt: skip
    yield one(
        "opens an address",
        odd | {ACTIVE},
        lambda: pdf(catalog=b"/OpenAction<</S/URI/URI(http://127.0.0.1/)>>"),
    )
    yield one("goes to a remote file", odd | {ACTIVE}, lambda: pdf(
        catalog=b"/OpenAction<</S/GoToR/F(\\\\\\\\127.0.0.1\\\\x)/D[0/Fit]>>"))  # fmt: skip
    yield one("reads a file of this machine", odd, lambda: pdf(more={
        4: b"<</Length 0/F(/etc/passwd)/FFilter/ASCIIHexDecode>>stream\n\nendstream"}))  # fmt: skip
    yield one("embedded program", {ACTIVE}, lambda: pdf(
        catalog=b"/Names<</EmbeddedFiles<</Names[(x.exe) 5 0 R]>>>>", more={
            5: b"<</Type/Filespec/F(x.exe)/EF<</F 6 0 R>>>>", 6: stream(b"MZ" + bytes(200), b"/Type/EmbeddedFile")}))  # fmt: skip
    yield one("XFA form", odd | {ACTIVE}, lambda: pdf(catalog=b"/AcroForm<</XFA 5 0 R/Fields[]>>", more={
        5: stream(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')}))  # fmt: skip
    yield one("form fields in a circle", odd, lambda: pdf(catalog=b"/AcroForm<</Fields[5 0 R]>>", page=b"/Annots[5 0 R]", more={
        5: b"<</FT/Tx/T(x)/Kids[5 0 R]/Parent 5 0 R/Subtype/Widget/Rect[0 0 99 99]>>"}))  # fmt: skip
    yield one("100,000 annotations", odd, lambda: pdf(page=b"/Annots[%s]" % (
        b"<</Type/Annot/Subtype/Square/Rect[0 0 99 99]/C[1 0 0]>>" * 100_000)))  # fmt: skip
    yield one("encrypted with a password", {LOCKED}, lambda: pdf(trailer=ENCRYPT))
    yield one("encrypted by nobody's method", {LOCKED, CORRUPT}, lambda: pdf(
        trailer=b"/Encrypt<</Filter/Nobody/V 99/R 99>>"))  # fmt: skip
    yield one(
        "encryption that is its own object",
        {LOCKED, CORRUPT, READ},
        lambda: pdf(trailer=b"/Encrypt 5 0 R", more={5: b"5 0 R"}),
    )


def same_pages(count: int, content: bytes) -> bytes:
    """Pages of one content."""
    kids = b" ".join(b"%d 0 R" % (number + 10) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % FONT
    return file_of({1: CATALOG, 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
                    4: stream(zlib.compress(content), b"/Filter/FlateDecode")}
                   | dict.fromkeys(range(10, 10 + count), page))  # fmt: skip


def circle_of_tables() -> bytes:
    data = pdf()
    place = int(data[data.rindex(b"startxref\n") + 10 :].split()[0])
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % place)


ENCRYPT = (
    b"/ID[(0123456789abcdef)(0123456789abcdef)]/Encrypt<</Filter/Standard/V 1/R 2/P -44/O(%s)/U(%s)>>"
    % (b"o" * 32, b"u" * 32)
)

FONTS: tuple[dict[int, bytes], ...] = (
    {5: b"<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor 6 0 R>>", 6: b"<</FontFile2 7 0 R>>",
     7: stream(b"\0\1\0\0\xff\xff" + bytes(900))},
    {5: b"<</Type/Font/Subtype/Type1/BaseFont/X/FontDescriptor 6 0 R>>", 6: b"<</FontFile 7 0 R>>",
     7: stream(b"%!PS-AdobeFont-1.0" + b"{" * 9000)},
    {5: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[0 0 0 0 0 0]/CharProcs<</a 6 0 R>>/Encoding<<"
        b"/Differences[80/a]>>/FirstChar 80/LastChar 81/Widths[1 1]/Resources<</Font<</F1 5 0 R>>>>>>",
     6: stream(b"BT /F1 9 Tf (P) Tj ET")},
    {5: b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 6 0 R/DescendantFonts[5 0 R]>>", 6: stream(
        b"1 begincidrange <00000000> <ffffffff> 0 endcidrange", b"/Type/CMap/CMapName/X/UseCMap 6 0 R")},
    {5: b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/../../../../etc/passwd/DescendantFonts[6 0 R]>>",
     6: b"<</Type/Font/Subtype/CIDFontType2/CIDSystemInfo<</Registry(..)/Ordering(/etc/passwd)/Supplement 0>>>>"},
    {5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>", 6: stream(
        b"1 beginbfrange <0000> <ffff> <0000> endbfrange " * 2000)},
    {5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 0/LastChar 2147483647/Widths[1]>>"},
)  # fmt: skip

"""PDF: circles and lies in its structure, things that would run, locks, and rubbish."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from tests.hostile.attack import ACTIVE, BROKEN, CORRUPT, LATER, LOCKED, PAGES, READ, Attack, noise, upload
from tests.hostile.pdf_file import CATALOG, SHOWN, file_of, image, pdf, stream

ENCRYPT = (
    b"/ID[(0123456789abcdef)(0123456789abcdef)]/Encrypt<</Filter/Standard/V 1/R 2/P -44/O(%s)/U(%s)>>"
    % (b"o" * 32, b"u" * 32)
)


FONTS: tuple[dict[int, bytes], ...] = (
    {
        5: b"<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor 6 0 R>>",
        6: b"<</FontFile2 7 0 R>>",
        7: stream(b"\0\1\0\0\xff\xff" + bytes(900)),
    },
    {
        5: b"<</Type/Font/Subtype/Type1/BaseFont/X/FontDescriptor 6 0 R>>",
        6: b"<</FontFile 7 0 R>>",
        7: stream(b"%!PS-AdobeFont-1.0" + b"{" * 9000),
    },
    {
        5: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[0 0 0 0 0 0]/CharProcs<</a 6 0 R>>"
        b"/Encoding<<"
        b"/Differences[80/a]>>/FirstChar 80/LastChar 81/Widths[1 1]/Resources<</Font<</F1 5 0 R>>>>>>",
        6: stream(b"BT /F1 9 Tf (P) Tj ET"),
    },
    {
        5: b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 6 0 R/DescendantFonts[5 0 R]>>",
        6: stream(
            b"1 begincidrange <00000000> <ffffffff> 0 endcidrange", b"/Type/CMap/CMapName/X/UseCMap 6 0 R"
        ),
    },
    {
        5: b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/../../../../etc/passwd/DescendantFonts[6 0 R]>>",
        6: b"<</Type/Font/Subtype/CIDFontType2"
        b"/CIDSystemInfo<</Registry(..)/Ordering(/etc/passwd)/Supplement 0>>>>",
    },
    {
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        6: stream(b"1 beginbfrange <0000> <ffff> <0000> endbfrange " * 2000),
    },
    {5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 0/LastChar 2147483647/Widths[1]>>"},
)


def pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 10) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    return file_of(
        {1: CATALOG, 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)}
        | dict.fromkeys(range(10, 10 + count), page)
    )


def deep_tree(depth: int) -> bytes:
    nodes = {n: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 1) for n in range(2, depth + 2)}
    return file_of({1: CATALOG, **nodes, depth + 2: b"<</Type/Page/MediaBox[0 0 200 200]>>"})


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


def scrambled(seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    data = bytearray(
        image(
            b"/Width 80/Height 60/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode",
            zlib.compress(noise(80, 60, seed).tobytes()),
        )
    )
    for at in rng.integers(0, len(data), 40):
        data[at] = rng.integers(0, 256)
    return bytes(data)


def circle_of_tables() -> bytes:
    data = pdf()
    place = int(data[data.rindex(b"startxref\n") + 10 :].split()[0])
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % place)


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str] | frozenset[str], data: Callable[[], bytes]) -> Attack:
        return upload("pdf", name, ends, data)

    bad = BROKEN | {PAGES}
    odd = bad | {READ}
    yield from _structures(one, odd, bad)
    yield from _active(one, odd)
    for number in range(20):
        yield one(
            f"scrambled {number}", odd | {LATER, LOCKED, ACTIVE}, partial(scrambled, seed * 100 + number)
        )


def _structures(one: Callable[..., Attack], odd: frozenset[str], bad: frozenset[str]) -> Iterator[Attack]:
    for count in (0, 31, 100_000):
        yield one(f"{count} pages", {PAGES} if count > 30 else {CORRUPT}, partial(pages, count))
    yield one(
        "says it has 2 thousand million pages",
        odd,
        lambda: pdf().replace(b"/Count 1/", b"/Count 2147483647/"),
    )
    yield one("says it has minus one page", odd, lambda: pdf().replace(b"/Count 1/", b"/Count -1/"))
    yield one(
        "the tree is its own branch",
        odd,
        lambda: file_of({1: CATALOG, 2: b"<</Type/Pages/Count 9/Kids[2 0 R]>>"}),
    )
    yield one(
        "two branches of each other",
        odd,
        lambda: file_of(
            {
                1: CATALOG,
                2: b"<</Type/Pages/Count 9/Kids[3 0 R]>>",
                3: b"<</Type/Pages/Count 9/Parent 2 0 R/Kids[2 0 R]>>",
            }
        ),
    )
    yield one(
        "a page that is its own parent",
        odd,
        lambda: file_of(
            {1: CATALOG, 2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: b"<</Type/Page/Parent 3 0 R>>"}
        ),
    )
    yield one(
        "the same page 100 times",
        {PAGES, CORRUPT, READ},
        lambda: file_of(
            {
                1: CATALOG,
                2: b"<</Type/Pages/Count 100/Kids[%s]>>" % (b"3 0 R " * 100),
                3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
            }
        ),
    )
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
    yield one(
        "forms in a circle",
        odd,
        lambda: pdf(
            b"/X Do",
            resources=b"/XObject<</X 5 0 R>>",
            more={
                5: stream(
                    b"/X Do /X Do",
                    b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>",
                )
            },
        ),
    )
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
    yield one("object number of 9 digits", odd, lambda: pdf().replace(b"4 0 obj", b"999999999 0 obj"))
    for box in (
        b"0 0 1000000 1000000",
        b"0 0 0 0",
        b"0 0 -5 -5",
        b"0 0 1e38 1e38",
        b"0 0 1 100000",
        b"0 0 2 2",
        b"0",
        b"(x) (y) (z) (w)",
        b"0 0 14400 14400",
        b"-1e9 -1e9 1e9 1e9",
    ):
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
    yield one(
        "JavaScript by name",
        {ACTIVE},
        lambda: pdf(catalog=b"/Names<</JavaScript<</Names[(x) %s]>>>>" % script),
    )
    yield one("JavaScript when the page opens", {ACTIVE}, lambda: pdf(page=b"/AA<</O%s>>" % script))
    yield one(
        "JavaScript that never ends",
        {ACTIVE},
        lambda: pdf(catalog=b"/OpenAction<</S/JavaScript/JS(while\\(true\\){})>>"),
    )
    yield one("launches a program", {ACTIVE}, lambda: pdf(catalog=b"/OpenAction<</S/Launch/F(/bin/sh)>>"))
    yield one(
        "submits a form",
        odd | {ACTIVE},
        lambda: pdf(catalog=b"/OpenAction<</S/SubmitForm/F(http://127.0.0.1/)>>"),
    )
    yield one(
        "opens an address",
        odd | {ACTIVE},
        lambda: pdf(catalog=b"/OpenAction<</S/URI/URI(http://127.0.0.1/)>>"),
    )
    yield one(
        "goes to a remote file",
        odd | {ACTIVE},
        lambda: pdf(catalog=b"/OpenAction<</S/GoToR/F(\\\\\\\\127.0.0.1\\\\x)/D[0/Fit]>>"),
    )
    yield one(
        "reads a file of this machine",
        odd,
        lambda: pdf(more={4: b"<</Length 0/F(/etc/passwd)/FFilter/ASCIIHexDecode>>stream\n\nendstream"}),
    )
    yield one(
        "embedded program",
        {ACTIVE},
        lambda: pdf(
            catalog=b"/Names<</EmbeddedFiles<</Names[(x.exe) 5 0 R]>>>>",
            more={
                5: b"<</Type/Filespec/F(x.exe)/EF<</F 6 0 R>>>>",
                6: stream(b"MZ" + bytes(200), b"/Type/EmbeddedFile"),
            },
        ),
    )
    yield one(
        "XFA form",
        odd | {ACTIVE},
        lambda: pdf(
            catalog=b"/AcroForm<</XFA 5 0 R/Fields[]>>",
            more={5: stream(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')},
        ),
    )
    yield one(
        "form fields in a circle",
        odd,
        lambda: pdf(
            catalog=b"/AcroForm<</Fields[5 0 R]>>",
            page=b"/Annots[5 0 R]",
            more={5: b"<</FT/Tx/T(x)/Kids[5 0 R]/Parent 5 0 R/Subtype/Widget/Rect[0 0 99 99]>>"},
        ),
    )
    yield one(
        "100,000 annotations",
        odd,
        lambda: pdf(
            page=b"/Annots[%s]" % (b"<</Type/Annot/Subtype/Square/Rect[0 0 99 99]/C[1 0 0]>>" * 100_000)
        ),
    )
    yield one("encrypted with a password", {LOCKED}, lambda: pdf(trailer=ENCRYPT))
    yield one(
        "encrypted by nobody's method",
        {LOCKED, CORRUPT},
        lambda: pdf(trailer=b"/Encrypt<</Filter/Nobody/V 99/R 99>>"),
    )
    yield one(
        "encryption that is its own object",
        {LOCKED, CORRUPT, READ},
        lambda: pdf(trailer=b"/Encrypt 5 0 R", more={5: b"5 0 R"}),
    )

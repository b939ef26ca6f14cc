"""PDF files put together by hand, so that each of their parts can be wrong."""

from __future__ import annotations

import zlib

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
    content: bytes = SHOWN,
    *,
    catalog: bytes = b"",
    page: bytes = b"",
    resources: bytes = FONT,
    packed: bytes = b"",
    more: dict[int, bytes] | None = None,
    trailer: bytes = b"",
    box: bytes = b"0 0 595 842",
) -> bytes:
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


def image(entries: bytes, data: bytes) -> bytes:
    """A page filled by one picture."""
    return pdf(
        b"q 500 0 0 700 40 60 cm /I Do Q",
        resources=b"/XObject<</I 5 0 R>>",
        more={5: stream(data, b"/Type/XObject/Subtype/Image" + entries)},
    )


def words(count: int, size: int = 1) -> bytes:
    """Text on text: ``count`` lines of 60 letters."""
    line = b"(PROVINSI JAWA BARAT KOTA BANDUNG NIK 3273014708900003 NAMA) Tj "
    return b"BT /F1 %d Tf 1 0 0 1 20 800 Tm 1 TL " % size + (line + b"T* ") * count + b"ET"


def same_pages(count: int, content: bytes) -> bytes:
    """Pages of one content."""
    kids = b" ".join(b"%d 0 R" % (number + 10) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % FONT
    return file_of(
        {
            1: CATALOG,
            2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
            4: stream(zlib.compress(content), b"/Filter/FlateDecode"),
        }
        | dict.fromkeys(range(10, 10 + count), page)
    )

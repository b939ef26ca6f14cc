"""What a file says of its own past, and that the files people usually send say nothing."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from models.reason import ReasonCode
from pipeline.intake.kinds import Kind
from pipeline.intake.limits import Limits
from pipeline.intake.opener import sheets_of
from pipeline.intake.sheet import Remark
from tests.pipeline.intake.test_pdf import letter, pdf

SCAN = Image.fromarray(np.random.default_rng(1).integers(180, 255, (420, 300, 3), dtype=np.uint8))


def said(data: bytes, kind: Kind) -> list[ReasonCode]:
    return [item.code for item in sheets_of(data, kind, Limits()) if isinstance(item, Remark)]


def details(data: bytes, kind: Kind) -> str:
    return " ".join(item.detail for item in sheets_of(data, kind, Limits()) if isinstance(item, Remark))


def signed(software: str, format_: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x0131] = software
    stream = io.BytesIO()
    SCAN.save(stream, format_, exif=exif)
    return stream.getvalue()


@pytest.mark.parametrize("format_", ["JPEG", "WEBP", "PNG", "TIFF"])
@pytest.mark.parametrize("software", ["Adobe Photoshop 25.0 (Windows)", "GIMP 2.10.36", "snapseed 2.0"])
def test_an_editor_that_signed_a_picture_is_named_by_our_word(format_: str, software: str) -> None:
    data = signed(software, format_)
    assert said(data, Kind[format_]) == [ReasonCode.FILE_EDITED]
    assert "(Windows)" not in details(data, Kind[format_])


@pytest.mark.parametrize(
    "software",
    ["", "Samsung SM-A546E", "17.5.1", "HDR+ 1.0.6", "EPSON Scan", "WhatsApp", "Gimpel Camera", "canvas app"],
)
def test_cameras_scanners_and_messengers_are_no_editors(software: str) -> None:
    assert said(signed(software), Kind.JPEG) == []


def test_a_png_that_names_its_editor_in_its_text() -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("Software", "Adobe ImageReady; Canva")
    stream = io.BytesIO()
    SCAN.save(stream, "PNG", pnginfo=note)
    assert said(stream.getvalue(), Kind.PNG) == [ReasonCode.FILE_EDITED]


@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
@pytest.mark.parametrize(
    ("comment", "told"),
    [
        (b"ASCII\0\0\0Screenshot", [ReasonCode.FILE_SCREENSHOT]),
        (b"ASCII\0\0\0at the office", []),
        (b"", []),
    ],
)
def test_a_picture_that_says_it_is_a_screenshot(format_: str, comment: bytes, told: list[ReasonCode]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 1  # without anything of its own Pillow writes none of it into a PNG
    exif.get_ifd(0x8769)[0x9286] = comment
    stream = io.BytesIO()
    SCAN.save(stream, format_, exif=exif)
    assert said(stream.getvalue(), Kind[format_]) == told


def scanned(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(SCAN), 0, 0, 595, 842)


def typed(mode: int, *, y: float = 500, text: str = "SITI RAHMAWATI") -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        scanned(canvas)
        words = canvas.beginText(120, y)
        words.setTextRenderMode(mode)
        words.textLine(text)
        canvas.drawText(words)

    return draw


@pytest.mark.parametrize(
    ("draw", "found"),
    [
        (typed(0), [ReasonCode.FILE_TEXT_OVER_SCAN]),
        (typed(3), []),  # what text recognition lays over a scan is not drawn
        (typed(0, y=20, text="Scanned with a scanner's program"), []),
        (typed(0, text="-"), []),
        (scanned, []),
        (letter, []),
    ],
)
def test_words_typed_over_a_scan(draw: Callable[[Canvas], None], found: list[ReasonCode]) -> None:
    assert said(pdf(draw), Kind.PDF) == found


def written(change: Callable[[PdfWriter], object], data: bytes, *, incremental: bool = False) -> bytes:
    reader = PdfReader(io.BytesIO(data))
    writer = PdfWriter(reader, incremental=True) if incremental else PdfWriter(clone_from=reader)
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda pages: pages.add_open_action(JavaScript("app.alert('x')")), ReasonCode.FILE_ACTIVE_CONTENT),
        (lambda pages: pages.add_attachment("a.txt", b"x"), ReasonCode.FILE_ACTIVE_CONTENT),
        (lambda pages: pages.add_metadata({"/Producer": "Sejda 3.2"}), ReasonCode.FILE_EDITED),
    ],
)
def test_what_a_pdf_carries_or_who_wrote_it(change: Callable[[PdfWriter], object], code: ReasonCode) -> None:
    assert said(written(change, pdf(letter)), Kind.PDF) == [code]


def test_a_pdf_that_was_added_to_says_so_unless_it_was_signed() -> None:
    later = written(lambda pages: pages.add_metadata({"/Title": "b"}), pdf(letter), incremental=True)
    assert said(later, Kind.PDF) == [ReasonCode.FILE_CHANGED_LATER]
    assert said(later + b"\n% /ByteRange [0 1 2 3]\n", Kind.PDF) == []

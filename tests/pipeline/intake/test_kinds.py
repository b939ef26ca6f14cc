from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from PIL import Image

from pipeline.intake.kinds import Kind, is_wrongly_named, kind_of


@pytest.mark.parametrize(
    ("format_", "kind"),
    [("JPEG", Kind.JPEG), ("PNG", Kind.PNG), ("WEBP", Kind.WEBP), ("TIFF", Kind.TIFF), ("HEIF", Kind.HEIF)],
)
def test_pictures(encoded: Callable[..., bytes], picture: Image.Image, format_: str, kind: Kind) -> None:
    assert kind_of(encoded(picture, format_)) is kind


def packed(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (packed("foto.jpg"), "ZIP archive"),
        (packed("word/document.xml"), "DOCX document"),
        (packed("xl/workbook.xml"), "XLSX document"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video or sound recording (MP4 family)"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "AVIF picture"),
        (b"GIF89a" + b"x" * 20, "GIF picture"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "HTML page"),
        (b"<svg xmlns=''/>", "SVG drawing"),
        (b"<?xml version='1.0'?><a/>", "XML file"),
        ("Surat keterangan kerja, sébagai…".encode(), "text file"),
        (b"MZ\x90\0", "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office document (DOC, XLS or PPT)"),
        (b"\x01\x02\0\xfe" * 30, "unknown kind of file"),
        (b"\xff", "unknown kind of file"),
    ],
)
def test_what_is_not_read_is_named(data: bytes, name: str) -> None:
    assert kind_of(data) == name


def test_other_kinds_of_heif_and_pdf() -> None:
    assert kind_of(b"\0\0\0\x18ftypmif1\0\0\0\0heicmif1") is Kind.HEIF
    assert kind_of(b"%PDF-1.7\n") is Kind.PDF
    assert kind_of(b"junk before\r\n%PDF-1.4\n") is Kind.PDF


@pytest.mark.parametrize(
    ("name", "kind", "wrong"),
    [
        ("ktp.jpg", Kind.JPEG, False),
        ("KTP.JPEG", Kind.JPEG, False),
        ("ktp.png", Kind.JPEG, True),
        ("ktp.docx", Kind.PDF, True),
        ("ktp.pdf.jpg", Kind.PDF, True),
        ("ktp", Kind.PDF, False),
        ("ktp.2026", Kind.PDF, False),
        ("foto.heic", Kind.HEIF, False),
    ],
)
def test_names(name: str, kind: Kind, *, wrong: bool) -> None:
    assert is_wrongly_named(name, kind) is wrong

"""What a file is, told from its bytes; its name only tells whether it is wrongly named."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath


class Kind(StrEnum):
    """The kinds that are read."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"
    TIFF = "TIFF"
    HEIF = "HEIF"
    PDF = "PDF"


_READ: tuple[tuple[Kind, int, tuple[bytes, ...]], ...] = (
    (Kind.JPEG, 0, (b"\xff\xd8\xff",)),
    (Kind.PNG, 0, (b"\x89PNG\r\n\x1a\n",)),
    (Kind.WEBP, 8, (b"WEBP",)),
    (Kind.TIFF, 0, (b"II*\0", b"MM\0*", b"II+\0\x08", b"MM\0+\0\x08")),
)
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

_UNREAD: tuple[tuple[str, int, tuple[bytes, ...]], ...] = (
    ("GIF picture", 0, (b"GIF87a", b"GIF89a")),
    ("BMP picture", 0, (b"BM",)),
    ("JPEG 2000 picture", 0, (b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")),
    ("RAR archive", 0, (b"Rar!\x1a\x07",)),
    ("7z archive", 0, (b"7z\xbc\xaf\x27\x1c",)),
    ("GZIP archive", 0, (b"\x1f\x8b",)),
    ("old Office document (DOC, XLS or PPT)", 0, (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    ("RTF document", 0, (b"{\\rtf",)),
    ("video (Matroska or WebM)", 0, (b"\x1a\x45\xdf\xa3",)),
    ("video (AVI)", 8, (b"AVI ",)),
    ("sound recording", 0, (b"ID3", b"OggS", b"fLaC", b"#!AMR")),
    ("sound recording", 8, (b"WAVE",)),
    ("program", 0, (b"\x7fELF", b"MZ")),
)
_OFFICE = ((b"word/", "DOCX document"), (b"xl/", "XLSX document"), (b"ppt/", "PPTX document"))
_MARKUP = ((b"<!doctype html", "HTML page"), (b"<html", "HTML page"), (b"<svg", "SVG drawing"))

_EXTENSIONS = {
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif"), Kind.JPEG),
    ".png": Kind.PNG,
    ".webp": Kind.WEBP,
    **dict.fromkeys((".tif", ".tiff"), Kind.TIFF),
    **dict.fromkeys((".heic", ".heif", ".hif"), Kind.HEIF),
    ".pdf": Kind.PDF,
}
_OFFICE_EXTENSIONS = {".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".rtf"}
_TEXT_EXTENSIONS = {".txt", ".csv", ".htm", ".html", ".svg", ".xml", ".json"}
_MEDIA_EXTENSIONS = {".gif", ".bmp", ".avif", ".mp3", ".m4a", ".wav", ".ogg", ".mp4", ".mov", ".avi", ".3gp"}
_PACKED_EXTENSIONS = {".zip", ".rar", ".7z", ".gz", ".exe", ".apk"}
_OTHER_EXTENSIONS = _OFFICE_EXTENSIONS | _TEXT_EXTENSIONS | _MEDIA_EXTENSIONS | _PACKED_EXTENSIONS


def kind_of(data: bytes) -> Kind | str:
    """Return the kind, or for a file that is not read the name of what was found."""
    for kind, offset, marks in _READ:
        if data.startswith(marks, offset):
            return kind
    if data[4:8] == b"ftyp":
        return _of_boxes(data)
    for name, offset, marks in _UNREAD:
        if data.startswith(marks, offset):
            return name
    if data.startswith(b"PK\x03\x04"):
        return next((name for mark, name in _OFFICE if mark in data), "ZIP archive")
    if b"%PDF-" in data[:1024]:  # readers accept a header that does not stand at the very start
        return Kind.PDF
    return _of_text(data)


def is_wrongly_named(name: str, kind: Kind) -> bool:
    """Tell whether the name's extension promises another kind (no or an unknown extension promises none)."""
    extension = PurePath(name).suffix.lower()
    return extension in _OTHER_EXTENSIONS or _EXTENSIONS.get(extension, kind) is not kind


def _of_boxes(data: bytes) -> Kind | str:
    """Tell HEIF from its relatives: the first box lists the brands that the file conforms to."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[at : at + 4] for at in (8, *range(16, length, 4))}
    if b"avif" in brands or b"avis" in brands:
        return "AVIF picture"
    if brands.intersection(_HEIF_BRANDS):
        return Kind.HEIF
    return "video or sound recording (MP4 family)"


def _of_text(data: bytes) -> str:
    head = data[:4096]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, name in _MARKUP:
        if mark in start[:1024]:
            return name
    if start.startswith(b"<?xml"):
        return "XML file"
    if b"\0" in head:
        return "unknown kind of file"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as problem:
        cut_by_us = len(data) > len(head) and problem.start >= len(head) - 4
        if not cut_by_us:
            return "unknown kind of file"
    return "text file"

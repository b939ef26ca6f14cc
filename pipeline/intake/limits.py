"""Every limit on what may come in, in one place."""

from __future__ import annotations

from dataclasses import dataclass

MEBI = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much one claim may ask of the machine.

    Attributes:
        file_bytes: size of one upload.
        pixels, side: of one picture as stored in the file.
        pages_per_file, pages_per_claim: how many pages are read; the rest is reported, not read.
        files: how many uploads of one claim are looked at.
        long_side: longest side of the pixels handed on, in pixels; larger pictures are scaled down.
        scan_dpi, digital_dpi: resolution at which PDF pages are drawn: to be read, and only to be shown.
        pdf_objects: a page with more objects is read optically, its text layer is not looked at.
        seconds, memory: what the process that opens files may use, per file and in all (bytes).
    """

    file_bytes: int = 25 * MEBI
    pixels: int = 60_000_000
    side: int = 20_000
    pages_per_file: int = 30
    pages_per_claim: int = 60
    files: int = 200
    long_side: int = 2600
    scan_dpi: int = 200
    digital_dpi: int = 150
    pdf_objects: int = 20_000
    seconds: float = 60.0
    memory: int = 4096 * MEBI

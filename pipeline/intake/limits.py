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
        least_side, slender: pixels, and how many times longer than wide a picture may be; beyond both nothing
            can stand on it, and finders of faces and lines break on it.
        decoded_bytes: what decoding one picture may take, by what its decoder needs a pixel.
        pages_per_file, pages_per_claim: how many pages are read; the rest is reported, not read.
        pixels_per_claim: as handed on: 23 scans of A4, 18 photographs. Imaging makes another copy of each, so
            that these are 540 MB of the worker's memory.
        files: how many uploads of one claim are looked at.
        seconds_per_claim: for opening all files of one claim; what is left then is reported, not opened.
        long_side: longest side of the pixels handed on, in pixels; larger pictures are scaled down.
        scan_dpi, digital_dpi: resolution at which PDF pages are drawn: to be read, and only to be shown.
        pdf_objects, pdf_pages: a page with more objects, or of a PDF with more pages, is read optically, its
            text layer is not looked at.
        core_seconds, seconds: processor time, and time on the clock, for opening one file (thirty scanned
            pages take some five).
        memory: of the process that opens files, in bytes of address space (some 110 MB less stay resident).
    """

    file_bytes: int = 25 * MEBI
    pixels: int = 60_000_000
    side: int = 20_000
    least_side: int = 8
    slender: int = 50
    decoded_bytes: int = 400_000_000
    pages_per_file: int = 30
    pages_per_claim: int = 60
    pixels_per_claim: int = 92_000_000
    files: int = 200
    seconds_per_claim: float = 60.0
    long_side: int = 2600
    scan_dpi: int = 200
    digital_dpi: int = 150
    pdf_objects: int = 20_000
    pdf_pages: int = 1000
    core_seconds: float = 10.0
    seconds: float = 16.0
    memory: int = 640 * MEBI

    @property
    def too_many_pixels(self) -> str:
        """What a remark says of pages beyond ``pixels_per_claim``."""
        return (
            f"a claim's pages may have {self.pixels_per_claim // 10**6} million pixels; the rest is not read"
        )

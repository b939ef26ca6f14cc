"""PDF -> sheets. Runs in the process that opens files (``opener.py``).

PDFium draws every page. Scripts and actions are never run: the build has no JavaScript, and no action
is ever called. Forms are drawn, because an applicant may have typed into one.
"""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from models.reason import ReasonCode
from pipeline.intake import edits
from pipeline.intake.limits import Limits
from pipeline.intake.sheet import Opened, Remark, Sheet
from pipeline.intake.text_layer import (
    Box,
    TextLayers,
    apart,
    is_born_digital,
    may_be_born_digital,
)

_POINTS_PER_INCH = 72


def open_pdf(data: bytes, limits: Limits) -> Opened:
    """Yield the PDF's pages as sheets, drawn as a person sees them (CropBox and /Rotate applied)."""
    _forget_last_error()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        locked = problem.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        code = ReasonCode.FILE_ENCRYPTED if locked else ReasonCode.FILE_CORRUPT
        yield Remark(code, "PDF asks for a password" if locked else "PDF is damaged")
        return
    # pdfplumber walks through all pages before it shows one; no bytes, no text layer
    with document, TextLayers(data if len(document) <= limits.pdf_pages else b"") as layers:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        if len(document) == 0:
            yield Remark(ReasonCode.FILE_CORRUPT, "PDF has no pages")
        yield from edits.in_pdf(data, document)
        for index in range(min(len(document), limits.pages_per_file)):
            try:
                page = document[index]
            except pypdfium2.PdfiumError:
                yield Remark(ReasonCode.FILE_CORRUPT, f"page {index + 1} of the PDF is damaged")
                continue
            yield _sheet(page, index + 1, layers, limits)
            yield from edits.over_scan(page, index + 1, limits.pdf_objects)
            page.close()
        if len(document) > limits.pages_per_file:
            detail = f"only the first {limits.pages_per_file} of {len(document)} pages are read"
            yield Remark(ReasonCode.FILE_TRUNCATED_PAGES, detail)


def _forget_last_error() -> None:
    """Make PDFium's error code speak of the next document: some failures leave the last file's in place."""
    with contextlib.suppress(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(b"no PDF")


def _sheet(page: Any, number: int, layers: TextLayers, limits: Limits) -> Sheet | Remark:
    width, height = page.get_size()
    if min(width, height) < 1 or max(width, height) / min(width, height) > limits.slender:
        return Remark(ReasonCode.FILE_CORRUPT, f"page {number} of the PDF has an impossible size")
    too_many = raw.FPDFPage_CountObjects(page) > limits.pdf_objects
    contents = None if too_many else layers.contents(number)
    # what was typed into a form is not in the text layer
    if contents and may_be_born_digital(contents) and not _is_form(page):
        pixels = _drawn(page, limits.digital_dpi / _POINTS_PER_INCH, limits)
        if is_born_digital(contents, pixels):
            clear, stamped = apart(contents)
            lines = tuple((text, _in_pixels(box, pixels)) for text, box in clear)
            return Sheet(
                number, pixels, _size(pixels), lines, tuple(_in_pixels(box, pixels) for box in stamped)
            )
    # a card scanned onto a page of its own size has more pixels than the usual resolution would keep
    finest = contents.resolution if contents else 0.0
    pixels = _drawn(page, max(limits.scan_dpi / _POINTS_PER_INCH, finest), limits)
    return Sheet(number, pixels, _size(pixels))


def _drawn(page: Any, scale: float, limits: Limits) -> NDArray[np.uint8]:
    width, height = page.get_size()
    scale = min(scale, limits.long_side / max(width, height), (limits.pixels / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, fill_color=(255, 255, 255, 255))
    pixels = np.array(bitmap.to_numpy()[..., :3], dtype=np.uint8)
    bitmap.close()
    return pixels


def _in_pixels(box: Box, pixels: NDArray[np.uint8]) -> Box:
    width, height = _size(pixels)
    return box[0] * width, box[1] * height, box[2] * width, box[3] * height


def _size(pixels: NDArray[np.uint8]) -> tuple[int, int]:
    return pixels.shape[1], pixels.shape[0]


def _is_form(page: Any) -> bool:
    """Tell whether something can be, or was, typed onto the page."""
    handles = (raw.FPDFPage_GetAnnot(page, place) for place in range(raw.FPDFPage_GetAnnotCount(page)))
    typed = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}
    return any(raw.FPDFAnnot_GetSubtype(handle) in typed for handle in handles if handle)

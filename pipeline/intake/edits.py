"""What a file says of its own past: saved by an editor, changed later, typed on, or carrying active content.

Advisory, and blind to whoever wipes the traces: no trace proves nothing. Runs in the process that opens
files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from ctypes import byref, c_float
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image
from pypdfium2 import raw

from models.reason import ReasonCode
from pipeline.intake.sheet import Remark

SIGNED_BY = (0x0131, 0x000B)
"""EXIF: Software, ProcessingSoftware."""

CAMERA_NOTES, USER_COMMENT = 0x8769, 0x9286
"""EXIF: the part that a camera fills in, and in it the comment, where Apple's telephones and tablets write
``Screenshot`` (observed, not documented). Android's write nothing: no note proves nothing."""

SCREENSHOT = re.compile(r"(?<![a-z])screen ?shot(?![a-z])", re.IGNORECASE)

MOST_OF_A_NOTE = 64 * 1024
"""Bytes of a note in a file that are looked through."""

SIGNATURE = re.compile(rb"/ByteRange\s*\[")
FAST_WEB = re.compile(rb"/Linearized\b")
LAUNCH = re.compile(rb"/S\s*/(?:Launch|JavaScript)\b")
"""A PDF's electronic signature, its layout for the web (which ends twice), and actions that run something.

All are too long to occur by chance among the bytes of a scan, as ``/JS`` does in large ones. What
stands in compressed objects is not seen; PDFium is asked for the scripts that it knows.
"""

WHOLE_PAGE = 0.7
"""Share of a page that one picture fills where the page is a scan."""

MARGIN = 0.07
"""Of the page's height, top and bottom, where scanners' programs print their own names."""

LEAST_WIDE = 12.0
"""Points; narrower print is a tick or a dash."""

INVISIBLE = 3
"""PDF's text mode for words that are not drawn: what text recognition lays over a scan."""


def in_picture(picture: Image.Image) -> Iterator[Remark]:
    """Yield what a picture's own notes say of an editor, or of a screenshot."""
    comment = picture.getexif().get_ifd(CAMERA_NOTES).get(USER_COMMENT, "")
    if isinstance(comment, bytes):
        comment = comment[:MOST_OF_A_NOTE].decode("utf-8", "replace")
    if SCREENSHOT.search(str(comment)):
        yield Remark(ReasonCode.FILE_SCREENSHOT, "says that it is a device's picture of its own screen")
    notes = [str(picture.getexif().get(tag, "")) for tag in SIGNED_BY]
    notes += [
        str(value) for key, value in picture.info.items() if str(key).lower() in ("software", "comment")
    ]
    for key in ("xmp", "XML:com.adobe.xmp", "photoshop"):
        note = picture.info.get(key, b"")
        if key == "photoshop" and note:
            notes.append("adobe photoshop")
        elif isinstance(note, bytes):
            notes.append(note[:MOST_OF_A_NOTE].decode("utf-8", "replace"))
        else:
            notes.append(str(note)[:MOST_OF_A_NOTE])
    if name := _named(notes, _editors("pictures")):
        yield Remark(ReasonCode.FILE_EDITED, f"says that {name} saved it")


def in_pdf(data: bytes, document: Any) -> Iterator[Remark]:
    """Yield what a PDF says of an editor, of later changes, and of what it would run or carries with it."""
    told = document.get_metadata_dict()
    if name := _named([told.get("Producer", ""), told.get("Creator", "")], _editors("pdf")):
        yield Remark(ReasonCode.FILE_EDITED, f"says that {name} saved it")
    ends = data.count(b"%%EOF") - bool(FAST_WEB.search(data[:2048]))
    if ends > 1 and not SIGNATURE.search(data):  # signing a document adds to it
        yield Remark(ReasonCode.FILE_CHANGED_LATER, "was added to after it had first been saved")
    runs = raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or LAUNCH.search(data) is not None
    if runs or raw.FPDFDoc_GetAttachmentCount(document) > 0:
        what = "a program that would run when it is opened" if runs else "other files"
        yield Remark(ReasonCode.FILE_ACTIVE_CONTENT, f"holds {what}; nothing of it was run or opened")


def over_scan(page: Any, number: int, most_objects: int) -> Iterator[Remark]:
    """Yield a remark where a page is one scanned picture on which words were typed afterwards."""
    width, height = page.get_size()
    objects = [
        raw.FPDFPage_GetObject(page, k) for k in range(min(raw.FPDFPage_CountObjects(page), most_objects))
    ]
    kinds = [raw.FPDFPageObj_GetType(one) for one in objects]
    area = max(width * height, 1.0)
    scans = [
        place
        for place, (one, kind) in enumerate(zip(objects, kinds, strict=True))
        if kind == raw.FPDF_PAGEOBJ_IMAGE and _area(_box(one)) > WHOLE_PAGE * area
    ]
    above = zip(objects[scans[-1] :], kinds[scans[-1] :], strict=True) if scans else ()
    typed = [
        box
        for one, kind in above  # what is drawn before a picture lies under it
        if kind == raw.FPDF_PAGEOBJ_TEXT and raw.FPDFTextObj_GetTextRenderMode(one) != INVISIBLE
        if MARGIN * height < (box := _box(one))[1] and box[3] < (1 - MARGIN) * height
        if box[2] - box[0] > LEAST_WIDE
    ]
    if typed:
        yield Remark(
            ReasonCode.FILE_TEXT_OVER_SCAN, f"page {number} is a scan on which words were typed later"
        )


def _box(one: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right and top edge of an object, in points."""
    edges = [c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(one, *(byref(edge) for edge in edges)):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (float(edge.value) for edge in edges)
    return left, bottom, right, top


def _area(box: tuple[float, float, float, float]) -> float:
    left, bottom, right, top = box
    return (right - left) * (top - bottom)


def _named(notes: Iterable[str], editors: tuple[str, ...]) -> str | None:
    """The first program of the list that a note names; in the list's words, never in the file's."""
    whole = "\n".join(notes).lower()
    return next((e.title() for e in editors if re.search(rf"(?<![a-z]){re.escape(e)}(?![a-z])", whole)), None)


@cache
def _editors(kind: str) -> tuple[str, ...]:
    table = tomllib.loads(Path(__file__).with_name("editors.toml").read_text("utf-8"))
    return tuple(table[kind])

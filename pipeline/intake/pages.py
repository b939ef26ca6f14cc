"""A claim folder's uploads -> pages and findings. The bytes decide what a file is, never its name."""

from __future__ import annotations

import time
from contextlib import nullcontext
from pathlib import Path

import numpy as np

from models.claim import Claim
from models.finding import FileFinding
from models.geometry import Quad
from models.page import LayerLine, Page
from models.reason import ReasonCode
from pipeline.intake.child import Opener
from pipeline.intake.folder import Unopened, bytes_of, files_in, finding, name_problem, same_name
from pipeline.intake.kinds import Kind, is_wrongly_named, kind_of
from pipeline.intake.limits import Limits
from pipeline.intake.sheet import Remark, Sheet

_OUT_OF_TIME = "opening the files before it took too long; it is not opened"


def pages_of(
    folder: Path, claim: Claim, limits: Limits | None = None, *, opener: Opener | None = None
) -> tuple[list[Page], list[FileFinding]]:
    """Return every readable page of the claim, in upload order, and what is wrong with its files.

    Files that ``claim.uploads`` does not name come last, by name. One bad file never stops the others.

    Args:
        folder: the claim's folder.
        claim: as ``read_claim`` returned it.
        limits: what one claim may ask for; the opener's where one is given.
        opener: the process that opens files, kept by the caller over many claims (starting one takes
            about half a second); without it one is started for this call.

    Raises:
        StoreError: the disk is at fault.
        EngineCrashed: the process that opens files does not start.
    """
    limits = limits or (opener.limits if opener else Limits())
    pages: list[Page] = []
    files = _files(folder, claim)
    findings = [*_refused_names(claim), *_unnameable(folder), *_too_many(files, limits)]
    until = time.monotonic() + limits.seconds_per_claim
    with nullcontext(opener) if opener else Opener(limits) as reader:
        for shown_name, entry, declared_type in files[: limits.files]:
            if time.monotonic() > until:
                findings.append(
                    finding(ReasonCode.FILE_TRUNCATED_PAGES, shown_name, _OUT_OF_TIME, declared_type)
                )
                continue
            left = limits.pixels_per_claim - sum(page.image.size // 3 for page in pages)
            sheets, remarks = _opened(folder, entry, limits, reader, left)
            room = limits.pages_per_claim - len(pages)
            if len(sheets) > room:
                detail = f"a claim may have {limits.pages_per_claim} pages; the rest is not read"
                remarks.append(Remark(ReasonCode.FILE_TRUNCATED_PAGES, detail))
            pages += [_page(shown_name, sheet) for sheet in sheets[:room]]
            findings += [finding(r.code, shown_name, r.detail, declared_type) for r in remarks]
    return pages, findings


def pages_in(name: str, data: bytes, opener: Opener) -> list[Page]:
    """Return the readable pages of one file that came without a claim; none where it cannot be opened."""
    kind = kind_of(data)
    if not isinstance(kind, Kind):
        return []
    return [_page(name, item) for item in opener.open(data, kind) if isinstance(item, Sheet)]


def looked_into(
    name: str, data: bytes, declared_type: str | None, opener: Opener
) -> tuple[list[Page], list[FileFinding]]:
    """Return the readable pages of one file that came without a claim, and what is wrong with it."""
    if not data.strip(b"\0"):
        sheets, remarks = list[Sheet](), [Remark(ReasonCode.FILE_EMPTY, "is empty")]
    elif len(data) > opener.limits.file_bytes:
        sheets, remarks = [], [Remark(ReasonCode.FILE_TOO_LARGE, "is larger than is read")]
    else:
        sheets, remarks = _read(name, data, opener)
    findings = [finding(remark.code, name, remark.detail, declared_type) for remark in remarks]
    return [_page(name, sheet) for sheet in sheets], findings


def _refused_names(claim: Claim) -> list[FileFinding]:
    """Return a finding per upload whose name was refused; what it names was and will not be opened."""
    return [
        FileFinding(
            ReasonCode.FILE_MISSING, problem.field.removesuffix(".file"), f"its name {problem.problem}"
        )
        for problem in claim.problems
        if problem.field.startswith("uploads[") and problem.field.endswith(".file")
    ]


def _unnameable(folder: Path) -> list[FileFinding]:
    """Return a finding per file that lies there under a name nobody may have; it is not opened."""
    return [
        finding(ReasonCode.FILE_KIND_UNSUPPORTED, entry, f"its name {name_problem(entry)}", None)
        for entry in files_in(folder)
        if name_problem(entry) is not None
    ]


def _too_many(files: list[tuple[str, str, str | None]], limits: Limits) -> list[FileFinding]:
    left = files[limits.files :]
    if not left:
        return []
    detail = f"a claim may have {limits.files} files; this one and {len(left) - 1} after it are not opened"
    return [finding(ReasonCode.FILE_TRUNCATED_PAGES, left[0][0], detail, left[0][2])]


def _files(folder: Path, claim: Claim) -> list[tuple[str, str, str | None]]:
    """Return (name as declared, entry of the folder, declared type), each file once."""
    entries = [entry for entry in files_in(folder) if name_problem(entry) is None]
    files: list[tuple[str, str, str | None]] = []
    taken: set[str] = set()
    for upload in claim.uploads:
        entry = same_name(upload.file, entries) or upload.file
        if entry not in taken:
            taken.add(entry)
            files.append((upload.file, entry, upload.type))
    files += [(entry, entry, None) for entry in entries if entry not in taken]
    return files


def _opened(
    folder: Path, entry: str, limits: Limits, opener: Opener, room: int
) -> tuple[list[Sheet], list[Remark]]:
    try:
        data = bytes_of(folder, entry, limit=limits.file_bytes)
    except Unopened as problem:
        return [], [Remark(problem.code, problem.detail)]
    return _read(entry, data, opener, room)


def _read(
    entry: str, data: bytes, opener: Opener, room: int | None = None
) -> tuple[list[Sheet], list[Remark]]:
    kind = kind_of(data)
    if not isinstance(kind, Kind):
        return [], [Remark(ReasonCode.FILE_KIND_UNSUPPORTED, f"is a {kind}")]
    opened = opener.open(data, kind, room=room)
    remarks = [item for item in opened if isinstance(item, Remark)]
    if is_wrongly_named(entry, kind):
        remarks.append(Remark(ReasonCode.FILE_WRONGLY_NAMED, f"is a {kind} file by its content"))
    return [item for item in opened if isinstance(item, Sheet)], remarks


def _page(name: str, sheet: Sheet) -> Page:
    height, width = sheet.pixels.shape[:2]
    full_width, full_height = sheet.upright_size
    return Page(
        file=name,
        number=sheet.number,
        image=sheet.pixels,
        to_upright=np.diag([full_width / width, full_height / height, 1.0]),
        upright_size=sheet.upright_size,
        text_layer=None
        if sheet.lines is None
        else tuple(LayerLine(text, Quad.upright(*box)) for text, box in sheet.lines),
        stamped=tuple(Quad.upright(*box) for box in sheet.stamped),
    )

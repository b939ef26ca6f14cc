"""A claim folder as it came, to be kept: claim.json byte for byte, and every upload that could be read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from models.case import Uploaded
from models.claim import Claim
from models.reason import ReasonCode
from pipeline.errors import ClaimUnusable
from pipeline.intake.claim_file import MAX_BYTES
from pipeline.intake.folder import CLAIM_FILE, Unopened, bytes_of, files_in, same_name
from pipeline.intake.limits import Limits


def as_it_came(folder: Path, claim: Claim, limits: Limits | None = None) -> tuple[bytes, list[Uploaded]]:
    """Return the bytes of claim.json, and the uploads in the order in which they are read, by their names.

    An upload's bytes are read when they are asked for. What is missing, no regular file or too large is left
    out, as it is when the claim is verified; the report says so.

    Args:
        folder: the claim's folder.
        claim: as ``read_claim`` returned it.
        limits: on files; those in force by default.

    Raises:
        ClaimUnusable: claim.json is gone.
        StoreError: the disk is at fault.
    """
    limits = limits or Limits()
    entries = files_in(folder)
    declared: dict[str, str | None] = {}
    for upload in claim.uploads:
        entry = same_name(upload.file, entries)
        if entry is not None:
            declared.setdefault(entry, upload.type)
    names = [*declared, *(entry for entry in entries if entry not in declared)][: limits.files]
    there = [name for name in names if _is_there(folder, name, limits)]
    uploads = [Uploaded(name, declared.get(name), partial(_content, folder, name, limits)) for name in there]
    try:
        return bytes_of(folder, CLAIM_FILE, limit=MAX_BYTES), uploads
    except Unopened as problem:
        raise ClaimUnusable([(CLAIM_FILE, problem.detail)]) from None


def _is_there(folder: Path, name: str, limits: Limits) -> bool:
    try:
        bytes_of(folder, name, limit=limits.file_bytes)
    except Unopened as problem:
        return problem.code is ReasonCode.FILE_EMPTY
    return True


def _content(folder: Path, name: str, limits: Limits) -> bytes:
    try:
        return bytes_of(folder, name, limit=limits.file_bytes)
    except Unopened:  # empty, or gone since
        return b""

"""The files of a request: streamed to disk, counted, their names checked, and their fingerprint taken.

Files above a megabyte go to an unnamed temporary file, which vanishes with the process that made it.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from models.case import Uploaded
from models.claim import Claim
from pipeline.portal.ports import Bounds
from pipeline.portal.problems import Kind, Refused

CLAIM, FILES = "claim", "files"
"""Names of the parts of a claim."""
_OURS = {"claim.json", "report.json", "report.html", "report.pdf"}
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Parts:
    """What a multipart request holds: claim.json, and files that can be read as long as it is open."""

    claim_json: bytes = field(repr=False)
    files: tuple[tuple[str, UploadFile], ...] = field(repr=False)


def media_type(request: Request) -> str:
    """Return the kind of the body, small letters, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


@asynccontextmanager
async def form_of(request: Request, bounds: Bounds) -> AsyncIterator[FormData]:
    """Yield the parts of a multipart request."""
    if media_type(request) != "multipart/form-data":
        raise Refused(Kind.MEDIA, "Send multipart/form-data.")
    try:
        form = await request.form(max_files=bounds.files + 1, max_fields=16, max_part_size=bounds.claim_bytes)
    except Refused:
        raise
    except (HTTPException, UnicodeDecodeError, ValueError, LookupError):
        told = f"No well-formed multipart, or more than {bounds.files} files, or a field beyond 1 MiB."
        raise Refused(Kind.MALFORMED, told) from None
    try:
        yield form
    finally:
        await form.close()


@asynccontextmanager
async def claim_parts(request: Request, bounds: Bounds) -> AsyncIterator[Parts]:
    """Yield the parts of a claim: one ``claim``, and ``files`` with their names."""
    async with form_of(request, bounds) as form:
        others = sorted({name for name in form if name not in {CLAIM, FILES}})
        if others:
            raise Refused(Kind.INVALID, errors=[("body", "has a part that is neither claim nor files")])
        claims, files = form.getlist(CLAIM), form.getlist(FILES)
        if len(claims) != 1:
            raise Refused(Kind.INVALID, errors=[(CLAIM, "must be there once")])
        claim = claims[0]
        text = claim.encode() if isinstance(claim, str) else await limited(claim, bounds.claim_bytes)
        uploads = tuple((file.filename or "", file) for file in files if isinstance(file, UploadFile))
        if len(uploads) != len(files):
            raise Refused(Kind.INVALID, errors=[(FILES, "must be files with a filename")])
        if too_large := [(name, file) for name, file in uploads if (file.size or 0) > bounds.file_bytes]:
            place = uploads.index(too_large[0])
            raise Refused(Kind.TOO_LARGE, errors=[(f"{FILES}/{place}", _most(bounds.file_bytes))])
        refuse_names([name for name, _ in uploads], FILES)
        yield Parts(text, uploads)


async def limited(file: UploadFile, most: int) -> bytes:
    """Return a small part's bytes."""
    if (file.size or 0) > most:
        raise Refused(Kind.TOO_LARGE, _most(most))
    return await file.read()


async def body_of(request: Request, most: int) -> bytes:
    """Return the whole body of a request, which has no more than ``most`` bytes."""
    taken = bytearray()
    async for piece in request.stream():
        taken += piece
        if len(taken) > most:
            raise Refused(Kind.TOO_LARGE, _most(most), headers={"Connection": "close"})
    return bytes(taken)


def refuse_names(names: Sequence[str], where: str) -> None:
    """Refuse what could not lie beside claim.json under its own name, and what comes twice."""
    wrong: list[tuple[str, str]] = []
    seen: set[str] = set()
    for place, name in enumerate(names):
        folded = unicodedata.normalize("NFC", name).casefold()
        if problem := _name_problem(name):
            wrong.append((f"{where}/{place}", problem))
        elif folded in seen:
            wrong.append((f"{where}/{place}", "has the name of another file"))
        seen.add(folded)
    if wrong:
        raise Refused(Kind.INVALID, errors=wrong)


def _name_problem(name: str) -> str | None:
    if not name.strip() or name.startswith("."):
        return "needs a file name, not beginning with a dot"
    if "/" in name or "\\" in name:
        return "has a path for a name"
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name):
        return "has control characters in its name"
    if len(name.encode("utf-8", "surrogatepass")) > 255:
        return "has a name longer than 255 bytes"
    return "has a name that is kept for ours" if name.casefold() in _OURS else None


async def digest_of(parts: Parts, claim: Claim) -> str:
    """Return the fingerprint of claim.json and the files: what makes a request the same again."""
    declared = claim.declared_types

    def told() -> str:
        files = [[name, declared.get(name), _sha256(file)] for name, file in parts.files]
        return fingerprint(parts.claim_json, files)

    return await run_in_threadpool(told)


def fingerprint(claim_json: bytes, files: Sequence[Sequence[str | None]]) -> str:
    """Return one text for claim.json and (name, declared type, SHA-256) of each file."""
    whole = json.dumps(["portal", hashlib.sha256(claim_json).hexdigest(), [list(one) for one in files]])
    return hashlib.sha256(whole.encode()).hexdigest()


def uploaded(parts: Parts, claim: Claim) -> list[Uploaded]:
    """Return the files as the store wants them, each read when it is its turn."""
    declared = claim.declared_types
    return [Uploaded(name, declared.get(name), _reader(file)) for name, file in parts.files]


def _reader(file: UploadFile) -> Callable[[], bytes]:
    def read() -> bytes:
        file.file.seek(0)
        return file.file.read()

    return read


def _sha256(file: UploadFile) -> str:
    total = hashlib.sha256()
    file.file.seek(0)
    while piece := file.file.read(_PIECE):
        total.update(piece)
    return total.hexdigest()


def _most(limit: int) -> str:
    return f"{limit / (1024 * 1024):.3g} MiB are taken"

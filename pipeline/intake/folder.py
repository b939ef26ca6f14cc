"""The files of a claim folder: which there are, and their bytes. No path leaves the folder."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from pathlib import Path

from models.finding import FileFinding
from models.reason import ReasonCode
from pipeline.errors import StoreError

CLAIM_FILE = "claim.json"
NOT_UPLOADS = frozenset({CLAIM_FILE, "report.json", "report.html", "report.pdf", "thumbs.db", "desktop.ini"})
"""Lower-case names that are nobody's document: ours, and what Windows leaves behind."""

_GONE = {errno.ENOENT, errno.ELOOP, errno.ENOTDIR, errno.ENAMETOOLONG}


class Unopened(Exception):  # noqa: N818 - named by its cause, as in pipeline/errors.py
    """An upload cannot be had; carries the finding's code and detail. Never leaves intake."""

    def __init__(self, code: ReasonCode, detail: str) -> None:
        self.code = code
        self.detail = detail
        super().__init__(detail)


def name_problem(untrusted_name: str) -> str | None:
    """Say why this is not a plain file name, or return None."""
    if not untrusted_name.strip() or untrusted_name in {".", ".."}:
        return "is not a file name"
    if "/" in untrusted_name or "\\" in untrusted_name:
        return "names a path, not a file beside claim.json"
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in untrusted_name):
        return "holds control characters"
    if len(untrusted_name.encode()) > 255:
        return "is longer than 255 bytes"
    return None


def shown(name: str) -> str:
    """Return a file name made safe to print: no control or direction characters, cut at 120."""
    clean = "".join("�" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in name)
    return clean if len(clean) <= 120 else clean[:119] + "…"


def finding(code: ReasonCode, name: str, detail: str, declared_type: str | None) -> FileFinding:
    """Return a finding about one upload, its name made safe to show."""
    return FileFinding(code, shown(name), detail, declared_type)


def files_in(folder: Path) -> list[str]:
    """Return the names of all entries that may be uploads, sorted; folders and hidden files are left out.

    A name may be one that ``name_problem`` refuses.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as problem:
        raise StoreError(f"the claim folder cannot be listed ({errno_name(problem)})") from None
    return [
        entry.name
        for entry in entries
        if not entry.name.startswith(".")
        and entry.name.lower() not in NOT_UPLOADS
        and not Path(entry.path).is_dir()  # DirEntry.is_dir raises on a circle of links
    ]


def same_name(name: str, names: list[str]) -> str | None:
    """Return the entry that ``name`` means: itself, or the only one that differs in case or Unicode form."""
    if name in names:
        return name
    alike = [other for other in names if _folded(other) == _folded(name)]
    return alike[0] if len(alike) == 1 else None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def bytes_of(folder: Path, name: str, *, limit: int) -> bytes:
    """Return a file's bytes.

    Raises:
        Unopened: it is not there, no regular file, outside the folder, empty or larger than ``limit``.
        StoreError: the disk or its permissions are at fault.
    """
    try:
        home = folder.resolve(strict=True)
        path = (home / name).resolve(strict=True)
        if path.parent != home:
            raise Unopened(ReasonCode.FILE_MISSING, "is a link that leads out of the claim's folder")
        # NONBLOCK: opening a named pipe must not wait for a writer that never comes
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            data = _read(descriptor, limit)
        finally:
            os.close(descriptor)
    except OSError as problem:
        if problem.errno in _GONE:
            raise Unopened(ReasonCode.FILE_MISSING, "is not in the claim's folder") from None
        if problem.errno == errno.ENXIO:  # a socket
            raise Unopened(ReasonCode.FILE_KIND_UNSUPPORTED, "is not a regular file") from None
        raise StoreError(f"an upload cannot be read from the disk ({errno_name(problem)})") from None
    except RuntimeError:  # a circle of links, as pathlib of Python 3.11 says it
        raise Unopened(ReasonCode.FILE_MISSING, "is not in the claim's folder") from None
    if not data.strip(b"\0"):
        raise Unopened(ReasonCode.FILE_EMPTY, "holds only zero bytes" if data else "is empty")
    return data


def _read(descriptor: int, limit: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise Unopened(ReasonCode.FILE_KIND_UNSUPPORTED, "is not a regular file")
    with os.fdopen(descriptor, "rb", closefd=False) as stream:
        data = stream.read(limit + 1) if status.st_size <= limit else b""
    if status.st_size > limit or len(data) > limit:
        raise Unopened(ReasonCode.FILE_TOO_LARGE, f"is larger than {limit / (1024 * 1024):.3g} MB")
    return data


def errno_name(problem: OSError) -> str:
    """Return the error's code (``EACCES``): its text would hold the path."""
    return errno.errorcode.get(problem.errno or 0, "unknown error")

"""Claim folders with traps in them: names, links, pipes, sockets, and too many files."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.hostile.attack import KIND, LARGE, MISSING, PAGES, READ, TYPED, Attack, encoded, picture

CLAIM: dict[str, Any] = {
    "claim_id": "JHT-2026-000901",
    "programme": "JHT",
    "cause": "mengundurkan_diri",
    "channel": "lapak_asik",
    "submitted_at": "2026-11-20T09:13:00+07:00",
    "participant": {
        "name": "SITI RAHMAWATI",
        "nik": "3273014708909003",
        "birth_date": "1990-08-07",
        "kpj": ["12034567890"],
    },
    "bank_account": {"bank": "BCA", "number": "7712345678", "holder": "SITI RAHMAWATI"},
}
PICTURE = encoded(picture(7), "JPEG")
LONG = "x" * 251 + ".jpg"
DEVICES = ("CON.jpg", "NUL", "COM1.pdf", "aux.png", "lpt1.jpg")
UNSEEN = {
    "right to left": "ktp\u202egpj.exe",
    "isolate": "ktp\u2066.jpg",
    "zero width": "ktp\u200b\u200d.jpg",
    "soft hyphen": "ktp\u00ad.jpg",
    "line separator": "ktp\u2028.jpg",
    "byte order mark": "\ufeffktp.jpg",
    "markup": "<img src=x onerror=alert(1)>.jpg",
    "quotes": "\"';--.jpg",
    "template": "{{7*7}}${7*7}.jpg",
    "formula": "=cmd|'calc'!A1.jpg",
    "dashes": "--help",
    "combining": "k" + "\u0301" * 100 + ".jpg",
    "percent": "%2e%2e%2fpasswd.jpg",
    "blanks": "   .jpg",
    "shell": "$(id);`id`.jpg",
}
CONTROL = {
    "escape": "k\x1b[31m.jpg",
    "bell": "k\x07.jpg",
    "newline": "k\n.jpg",
    "return": "k\r.jpg",
    "delete": "k\x7f.jpg",
}
PATHS = (
    "../claim.json",
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    ".",
    "",
    " ",
    "a/../../x.jpg",
    "..\\x.jpg",
    "C:\\x.jpg",
    "\\\\server\\x.jpg",
    "ktp.jpg\0.pdf",
    "file:///etc/passwd",
    "ktp.jpg/",
    "/proc/self/environ",
    "/dev/zero",
    "x" * 300 + ".jpg",
    "k\x1b[2J.jpg",
    "k\ud800.jpg",
)


def write(folder: Path, uploads: list[Any], files: dict[str, bytes] | None = None, **changes: Any) -> None:
    """Write a claim folder whose claim.json names these uploads."""
    folder.mkdir(parents=True)
    (folder / "claim.json").write_text(json.dumps({**CLAIM, "uploads": uploads, **changes}), "utf-8")
    for name, data in (files or {}).items():
        (folder / name).write_bytes(data)


def named(name: Any) -> dict[str, Any]:
    return {"file": name, "type": "ktp"}


def _declared(name: str, folder: Path) -> None:
    write(folder, [named("ktp.jpg"), named(name)], {"ktp.jpg": PICTURE})


def _there(name: str, declared: bool, folder: Path) -> None:
    write(folder, [named(name)] if declared else [], {name: PICTURE})


def _with(trap: Callable[[Path], None], declared: bool, folder: Path) -> None:
    write(folder, [named("ktp.jpg"), *([named("trap.jpg")] if declared else [])], {"ktp.jpg": PICTURE})
    trap(folder / "trap.jpg")


def _socket(place: Path) -> None:
    here = os.open(place.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"/proc/self/fd/{here}/{place.name}")  # such a name may have 107 bytes only
    os.close(here)


def _sparse(place: Path) -> None:
    with place.open("wb") as stream:
        stream.truncate(1 << 40)


TRAPS: dict[str, tuple[Callable[[Path], None], str]] = {
    "link to a file of the system": (lambda place: place.symlink_to("/etc/passwd"), MISSING),
    "link to memory": (lambda place: place.symlink_to("/dev/zero"), MISSING),
    "link to our own environment": (lambda place: place.symlink_to("/proc/self/environ"), MISSING),
    "link to the folder": (lambda place: place.symlink_to("."), MISSING),
    "link out by way of another": (lambda place: place.symlink_to("../../../../../../etc/passwd"), MISSING),
    "link to itself": (lambda place: place.symlink_to(place.name), MISSING),
    "link to nothing": (lambda place: place.symlink_to("nothing.jpg"), MISSING),
    "pipe": (lambda place: os.mkfifo(place), KIND),
    "socket": (_socket, KIND),
    "folder": (lambda place: place.mkdir(), KIND),
    "file of a terabyte, all holes": (_sparse, LARGE),
}


def _hidden_bytes(folder: Path) -> None:
    write(folder, [])
    Path(os.fsdecode(os.fsencode(folder) + b"/k\xff\xfe.jpg")).write_bytes(PICTURE)


def _many(count: int, declared: bool, folder: Path) -> None:
    files = {f"{number:04}.jpg": PICTURE for number in range(count)}
    write(folder, [named(name) for name in files] if declared else [], files)


def _twice(folder: Path) -> None:
    write(
        folder,
        [named("ktp.jpg"), {"file": "ktp.jpg", "type": "selfie"}, named("KTP.JPG")],
        {"ktp.jpg": PICTURE},
    )


def _alike(folder: Path) -> None:
    write(folder, [named("ktp.jpg")], {"KTP.jpg": PICTURE, "Ktp.jpg": PICTURE})


def _deep(folder: Path) -> None:
    write(folder, [named("ktp.jpg")], {"ktp.jpg": PICTURE})
    (folder / Path(*["d"] * 300)).mkdir(parents=True)


def attacks(seed: int) -> Iterator[Attack]:
    def one(name: str, ends: set[str], folder: Callable[[Path], None], family: str = "names") -> Attack:
        return Attack(family, name, frozenset(ends), folder=folder)

    for name in PATHS:
        yield one(f"upload called {ascii(name)[:60]}", {MISSING}, partial(_declared, name))
    for what, name in UNSEEN.items():
        yield one(f"{what} in a name", {READ, "FILE_WRONGLY_NAMED"}, partial(_there, name, True))
        yield one(
            f"{what} in a name that is not declared",
            {READ, "FILE_WRONGLY_NAMED"},
            partial(_there, name, False),
        )
    for what, name in CONTROL.items():
        yield one(f"{what} in a name", {MISSING}, partial(_there, name, True))
        yield one(f"{what} in a name that is not declared", {KIND}, partial(_there, name, False))
    for name in (*DEVICES, LONG):
        yield one(f"file called {name[:20]}", {READ, "FILE_WRONGLY_NAMED"}, partial(_there, name, True))
    yield one("name that is not UTF-8", {KIND}, _hidden_bytes)
    for what, (trap, end) in TRAPS.items():
        yield one(what, {end}, partial(_with, trap, True), "folders")
        if what != "folder" and what != "link to the folder":
            yield one(f"{what}, not declared", {end}, partial(_with, trap, False), "folders")
    yield one("no files", {READ}, partial(_many, 0, True), "folders")
    yield one("500 files", {TYPED, PAGES}, partial(_many, 500, True), "folders")
    yield one("500 files, not declared", {PAGES}, partial(_many, 500, False), "folders")
    yield one("two uploads of one name", {READ}, _twice, "folders")
    yield one("one name for two files", {MISSING}, _alike, "folders")
    yield one("300 folders in one another", {READ}, _deep, "folders")

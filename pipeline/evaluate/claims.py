"""The claims of an evaluation: written once, by several processes, and gone on with after a stop."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

Write = Callable[[Path, int, int, str], Path]
"""(folder, number of the claim, seed, level) -> the claim's folder; another process can import it."""


def digest_of(sources: Iterable[Path]) -> str:
    """Return 12 letters that change with the content or the name of any file."""
    whole = hashlib.sha256()
    for file in sorted(sources):
        whole.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:12]


def sources_below(*places: Path, without: Iterable[Path] = ()) -> list[Path]:
    """Return the files of some packages, compiled ones left out."""
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*"))]
    skipped = set(without)
    return [
        file for file in files
        if file.is_file() and "__pycache__" not in file.parts and not skipped & {file, *file.parents}
    ]  # fmt: skip


def written(
    place: Path, *, claims: int, seed: int, level: str, generator: str, workers: int,
    write: Write, progress: Callable[[int, int], None],
) -> Path:  # fmt: skip
    """Return the folder with the claims, writing those that are not there yet.

    ``place/written.txt`` says by which generator they were made, and which are whole; claims of another
    generator, seed or level are thrown away.
    """
    folder, note = place / "claims", place / "written.txt"
    made_by = f"generator {generator}, seed {seed}, level {level}"
    lines = note.read_text("utf-8").splitlines() if note.is_file() else []
    if not lines or lines[0] != made_by:
        shutil.rmtree(folder, ignore_errors=True)
        place.mkdir(parents=True, exist_ok=True)
        note.write_text(f"{made_by}\n", encoding="utf-8")
        lines = [made_by]
    done = {int(line) for line in lines[1:] if line.isdigit()}
    missing = [number for number in range(claims) if number not in done]
    progress(claims - len(missing), claims)
    if not missing:
        return folder
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(workers, len(missing)), mp_context=spawn, initializer=_one_thread)
    with pool, note.open("a", encoding="utf-8") as book:
        orders = {pool.submit(write, folder, number, seed, level): number for number in missing}
        for count, order in enumerate(as_completed(orders), start=claims - len(missing) + 1):
            order.result()
            book.write(f"{orders[order]}\n")
            book.flush()
            progress(count, claims)
    return folder


def _one_thread() -> None:
    """Scale comes from processes; drawing in many threads as well would only get in its own way."""
    os.environ["OMP_NUM_THREADS"] = "1"
    import cv2

    cv2.setNumThreads(1)

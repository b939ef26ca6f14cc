"""What the settings stand for: engines loaded, stores opened, the machine looked at.

The orders of work (flows.py, nights.py, serving.py) are told here what they work with; settings are read when
something is opened, so that a process obeys the environment it was given last.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import face, intake, ocr, policy
from pipeline.machine import has_room
from pipeline.settings import Settings
from pipeline.store import NOTHING, Memory, NoMemory
from pipeline.store.cases import NOT_KEPT, Cases, CaseStore
from pipeline.store.custody import Custody
from pipeline.store.nights import Nights


@dataclass(frozen=True)
class Engines:
    """What one worker process loads once."""

    readers: ocr.Readers
    faces: face.FaceEngine
    opener: intake.Opener
    policy: policy.Policy
    names: Mapping[str, str] = field(default_factory=dict)
    memory: Memory | NoMemory = NOTHING
    cases: Cases = NOT_KEPT

    @classmethod
    def load(
        cls, tables: Path | None = None, memory: Memory | NoMemory = NOTHING, cases: Cases = NOT_KEPT
    ) -> Engines:
        """Load every model and table (some three seconds); ``memory``: of earlier claims; ``cases``: kept.

        Raises:
            EngineMissing: something is not installed; the message says how to get it.
        """
        settings = Settings()
        readers, faces = ocr.load_readers(), face.FaceEngine(settings.face_bands, settings.remember_faces)
        names = readers.probed() | {"face": faces.probe(), "face_bands": faces.bands.version}
        return cls(readers, faces, intake.Opener(), policy.load(tables), names, memory, cases)

    @classmethod
    def with_stores(cls) -> Engines:
        """Load everything, with the memory of claims and the store of claims that the settings name.

        Raises:
            EngineMissing: something is not installed.
            StoreError: a store cannot be opened.
        """
        return cls.load(Settings().policy, memory(), cases())


def memory() -> Memory:
    """Open the memory of earlier claims."""
    return Memory.open(*Settings().remembered())  # read now: an evaluation remembers apart


def cases() -> Cases:
    """Open the store of claims, or what stands for it where claims are not kept."""
    return CaseStore.open(*kept) if (kept := Settings().kept()) else NOT_KEPT


def custody() -> Custody:
    """Open what is kept, remembered and written down, for those who answer for it."""
    settings = Settings()
    return Custody.open(*settings.remembered(), settings.files, settings.retention)


def nights() -> Nights | None:
    """Open the nights that several machines share; None where the database is a file of this machine."""
    home, url, key = Settings().remembered()
    return Nights.open(home, url, key) if url and url.startswith("postgres") else None


def remembered_faces(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the faces in that folder's memory, by claim and kind: turned, so that only distances tell."""
    with Memory.open(*Settings().remembered(folder)) as apart:
        return apart.every_face()


def look(out: Path) -> None:
    """Look at what every claim needs: room on the disks, Tesseract and its languages, the database.

    Raises:
        VerificationError: what is wrong with the machine.
    """
    has_room((out, Settings().home, Path(tempfile.gettempdir())))
    ocr.probe()
    memory().close()


@contextmanager
def face_distances() -> Iterator[tuple[Callable[[Path, Path], float | None], Mapping[str, float]]]:
    """Yield a way to tell how far apart the faces in two pictures are, and the limits no pairs tell."""
    faces = face.FaceEngine(Settings().face_bands)
    with intake.Opener() as opener:

        def between(first: Path, second: Path) -> float | None:
            pages = [intake.pages_in("picture", f.read_bytes(), opener)[:1] for f in (first, second)]
            return face.distance(pages[0][0], pages[1][0], faces) if all(pages) else None

        yield between, faces.bands.other_limits

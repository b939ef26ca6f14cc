"""Engines that misbehave one way each, and otherwise see nothing: for faults, never for reading."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.field import Reading
from models.page import Image
from pipeline import intake, ocr, policy
from pipeline.face.bands import load_bands
from pipeline.face.engine import Encoding, Face

CORNERS = [(20.0, 20.0), (180.0, 20.0), (180.0, 50.0), (20.0, 50.0)]
NAME, NIK, ACCOUNT = "SITI RAHMAWATI", "3273014708909003", "7712345678"


class Fault:
    """Raises ``error`` on the first ``times`` calls (-1: on every call)."""

    def __init__(self, error: Exception | None = None, times: int = -1) -> None:
        self.error, self.left, self.calls = error, times, 0

    def strike(self) -> None:
        self.calls += 1
        if self.error is not None and self.left != 0:
            self.left -= 1
            raise self.error


class StandInReader:
    """Finds one line on every page and reads the same in each, nothing unless told otherwise."""

    name = "stand_in"

    def __init__(self, fault: Fault | None = None, text: str = "") -> None:
        self.fault, self.text = fault or Fault(), text

    def probe(self) -> str:
        return "stand-in"

    def find(self, image: Image, *, long_side: int) -> list[list[tuple[float, float]]]:
        self.fault.strike()
        return [CORNERS]

    def read(self, crops: Sequence[Image]) -> list[Reading]:
        self.fault.strike()
        return [Reading(self.name, self.text, 0.0) for _ in crops]


class StandInFaces:
    """Sees no face."""

    def __init__(self, fault: Fault | None = None) -> None:
        self.fault, self.bands = fault or Fault(), load_bands()

    def probe(self) -> str:
        return "stand-in"

    def find(self, image: Image, *, upsample: int = 1) -> list[Face]:
        self.fault.strike()
        return []

    def find_by_network(self, image: Image) -> list[Face]:
        return self.find(image)

    def once(self, image: Image, search: Callable[[], Any]) -> Any:
        return search()

    def encode(self, image: Image, face: Face) -> Encoding:
        return np.zeros(128)


class StandInOpener(intake.Opener):
    """The real one behind a fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault

    def open(self, data: bytes, kind: Any, *, room: int | None = None) -> Any:
        self.fault.strike()
        return super().open(data, kind, room=room)


def engines_with(opener: intake.Opener, /, **faults: Fault) -> Any:
    """Return engines of which those named (finder, first, second, faces, opener) have the fault."""
    from wiring import Engines

    whole = StandInReader()
    readers = ocr.Readers(
        finder=StandInReader(faults.get("finder")),
        first=StandInReader(faults.get("first"), "TULISAN"),  # what one has read the next is asked about
        second=StandInReader(faults.get("second")),
        digits=whole,
        whitelisted=whole,
    )
    if "opener" in faults:
        opener = StandInOpener(faults["opener"])
    return Engines(readers, StandInFaces(faults.get("faces")), opener, policy.load())


def write_claim(folder: Path, files: dict[str, bytes], **changes: Any) -> Path:
    """Write a claim folder; ``changes`` replace keys of claim.json (None removes one)."""
    folder.mkdir(parents=True)
    claim = {
        "claim_id": "JHT-2026-000901",
        "programme": "JHT",
        "cause": "mengundurkan_diri",
        "channel": "lapak_asik",
        "submitted_at": "2026-11-20T09:13:00+07:00",
        "participant": {"name": NAME, "nik": NIK, "birth_date": "1990-08-07", "kpj": ["12034567890"]},
        "bank_account": {"bank": "BCA", "number": ACCOUNT, "holder": NAME},
        "uploads": [{"file": name, "type": name.split(".")[0]} for name in files],
        **changes,
    }
    kept = {key: value for key, value in claim.items() if value is not None}
    (folder / "claim.json").write_text(json.dumps(kept), "utf-8")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder

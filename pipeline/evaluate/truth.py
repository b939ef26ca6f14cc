"""The truth of a synthetic claim, as the generator wrote it, beside what the report says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as part
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Pair:
    """One claim: its truth and its report (None where none was filed)."""

    truth: dict[str, Any] = part(repr=False)
    report: dict[str, Any] | None = part(repr=False)

    @property
    def claim_id(self) -> str:
        """The claim's id."""
        return str(self.truth["claim_id"])


@dataclass(frozen=True)
class Compared:
    """One value of a document: what is printed, what was reported, whether it was called verified."""

    type: str
    field: str
    printed: str = part(repr=False)
    reported: str | None = part(repr=False)
    verified: bool
    confidence: float

    @property
    def right(self) -> bool:
        """The reported value is exactly the printed one."""
        return self.printed == self.reported


def pairs(claims: Path, reports: Path) -> list[Pair]:
    """Return every claim of ``claims/truth`` with its report."""
    result = []
    for file in sorted((claims / "truth").glob("*.json")):
        truth = json.loads(file.read_bytes())
        filed = reports / truth["claim_id"] / "report.json"
        result.append(Pair(truth, json.loads(filed.read_bytes()) if filed.is_file() else None))
    return result


def documents(pair: Pair) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Yield each true document with the reported one of its file, page and type (None: not recognised)."""
    reported = list(pair.report["documents"]) if pair.report else []
    for true in pair.truth["documents"]:
        here = [d for d in reported if (d["file"], d["page"]) == (true["file"], true["page"])]
        yield true, next((d for d in here if d["type"] == true["type"]), None)


def values(true: dict[str, Any], reported: dict[str, Any]) -> Iterator[Compared]:
    """Yield every printed value of a document with what was reported of it; tables cell by cell."""
    for name, printed in true["fields"].items():
        found = reported["fields"].get(name)
        if isinstance(printed, list):
            rows = found["value"] if found and isinstance(found["value"], list) else []
            for place, row in enumerate(printed):
                seen = rows[place] if place < len(rows) else {}
                for cell, text in row.items():
                    yield Compared(true["type"], f"{name}.{cell}", str(text), seen.get(cell), False, 0.0)
        else:
            value = found["value"] if found else None
            yield Compared(
                true["type"], name, str(printed), value if isinstance(value, str) else None,
                bool(found and found["verified"]), float(found["confidence"]) if found else 0.0,
            )  # fmt: skip

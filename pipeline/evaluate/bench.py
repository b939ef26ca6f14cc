"""How fast: seconds per claim and stage, and core-seconds per claim."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

FIVE = ("ktp", "kpj", "buku_rekening", "paklaring", "selfie")
"""The claim that speed is quoted for."""


def keep_only(folder: Path, types: Sequence[str] = FIVE) -> Path:
    """Take every other document out of a synthetic claim folder."""
    claim = json.loads((folder / "claim.json").read_bytes())
    for upload in claim["uploads"]:
        if upload["type"] not in types:
            (folder / upload["file"]).unlink()
    claim["uploads"] = [upload for upload in claim["uploads"] if upload["type"] in types]
    (folder / "claim.json").write_text(json.dumps(claim, indent=2), encoding="utf-8")
    return folder


def provenances(reports: Path) -> list[dict[str, Any]]:
    """Return the provenance of every report below a folder, in order of claim id."""
    files = sorted(reports.glob("*/report.json"))
    return [json.loads(file.read_bytes())["provenance"] for file in files]


def stage_table(reports: Path) -> str:
    """Return the table of stages: mean seconds per claim and share, then the totals."""
    found = provenances(reports)
    totals: Counter[str] = Counter()
    for one in found:
        totals.update(one["stage_seconds"])
    whole = sum(totals.values())
    lines = [f"{'stage':10} {'s/claim':>8} {'share':>6}"]
    lines += [f"{name:10} {s / len(found):8.2f} {100 * s / whole:5.0f}%" for name, s in totals.items()]
    cores = [one["core_seconds"] for one in found]
    lines += [
        f"{'all':10} {mean(one['seconds'] for one in found):8.2f}",
        f"core-seconds per claim: mean {mean(cores):.2f}, median {median(cores):.2f}, most {max(cores):.2f} "
        f"({len(found)} claims)",
    ]
    return "\n".join(lines)

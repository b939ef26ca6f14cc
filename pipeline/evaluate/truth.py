"""The truth of a claim beside what was reported of it, document by document and value by value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.overlap import place_of_report, place_of_truth, shared
from pipeline.evaluate.tables import aligned

Told = Mapping[str, Any]
"""A document as the truth or the report tells it."""

Encodings = Mapping[str, NDArray[np.float64]]
"""128 numbers for the ``portrait`` and for the ``selfie``."""

LIKELY_SAME = 0.1
"""Overlap (intersection over union) from which two boxes are taken for the same document."""


@dataclass(frozen=True)
class Pair:
    """One claim: its truth, its report (None where none was filed), and its faces' encodings by kind."""

    truth: Told = part(repr=False)
    report: Told | None = part(repr=False)
    faces: Encodings = part(default_factory=dict, repr=False)

    @property
    def claim_id(self) -> str:
        """The claim's id."""
        return str(self.truth["claim_id"])

    @property
    def outcome(self) -> str | None:
        """The reported outcome."""
        return str(self.report["outcome"]) if self.report else None

    @property
    def codes(self) -> list[str]:
        """The codes of the reported reasons, each once, in the report's order."""
        return list(dict.fromkeys(r["code"] for r in self.report["reasons"])) if self.report else []

    @property
    def acceptable(self) -> tuple[str, ...]:
        """The outcomes that are right: the expected one, and those that the truth calls acceptable."""
        expected = self.truth["expected"]
        return tuple(dict.fromkeys([expected["outcome"], *expected.get("acceptable", ())]))


@dataclass(frozen=True)
class Match:
    """A document of the truth, and the reported one taken for it (None: nothing was seen there)."""

    claim_id: str
    true: Told = part(repr=False)
    seen: Told | None = part(repr=False)

    @property
    def type(self) -> str:
        """What the document is."""
        return str(self.true["type"])

    @property
    def seen_type(self) -> str | None:
        """What it was taken for."""
        return str(self.seen["type"]) if self.seen else None

    @property
    def readable(self) -> bool:
        """A person can read it."""
        return bool(self.true.get("readable", True))

    @property
    def place(self) -> str:
        """Where it is, for lists: claim, file and page."""
        return f"{self.claim_id} {self.true['file']} p{self.true['page']}"


@dataclass(frozen=True)
class Value:
    """One printed value of a document and what was reported for it; ``cell`` for a cell of a table."""

    match: Match
    field: str
    printed: str = part(repr=False)
    reported: str | None = part(repr=False)
    verified: bool
    confidence: float
    lost: bool = False
    cell: bool = False

    @property
    def right(self) -> bool:
        """The reported value is exactly the printed one."""
        return self.printed == self.reported


def pairs(claims: Path, reports: Path, faces: Mapping[str, Encodings] | None = None) -> list[Pair]:
    """Return every claim that has a truth (``*/truth/<claim_id>.json`` at any depth), with its report.

    ``faces``: what is remembered of the claims' faces, by claim id.
    """
    result = []
    for file in truth_files(claims):
        truth = json.loads(file.read_bytes())
        filed = reports / truth["claim_id"] / "report.json"
        report = json.loads(filed.read_bytes()) if filed.is_file() else None
        result.append(Pair(truth, report, (faces or {}).get(truth["claim_id"], {})))
    return result


def truth_files(claims: Path) -> list[Path]:
    """Return the truth files below a folder of claims, in order."""
    return sorted(claims.rglob("truth/*.json"))


def matches(pair: Pair) -> list[Match]:
    """Return every true document with the reported one that was taken for it, each used once.

    Within a page of a file, documents of the same type find each other first: by how much they overlap,
    and by order where boxes do not tell. What is left on the page is matched in the same way, as a mistake.
    """
    by_page: dict[tuple[str, int], list[Told]] = {}
    for true in pair.truth["documents"]:
        by_page.setdefault((true["file"], true["page"]), []).append(true)
    found: dict[int, Told] = {}
    for (file, page), here in by_page.items():
        seen = (
            [d for d in pair.report["documents"] if (d["file"], d["page"]) == (file, page)]
            if pair.report
            else []
        )
        for kind in dict.fromkeys(d["type"] for d in here):
            _couple([d for d in here if d["type"] == kind], [d for d in seen if d["type"] == kind], found)
        taken = {id(d) for d in found.values()}
        _couple([d for d in here if id(d) not in found], [d for d in seen if id(d) not in taken], found)
    return [Match(pair.claim_id, true, found.get(id(true))) for true in pair.truth["documents"]]


def _couple(true: Sequence[Told], seen: Sequence[Told], found: dict[int, Told]) -> None:
    """Couple the most overlapping first, then the rest by order."""
    overlaps = [
        (shared(place_of_truth(t, s), place_of_report(s)), a, b)
        for a, t in enumerate(true)
        for b, s in enumerate(seen)
    ]
    free_true, free_seen = list(range(len(true))), list(range(len(seen)))
    for overlap, a, b in sorted(overlaps, key=lambda one: (-one[0], one[1], one[2])):
        if overlap >= LIKELY_SAME and a in free_true and b in free_seen:
            found[id(true[a])] = seen[b]
            free_true.remove(a)
            free_seen.remove(b)
    for a, b in zip(free_true, free_seen, strict=False):
        found[id(true[a])] = seen[b]


def values(match: Match) -> Iterator[Value]:
    """Yield every printed value with what was reported of it; tables cell by cell.

    A document taken for another type has no values: all of them were missed.
    """
    same = match.seen is not None and match.seen_type == match.type
    reported: Told = match.seen["fields"] if match.seen and same else {}
    lost = set(match.true.get("lost", ()))
    for name, printed in match.true["fields"].items():
        found = reported.get(name)
        verified, confidence = bool(found and found["verified"]), float(found["confidence"]) if found else 0.0
        if isinstance(printed, list):
            rows = found["value"] if found and isinstance(found["value"], list) else []
            for place, (row, seen) in enumerate(aligned(printed, rows)):
                for cell, text in row.items():
                    gone = bool(lost & {name, f"{name}.{place}.{cell}"})
                    yield Value(
                        match, f"{name}.{cell}", str(text), seen.get(cell), verified, confidence, gone, True
                    )
        elif printed is not None:
            value = found["value"] if found else None
            text = value if isinstance(value, str) else None
            yield Value(match, name, str(printed), text, verified, confidence, name in lost)

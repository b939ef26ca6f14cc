"""Readers side by side: the same KTP pictures, one after the other, in one process.

Each picture goes through every reader before the next one, in an order that turns, so that a busy machine
or a warm cache favours nobody. Core-seconds are those of this process, its children and the reader's own
helper; what a reader does at its start and on the first pictures (compiling, loading) is not counted.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from pathlib import Path
from statistics import mean, median
from typing import Any

from pipeline.evaluate.rates import as_dicts, rate_by_claim, ratio_interval
from pipeline.evaluate.reading import character_errors, legible, whole_cards
from pipeline.evaluate.truth import Match, Value, truth_files, values

Read = Callable[[bytes], Mapping[str, str | None]]
"""From the bytes of a picture of a KTP to its fields, in the contract's names and forms."""

WARM_UP = 3
"""Pictures read by everybody before the clock starts."""

OURS = "periksa"


def _nobody() -> float:
    return 0.0


@dataclass(frozen=True)
class Reader:
    """One contender. ``helper`` tells the processor seconds of a child that lives on between pictures."""

    name: str
    title: str
    version: str
    read: Read = part(repr=False)
    helper: Callable[[], float] = part(default=_nobody, repr=False)


@dataclass(frozen=True)
class Picture:
    """A picture that shows one KTP and nothing else, with its truth."""

    level: str
    claim_id: str
    file: Path = part(repr=False)
    true: Mapping[str, Any] = part(repr=False)


@dataclass(frozen=True)
class Trial:
    """What one reader made of one picture."""

    picture: Picture
    reader: str
    values: tuple[Value, ...] = part(repr=False)
    core_seconds: float
    seconds: float
    failed: bool


def pictures(claims: Path, level: str, most: int) -> list[Picture]:
    """Return the first pictures that show exactly one legible KTP (no PDF: the baselines open none)."""
    found: list[Picture] = []
    for file in truth_files(claims):
        truth = json.loads(file.read_bytes())
        names = [document["file"] for document in truth["documents"]]
        for true in truth["documents"]:
            name = true["file"]
            if true["type"] != "ktp" or not true.get("readable", True) or names.count(name) > 1:
                continue
            if Path(name).suffix.lower() == ".pdf":
                continue
            found.append(Picture(level, truth["claim_id"], _folder(file, truth["claim_id"]) / name, true))
            if len(found) == most:
                return found
    return found


def _folder(truth: Path, claim_id: str) -> Path:
    """The claim's folder beside ``truth/``, whatever its name."""
    beside = truth.parent.parent
    if (beside / claim_id / "claim.json").is_file():
        return beside / claim_id
    for file in sorted(beside.glob("*/claim.json")):
        if json.loads(file.read_bytes()).get("claim_id") == claim_id:
            return file.parent
    return beside / claim_id


def run(
    shown: Sequence[Picture], readers: Sequence[Reader], progress: Callable[[int, int], None]
) -> list[Trial]:
    """Let every reader read every picture."""
    for picture in shown[:WARM_UP]:
        for reader in readers:
            _trial(picture, picture.file.read_bytes(), reader)
    trials = []
    for place, picture in enumerate(shown):
        data = picture.file.read_bytes()
        turn = place % len(readers)
        trials += [_trial(picture, data, reader) for reader in (*readers[turn:], *readers[:turn])]
        progress(place + 1, len(shown))
    return trials


def _trial(picture: Picture, data: bytes, reader: Reader) -> Trial:
    began, cores = time.perf_counter(), _core_seconds() + reader.helper()
    failed = False
    fields: Mapping[str, str | None] = {}
    try:
        fields = reader.read(data)
    except Exception:  # noqa: BLE001 - somebody else's reader may raise anything; it has then read nothing
        failed = True
    core, seconds = _core_seconds() + reader.helper() - cores, time.perf_counter() - began
    told = {name: {"value": text, "verified": False, "confidence": 0.0} for name, text in fields.items()}
    match = Match(picture.claim_id, picture.true, {"type": "ktp", "fields": told})
    return Trial(picture, reader.name, tuple(values(match)), max(0.0, core), seconds, failed)


def _core_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def compared(trials: Sequence[Trial], readers: Sequence[Reader]) -> dict[str, Any]:
    """Return every reader's accuracy and cost, and our core-seconds as a share of each other's.

    The ratio is that of the sums; its interval comes from resampling pictures.
    """
    by_reader = {reader.name: [t for t in trials if t.reader == reader.name] for reader in readers}
    ours = by_reader.get(OURS, [])
    ratios = {}
    for name, others in by_reader.items():
        if name != OURS and ours and others:
            low, high = ratio_interval(
                [(a.core_seconds, b.core_seconds) for a, b in zip(ours, others, strict=True)]
            )
            whole = sum(t.core_seconds for t in ours) / max(1e-9, sum(t.core_seconds for t in others))
            ratios[name] = {"ratio": round(whole, 4), "low": round(low, 4), "high": round(high, 4)}
    return {
        "cards": len(ours),
        "readers": {r.name: _told(r, by_reader[r.name]) for r in readers if by_reader[r.name]},
        "core_seconds_ratio": ratios,
    }


def _told(reader: Reader, trials: Sequence[Trial]) -> dict[str, Any]:
    every = legible(value for trial in trials for value in trial.values)
    names = list(dict.fromkeys(v.field for v in every))
    groups = {name: [v for v in every if v.field == name] for name in names}
    return {
        "title": reader.title,
        "version": reader.version,
        "whole_card": whole_cards(every).as_dict(),
        "all_fields": as_dicts({"exact": rate_by_claim((v.match.claim_id, v.right) for v in every)})["exact"],
        "characters": character_errors(every).as_dict(),
        "fields": {
            name: {
                "exact": rate_by_claim((v.match.claim_id, v.right) for v in group).as_dict(),
                "characters": character_errors(group).as_dict(),
            }
            for name, group in groups.items()
        },
        "core_seconds_mean": round(mean(t.core_seconds for t in trials), 4),
        "core_seconds_median": round(median(t.core_seconds for t in trials), 4),
        "seconds_mean": round(mean(t.seconds for t in trials), 4),
        "failed": sum(t.failed for t in trials),
    }

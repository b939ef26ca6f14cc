"""What an evaluation measures, put together: every level, groups of levels, readers side by side, bars."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.evaluate import bars
from pipeline.evaluate.duel import Reader, compared, pictures, run
from pipeline.evaluate.scorecard import Card, scorecard
from pipeline.evaluate.truth import Encodings, Pair, pairs

SCHEMA = "1"
MEMORY = ".memory"
"""Beside a level's reports: what was remembered of its claims, apart from the installation's."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Level:
    """The claims of one level, what verifying them filed, and the faces that it remembered."""

    name: str
    claims: Path
    reports: Path
    faces: Callable[[Path], Mapping[str, Encodings]] = field(default=lambda reports: {}, repr=False)

    def pairs(self) -> list[Pair]:
        """Return its claims beside their reports."""
        return pairs(self.claims, self.reports, self.faces(self.reports / MEMORY))


def reports_of(place: Path, software: str) -> Path:
    """Return where this software's reports go; reports that another state of it made are thrown away.

    A claim verified before is not verified again, but only while the program is the very same.
    """
    below = place / "reports"
    for old in below.glob("*") if below.is_dir() else ():
        if old.name != software:
            shutil.rmtree(old, ignore_errors=True)
    return below / software


def side_by_side(
    levels: Sequence[Level], readers: Sequence[Reader], most: int, progress: Progress
) -> dict[str, Any]:
    """Return the comparison of readers per level and over all levels."""
    shown = {level.name: pictures(level.claims, level.name, most) for level in levels}
    trials = run(
        [p for every in shown.values() for p in every], readers,
        lambda done, total: progress("reading side by side", done, total),
    )  # fmt: skip
    return {
        "levels": {
            name: compared([t for t in trials if t.picture.level == name], readers)
            for name, p in shown.items()
            if p
        },
        "all": compared(trials, readers),
    }


def result(levels: Sequence[Level], made: Mapping[str, Any], duel: Mapping[str, Any] | None) -> Card:
    """Return everything that was measured: per level, per group of levels (see the bars), over all."""
    found = {level.name: level.pairs() for level in levels}
    cards = {name: scorecard(every) for name, every in found.items()}
    groups = {}
    for name, members in bars.groups(list(found)).items():
        together = [pair for member in members for pair in found[member]]
        groups[name] = cards[members[0]] if len(members) == 1 else scorecard(together)
    every = (
        cards[levels[0].name] if len(levels) == 1 else scorecard([p for some in found.values() for p in some])
    )
    return {
        "schema": SCHEMA,
        "made": {**made, **_machine(found)},
        "levels": cards,
        "groups": groups,
        "all": every,
        "side_by_side": duel,
        "bars": bars.judged(groups, every, duel["all"] if duel else None),
    }


def _machine(found: Mapping[str, Sequence[Pair]]) -> dict[str, Any]:
    """What the reports say made them."""
    reports = [p.report for every in found.values() for p in every if p.report]
    if not reports:
        return {}
    told = reports[0]["provenance"]
    return {"software": told["software"], "policy": told["policy"], "models": told["models"]}


def to_json(card: Card) -> str:
    """Return the scorecard for programs."""
    return json.dumps(card, indent=2, ensure_ascii=False) + "\n"

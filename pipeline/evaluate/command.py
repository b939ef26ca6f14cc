"""``periksa evaluate``: what was asked for becomes a scorecard, its file and its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.evaluate.claims import Write, digest_of, sources_below, written
from pipeline.evaluate.page import to_html
from pipeline.evaluate.readers.loading import baselines, named
from pipeline.evaluate.readers.ours import ours
from pipeline.evaluate.run import Level, Progress, reports_of, result, side_by_side, to_json
from pipeline.evaluate.text import to_text

__all__ = ["Order", "carry_out", "to_text"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Order:
    """What an evaluation is asked for (see ``periksa evaluate --help``)."""

    claims: int
    seed: int
    levels: tuple[str, ...]
    workers: int
    cards: int
    out: Path
    baselines: bool = False
    readers: tuple[str, ...] = ()
    claims_from: Path | None = None
    scenarios: tuple[str, ...] = ()


def carry_out(
    order: Order,
    flows: Any,
    wiring: Any,
    write: Write,
    verify: Callable[[Path, Path], None],
    progress: Progress,
) -> dict[str, Any]:
    """Write the claims, verify them, read side by side where asked, and file the scorecard.

    Args:
        order: what is asked for.
        flows: the order of work, for reading single pictures.
        wiring: what it works with: the engines, and the faces that were remembered.
        write: the generator of claims.
        verify: verifies every claim below a folder into another one.
        progress: is told what is being done and how far it is.
    """
    others = [
        *(baselines() if order.baselines else []),
        *named(order.readers),
    ]  # what is missing is told first
    made: dict[str, Any] = {}
    if order.claims_from:
        place, name = order.out / "own", order.claims_from.resolve().name
        levels = [Level(name, order.claims_from, reports_of(place, software()), wiring.remembered_faces)]
    else:
        made = {"seed": order.seed, "generator": generator(), "scenarios": list(order.scenarios)}
        levels = [
            replace(_level(order, name, write, progress), faces=wiring.remembered_faces)
            for name in dict.fromkeys(order.levels)
        ]
    for level in levels:
        verify(level.claims, level.reports)
    duel = None
    if others:
        engines = wiring.Engines.load()
        with engines.opener:
            duel = side_by_side(levels, [ours(flows.read_document, engines), *others], order.cards, progress)
    card = result(levels, made, duel)
    order.out.mkdir(parents=True, exist_ok=True)
    (order.out / "scorecard.json").write_text(to_json(card), encoding="utf-8")
    (order.out / "scorecard.html").write_text(to_html(card), encoding="utf-8")
    return card


def _level(order: Order, name: str, write: Write, progress: Progress) -> Level:
    place = order.out / f"{name}-{order.seed}-{order.claims}"
    folder = written(
        place, claims=order.claims, seed=order.seed, level=name, workers=order.workers,
        generator=" ".join((generator(), *order.scenarios)),
        write=write,
        progress=lambda done, total: progress(f"writing claims, {name}", done, total),
    )  # fmt: skip
    return Level(name, folder, reports_of(place, software()))


def generator() -> str:
    """Return what tells one state of the generator from another."""
    return digest_of(sources_below(ROOT / "sample_docs" / "generator", ROOT / "models" / "numbers"))


def software() -> str:
    """Return what tells one state of the program from another; the evaluation itself does not count."""
    here = ROOT / "pipeline"
    without = (here / "evaluate", here / "cli.py")
    return digest_of(
        sources_below(ROOT / "flows.py", ROOT / "wiring.py", ROOT / "models", here, without=without)
    )

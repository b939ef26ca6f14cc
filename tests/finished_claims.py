"""The finished folders of ``sample_docs/`` with their truth, each verified once for all tests that ask."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from models.report import Report
    from wiring import Engines

SAMPLES = Path(__file__).resolve().parents[1] / "sample_docs"
NAMES = sorted(file.parent.name for file in SAMPLES.glob("*/claim.json"))

_engines: list[Engines] = []


def truth_of(name: str) -> dict[str, Any]:
    """What the generator knows about the claim of a finished folder."""
    claim_id = json.loads((SAMPLES / name / "claim.json").read_text("utf-8"))["claim_id"]
    truth: dict[str, Any] = json.loads((SAMPLES / "truth" / f"{claim_id}.json").read_text("utf-8"))
    return truth


class FinishedClaims:
    """The reports by folder name. Two processes, because reading uses one core and tests ask in order.

    A folder is verified when it is asked for, and the next one with it: a single test does not wait for all.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(2, mp_context=context, initializer=_load)
        self._asked: dict[str, Future[Report]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def __getitem__(self, name: str) -> Report:
        here = NAMES.index(name)
        for wanted in NAMES[here : here + 2]:
            if wanted not in self._asked:
                self._asked[wanted] = self._pool.submit(_report_of, wanted)
        return self._asked[name].result()


def _load() -> None:
    from wiring import Engines

    _engines.append(Engines.load())


def _report_of(name: str) -> Report:
    from flows import verify

    return verify(SAMPLES / name, _engines[0]).report

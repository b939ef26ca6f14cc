"""The bars (``bars.toml``) beside what was measured."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.evaluate.rates import Rate

MET, NOT_MET, TOO_FEW = "met", "not met", "too few to tell"


@cache
def table() -> Mapping[str, Any]:
    """Return the table of bars."""
    return tomllib.loads(Path(__file__).with_name("bars.toml").read_text("utf-8"))


def groups(levels: Sequence[str]) -> dict[str, list[str]]:
    """Return the groups of levels that the bars speak of, as far as they were measured (``all`` left out)."""
    named = {name: [one for one in members if one in levels] for name, members in table()["levels"].items()}
    return {name: members for name, members in named.items() if members and name != "all"}


def judged(cards: Mapping[str, Mapping[str, Any]], together: Mapping[str, Any], duel: Mapping[str, Any] | None
           ) -> list[dict[str, Any]]:  # fmt: skip
    """Return one row per bar and group of levels.

    Args:
        cards: the scorecard of every group (:func:`groups`).
        together: the scorecard over every level.
        duel: the side-by-side run over every level, None where there was none; its bar needs RapidOCR in it.
    """
    rows = []
    for bar in table()["bar"]:
        for group, least in bar["least"].items():
            if group in cards:
                rows.append(_row(bar["name"], group, least, cards[group], bar["figure"]))
    rows.append(_silent(together))
    if duel is not None and table()["speed"]["against"] in duel["core_seconds_ratio"]:
        rows.append(_speed(duel))
    return rows


def _row(
    name: str, group: str, least: float, card: Mapping[str, Any], figure: Sequence[str]
) -> dict[str, Any]:
    found: Any = card
    for step in figure:
        found = found[step]
    seen = Rate(found["right"], found["total"], found["low"], found["high"])
    return {
        "name": name, "levels": group, "bar": f">= {100 * least:g} %", "measured": str(seen).strip(),
        "verdict": verdict(seen, least, claims=card["claims"]),
        # where the interval holds the bar, another seed may end on its other side
        "certain": not seen.low < least < seen.high,
        "least": least, "share": seen.share, "low": seen.low, "high": seen.high,
    }  # fmt: skip


def verdict(seen: Rate, least: float, *, claims: int) -> str:
    """Return whether a rate met its bar; what cannot reach it any more has not, however few the claims."""
    if seen.share is None or (claims < table()["least_claims"] and seen.high >= least):
        return TOO_FEW
    return MET if seen.share >= least else NOT_MET


def _silent(together: Mapping[str, Any]) -> dict[str, Any]:
    bar, wrong, claims = table()["silent"], len(together["silent_errors"]), together["claims"]
    verdict_ = NOT_MET if wrong else MET if claims >= bar["least_claims"] else TOO_FEW
    return {
        "name": bar["name"], "levels": "all", "bar": f"none in {bar['least_claims']} claims",
        "measured": f"{wrong} in {claims} claims", "verdict": verdict_,
        "certain": bool(wrong) or claims >= bar["least_claims"],
    }  # fmt: skip


def _speed(duel: Mapping[str, Any]) -> dict[str, Any]:
    """Faster counts only where the accuracy is better: more whole cards right, and no fewer numbers."""
    bar = table()["speed"]
    ratio = duel["core_seconds_ratio"][bar["against"]]
    ours, theirs = duel["readers"]["periksa"], duel["readers"][bar["against"]]
    better = ours["whole_card"]["right"] > theirs["whole_card"]["right"]
    better = better and ours["fields"]["nik"]["exact"]["right"] >= theirs["fields"]["nik"]["exact"]["right"]
    fast = ratio["ratio"] < bar["most"]
    few = duel["cards"] < table()["least_cards"]
    return {
        "name": bar["name"], "levels": "all", "bar": f"< {bar['most']:.2f} at better accuracy",
        "measured": f"{ratio['ratio']:.3f} (95 % {ratio['low']:.3f}-{ratio['high']:.3f}; "
                    f"{duel['cards']} cards), "
                    f"accuracy {'better' if better else 'NOT better'}",
        "verdict": TOO_FEW if few else MET if fast and better else NOT_MET,
        "certain": not ratio["low"] < bar["most"] < ratio["high"],
    }  # fmt: skip

"""`periksa calibrate-face`: an institution's own pairs -> thresholds, plots, and the table to use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline.evaluate import face_plots
from pipeline.evaluate.face_curve import AtThresholds, Calibration, calibrated
from pipeline.evaluate.face_pairs import Distance, Pairs, read_pairs
from pipeline.evaluate.page import interval, percent

COLUMNS = ("false_match", "true_match", "missed", "to_officer")


def carry_out(
    file: Path, out: Path, *, false_matches: float, misses: float, distance_of: Distance,
    other_limits: Mapping[str, float], progress: Callable[[int, int], None],
) -> dict[str, Any]:  # fmt: skip
    """Calibrate on the pairs of ``file`` and write face-calibration.json, .html and bands.toml into ``out``.

    ``other_limits`` are the limits of the table in use that no pairs tell (sizes, sharpness); they are kept.

    Raises:
        IntakeError: the file is no table of pairs.
    """
    pairs = read_pairs(file, distance_of, progress)
    found = calibrated(pairs, false_matches=false_matches, misses=misses)
    table = _table(found, other_limits)
    version = f"own-{hashlib.sha256(table.encode()).hexdigest()[:10]}"
    card = _card(pairs, found, version)
    out.mkdir(parents=True, exist_ok=True)
    (out / "face-calibration.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    (out / "face-calibration.html").write_text(_page(card, pairs, found), encoding="utf-8")
    (out / "bands.toml").write_text(f'{_head(pairs)}version = "{version}"\n{table}', encoding="utf-8")
    return card


def _card(pairs: Pairs, found: Calibration, version: str) -> dict[str, Any]:
    distance, rate = found.errors.equal
    return {
        "schema": "1",
        "version": version,
        "pairs": {
            "one_person": int(pairs.same.sum()),
            "two_persons": int((~pairs.same).sum()),
            "without_face": pairs.without_face,
        },
        "wanted_false_matches": found.wanted,
        "enough_strangers": found.enough,
        "match_below": found.match_below,
        "no_match_above": found.no_match_above,
        "equal_error": {"distance": round(distance, 4), "rate": round(rate, 5)},
        "all": _rates(found.all),
        "by_group": {name: _rates(at) for name, at in found.by_group.items()},
        "score": [list(point) for point in found.score],
    }


def _rates(at: AtThresholds) -> dict[str, Any]:
    return {name: getattr(at, name).as_dict() for name in COLUMNS}


def _page(card: Mapping[str, Any], pairs: Pairs, found: Calibration) -> str:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True,
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"percent": percent, "interval": interval}
    drawn = {
        "histogram": face_plots.histogram(pairs, found), "roc": face_plots.roc(found),
        "det": face_plots.det(found), "score": face_plots.score(found),
    }  # fmt: skip
    rows = [("all", card["all"]), *card["by_group"].items()]
    return made.get_template("face_page.html").render(
        card=card,
        svg={name: Markup(text) for name, text in drawn.items()},
        rows=[(name, [rates[column] for column in COLUMNS]) for name, rates in rows],
    )


def _head(pairs: Pairs) -> str:
    return (
        "# Made by `periksa calibrate-face` from the institution's own labelled pairs: "
        f"{int(pairs.same.sum())} of one person,\n# {int((~pairs.same).sum())} of two persons. "
        "Set PERIKSA_FACE_BANDS to this file.\n\n"
    )


def _table(found: Calibration, other_limits: Mapping[str, float]) -> str:
    points = ", ".join(f"[{distance:.4f}, {score:.4f}]" for distance, score in found.score)
    lines = [
        f"match_below = {found.match_below:.4f}",
        f"no_match_above = {found.no_match_above:.4f}",
        f"score = [{points}]",
        *(f"{name} = {value!r}" for name, value in sorted(other_limits.items())),
    ]
    return "\n".join(lines) + "\n"

"""The scorecard as one page: no network, no script, every plot inside."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline.evaluate import plots

Card = Mapping[str, Any]


def to_html(card: Card) -> str:
    """Return the page. It holds claim ids, file names and counts of invented claims, but no values."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True,
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"percent": percent, "interval": interval}
    duel = card["side_by_side"]
    measured = {name: level for name, level in card["levels"].items() if level["types"]["confusion"]}
    drawn = {
        "bars": plots.bars_plot(card["bars"])
        if any(bar.get("share") is not None for bar in card["bars"])
        else "",
        "reliability": plots.reliability_plot(measured) if measured else "",
        "stages": plots.stages_plot(measured) if measured else "",
        "confusion": plots.confusion_plot(card["all"]["types"]["confusion"]) if measured else "",
        "fields": plots.fields_plot(duel["all"]) if duel and duel["all"]["cards"] else "",
    }
    # The drawings are ours: matplotlib made them of numbers and names of fields.
    svg = {name: Markup(text) for name, text in drawn.items()}
    return made.get_template("page.html").render(card=card, svg=svg, rows=_rows(card["levels"]))


def percent(rate: Card) -> str:
    """Return a rate's share, or a dash."""
    return "–" if rate["share"] is None else f"{100 * rate['share']:.2f} %"


def interval(rate: Card) -> str:
    """Return a rate's counts and interval."""
    return (
        f"{rate['right']}/{rate['total']}; {100 * rate['low']:.1f}–{100 * rate['high']:.1f}"
        if rate["total"]
        else ""
    )


def _rows(levels: Mapping[str, Card]) -> list[tuple[str, list[Card]]]:
    """The table of rates: a title, and the rate of every level."""
    ways = (
        ("document type", ("types", "all")),
        ("NIK on the KTP", ("fields", "critical", "nik")),
        ("KPJ", ("fields", "critical", "kpj")),
        ("NPWP", ("fields", "critical", "npwp")),
        ("account number", ("fields", "critical", "account")),
        ("whole KTP right", ("fields", "ktp_whole_card")),
        ("all fields of the KTP", ("fields", "ktp_fields")),
        ("dates and names of letters", ("fields", "letters_dates_names")),
        ("right where verified", ("calibration", "verified")),
        ("right where confidence ≥ 0.99", ("calibration", "right_at", "0.99")),
        ("outcome as expected", ("outcomes", "as_expected")),
        ("straight through, of claims in order", ("outcomes", "straight_through")),
        ("problem's reason named", ("outcomes", "problems_found")),
    )
    return [(title, [_at(level, way) for level in levels.values()]) for title, way in ways]


def _at(level: Card, way: tuple[str, ...]) -> Card:
    found: Any = level
    for step in way:
        found = found[step]
    return found  # type: ignore[no-any-return]  # the rows above lead to rates

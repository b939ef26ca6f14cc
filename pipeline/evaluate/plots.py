"""The plots of the scorecard's page, as SVG that stands in the page. The same figures draw the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

Card = Mapping[str, Any]

INK, SOFT, GRID = "#1c2733", "#5b6977", "#dfe5ea"
COLOURS = ("#0b6e4f", "#c2571a", "#4a5fc1", "#8a3ffc", "#6b7280")
"""Ours first; green, orange and blue also differ in lightness."""

STYLE: Any = {
    "svg.hashsalt": "periksa", "svg.fonttype": "path", "font.family": "DejaVu Sans", "font.size": 10.5,
    "axes.edgecolor": SOFT, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": GRID,
    "axes.axisbelow": True, "legend.frameon": False,
}  # fmt: skip


def bars_plot(bars: Sequence[Card]) -> str:
    """Every rate with its interval beside its bar, one row each; the axis is stretched towards 100 %."""
    rows = [bar for bar in bars if bar.get("share") is not None]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(11.2, 0.9 + 0.42 * len(rows)))
        axes = figure.add_subplot()
        for place, bar in enumerate(reversed(rows)):
            colour = {"met": COLOURS[0], "not met": COLOURS[1]}.get(bar["verdict"], COLOURS[4])
            axes.plot(_misses([bar["low"], bar["high"]]), [place, place], color=colour, linewidth=5,
                      alpha=0.35, solid_capstyle="butt")  # fmt: skip
            axes.plot(_misses([bar["share"]]), [place], "o", color=colour, markersize=7)
            axes.plot(_misses([bar["least"]]), [place], "|", color=INK, markersize=19, markeredgewidth=2.2)
        labels = [f"{bar['name']}, {bar['levels']}" for bar in reversed(rows)]
        axes.set_yticks(range(len(rows)), labels)
        axes.set_ylim(-0.6, len(rows) - 0.4)
        _stretched(axes)
        axes.set_xlabel("right, %   (dot: measured; band: 95 % interval; upright stroke: the bar)")
        return svg_of(figure, "Every bar with what was measured")


LEAST_MISS = 0.0005
"""Where 100 % is drawn on the stretched axis: misses of 0.05 % and fewer look alike."""


def _misses(shares: Sequence[float]) -> list[float]:
    return [float(-np.log10(max(1 - share, LEAST_MISS))) for share in shares]


def _stretched(axes: Axes) -> None:
    """Ticks of an axis on which each further nine has the same room."""
    ticks = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 1.0)
    axes.set_xticks(_misses(ticks), [f"{100 * tick:g}" for tick in ticks])
    axes.set_xlim(-0.02, _misses([1.0])[0] + 0.06)


def reliability_plot(levels: Mapping[str, Card]) -> str:
    """Share right against confidence per bin, with intervals; on the line the confidence keeps its word."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(5.6, 4.9))
        axes = figure.add_subplot()
        line = np.linspace(0, 1 - LEAST_MISS, 400)
        axes.plot(_misses(list(line)), _misses(list(line)), color=SOFT, linestyle="--", linewidth=1)
        for (name, level), colour in zip(levels.items(), (*COLOURS, *COLOURS), strict=False):
            bins = level["calibration"]["bins"]
            x = _misses([one["confidence"] for one in bins])
            share = [one["right"]["share"] for one in bins]
            y = _misses(share)
            low, high = (_misses([one["right"][end] for one in bins]) for end in ("low", "high"))
            spread = [np.subtract(y, low).clip(0), np.subtract(high, y).clip(0)]
            axes.errorbar(
                x, y, yerr=spread, fmt="o", color=colour, label=name, markersize=5, capsize=2, linewidth=1.1
            )
        ticks = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)
        words = [f"{100 * tick:g}" for tick in ticks]
        axes.set_xticks(_misses(ticks), words, fontsize=9)
        axes.set_yticks(_misses(ticks), words, fontsize=9)
        axes.set_xlabel("confidence, %")
        axes.set_ylabel("right, %")
        if axes.containers:
            axes.legend(loc="lower right", fontsize=9.5)
        return svg_of(figure, "Share right against reported confidence")


def stages_plot(levels: Mapping[str, Card]) -> str:
    """Mean seconds of a claim by stage, one stacked bar per level."""
    with matplotlib.rc_context(STYLE):
        timed = {name: level["speed"] for name, level in levels.items() if level["speed"]["claims"]}
        stages = list(dict.fromkeys(s for speed in timed.values() for s in speed["stage_seconds_mean"]))
        figure = Figure(figsize=(5.6, 1.6 + 0.55 * len(timed)))
        axes = figure.add_subplot()
        shades = matplotlib.colormaps["viridis"](np.linspace(0.05, 0.95, max(1, len(stages))))
        start = np.zeros(len(timed))
        for stage, shade in zip(stages, shades, strict=False):
            seconds = [speed["stage_seconds_mean"].get(stage, 0.0) for speed in timed.values()]
            axes.barh(range(len(timed)), seconds, left=start, color=shade, label=stage, height=0.6)
            start += seconds
        axes.set_yticks(range(len(timed)), list(timed))
        axes.invert_yaxis()
        axes.set_xlabel("seconds per claim")
        if stages:
            axes.legend(loc="upper center", bbox_to_anchor=(0.45, -0.32), ncols=4, fontsize=9)
        return svg_of(figure, "Seconds per stage")


def fields_plot(duel: Card) -> str:
    """Every field of the KTP, exact, one bar per reader."""
    readers = list(duel["readers"].values())
    names = ["whole_card", *(name for name in readers[0]["fields"])]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(11.2, 4.3))
        axes = figure.add_subplot()
        wide = 0.8 / len(readers)
        for place, (reader, colour) in enumerate(zip(readers, COLOURS * 3, strict=False)):
            rates = [reader["whole_card"], *(reader["fields"][name]["exact"] for name in names[1:])]
            x = np.arange(len(names)) + (place - (len(readers) - 1) / 2) * wide
            y = np.array([100 * rate["share"] for rate in rates])
            ends = np.array([[100 * rate["low"] for rate in rates], [100 * rate["high"] for rate in rates]])
            spread = np.abs(ends - y)
            axes.bar(x, y, wide * 0.94, yerr=spread, color=colour, label=reader["title"],
                     error_kw={"ecolor": INK, "elinewidth": 0.8, "alpha": 0.6})  # fmt: skip
        axes.set_xticks(
            np.arange(len(names)), [name.replace("_", " ") for name in names], rotation=35, ha="right"
        )
        axes.set_ylabel("exact, %")
        axes.set_ylim(0, 102)
        axes.margins(x=0.01)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4)
        return svg_of(figure, "Fields of the KTP, exact, per reader")


def confusion_plot(confusion: Mapping[str, Mapping[str, int]]) -> str:
    """Documents by what they are (rows) and what they were taken for (columns), in share of the row."""
    rows = list(confusion)
    columns = [*rows, *sorted({seen for row in confusion.values() for seen in row} - set(rows))]
    counts = np.array([[confusion[row].get(column, 0) for column in columns] for row in rows], dtype=float)
    with matplotlib.rc_context({**STYLE, "axes.grid": False}):
        figure = Figure(figsize=(11.2, 1.9 + 0.36 * len(rows)))
        axes = figure.add_subplot()
        shares = counts / counts.sum(axis=1, keepdims=True)
        edges = (np.arange(len(columns) + 1) - 0.5, np.arange(len(rows) + 1) - 0.5)
        axes.pcolormesh(*edges, shares, cmap="Greens", vmin=0, vmax=1.15)
        axes.invert_yaxis()
        for row, column in np.argwhere(counts > 0):
            wrong = rows[row] != columns[column]
            axes.text(column, row, f"{counts[row, column]:.0f}", ha="center", va="center",
                      fontsize=9, weight="bold" if wrong else "normal",
                      color=COLOURS[1] if wrong else "white")  # fmt: skip
        axes.set_xticks(range(len(columns)), [c.replace("_", " ") for c in columns], rotation=35, ha="right")
        axes.set_yticks(range(len(rows)), [r.replace("_", " ") for r in rows])
        axes.set_xlabel("taken for")
        return svg_of(figure, "Document types: what they are and what they were taken for")


def svg_of(figure: Figure, words: str) -> str:
    """The drawing without date and prologue, sized by the page, with words for who cannot see it."""
    out = io.StringIO()
    figure.savefig(out, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    # ids are only unique within one drawing, and the page holds several
    mark = "".join(letter for letter in words if letter.isalpha())[:24]
    svg = re.sub(r'\bid="', f'id="{mark}-', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\1{mark}-", svg)
    return svg.replace("<svg", f'<svg role="img" aria-label="{words}"', 1)

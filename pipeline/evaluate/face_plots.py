"""Plots of a face calibration, as SVG that stands in the page."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from pipeline.evaluate.face_curve import Calibration
from pipeline.evaluate.face_pairs import Pairs
from pipeline.evaluate.plots import COLOURS, INK, SOFT, STYLE, svg_of

SAME, TWO = COLOURS[0], COLOURS[1]


def histogram(pairs: Pairs, found: Calibration) -> str:
    """How far apart same persons and strangers are, with the two thresholds and the band between them."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(11.2, 3.4))
        axes = figure.add_subplot()
        bins = [float(edge) for edge in np.linspace(0, max(1.0, float(pairs.distances.max())), 61)]
        for chosen, colour, name in ((pairs.same, SAME, "one person"), (~pairs.same, TWO, "two persons")):
            seen = pairs.distances[chosen]
            axes.hist(
                seen, bins, weights=np.full(len(seen), 100 / len(seen)), color=colour, alpha=0.7, label=name
            )
        axes.axvspan(found.match_below, found.no_match_above, color=SOFT, alpha=0.18, label="officer")
        axes.set_xlabel("distance of the two faces")
        axes.set_ylabel("share of pairs, %")
        axes.legend(loc="upper left")
        return svg_of(figure, "Distances of pairs of one person and of two persons")


def roc(found: Calibration) -> str:
    """True matches against false matches, the latter on a logarithmic axis."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(5.6, 4.4))
        axes = figure.add_subplot()
        least = _least(found)
        x = np.maximum(found.errors.false_match, least)
        axes.plot(x, 100 * (1 - found.errors.false_non_match), color=SAME, drawstyle="steps-post")
        _mark(axes, found, 100 * (1 - _at(found, found.errors.false_non_match)), least)
        axes.set_xscale("log")
        axes.set_xlabel("false matches among strangers")
        axes.set_ylabel("one person recognised, %")
        axes.legend(loc="lower right")
        return svg_of(figure, "Receiver operating characteristic")


def det(found: Calibration) -> str:
    """Both errors against each other, both axes logarithmic: the nearer to the corner, the better."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(5.6, 4.4))
        axes = figure.add_subplot()
        least = _least(found)
        x, y = (np.maximum(rate, least) for rate in (found.errors.false_match, found.errors.false_non_match))
        axes.plot(x, y, color=SAME, drawstyle="steps-post")
        _mark(axes, found, max(_at(found, found.errors.false_non_match), least), least)
        axes.plot([least, 1], [least, 1], color=SOFT, linestyle="--", linewidth=1)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("false matches among strangers")
        axes.set_ylabel("one person not recognised")
        axes.legend(loc="upper right")
        return svg_of(figure, "Detection error trade-off")


def score(found: Calibration) -> str:
    """What a distance is called: 1 is surely one person."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(5.6, 3.2))
        axes = figure.add_subplot()
        x, y = zip(*found.score, strict=True)
        axes.plot(x, y, "o-", color=SAME, markersize=4)
        axes.axvspan(found.match_below, found.no_match_above, color=SOFT, alpha=0.18)
        axes.set_xlabel("distance")
        axes.set_ylabel("score")
        return svg_of(figure, "Score against distance")


def _least(found: Calibration) -> float:
    """Where a rate of nothing is drawn: below the smallest that these pairs can show."""
    shown = [rate[rate > 0].min() for rate in (found.errors.false_match, found.errors.false_non_match)]
    return float(min(shown)) / 2


def _at(found: Calibration, rates: NDArray[np.float64]) -> float:
    return float(np.interp(found.match_below, found.errors.thresholds, rates))


def _mark(axes: Axes, found: Calibration, y: float, least: float) -> None:
    x = max(_at(found, found.errors.false_match), least)
    axes.plot([x], [y], "o", color=INK, label=f"match below {found.match_below:g}")

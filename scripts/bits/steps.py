"""Find how PP-OCR's networks are rounded to eight bits, for ``pipeline/ocr/eight_bits.py``.

    PYTHONPATH=. scripts/inside python scripts/night/usual.py runs/usual-steps --claims 14 --seed 31001
    scripts/inside periksa samples runs/mixed-steps --claims 20 --seed 31004
    scripts/inside periksa samples runs/hard-steps --claims 12 --seed 31005 --level hard
    scripts/inside periksa samples runs/flat-steps --claims 8 --seed 31006 --level flat
    PYTHONPATH=. scripts/inside python scripts/bits/steps.py runs/*-steps

Claims of these folders are read as ever; the lines and pictures that reach the networks are noted, some of
them (seed 1) are put through the networks in full length. For each layer those steps are kept with which its
output comes nearest to its own, of several ways to share a channel's size between input and weights and to
cut off what few points hold; then what it lacks on the average when it and those before it are rounded.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray

LINES, PICTURES = 300, 24
"""What the steps and the shifts are taken from."""

POINTS = 9000
"""Points of a layer's output that are compared, in all."""

EVENNESS = 0.4, 0.5, 0.6, 0.7, 0.8
"""Shares of a channel's size that are multiplied into the weights; the input keeps the rest."""

KEPT_SHARE = 1.0, 0.85, 0.7, 0.55, 0.4
"""Of the extent that a channel was seen to hold; what lies beyond is cut off."""

Batch = NDArray[np.float32]
Network = Callable[[], openvino.Model]
Steps = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Layer:
    """A convolution's weights (out, in, high, wide), and what some points of its output are made of.

    ``seen``: (points, in, high, wide); ``least`` and ``most``: of each input channel.
    """

    weights: NDArray[np.float64]
    seen: NDArray[np.float32]
    least: NDArray[np.float64]
    most: NDArray[np.float64]


def main() -> int:
    """Write ``eight_bits.npz``."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("claims", type=Path, nargs="+")
    order = asked.parse_args()
    from pipeline.ocr import detector, recogniser
    from pipeline.ocr.eight_bits import KEPT

    lines, pictures = seen([claim for given in order.claims for claim in sorted(given.glob("*/claim.json"))])
    pick = np.random.default_rng(1)
    some = [lines[place] for place in pick.permutation(len(lines))[:LINES]]
    few = [pictures[place] for place in pick.permutation(len(pictures))[:PICTURES]]
    kept: dict[str, NDArray[np.float32]] = {}
    networks: list[tuple[str, Network, list[Batch]]] = [
        ("reading", lambda: recogniser.network()[0], [recogniser.prepared(line) for line in some]),
        ("finding", detector.network, [detector.prepared(picture) for picture in few]),
    ]
    for name, network, batches in networks:
        steps = steps_for(network, batches)
        kept |= {f"{name}/{layer}": found for layer, found in steps.items()}
        kept |= {f"{name}+{layer}": found for layer, found in shifts_for(network, steps, batches).items()}
        sys.stdout.write(f"{name}: {len(steps)} layers\n")
    np.savez_compressed(KEPT, **kept)  # type: ignore[arg-type]
    return 0


def seen(claims: list[Path]) -> tuple[list[NDArray[np.uint8]], list[NDArray[np.uint8]]]:
    """Return the lines and the pictures that reach the networks while claims are verified in full length."""
    import flows
    import wiring
    from pipeline.ocr import eight_bits
    from pipeline.ocr.detector import Detector
    from pipeline.ocr.recogniser import Recogniser
    from pipeline.settings import Settings
    from pipeline.store import OnlyAsked

    eight_bits.worth_it = lambda: False
    lines: list[NDArray[np.uint8]] = []
    pictures: list[NDArray[np.uint8]] = []
    with (
        _noting(Recogniser, "read", lambda crops: lines.extend(np.array(crop) for crop in crops)),
        _noting(Detector, "outlines_in", lambda picture: pictures.append(np.array(picture))),
    ):
        engines = wiring.Engines.load(Settings().policy, OnlyAsked(wiring.memory()))
        with engines.opener:
            for number, claim in enumerate(claims, 1):
                flows.verify(claim.parent, engines)
                sys.stderr.write(f"\r{number} of {len(claims)} claims")
    sys.stderr.write("\n")
    return lines, pictures


@contextmanager
def _noting(owner: type, name: str, note: Callable[[Any], object]) -> Iterator[None]:
    """Note what a method is given."""
    does = getattr(owner, name)

    def noted(self: object, given: object) -> object:
        note(given)
        return does(self, given)

    setattr(owner, name, noted)
    try:
        yield
    finally:
        setattr(owner, name, does)


def steps_for(network: Network, batches: Sequence[Batch]) -> Steps:
    """Return the steps of each layer that is rounded (see :data:`pipeline.ocr.eight_bits.Steps`)."""
    return {name: _best(layer) for name, layer in layers_of(network(), batches).items()}


def layers_of(model: openvino.Model, batches: Sequence[Batch]) -> dict[str, Layer]:
    """Return the layers that can be rounded with what reaches them, in the network's order."""
    from pipeline.ocr.eight_bits import convolutions

    nodes = {
        node.get_friendly_name(): (node, weights.astype(np.float64))
        for node, weights in convolutions(model)
        if node.get_friendly_name().startswith("Conv.")  # not ours (``rewired.py``), which have no names
    }
    pick, each = np.random.default_rng(1), -(-POINTS // len(batches))
    parts: dict[str, list[NDArray[np.float32]]] = {name: [] for name in nodes}
    ends = {name: np.empty((2, weights.shape[1])) for name, (_, weights) in nodes.items()}
    for held in _held(model, [node.input_value(0) for node, _ in nodes.values()], batches):
        for (name, (node, weights)), one in zip(nodes.items(), held, strict=True):
            if one[0, 0].size == 1:  # a channel's mean: these layers cost nothing
                continue
            now = np.stack([one.min(axis=(0, 2, 3)), one.max(axis=(0, 2, 3))])
            ends[name] = (
                np.stack([np.minimum(ends[name][0], now[0]), np.maximum(ends[name][1], now[1])])
                if parts[name]
                else now
            )
            parts[name].append(_points(node, one[0], weights.shape[2:], each, pick))
    return {
        name: Layer(nodes[name][1], np.concatenate(taken), *ends[name].astype(np.float64))
        for name, taken in parts.items()
        if taken
    }


def _points(
    node: openvino.Node, held: Batch, size: tuple[int, int], count: int, pick: np.random.Generator
) -> NDArray[np.float32]:
    """Return what some points of a layer's output are made of (points, in, high, wide)."""
    told = node.get_attributes()
    before, after = told["pads_begin"], told["pads_end"]
    padded = np.pad(held, ((0, 0), (before[0], after[0]), (before[1], after[1])))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size, axis=(1, 2))
    windows = windows[:, :: told["strides"][0], :: told["strides"][1]]
    high, wide = windows.shape[1:3]
    chosen = pick.integers(0, high * wide, count)
    return np.ascontiguousarray(windows[:, chosen // wide, chosen % wide].transpose(1, 0, 2, 3))


def _best(layer: Layer) -> NDArray[np.float32]:
    """Return the start and size of each channel's steps with which the layer's output comes nearest."""
    flat = layer.weights.reshape(len(layer.weights), -1).T.astype(np.float32)
    points = len(layer.seen)
    whole = layer.seen.reshape(points, -1) @ flat
    size = whole.std(axis=0) + 1e-6
    best, least = np.zeros((2, 0), np.float32), np.inf
    for share in KEPT_SHARE:
        for evenness in EVENNESS:
            start, step = _steps(layer, share, evenness)
            apart = (_rounded(layer, start, step) - whole) / size
            miss = float((apart - apart.mean(axis=0)).var(axis=0).mean())  # the mean is shifted away
            if miss < least:
                best, least = np.stack([start, step]).astype(np.float32), miss
    return best


def _steps(layer: Layer, share: float, evenness: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    single = layer.weights.shape[2:] == (1, 1)
    if single:
        start, many = layer.least * share, 255
        extent = np.maximum((layer.most - layer.least) * share, 1e-4)
    else:  # zero is one of the steps
        below = layer.least.min() < 0
        start, many = np.zeros_like(layer.least), 127 if below else 255
        extent = np.maximum(np.maximum(layer.most, -layer.least) * share, 1e-4)
    heaviest = np.maximum(np.abs(layer.weights).max(axis=(0, 2, 3)), 1e-8)
    even = extent**evenness / heaviest ** (1 - evenness)
    step = even * (extent / even).max() / many
    return (start if single or many == 255 else -128 * step), step


def _rounded(layer: Layer, start: NDArray[np.float64], step: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the output that the rounded layer has at the points that are compared."""
    from pipeline.ocr.eight_bits import in_whole

    begin, high = (one.astype(np.float32).reshape(1, -1, 1, 1) for one in (start, step))
    counts = np.clip(np.round((layer.seen - begin) / high), 0, 255) + begin / high
    whole, unit = in_whole(layer.weights, step)
    flat = (whole * unit).reshape(len(whole), -1).T.astype(np.float32)
    done: NDArray[np.float32] = counts.reshape(len(layer.seen), -1) @ flat
    return done


def shifts_for(network: Network, steps: Steps, batches: Sequence[Batch]) -> Steps:
    """Return what each rounded layer lacks on the average, those before it being rounded and shifted."""
    from pipeline.ocr.eight_bits import convolutions, round_off

    model = network()
    layers = {node.get_friendly_name(): node for node, _ in convolutions(model)}
    names = [name for name in layers if name in steps]
    ends = [layers[name].output(0) for name in names]
    wanted = dict(zip(names, _means(model, ends, batches), strict=True))
    shifts: Steps = {}
    for place, name in enumerate(names, 1):
        model = network()
        layer = next(node for node, _ in convolutions(model) if node.get_friendly_name() == name)
        after = next(iter(layer.output(0).get_target_inputs()))
        round_off(model, steps, shifts)
        (got,) = _means(model, [after.get_source_output()], batches)
        shifts[name] = (wanted[name] - got).astype(np.float32)
        sys.stderr.write(f"\r{place} of {len(names)} layers")
    sys.stderr.write("\n")
    return shifts


def _means(
    model: openvino.Model, ends: list[openvino.Output], batches: Iterable[Batch]
) -> list[NDArray[np.float64]]:
    """Return the mean of each channel at each of some places in a network."""
    sums, points = [np.zeros(1)] * len(ends), [0] * len(ends)
    for held in _held(model, ends, batches):
        for place, one in enumerate(held):
            sums[place] = sums[place] + one.sum(axis=(0, 2, 3), dtype=np.float64)
            points[place] += one[0, 0].size * len(one)
    return [total / count for total, count in zip(sums, points, strict=True)]


def _held(
    model: openvino.Model, ends: list[openvino.Output], batches: Iterable[Batch]
) -> Iterator[list[NDArray[np.float32]]]:
    """Yield what some places in a network hold, for each batch."""
    model.add_outputs(ends)
    numbers = {_place(end.get_node().input_value(0)): n for n, end in enumerate(model.outputs)}
    how = {"INFERENCE_PRECISION_HINT": "f32"}
    request = openvino.Core().compile_model(model, "CPU", how).create_infer_request()
    for batch in batches:
        request.infer([batch])
        yield [request.get_output_tensor(numbers[_place(end)]).data for end in ends]


def _place(end: openvino.Output) -> tuple[str, int]:
    return end.get_node().get_friendly_name(), end.get_index()


if __name__ == "__main__":
    sys.exit(main())

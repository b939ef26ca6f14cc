"""PP-OCR's networks in eight-bit integers, for processors that multiply those four times as fast.

Each convolution's input is rounded to at most 256 steps, channel by channel, between the least and the most
that the channel was seen to hold (``eight_bits.npz``, made by ``scripts/bits/ranges.py``); the steps are
multiplied into the weights, which are then rounded to eight bits for each output channel. Input and weights
share the trouble of channels of very unlike sizes (Xiao et al., "SmoothQuant", 2023: their alpha is
:data:`EVENNESS`).

Of 2,289 lines of claims that the ranges were not taken from, 4 were read surely (0.95) and with other letters
by both (``scripts/bits/compare.py``, seed 31007), at less than half the time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray
from openvino import opset13

from pipeline.errors import EngineCrashed, EngineMissing

RANGES = Path(__file__).with_name("eight_bits.npz")

EVENNESS = 0.6
"""Share of a channel's size that is multiplied into the weights; the input keeps the rest."""

FEWEST = 12
"""Input channels below which a layer stays as it is: the picture itself."""

Ranges = Mapping[str, NDArray[np.float16]]
"""Least and most of each input channel (2, channels), by the convolution's name."""


@cache
def worth_it() -> bool:
    """Tell whether eight bits pay on this machine's processor."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return pays(told.partition("flags")[2].partition("\n")[0].split())


def pays(flags: Collection[str]) -> bool:
    """Tell it from the names of what a processor can do: VNNI, and no tiles (AMX), which do better.

    Processors that multiply eight bits without VNNI may overflow on the way.
    """
    return "avx512_vnni" in flags and "amx_bf16" not in flags


def rounded(model: openvino.Model, network: str) -> bool:
    """Round a network (``reading`` or ``finding``), in place, where that is worth it; tell whether it is."""
    if worth_it():
        round_off(model, ranges_of(network))
    return worth_it()


def ranges_of(network: str) -> dict[str, NDArray[np.float16]]:
    """Return the ranges of one network's layers (``reading`` or ``finding``).

    Raises:
        EngineMissing: they are not there.
    """
    try:
        with np.load(RANGES) as kept:
            return {name.partition("/")[2]: kept[name] for name in kept if name.startswith(f"{network}/")}
    except FileNotFoundError:
        raise EngineMissing("the networks' ranges", f"Fetch {RANGES.name} again: git checkout") from None


def convolutions(model: openvino.Model) -> Iterator[tuple[Any, NDArray[np.float32]]]:
    """Yield the convolutions that can be rounded, with their weights; none that a normalisation follows."""
    for node in model.get_ordered_ops():
        if node.get_type_name() != "Convolution":
            continue
        weights = node.input_value(1).get_node()
        after = [target.get_node().get_type_name() for target in node.output(0).get_target_inputs()]
        if weights.get_type_name() != "Constant" or "BatchNormInference" in after:
            continue
        if weights.data.shape[1] >= FEWEST:
            yield node, weights.data


def round_off(model: openvino.Model, ranges: Ranges) -> None:
    """Round the convolutions of a network whose ranges are known, in place.

    Raises:
        EngineCrashed: the network has other layers than those that were measured.
    """
    known = {node.get_friendly_name(): (node, weights) for node, weights in convolutions(model)}
    if any(name not in known or known[name][1].shape[1] != ranges[name].shape[1] for name in ranges):
        raise EngineCrashed("a network is of another version than its ranges")
    for name, (node, weights) in known.items():
        if name in ranges:
            least, most = ranges[name].astype(np.float64)
            _round_off(node, weights.astype(np.float64), least, most)
    model.validate_nodes_and_infer_types()


def _round_off(
    node: Any, weights: NDArray[np.float64], least: NDArray[np.float64], most: NDArray[np.float64]
) -> None:
    """Put a rounded input and rounded weights in the place of a convolution's own.

    A layer of more than one pixel pads its input with zeros, so zero must be one of its steps; any other
    counts from the channel's least value, which comes back as a constant behind it.
    """
    single = weights.shape[2:] == (1, 1)
    lowest, highest = 0.0, 255.0
    if not single:
        most, least = np.maximum(most, -least), np.zeros_like(least) if least.min() >= 0 else least
        lowest, highest = (0.0, 255.0) if least.min() >= 0 else (-128.0, 127.0)
    start = least if single else np.zeros_like(least)
    extent = np.maximum(most - start, 1e-4)
    heaviest = np.maximum(np.abs(weights).max(axis=(0, 2, 3)), 1e-8)
    even = extent**EVENNESS / heaviest ** (1 - EVENNESS)
    step = even * (extent / even).max() / highest
    rounded = opset13.fake_quantize(
        node.input_value(0),
        _constant(start + lowest * step), _constant(start + highest * step),
        _constant([lowest]), _constant([highest]), 256,
    )  # fmt: skip
    scaled = weights * step[None, :, None, None]
    unit = np.maximum(np.abs(scaled).max(axis=(1, 2, 3), keepdims=True), 1e-12) / 127
    whole = np.round(scaled / unit).astype(np.int8)
    times = opset13.multiply(
        opset13.convert(opset13.constant(whole), np.float32), opset13.constant(unit.astype(np.float32))
    )
    targets = list(node.output(0).get_target_inputs())
    node.input(0).replace_source_output(rounded.output(0))
    node.input(1).replace_source_output(times.output(0))
    if start.any():
        back = ((whole * unit)[:, :, 0, 0] * (start / step)).sum(axis=1)
        plus = opset13.add(node, _constant(back))
        for target in targets:
            target.replace_source_output(plus.output(0))


def _constant(values: Any) -> openvino.Node:
    """One number for each channel."""
    return opset13.constant(np.asarray(values, np.float32).reshape(1, -1, 1, 1))

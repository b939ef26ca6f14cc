"""PP-OCR's networks in eight-bit integers, for processors that multiply those four times as fast.

Each convolution's input is rounded to at most 256 steps, of another size for each channel; the steps are
multiplied into the weights, which are then rounded to eight bits for each output channel. Input and weights
so share the trouble of channels of very unlike sizes (Xiao et al., "SmoothQuant", 2023). What a rounded layer
lacks on the average is added to each of its output channels, layer after layer (Nagel et al., "Data-free
quantization through weight equalization and bias correction", 2019). Steps and shifts were found on claims
(``eight_bits.npz``, made by ``scripts/bits/steps.py``); ``scripts/bits/compare.py`` tells how many lines of
other claims are then read otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray
from openvino import opset13

from pipeline.errors import EngineCrashed, EngineMissing

KEPT = Path(__file__).with_name("eight_bits.npz")

FEWEST = 12
"""Input channels below which a layer stays as it is: the picture itself."""

Steps = Mapping[str, NDArray[np.float32]]
"""By the convolution's name: where each input channel's steps begin, and their size (2, channels).

A layer of more than one pixel pads its input with zeros, so zero must be one of its steps: they begin at zero
or 128 steps below it.
"""

Shifts = Mapping[str, NDArray[np.float32]]
"""What is added to each output channel, by the convolution's name; nothing to those that are not named."""


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
        round_off(model, steps_of(network), shifts_of(network))
    return worth_it()


def steps_of(network: str) -> dict[str, NDArray[np.float32]]:
    """Return the steps of one network's layers (``reading`` or ``finding``).

    Raises:
        EngineMissing: they are not there.
    """
    return _kept(f"{network}/")


def shifts_of(network: str) -> dict[str, NDArray[np.float32]]:
    """Return the shifts of one network's layers (``reading`` or ``finding``).

    Raises:
        EngineMissing: they are not there.
    """
    return _kept(f"{network}+")


def _kept(beginning: str) -> dict[str, NDArray[np.float32]]:
    try:
        with np.load(KEPT) as kept:
            return {name.removeprefix(beginning): kept[name] for name in kept if name.startswith(beginning)}
    except FileNotFoundError:
        raise EngineMissing("the networks' steps", f"Fetch {KEPT.name} again: git checkout") from None


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


def round_off(model: openvino.Model, steps: Steps, shifts: Shifts = MappingProxyType({})) -> None:
    """Round the convolutions of a network whose steps are known, in place, and shift them.

    Raises:
        EngineCrashed: the network has other layers than those that were measured.
    """
    known = {node.get_friendly_name(): (node, weights) for node, weights in convolutions(model)}
    if any(name not in known or known[name][1].shape[1] != steps[name].shape[1] for name in steps):
        raise EngineCrashed("a network is of another version than its steps")
    for name, (node, weights) in known.items():
        if name in steps:
            start, step = steps[name].astype(np.float64)
            _round_off(node, weights.astype(np.float64), start, step, shifts.get(name))
    model.validate_nodes_and_infer_types()


def _round_off(
    node: Any,
    weights: NDArray[np.float64],
    start: NDArray[np.float64],
    step: NDArray[np.float64],
    shift: NDArray[np.float32] | None,
) -> None:
    """Put a rounded input and rounded weights in the place of a convolution's own.

    A layer of one pixel counts from the channel's start, which comes back as a constant behind it.
    """
    single = weights.shape[2:] == (1, 1)
    lowest = -128.0 if start.any() and not single else 0.0
    rounded = opset13.fake_quantize(
        node.input_value(0), _constant(start), _constant(start + 255 * step),
        _constant([lowest]), _constant([lowest + 255]), 256,
    )  # fmt: skip
    whole, unit = in_whole(weights, step)
    times = opset13.multiply(
        opset13.convert(opset13.constant(whole), np.float32), opset13.constant(unit.astype(np.float32))
    )
    targets = list(node.output(0).get_target_inputs())
    node.input(0).replace_source_output(rounded.output(0))
    node.input(1).replace_source_output(times.output(0))
    back = np.zeros(len(weights)) if shift is None else shift.astype(np.float64)
    if single:
        back = back + ((whole * unit)[:, :, 0, 0] * (start / step)).sum(axis=1)
    if back.any():
        plus = opset13.add(node, _constant(back))
        for target in targets:
            target.replace_source_output(plus.output(0))


def in_whole(
    weights: NDArray[np.float64], step: NDArray[np.float64]
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Return the weights (out, in, high, wide) times each input channel's step, and the unit they count."""
    scaled = weights * step[None, :, None, None]
    unit = np.maximum(np.abs(scaled).max(axis=(1, 2, 3), keepdims=True), 1e-12) / 127
    return np.round(scaled / unit).astype(np.int8), unit


def _constant(values: Any) -> openvino.Node:
    """One number for each channel."""
    return opset13.constant(np.asarray(values, np.float32).reshape(1, -1, 1, 1))

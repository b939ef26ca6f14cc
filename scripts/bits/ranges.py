"""Find what the channels of PP-OCR's networks hold, for ``pipeline/ocr/eight_bits.py``.

    PYTHONPATH=. scripts/inside python scripts/night/usual.py runs/usual-ranges --claims 14 --seed 31001
    scripts/inside periksa samples runs/mixed-ranges --claims 20 --seed 31004
    scripts/inside periksa samples runs/hard-ranges --claims 12 --seed 31005 --level hard
    scripts/inside periksa samples runs/flat-ranges --claims 8 --seed 31006 --level flat
    PYTHONPATH=. scripts/inside python scripts/bits/ranges.py runs/*-ranges

Claims of these folders are read as ever; the lines and pictures that reach the networks are noted, some of
them are put through the networks in full length; the least and the most of every channel is kept (seed 1).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray

LINES, PICTURES = 600, 120

Batch = NDArray[np.float32]


def main() -> int:
    """Write ``eight_bits.npz``."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("claims", type=Path, nargs="+")
    order = asked.parse_args()
    from pipeline.ocr import detector, recogniser
    from pipeline.ocr.eight_bits import RANGES

    lines, pictures = seen([claim for given in order.claims for claim in sorted(given.glob("*/claim.json"))])
    pick = np.random.default_rng(1)
    some = [lines[place] for place in pick.permutation(len(lines))[:LINES]]
    reading = _ranges(recogniser.network()[0], (recogniser.prepared(line) for line in some), wide=False)
    few = [pictures[place] for place in pick.permutation(len(pictures))[:PICTURES]]
    finding = _ranges(detector.network(), (detector.prepared(picture) for picture in few), wide=True)
    np.savez_compressed(
        RANGES,
        **{f"reading/{name}": kept for name, kept in reading.items()},
        **{f"finding/{name}": kept for name, kept in finding.items()},
    )
    sys.stdout.write(f"{len(reading)} and {len(finding)} layers, {len(some)} lines, {len(few)} pictures\n")
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


def _ranges(model: openvino.Model, batches: Iterable[Batch], *, wide: bool) -> dict[str, NDArray[np.float16]]:
    """Return the least and most of each channel (2, channels) that goes into each convolution.

    ``wide``: those of more than one pixel too. In reading they are 8 % of the work, and rounding them cost
    two lines that were read surely for every three that all the others cost.
    """
    from pipeline.ocr.eight_bits import convolutions

    inputs = {
        node.get_friendly_name(): node.input_value(0)
        for node, weights in convolutions(model)
        if wide or weights.shape[2:] == (1, 1)
        if node.get_friendly_name().startswith("Conv.")  # not ours (``rewired.py``), which have no names
    }
    model.add_outputs(list(inputs.values()))
    asked = {
        (
            end.get_node().input_value(0).get_node().get_friendly_name(),
            end.get_node().input_value(0).get_index(),
        ): n
        for n, end in enumerate(model.outputs)
    }
    places = {
        name: asked[one.get_node().get_friendly_name(), one.get_index()] for name, one in inputs.items()
    }
    request = (
        openvino.Core()
        .compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        .create_infer_request()
    )
    ranges: dict[str, NDArray[np.float64]] = {}
    for batch in batches:
        request.infer([batch])
        for name, place in places.items():
            held = request.get_output_tensor(place).data
            if held[0, 0].size == 1:  # a channel's mean: these layers cost nothing
                continue
            now = np.stack([held.min(axis=(0, 2, 3)), held.max(axis=(0, 2, 3))]).astype(np.float64)
            kept = ranges.setdefault(name, now)
            ranges[name] = np.stack([np.minimum(kept[0], now[0]), np.maximum(kept[1], now[1])])
    return {name: kept.astype(np.float16) for name, kept in ranges.items()}


if __name__ == "__main__":
    sys.exit(main())

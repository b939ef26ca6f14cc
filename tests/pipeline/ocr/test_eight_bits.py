"""Rounded networks say what the whole ones say; where they do not pay they are not used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import openvino
import pytest
from numpy.typing import NDArray
from openvino import opset13

from pipeline.errors import EngineCrashed, EngineMissing
from pipeline.inference import request_of
from pipeline.ocr import detector, eight_bits, recogniser
from pipeline.ocr.recogniser import Recogniser
from scripts.bits import steps
from tests.contracts.reader import printed

LINES = (
    "3273014708909003", "SITI RAHMAWATI", "JL. MERDEKA NO. 12", "KABUPATEN SUMEDANG",
    "Jenis Kelamin : LAKI-LAKI", "RT 003 RW 011", "08-12-1987",
    "PT SINAR SENTOSA TEXTILE", "1409 0102 8855 017",
)  # fmt: skip


try:
    FLAGS = Path("/proc/cpuinfo").read_text(encoding="utf-8")
except OSError:
    FLAGS = ""
only_with_vnni = pytest.mark.skipif(
    "vnni" not in FLAGS,
    reason="this processor may overflow when it multiplies eight bits; it never does here",
)


def reader(monkeypatch: pytest.MonkeyPatch, *, rounds: bool) -> Recogniser:
    monkeypatch.setattr(eight_bits, "worth_it", lambda: rounds)
    return Recogniser("ppocr")


@only_with_vnni
def test_a_rounded_network_reads_what_the_whole_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = [printed(text) for text in LINES]
    whole = reader(monkeypatch, rounds=False).read(pictures)
    few = reader(monkeypatch, rounds=True).read(pictures)
    assert [reading.text for reading in few] == [reading.text for reading in whole]
    assert [r.confidence for r in few] == pytest.approx([r.confidence for r in whole], abs=0.02)
    assert [r.confidence for r in few] != [r.confidence for r in whole]  # it was rounded indeed


@pytest.mark.parametrize(
    ("network", "name", "least"),
    [(lambda: recogniser.network()[0], "reading", 30), (detector.network, "finding", 39)],
)
def test_there_are_steps_and_shifts_for_every_channel_of_the_layers_that_are_rounded(
    network: Callable[[], openvino.Model], name: str, least: int
) -> None:
    sides = {node.get_friendly_name(): w.shape[:2] for node, w in eight_bits.convolutions(network())}
    kept, shifts = eight_bits.steps_of(name), eight_bits.shifts_of(name)
    assert len(kept) == least
    assert {key: one.shape for key, one in kept.items()} == {key: (2, sides[key][1]) for key in kept}
    assert all((one[1] > 0).all() for one in kept.values())
    assert {key: one.shape for key, one in shifts.items()} == {key: (sides[key][0],) for key in kept}


@only_with_vnni
@pytest.mark.parametrize("side", [1, 3])
@pytest.mark.parametrize("low", [0.0, -2.0])
def test_a_rounded_layer_comes_near_the_whole_one(side: int, low: float) -> None:
    """Channels of very unlike sizes, with and without negative numbers, with zeros round the picture."""
    numbers = np.random.default_rng([side, int(-low)])
    sizes = 10.0 ** numbers.uniform(-2, 1, 24)
    inside = (numbers.uniform(low, 2.0, (1, 24, 16, 16)) * sizes[:, None, None]).astype(np.float32)
    weights = numbers.normal(size=(8, 24, side, side)).astype(np.float32)

    def network() -> openvino.Model:
        given = opset13.parameter([1, 24, 16, 16], np.float32)
        pad = [side // 2] * 2
        layer = opset13.convolution(given, opset13.constant(weights), [1, 1], pad, pad, [1, 1])
        layer.set_friendly_name("Conv.1")
        return openvino.Model([opset13.relu(layer)], [given])

    def answer(*, rounds: bool) -> NDArray[np.float32]:
        model = network()
        if rounds:
            eight_bits.round_off(model, steps.steps_for(network, [inside]))
        request = request_of(model, exact=True)
        request.infer([inside])
        return np.array(request.get_output_tensor().data)

    whole, few = answer(rounds=False), answer(rounds=True)
    assert np.abs(few - whole).max() > 0
    assert np.abs(few - whole).mean() < 0.02 * np.abs(whole).mean()


@only_with_vnni
def test_shifts_bring_each_layers_mean_to_the_whole_ones() -> None:
    """Two layers, one of them with zeros round the picture; pictures that the shifts were not taken from."""
    numbers = np.random.default_rng(7)
    heavy = [numbers.normal(size=size).astype(np.float32) for size in ((24, 16, 1, 1), (8, 24, 3, 3))]
    pictures = [numbers.uniform(-1, 3, (1, 16, 20, 20)).astype(np.float32) for _ in range(12)]

    def network() -> openvino.Model:
        given = opset13.parameter([1, 16, 20, 20], np.float32)
        first = opset13.convolution(given, opset13.constant(heavy[0]), [1, 1], [0, 0], [0, 0], [1, 1])
        bent = opset13.relu(first)
        second = opset13.convolution(bent, opset13.constant(heavy[1]), [1, 1], [1, 1], [1, 1], [1, 1])
        first.set_friendly_name("Conv.1")
        second.set_friendly_name("Conv.2")
        return openvino.Model([opset13.relu(second)], [given])

    def means(change: Callable[[openvino.Model], None]) -> NDArray[np.float64]:
        model = network()
        change(model)
        request = request_of(model, exact=True)
        total = np.zeros(8)
        for picture in pictures[6:]:
            request.infer([picture])
            total += request.get_output_tensor().data.mean(axis=(0, 2, 3), dtype=np.float64)
        return total / 6

    found = steps.steps_for(network, pictures[:6])
    shifts = steps.shifts_for(network, found, pictures[:6])
    assert list(shifts) == ["Conv.1", "Conv.2"]
    whole = means(lambda _: None)
    apart = [
        np.abs(means(lambda model, more=more: eight_bits.round_off(model, found, more)) - whole).mean()  # type: ignore[misc]
        for more in ({}, shifts)
    ]
    assert apart[1] < 0.5 * apart[0]


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (("avx2", "avx512f", "avx512_vnni"), True),
        (("avx2", "avx512f", "avx512_vnni", "amx_bf16", "amx_int8"), False),
        (("avx2", "avx512f"), False),
        (("avx2", "avx_vnni"), False),
        ((), False),
    ],
)
def test_only_processors_that_gain_by_it_round(flags: tuple[str, ...], expected: bool) -> None:
    assert eight_bits.pays(flags) is expected


def test_a_network_of_another_version_is_refused() -> None:
    known = eight_bits.steps_of("reading")
    name = next(iter(known))
    for other in ({**known, "Conv.999": known[name]}, {**known, name: known[name][:, :-1]}):
        with pytest.raises(EngineCrashed, match="another version"):
            eight_bits.round_off(recogniser.network()[0], other)


def test_steps_that_are_not_there_are_said_with_their_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(eight_bits, "KEPT", tmp_path / "eight_bits.npz")
    with pytest.raises(EngineMissing, match="git checkout"):
        eight_bits.steps_of("reading")


def test_the_rounded_network_leans_to_spaces_and_to_nothing_else() -> None:
    model, alphabet = recogniser.network()
    assert alphabet[-1] == " "
    _, before = recogniser._last_layer(model)
    numbers = np.array(before.input_value(1).get_node().data)
    recogniser._lean_to_spaces(model)
    grown = np.array(before.input_value(1).get_node().data) - numbers
    assert grown[..., -1].ravel() == pytest.approx([recogniser.SPACES])
    assert not grown[..., :-1].any()

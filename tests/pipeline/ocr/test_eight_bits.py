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
    [(lambda: recogniser.network()[0], "reading", 27), (detector.network, "finding", 39)],
)
def test_there_is_a_range_for_every_channel_of_the_layers_that_are_rounded(
    network: Callable[[], openvino.Model], name: str, least: int
) -> None:
    inputs = {node.get_friendly_name(): w.shape[1] for node, w in eight_bits.convolutions(network())}
    ranges = eight_bits.ranges_of(name)
    assert len(ranges) == least
    assert {key: kept.shape for key, kept in ranges.items()} == {key: (2, inputs[key]) for key in ranges}
    assert all((kept[0] <= kept[1]).all() for kept in ranges.values())


@only_with_vnni
@pytest.mark.parametrize("side", [1, 3])
@pytest.mark.parametrize("low", [0.0, -2.0])
def test_a_rounded_layer_comes_near_the_whole_one(side: int, low: float) -> None:
    """Channels of very unlike sizes, with and without negative numbers, with zeros round the picture."""
    numbers = np.random.default_rng([side, int(-low)])
    sizes = 10.0 ** numbers.uniform(-2, 1, 24)
    inside = (numbers.uniform(low, 2.0, (1, 24, 16, 16)) * sizes[:, None, None]).astype(np.float32)
    weights = numbers.normal(size=(8, 24, side, side)).astype(np.float32)

    def answer(*, rounds: bool) -> NDArray[np.float32]:
        given = opset13.parameter([1, 24, 16, 16], np.float32)
        pad = [side // 2] * 2
        layer = opset13.convolution(given, opset13.constant(weights), [1, 1], pad, pad, [1, 1])
        layer.set_friendly_name("layer")
        model = openvino.Model([opset13.relu(layer)], [given])
        if rounds:
            ranges = np.stack([inside.min(axis=(0, 2, 3)), inside.max(axis=(0, 2, 3))])
            eight_bits.round_off(model, {"layer": ranges.astype(np.float16)})
        request = request_of(model, exact=True)
        request.infer([inside])
        return np.array(request.get_output_tensor().data)

    whole, few = answer(rounds=False), answer(rounds=True)
    assert np.abs(few - whole).max() > 0
    assert np.abs(few - whole).mean() < 0.02 * np.abs(whole).mean()


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
    ranges = eight_bits.ranges_of("reading")
    name = next(iter(ranges))
    for other in ({**ranges, "Conv.999": ranges[name]}, {**ranges, name: ranges[name][:, :-1]}):
        with pytest.raises(EngineCrashed, match="another version"):
            eight_bits.round_off(recogniser.network()[0], other)


def test_ranges_that_are_not_there_are_said_with_their_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(eight_bits, "RANGES", tmp_path / "eight_bits.npz")
    with pytest.raises(EngineMissing, match="git checkout"):
        eight_bits.ranges_of("reading")


def test_the_rounded_network_leans_to_spaces_and_to_nothing_else() -> None:
    model, alphabet = recogniser.network()
    assert alphabet[-1] == " "
    _, before = recogniser._last_layer(model)
    numbers = np.array(before.input_value(1).get_node().data)
    recogniser._lean_to_spaces(model)
    grown = np.array(before.input_value(1).get_node().data) - numbers
    assert grown[..., -1].ravel() == pytest.approx([recogniser.SPACES])
    assert not grown[..., :-1].any()

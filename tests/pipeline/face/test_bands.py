"""The thresholds: read from their table, in order, and three bands with the officer's in the middle."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from models.face import Verdict
from pipeline.errors import PolicyError
from pipeline.face import bands as module
from pipeline.face.bands import Bands, load_bands

TABLE = tomllib.loads(Path(module.__file__).with_name("bands.toml").read_text("utf-8"))


def test_the_table_is_read() -> None:
    bands = load_bands()
    assert bands.version == TABLE["version"]
    assert (bands.match_below, bands.no_match_above) == (TABLE["match_below"], TABLE["no_match_above"])


@pytest.mark.parametrize(
    "change",
    [
        {"match_below": 0.7}, {"no_match_above": 0.4}, {"same_picture": 0.55},
        {"match_below": 0.5, "no_match_above": 0.5},
    ],
)  # fmt: skip
def test_thresholds_in_the_wrong_order_are_refused(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, float]
) -> None:
    monkeypatch.setattr(module.tomllib, "loads", lambda text: {**TABLE, **change})
    with pytest.raises(PolicyError, match="match_below"):
        load_bands()


@pytest.mark.parametrize("key", sorted(TABLE))
def test_a_missing_entry_is_refused(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setattr(
        module.tomllib, "loads", lambda text: {name: value for name, value in TABLE.items() if name != key}
    )
    with pytest.raises(PolicyError, match=key):
        load_bands()


@pytest.fixture
def bands() -> Bands:
    return load_bands()


@pytest.mark.parametrize(
    ("from_match_below", "verdict"), [(-0.01, Verdict.MATCH), (0.0, Verdict.INCONCLUSIVE)]
)
def test_the_lower_edge(bands: Bands, from_match_below: float, verdict: Verdict) -> None:
    assert bands.verdict(bands.match_below + from_match_below) is verdict


@pytest.mark.parametrize(
    ("from_no_match", "verdict"), [(0.0, Verdict.INCONCLUSIVE), (0.01, Verdict.NO_MATCH)]
)
def test_the_upper_edge(bands: Bands, from_no_match: float, verdict: Verdict) -> None:
    assert bands.verdict(bands.no_match_above + from_no_match) is verdict


def test_the_usual_threshold_lies_in_the_officers_band(bands: Bands) -> None:
    assert bands.verdict(0.6) is Verdict.INCONCLUSIVE


def test_a_greater_distance_is_never_likelier(bands: Bands) -> None:
    scores = [bands.score_of(number / 100) for number in range(131)]
    assert scores[0] == 1.0
    assert scores[-1] == 0.0
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "text", ["", "match_below = 0.5", "no table", "\x00", "version = 1\nmatch_below = 'a'"]
)
def test_an_institutions_own_table_that_is_none_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bands.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"bands\.toml"):
        load_bands(file)
    with pytest.raises(PolicyError, match="missing"):
        load_bands(tmp_path / "missing.toml")


@pytest.mark.parametrize("score", [[[0.1, 0.5], [0.2, 0.9]], [[0.2, 0.9], [0.1, 0.5]], [[0.1]], [], "high"])
def test_a_score_that_rises_with_the_distance_is_refused(
    monkeypatch: pytest.MonkeyPatch, score: object
) -> None:
    monkeypatch.setattr(module.tomllib, "loads", lambda text: {**TABLE, "score": score})
    with pytest.raises(PolicyError, match="score"):
        load_bands()

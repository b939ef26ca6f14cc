"""Thresholds from labelled pairs: the stated rate is kept, too few pairs are told, nobody is named."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import IntakeError
from pipeline.evaluate import faces
from pipeline.evaluate.face_curve import calibrated, errors_of, score_curve
from pipeline.evaluate.face_pairs import Pairs, read_pairs
from pipeline.face import load_bands

LIMITS = load_bands().other_limits


def pairs(one: int = 800, two: int = 4000, seed: int = 5) -> Pairs:
    rng = np.random.default_rng(seed)
    distances = np.r_[rng.normal(0.45, 0.07, one), rng.normal(0.78, 0.06, two)].clip(0.13, 1.4)
    same = np.r_[np.ones(one, bool), np.zeros(two, bool)]
    return Pairs(distances, same, tuple("ab"[n % 2] for n in range(one + two)))


@pytest.mark.parametrize("wanted", [0.1, 0.01, 0.001])
def test_no_more_false_matches_than_wanted_and_no_fewer_matches_than_can_be(wanted: float) -> None:
    known = pairs()
    found = calibrated(known, false_matches=wanted, misses=0.05)
    strangers = known.distances[~known.same]
    assert np.mean(strangers < found.match_below) <= wanted
    assert np.mean(strangers < found.match_below + 0.02) > wanted
    assert found.all.false_match.right == int((strangers < found.match_below).sum())
    assert found.match_below < found.no_match_above
    assert found.all.missed.right <= 0.05 * known.same.sum()


def test_every_pair_is_a_match_an_officers_or_none() -> None:
    known = pairs()
    found = calibrated(known, false_matches=0.001, misses=0.01)
    middle = (known.distances >= found.match_below) & (known.distances <= found.no_match_above)
    assert found.all.to_officer.right == int(middle.sum())
    assert set(found.by_group) == {"a", "b"}
    assert sum(at.true_match.total for at in found.by_group.values()) == found.all.true_match.total


def test_too_few_strangers_are_told() -> None:
    assert not calibrated(pairs(two=100), false_matches=0.001, misses=0.05).enough
    assert calibrated(pairs(two=4000), false_matches=0.001, misses=0.05).enough


def test_errors_run_from_nothing_to_all() -> None:
    known = pairs()
    errors = errors_of(known.distances, known.same)
    assert (errors.false_match[0], errors.false_match[-1]) == (0.0, 1.0)
    assert (errors.false_non_match[0], errors.false_non_match[-1]) == (1.0, 0.0)
    assert (np.diff(errors.false_match) >= 0).all()
    threshold, rate = errors.equal
    assert 0.5 < threshold < 0.75
    assert rate < 0.02


def test_the_score_falls_and_is_half_where_both_are_as_likely() -> None:
    known = pairs()
    curve = score_curve(known.distances, known.same)
    x, y = (list(column) for column in zip(*curve, strict=True))
    assert x == sorted(x)
    assert y == sorted(y, reverse=True)
    assert 0 < y[-1] < 0.05 < 0.95 < y[0] < 1
    crossing = float(np.interp(-0.5, [-share for share in y], x))
    assert 0.55 < crossing < 0.70


def table(folder: Path, rows: list[dict[str, object]]) -> Path:
    file = folder / "pairs.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def told(known: Pairs) -> list[dict[str, object]]:
    return [
        {"same_person": "ya" if same else "tidak", "distance": round(float(distance), 4), "group": group}
        for distance, same, group in zip(known.distances, known.same, known.groups, strict=True)
    ]


def test_what_it_writes_can_be_put_to_use(tmp_path: Path) -> None:
    file = table(tmp_path, told(pairs()))
    card = faces.carry_out(
        file, tmp_path / "out", false_matches=0.001, misses=0.05, distance_of=lambda *_: None,
        other_limits=LIMITS, progress=lambda *_: None,
    )  # fmt: skip
    bands = load_bands(tmp_path / "out" / "bands.toml")
    assert (bands.match_below, bands.no_match_above) == (card["match_below"], card["no_match_above"])
    assert bands.version == card["version"]
    assert bands.other_limits == LIMITS
    assert json.loads((tmp_path / "out" / "face-calibration.json").read_text("utf-8")) == card
    page = (tmp_path / "out" / "face-calibration.html").read_text("utf-8")
    assert page.count("<svg") == 4
    assert card["version"] in page


def test_pictures_are_compared_and_never_named(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = []
    for number in range(40):
        for name in (f"siti_{number}_a.jpg", f"siti_{number}_b.jpg"):
            (tmp_path / name).write_bytes(b"picture")
        rows.append(
            {"same_person": number % 2, "first": f"siti_{number}_a.jpg", "second": f"siti_{number}_b.jpg"}
        )
    asked: list[str] = []

    def between(first: Path, second: Path) -> float | None:
        asked.append(first.name + second.name)
        number = int(first.name.split("_")[1])
        return None if number == 7 else 0.4 + 0.4 * (number % 2 == 0)

    faces.carry_out(
        table(tmp_path, rows), tmp_path / "out", false_matches=0.01, misses=0.05, distance_of=between,
        other_limits=LIMITS, progress=lambda *_: None,
    )  # fmt: skip
    assert len(asked) == 40
    written = "".join(file.read_text("utf-8") for file in (tmp_path / "out").iterdir())
    assert "siti" not in written
    assert '"without_face": 1' in written


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"same_person": "maybe", "distance": "0.4"}], "line 2: same_person"),
        ([{"same_person": "1", "distance": "far"}], "line 2: distance"),
        ([{"same_person": "1", "distance": "9"}], "line 2: distance"),
        ([{"same_person": "1", "distance": "nan"}], "line 2: distance"),
        ([{"same_person": "1", "first": "gone.jpg", "second": "gone.jpg"}], "line 2: a picture is not there"),
        ([{"who": "SITI", "distance": "0.4"}], "columns"),
        ([{"same_person": "1", "distance": "0.4"}], "two persons"),
    ],
)  # fmt: skip
def test_a_table_that_is_none_is_refused_in_a_sentence(
    tmp_path: Path, rows: list[dict[str, object]], says: str
) -> None:
    with pytest.raises(IntakeError, match=says) as refused:
        read_pairs(table(tmp_path, rows), lambda *_: 0.4, lambda *_: None)
    assert "SITI" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00" * 100, b'same_person,distance\n"'])
def test_bytes_that_are_no_table(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "pairs.csv"
    file.write_bytes(content)
    with pytest.raises(IntakeError):
        read_pairs(file, lambda *_: 0.4, lambda *_: None)

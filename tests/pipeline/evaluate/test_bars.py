"""Verdicts: met, not met, too few to tell."""

import copy

import pytest

from pipeline.evaluate.bars import groups, judged, verdict
from pipeline.evaluate.rates import Rate, wilson
from pipeline.evaluate.scorecard import scorecard
from pipeline.evaluate.truth import Pair
from tests.pipeline.evaluate.conftest import OTHER_NIK, report_of, truth_of


@pytest.mark.parametrize(
    ("right", "total", "claims", "expected"),
    [
        (300, 300, 300, "met"), (299, 300, 300, "not met"), (299, 299, 299, "too few to tell"),
        (30, 50, 50, "not met"), (0, 0, 400, "too few to tell"),
    ],
)  # fmt: skip
def test_a_share_is_judged_by_claims_and_interval(right, total, claims, expected):
    assert verdict(Rate(right, total, *wilson(right, total)), 0.999, claims=claims) == expected


def test_levels_are_taken_together_as_the_table_says():
    assert groups(["flat", "phone"]) == {"scan": ["flat"], "phone": ["phone"]}
    assert groups(["hard", "office", "flat"])["scan"] == ["flat", "office"]
    assert groups(["own"]) == {}


def cards(count, spoil=0):
    every = []
    for number in range(count):
        truth = truth_of(f"JHT-2026-{number:06}")
        report = report_of(truth)
        if number < spoil:
            report["documents"][0]["fields"]["nik"]["value"] = OTHER_NIK
        every.append(Pair(truth, report))
    return scorecard(every)


def row(rows, name, group):
    return next(r for r in rows if (r["name"], r["levels"]) == (name, group))


def test_one_wrong_number_of_300_misses_the_bar_of_scans_and_is_a_silent_error():
    good, bad = cards(300), cards(300, spoil=1)
    rows = judged({"scan": good, "phone": good}, good, None)
    assert row(rows, "NIK exact on the KTP", "scan")["verdict"] == "met"
    assert not row(rows, "NIK exact on the KTP", "scan")["certain"]
    assert row(rows, "Wrong critical value called verified", "all")["verdict"] == "too few to tell"
    rows = judged({"scan": bad, "phone": bad}, bad, None)
    assert row(rows, "NIK exact on the KTP", "scan")["verdict"] == "not met"
    assert row(rows, "NIK exact on the KTP", "phone")["verdict"] == "met"
    assert row(rows, "Wrong critical value called verified", "all")["verdict"] == "not met"


@pytest.mark.parametrize(
    ("ratio", "whole", "expected"), [(0.2, 45, "met"), (0.2, 40, "not met"), (0.4, 45, "not met")]
)
def test_faster_counts_only_with_better_reading(ratio, whole, expected):
    reader = {"whole_card": {"right": 40}, "fields": {"nik": {"exact": {"right": 50}}}}
    ours = copy.deepcopy(reader)
    ours["whole_card"]["right"] = whole
    duel = {
        "cards": 50, "readers": {"periksa": ours, "rapidocr": reader},
        "core_seconds_ratio": {"rapidocr": {"ratio": ratio, "low": ratio - 0.01, "high": ratio + 0.01}},
    }  # fmt: skip
    assert judged({}, cards(1), duel)[-1]["verdict"] == expected
    assert judged({}, cards(1), {**duel, "cards": 39})[-1]["verdict"] == "too few to tell"

"""Intervals: against published values, and wider where errors come together."""

import pytest

from pipeline.evaluate.rates import rate, rate_by_claim, ratio_interval, wilson


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_as_published(right, total, low, high):
    assert wilson(right, total) == pytest.approx((low, high), abs=5e-4)


def test_nothing_counted_says_nothing():
    nothing = rate([])
    assert (nothing.share, nothing.low, nothing.high) == (None, 0.0, 1.0)
    assert "0/0" in str(nothing)


def test_errors_that_come_together_widen_the_interval():
    spread = rate_by_claim((f"c{n}", n % 10 != 0 or k != 0) for n in range(100) for k in range(10))
    heaped = rate_by_claim((f"c{n}", n != 0) for n in range(100) for k in range(10))
    assert (spread.right, heaped.right) == (990, 990)
    assert heaped.high - heaped.low > 1.3 * (spread.high - spread.low)
    alone = wilson(990, 1000)
    assert heaped.low <= alone[0] < alone[1] <= heaped.high


def test_all_right_is_not_certain():
    everything = rate_by_claim((f"c{n}", True) for n in range(20))
    assert everything.share == 1.0
    assert everything.low == pytest.approx(0.839, abs=1e-3)


def test_a_ratio_lies_in_its_interval_and_repeats():
    pairs = [(1.0 + n % 3, 10.0 + n % 5) for n in range(40)]
    low, high = ratio_interval(pairs)
    assert low < sum(a for a, _ in pairs) / sum(b for _, b in pairs) < high
    assert ratio_interval(pairs) == (low, high)

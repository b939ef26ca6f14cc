"""Shares and their intervals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.agreement import FEW, Share

shares = st.integers(0, 5000).flatmap(lambda n: st.integers(0, n).map(lambda k: Share(k, n)))


@given(shares)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(one: Share) -> None:
    low, high = one.interval
    assert 0 <= low <= high <= 1
    if one.whole:
        assert low - 1e-9 <= one.part / one.whole <= high + 1e-9


@given(shares)
def test_ten_times_as_many_tell_more(one: Share) -> None:
    low, high = one.interval
    more_low, more_high = Share(10 * one.part, 10 * one.whole).interval
    assert more_high - more_low <= high - low + 1e-9


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_it_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    """The examples of Newcombe (Statistics in Medicine 17, 1998, table I, method 3)."""
    assert Share(part, whole).interval == pytest.approx((low, high), abs=5e-5)


def test_few_are_few() -> None:
    assert Share(FEW - 1, FEW - 1).is_small
    assert not Share(FEW, FEW).is_small


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3), (0, -1)])
def test_a_part_is_no_larger_than_its_whole(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="part"):
        Share(part, whole)

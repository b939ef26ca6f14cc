"""Masked hashes are as far apart as the hashes, depend on the key alone, and are not the hashes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.marks import FINE_BITS, PictureMark
from pipeline.store.master_key import MasterKey
from pipeline.store.picture_masks import Mask, PictureMasks

KEY = bytes(range(32))
MASKS = PictureMasks(MasterKey(KEY))
LOOKS = st.builds(
    PictureMark,
    st.just("look"),
    st.integers(0, (1 << 64) - 1),
    st.binary(min_size=FINE_BITS // 8, max_size=FINE_BITS // 8),
)


def apart(one: PictureMark, other: PictureMark) -> tuple[int, int]:
    fine = int.from_bytes(one.fine or b"") ^ int.from_bytes(other.fine or b"")
    return (one.value ^ other.value).bit_count(), fine.bit_count()


@given(LOOKS, LOOKS)
def test_distances_stay_what_they_are(one: PictureMark, other: PictureMark) -> None:
    assert apart(MASKS.of(one), MASKS.of(other)) == apart(one, other)


@given(LOOKS)
def test_a_mask_comes_off_again(look: PictureMark) -> None:
    assert MASKS.undone(MASKS.of(look)) == look


@given(st.integers(0, (1 << 64) - 1))
def test_an_exact_hash_has_no_mask(value: int) -> None:
    exact = PictureMark("page", value)
    assert MASKS.of(exact) == MASKS.undone(exact) == exact


def test_a_masked_hash_is_far_from_the_hash_and_from_another_keys() -> None:
    other = PictureMasks(MasterKey(bytes(32)))
    for look in (PictureMark("look", 0, bytes(512)), PictureMark("look", 91, bytes(range(256)) * 2)):
        for far in (look, other.of(look)):
            coarse, fine = apart(MASKS.of(look), far)
            assert 12 < coarse < 52
            assert abs(fine - FINE_BITS / 2) < 300


def test_the_mask_of_a_key_never_changes() -> None:
    """If this fails, no stored look is found any more: find out what changed in the order or below it."""
    mask = Mask.of(KEY, 64)
    assert sorted(mask.order) == list(range(64))
    assert mask.order[:6].tolist() == [60, 8, 55, 44, 42, 6]
    assert mask.put_on(bytes(8)).hex() == "34f8da9f119581ff"


def test_nothing_is_shown() -> None:
    assert repr(MASKS) == "PictureMasks(••••)"

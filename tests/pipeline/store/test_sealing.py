"""What is sealed opens with its own key and name only, and not after a bit was changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.store.sealing import fresh_key, seal, unseal

KEY, OTHER = fresh_key(), fresh_key()
texts, names = st.binary(max_size=300), st.text(max_size=40)


@settings(deadline=None)
@given(texts, names)
def test_what_is_sealed_comes_back(plain: bytes, name: str) -> None:
    assert unseal(KEY, seal(KEY, plain, name), name) == plain


@settings(deadline=None)
@given(texts, names, st.data())
def test_every_changed_bit_is_noticed(plain: bytes, name: str, data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, plain, name))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(StoreError):
        unseal(KEY, bytes(sealed), name)


@settings(deadline=None)
@given(texts, st.data())
def test_a_cut_text_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = seal(KEY, plain, "x")
    with pytest.raises(StoreError):
        unseal(KEY, sealed[: data.draw(st.integers(0, len(sealed) - 1))], "x")


@settings(deadline=None)
@given(texts, names, names)
def test_it_opens_under_its_own_name_only(plain: bytes, name: str, other: str) -> None:
    sealed = seal(KEY, plain, name)
    if name != other:
        with pytest.raises(StoreError, match="not of this claim"):
            unseal(KEY, sealed, other)


@settings(deadline=None)
@given(texts)
def test_it_opens_with_its_own_key_only(plain: bytes) -> None:
    with pytest.raises(StoreError, match="not of this claim"):
        unseal(OTHER, seal(KEY, plain, "x"), "x")


@settings(deadline=None)
@given(st.binary(min_size=8, max_size=100))
def test_it_does_not_show_what_it_holds(plain: bytes) -> None:
    first, second = seal(KEY, plain, "x"), seal(KEY, plain, "x")
    assert plain not in first
    assert first != second, "equal texts must not be seen to be equal"

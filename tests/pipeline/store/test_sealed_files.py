"""A sealed file opens for its claim, under its own name, unaltered; otherwise not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.store.sealed_files import ClaimKey, SealedFiles
from pipeline.store.sealing import fresh_key

SECRET = fresh_key()
MINE = ClaimKey("JHT-1", SECRET)


class Shelf:
    """A file store in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, key: str, data: bytes) -> None:
        self.kept[key] = data

    def get(self, key: str) -> bytes:
        return self.kept[key]

    def delete(self, key: str) -> None:
        self.kept.pop(key, None)

    def exists(self, key: str) -> bool:
        return key in self.kept

    def keys(self, prefix: str = "", *, before: datetime | None = None) -> Iterator[str]:
        return (key for key in self.kept if key.startswith(prefix))

    def tidy(self, before: datetime) -> int:
        return 0


@given(st.binary(max_size=300))
def test_it_opens_for_its_claim(data: bytes) -> None:
    files = SealedFiles(Shelf())
    assert files.get(MINE, files.put(MINE, data)) == data


@given(st.binary(max_size=100), st.data())
def test_one_altered_bit_anywhere_is_refused(data: bytes, drawn: st.DataObject) -> None:
    shelf = Shelf()
    files = SealedFiles(shelf)
    name = files.put(MINE, data)
    bit = drawn.draw(st.integers(0, 8 * len(shelf.kept[name]) - 1))
    altered = bytearray(shelf.kept[name])
    altered[bit // 8] ^= 1 << bit % 8
    shelf.kept[name] = bytes(altered)
    with pytest.raises(StoreError):
        files.get(MINE, name)


@given(st.binary(max_size=100), st.integers(0, 200))
def test_a_file_cut_short_is_refused(data: bytes, left: int) -> None:
    shelf = Shelf()
    files = SealedFiles(shelf)
    name = files.put(MINE, data)
    whole = shelf.kept[name]
    shelf.kept[name] = whole[: min(left, len(whole) - 1)]
    with pytest.raises(StoreError):
        files.get(MINE, name)


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_two_files_that_changed_places_are_refused(first: bytes, second: bytes) -> None:
    shelf = Shelf()
    files = SealedFiles(shelf)
    a, b = files.put(MINE, first), files.put(MINE, second)
    shelf.kept[a], shelf.kept[b] = shelf.kept[b], shelf.kept[a]
    for name in (a, b):
        with pytest.raises(StoreError, match="not of this claim"):
            files.get(MINE, name)


@given(st.binary(max_size=100), st.text(min_size=1, max_size=10).filter(lambda text: text != "JHT-1"))
def test_another_claim_is_refused_even_with_the_key(data: bytes, claim_id: str) -> None:
    files = SealedFiles(Shelf())
    name = files.put(MINE, data)
    for other in (ClaimKey(claim_id, SECRET), ClaimKey("JHT-1", fresh_key())):
        with pytest.raises(StoreError, match="not of this claim"):
            files.get(other, name)


@given(st.binary(max_size=100))
def test_nobody_can_confirm_a_file_that_he_knows(data: bytes) -> None:
    files = SealedFiles(Shelf())
    assert files.address(MINE, data) == files.address(MINE, data)
    assert files.address(MINE, data) != files.address(ClaimKey("JHT-1", fresh_key()), data)
    assert files.put(MINE, data) != files.put(MINE, data), "two writers never put under one key"


def test_a_claims_key_is_not_shown() -> None:
    assert SECRET.hex() not in repr(MINE)
    assert repr(SECRET) not in repr(MINE)

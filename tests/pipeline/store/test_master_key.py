"""The master key: made once, read by its owner only, never shown; everything else is derived from it."""

from __future__ import annotations

import pickle
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.store.key_ring import FILE, keep_both, keep_one, ring_in
from pipeline.store.master_key import MasterKey

GIVEN = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def test_it_is_made_at_first_use_for_its_owner_only(tmp_path: Path) -> None:
    (made,) = ring_in(tmp_path / "home", None, may_make=True)
    file = tmp_path / "home" / FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [key.key_id for key in ring_in(tmp_path / "home", None, may_make=False)] == [made.key_id]
    assert [path.name for path in file.parent.iterdir()] == [FILE], "nothing is left beside it"


def test_two_keys_are_never_the_same(tmp_path: Path) -> None:
    ids = {ring_in(tmp_path / str(i), None, may_make=True)[0].key_id for i in range(20)}
    assert len(ids) == 20


def make_key(home: Path) -> bytes:
    return ring_in(home, None, may_make=True)[0].key_id


def test_processes_that_start_together_get_the_same_key(tmp_path: Path) -> None:
    with get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(make_key, [tmp_path] * 8, chunksize=1))) == 1


def test_a_key_of_the_institution_is_taken(tmp_path: Path) -> None:
    (key,) = ring_in(tmp_path, GIVEN, may_make=False)
    assert key.text == GIVEN
    assert not (tmp_path / FILE).exists()


def test_a_missing_key_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        ring_in(tmp_path, None, may_make=False)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    ring_in(tmp_path, None, may_make=True)
    (tmp_path / FILE).chmod(mode)
    with pytest.raises(StoreError, match="chmod 600"):
        ring_in(tmp_path, None, may_make=True)


@pytest.mark.parametrize("text", ["", "x", "kunci rahasia", "AAAA", GIVEN + "AAAA", "é", "\0"])
def test_a_damaged_key_is_refused_without_being_told(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    (tmp_path / FILE).chmod(0o600)
    with pytest.raises(StoreError) as fault:
        ring_in(tmp_path, None, may_make=True)
    assert len(text) < 3 or text not in str(fault.value)


def test_it_is_neither_shown_nor_sent() -> None:
    key = MasterKey.parse(GIVEN)
    assert repr(key) == "MasterKey(••••)"
    with pytest.raises(TypeError):
        pickle.dumps(key)


def test_an_index_never_changes() -> None:
    """If this fails, nothing that was remembered is found any more. The value: RFC 5869 and 2104 by hand."""
    index = MasterKey.parse(GIVEN).blind_index("nik", "3273014708909003")
    assert index.hex() == "6aeeedeaf480f22e27f877d2c4e9d67b2d464ce84cde7e458a1458add3941ccd"


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_indexes_are_equal_for_equal_values_only(one: str, other: str) -> None:
    key = MasterKey.parse(GIVEN)
    assert (key.blind_index("kpj", one) == key.blind_index("kpj", other)) == (one == other)
    assert key.blind_index("kpj", one) != key.blind_index("phone", one)
    assert key.blind_index("kpj", one) != MasterKey(bytes(32)).blind_index("kpj", one)


def test_purposes_have_keys_of_their_own() -> None:
    key = MasterKey.parse(GIVEN)
    derived = {key.derived(purpose) for purpose in ("rotation of faces", "wrapping of data keys", "key id")}
    assert len(derived) == 3
    assert MasterKey.parse(GIVEN).derived("key id") in derived


def test_two_keys_are_kept_until_one_is_set_aside(tmp_path: Path) -> None:
    (old,), new = ring_in(tmp_path, None, may_make=True), MasterKey.fresh()
    keep_both(tmp_path, new, old)
    assert [key.text for key in ring_in(tmp_path, None, may_make=False)] == [new.text, old.text]
    aside = keep_one(tmp_path, new, old)
    assert [key.text for key in ring_in(tmp_path, None, may_make=False)] == [new.text]
    assert aside.read_text("ascii").strip() == old.text
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) == 2


def test_three_keys_are_too_many(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="more than 2"):
        ring_in(tmp_path, " ".join([GIVEN] * 3), may_make=False)

"""Marks: the same thing however it is typed, nothing for what is no such thing, and never shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.marks import Mark, MarkKind, PictureMark

SAME = {
    MarkKind.NIK: ("3273014708900003", "3273 0147 0890 0003", "327301-470890-0003"),
    MarkKind.KPJ: ("12034567890", "1203 4567 890", "1203-4567-890"),
    MarkKind.ACCOUNT: ("0123456789", "012 345 6789", "012-345-6789"),
    MarkKind.PHONE: ("081290007890", "+62 812-9000-7890", "6281290007890", "0812.9000.7890"),
    MarkKind.EMAIL: ("siti@contoh.id", "Siti@Contoh.id", " SITI@CONTOH.ID "),
    MarkKind.ADDRESS: (
        "JL. MERDEKA NO. 12 RT 001/RW 024 CIMAHI",
        "Jalan Merdeka No 12, RT.01 RW.24, Cimahi",
        "JLN MERDEKA 12 RT001 RW024 CIMAHI",
        "jl.merdeka no.12 rt 1 rw 24 cimahi",
    ),
}
NOTHING = {
    MarkKind.NIK: ("327301470890000", "3273015208900003A", "0000000000000000", "-"),
    MarkKind.KPJ: ("1203456789", "0001234567890", "-"),
    MarkKind.ACCOUNT: ("0000000000", "1234", "BCA", "4000001234567899"),
    MarkKind.PHONE: ("12345", "0", "siti", "-"),
    MarkKind.EMAIL: ("siti", "siti@contoh", "a@b@contoh.id", "siti @contoh.id", "x" * 400 + "@contoh.id"),
    MarkKind.ADDRESS: ("-", "JL.", "CIMAHI", "RT 001", "JALAN MERDEKA " * 40),
}


@pytest.mark.parametrize("kind", MarkKind)
def test_however_it_is_typed_it_is_the_same(kind: MarkKind) -> None:
    marks = {Mark.of(kind, text) for text in SAME[kind]}
    assert len(marks) == 1
    assert None not in marks


@pytest.mark.parametrize("kind", MarkKind)
def test_what_is_no_such_thing_makes_no_mark(kind: MarkKind) -> None:
    assert {Mark.of(kind, text) for text in (*NOTHING[kind], "", " ", None)} == {None}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JL. MERDEKA NO. 12 CIMAHI", "JL. MERDEKA NO. 21 CIMAHI"),
        ("JL. MERDEKA NO. 1 RT 2", "JL. MERDEKA NO. 12"),
        ("GANG MAWAR 3", "GANG MAWAR 30"),
    ],
)
def test_different_houses_stay_different(one: str, other: str) -> None:
    assert Mark.of(MarkKind.ADDRESS, one) != Mark.of(MarkKind.ADDRESS, other)


@settings(deadline=None)
@given(st.sampled_from(list(MarkKind)), st.text(max_size=400))
def test_whatever_is_typed_a_mark_is_short_and_stays_what_it_is(kind: MarkKind, text: str) -> None:
    mark = Mark.of(kind, text)
    if mark:
        assert 0 < len(mark.value) <= 400
        assert Mark.of(kind, mark.value) == mark


def test_a_mark_is_not_shown() -> None:
    mark = Mark.of(MarkKind.PHONE, "081290007890")
    assert "81290007890" not in repr(mark)
    assert "91" not in repr(PictureMark("ktp", 91))


@pytest.mark.parametrize("value", [-1, 1 << 64])
def test_a_pictures_hash_has_64_bits(value: int) -> None:
    with pytest.raises(ValueError, match="64 bits"):
        PictureMark("ktp", value)


@pytest.mark.parametrize("length", [0, 511, 513])
def test_a_fine_hash_has_512_bytes_and_is_not_shown(length: int) -> None:
    assert "ab" not in repr(PictureMark("look", 1, b"ab" * 256))
    with pytest.raises(ValueError, match="4096 bits"):
        PictureMark("look", 1, bytes(length))

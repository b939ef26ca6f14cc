"""What differs is marked, and nothing of the text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.difference import pieces
from pipeline.report.text import visible


def marked(text, other):
    return "".join(f"[{p.text}]" if p.differs else p.text for p in pieces(text, other))


@pytest.mark.parametrize(
    ("text", "other", "shown"),
    [
        ("3273014708909003", "3273014708909008", "327301470890900[3]"),
        ("JL.MELATI", "JL. MELATI", "JL.MELATI"),
        ("JL. MELATI", "JL.MELATI", "JL.[ ]MELATI"),
        ("SITI", "siti", "SITI"),
        ("ABC", "", "[ABC]"),
        ("ABC", None, "ABC"),
        ("İSTANBUL", "ISTANBUL", "[İ]STANBUL"),
    ],
)
def test_what_differs_is_marked(text, other, shown):
    assert marked(text, other) == shown


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_character_is_lost(text, other):
    assert "".join(p.text for p in pieces(text, other)) == visible(text)


def test_a_hostile_length_is_cut():
    assert sum(len(p.text) for p in pieces("A" * 100_000, "B" * 100_000)) == 401


def test_only_numbers_are_grouped():
    assert [p.text for p in pieces("3273014708909003") if p.gap] == ["0147", "0890", "9003"]
    assert not [p for p in pieces("KARYAWAN SWASTA") if p.gap]

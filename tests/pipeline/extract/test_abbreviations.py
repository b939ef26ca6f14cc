"""Dots behind an address's abbreviations: taken from any reading that has them, never from nowhere."""

from __future__ import annotations

import pytest

from pipeline.extract.abbreviations import dotted


@pytest.mark.parametrize(
    ("value", "others", "expected"),
    [
        ("JL MERDEKA NO. 86", ["JL. MERDEKA NO. 86"], "JL. MERDEKA NO. 86"),
        ("JL. MERDEKA NO, 86", ["JL MERDEKA NO 86"], "JL. MERDEKA NO. 86"),
        ("JL MERDEKA NO 86", ["JL MERDEKA NO 86"], "JL MERDEKA NO 86"),
        ("KP. RAWA GG NO 3 NO 4", ["KP RAWA GG. NO 3 NO. 4"], "KP. RAWA GG. NO 3 NO. 4"),
        ("JLN NOVA 3", ["JLN. NOVA 3"], "JLN NOVA 3"),
        ("SITI RAHMAWATI", ["SITI. RAHMAWATI"], "SITI RAHMAWATI"),
        ("JL MERDEKA", [], "JL MERDEKA"),
    ],
)
def test_dots(value: str, others: list[str], expected: str) -> None:
    assert dotted(value, others) == expected
    assert dotted(expected, others) == expected

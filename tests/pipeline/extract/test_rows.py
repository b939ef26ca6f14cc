"""Rows of print, also where a page leans: a value goes to the label of its own row."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from models.field import Line
from models.geometry import Quad
from pipeline.extract.ktp import fields
from pipeline.extract.rows import lean_of, next_of, same_row
from tests.typed_lines import in_order, line

PITCH, RAISED = 36.0, 8.0
ROWS = (
    ("NAMA", "DADANG DWI SURYANA", "nama"),
    ("TEMPAT/TGL LAHIR", "LEBAK, 22-11-1990", ""),
    ("JENIS KELAMIN", "LAKI-LAKI", "jenis_kelamin"),
    ("ALAMAT", "JL. CEMPAKA PUTIH TENGAH NO. 99", "alamat"),
    ("RT/RW", "010/022", "rt_rw"),
    ("KEL/DESA", "MARGA MULYA", "kel_desa"),
    ("KECAMATAN", "BAYAH", "kecamatan"),
    ("AGAMA", "ISLAM", "agama"),
    ("STATUS PERKAWINAN", "KAWIN", "status_perkawinan"),
    ("PEKERJAAN", "PENATA RAMBUT", "pekerjaan"),
    ("KEWARGANEGARAAN", "WNI", "kewarganegaraan"),
    ("BERLAKU HINGGA", "SEUMUR HIDUP", "berlaku_hingga"),
)
"""As on a card whose labels are set a little lower than their values."""


def put(text: str, x: float, y: float, slope: float) -> Line:
    """A line of print with its left end there; a short one's outline does not lean."""
    width, own = 13.0 * len(text), slope if len(text) > 16 else 0.0
    across = y + slope * x + (slope - own) * width / 2
    corners = [(x, across), (x + width, across + own * width),
               (x + width, across + own * width + 42), (x, across + 42)]  # fmt: skip
    return replace(line(text), quad=Quad.of(corners))


def card(slope: float) -> list[Line]:
    lines = []
    for place, (label, value, _) in enumerate(ROWS):
        lines += [put(label, 56, PITCH * place + RAISED, slope), put(value, 317, PITCH * place, slope)]
    return in_order(lines)


@pytest.mark.parametrize("degrees", [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0])
def test_values_of_a_leaning_card_go_to_their_own_rows(degrees: float) -> None:
    read = fields(card(math.tan(math.radians(degrees))))
    assert {name: read[name].value for _, _, name in ROWS if name} == {
        name: value for _, value, name in ROWS if name
    }


def test_the_lean_is_what_long_lines_have() -> None:
    assert lean_of(card(-0.04)) == pytest.approx(-0.04, abs=0.001)
    assert lean_of(card(0.01)) == 0.0
    assert lean_of(card(-0.04)[:2]) == 0.0


def test_short_lines_follow_the_lean() -> None:
    label, value, lower = put("RT/RW", 0, 30, 0.0), put("010/022", 260, 14, 0.0), put("MARGA", 260, 44, 0.0)
    assert not same_row(label, value, 0.06) and same_row(label, lower, 0.06)
    assert next_of([value, lower], label, -0.06) is value
    assert next_of([value, lower], label, 0.06) is lower


@pytest.mark.parametrize(
    ("label", "value", "name"),
    [("ALAMAT", "010/022", "alamat"), ("KECAMATAN", "ISLAM", "kecamatan"), ("KEL/DESA", "KAWIN", "kel_desa")],
)
def test_another_rows_word_is_no_place(label: str, value: str, name: str) -> None:
    read = fields(in_order([put(label, 56, 8, 0.0), put(value, 317, 0, 0.0)]))
    assert read[name].value is None and read[name].readings

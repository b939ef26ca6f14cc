"""Amounts: the last separator with two digits begins the decimals, every other one groups thousands."""

from __future__ import annotations

import pytest

from pipeline.extract.found import joined
from pipeline.extract.money import amount_in, rupiah
from tests.typed_lines import column


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Rp5.000,00", "5000"), ("Rp 5.000.000,-", "5000000"), ("Rp.5.000.000,00", "5000000"),
        ("IDR 5,000,000.00", "5000000"), ("Rp 699.000,-", "699000"), ("Rp 75.000", "75000"),
        ("Rp 5.00O.000", "5000000"), ("Rp 5.0000.000", None), ("Rp 1.250,50", None), ("Rp", None),
        ("tanpa angka", None), ("Rp 0", None),
    ],
)  # fmt: skip
def test_an_amount(text: str, amount: str | None) -> None:
    found = rupiah(text)
    assert (found.value if found else None) == amount


@pytest.mark.parametrize(
    ("lines", "amount", "sure"),
    [
        (("harga Rp316.000.000,00 (tiga ratus enam belas juta)", "telah lunas"), "316.000.000,00", True),
        (("Jumlah : Rp 120.000,-", "Dibayar Rp 200.000,-"), "120.000,-", False),
    ],
)
def test_the_amount_of_a_text(lines: tuple[str, ...], amount: str, sure: bool) -> None:
    found = amount_in(*joined(column(*lines)))
    assert found is not None
    assert (found.text, found.sure) == (amount, sure)


def test_a_text_without_money() -> None:
    assert amount_in(*joined(column("Nomor 120.000", "RP"))) is None

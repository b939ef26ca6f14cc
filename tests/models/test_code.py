"""Which numbers a code holds, and what of its text a report may show."""

from __future__ import annotations

import pytest

from models.code import Code, number_in
from models.geometry import Quad

KPJ, NIK = "15034567890", "3273014708909003"
HERE = Quad.upright(0, 0, 10, 10)


def code(text: str) -> Code:
    return Code("qr", text, HERE)


@pytest.mark.parametrize(
    "text", [KPJ, f"{KPJ}|{NIK}|SITI", f"KPJ:{KPJ};NIK:{NIK}", f"https://kartu.example/cek?kpj={KPJ}"]
)
def test_a_membership_number_is_found_where_it_stands_alone(text: str) -> None:
    assert code(text).numbers("kpj") == (KPJ,)


@pytest.mark.parametrize(
    "text", ["081234567890", "08123456789", f"9{KPJ}", NIK, "https://tte.example/v/a15034567890b", ""]
)
def test_telephones_and_parts_of_other_numbers_are_none(text: str) -> None:
    assert code(text).numbers("kpj") == ()


def test_a_tax_number_dotted_or_bare_and_no_payment_card() -> None:
    assert code("09.254.294.3-407.000").numbers("npwp") == ("092542943407000",)
    assert code("https://pajak.example/092542943407000").numbers("npwp") == ("092542943407000",)
    assert code("4000001234567899").numbers("npwp") == ()


def test_two_codes_that_differ_hold_no_number() -> None:
    assert number_in((code(KPJ), code(KPJ)), "kpj") == KPJ
    assert number_in((code(KPJ), code("15034567891")), "kpj") is None


def test_a_report_shows_the_host_or_four_characters() -> None:
    assert code(f"https://user:{KPJ}@TTE.example/v/{NIK}?x=1").shown == "tte.example"
    assert KPJ not in code(KPJ).shown
    assert code(KPJ).shown.endswith("7890")
    assert KPJ not in repr(code(KPJ))

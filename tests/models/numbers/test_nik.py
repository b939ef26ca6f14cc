import doctest
from datetime import date
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.numbers.nik import Nik, NikError, Sex, problems_in

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "region", "sex", "born"),
    [
        ("3273014708900003", "327301", Sex.FEMALE, date(1990, 8, 7)),
        ("3218070101909001", "321807", Sex.MALE, date(1990, 1, 1)),
        ("6501014101859002", "650101", Sex.FEMALE, date(1985, 1, 1)),
        ("6404014101859002", "640401", Sex.FEMALE, date(1985, 1, 1)),
        ("9101011512789001", "910101", Sex.MALE, date(1978, 12, 15)),
        ("3273014708059001", "327301", Sex.FEMALE, date(2005, 8, 7)),
        ("9971011708459001", "997101", Sex.MALE, date(1945, 8, 17)),
        ("3273 0147.0890-9001", "327301", Sex.FEMALE, date(1990, 8, 7)),
    ],
)
def test_a_nik_tells_region_sex_and_birth_date(text, region, sex, born):
    nik = Nik.parse(text)
    assert (nik.region_code, nik.regency_code, nik.sex) == (region, region[:4], sex)
    assert nik.birth_date_on(TODAY) == born


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("3273013202909001", ("day",)),
        ("3273014008909001", ("day",)),
        ("3273017208909001", ("day",)),
        ("3273018101909001", ("day",)),
        ("3273010013909001", ("day", "month")),
        ("3273013002909001", ("date",)),
        ("327301470890900", ("length",)),
        ("32730147089090011", ("length",)),
        ("", ("not_digits",)),
        ("3273O14708909001", ("not_digits",)),
        ("٣٢٧٣٠١٤٧٠٨٩٠٩٠٠١", ("not_digits",)),
        ("３２７３０１４７０８９０９００１", ("not_digits",)),
        ("3273014708909001\x00", ("not_digits",)),
        ("9" * 100_000, ("not_digits",)),
    ],
)
def test_what_is_no_nik_is_named_and_never_repeated(text, problems):
    assert problems_in(text) == problems
    with pytest.raises(NikError) as caught:
        Nik.parse(text)
    assert not text or text not in str(caught.value)


def test_29_february_exists_only_in_the_leap_century():
    assert Nik.parse("3273012902009001").birth_dates() == (date(2000, 2, 29),)


@pytest.mark.parametrize(
    ("yy", "printed", "born"),
    [
        ("20", None, None),  # 1920 and 2020 both can be: the year stays open
        ("20", date(1920, 8, 7), date(1920, 8, 7)),
        ("20", date(1991, 8, 7), None),
        ("05", date(1905, 8, 7), date(1905, 8, 7)),
        ("05", None, date(2005, 8, 7)),
    ],
)
def test_the_century(yy, printed, born):
    assert Nik.parse(f"3273014708{yy}9001").birth_date_on(TODAY, printed) == born


def test_only_the_serial_is_shown():
    nik = Nik.parse("3273014708909001")
    assert repr(nik) == "Nik(••••••••••••9001)"
    assert "327301" not in f"{nik} {nik!r} {[nik]}"


@given(st.dates(date(1917, 1, 1), date(2016, 12, 31)), st.booleans(), st.integers(9000, 9999))
def test_every_birth_date_survives(born, female, serial):
    nik = Nik.parse(f"327301{born.day + 40 * female:02}{born.month:02}{born.year % 100:02}{serial}")
    assert born in nik.birth_dates()
    assert nik.birth_date_on(TODAY, born) == born
    assert (nik.sex is Sex.FEMALE) == female


@given(st.text())
def test_any_text_is_judged(text):
    assert problems_in(text) or Nik.parse(text)


@pytest.mark.parametrize("name", ["nik", "kpj", "npwp", "nomor_kk", "rekening", "phone"])
def test_the_examples_in_the_specification(name):
    module = import_module(f"models.numbers.{name}")
    results = doctest.testmod(module, extraglobs={"date": date})
    assert results.attempted > 0
    assert results.failed == 0

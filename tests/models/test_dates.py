from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.dates import find_dates, parse_date
from models.spelled_numbers import spelled_number

SEVENTH = date(1990, 8, 7)


@pytest.mark.parametrize(
    "text",
    [
        "07-08-1990",
        "07/08/1990",
        "7.8.1990",
        "07 - 08 - 1990",
        "07–08–1990",
        "BANDUNG, 07-08-1990",
        "BANDUNG,O7-O8-1990",
        "07-08-l990",
        "Tgl07-08-1990",
        "07081990",
        "0708-1990",
        "1990-08-07",
        "7 Agustus 1990",
        "07 Agt 1990",
        "07 AGU 1990",
        "7Agustus1990",
        "Bandung, 7 Agustus 1990",
        "07 AUG 1990",
        "7th August 1990",
        "August 7, 1990",
        "tujuh Agustus tahun seribu sembilan ratus sembilan puluh",
        "TUJUH BULAN AGUSTUS TAHUN SERIBU SEMBILAN RATUS SEMBILAN PULUH",
        "tujuhagustusseribusembilanratussembilanpuluh",
        "tujuh Agustus seribu sembilan ratus sembilan puluh (07-08-1990)",
    ],
)
def test_writings_of_one_day(text):
    assert parse_date(text) == SEVENTH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 Pebruari 2020", date(2020, 2, 1)),
        ("3 Nopember 2021", date(2021, 11, 3)),
        ("21 0ktober 2025", date(2025, 10, 21)),
        ("7 Ju1i 2024", date(2024, 7, 7)),
        ("2 5ep 2020", date(2020, 9, 2)),
        ("31 Desember 2024", date(2024, 12, 31)),
        ("03-04-2020", date(2020, 4, 3)),  # never month first
        ("dua puluh satu Mei dua ribu lima", date(2005, 5, 21)),
        ("sebelas Maret dua ribu sebelas", date(2011, 3, 11)),
        ("tiga puluh satu Januari seribu sembilan ratus", date(1900, 1, 31)),
    ],
)
def test_other_days(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SEUMUR HIDUP",
        "31-02-1990",
        "13-13-1990",
        "07-08-90",
        "07-08-1790",
        "OO-OO-OOOO",
        "001/HRD/05/2020",
        "12/05/2020/HRD",
        "3273-KM-07082020-0001",
        "02.183.241.5-000.000",
        "٠٧-٠٨-١٩٩٠",
        "07-08-1990 s/d 08-08-1990",
        "7 Muharram 1411",
        "\x00" * 50_000,
        "satu " * 10_000,
        "1-" * 10_000,
    ],
)
def test_no_single_date(text):
    assert parse_date(text) is None


def test_dates_are_found_in_order_with_their_places():
    text = "bekerja sejak 1 Maret 2015 sampai dengan 30-09-2026."
    found = find_dates(text)
    assert [day for day, _, _ in found] == [date(2015, 3, 1), date(2026, 9, 30)]
    assert [text[start:end] for _, start, end in found] == ["1 Maret 2015", "30-09-2026"]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back(day):
    assert parse_date(f"{day:%d-%m-%Y}") == day
    assert parse_date(f"{day:%Y-%m-%d}") == day
    assert parse_date(f"JAKARTA, {day.day}/{day.month}/{day.year}") == day


@given(st.text())
def test_any_text_has_no_or_one_date(text):
    day = parse_date(text)
    assert day is None or isinstance(day, date)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("satu", 1),
        ("sepuluh", 10),
        ("dua belas", 12),
        ("tiga puluh satu", 31),
        ("seribu sembilan ratus delapan puluh sembilan", 1989),
        ("dua ribu dua puluh enam", 2026),
        ("satu dua", None),
        ("sepuluh satu", None),
        ("puluh", None),
        ("sembilan ratus seribu", None),
        ("", None),
    ],
)
def test_spelled_numbers(words, number):
    assert spelled_number(words) == number

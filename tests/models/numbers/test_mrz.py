"""The passport's lines for machines, against the specimen that ICAO prints in Doc 9303."""

from __future__ import annotations

from datetime import date

import pytest

from models.numbers.mrz import Mrz, MrzError, check_digit

FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_the_specimen_of_doc_9303() -> None:
    zone = Mrz.parse(FIRST, SECOND)
    assert (zone.number, zone.name, zone.issuer, zone.nationality) == (
        "L898902C3", "ANNA MARIA ERIKSSON", "UTO", "UTO",
    )  # fmt: skip
    assert (zone.birth_date, zone.sex, zone.expiry) == (date(1974, 8, 12), "F", date(2012, 4, 15))
    assert zone.proved == {"number", "birth_date", "expiry"}
    assert "L898902C3" not in repr(zone)
    assert "ERIKSSON" not in repr(zone)


@pytest.mark.parametrize("place", [*range(10), *range(13, 20), *range(21, 28), 43])
def test_one_wrong_digit_proves_nothing(place: int) -> None:
    wrong = "7" if SECOND[place] != "7" else "8"
    zone = Mrz.parse(FIRST, SECOND[:place] + wrong + SECOND[place + 1 :])
    touched = "number" if place < 10 else "birth_date" if place < 20 else "expiry" if place < 28 else None
    assert touched not in zone.proved
    assert zone.proved == frozenset() or check_digit(SECOND[:9]) == SECOND[9]


def test_a_birth_lies_before_the_expiry() -> None:
    child = SECOND[:13] + "110101" + check_digit("110101") + SECOND[20:]
    assert Mrz.parse(FIRST, child).birth_date == date(2011, 1, 1)
    old = SECOND[:13] + "400101" + check_digit("400101") + SECOND[20:]
    assert Mrz.parse(FIRST, old).birth_date == date(1940, 1, 1)
    assert Mrz.parse(FIRST, SECOND[:13] + "741331" + SECOND[19:]).birth_date is None


@pytest.mark.parametrize(
    ("first", "second"),
    [(FIRST[:-1], SECOND), (FIRST, SECOND + "<"), (FIRST.lower(), SECOND), ("I" + FIRST[1:], SECOND)],
)
def test_what_is_no_passports_zone(first: str, second: str) -> None:
    with pytest.raises(MrzError) as raised:
        Mrz.parse(first, second)
    assert "ERIKSSON" not in str(raised.value)

"""Blanks that the readers differ about: dropped by the one, or invented by the other."""

from __future__ import annotations

import pytest

from models.field import Reading
from pipeline.extract.reconcile import from_readings
from pipeline.extract.spacing import together
from pipeline.extract.sureness import AGREED, ALONE
from pipeline.extract.values import person_name


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("SITIAMINAH", "SITI AMINAH", "SITI AMINAH"),
        ("JL.AMIRMAHMUD", "JL. AMIR MAHMUD", "JL. AMIR MAHMUD"),
        ("STAFPRODUKSI", "STAF PRODUKSI", "STAF PRODUKSI"),
        ("SRI WAHYUNI", "SRIWAHYUNI", "SRI WAHYUNI"),
        ("RAHARJO", "RAHA RJO", "RAHARJO"),
        ("WIBOWO", "WIB OWO", "WIBOWO"),
        ("KOREA SELATAN", "KO REA SE LATAN", "KOREA SELATAN"),
        ("KOREASELATAN", "KO REA SE LATAN", "KOREA SELATAN"),
        ("WIB OWO", "WIBOWO", "WIBOWO"),
        ("IGEDEMAHENDRA", "I GEDE MAHENDRA", "I GEDE MAHENDRA"),
        ("SITI", "SIT I", "SITI"),
        ("NO.80", "NO. 80", "NO. 80"),
        ("S.T.", "S. T.", "S.T."),
    ],
)
def test_what_can_be_words_tells_where_a_blank_stands(first: str, second: str, text: str) -> None:
    both = together(first, second)
    assert (both.text, both.sure) == (text, True)


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("KUSUMAWATI", "KUSUMA WATI", "KUSUMAWATI"),  # one name, and two
        ("QARUNTEVOLA", "QARUN TEVOLA", "QARUNTEVOLA"),  # nobody knows any of them
        ("QARUNTEVOL ZUWEB", "QARUNTEVOL ZU WEB", "QARUNTEVOL ZUWEB"),
    ],
)
def test_the_first_reader_stays_where_it_may_be_either(first: str, second: str, text: str) -> None:
    assert together(first, second).text == text


def test_a_doubtful_blank_leaves_the_value_unproved() -> None:
    doubtful = (Reading("a", "KUSUMAWATI", 0.99), Reading("b", "KUSUMA WATI", 0.9))
    field = from_readings(doubtful, person_name, None)
    assert (field.value, field.agreed) == ("KUSUMAWATI", False)
    assert field.confidence <= ALONE
    invented = (Reading("a", "JOKO RAHARJO", 0.99), Reading("b", "JOKO RAHA RJO", 0.9))
    field = from_readings(invented, person_name, None)
    assert (field.value, field.agreed) == ("JOKO RAHARJO", True)
    assert field.confidence >= AGREED


def test_noise_ends_soon() -> None:
    assert together("A" * 40, " ".join("A" * 40)).sure is False

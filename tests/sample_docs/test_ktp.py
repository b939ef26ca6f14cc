"""The identity card: what offices of several years print, and that nothing lies under the portrait."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from sample_docs.generator import ktp
from sample_docs.generator.invent import invent_person
from sample_docs.generator.ktp_print import FACES, FIRST_LIFELONG, FOREIGN, LABELS, NUMBERS, print_of

TODAY = dt.date(2026, 11, 20)
BELOW_THE_PORTRAIT = 440


@pytest.fixture(autouse=True)
def blank_portraits(monkeypatch):
    """Rendering a face takes most of a second; this is about the text beside it."""
    monkeypatch.setattr(ktp, "portrait", lambda _person, _rng: np.zeros((60, 50, 3), np.uint8))


@pytest.mark.parametrize("seed", range(30))
def test_no_value_reaches_the_portrait(seed):
    rng = np.random.default_rng(seed)
    person = invent_person(rng, born=(dt.date(1965, 1, 1), dt.date(2004, 1, 1)), today=TODAY)
    left, top, _, _ = ktp.PHOTO
    for name, quad in ktp.draw_ktp(person, rng, TODAY).boxes.items():
        beside = max(y for _, y in quad) > top and min(y for _, y in quad) < BELOW_THE_PORTRAIT
        assert not beside or max(x for x, _ in quad) < left, name


def somebody(seed, **said):
    rng = np.random.default_rng(seed)
    person = invent_person(rng, born=(dt.date(1965, 1, 1), dt.date(2004, 1, 1)), today=TODAY)
    return replace(person, **said)


def drawn(seed, **said):
    person = somebody(seed, **said)
    return person, ktp.draw_ktp(person, np.random.default_rng(seed), TODAY)


def test_long_values_take_a_second_line_and_every_row_stays_on_the_card():
    for seed in range(10):
        name, home = "MUHAMMAD ABDURRAHMAN WAHID SYAMSUDDIN", "PERUMAHAN TAMAN HARAPAN INDAH BLOK AB NO. 123"
        _, card = drawn(seed, name=name, alamat=home, title_prefix="DR.", title_suffix="S.H., M.H.")
        tall = {field: quad[3][1] - quad[0][1] for field, quad in card.boxes.items()}
        assert card.fields["nama"] == f"DR. {name}, S.H., M.H."
        assert tall["nama"] > 1.6 * tall["agama"] and tall["alamat"] > 1.6 * tall["agama"]
        assert max(y for quad in card.boxes.values() for _, y in quad) < ktp.SIZE[1] - 8


def test_a_dash_is_no_value():
    rng = np.random.default_rng(2)
    person = somebody(2, golongan_darah="-")
    style = print_of(rng, today=TODAY, born=person.birth_date, foreign=False)
    said = [ktp._fields(person, style, rng) for _ in range(200)]
    assert not any("golongan_darah" in fields for fields in said)
    assert {fields.get("rt_rw") for fields in said} == {person.rt_rw, "000/000", None}


def test_cards_differ_as_offices_and_years_do():
    rng = np.random.default_rng(3)
    born = dt.date(1985, 4, 2)
    prints = [print_of(rng, today=TODAY, born=born, foreign=False) for _ in range(200)]
    assert {one.number for one in prints} == set(NUMBERS)
    assert {one.text for one in prints} == set(FACES)
    assert {one.labels["golongan_darah"] for one in prints} >= set(LABELS["golongan_darah"])
    dated = [one for one in prints if not one.lifelong]
    assert 0.1 < len(dated) / len(prints) < 0.4
    assert all(one.issued < FIRST_LIFELONG for one in dated)


def test_a_foreigner_has_english_labels_a_date_and_the_state():
    person, card = drawn(5, kewarganegaraan="MALAYSIA")
    assert card.fields["kewarganegaraan"] == "MALAYSIA"
    assert dt.date.fromisoformat(card.fields["berlaku_hingga"]).day == min(person.birth_date.day, 28)
    assert (
        print_of(np.random.default_rng(1), today=TODAY, born=person.birth_date, foreign=True).labels
        == FOREIGN
    )


def test_a_regency_is_the_truth_as_printed():
    rng = np.random.default_rng(1)
    seen = {ktp._regency("KABUPATEN TIMOR TENGAH SELATAN", rng) for _ in range(20)}
    assert seen == {f"{kind} TIMOR TENGAH SELATAN" for kind in ("KABUPATEN", "KAB.", "KAB")}

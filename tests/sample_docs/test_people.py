"""The invented people: nobody's numbers, and a face that fits."""

import datetime as dt

import numpy as np
import pytest

from sample_docs.generator.identities import identities
from sample_docs.generator.invent import (
    FIRST_SERIAL,
    invent_account,
    invent_employment,
    invent_person,
    npwp_15,
)
from sample_docs.generator.places import districts_of
from sample_docs.generator.vocabulary import vocabulary

TODAY = dt.date(2026, 11, 20)


def somebody(seed: int):
    span = (dt.date(1965, 1, 1), dt.date(2004, 1, 1))
    return invent_person(np.random.default_rng(seed), born=span, today=TODAY)


@pytest.mark.parametrize("seed", range(40))
def test_a_nik_says_birth_and_sex_and_belongs_to_nobody(seed):
    person = somebody(seed)
    day = person.birth_date.day + (40 if person.sex == "PEREMPUAN" else 0)
    assert person.nik[6:12] == f"{day:02d}{person.birth_date:%m%y}"
    assert int(person.nik[12:]) >= FIRST_SERIAL
    home = next(place for place in districts_of(person.nik[:2]) if place.code == person.nik[:6])
    assert (home.kecamatan, home.provinsi) == (person.kecamatan, person.provinsi)


@pytest.mark.parametrize("seed", range(40))
def test_the_face_fits_the_person(seed):
    person = somebody(seed)
    face = identities()[person.face]
    assert face.sex == person.sex
    assert face.style != "hijab" or person.agama == "ISLAM"


def test_jakarta_prints_no_kota():
    place = districts_of("31")[0]
    assert (place.kabupaten_kota, place.provinsi) == ("KEPULAUAN SERIBU", "DKI JAKARTA")
    assert {p.kabupaten_kota for p in districts_of("31")} >= {"JAKARTA SELATAN"}


def test_a_job_begins_at_full_age_and_ends_when_told():
    rng, person = np.random.default_rng(3), somebody(3)
    job = invent_employment(rng, person, end=dt.date(2026, 7, 1), reason="phk")
    assert person.birth_date.year + 18 <= job.start.year < job.end.year
    assert len(job.kpj) == 11 and job.kpj.isdigit()


@pytest.mark.parametrize("bank", vocabulary()["banks"])
def test_an_account_has_its_banks_length(bank):
    account = invent_account(np.random.default_rng(1), somebody(1), bank)
    assert len(account.number) == vocabulary()["banks"][bank]


@pytest.mark.parametrize("seed", range(20))
def test_a_tax_number_passes_luhn(seed):
    number = npwp_15(np.random.default_rng(seed))
    weighted = [int(d) * (1 + i % 2) for i, d in enumerate(number[:9])]
    assert len(number) == 15
    assert sum(sum(divmod(w, 10)) for w in weighted) % 10 == 0


def test_equal_seeds_give_equal_people():
    assert somebody(8) == somebody(8)

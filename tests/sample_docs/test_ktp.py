"""The identity card: nothing that it prints lies under the portrait."""

import datetime as dt

import numpy as np
import pytest

from sample_docs.generator import ktp
from sample_docs.generator.invent import invent_person

TODAY = dt.date(2026, 11, 20)
BELOW_THE_PORTRAIT = 440


@pytest.fixture(autouse=True)
def blank_portraits(monkeypatch):
    """Rendering a face takes most of a second; this is about the text beside it."""
    monkeypatch.setattr(ktp, "portrait", lambda _person, _rng: np.zeros((60, 50, 3), np.uint8))


@pytest.mark.parametrize("seed", range(40))
def test_no_value_reaches_the_portrait(seed):
    rng = np.random.default_rng(seed)
    person = invent_person(rng, born=(dt.date(1965, 1, 1), dt.date(2004, 1, 1)), today=TODAY)
    left, top, _, _ = ktp.PHOTO
    for name, quad in ktp.draw_ktp(person, rng, TODAY).boxes.items():
        beside = max(y for _, y in quad) > top and min(y for _, y in quad) < BELOW_THE_PORTRAIT
        assert not beside or max(x for x, _ in quad) < left, name

"""Real readers and stand-ins keep the same promises."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pipeline import ocr
from pipeline.ocr.reader import Reader
from tests.contracts import reader as contract
from tests.engines.crashing import CrashingReader
from tests.engines.garbled import GarbledReader
from tests.engines.losing import LosingReader
from tests.engines.only_in_tests import NotInTests
from tests.engines.silent import SilentReader
from tests.engines.slow import SlowReader

REAL = ("first", "second", "digits", "whitelisted")
STAND_INS: dict[str, Callable[[], Reader]] = {
    "silent": SilentReader, "slow": SlowReader, "crashing": CrashingReader, "garbled": GarbledReader,
}  # fmt: skip


@pytest.fixture(params=[*REAL, *STAND_INS])
def reader(request: pytest.FixtureRequest, readers: ocr.Readers) -> Reader:
    kind = str(request.param)
    return getattr(readers, kind) if kind in REAL else STAND_INS[kind]()


@pytest.fixture(params=REAL)
def real(request: pytest.FixtureRequest, readers: ocr.Readers) -> Reader:
    found: Reader = getattr(readers, str(request.param))
    return found


def test_it_introduces_itself(reader: Reader) -> None:
    contract.introduces_itself(reader)


def test_nothing_in_nothing_out(reader: Reader) -> None:
    contract.answers_nothing_with_nothing(reader)


def test_one_reading_for_each_crop_or_an_engine_error(reader: Reader) -> None:
    contract.answers_in_shape_or_raises(reader, [contract.printed(text) for text in contract.WORDS])


def test_awkward_crops(reader: Reader) -> None:
    contract.answers_in_shape_or_raises(reader, contract.awkward_crops())


def test_real_readers_keep_the_order(real: Reader) -> None:
    contract.keeps_the_order(real)


def test_real_readers_see_nothing_on_blank_paper(real: Reader) -> None:
    blank = [np.full((40, width, 3), 255, np.uint8) for width in (60, 300, 900)]
    assert [reading.text.strip() for reading in real.read(blank)] == ["", "", ""]


@pytest.mark.parametrize("kind", ["first", "second"])
def test_real_readers_read(kind: str, readers: ocr.Readers) -> None:
    real: Reader = getattr(readers, kind)
    texts = [
        reading.text.replace(" ", "") for reading in real.read([contract.printed(t) for t in contract.WORDS])
    ]
    assert texts[:2] == ["SITIRAHMAWATI", "3273014708909003"]


@pytest.mark.parametrize("kind", ["digits", "whitelisted"])
def test_readers_of_digits_know_nothing_else(kind: str, readers: ocr.Readers) -> None:
    real: Reader = getattr(readers, kind)
    number, word = real.read([contract.printed("3273014708909003"), contract.printed("SITI RAHMAWATI")])
    assert number.text.replace(" ", "") == "3273014708909003"
    assert not any(char.isalpha() for char in word.text)
    assert number.digits_only


def test_the_contract_finds_a_reader_that_loses_lines() -> None:
    with pytest.raises(AssertionError):
        contract.answers_in_shape_or_raises(LosingReader(), [contract.printed("A"), contract.printed("B")])


@pytest.mark.parametrize("stand_in", [*STAND_INS.values(), LosingReader])
def test_a_stand_in_refuses_to_start_outside_tests(
    stand_in: Callable[[], Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    with pytest.raises(NotInTests):
        stand_in()

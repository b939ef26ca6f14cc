"""Log lines for programs: one object each, and of an exception its type alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from models.night import AtWork
from pipeline import logs
from pipeline.progress import line_of

SECRET = "3273014708909003"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    ours = logging.getLogger("periksa")
    before = ours.handlers[:], ours.propagate, ours.level
    yield
    ours.handlers[:], ours.propagate = before[0], before[1]
    ours.setLevel(before[2])


def test_a_line_is_an_object_and_quotes_no_exception(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("json")
    assert logs.is_json()
    log = logging.getLogger("periksa.night")
    log.info("claim", extra={"told": {"claim_id": "JHT-1"}})
    try:
        int(f"x{SECRET}")
    except ValueError:
        log.exception("a step failed")
    said = capsys.readouterr().err
    first, second = map(json.loads, said.splitlines())
    assert (first["message"], first["claim_id"], first["level"]) == ("claim", "JHT-1", "info")
    assert second["fault"] == "ValueError"
    assert SECRET not in said


def test_text_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("text")
    assert not logs.is_json()
    logging.getLogger("periksa.day").warning("the queue: gone")
    assert capsys.readouterr().err.endswith("WARNING the queue: gone\n")


def test_what_a_worker_does_is_one_line() -> None:
    busy = AtWork(2, "JHT-1", 12.4, 31, 900 * 1024 * 1024, 1)
    assert line_of(busy) == "worker 2: at JHT-1 for 12 s, 31 done, 900 MiB, lost 1"
    assert line_of(AtWork(1, "", 3.0, 0, 0, 0)) == "worker 1: waits, 0 done, 0 MiB"

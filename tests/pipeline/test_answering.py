"""Processes that answer soon or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from pipeline import answering
from pipeline.answering import Answering
from pipeline.errors import EngineCrashed, EngineTimeout

_prepared: list[str] = []


def prepare() -> None:
    _prepared.append("ready")


def answer(what: str) -> tuple[str, int]:
    if what == "slow":
        time.sleep(30)
    if what == "die":
        os._exit(9)
    if what == "fail":
        raise ValueError("SITI RAHMAWATI")
    return f"{what} {_prepared[0]}", os.getpid()


@pytest.fixture
def one(monkeypatch) -> Iterator[Answering]:
    monkeypatch.setattr(answering, "PATIENCE", 1.5)
    asked = Answering(1, prepare, answer)
    asked.start()
    yield asked
    asked.close()


def asked_in_time(one: Answering, what: str) -> tuple[str, int]:
    """Ask until a process is there: one that was ended is replaced meanwhile."""
    until = time.monotonic() + 60
    while True:
        try:
            return one.ask(what)
        except EngineTimeout:
            assert time.monotonic() < until


def test_a_process_is_kept_for_the_next_question(one: Answering) -> None:
    first, again = asked_in_time(one, "a"), one.ask("b")
    assert (first[0], again[0]) == ("a ready", "b ready")
    assert first[1] == again[1] != os.getpid()
    assert one.is_ready


@pytest.mark.parametrize(("what", "fault"), [("slow", EngineTimeout), ("die", EngineCrashed)])
def test_a_process_that_is_lost_is_replaced(what: str, fault: type[Exception], one: Answering) -> None:
    _, before = asked_in_time(one, "a")
    begun = time.monotonic()
    with pytest.raises(fault):
        one.ask(what)
    assert time.monotonic() - begun < 5
    assert asked_in_time(one, "b")[1] != before


def test_a_fault_is_told_by_its_name(one: Answering) -> None:
    _, before = asked_in_time(one, "a")
    with pytest.raises(EngineCrashed, match="ValueError") as told:
        one.ask("fail")
    assert "SITI" not in str(told.value)
    assert asked_in_time(one, "b")[1]
    assert before


def test_without_processes_nothing_is_answered() -> None:
    none = Answering(0, prepare, answer)
    assert none.is_ready
    with pytest.raises(EngineTimeout):
        none.ask("a")

"""A machine's part in a shared night: what it takes, hands over and gives back, and what all hear."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.aside import Aside
from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.result import ClaimResult
from models.share import Chunk, Standing
from pipeline import batch, sharing
from pipeline.batch import BatchOrder, Night
from pipeline.errors import StoreError
from pipeline.sharing import Shared
from pipeline.store.nights import Nights

INBOX = Path("in")
FOLDERS = [INBOX / f"claim-{number}" for number in range(5)]
GOING = threading.Event()
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Nights]:
    made = Nights.open(tmp_path)
    yield made
    made.close()


def part(kept: Any, folders: list[Path] = FOLDERS, size: int = 2) -> Shared:
    made = Shared(kept, INBOX, folders)
    assert made.join("place", size)
    return made


def result(folder: Path, outcome: Outcome = Outcome.CLEAR) -> ClaimResult:
    return ClaimResult(
        folder, folder.name, "JHT", "phk", outcome, Risk.LOW, (ReasonCode.NAME_MISMATCH,), 1.5,
        stages={"ocr": 1.25},
    )  # fmt: skip


def test_what_two_machines_did_comes_together_as_it_was(kept: Nights) -> None:
    one, two = part(kept), part(kept)
    aside = ClaimResult(FOLDERS[4], problem="claim_id: missing", exit_status=2, aside=Aside.CLAIM_UNUSABLE)
    told = [*(result(folder) for folder in FOLDERS[:4]), aside]
    for machine in (one, two, one):
        number = machine.take(GOING)
        assert number is not None
        machine.done(number, [told[FOLDERS.index(folder)] for folder in machine.folders_of(number)])
    assert one.take(GOING) is two.take(GOING) is None
    assert not one.left()
    assert one.everything() == two.everything() == told
    assert [one.close(), two.close()] == [True, False]


def test_what_a_lost_machine_filed_is_counted_in_its_night(kept: Nights) -> None:
    one = part(kept, FOLDERS[:2])
    number = one.take(GOING)
    assert number is not None
    tonight, before = datetime.now(UTC) + timedelta(seconds=5), datetime.now(UTC) - timedelta(hours=1)
    done = [
        replace(
            result(folder), again=True, started_at=moment.astimezone(JAKARTA).isoformat(timespec="seconds")
        )
        for folder, moment in zip(FOLDERS[:2], (tonight, before), strict=True)
    ]
    one.done(number, done)
    assert [told.again for told in one.everything()] == [False, True]
    one.leave()


def test_a_machine_waits_for_what_another_may_lose(kept: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "LOOK", 0.01)
    one, two = part(kept, FOLDERS[:1]), part(kept, FOLDERS[:1])
    number = one.take(GOING)
    assert number is not None
    got: list[int | None] = []
    waiting = threading.Thread(target=lambda: got.append(two.take(GOING)))
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    one.give_back(number)
    waiting.join(5)
    assert got == [0]
    two.leave()


def test_a_machine_that_leaves_gives_back_what_it_has(kept: Nights) -> None:
    one, two = part(kept), part(kept)
    one.take(GOING)
    one.leave()
    assert kept.standing(one.night_id) == Standing(free=3)
    two.leave()


def test_a_machine_that_sees_no_claim_takes_none(kept: Nights) -> None:
    one, blind = part(kept), part(kept, [INBOX / "other"])
    with pytest.raises(StoreError, match="is the inbox mounted"):
        blind.take(GOING)
    assert one.take(GOING) == 0, "it was given back"
    one.leave()
    blind.leave()


def test_a_night_that_is_over_is_not_joined(kept: Nights) -> None:
    assert not Shared(kept, INBOX, FOLDERS).join("place", 2, begins=False)


def test_claims_that_were_given_up_are_told(kept: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "LEASE", -1.0)
    one = part(kept, FOLDERS[:2])
    for _ in range(3):
        assert one.take(GOING) == 0
    assert one.take(GOING) is None
    assert [(r.folder, r.aside, r.exit_status) for r in one.everything()] == [
        (folder, Aside.WORKER_DIED, 1) for folder in FOLDERS[:2]
    ]
    one.leave()


class Away:
    """A store of nights whose database is away for some calls."""

    night_id = "night"

    def __init__(self, fails: int) -> None:
        self.fails, self.handed, self.given_back = fails, [], []
        self.numbers = [0]

    def _asked(self) -> None:
        self.fails -= 1
        if self.fails >= 0:
            raise StoreError("the database failed: OperationalError")

    def take(self, stopped: threading.Event) -> int | None:
        self._asked()
        return self.numbers.pop() if self.numbers else None

    def folders_of(self, number: int) -> list[Path]:
        return FOLDERS[:3]

    def is_ours(self, number: int) -> bool:
        return len(self.handed) == 0

    def done(self, number: int, results: list[ClaimResult]) -> None:
        self._asked()
        self.handed.append(len(results))

    def give_back(self, number: int) -> None:
        self.given_back.append(number)


class Hands:
    """Workers that find every claim in order."""

    def run(self, folder: Path) -> ClaimResult:
        return result(folder)


def led(away: Away, look: Any, patience: float) -> Night:
    night = Night(
        BatchOrder(INBOX, Path("out"), 1), FOLDERS, Hands(), lambda *_: None, look=look,  # type: ignore[arg-type]
        patience=patience, share=away,  # type: ignore[arg-type]
    )  # fmt: skip
    for number in night.turns():
        night.verify(number)
    return night


def test_a_database_that_comes_back_in_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "ASKS", 0.01)
    away = Away(fails=2)
    night = led(away, lambda: None, 5.0)
    assert (away.handed, away.given_back, night.halt) == ([3], [], None)


def test_a_database_that_does_not_come_back_stops_this_machine() -> None:
    def look() -> None:
        raise StoreError("the database failed: OperationalError")

    night = led(Away(fails=99), look, 0.0)
    assert night.stopped.is_set()
    assert isinstance(night.halt, StoreError)
    assert night.results == []


def test_a_chunk_that_became_anothers_is_not_gone_on_with(
    kept: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "LEASE", 0.04)
    one, two = part(kept, FOLDERS[:2]), part(kept, FOLDERS[:2])
    number = one.take(GOING)
    assert number is not None
    monkeypatch.setattr(kept, "renew", lambda *_: False)
    threading.Event().wait(0.3)
    assert not one.is_ours(number)
    one.leave()
    two.leave()


def test_a_chunk_says_what_it_is() -> None:
    assert Chunk("night", 3, (b"x",)).attempt == 1

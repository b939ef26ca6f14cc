"""What a night does about faults: looks at the machine, waits for it, goes on or stops; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.aside import Aside
from models.night import AtWork
from models.outcome import Outcome
from models.result import ClaimResult
from pipeline import batch, machine
from pipeline.batch import CHUNK, BatchOrder, Night, in_chunks, once_each
from pipeline.errors import ClaimUnusable, EngineMissing, NightStopped, StoreError
from pipeline.watching import progress_of
from pipeline.workers import LOST

FOLDERS = [Path(f"claim-{number}") for number in range(4)]
FAULT = StoreError("the database failed: OperationalError")


class Hands:
    """Workers that answer what they are told to, claim after claim; the last answer stays."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers, self.asked = answers, []

    def run(self, folder: Path) -> ClaimResult:
        self.asked.append(folder.name)
        told = self.answers.get(folder.name.replace("-", "_"), [])
        answer = (told.pop(0) if len(told) > 1 else told[0]) if told else None
        if isinstance(answer, EngineMissing):
            raise answer
        return answer or ClaimResult(folder, folder.name, outcome=Outcome.CLEAR)

    def at_work(self, name_of: Callable[[Path], str]) -> list[AtWork]:
        return [AtWork(1, name_of(FOLDERS[0]), 1.0, 2, 3, 0)]


def night(hands: Hands, look: Callable[[], None] = lambda: None, patience: float = 0.05) -> Night:
    ids = {folder: f"JHT-{folder.name}" for folder in FOLDERS}
    order = BatchOrder(Path("in"), Path("out"), 1)
    return Night(order, FOLDERS, hands, lambda *_: None, [], ids, look, patience)  # type: ignore[arg-type]


def failing(times: int, fault: Exception = FAULT) -> Callable[[], None]:
    left = [fault] * times

    def look() -> None:
        if left:
            raise left.pop()

    return look


def unfiled(problem: Exception = FAULT) -> ClaimResult:
    return ClaimResult.unfiled(FOLDERS[1], problem)  # type: ignore[arg-type]


def test_a_machine_that_is_well_means_that_it_was_the_claim() -> None:
    hands = Hands(claim_1=[unfiled()])
    one = night(hands)
    assert one.verify(0) == {"clear": 3, "set_aside": 1}
    assert hands.asked == ["claim-0", "claim-1", "claim-1", "claim-2", "claim-3"]
    (aside,) = (result for result in one.results if result.outcome is None)
    assert (aside.claim_id, aside.aside) == ("JHT-claim-1", Aside.STORE_FAILED)
    assert (one.halt, one.left) == (None, 0)


def test_what_comes_back_in_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "ASKS", 0.01)
    hands = Hands(claim_1=[unfiled(), None])
    one = night(hands, failing(3), patience=30.0)
    assert one.verify(0) == {"clear": 4}
    assert hands.asked.count("claim-1") == 2


def test_what_does_not_come_back_stops_the_night_and_leaves_its_claim_to_the_next() -> None:
    hands = Hands(claim_1=[unfiled()])
    one = night(hands, failing(99))
    assert one.verify(0) == {"clear": 1}
    assert one.halt is FAULT
    assert [result.name for result in one.results] == ["claim-0"]
    assert one.left == 3
    assert one.verify(0) == {}, "no further claim is begun"


def test_what_is_missing_is_not_waited_for() -> None:
    missing = EngineMissing("Tesseract's language 'ind'", "Run: apt-get install tesseract-ocr-ind")
    one = night(Hands(claim_0=[missing]), patience=3600.0)
    assert one.verify(0) == {}
    assert one.halt is missing


def test_a_killed_worker_says_nothing_of_the_machine() -> None:
    lost = ClaimResult(FOLDERS[1], problem=LOST, exit_status=1, aside=Aside.WORKER_DIED)
    hands = Hands(claim_1=[lost])
    one = night(hands, failing(99))
    assert one.verify(0) == {"clear": 3, "set_aside": 1}
    assert hands.asked.count("claim-1") == 1


def test_a_bad_folder_says_nothing_of_the_machine_either() -> None:
    one = night(Hands(claim_1=[unfiled(ClaimUnusable([("cause", "is missing")]))]), failing(99))
    assert one.verify(0) == {"clear": 3, "set_aside": 1}


def test_the_sentence_names_the_cause_and_the_way_on() -> None:
    told = NightStopped(StoreError("the disk of x is full"), 3, 9)
    assert told.exit_status == 1
    assert str(told).startswith("the disk of x is full. The night stopped after 3 of 9 claims")
    assert NightStopped(EngineMissing("Tesseract", "Run: make setup"), 0, 9).exit_status == 3


def test_how_far_it_is() -> None:
    one = night(Hands())
    one.verify(0)
    told = progress_of(one)
    assert (told["done"], told["total"]) == (4, 4)
    assert told["workers"] == [
        {"number": 1, "claim": "JHT-claim-0", "seconds": 1.0, "done": 2, "memory": 3, "lost": 0}
    ]


def test_folders_that_share_an_id_are_set_aside() -> None:
    def id_of(folder: Path) -> str:
        if folder.name == "claim-3":
            raise ClaimUnusable([("claim_id", "is missing")])
        return "same" if folder.name in {"claim-0", "claim-2"} else folder.name

    usable, doubled, ids = once_each(FOLDERS, id_of)
    assert [folder.name for folder in usable] == ["claim-1", "claim-3"]
    assert {result.aside for result in doubled} == {Aside.CLAIM_ID_TWICE}
    assert len(doubled) == 2
    assert FOLDERS[3] not in ids


class TestRoom:
    def test_there_is_some_here(self, tmp_path: Path) -> None:
        machine.has_room([tmp_path, tmp_path / "not" / "there" / "yet"])
        assert not list(tmp_path.iterdir())

    def test_too_little_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(machine, "ROOM", 1 << 60)
        with pytest.raises(StoreError, match="is full"):
            machine.has_room([tmp_path])

    def test_a_disk_that_takes_nothing_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(StoreError, match="No space left"):
            machine.has_room([tmp_path])


@pytest.mark.parametrize(
    ("claims", "workers"), [(0, 2), (1, 2), (7, 3), (60, 2), (500, 2), (10_000, 2), (9, 1)]
)
def test_every_claim_is_in_one_chunk_and_the_last_ones_are_small(claims: int, workers: int) -> None:
    folders = [Path(str(number)) for number in range(claims)]
    parts = in_chunks(folders, workers)
    assert [folder for part in parts for folder in part] == folders
    sizes = [len(part) for part in parts]
    assert sizes == sorted(sizes, reverse=True) or workers == 1
    if workers > 1 and claims:
        assert sizes[-1] == 1 and sizes[0] <= max(1, claims // (2 * workers))
    assert len(parts) <= claims / CHUNK + 20 or claims < 20

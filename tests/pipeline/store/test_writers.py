"""Several processes write at once: nothing is lost, nothing doubled, nobody fails for having to wait."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from models.link import LinkKind
from pipeline.errors import StoreError
from pipeline.store import Memory, database
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.remembered_claims import account, claim, marks, phone, portrait, selfie, somebody

EACH = 40


def write(place: Place, process: int) -> int:
    """Remember own claims and, in between, one that every process writes; search after each."""
    seen = 0
    with place.open() as memory:
        for number in range(EACH):
            own = marks(phone(), account(f"77{process:02}{number:06}"), faces=(selfie(somebody(process)),))
            memory.remember(claim(f"JHT-{process}-{number}"), own)
            memory.remember(claim("JHT-shared", day=number), own)
            if number % 10 == 5:
                memory.forget("JHT-shared")
            near = memory.others_like(f"JHT-{process}-{number}", own, faces_within=0.1, most=1000)
            mine = [link for link in near.of(LinkKind.SELFIE) if link.other.claim_id != "JHT-shared"]
            assert len(mine) == number, "a process finds what it wrote itself"
            seen += 1
    return seen


def test_two_processes_lose_and_double_nothing(place: Place) -> None:
    place.open().close()
    with get_context("spawn").Pool(2) as pool:
        assert pool.starmap(write, [(place, 1), (place, 2)], chunksize=1) == [EACH, EACH]
    with place.open() as memory:
        everything = memory.others_like("none", marks(phone()), faces_within=0.1, most=1000)
        found = [link.other.claim_id for link in everything.of(LinkKind.PHONE)]
        assert sorted(found) == sorted({f"JHT-{p}-{n}" for p in (1, 2) for n in range(EACH)} | {"JHT-shared"})
        for process in (1, 2):
            asked = marks(faces=(selfie(somebody(process)),))
            near = memory.others_like("none", asked, faces_within=0.1, most=1000)
            others = {link.other.claim_id for link in near.found} - {"JHT-shared"}
            assert others == {f"JHT-{process}-{number}" for number in range(EACH)}
            assert memory.recall("JHT-shared") is not None


def test_threads_share_a_memory(place: Place) -> None:
    with place.open() as memory:

        def work(number: int) -> int:
            known = marks(phone(), faces=(selfie(somebody(number)),))
            memory.remember(claim(f"JHT-{number}"), known)
            return len(memory.others_like("none", known, faces_within=0.1, most=100).of(LinkKind.SELFIE))

        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(work, range(40))) == [1] * 40
        links = memory.others_like("none", marks(phone()), faces_within=0.1, most=100)
        assert len(links.found) == 40


def write_on(place: Place) -> None:
    with place.open() as memory:
        for number in itertools.count():
            faces = (selfie(somebody(number)), portrait(somebody(number)))
            memory.remember(claim(f"JHT-{number}"), marks(phone(), account(), faces=faces))


def test_a_writer_that_is_killed_leaves_whole_claims(place: Place) -> None:
    place.open().close()
    writer = get_context("spawn").Process(target=write_on, args=(place,))
    writer.start()
    with place.open() as memory:
        while memory.recall("JHT-20") is None:
            assert writer.is_alive()
            time.sleep(0.01)
        writer.kill()
        writer.join()
        writer.close()
    with place.open() as memory:
        kept = memory.others_like("none", marks(phone(), account()), faces_within=0.1, most=10_000)
        ids = {link.other.claim_id for link in kept.found}
        assert len(ids) > 20
        assert len(kept.of(LinkKind.PHONE)) == len(kept.of(LinkKind.ACCOUNT)) == len(ids)
        for claim_id in ids:
            assert memory.recall(claim_id)
            face = selfie(somebody(int(claim_id.removeprefix("JHT-"))))
            assert len(memory.faces.near(face, 0.1).found) == 2
        memory.remember(claim("JHT-0"), marks(account()))


def test_a_reader_is_not_held_up_by_a_writer(place: Place) -> None:
    with place.open() as memory:
        memory.remember(claim("JHT-1"), marks(phone()))
        with memory._database.writing() as writing:
            memory._rows.write(writing, claim("JHT-2"), marks(phone()), bytes(32))
            found = memory.others_like("JHT-3", marks(phone()), faces_within=0.1).found
            assert [link.other.claim_id for link in found] == ["JHT-1"], "half-written claims are not seen"


def test_a_writer_that_waits_too_long_is_a_store_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    with Memory.open(tmp_path) as memory, memory._database.writing():
        before = time.monotonic()
        with pytest.raises(StoreError, match="SQLITE_BUSY"):
            memory.remember(claim("JHT-1"), marks(phone()))
        assert 0.05 < time.monotonic() - before < 5


def test_a_fault_in_the_middle_changes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with place.open() as memory:
        memory.remember(claim("JHT-1"), marks(phone()))

        def fails(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(memory.faces, "replace", fails)
        with pytest.raises(ZeroDivisionError):
            memory.remember(claim("JHT-1", day=3), marks(account()))
        known = memory.recall("JHT-1")
        assert known
        assert (known[0], known[1].values) == (claim("JHT-1"), (phone(),))


def test_faults_quote_nothing(memory: Memory) -> None:
    too_long = "JHT-" + "7" * 70
    with memory._database.writing() as writing:
        writing.exec_driver_sql("DROP TABLE pictures")
    with pytest.raises(StoreError) as fault:
        memory.remember(claim(too_long), marks(phone()))
    assert "7777" not in str(fault.value)
    assert phone().value not in str(fault.value)
    assert fault.value.__cause__ is None
    assert fault.value.__suppress_context__

"""A new master key: everything is found and read as before, under it alone; or nothing was changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.audit import Action, AuditEntry, Searched
from models.link import LinkKind
from models.marks import FINE_BITS, Marks, PictureMark
from pipeline.errors import StoreError
from pipeline.store import Memory
from pipeline.store.audit import Audit
from pipeline.store.database import Database
from pipeline.store.key_ring import FILE, keep_both, keep_one, ring_in
from pipeline.store.master_key import MasterKey
from pipeline.store.opening import opened
from pipeline.store.rotation import Rotated, rotate
from pipeline.store.tables import claims, data_keys, faces, marks, master_keys, pictures
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.remembered_claims import (
    NIK,
    account,
    at,
    claim,
    nik,
    phone,
    portrait,
    selfie,
    somebody,
)

WHO = "operator:1000"
COUNT = 7


def known(number: int) -> Marks:
    values = (nik(NIK), phone(), account(f"77{number:08}"))
    look = PictureMark("look", 977 * number, bytes([number]) * (FINE_BITS // 8))
    return Marks(
        values, (selfie(somebody(number)), portrait(somebody(number + 50))), (PictureMark("ktp", 5), look)
    )


def unwatched(_what: str, _count: int) -> None:
    """Do nothing."""


@pytest.fixture
def filled(place: Place) -> Place:
    with place.open() as memory:
        for number in range(COUNT):
            memory.remember(claim(f"JHT-{number}"), known(number))
        memory.remember(claim("JHT-empty"), Marks())
    return place


@pytest.fixture
def database(filled: Place) -> Iterator[Database]:
    found = Database(filled.home, filled.url)
    yield found
    found.close()


def everything_is_there(place: Place) -> None:
    with place.open() as memory:
        for number in range(COUNT):
            told = memory.recall(f"JHT-{number}")
            assert told
            assert (told[0], told[1].values) == (claim(f"JHT-{number}"), known(number).values)
        links = memory.others_like("none", known(3), faces_within=0.3)
        assert len(links.of(LinkKind.PHONE)) == len(links.of(LinkKind.NIK)) == COUNT
        assert [link.other.claim_id for link in links.of(LinkKind.ACCOUNT)] == ["JHT-3"]
        assert [link.other.claim_id for link in links.of(LinkKind.SELFIE)] == ["JHT-3"]
        assert len(links.of(LinkKind.PICTURE)) == COUNT
        resaved = memory.others_like("none", Marks(pictures=known(3).pictures[1:]), faces_within=0.3).found
        assert [(link.kind, link.other.claim_id, link.distance) for link in resaved] == [
            (LinkKind.RESAVED, "JHT-3", 0.0)
        ]
        near = memory.faces.near(selfie(at(0.25, somebody(3))), 0.3).found
        assert [round(one.distance, 5) for one in near] == [0.25]


def test_everything_is_found_under_the_new_key(filled: Place, database: Database) -> None:
    old, new = opened(database, filled.home, None), MasterKey.fresh()
    keep_both(filled.home, new, old)
    everything_is_there(filled)
    assert rotate(database, old, new, WHO, unwatched) == Rotated(COUNT + 1, 3 * COUNT, 2 * COUNT, COUNT)
    everything_is_there(filled)
    keep_one(filled.home, new, old)
    everything_is_there(filled)
    with pytest.raises(StoreError, match="another master key"):
        Memory.open(filled.home, filled.url, old.text)


def test_nothing_is_left_as_it_was(filled: Place, database: Database) -> None:
    columns = (data_keys.c.wrapped, marks.c.blind, faces.c.encoding, master_keys.c.key_id, pictures.c.fine)

    def seen() -> list[set[bytes]]:
        with database.reading() as reading:
            rows = [reading.execute(select(c).where(c.is_not(None))).scalars() for c in columns]
            return [{bytes(value) for value in row} for row in rows]

    old, new = opened(database, filled.home, None), MasterKey.fresh()
    before = seen()
    rotate(database, old, new, WHO, unwatched)
    for mine, others in zip(before, seen(), strict=True):
        assert len(mine) == len(others)
        assert not mine & others


def test_who_still_holds_the_old_key_is_told(filled: Place, database: Database) -> None:
    """He would find nothing otherwise, and say that nothing is there."""
    old, new = opened(database, filled.home, None), MasterKey.fresh()
    with filled.open() as memory:
        assert memory.others_like("none", known(1), faces_within=0.3).found
        rotate(database, old, new, WHO, unwatched)
        for asked in (
            lambda: memory.others_like("none", known(1), faces_within=0.3),
            lambda: memory.recall("JHT-1"),
            lambda: memory.knows("JHT-1"),
            lambda: memory.remember(claim("JHT-9"), known(9)),
            lambda: memory.forget("JHT-1"),
        ):
            with pytest.raises(StoreError, match="start this program again"):
                asked()


def test_rows_of_the_audit_are_proved_after_it(filled: Place, database: Database) -> None:
    old, new = opened(database, filled.home, None), MasterKey.fresh()
    searched = Searched("nik", NIK.digits)
    Audit(database, old).append(AuditEntry("officer:17", Action.SEARCHED, searched=searched))
    rotate(database, old, new, WHO, unwatched)
    kept = Audit(database, new)
    kept.append(AuditEntry("officer:18", Action.SEARCHED, searched=searched))
    assert (kept.verify().rows, kept.verify().faults) == (3, ())
    assert [row.entry.who for row in kept.searches_for(searched)] == ["officer:17", "officer:18"]
    assert len(Audit(database, old).verify().faults) == 3, "the old key proves nothing, and seals nothing"


def test_a_claim_that_does_not_open_stops_it(filled: Place, database: Database) -> None:
    old, new = opened(database, filled.home, None), MasterKey.fresh()
    with database.writing() as writing:
        writing.execute(update(claims).where(claims.c.claim_id == "JHT-3").values(sealed=bytes(60)))
    with pytest.raises(StoreError):
        rotate(database, old, new, WHO, unwatched)
    with filled.open() as memory:
        assert memory.recall("JHT-2")


def test_another_change_that_was_quicker(filled: Place, database: Database) -> None:
    old, new = opened(database, filled.home, None), MasterKey.fresh()
    rotate(database, old, new, WHO, unwatched)
    other = Database(filled.home, filled.url)
    with pytest.raises(StoreError, match="meanwhile"):
        rotate(other, old, MasterKey.fresh(), WHO, unwatched)
    other.close()


def rotate_and_linger(place: Place, stage: str, note: Path) -> None:
    database = Database(place.home, place.url)

    def linger(what: str, _count: int) -> None:
        if what == stage:
            note.write_text("here")
            time.sleep(60)

    new, old = ring_in(place.home, None, may_make=False)
    assert opened(database, place.home, None).key_id == old.key_id
    rotate(database, old, new, WHO, linger)


@pytest.mark.parametrize("stage", ["claims", "indexes", "faces", "pictures"])
def test_killed_in_the_middle_it_has_changed_nothing(
    filled: Place, database: Database, stage: str, tmp_path: Path
) -> None:
    old, new = opened(database, filled.home, None), MasterKey.fresh()
    keep_both(filled.home, new, old)
    note = tmp_path / "note"
    process = get_context("spawn").Process(target=rotate_and_linger, args=(filled, stage, note))
    process.start()
    while not note.exists():
        assert process.is_alive()
        time.sleep(0.02)
    everything_is_there(filled)  # read while it is under way
    process.kill()
    process.join()
    process.close()
    everything_is_there(filled)
    again = Database(filled.home, filled.url)
    assert opened(again, filled.home, None).key_id == old.key_id
    rotate(again, old, new, WHO, unwatched)
    again.close()
    everything_is_there(filled)
    assert (filled.home / FILE).read_text("ascii").split() == [new.text, old.text]


def remember_one(place: Place, note: Path) -> str:
    with place.open() as memory:
        note.write_text("open")
        while not note.with_suffix(".go").exists():
            time.sleep(0.01)
        try:
            memory.remember(claim("JHT-late"), known(60))
        except StoreError as refused:
            return str(refused)
        return "remembered"


def test_who_writes_meanwhile_waits_and_is_told(filled: Place, database: Database, tmp_path: Path) -> None:
    old, new = opened(database, filled.home, None), MasterKey.fresh()
    keep_both(filled.home, new, old)
    note = tmp_path / "note"
    with get_context("spawn").Pool(1) as pool:
        late = pool.apply_async(remember_one, (filled, note))
        while not note.exists():
            time.sleep(0.02)

        def let_him_write(what: str, _count: int) -> None:
            if what == "faces":
                note.with_suffix(".go").touch()
                time.sleep(1)

        rotate(database, old, new, WHO, let_him_write)
        assert "start this program again" in late.get(60)
    everything_is_there(filled)
    with filled.open() as memory:
        assert memory.recall("JHT-late") is None

"""A chunk of a shared night is one machine's until its lease ends; nothing is lost or doubled."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from models.share import Chunk, Standing
from pipeline.store.database import Database
from pipeline.store.night_tables import nights as night_rows
from pipeline.store.nights import ABANDONED, KEPT, MOST_LOST, Nights
from pipeline.store.opening import opened
from tests.pipeline.store.conftest import Place

PLACE = "/inbox\0/out"


class Clock:
    """A clock that is put on by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 26, 22, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def on(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def nights(place: Place, clock: Clock) -> Iterator[Nights]:
    database = Database(place.home, place.url)
    made = Nights(database, opened(database, place.home, None), clock)
    yield made
    made.close()


def indexes(nights: Nights, *names: str) -> list[bytes]:
    return [nights.index(name) for name in names]


def begun(nights: Nights, count: int = 5, size: int = 2) -> str:
    night = nights.join(PLACE, indexes(nights, *(f"claim-{n}" for n in range(count))), size)
    assert night
    return night


def taken(nights: Nights, night: str, holder: str, lease: float = 100) -> Chunk:
    chunk = nights.take(night, holder, lease)
    assert chunk
    return chunk


def test_each_chunk_is_given_once_and_all_are_given(nights: Nights) -> None:
    night = begun(nights)
    chunks = [taken(nights, night, f"m{n}") for n in range(3)]
    assert nights.take(night, "m9", 100) is None
    given = [index for chunk in chunks for index in chunk.folders]
    assert given == indexes(nights, *(f"claim-{n}" for n in range(5)))
    assert nights.standing(night) == Standing(held=3)


def test_what_is_done_is_kept_and_not_given_again(nights: Nights) -> None:
    night = begun(nights)
    chunk = taken(nights, night, "m1")
    assert nights.done(chunk, "m1", b"[1]")
    assert not nights.done(chunk, "m1", b"[2]"), "it is done once"
    assert nights.results(night) == [(chunk.number, b"[1]")]
    assert len(nights.undone(night)) == 3
    assert taken(nights, night, "m1").number != chunk.number


def test_a_lost_machines_chunk_is_anothers_and_the_lost_one_is_heard_no_more(
    nights: Nights, clock: Clock
) -> None:
    night = begun(nights, count=1)
    first = taken(nights, night, "m1")
    clock.on(50)
    assert nights.renew(first, "m1", 100)
    clock.on(99)
    assert nights.take(night, "m2", 100) is None
    clock.on(2)
    second = taken(nights, night, "m2")
    assert (second.number, second.attempt) == (first.number, 2)
    assert not nights.renew(first, "m1", 100)
    assert not nights.done(first, "m1", b"late")
    assert nights.done(second, "m2", b"done")
    assert nights.results(night) == [(0, b"done")]


def test_what_is_given_back_is_free_at_once_and_does_not_count(nights: Nights) -> None:
    night = begun(nights, count=1)
    for _ in range(MOST_LOST + 2):
        assert nights.give_back(taken(nights, night, "m1"), "m1")
    assert taken(nights, night, "m2").attempt == 1


def test_what_kills_machine_after_machine_is_given_up(nights: Nights, clock: Clock) -> None:
    night = begun(nights, count=1)
    for number in range(MOST_LOST):
        taken(nights, night, f"m{number}")
        clock.on(101)
    assert nights.take(night, "m9", 100) is None
    assert nights.standing(night) == Standing(given_up=1)
    assert nights.undone(night) == indexes(nights, "claim-0")


def test_a_night_under_way_is_joined_and_what_came_in_meanwhile_is_added(nights: Nights) -> None:
    night = begun(nights, count=3)
    chunk = taken(nights, night, "m1")
    came = indexes(nights, "claim-0", "claim-1", "claim-2", "claim-new")
    assert nights.join(PLACE, came, 2) == night
    assert nights.standing(night) == Standing(held=1, free=2)
    assert nights.join("/other\0/out", came, 2) != night
    nights.done(chunk, "m1", b"[]")
    assert sorted(nights.undone(night)) == sorted(indexes(nights, "claim-2", "claim-new"))


def test_a_night_that_nobody_is_at_is_over(nights: Nights, clock: Clock) -> None:
    night = begun(nights)
    taken(nights, night, "m1", lease=10)
    clock.on(10 + ABANDONED - 1)
    assert nights.join(PLACE, [], 2, begins=False) == night
    clock.on(2)
    assert nights.join(PLACE, [], 2, begins=False) is None
    another = begun(nights)
    assert another != night
    assert nights.standing(another) == Standing(free=3), "the new one has everything"


def test_the_last_machine_closes_the_night_and_only_one_does(nights: Nights) -> None:
    night = begun(nights, count=2, size=1)
    chunks = [taken(nights, night, "m1"), taken(nights, night, "m2")]
    nights.done(chunks[0], "m1", b"[]")
    assert not nights.close_if_over(night), "another is at it"
    nights.done(chunks[1], "m2", b"[]")
    assert nights.close_if_over(night)
    assert not nights.close_if_over(night)
    assert begun(nights, count=2) != night


def test_old_nights_are_forgotten(nights: Nights, clock: Clock) -> None:
    night = begun(nights)
    nights.close_if_over(night)
    clock.on(KEPT.total_seconds() + 1)
    begun(nights)
    with nights._database.reading() as reading:
        assert night not in reading.execute(night_rows.select()).scalars().all()
    assert nights.undone(night) == []


def test_no_folders_name_is_in_the_database(nights: Nights, place: Place) -> None:
    night = nights.join(PLACE, [nights.index("SITI RAHMAWATI")], 8)
    chunk = taken(nights, str(night), "m1")
    assert b"SITI" not in b"".join(chunk.folders)
    assert nights.index("SITI RAHMAWATI") == chunk.folders[0] != nights.index("SITI RAHMAWATI ")


def take_all(place: Place, night: str, holder: str) -> list[int]:
    numbers = []
    with closing(Nights.open(place.home, place.url)) as own:
        while chunk := own.take(night, holder, 100):
            numbers.append(chunk.number)
            assert own.done(chunk, holder, b"[]")
    return numbers


def test_processes_take_every_chunk_once_between_them(nights: Nights, place: Place) -> None:
    with closing(Nights.open(place.home, place.url)) as by_the_clock:
        night = by_the_clock.join(PLACE, indexes(nights, *map(str, range(60))), 1)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        told = pool.starmap(take_all, [(place, night, f"m{n}") for n in range(3)], chunksize=1)
    assert sorted(number for numbers in told for number in numbers) == list(range(60))

"""The audit: only added to, chained, and whatever is done to its rows behind its back is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update

from models.audit import Action, AuditEntry, Searched
from pipeline.errors import StoreError
from pipeline.store.audit import Audit
from pipeline.store.audit_chain import FIRST, Fault, Head, Tampering, faults_in, hash_of, seal_of
from pipeline.store.audit_tables import audit, audit_keys, audit_starts
from pipeline.store.database import Database
from pipeline.store.master_key import MasterKey
from pipeline.store.opening import opened
from tests.pipeline.store.conftest import Place

ROWS = 12
COLUMNS = [column.name for column in audit.columns]


def viewed(claim_id: str, why: str = "") -> AuditEntry:
    return AuditEntry("officer:17", Action.REPORT_VIEWED, claim_id, why=why)


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    found = Database(place.home, place.url)
    yield found
    found.close()


@pytest.fixture
def kept(place: Place, database: Database) -> Audit:
    return Audit(database, opened(database, place.home, None))


def rows_of(database: Database) -> list[dict[str, Any]]:
    with database.reading() as reading:
        return [dict(row) for row in reading.execute(select(audit).order_by(audit.c.number)).mappings()]


def lift(writing: Connection) -> None:
    """Do what somebody does who owns the tables."""
    if writing.dialect.name == "postgresql":
        writing.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
    else:
        writing.exec_driver_sql("DROP TRIGGER IF EXISTS audit_keeps_rows")
        writing.exec_driver_sql("DROP TRIGGER IF EXISTS audit_loses_no_row")


class TestWriting:
    def test_rows_are_numbered_and_chained(self, kept: Audit, database: Database) -> None:
        assert [kept.append(viewed(f"JHT-{n}")) for n in (1, 2, 3)] == [1, 2, 3]
        first, second, third = rows_of(database)
        assert (first["previous"], second["previous"]) == (FIRST, first["hash"])
        assert kept.head() == Head(3, third["hash"])
        examined = kept.verify()
        assert (examined.rows, examined.head, examined.faults) == (3, kept.head(), ())

    def test_an_empty_audit_is_whole(self, kept: Audit) -> None:
        assert kept.verify().faults == ()
        assert kept.head() == Head(0, FIRST)

    def test_the_hash_is_what_the_docs_say(self, kept: Audit, database: Database) -> None:
        kept.append(AuditEntry("officer:1", Action.RULED, "JHT-1", "v-1", "disetujui – jelas"))
        (row,) = rows_of(database)
        said = (
            f'[1,1,"{row["at"]}","officer:1","ruled","JHT-1","v-1","disetujui \\u2013 jelas",null,1,"'
            + "00" * 32
            + '"]'
        )
        assert row["hash"] == hashlib.sha256(said.encode()).digest()

    def test_what_was_done_to_a_claim_is_listed(self, kept: Audit) -> None:
        before = datetime.now(UTC)
        kept.append(viewed("JHT-1", "telephone call"))
        kept.append(viewed("JHT-2"))
        kept.append(AuditEntry("operator:1000", Action.FROZEN, "JHT-1", why="dispute"))
        rows = kept.of_claim("JHT-1")
        assert [(row.number, row.entry.what) for row in rows] == [(1, "report_viewed"), (3, "frozen")]
        assert rows[0].entry == viewed("JHT-1", "telephone call")
        assert before <= rows[0].at <= datetime.now(UTC)

    def test_a_search_is_found_by_its_value_and_not_kept(self, kept: Audit, database: Database) -> None:
        value = Searched("nik", "3273014708909003")
        kept.append(AuditEntry("officer:17", Action.SEARCHED, searched=value))
        kept.append(AuditEntry("officer:18", Action.SEARCHED, searched=Searched("kpj", value.value)))
        assert [row.entry.who for row in kept.searches_for(value)] == ["officer:17"]
        assert value.value not in repr(rows_of(database)) + repr(value)

    def test_it_goes_with_the_transaction_that_it_tells_of(self, kept: Audit, database: Database) -> None:
        with pytest.raises(ZeroDivisionError), database.writing() as writing:
            kept.append(viewed("JHT-1"), writing)
            raise ZeroDivisionError
        assert kept.head().number == 0

    @pytest.mark.parametrize(
        "why", ["NIK 3273014708909003", "call 0812 9000 7890", "siti@contoh.id", "two\nlines", "x" * 501]
    )
    def test_a_reason_names_no_number(self, why: str) -> None:
        with pytest.raises(ValueError, match="a reason") as fault:
            viewed("JHT-1", why)
        assert why not in str(fault.value)

    @pytest.mark.parametrize("why", ["letter 0123/2026 of 2026-11-26 12", "26-11-2026: asked by phone", ""])
    def test_days_and_letters_may_be_named(self, why: str) -> None:
        assert viewed("JHT-1", why).why == why


def append_many(place: Place, process: int) -> list[int]:
    database = Database(place.home, place.url)
    kept = Audit(database, opened(database, place.home, None))
    numbers = [kept.append(viewed(f"JHT-{process}")) for _ in range(25)]
    database.close()
    return numbers


def test_processes_append_one_after_the_other(place: Place, kept: Audit) -> None:
    with get_context("spawn").Pool(4) as pool:
        numbers = pool.starmap(append_many, [(place, n) for n in range(4)], chunksize=1)
    assert sorted(number for some in numbers for number in some) == list(range(1, 101))
    assert (kept.verify().faults, kept.verify().rows) == ((), 100)


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "statement", ["UPDATE audit SET why = 'nothing' WHERE number = 1", "DELETE FROM audit"]
    )
    def test_change_and_removal(self, kept: Audit, database: Database, statement: str) -> None:
        kept.append(viewed("JHT-1"))
        with pytest.raises(StoreError), database.writing() as writing:
            writing.exec_driver_sql(statement)
        assert kept.verify().rows == 1

    def test_emptying(self, tmp_path: Path, fresh_postgres: str) -> None:
        database = Database(tmp_path, fresh_postgres)
        kept = Audit(database, opened(database, tmp_path, None))
        kept.append(viewed("JHT-1"))
        with pytest.raises(StoreError), database.writing() as writing:
            writing.exec_driver_sql("TRUNCATE audit")
        assert kept.verify().rows == 1
        database.close()


class TestBehindItsBack:
    """On both databases: somebody who lifted the triggers."""

    @pytest.fixture
    def filled(self, kept: Audit) -> Audit:
        for number in range(1, 6):
            kept.append(viewed(f"JHT-{number}"))
        return kept

    def test_an_altered_row(self, filled: Audit, database: Database) -> None:
        with database.writing() as writing:
            lift(writing)
            writing.execute(update(audit).where(audit.c.number == 3).values(who="officer:18"))
        assert filled.verify().faults == (Fault(3, 3, Tampering.ALTERED),)

    def test_removed_rows(self, filled: Audit, database: Database) -> None:
        with database.writing() as writing:
            lift(writing)
            writing.execute(delete(audit).where(audit.c.number.in_((2, 3))))
        assert filled.verify().faults == (Fault(2, 3, Tampering.MISSING),)

    def test_rows_cut_off_at_the_end_need_the_published_head(self, filled: Audit, database: Database) -> None:
        published = filled.head()
        with database.writing() as writing:
            lift(writing)
            writing.execute(delete(audit).where(audit.c.number >= 4))
        assert filled.verify().faults == ()
        assert filled.verify(published).faults == (Fault(4, 5, Tampering.CUT_OFF),)
        filled.append(viewed("JHT-9"))
        filled.append(viewed("JHT-9"))
        assert filled.verify(published).faults == (Fault(5, 5, Tampering.REWRITTEN),)

    def test_a_chain_made_anew_without_the_key(self, filled: Audit, database: Database) -> None:
        rows = rows_of(database)
        rows[1]["who"], previous = "officer:18", rows[0]["hash"]
        for row in rows[1:]:
            row["previous"] = previous
            previous = row["hash"] = hash_of(row)
        with database.writing() as writing:
            lift(writing)
            writing.execute(delete(audit))
            writing.execute(insert(audit), rows)
        assert filled.verify().faults == tuple(Fault(n, n, Tampering.ALTERED) for n in range(2, 6))

    def test_a_new_key_of_seals_put_in_by_a_thief(self, filled: Audit, database: Database) -> None:
        with database.writing() as writing:
            writing.execute(update(audit_keys).values(wrapped=bytes(61)))
        assert [fault.what for fault in filled.verify().faults] == [Tampering.ALTERED] * 5

    def test_rows_without_any_key_are_not_continued(self, place: Place, database: Database) -> None:
        master = opened(database, place.home, None)
        Audit(database, master).append(viewed("JHT-1"))
        with database.writing() as writing:
            writing.execute(delete(audit_keys))
        with pytest.raises(StoreError, match="no key"):
            Audit(database, master).append(viewed("JHT-2"))

    def test_an_unreadable_row_is_not_passed_over(self, filled: Audit, database: Database) -> None:
        with database.writing() as writing:
            lift(writing)
            writing.execute(update(audit).where(audit.c.number == 3).values(what="made up"))
        with pytest.raises(StoreError, match="row 3"):
            filled.of_claim("JHT-3")


class TestShortening:
    def test_old_rows_go_and_the_rest_is_still_proved(self, kept: Audit, database: Database) -> None:
        for number in range(1, 6):
            kept.append(viewed(f"JHT-{number}"))
        old, (first, _, third, *_) = kept.head(), rows_of(database)
        with database.writing() as writing:
            then = datetime.fromisoformat(third["at"])
            assert kept.shorten(then, "system:retention", writing) == 2
        examined = kept.verify()
        assert (examined.rows, examined.faults) == (4, ())
        assert rows_of(database)[-1]["what"] == "audit_shortened"
        assert not kept.verify(Head(1, first["hash"])).compared
        assert kept.verify(old).compared

    def test_a_start_that_a_thief_puts_in_is_found(self, kept: Audit, database: Database) -> None:
        for number in range(1, 4):
            kept.append(viewed(f"JHT-{number}"))
        row = rows_of(database)[1]
        with database.writing() as writing:
            start = {"number": 2, "hash": row["hash"], "key": 1, "seal": bytes(32)}
            writing.execute(insert(audit_starts).values(start))
            writing.execute(delete(audit).where(audit.c.number <= 2))
        assert kept.verify().faults == (Fault(2, 2, Tampering.ALTERED),)

    def test_nothing_is_old_enough(self, kept: Audit, database: Database) -> None:
        kept.append(viewed("JHT-1"))
        with database.writing() as writing:
            assert kept.shorten(datetime.now(UTC) - timedelta(days=5), "system:retention", writing) == 0
        assert kept.head().number == 1

    def test_a_broken_chain_is_evidence(self, kept: Audit, database: Database) -> None:
        for number in range(1, 5):
            kept.append(viewed(f"JHT-{number}"))
        with database.writing() as writing:
            lift(writing)
            writing.execute(update(audit).where(audit.c.number == 3).values(why="another"))
        with pytest.raises(StoreError, match="broken"), database.writing() as writing:
            kept.shorten(datetime.now(UTC) + timedelta(days=5), "system:retention", writing)
        assert kept.verify().rows == 4


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], dict[int, bytes]]:
    """A chain as it was written, with every column in use, and the keys that it is proved with."""
    home: Path = tmp_path_factory.mktemp("audit")
    database = Database(home)
    kept = Audit(database, opened(database, home, None))
    for number in range(ROWS):
        searched = Searched("nik", f"{number}") if number % 3 == 0 else None
        ids = (f"JHT-{number % 4}", f"run-{number}") if number % 2 else (None, None)
        kept.append(AuditEntry(f"officer:{number}", Action.SEARCHED, *ids, f"why {number}", searched))
        if number == ROWS // 2:
            with database.writing() as writing:
                kept._keys.begin(writing)
    with database.reading() as reading:
        keys = kept._keys.all(reading)
    rows = rows_of(database)
    database.close()
    assert {row["key"] for row in rows} == {1, 2}
    assert faults_in(rows, keys, Head(0, FIRST))[0] == []
    return rows, keys


anything = st.one_of(
    st.none(), st.integers(-3, 40), st.text(max_size=70), st.binary(max_size=40), st.floats(), st.booleans()
)
many = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
positions = st.integers(0, ROWS - 1)


def found(rows: list[dict[str, Any]], keys: dict[int, bytes], head: Head | None = None) -> list[Fault]:
    """What following the rows shows, in the order in which a database would give them."""
    return faults_in(sorted(rows, key=lambda row: row["number"]), keys, Head(0, FIRST), head)[0]


class TestAnyTampering:
    """Every row is as it was written: whatever else is there is found."""

    @many
    @given(at=positions, column=st.sampled_from([c for c in COLUMNS if c != "number"]), value=anything)
    def test_any_value_of_any_column(self, genuine: Any, at: int, column: str, value: object) -> None:
        rows, keys = genuine
        if type(value) is type(rows[at][column]) and value == rows[at][column]:
            return
        faults = found([{**row, column: value} if i == at else row for i, row in enumerate(rows)], keys)
        assert any(fault.number == at + 1 for fault in faults)

    @many
    @given(at=positions, number=st.integers(-5, 10**6))
    def test_any_number(self, genuine: Any, at: int, number: int) -> None:
        rows, keys = genuine
        if number in {row["number"] for row in rows}:
            return
        assert found([{**row, "number": number} if i == at else row for i, row in enumerate(rows)], keys)

    @many
    @given(
        at=positions,
        column=st.sampled_from(["hash", "previous", "seal", "searched"]),
        bit=st.integers(0, 255),
    )
    def test_any_bit(self, genuine: Any, at: int, column: str, bit: int) -> None:
        rows, keys = genuine
        value = bytearray(rows[at][column] or bytes(32))
        value[bit // 8] ^= 1 << bit % 8
        faults = found(
            [{**row, column: bytes(value)} if i == at else row for i, row in enumerate(rows)], keys
        )
        assert any(fault.number == at + 1 for fault in faults)

    @many
    @given(gone=st.sets(positions, min_size=1))
    def test_removal_of_any_rows(self, genuine: Any, gone: set[int]) -> None:
        rows, keys = genuine
        published = Head(rows[-1]["number"], rows[-1]["hash"])
        faults = found([row for i, row in enumerate(rows) if i not in gone], keys, published)
        told = {n for f in faults for n in range(f.number, f.last + 1)}
        assert told == {at + 1 for at in gone}

    @many
    @given(first=positions, second=positions)
    def test_two_rows_that_changed_places(self, genuine: Any, first: int, second: int) -> None:
        rows, keys = genuine
        if first == second:
            return
        numbers = {first: rows[second]["number"], second: rows[first]["number"]}
        moved = [{**row, "number": numbers.get(i, row["number"])} for i, row in enumerate(rows)]
        assert {first + 1, second + 1} <= {fault.number for fault in found(moved, keys)}

    @many
    @given(at=positions, stranger=st.booleans())
    def test_a_row_put_in(self, genuine: Any, at: int, stranger: bool) -> None:
        rows, keys = genuine
        put = {**rows[at], "number": at + 2, "previous": rows[at]["hash"]}
        put["hash"] = hash_of(put)
        put["seal"] = seal_of(bytes(32), put["hash"]) if stranger else rows[at]["seal"]
        later = [{**row, "number": row["number"] + 1} for row in rows[at + 1 :]]
        assert any(fault.number == at + 2 for fault in found([*rows[: at + 1], put, *later], keys))

    @many
    @given(text=st.text(max_size=90))
    def test_heads_are_parsed_or_refused(self, text: str) -> None:
        try:
            assert str(Head.parse(text)).lstrip("0") == text.strip().lstrip("0")
        except ValueError as fault:
            assert "a head is" in str(fault)


def test_another_master_key_proves_nothing(place: Place, kept: Audit, database: Database) -> None:
    kept.append(viewed("JHT-1"))
    assert Audit(database, MasterKey.fresh()).verify().faults == (Fault(1, 1, Tampering.ALTERED),)

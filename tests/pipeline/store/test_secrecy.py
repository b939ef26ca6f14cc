"""What a thief of the database finds: no number, no name, no face; and after forgetting, nothing at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, make_url, text

from models.marks import FINE_BITS, Mark, MarkKind, Marks, PictureMark
from pipeline.errors import StoreError
from pipeline.store import Memory
from pipeline.store.database import FILE
from pipeline.store.key_ring import ring_in
from pipeline.store.master_key import MasterKey
from pipeline.store.tables import metadata
from tests.pipeline.store.remembered_claims import (
    NIK,
    account,
    claim,
    mark,
    phone,
    portrait,
    selfie,
    somebody,
)

NAME = "SITI RAHMAWATI"
VALUES = (
    mark(MarkKind.KPJ, "12034567890"),
    account(),
    phone(),
    mark(MarkKind.EMAIL, "siti.rahmawati@contoh.id"),
    mark(MarkKind.ADDRESS, f"RUMAH {NAME} NO 12"),
)
FACES = (selfie(somebody(1)), portrait(somebody(2)))
KNOWN = Marks(VALUES, FACES, (PictureMark("ktp", 0x0123_4567_89AB_CDEF),))


def telling(value: Mark | str) -> list[bytes]:
    """How a value could stand in a file: as it is, in UTF-16, or hashed without a key."""
    written = value.value if isinstance(value, Mark) else value
    hashes = [hashlib.new(name, written.encode()) for name in ("md5", "sha1", "sha256")]
    shapes = [written.encode(), written.encode("utf-16-le"), *(h.digest() for h in hashes)]
    return [*shapes, *(h.hexdigest().encode() for h in hashes)]


def betraying() -> Iterator[bytes]:
    for value in (NIK.digits, NIK.digits[:6], NAME, *VALUES):
        yield from telling(value)
    for face in FACES:
        for kind in ("<f4", ">f4", "<f8", ">f8"):
            raw = face.encoding.astype(kind).tobytes()
            size = np.dtype(kind).itemsize
            # eight bytes of a face are no accident: two float32 or one float64 of it
            yield from (raw[at : at + 8] for at in range(0, len(raw) - 7, size))
        yield from (f"{number:.8f}"[:9].encode() for number in face.encoding[:8])


def files_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob(f"{FILE}*")))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_the_files_do_not_tell(home: Path) -> None:
    with Memory.open(home) as memory:
        memory.remember(claim("JHT-1"), KNOWN)
        memory.others_like("JHT-2", KNOWN, faces_within=0.5)
        while_open = files_in(home)
        assert (home / f"{FILE}-wal").stat().st_size, "the log of changes is looked into too"
    key = (home / "master.key").read_bytes().strip()
    for data in (while_open, files_in(home)):
        assert b"JHT-1" in data, "this is the right file"
        assert [secret for secret in (*betraying(), key) if secret in data] == []


def test_the_server_is_told_nothing(home: Path, fresh_postgres: str) -> None:
    with Memory.open(home, fresh_postgres) as memory:
        memory.remember(claim("JHT-1"), KNOWN)
    engine = create_engine(make_url(fresh_postgres).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        rows = [connection.execute(table.select()).all() for table in metadata.sorted_tables]
        texts = [
            connection.execute(text(f"SELECT t::text FROM {t.name} t")).all() for t in metadata.sorted_tables
        ]
    engine.dispose()
    # bytes as they are, and everything else as PostgreSQL prints it
    data = b"".join(cell for table in rows for row in table for cell in row if isinstance(cell, bytes))
    data += repr(texts).encode()
    assert b"JHT-1" in data
    assert [secret for secret in betraying() if secret in data] == []


def stored(memory: Memory, column: str, where: str) -> list[bytes]:
    with memory._database.reading() as reading:
        return list(reading.exec_driver_sql(f"SELECT {column} FROM {where}").scalars())


def test_a_claims_bytes_are_gone_when_it_is_forgotten(home: Path) -> None:
    with Memory.open(home) as memory:
        memory.remember(claim("JHT-7001"), KNOWN)
        memory.remember(claim("JHT-7002"), Marks())
        pieces = [
            *stored(memory, "wrapped", "data_keys WHERE claim_id = 'JHT-7001'"),
            *stored(memory, "sealed", "claims WHERE claim_id = 'JHT-7001'"),
            *stored(memory, "blind", "marks"),
            *stored(memory, "encoding", "faces"),
        ]
        assert len(pieces) == 9
        assert all(piece in files_in(home) for piece in pieces)
        memory.forget("JHT-7001")
        left = files_in(home)
        assert b"JHT-7002" in left
        assert [piece for piece in (*pieces, b"JHT-7001") if piece in left] == []


def test_a_row_moved_to_another_claim_does_not_open(home: Path) -> None:
    with Memory.open(home) as memory:
        for number in (1, 2):
            memory.remember(claim(f"JHT-{number}"), KNOWN)
        for column, table in (("sealed", "claims"), ("wrapped", "data_keys")):
            with memory._database.writing() as writing:
                writing.exec_driver_sql(
                    f"UPDATE {table} SET {column} = (SELECT {column} FROM {table} WHERE claim_id = 'JHT-1')"
                )
            with pytest.raises(StoreError, match="not of this claim"):
                memory.recall("JHT-2")
            memory.recall("JHT-1")


def test_a_stolen_face_is_not_found_by_a_photograph(home: Path) -> None:
    """Whoever has the database, but not its key, and looks for a person whose encoding he has."""
    with Memory.open(home) as memory:
        memory.remember(claim("JHT-1"), KNOWN)
        stolen = stored(memory, "encoding", "faces")
    for raw, face in zip(stolen, FACES, strict=True):
        assert np.linalg.norm(np.frombuffer(raw, "<f4") - face.encoding) > 1.2


def test_a_stolen_look_is_not_found_by_its_picture(home: Path) -> None:
    """Whoever has the database, but not its key, and asks whether a picture that he has is in it."""
    look = PictureMark("look", 91, bytes(range(256)) * 2)
    with Memory.open(home) as memory:
        memory.remember(claim("JHT-1"), Marks(pictures=(look,)))
        (stolen,) = stored(memory, "fine", "pictures")
        words = [stored(memory, f"word_{i}", "pictures")[0] for i in range(4)]
    assert look.fine
    apart = (int.from_bytes(stolen) ^ int.from_bytes(look.fine)).bit_count()
    assert abs(apart - FINE_BITS / 2) < 400
    assert words != [91, 0, 0, 0]


def test_the_key_of_one_home_finds_nothing_in_anothers_indexes(home: Path, tmp_path: Path) -> None:
    (mine,), theirs = ring_in(home, None, may_make=True), MasterKey.fresh()
    assert mine.blind_index("nik", NIK.digits) != theirs.blind_index("nik", NIK.digits)

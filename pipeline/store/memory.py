"""The memory: what is remembered of every claim, and what a claim shares with the others.

    memory = Memory.open(home, database, master_key)
    links = memory.others_like(claim_id, marks, faces_within=0.5)
    memory.remember(Remembered(claim_id, programme, submitted_at, outcome), marks)

One object per process, usable from several threads; several processes may work on one database.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, RowMapping, delete, select

from models.link import Link, LinkKind, Links, Remembered
from models.marks import FaceKind, MarkKind, Marks
from pipeline.errors import StoreError
from pipeline.store.claim_rows import ClaimRows, remembered, row_of, unsealed
from pipeline.store.data_keys import DataKeys
from pipeline.store.database import Database
from pipeline.store.faces import MOST, FaceMemory
from pipeline.store.freezing import refuse_frozen
from pipeline.store.master_key import MasterKey
from pipeline.store.opening import opened
from pipeline.store.picture_masks import PictureMasks
from pipeline.store.pictures import near_pictures, replace_pictures
from pipeline.store.tables import claims, faces
from pipeline.store.turning import Turned


class NoMemory:
    """Stands in where nothing is to be remembered: each claim is looked at by itself."""

    def meet(self, claim: Remembered, marks: Marks, faces_within: float) -> Links | None:
        """Return None: nobody knows."""
        return None

    def knows(self, claim_id: str) -> bool:
        """Return True: there is nothing that a claim would still have to be told to."""
        return True

    def remember(self, claim: Remembered, marks: Marks) -> None:
        """Let it pass."""

    def refuse_frozen(self, claim_id: str) -> None:
        """Let it pass: no claim is frozen here."""


NOTHING = NoMemory()


class Memory:
    """Claims that were verified before."""

    def __init__(self, database: Database, master: MasterKey) -> None:
        """Use a database that is opened already; see ``open``."""
        self._database = database
        self._keys = DataKeys(master)
        self._rows = ClaimRows(master)
        self._masks = PictureMasks(master)
        self.faces = FaceMemory(database, master)

    @classmethod
    def open(cls, home: Path, database: str | None = None, master_key: str | None = None) -> Self:
        """Open the database, made or brought up to date where needed.

        Args:
            home: the folder of work files: the SQLite file, and the master key where none is given.
            database: URL of a PostgreSQL database (with pgvector), or sqlite:///FILE.
            master_key: 32 bytes in base64.

        Raises:
            IntakeError: the URL is none that is supported.
            StoreError: the database or its key is missing, unusable, or another one's.
        """
        found = Database(home, database)
        try:
            return cls(found, opened(found, home, master_key))
        except BaseException:
            found.close()
            raise

    def remember(self, claim: Remembered, marks: Marks) -> None:
        """Remember a claim, instead of whatever was remembered under its id.

        Raises:
            StoreError: the database failed; nothing was changed.
        """
        with self._database.writing() as writing:
            key = self._keys.of(writing, claim.claim_id)
            number = self._rows.write(writing, claim, marks, key)
            replace_pictures(writing, number, [self._masks.of(picture) for picture in marks.pictures])
            self.faces.replace(writing, number, marks.faces)

    def knows(self, claim_id: str) -> bool:
        """Tell whether a claim is remembered.

        Raises:
            StoreError: the database failed.
        """
        with self._database.reading() as reading:
            return row_of(reading, claim_id) is not None

    def refuse_frozen(self, claim_id: str) -> None:
        """Do nothing, unless the claim is to be left alone.

        Raises:
            ClaimFrozen: it is.
            StoreError: the database failed.
        """
        with self._database.reading() as reading:
            refuse_frozen(reading, claim_id)

    def meet(self, claim: Remembered, marks: Marks, faces_within: float) -> Links:
        """Return what other claims share with this one, and let them meet it from now on.

        A claim that is not remembered yet is so before it asks: of two that are verified at once, each by its
        own process, one at least finds the other. Its outcome is a guess until it is remembered again.

        Raises:
            StoreError: the database failed.
        """
        if not self.knows(claim.claim_id):
            self.remember(claim, marks)
        return self.others_like(claim.claim_id, marks, faces_within)

    def recall(self, claim_id: str) -> tuple[Remembered, Marks] | None:
        """Return what is remembered of a claim, values unsealed, without faces and pictures.

        None where it was never remembered, or was forgotten.

        Raises:
            StoreError: the database failed, or what it holds was altered.
        """
        with self._database.reading() as reading:
            row, key = row_of(reading, claim_id), self._keys.kept_for(reading, claim_id)
        if row is None:
            return None
        if key is None:
            raise StoreError("a claim is remembered whose key is gone")
        return remembered(row), unsealed(row, key)

    def others_like(
        self, claim_id: str, marks: Marks, faces_within: float, pictures_within: int = 0, most: int = MOST
    ) -> Links:
        """Return what other claims share with this one, which need not be remembered itself.

        Every equal value and every near face and picture is found. Whether that is one person who claims
        twice, a household or a stranger is told by ``Link.same_person`` and by whoever reads the links.

        Args:
            claim_id: this claim; what is remembered under its own id does not count.
            marks: what is looked for.
            faces_within: Euclidean distance of faces that still counts.
            pictures_within: how many of 64 bits may differ (0 to 7) where these decide.
            most: links of one kind at most; ``Links.cut`` tells where there were more.

        Raises:
            StoreError: the database failed.
        """
        found, cut = list[Link](), set[LinkKind]()
        with self._database.reading() as reading:
            own = self._rows.of_one_person(reading, marks)
        for face in marks.faces:
            near = self.faces.near(face, faces_within, but=claim_id, most=most)
            kind = LinkKind(face.kind)
            found += [_link(kind, one.claim, own, one.distance, one.kind) for one in near.found]
            cut |= {kind} if near.cut else set()
        with self._database.reading() as reading:
            found += self._sharing(reading, claim_id, marks, own, most + 1)
            found += self._showing(reading, claim_id, marks, own, pictures_within)
            persons = self._rows.persons(reading, {link.other.claim_id for link in found})
        found = [replace(link, person=persons.get(link.other.claim_id)) for link in found]
        return _ordered(found, cut, most, has_nik=any(mark.kind is MarkKind.NIK for mark in marks.values))

    def _sharing(
        self, reading: Connection, claim_id: str, marks: Marks, own: frozenset[int], most: int
    ) -> list[Link]:
        found: list[Link] = []
        for kind in MarkKind:
            wanted = [mark for mark in marks.values if mark.kind is kind]
            rows = self._rows.sharing(reading, wanted, but=claim_id, most=most)
            found += [_link(LinkKind(kind), row, own) for row in rows]
        return found

    def _showing(
        self, reading: Connection, claim_id: str, marks: Marks, own: frozenset[int], within: int
    ) -> list[Link]:
        """Return links by pictures; a claim with the very same one is not told again for one saved anew."""
        same, resaved = list[Link](), list[Link]()
        for picture in marks.pictures:
            alike = near_pictures(reading, self._masks.of(picture), within, but=claim_id)
            kind, links = (LinkKind.PICTURE, same) if picture.fine is None else (LinkKind.RESAVED, resaved)
            links += [_link(kind, one.claim, own, one.apart) for one in alike]
        known = {link.other.claim_id for link in same}
        return [*same, *(link for link in resaved if link.other.claim_id not in known)]

    def every_face(self) -> dict[str, dict[str, Turned]]:
        """Return every face by claim and kind, turned: only their distances mean anything."""
        found: dict[str, dict[str, Turned]] = {}
        asked = select(claims.c.claim_id, faces.c.kind, faces.c.encoding).join_from(faces, claims)
        with self._database.reading() as reading:
            for claim_id, kind, encoding in reading.execute(asked):
                found.setdefault(claim_id, {})[kind] = encoding
        return found

    def forget(self, claim_id: str) -> bool:
        """Destroy the claim's key and remove everything that is remembered of it; tell whether there was any.

        A copy of the database that was made before still holds the key: see docs/privacy.md.

        Raises:
            StoreError: the database failed; nothing was changed.
        """
        with self._database.writing() as writing:
            had_key, had_row = self._keys.destroy(writing, claim_id), self.drop(writing, claim_id)
        self._database.settle()
        return had_key or had_row

    def drop(self, writing: Connection, claim_id: str) -> bool:
        """Remove what is remembered of the claim in the caller's transaction; tell whether there was any."""
        had_faces, row = self.drop_faces(writing, claim_id), row_of(writing, claim_id)
        if row is not None:
            writing.execute(delete(claims).where(claims.c.number == row["number"]))
        return had_faces or row is not None

    def drop_faces(self, writing: Connection, claim_id: str) -> bool:
        """Remove the claim's faces alone; tell whether there were any."""
        row = row_of(writing, claim_id)
        return row is not None and self.faces.drop(writing, row["number"]) > 0

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class OnlyAsked(NoMemory):
    """A memory that is asked and told nothing: for a claim that is verified again only to be compared."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def meet(self, claim: Remembered, marks: Marks, faces_within: float) -> Links:
        """Return what other claims share with this one."""
        return self._memory.others_like(claim.claim_id, marks, faces_within)


def _link(
    kind: LinkKind,
    row: RowMapping,
    own: frozenset[int],
    distance: float | None = None,
    theirs: FaceKind | None = None,
) -> Link:
    return Link(kind, remembered(row), row["number"] in own, distance, theirs)


def _ordered(found: list[Link], cut: set[LinkKind], most: int, *, has_nik: bool) -> Links:
    """Put them in order of kind, near ones by distance; values are in order already, the newest first."""
    kept: list[Link] = []
    for kind in LinkKind:
        links = sorted((link for link in found if link.kind is kind), key=lambda link: link.distance or 0.0)
        kept += links[:most]
        cut |= {kind} if len(links) > most else set()
    return Links(tuple(kept), frozenset(cut), has_nik)

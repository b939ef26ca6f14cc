"""A database of every earlier version is brought up with all that is in it."""

from __future__ import annotations

import hashlib

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from models.link import LinkKind
from models.marks import MarkKind, Marks, PictureMark
from pipeline.store import night_tables  # noqa: F401 - puts its tables among the metadata
from pipeline.store.api_keys import ApiKeys
from pipeline.store.data_keys import DataKeys, claim_database
from pipeline.store.database import Database
from pipeline.store.key_ring import ring_in
from pipeline.store.master_key import MasterKey
from pipeline.store.opening import STEPS, bring_up, form_of, newest_form
from pipeline.store.sealed_files import ClaimKey
from pipeline.store.tables import metadata
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.kept_claims import PHONE, UPLOADS, filed, manifest
from tests.pipeline.store.remembered_claims import mark

VERSIONS = ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"]
NOW = "2026-11-20 02:13:00+00:00"
TOKEN = f"periksa_0123456789ab_{'x' * 43}"


def remember_as_0001(writing: Connection, master: MasterKey) -> None:
    """Write what version 0001 wrote for a claim with a telephone number."""
    key = ClaimKey("JHT-old", DataKeys(master).of(writing, "JHT-old"))
    phone = mark(MarkKind.PHONE, PHONE)
    writing.execute(
        text(
            "INSERT INTO claims (number, claim_id, programme, submitted_at, outcome, sealed)"
            " VALUES (7, 'JHT-old', 'JHT', :now, 'clear', :sealed)"
        ),
        {"now": NOW, "sealed": key.seal(f'{{"values": [["phone", "{phone.value}"]]}}'.encode(), "marks")},
    )
    blind = master.blind_index("phone", phone.value)
    writing.execute(
        text("INSERT INTO marks (claim, kind, blind) VALUES (7, 'phone', :blind)"), {"blind": blind}
    )


def keep_as_0002(writing: Connection, master: MasterKey) -> None:
    """Write what version 0002 wrote for a claim without files, at work."""
    key = ClaimKey("JHT-old", DataKeys(master).of(writing, "JHT-old"))
    manifest_of_it = key.seal(manifest("JHT-old"), "manifest old")
    writing.execute(
        text(
            "INSERT INTO verifications (verification_id, claim_id, source, state, programme, cause, channel,"
            " submitted_at, received_at, current, attempts, software, policy, sealed)"
            " VALUES ('old', 'JHT-old', 'portal', 'queued', 'JHT', 'phk', 'jmo', :now, :now, :no, 0, '', '',"
            " :sealed)"
        ),
        {"now": NOW, "no": False, "sealed": manifest_of_it},
    )


def open_as_0004(writing: Connection) -> None:
    """Write what version 0004 wrote for a key of the portal."""
    writing.execute(
        text(
            "INSERT INTO api_keys (key_id, client, name, scopes, token_hash, created_at)"
            " VALUES ('0123456789ab', '0123456789ab', 'old', 'webhooks', :hash, :now)"
        ),
        {"now": NOW, "hash": hashlib.sha256(TOKEN.encode()).digest()},
    )


def see_as_0001(writing: Connection) -> None:
    """Write what version 0001 wrote for a picture, which had no fine hash."""
    writing.execute(
        text(
            "INSERT INTO pictures (claim, kind, word_0, word_1, word_2, word_3)"
            " VALUES (7, 'page', 5, 0, 0, 0)"
        )
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_an_earlier_database_is_brought_up_with_its_rows(place: Place, version: str) -> None:
    place.home.mkdir()
    (master,) = ring_in(place.home, None, may_make=True)
    database = Database(place.home, place.url)
    with database.writing() as writing:
        bring_up(writing, to=version)
        assert form_of(writing) == version
        claim_database(writing, [master])
        remember_as_0001(writing, master)
        see_as_0001(writing)
        if version >= "0002":
            keep_as_0002(writing, master)
        if version >= "0004":
            open_as_0004(writing)
    with place.open() as memory, place.keep() as cases:
        known = memory.recall("JHT-old")
        assert known
        assert known[1].values == (mark(MarkKind.PHONE, PHONE),)
        seen = memory.others_like("JHT-new", Marks(pictures=(PictureMark("page", 5),)), faces_within=0.5)
        assert [link.kind for link in seen.found] == [LinkKind.PICTURE]
        if version >= "0002":
            assert cases.manifest("old") == manifest("JHT-old")
            job = cases.jobs.take("worker-1", 60)
            assert job
            assert job.verification_id == "old"
        assert cases.upload(filed(cases, "JHT-old"), 0) == UPLOADS[0].data
    held = ApiKeys(database).holder_of(TOKEN)
    assert (held is not None) is (version >= "0004")
    with database.reading() as reading:
        assert form_of(reading) == newest_form()
        checked = MigrationContext.configure(reading, opts={"compare_type": True})
        assert compare_metadata(checked, metadata) == []
    database.close()


def test_every_version_is_tried() -> None:
    steps = ScriptDirectory(str(STEPS)).walk_revisions()
    assert sorted(step.revision for step in steps) == VERSIONS, "a new step wants a line here, and rows"

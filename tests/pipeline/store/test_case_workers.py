"""Four worker processes, some of them killed: every accepted claim ends with one report and one event."""

from __future__ import annotations

import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import func, select

from models.case import EventKind, Source
from pipeline.store import CaseStore
from pipeline.store.case_tables import events, reports, verifications
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.kept_claims import KTP, PICTURES, UPLOADS, accepted, claim, manifest, report

CLAIMS = 40
LEASE = 2.0
"""Seconds; a job takes some hundredths."""


def states(cases: CaseStore) -> Counter[str]:
    asked = select(verifications.c.state, func.count()).group_by(verifications.c.state)
    with cases.shelf.database.reading() as reading:
        return Counter({row[0]: row[1] for row in reading.execute(asked)})


def work(place: Place, worker: str, filed: Path, seconds: float) -> None:
    """Do jobs, each so long, until nothing is left; write down each report that was taken from us."""
    with place.keep() as cases:
        while True:
            job = cases.jobs.take(worker, LEASE)
            if job is None and not states(cases).keys() - {"finished", "set_aside"}:
                return
            if job is None:
                time.sleep(0.05)
                continue
            with cases.as_folder(job.verification_id) as folder:
                assert (folder / KTP.name).read_bytes() == KTP.data
            time.sleep(seconds)
            if cases.file_report(job.verification_id, report(job.claim_id), PICTURES):
                with filed.open("a") as told:
                    told.write(f"{job.verification_id}\n")


def test_every_claim_ends_once_though_a_worker_is_killed(place: Place, tmp_path: Path) -> None:
    filed = tmp_path / "filed"
    context = get_context("spawn")
    with place.keep() as cases:
        kept = [accepted(cases, f"JHT-{number}") for number in range(CLAIMS)]
        victim = context.Process(target=work, args=(place, "victim", filed, 60.0))
        victim.start()
        while not states(cases)["running"]:
            assert victim.is_alive()
            time.sleep(0.01)
        victim.kill()
        victim.join()
        workers = [
            context.Process(target=work, args=(place, f"worker-{number}", filed, 0.0)) for number in range(4)
        ]
        for process in workers:
            process.start()
        for process in workers:
            process.join(120)
            assert process.exitcode == 0
        assert states(cases) == {"finished": CLAIMS}
        assert sorted(filed.read_text().split()) == sorted(kept), "each report was taken from one worker"
        with cases.shelf.database.reading() as reading:
            told = [(row.verification_id, row.kind) for row in reading.execute(events.select())]
            assert sorted(told) == sorted((one, EventKind.FINISHED.value) for one in kept)
            assert reading.execute(select(func.count()).select_from(reports)).scalar_one() == CLAIMS
        attempts = [cases.run(one).attempts for one in kept]
        assert sorted(attempts) == [1] * (CLAIMS - 1) + [2]
        assert cases.sweep()["folders"] <= 1, "only the victim may have left one"
        assert list((place.home / "tmp").iterdir()) == []


def file_together(place: Place, kept: str, start: float) -> bool:
    with place.keep() as cases:
        time.sleep(max(0.0, start - time.time()))
        return cases.file_report(kept, report(), PICTURES)


def test_of_four_that_file_at_once_one_does(place: Place) -> None:
    with place.keep() as cases:
        kept = accepted(cases, source=Source.BATCH)
        with get_context("spawn").Pool(4) as pool:
            start = time.time() + 3
            assert sum(pool.starmap(file_together, [(place, kept, start)] * 4, chunksize=1)) == 1
        assert len(cases.events_of(kept)) == 1
        assert cases.evidence_names(kept) == tuple(PICTURES)


def accept_together(place: Place, start: float) -> tuple[str, bool]:
    with place.keep() as cases:
        time.sleep(max(0.0, start - time.time()))
        kept = cases.accept(manifest(), claim(), UPLOADS, Source.PORTAL)
        return kept.verification_id, kept.again


def test_of_four_that_post_the_same_at_once_one_is_new(place: Place) -> None:
    with place.keep() as cases:
        with get_context("spawn").Pool(4) as pool:
            start = time.time() + 3
            told = pool.starmap(accept_together, [(place, start)] * 4, chunksize=1)
        assert len({verification_id for verification_id, _ in told}) == 1
        assert sorted(again for _, again in told) == [False, True, True, True]
        assert cases.upload(told[0][0], 0) == KTP.data


def accept_on(place: Place) -> None:
    with place.keep() as cases:
        for number in range(10_000):
            accepted(cases, f"JHT-{number}")


def test_one_that_is_killed_while_it_takes_in_leaves_whole_claims(place: Place) -> None:
    with place.keep() as cases:
        writer = get_context("spawn").Process(target=accept_on, args=(place,))
        writer.start()
        while states(cases)["queued"] < 20:
            assert writer.is_alive()
            time.sleep(0.01)
        writer.kill()
        writer.join()
        writer.close()
        with cases.shelf.database.reading() as reading:
            kept = list(reading.execute(select(verifications.c.verification_id)).scalars())
        assert len(kept) >= 20
        for one in kept:
            assert [cases.upload(one, at) for at in (0, 1)] == [upload.data for upload in UPLOADS]
        left = set(cases.shelf.files.store.keys())
        assert 0 <= len(left) - len(UPLOADS) * len(kept) <= len(UPLOADS), "files of the last one at most"

"""A claim after another one: what they share is told, and only once the first one was verified."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from flows import verify_and_file
from models.reason import ReasonCode
from pipeline.store import Memory
from tests.finished_claims import SAMPLES
from wiring import Engines

FIRST, SECOND = "jht_mengundurkan_diri_clean", "jht_phk_clean"


@pytest.fixture
def remembering(engines: Engines, tmp_path: Path) -> Iterator[Engines]:
    with Memory.open(tmp_path / "memory") as memory:
        yield replace(engines, memory=memory)


def arrived(name: str, place: Path, day: int, **changes: object) -> Path:
    """A finished claim that came in on that day of November, with something else typed."""
    folder = place / "in" / f"{name}-{day}"
    shutil.copytree(SAMPLES / name, folder)
    claim = json.loads((folder / "claim.json").read_text())
    claim |= {"submitted_at": f"2026-11-{day:02}T09:00:00+07:00", **changes}
    (folder / "claim.json").write_text(json.dumps(claim))
    return folder


def typed(folder: Path) -> dict[str, dict[str, object]]:
    return dict(json.loads((folder / "claim.json").read_text()))


def test_an_account_that_somebody_else_claimed_with_is_told(remembering: Engines, tmp_path: Path) -> None:
    first = arrived(FIRST, tmp_path, 20)
    second = arrived(SECOND, tmp_path, 21, bank_account=typed(first)["bank_account"])
    code = ReasonCode.ACCOUNT_IN_ANOTHER_CLAIM
    done = [verify_and_file(folder, tmp_path / "out", remembering) for folder in (first, second)]
    assert code not in done[0].reasons  # nobody knew of the other one yet
    assert code in done[1].reasons
    report = json.loads((tmp_path / "out" / str(done[1].claim_id) / "report.json").read_text())
    (told,) = [reason for reason in report["reasons"] if reason["code"] == code]
    assert str(done[0].claim_id) in told["message"]
    assert str(done[0].claim_id) not in told["message_id"]  # applicants read that
    (check,) = [check for check in report["checks"] if check["code"] == "account_in_earlier_claims"]
    assert (check["result"], check["found"]) == ("fail", done[0].claim_id)


def test_a_card_that_went_through_a_messenger_is_known_again(remembering: Engines, tmp_path: Path) -> None:
    first, second = arrived(FIRST, tmp_path, 20), arrived(SECOND, tmp_path, 21)
    with Image.open(first / "IMG_2017.jpg") as picture:
        small = ImageOps.exif_transpose(picture).reduce(2)
    small.save(second / "kpj saved again.jpg", quality=72)
    done = [verify_and_file(folder, tmp_path / "out", remembering) for folder in (first, second)]
    report = json.loads((tmp_path / "out" / str(done[1].claim_id) / "report.json").read_text())
    (told,) = [one for one in report["reasons"] if one["code"] == ReasonCode.PICTURE_IN_ANOTHER_CLAIM]
    assert told["severity"] == "warning"
    assert f"{done[0].claim_id} (" in told["message"]
    assert "saved again" in told["message"]
    assert str(done[0].claim_id) not in told["message_id"]
    (link,) = report["links"]
    assert "resaved_picture" in link["shares"]
    assert 0 < link["picture_difference"] < 0.07


def test_the_same_applicant_may_come_again(remembering: Engines, tmp_path: Path) -> None:
    first = verify_and_file(arrived(FIRST, tmp_path, 20), tmp_path / "out", remembering)
    again = arrived(FIRST, tmp_path, 22, claim_id="JHT-2026-777777")
    done = verify_and_file(again, tmp_path / "out", remembering)
    assert done.outcome is first.outcome
    assert set(done.reasons) - set(first.reasons) == {ReasonCode.CLAIMED_BEFORE}


def test_a_claim_that_a_new_memory_does_not_know_is_verified_again(engines: Engines, tmp_path: Path) -> None:
    folder, out = arrived(FIRST, tmp_path, 20), tmp_path / "out"
    for name, again in (("one", False), ("one", True), ("two", False)):
        with Memory.open(tmp_path / name) as memory:
            done = verify_and_file(folder, out, replace(engines, memory=memory))
            assert done.again is again
            assert memory.knows(str(done.claim_id))

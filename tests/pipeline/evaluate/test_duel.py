"""Readers side by side: same pictures, fair turns, honest counts."""

import json

import pytest

from pipeline.errors import IntakeError
from pipeline.evaluate.duel import OURS, WARM_UP, Reader, compared, pictures, run
from pipeline.evaluate.readers.loading import named
from pipeline.evaluate.truth import Pair
from tests.pipeline.evaluate.conftest import NIK, truth_of

RIGHT = {"nik": NIK, "nama": "SITI RAHMAWATI", "agama": "ISLAM"}


def read_by_a_user(picture):
    return {"nik": NIK}


@pytest.fixture
def shown(folder):
    claims, _ = folder(*(Pair(truth_of(f"JHT-2026-{n:06}"), None) for n in range(6)))
    for number in range(6):
        place = claims / f"JHT-2026-{number:06}"
        place.mkdir()
        (place / "claim.json").write_text(json.dumps({"claim_id": place.name}))
        (place / "ktp.jpg").write_bytes(b"picture")
    return claims


def test_only_pictures_of_one_legible_ktp_are_shown(shown):
    assert len(pictures(shown, "phone", 4)) == 4
    for number, change in enumerate(({"readable": False}, {"file": "ktp.pdf"}, {"type": "kpj"})):
        file = shown / "truth" / f"JHT-2026-{number:06}.json"
        truth = json.loads(file.read_text())
        truth["documents"][0].update(change)
        file.write_text(json.dumps(truth))
    file = shown / "truth" / "JHT-2026-000003.json"
    truth = json.loads(file.read_text())
    truth["documents"][1]["file"] = "ktp.jpg"
    file.write_text(json.dumps(truth))
    assert [p.claim_id[-1] for p in pictures(shown, "phone", 9)] == ["4", "5"]


def test_a_folder_of_another_name_is_found_by_its_claim(shown):
    (shown / "JHT-2026-000000").rename(shown / "siti")
    assert pictures(shown, "phone", 1)[0].file == shown / "siti" / "ktp.jpg"


def test_every_reader_reads_every_picture_in_turning_order_after_a_warm_up(shown):
    asked = []
    readers = [Reader(name, name, "1", lambda data, name=name: asked.append(name) or RIGHT) for name in "abc"]
    seen = []
    trials = run(pictures(shown, "phone", 6), readers, lambda done, total: seen.append((done, total)))
    assert len(trials) == 18
    first = asked[3 * WARM_UP :: 3]
    assert first == ["a", "b", "c", "a", "b", "c"]
    assert seen[-1] == (6, 6)


def test_each_is_told_what_it_read_and_what_it_cost(shown):
    def fails(data):
        raise ValueError

    def works(data):
        sum(range(400_000))
        return {**RIGHT, "nama": "SITI"}

    readers = [
        Reader(OURS, "ours", "1", lambda data: RIGHT),
        Reader("slow", "s", "1", works),
        Reader("f", "f", "1", fails),
    ]
    card = compared(run(pictures(shown, "phone", 6), readers, lambda done, total: None), readers)
    assert card["cards"] == 6
    whole = {name: one["whole_card"]["right"] for name, one in card["readers"].items()}
    assert whole == {OURS: 6, "slow": 0, "f": 0}
    assert card["readers"]["slow"]["fields"]["nik"]["exact"]["right"] == 6
    assert card["readers"]["f"]["failed"] == 6
    assert card["core_seconds_ratio"]["slow"]["ratio"] < 0.5


def test_processor_time_of_a_helper_counts(shown):
    spent = iter(range(1000))
    readers = [Reader(OURS, "o", "1", lambda data: RIGHT, helper=lambda: float(next(spent)))]
    assert compared(run(pictures(shown, "phone", 2), readers, lambda d, t: None), readers)["readers"][OURS][
        "core_seconds_mean"
    ] == pytest.approx(1.0, abs=0.2)


def test_a_users_reader_is_loaded_by_name_and_a_wrong_name_is_a_sentence():
    (reader,) = named([f"{__name__}:read_by_a_user"])
    assert reader.read(b"") == {"nik": NIK}
    for spec in ("no.such.module:read", f"{__name__}:nothing", f"{__name__}", f"{__name__}:NIK"):
        with pytest.raises(IntakeError, match="--reader"):
            named([spec])

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.claim import Claim, Relationship
from pipeline.errors import ClaimUnusable
from pipeline.intake import read_claim

PutClaim = Callable[..., Path]


def problems(claim: Claim) -> dict[str, str]:
    return {problem.field: problem.problem for problem in claim.problems}


def faults(folder: Path) -> dict[str, str]:
    with pytest.raises(ClaimUnusable) as caught:
        read_claim(folder)
    assert caught.value.exit_status == 2
    return dict(caught.value.problems)


def test_a_good_claim_is_taken_as_typed(put_claim: PutClaim) -> None:
    claim = read_claim(put_claim({"ktp.jpg": b""}, balance_idr=8750000, membership_active=False))
    assert claim.claim_id == "JHT-2026-000123"
    assert claim.participant.nik == "3273014708909003"
    assert claim.participant.birth_date == date(1990, 8, 7)
    assert claim.participant.kpj == ("12034567890",)
    assert claim.balance_idr == 8750000
    assert claim.membership_active is False
    assert claim.claimant is None
    assert [upload.file for upload in claim.uploads] == ["ktp.jpg"]
    assert claim.problems == ()


def test_a_time_without_zone_is_of_jakarta(put_claim: PutClaim) -> None:
    claim = read_claim(put_claim(submitted_at="2026-11-20T09:13:00"))
    assert claim.submitted_at.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("claim_id", None),
        ("claim_id", ""),
        ("claim_id", ".hidden"),
        ("claim_id", "../../etc"),
        ("claim_id", "a/b"),
        ("claim_id", "x" * 65),
        ("claim_id", "klaim nomor 1"),
        ("claim_id", "JHT-1\n"),
        ("claim_id", ["JHT"]),
        ("programme", "JHX"),
        ("programme", None),
        ("programme", {"a": 1}),
        ("cause", "malas"),
        ("channel", 7),
        ("submitted_at", "kemarin"),
        ("submitted_at", 1763000000),
        ("submitted_at", "2026-02-30T10:00:00"),
        ("submitted_at", "0001-01-01T00:00:00"),
    ],
)
def test_what_the_claim_is_must_be_right(put_claim: PutClaim, field: str, value: object) -> None:
    assert list(faults(put_claim(**{field: value}))) == [field]


def test_every_fault_is_named_with_what_is_accepted(put_claim: PutClaim) -> None:
    found = faults(put_claim(programme="X", channel=None, cause=3))
    assert set(found) == {"programme", "channel", "cause"}
    assert "JHT, JKM" in found["programme"]
    assert found["channel"].startswith("is missing; accepted: jmo")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\0\0\0",
        b"[]",
        b"null",
        b"{",
        b'{"claim_id": "\xff"}',
        b"\xff\xfe{\0}\0",
        b'{"claim_id": "A", "claim_id": "B"}',
        b'{"balance_idr": NaN}',
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'{"a":' * 30 + b"1" + b"}" * 30,
        b"[" * 200_000,
        b'{"a": "' + b"x" * 1_100_000 + b'"}',
    ],
    ids=range(13),
)
def test_a_hostile_file_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "claim.json").write_bytes(text)
    assert "claim.json" in faults(tmp_path)


def test_a_missing_file_folder_or_foreign_link_is_refused(tmp_path: Path, put_claim: PutClaim) -> None:
    folder = tmp_path / "klaim"
    assert "not there" in faults(folder)["claim.json"]
    folder.mkdir()
    assert "claim.json" in faults(folder)
    put_claim()
    (folder / "claim.json").symlink_to(tmp_path / "claim.json")
    assert "link" in faults(folder)["claim.json"]
    (folder / "claim.json").unlink()
    os.mkfifo(folder / "claim.json")
    assert "regular" in faults(folder)["claim.json"]


def test_a_byte_order_mark_does_no_harm(put_claim: PutClaim) -> None:
    folder = put_claim()
    text = (folder / "claim.json").read_bytes()
    (folder / "claim.json").write_bytes(b"\xef\xbb\xbf" + text)
    assert read_claim(folder).claim_id == "JHT-2026-000123"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", ["SITI"]),
        ("name", "S" * 201),
        ("name", "SITI\x00RAHMA"),
        ("name", "SITI\u202eITAW"),
        ("name", "SITI\ud800"),
        ("name", True),
        ("nik", {"nik": 1}),
        ("nik", 3.5),
        ("birth_date", "1990-02-30"),
        ("birth_date", "07-08-1990"),
        ("birth_date", "19900807"),
        ("birth_date", "١٩٩٠-٠٨-٠٧"),
        ("phone", 1.5e300),
        ("email", []),
    ],
)
def test_a_typed_value_that_does_not_fit_is_a_problem(
    put_claim: PutClaim, claim_values: dict[str, Any], key: str, value: object
) -> None:
    claim = read_claim(put_claim(participant={**claim_values["participant"], key: value}))
    assert getattr(claim.participant, key) is None
    assert list(problems(claim)) == [f"participant.{key}"]


def test_numbers_serve_where_text_is_expected(put_claim: PutClaim) -> None:
    claim = read_claim(
        put_claim(participant={"nik": 3273014708909003, "kpj": 12034567890, "npwp": 10**40, "name": ""})
    )
    assert claim.participant.nik == "3273014708909003"
    assert claim.participant.kpj == ("12034567890",)
    assert claim.participant.npwp == "1" + "0" * 40
    assert claim.participant.name is None
    assert claim.problems == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tahap", 3),
        ("tahap", "dua"),
        ("tahap", True),
        ("balance_idr", -1),
        ("balance_idr", "8.750.000"),
        ("balance_idr", 0.5),
        ("membership_active", "tidak"),
        ("data_updated", 1),
        ("bank_account", "BCA 123"),
        ("participant", [1]),
        ("uploads", {"file": "ktp.jpg"}),
        ("uploads", "ktp.jpg"),
    ],
)
def test_other_fields_that_do_not_fit(put_claim: PutClaim, field: str, value: object) -> None:
    assert list(problems(read_claim(put_claim(**{field: value})))) == [field]


def test_a_badly_given_heir_is_still_an_heir(put_claim: PutClaim) -> None:
    assert read_claim(put_claim(claimant="istri")).claimant is not None
    claim = read_claim(put_claim(claimant={"name": "BUDI", "relationship": "tetangga"}))
    assert claim.claimant is not None
    assert claim.claimant.relationship is None
    assert list(problems(claim)) == ["claimant.relationship"]
    claim = read_claim(put_claim(claimant={"name": "BUDI", "relationship": "anak"}))
    assert claim.claimant is not None
    assert claim.claimant.relationship is Relationship.ANAK


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../ktp.jpg", "..", ".", "", "a/b.jpg", "a\\b.jpg", "k\0tp.jpg", "x" * 256, 7, None],
)
def test_an_unsafe_upload_name_never_gets_into_the_claim(put_claim: PutClaim, name: object) -> None:
    claim = read_claim(put_claim(uploads=[{"file": name, "type": "ktp"}, {"file": "kk.jpg"}]))
    assert [upload.file for upload in claim.uploads] == ["kk.jpg"]
    assert list(problems(claim)) == ["uploads[0].file"]


def test_problems_and_texts_hold_no_value(put_claim: PutClaim) -> None:
    claim = read_claim(put_claim(participant={"name": "RAHASIA\x07", "birth_date": "RAHASIA"}))
    assert "RAHASIA" not in str(claim.problems)
    folder = put_claim(claim_id="RAHASIA 1", cause="RAHASIA")
    assert "RAHASIA" not in str(faults(folder))


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.dictionaries(
        st.sampled_from(["participant", "claimant", "bank_account", "balance_idr", "tahap", "uploads"]), junk
    ),
    person=st.dictionaries(st.sampled_from(["name", "nik", "birth_date", "kpj", "relationship"]), junk),
)
def test_no_typed_value_ever_raises(
    tmp_path: Path, claim_values: dict[str, Any], values: dict[str, Any], person: dict[str, Any]
) -> None:
    everything = {**claim_values, "participant": person, "claimant": person, **values}
    (tmp_path / "claim.json").write_text(json.dumps(everything), "utf-8")
    assert read_claim(tmp_path).claim_id == "JHT-2026-000123"

# ruff: noqa: E501
"""A case is one line, like the tables' own rows."""

import shutil
from pathlib import Path

import pytest

from models.check import Result
from pipeline.errors import PolicyError
from pipeline.policy import KNOWN_CHECKS, load
from pipeline.policy import loader as at_home
from pipeline.policy.outcome_faults import unmapped
from tests.pipeline.policy.policy_claims import POLICY

FILES = ("requirements.toml", "limits.toml", "outcome.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(Path(at_home.__file__).parent / name, tmp_path / name)
    return tmp_path


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_version_is_the_declared_one_and_follows_every_byte(folder: Path) -> None:
    same = load(folder).version
    edit(folder, "limits.toml", "value = 15_000_000", "value = 20_000_000")

    assert same == POLICY.version
    assert same.startswith("2026.11.2+")
    assert load(folder).version != same


def test_every_known_check_has_a_row_for_fail_and_unclear() -> None:
    assert unmapped(POLICY.outcomes, KNOWN_CHECKS) == []
    assert unmapped(POLICY.outcomes, ("novel",)) == [
        f"check novel: no row for result {result}" for result in (Result.FAIL, Result.UNCLEAR)
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("requirements.toml", '"jht_waiting_months"', '"jht_wating"', "no limit is called 'jht_wating'"),
        ("requirements.toml", '"npwp", "paklaring"]', '"npwp", "paklarin"]', "no demand is called 'paklarin'"),
        ("requirements.toml", '"npwp", "paklaring"]', '"npwp", "npwp"]', "a demand stands twice"),
        ("requirements.toml", '"npwp_is_asked"', '"npwp_asked"', "no condition is called 'npwp_asked'"),
        ("requirements.toml", 'cause = "phk"', 'cause = "mengundurkan_diri"', "stands twice"),
        ("requirements.toml", 'cause = "phk"', 'cause = "phkk"', "row.3.cause"),
        ("requirements.toml", 'cause = "bpu_berhenti"', 'cause = "anak"', "no programme claims bpu_berhenti"),
        ("requirements.toml", "[channel.siap_kerja]\ntakes_selfie = false", "", "channel.siap_kerja: missing"),
        ("requirements.toml", 'version = "2026.11.2"', "", "version"),
        ("requirements.toml", "inactive = true", "inactiv = true", "inactiv"),
        ("requirements.toml", 'only = ["selfie"]', 'only = ["selfie"]\nalso.JHT = ["kk"]', "contradict"),
        ("limits.toml", "from = 2025-05-01", "from = 2014-05-01", "limit.jmo_balance_idr"),
        ("limits.toml", "[limit.guardian_age]", "[limit.guardian]", "limit.guardian_age: missing"),
        ("limits.toml", "value = 50_000_000", "value = 0", "npwp_balance_idr"),
        ("limits.toml", "value = 15_000_000", "value = 10_000_000", "changes nothing"),
        ("limits.toml", "[limit.jht_pension_age]", "[limit.jht_pension_age", "limits.toml"),
        ("outcome.toml", '{ codes = ["alive_vs_death"], results = ["fail"]', '{ codes = ["alive_vs_death"], results = ["unclear"]', "alive_vs_death: no row for result fail"),
        ("outcome.toml", 'codes = ["alive_vs_death"]', 'codes = ["alive_vs_dead"]', "names no check that exists"),
        ("outcome.toml", 'kinds = ["one_digit", "two_digits"], ', "", "never reached"),
        ("outcome.toml", '{ effect = "review", outcome = "review" },', "", "nothing catches the effect review"),
        ("outcome.toml", '{ outcome = "clear" },', "", "the last row must be clear"),
        ("outcome.toml", 'codes = ["FILE_EMPTY"]', 'codes = ["FILE_CORRUPT"]', "finding FILE_EMPTY: 0 rows"),
        ("outcome.toml", 'issue = "review_band"', 'issue = "no_selfie"', "face issue review_band: no row"),
        ("outcome.toml", 'reason = "FACE_NO_MATCH", severity = "critical", effect = "review"', 'reason = "FACE_NO_MATCH", severity = "critical", effect = "none"', "critical, but without effect"),
        ("outcome.toml", 'reason = "FACE_NO_MATCH", severity = "critical"', 'reason = "FACE_NO_MATCH", severity = "info"', "information, but with effect"),
        ("outcome.toml", 'date = "expected"', 'date = "expectd"', "details know no source 'expectd'"),
        ("outcome.toml", 'code = "channel_gates"', 'code = "channel_gate"', "must_pass channel_gate: no such check"),
        ("outcome.toml", 'effect = "resubmit", details = { type = "demand_type", name = "demand_owner" }', 'effect = "none"', "must have an effect"),
    ],
)  # fmt: skip
def test_a_contradictory_or_incomplete_table_is_refused_by_name(
    folder: Path, name: str, old: str, new: str, told: str
) -> None:
    edit(folder, name, old, new)

    with pytest.raises(PolicyError) as refused:
        load(folder)

    assert name in str(refused.value)
    assert told in str(refused.value)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_table_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(PolicyError, match=name):
        load(folder)

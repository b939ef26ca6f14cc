from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from models.check import Result
from models.claim import Channel
from models.document import DocumentType
from models.people import Role
from models.reason import ReasonCode
from pipeline.policy.case import later
from pipeline.policy.requirement_table import Row
from tests.pipeline.policy.policy_claims import POLICY, complete, read, row_of

WIB = timezone(timedelta(hours=7))


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("name", "day", "value"),
    [
        ("jmo_balance_idr", "2025-04-30", 10_000_000),
        ("jmo_balance_idr", "2025-05-01", 15_000_000),
        ("jp_pension_age", "2015-06-30", None),
        ("jp_pension_age", "2015-07-01", 56),
        ("jp_pension_age", "2018-12-31", 56),
        ("jp_pension_age", "2019-01-01", 57),
        ("jp_pension_age", "2021-12-31", 57),
        ("jp_pension_age", "2022-01-01", 58),
        ("jp_pension_age", "2024-12-31", 58),
        ("jp_pension_age", "2025-01-01", 59),
        ("jp_pension_age", "2027-12-31", 59),
        ("jp_pension_age", "2028-01-01", 60),
        ("jp_pension_age", "2042-12-31", 64),
        ("jp_pension_age", "2043-01-01", 65),
        ("jp_pension_age", "2060-01-01", 65),
        ("jkp_lapse_months", "2021-02-01", None),
        ("jkp_lapse_months", "2025-02-06", 3),
        ("jkp_lapse_months", "2025-02-07", 6),
        ("jkk_lapse_years", "2019-12-01", None),
        ("jkk_lapse_years", "2019-12-02", 5),
        ("jht_waiting_months", "2022-04-25", None),
        ("jht_waiting_months", "2022-04-26", 1),
        ("jht_pension_age", "2026-11-20", 56),
        ("npwp_balance_idr", "2026-11-20", 50_000_000),
    ],
)
def test_a_limit_on_both_sides_of_its_date(name: str, day: str, value: int | None) -> None:
    assert POLICY.limits.on(name, date.fromisoformat(day)) == value


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day: str, months: int, expected: str) -> None:
    assert later(date.fromisoformat(day), months=months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("left", "submitted", "result"),
    [
        ("2026-10-20", "2026-11-19", Result.FAIL),
        ("2026-10-20", "2026-11-20", Result.PASS),
        ("2026-12-01", "2026-11-20", Result.FAIL),
        (None, "2026-11-20", Result.UNCLEAR),
    ],
)
def test_one_month_must_pass_after_leaving(left: str | None, submitted: str, result: Result) -> None:
    bundle = complete(row_of("JHT", "mengundurkan_diri"), submitted_at=at(submitted))
    letter = read({"nama": "BUDI CONTOH", "tanggal_keluar": left})

    check = bundle.with_paper("paklaring", Role.PARTICIPANT, fields=letter).answer("exit_date_waiting")

    assert check.result is result


def test_the_reason_says_from_when_the_claim_is_possible() -> None:
    bundle = complete(row_of("JHT", "mengundurkan_diri"), submitted_at=at("2026-09-10"))

    (reason,) = bundle.decided().reasons

    assert (reason.code, reason.details) == (ReasonCode.WAITING_PERIOD, {"date": "2026-09-30"})


def test_the_last_of_several_employers_counts() -> None:
    bundle = complete(row_of("JHT", "mengundurkan_diri"))
    fresh = read({"nama": "BUDI CONTOH", "tanggal_keluar": "2026-11-01"})

    bundle = bundle.with_paper("second", Role.PARTICIPANT, type=DocumentType.PAKLARING, fields=fresh)

    assert bundle.answer("exit_date_waiting").result is Result.FAIL


def test_the_day_of_submission_is_the_one_in_indonesia() -> None:
    night = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)
    bundle = complete(row_of("JHT", "mengundurkan_diri"), submitted_at=night)
    letter = read({"nama": "BUDI CONTOH", "tanggal_keluar": "2026-10-20"})

    bundle = bundle.with_paper("paklaring", Role.PARTICIPANT, fields=letter)

    assert bundle.answer("exit_date_waiting").result is Result.PASS


@pytest.mark.parametrize(
    ("left", "submitted", "result"),
    [
        ("2026-05-20", "2026-11-20", Result.PASS),
        ("2026-05-20", "2026-11-21", Result.FAIL),
        ("2024-06-01", "2024-09-01", Result.PASS),
        ("2024-06-01", "2024-09-02", Result.FAIL),
        ("2024-12-01", "2025-04-15", Result.UNCLEAR),
        ("2026-12-24", "2026-11-20", Result.UNCLEAR),
        (None, "2026-11-20", Result.UNCLEAR),
    ],
)
def test_a_jkp_claim_lapses_under_the_rule_of_its_day(
    left: str | None, submitted: str, result: Result
) -> None:
    bundle = complete(row_of("JKP", "bulan_1"), Channel.SIAP_KERJA, submitted_at=at(submitted))
    letter = read({"nama": "BUDI CONTOH", "tanggal_keluar": left})

    check = bundle.with_paper("surat_phk", Role.PARTICIPANT, fields=letter).answer("claim_lapsed")

    assert check.result is result


@pytest.mark.parametrize(
    ("happened", "result"), [("2021-11-20", Result.PASS), ("2021-11-19", Result.FAIL), (None, Result.UNCLEAR)]
)
def test_an_accident_claim_lapses_after_five_years(happened: str | None, result: Result) -> None:
    bundle = complete(row_of("JKK", "kecelakaan_kerja", 1))
    form = read({"tanggal_kejadian": happened})

    check = bundle.with_paper("formulir", Role.PARTICIPANT, fields=form).answer("claim_lapsed")

    assert check.result is result


@pytest.mark.parametrize(
    ("row", "born", "submitted", "result"),
    [
        (row_of("JHT", "usia_pensiun"), "1970-11-20", "2026-11-20", Result.PASS),
        (row_of("JHT", "usia_pensiun"), "1970-11-21", "2026-11-20", Result.FAIL),
        (row_of("JP", "usia_pensiun"), "1966-12-31", "2024-12-31", Result.PASS),
        (row_of("JP", "usia_pensiun"), "1966-12-31", "2025-01-01", Result.FAIL),
        (row_of("JP", "usia_pensiun"), "1966-01-01", "2025-01-01", Result.PASS),
        (row_of("JP", "usia_pensiun"), None, "2025-01-01", Result.UNCLEAR),
    ],
)
def test_pension_age_on_the_day_of_submission(
    row: Row, born: str | None, submitted: str, result: Result
) -> None:
    bundle = complete(row, submitted_at=at(submitted))
    card = read({"nik": "3273010708609001", "nama": "BUDI CONTOH", "tanggal_lahir": born})

    assert bundle.with_paper("ktp", Role.PARTICIPANT, fields=card).answer("age_vs_cause").result is result


@pytest.mark.parametrize(
    ("balance", "before", "asked"),
    [
        (50_000_000, False, False),
        (50_000_001, False, True),
        (1_000_000, True, True),
        (1_000_000, None, False),
    ],
)
def test_the_npwp_is_due_above_the_limit_or_after_a_partial_claim(
    balance: int, before: bool | None, asked: bool
) -> None:
    row = row_of("JHT", "usia_pensiun")
    bundle = complete(row, balance_idr=balance, partial_claim_before=before)

    assert ("npwp" in bundle.papers) is asked
    assert bundle.answer("npwp_rule").result is (Result.PASS if asked else Result.NOT_APPLICABLE)


def test_an_unknown_balance_leaves_the_npwp_open_for_jht_only() -> None:
    assert (
        complete(row_of("JHT", "usia_pensiun"), balance_idr=None).answer("npwp_rule").result is Result.UNCLEAR
    )
    jkm = complete(row_of("JKM", "meninggal_dunia"), balance_idr=None)
    assert jkm.answer("npwp_rule").result is Result.NOT_APPLICABLE


def test_a_number_of_zeros_is_no_npwp() -> None:
    bundle = complete(row_of("JHT", "usia_pensiun"))

    bundle = bundle.with_paper("npwp", Role.PARTICIPANT, fields=read({"npwp": "0" * 15}))

    assert bundle.answer("npwp_rule").kind == "missing"


def test_a_missing_npwp_is_asked_for_once() -> None:
    decision = complete(row_of("JHT", "usia_pensiun")).lacking("npwp").decided()

    assert [r.details for r in decision.reasons] == [{"type": "npwp"}]


@pytest.mark.parametrize(
    ("before", "joined", "result"),
    [
        (False, "2016-11-20", Result.PASS),
        (False, "2016-11-21", Result.UNCLEAR),
        (None, "2010-01-01", Result.UNCLEAR),
        (True, "2010-01-01", Result.FAIL),
    ],
)
def test_a_partial_claim_is_the_first_after_ten_years(
    before: bool | None, joined: str, result: Result
) -> None:
    bundle = complete(row_of("JHT", "sebagian_10"), partial_claim_before=before)
    letter = read({"nama": "BUDI CONTOH", "tanggal_masuk": joined})

    bundle = bundle.with_paper("keterangan_kerja", Role.PARTICIPANT, fields=letter)

    assert bundle.answer("partial_claim_rule").result is result

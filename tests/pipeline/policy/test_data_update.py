"""Which registered values differ from KTP and KK, and from when a new try makes sense."""

from datetime import date

import pytest

from models.check import Result
from models.claim import Channel
from models.document import DocumentType
from models.outcome import Outcome
from models.people import Role
from models.reason import ReasonCode
from pipeline.policy.data_update import working_days_after
from tests.pipeline.policy.policy_claims import PARTICIPANT, Bundle, complete, read, row_of

TYPED = {
    "name": PARTICIPANT["nama"],
    "nik": PARTICIPANT["nik"],
    "birth_date": PARTICIPANT["tanggal_lahir"],
    "birth_place": "BANDUNG",
}


def claiming(channel: Channel = Channel.LAPAK_ASIK, **typed: str | None) -> Bundle:
    participant = {**TYPED, **typed}
    row = row_of("JHT", "mengundurkan_diri")
    return complete(row, channel, data_updated=False, participant=participant, balance_idr=9_000_000)


def listed(bundle: Bundle) -> list[tuple[str | None, str | None, str | None]]:
    """The list of differences: field, registered, printed."""
    return [(c.field, c.expected, c.found) for c in bundle.checks() if c.kind == "field_differs"]


@pytest.mark.parametrize(
    ("typed", "differing"),
    [
        ({}, []),
        ({"name": "BUDI CONTOH, S.E."}, []),
        ({"name": None, "nik": None, "birth_date": None, "birth_place": None}, []),
        ({"name": "SITI CONTOH"}, [("nama", "SITI CONTOH", "BUDI CONTOH")]),
        ({"nik": "3273010708609002"}, [("nik", "3273010708609002", "3273010708609001")]),
        ({"birth_date": "1961-08-07"}, [("tanggal_lahir", "1961-08-07", "1960-08-07")]),
        ({"birth_place": "MEDAN"}, [("tempat_lahir", "MEDAN", "BANDUNG")]),
        (
            {"birth_place": "MEDAN", "birth_date": "1961-08-07"},
            [("tempat_lahir", "MEDAN", "BANDUNG"), ("tanggal_lahir", "1961-08-07", "1960-08-07")],
        ),
    ],
)
def test_the_values_that_differ_are_listed(
    typed: dict[str, str | None], differing: list[tuple[str, str, str]]
) -> None:
    card = read({**PARTICIPANT, "tempat_lahir": "BANDUNG"})
    bundle = claiming(**typed).with_paper("ktp", Role.PARTICIPANT, fields=card)

    assert listed(bundle) == differing
    if not differing:
        assert (bundle.answer("data_update").result, bundle.answer("data_update").kind) == (
            Result.FAIL,
            "no_field_differs",
        )


def test_the_participants_line_of_the_family_card_counts_too() -> None:
    line = {"nik": PARTICIPANT["nik"], "nama": PARTICIPANT["nama"], "tanggal_lahir": "1961-08-07"}
    other = {"nik": "3273014101859002", "nama": "SITI CONTOH", "tanggal_lahir": "1985-01-01"}
    bundle = claiming().with_paper("kk", Role.PARTICIPANT, tables={"anggota": (read(other), read(line))})

    assert listed(bundle) == [("tanggal_lahir", "1960-08-07", "1961-08-07")]


def test_what_could_not_be_read_differs_from_nothing() -> None:
    bundle = claiming().with_paper("ktp", Role.PARTICIPANT, fields=read({"nik": None, "nama": None}))

    assert bundle.answer("data_update").kind == "no_field_differs"


@pytest.mark.parametrize("differs", [True, False])
def test_a_form_for_corrections_gets_the_list_too(differs: bool) -> None:
    bundle = claiming(birth_date="1961-08-07" if differs else TYPED["birth_date"]).claiming(data_updated=True)

    bundle = bundle.with_paper(
        "form", Role.PARTICIPANT, type=DocumentType.FORMULIR, hints={"jenis": "koreksi_data"}
    )

    assert bundle.answer("data_update").result is (Result.FAIL if differs else Result.PASS)
    assert len(listed(bundle)) == differs


@pytest.mark.parametrize("told", [True, None])
def test_data_that_are_up_to_date_or_of_which_nobody_spoke_are_no_question(told: bool | None) -> None:
    bundle = claiming().claiming(data_updated=told)

    assert bundle.answer("data_update").result is Result.NOT_APPLICABLE


def test_each_reason_names_its_field_and_the_day_and_the_app_sends_to_an_officer() -> None:
    bundle = claiming(birth_date="1961-08-07", name="SITI CONTOH")

    decision = bundle.decided()

    assert [(r.code, r.details) for r in decision.reasons] == [
        (ReasonCode.DATA_NOT_UPDATED, {"field": name, "date": "2026-11-25"})
        for name in ("nama", "tanggal_lahir")
    ]
    assert decision.outcome is Outcome.CLEAR
    app = claiming(Channel.JMO).decided()
    assert app.outcome is Outcome.REVIEW
    assert {ReasonCode.CHANNEL_INCONSISTENT, ReasonCode.DATA_NOT_UPDATED} <= {r.code for r in app.reasons}


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-20", 3, "2026-11-25"),
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-23", 5, "2026-11-30"),
    ],
)
def test_working_days_leave_out_the_weekend(day: str, count: int, expected: str) -> None:
    assert working_days_after(date.fromisoformat(day), count) == date.fromisoformat(expected)

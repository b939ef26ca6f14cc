"""The month's search for work: different companies inside the month, or one call."""

import pytest

from models.check import Check, Result
from models.claim import Channel
from models.document import DocumentType
from models.outcome import Outcome
from models.people import Role
from pipeline.policy.job_search import distinct
from tests.pipeline.policy.policy_claims import Bundle, complete, read, row_of

FIVE = ("PT ARUNIKA", "PT BENTALA", "CV CAKRAWALA", "PT DIRGANTARA", "PT ELANG BIRU")


def searching(
    companies: tuple[str, ...], days: tuple[str | None, ...] = ("2026-11-03",), kind: str = "lamaran"
) -> Bundle:
    """A claim of 20 November with one application per company; the last day serves for all that follow."""
    bundle = complete(row_of("JKP", "bulan_2_6"), Channel.SIAP_KERJA).lacking("bukti_lamaran")
    for number, company in enumerate(companies):
        fields = {"perusahaan": company, "tanggal_lamaran": days[min(number, len(days) - 1)]}
        bundle = bundle.with_paper(
            f"b{number}",
            Role.PARTICIPANT,
            type=DocumentType.BUKTI_LAMARAN,
            fields=read(fields),
            hints={"jenis": kind},
        )
    return bundle


def asked(bundle: Bundle) -> Check:
    return bundle.answer("job_search")


@pytest.mark.parametrize(("companies", "result"), [(5, Result.PASS), (4, Result.UNCLEAR)])
def test_five_companies_show_the_search(companies: int, result: Result) -> None:
    bundle = searching(FIVE[:companies])

    assert (asked(bundle).result, asked(bundle).found) == (result, str(companies))
    assert bundle.decided().outcome is (Outcome.CLEAR if result is Result.PASS else Outcome.REVIEW)


def test_one_call_to_an_interview_replaces_the_count() -> None:
    assert asked(searching(FIVE[:1], kind="panggilan")).result is Result.PASS


@pytest.mark.parametrize(
    ("day", "result"),
    [
        ("2026-10-20", Result.PASS),
        ("2026-10-19", Result.UNCLEAR),
        ("2026-11-20", Result.PASS),
        ("2026-11-21", Result.UNCLEAR),
        (None, Result.UNCLEAR),
    ],
)
@pytest.mark.parametrize("kind", ["lamaran", "panggilan"])
def test_only_what_is_dated_inside_the_month_counts(day: str | None, result: Result, kind: str) -> None:
    companies = FIVE if kind == "lamaran" else FIVE[:1]

    assert asked(searching(companies, (day, "2026-11-03"), kind)).result is result


def test_one_company_written_twice_is_one() -> None:
    again = (*FIVE[:4], "Arunika, PT.")

    assert asked(searching(again)).found == "4"


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (FIVE, 5),
        (("PT MAJU BERSAMA", "MAJU BERSAMA, Tbk", "P.T. Maju Bersama"), 1),
        (("PT MAJU", "PT MAJU BERSAMA"), 1),
        (("PT MAJU BERSAMA", "PT MAJU SEJAHTERA"), 2),
        ((), 0),
    ],
)
def test_names_of_companies_are_told_apart(names: tuple[str, ...], count: int) -> None:
    assert len(distinct(names)) == count

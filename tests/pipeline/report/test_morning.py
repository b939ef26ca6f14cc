"""The morning report: counts over all runs of a night, drift that chance does not make, one page."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest

from models.aside import Aside
from models.night import Counted, night_of
from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.result import ClaimResult
from pipeline.report import NIGHTS, overview_files
from pipeline.report.nights import drifts, lines_of, nights_in

JAKARTA = ZoneInfo("Asia/Jakarta")
BEGAN = datetime(2026, 11, 25, 22, 0, tzinfo=JAKARTA)
ENDED = BEGAN + timedelta(hours=2)


def claim(number: int, outcome: Outcome = Outcome.CLEAR, *reasons: ReasonCode, **more: object) -> ClaimResult:
    given = {"seconds": 2.0 + number / 100, "risk": Risk.LOW, **more}
    return ClaimResult(Path("x"), f"JHT-{number:04d}", "JHT", "phk", outcome, reasons=reasons, **given)  # type: ignore[arg-type]


def aside(number: int, code: Aside) -> ClaimResult:
    return ClaimResult(Path("a folder"), f"JHT-{number:04d}", problem="p", exit_status=1, aside=code)


def usual(nights: int = 14, *, clear: int = 700) -> list[Counted]:
    first = date(2026, 11, 1)
    counts = {"clear": clear, "review": 900 - clear, "resubmit": 100}
    return [Counted(first + timedelta(days=n), counts, {}, {}, 0, 4000.0, 1800.0) for n in range(nights)]


def test_a_night_ends_at_noon() -> None:
    assert night_of(BEGAN) == night_of(BEGAN + timedelta(hours=12)) == date(2026, 11, 25)
    assert night_of(BEGAN + timedelta(hours=15)) == date(2026, 11, 26)


def test_a_night_that_was_stopped_and_went_on_is_one_night() -> None:
    first = [claim(n) for n in range(3)] + [claim(3, Outcome.REVIEW, ReasonCode.NAME_MISMATCH)]
    first += [aside(4, Aside.WORKER_DIED), claim(5, Outcome.REVIEW, ReasonCode.MACHINE_FAULT, exit_status=1)]
    files = overview_files(first, None, BEGAN, ENDED)
    second = [claim(n, again=True) for n in range(4)] + [claim(4), claim(5)]
    files = overview_files(second, files[NIGHTS], ENDED, ENDED + timedelta(hours=1))
    (night,) = nights_in(files[NIGHTS])
    assert night.outcomes == {"clear": 5, "review": 1}
    assert (night.reasons, night.aside, night.faults) == ({"NAME_MISMATCH": 1}, {}, 0)
    assert night.clock_seconds == 3 * 3600
    assert "4 klaim" not in files["morning.html"].decode().split("Sudah ada laporannya")[0]


@pytest.mark.parametrize(
    "damage", [b"", b"{", b'{"night": 7}\n', b"\xff\xfe\n", b'{"night": "2026-11-24", "x": 1}']
)
def test_a_damaged_line_costs_that_night_only(damage: bytes) -> None:
    kept = lines_of(usual(2))
    assert nights_in(kept + damage) == usual(2)


def test_a_share_that_moved_is_told_and_one_that_wavers_is_not() -> None:
    tonight = Counted(
        date(2026, 11, 25), {"clear": 560, "review": 340, "resubmit": 100}, {}, {}, 0, 4000.0, 1800.0
    )
    told = {d.name: d for d in drifts(tonight, usual())}
    assert told["clear"].is_notable
    assert told["review"].is_notable
    assert not told["resubmit"].is_notable
    wavering = Counted(
        date(2026, 11, 25), {"clear": 690, "review": 215, "resubmit": 95}, {}, {}, 0, 4100.0, 1.0
    )
    assert not [d for d in drifts(wavering, usual()) if d.is_notable]


def test_a_new_reason_and_a_slow_night_are_told() -> None:
    reasons = {"CAPTURE_SCREEN": 80}
    outcomes = {"clear": 700, "review": 200, "resubmit": 100}
    tonight = Counted(date(2026, 11, 25), outcomes, reasons, {}, 0, 6100.0, 1800.0)
    assert [d.name for d in drifts(tonight, usual()) if d.is_notable] == ["CAPTURE_SCREEN", "seconds"]


def test_few_claims_say_nothing() -> None:
    tonight = Counted(date(2026, 11, 25), {"review": 9}, {"CAPTURE_SCREEN": 9}, {}, 0, 900.0, 1800.0)
    assert not [d for d in drifts(tonight, usual()) if d.is_notable]
    assert not [d for d in drifts(tonight, []) if d.is_notable]


def test_the_list_of_what_was_set_aside_holds_ids_and_codes_only() -> None:
    nameless = ClaimResult(
        Path("SITI RAHMAWATI"), problem="claim_id: is missing", exit_status=2, aside=Aside.CLAIM_UNUSABLE
    )
    files = overview_files([claim(1), aside(2, Aside.WORKER_DIED), nameless], None, BEGAN, ENDED)
    assert files["set-aside.csv"].decode().splitlines() == [
        "claim_id,code",
        ",CLAIM_UNUSABLE",
        "JHT-0002,WORKER_DIED",
    ]
    for name in ("set-aside.csv", "morning.html", "morning.pdf", NIGHTS):
        assert b"SITI" not in files[name]


def test_links_lead_to_every_report_and_to_the_desk() -> None:
    results = [claim(1), claim(2, Outcome.REVIEW), claim(3, Outcome.RESUBMIT)]
    page = overview_files(results, None, BEGAN, ENDED, desk="https://periksa.example/desk")[
        "morning.html"
    ].decode()
    for number in (1, 2, 3):
        assert f'href="JHT-000{number}/report.html"' in page
    assert 'href="https://periksa.example/desk"' in page
    assert 'href="https://periksa.example/desk/claim/JHT-0002"' in page
    assert page.count("/desk/claim/") == page.count("/desk/claim/JHT-0002")
    without = overview_files(results, None, BEGAN, ENDED)["morning.html"].decode()
    assert "/claim/" not in without


def test_the_fullest_night_fits_one_page() -> None:
    codes = list(ReasonCode)
    results = [claim(n, Outcome.REVIEW, *codes[n % 20 : n % 20 + 6], seconds=n) for n in range(400)]
    results += [aside(500 + n, Aside.WORKER_DIED) for n in range(30)]
    files = overview_files(
        results, lines_of(usual()), BEGAN, ENDED, left=70, halt="the disk of a folder is full: 3 MiB " * 9,
        desk="https://periksa.example/desk",
    )  # fmt: skip
    paper = pypdfium2.PdfDocument(files["morning.pdf"])
    assert len(paper) == 1
    text = paper[0].get_textpage().get_text_range()
    paper.close()
    assert "70 klaim belum diperiksa" in text
    assert "dan 22 lagi" in text


def test_an_empty_night_has_a_page() -> None:
    files = overview_files([], None, BEGAN, BEGAN)
    assert "0 klaim diperiksa" in files["morning.html"].decode()
    assert json.loads(files[NIGHTS])["night"] == "2026-11-25"

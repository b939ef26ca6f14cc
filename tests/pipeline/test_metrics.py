"""What Prometheus is told: every count once, a queue that cannot be asked never as empty, no claim at all."""

from __future__ import annotations

import json
import re
import socket
import urllib.request
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from models.aside import Aside
from models.night import AtWork
from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.result import ClaimResult
from pipeline.errors import IntakeError, StoreError
from pipeline.metrics import Metrics, serve_metrics

ROOT = Path(__file__).resolve().parents[2]


def numbers(metrics: Metrics) -> dict[str, float]:
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for one in families
        for sample in one.samples
    }


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(lambda: [AtWork(1, "JHT-1", 2.0, 3, 1000, 0)], lambda: (7, 30.0))


def test_claims_are_counted_by_what_came_of_them(metrics: Metrics) -> None:
    fine = ClaimResult(
        Path("x"), "JHT-1", "JHT", "phk", Outcome.REVIEW, Risk.LOW, (ReasonCode.NAME_MISMATCH,), 2.2,
        stages={"ocr": 1.2},
    )  # fmt: skip
    metrics.claim(fine)
    metrics.claim(ClaimResult(Path("x"), "JHT-2", exit_status=1, aside=Aside.WORKER_DIED))
    metrics.claim(ClaimResult(Path("x"), "JHT-3", outcome=Outcome.CLEAR, again=True))
    metrics.called("delivered")
    told = numbers(metrics)
    assert told["periksa_claims_total['review']"] == 1
    assert told["periksa_claims_total['clear']"] == 0
    assert told["periksa_claims_filed_before_total[]"] == 1
    assert told["periksa_claims_set_aside_total['WORKER_DIED']"] == 1
    assert told["periksa_machine_faults_total[]"] == 1
    assert told["periksa_reasons_total['NAME_MISMATCH']"] == 1
    assert told["periksa_stage_seconds_sum['ocr']"] == 1.2
    assert told["periksa_stage_seconds_bucket['1.0', 'ocr']"] == 0
    assert told["periksa_stage_seconds_bucket['1.5', 'ocr']"] == 1
    assert told["periksa_webhook_deliveries_total['delivered']"] == 1
    assert (told["periksa_queue_length[]"], told["periksa_queue_age_seconds[]"]) == (7, 30)
    assert told["periksa_worker_memory_bytes['1']"] == 1000
    assert "JHT" not in metrics.text().decode()


def test_a_queue_that_cannot_be_asked_is_not_told_as_empty() -> None:
    def gone() -> tuple[int, float]:
        raise StoreError("the database failed: OperationalError")

    told = numbers(Metrics(queue=gone))
    assert told["periksa_store_up[]"] == 0
    assert "periksa_queue_length[]" not in told


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_they_are_served_at_their_own_address(metrics: Metrics) -> None:
    address = f"127.0.0.1:{free_port()}"
    end = serve_metrics(metrics, address)
    try:
        with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as answer:
            assert b"periksa_queue_length 7.0" in answer.read()
        with pytest.raises(IntakeError, match="nobody can listen"):
            serve_metrics(metrics, address)
    finally:
        end()


@pytest.mark.parametrize("address", ["", "9464", "localhost", "127.0.0.1:http", "127.0.0.1:0", ":9464"])
def test_an_address_that_is_none_is_told(metrics: Metrics, address: str) -> None:
    with pytest.raises(IntakeError, match="PERIKSA_METRICS"):
        serve_metrics(metrics, address)


def test_the_board_asks_for_numbers_that_there_are(metrics: Metrics) -> None:
    board = json.loads((ROOT / "docs" / "grafana-board.json").read_text("utf-8"))
    metrics.gauge("night_ended_timestamp_seconds", "x", 1.0)
    metrics.gauge("night_complete", "x", 1.0)
    seen = (ReasonCode.NAME_MISMATCH,)
    metrics.claim(ClaimResult(Path("x"), "J", outcome=Outcome.CLEAR, reasons=seen, stages={"ocr": 1.0}))
    metrics.called("delivered")
    there = set(re.findall(r"^(periksa_\w+)", metrics.text().decode(), re.MULTILINE))
    asked = {
        name
        for panel in board["panels"]
        for one in panel["targets"]
        for name in re.findall(r"periksa_\w+", one["expr"])
    }
    assert asked
    assert asked <= there
    alarms = set(re.findall(r"periksa_\w+", (ROOT / "docs" / "operating.md").read_text("utf-8")))
    assert alarms <= there | {re.sub(r"_(bucket|sum|count)$", "", name) for name in there}

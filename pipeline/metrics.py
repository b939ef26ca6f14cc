"""What is counted for Prometheus: outcomes, stages, reasons, faults, queue, webhooks, workers. Never a claim.

Names and labels are what docs/grafana-board.json and docs/operating.md speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest, start_http_server
from prometheus_client.registry import Collector

from models.aside import Aside
from models.night import AtWork
from models.outcome import Outcome
from models.result import ClaimResult
from pipeline.errors import IntakeError, StoreError

SECONDS = (0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 20.0, 40.0, 80.0)
"""Upper ends of the histograms' buckets: a step takes 0.2 to 4 seconds, a claim 2 to 20."""

disable_created_metrics()  # type: ignore[no-untyped-call]

Queue = Callable[[], tuple[int, float]]
"""Returns how many claims wait, and for how many seconds the one that waits longest does."""


class Metrics:
    """The counters of one process."""

    def __init__(
        self, at_work: Callable[[], Sequence[AtWork]] = tuple, queue: Queue = lambda: (0, 0.0)
    ) -> None:
        """``at_work`` and ``queue`` are asked each time somebody looks."""
        self.registry = CollectorRegistry()
        self._claims = self._counter("claims", "Claims verified, by outcome.", "outcome")
        self._again = self._counter("claims_filed_before", "Claims whose report was there already.")
        self._aside = self._counter("claims_set_aside", "Claims without a report, by code.", "code")
        self._failures = self._counter("machine_faults", "Claims that the machine failed at, report or not.")
        self._reasons = self._counter("reasons", "Claims that a reason was told of.", "code")
        self._calls = self._counter("webhook_deliveries", "Attempts to deliver, by what came of it.", "state")
        self._stages = Histogram(
            "periksa_stage_seconds", "Seconds of a claim's step.", ["stage"], buckets=SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self._whole = Histogram(
            "periksa_claim_seconds", "Seconds of a claim.", buckets=SECONDS, registry=self.registry
        )
        for outcome in Outcome:  # a counter that is not there cannot be watched
            self._claims.labels(outcome)
        for code in Aside:
            self._aside.labels(code)
        self.registry.register(_Now(at_work, queue))

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"periksa_{name}", told, labels, registry=self.registry)

    def claim(self, result: ClaimResult) -> None:
        """Count a claim that is done."""
        if result.again:
            self._again.inc()
            return
        if result.exit_status == 1:
            self._failures.inc()
        if result.outcome is None:
            self._aside.labels(result.aside or Aside.ENGINE_FAILED).inc()
            return
        self._claims.labels(result.outcome).inc()
        self._whole.observe(result.seconds)
        for code in result.reasons:
            self._reasons.labels(code).inc()
        for stage, seconds in result.stages.items():
            self._stages.labels(stage).observe(seconds)

    def called(self, state: str) -> None:
        """Count an attempt to deliver a webhook."""
        self._calls.labels(state).inc()

    def gauge(self, name: str, told: str, value: float) -> None:
        """Set a number that is known once (the end of a night)."""
        Gauge(f"periksa_{name}", told, registry=self.registry).set(value)

    def text(self) -> bytes:
        """Return everything in Prometheus' text format, as node-exporter's textfile collector reads it."""
        return generate_latest(self.registry)


class _Now(Collector):
    """What is asked when somebody looks; a queue that cannot be asked is left out, never told as empty."""

    def __init__(self, at_work: Callable[[], Sequence[AtWork]], queue: Queue) -> None:
        self._at_work, self._queue = at_work, queue

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges."""
        memory = GaugeMetricFamily(
            "periksa_worker_memory_bytes", "Resident memory of a worker.", labels=["worker"]
        )
        lost = GaugeMetricFamily("periksa_worker_lost", "Processes that a worker lost.", labels=["worker"])
        busy = GaugeMetricFamily(
            "periksa_worker_busy_seconds",
            "How long it has been at its claim; 0: it waits.",
            labels=["worker"],
        )
        for worker in self._at_work():
            name = [str(worker.number)]
            memory.add_metric(name, worker.memory)
            lost.add_metric(name, worker.lost)
            busy.add_metric(name, round(worker.seconds, 1) if worker.claim else 0.0)
        yield from (memory, lost, busy)
        up = GaugeMetricFamily("periksa_store_up", "Whether the queue could be asked.")
        try:
            waiting, oldest = self._queue()
        except StoreError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        length = GaugeMetricFamily("periksa_queue_length", "Claims that wait for a worker.", value=waiting)
        age = GaugeMetricFamily(
            "periksa_queue_age_seconds", "How long the oldest of them waits.", value=oldest
        )
        yield from (up, length, age)


def serve_metrics(metrics: Metrics, address: str) -> Callable[[], None]:
    """Serve ``/metrics`` at ``host:port`` in a thread; returns what ends it.

    Raises:
        IntakeError: the address is none, or somebody listens there.
    """
    host, _, port = address.rpartition(":")
    if not (host and port.isdigit() and 0 < int(port) < 65536):
        raise IntakeError("PERIKSA_METRICS: an address looks like 127.0.0.1:9464")
    try:
        server, thread = start_http_server(int(port), host.strip("[]"), metrics.registry)
    except OSError as fault:
        raise IntakeError(f"PERIKSA_METRICS: nobody can listen at {address}: {fault.strerror}") from None

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join(5)

    return end

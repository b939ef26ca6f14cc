"""A night that is stopped, by Ctrl-C or as a service is, says how to go on and leaves no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.stand_ins import write_claim

ROOT = Path(__file__).resolve().parents[1]
CLAIMS = 40
"""At a second each: far more than what is left to do when the run is stopped."""

PATIENCE = 15.0
"""Seconds from the signal to the end: the claims in hand, and Prefect's own good-byes."""

PROGRAM = """
import nights
from tests.faults import slow_jobs
nights.prepare_worker, nights.work = slow_jobs.prepare, slow_jobs.work
from pipeline.cli import main
if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("how", ["ctrl_c", "service"])
def test_it_stops_the_night(tmp_path: Path, how: str) -> None:
    for number in range(CLAIMS):
        write_claim(tmp_path / "in" / f"claim-{number:02d}", {}, claim_id=f"JHT-{number:02d}")
    kept = {name: os.environ[name] for name in os.environ if not name.startswith(("PREFECT_", "PERIKSA_"))}
    with (tmp_path / "printed").open("wb") as printed:
        night = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "batch", tmp_path / "in", "--out", tmp_path / "out"],
            cwd=ROOT,
            env={**kept, "PERIKSA_HOME": str(tmp_path)},
            stdout=printed,
            stderr=printed,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # as in a terminal
        )
    try:
        until(lambda: b"3/40" in (tmp_path / "printed").read_bytes(), 180.0)
        if how == "ctrl_c":  # a terminal's reaches every process
            os.killpg(night.pid, signal.SIGINT)
        else:
            night.terminate()
        status = night.wait(PATIENCE)
    finally:
        if night.poll() is None:
            os.killpg(night.pid, signal.SIGKILL)
            night.wait()
    said = (tmp_path / "printed").read_text("utf-8")
    assert status == 130, said
    assert "run the same command again" in said
    assert "Traceback" not in said
    until(lambda: not still_there(night.pid), 15.0)


def still_there(group: int) -> bool:
    """Tell whether a process of the night is left: a worker, or Prefect's temporary server."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def until(holds, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.1)

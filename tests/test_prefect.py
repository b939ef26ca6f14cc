"""The overnight batch under Prefect, with no server set up: what is done, and what Prefect comes to know.

The server takes some ten seconds to start, so one run serves every test here: the command is given twice in
one process, over two claims that can be worked on and one that cannot.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect.states import Failed

from pipeline.errors import (
    EngineCrashed,
    EngineMissing,
    IntakeError,
    NightStopped,
    PolicyError,
    StoreError,
)
from scripts.portal.server import free_port
from tests.finished_claims import SAMPLES

ROOT = Path(__file__).resolve().parents[1]
BOUNDARY = "=== and once more ==="
TWICE = f"""
import sys
from pipeline.cli import main
for _ in range(2):
    try:
        main()
    except SystemExit as end:
        print("status", end.code, flush=True)
    print({BOUNDARY!r}, flush=True)
"""
DEPLOY_TWICE = f"""
import deploying
from prefect.client.orchestration import get_client
print("\\n".join(deploying.deploy()))
with get_client(sync_client=True) as client:
    night = client.read_deployment_by_name("verify-batch/verify-batch")
    client.update_deployment_schedule(night.id, night.schedules[0].id, active=False)
print({BOUNDARY!r})
print("\\n".join(deploying.deploy()))
"""
CLAIMS = {"JHT-2026-000110": "IMG_2007.jpg", "JHT-2026-000108": "kpj.jpg"}


@dataclass(frozen=True)
class Night:
    """One command, twice: what it printed, what it filed, and everything that Prefect kept."""

    first: str
    again: str
    errors: str
    out: Path
    home: Path
    secrets: frozenset[str]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(f"file:{self.home / 'prefect.db'}?mode=ro", uri=True) as database:
            found = database.execute(query).fetchall()
        database.close()
        return found


@dataclass(frozen=True)
class Told:
    """What the command printed, and what the server holds, by name."""

    first: str
    second: str
    deployments: dict[str, Any]
    automations: dict[str, Any]
    pools: dict[str, Any]


@contextmanager
def server(home: Path) -> Iterator[str]:
    """Yield the address of a fresh server of Prefect's."""
    port = free_port()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PERIKSA_"))
    }
    own = {"PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    with (home / "server.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--no-ui", "--port", str(port)],
            env={**kept, **own}, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    url, end = f"http://127.0.0.1:{port}/api", time.monotonic() + 600
    try:
        while True:
            try:
                httpx.get(f"{url}/health", timeout=5).raise_for_status()
                break
            except httpx.HTTPError:
                assert time.monotonic() < end, (home / "server.log").read_text("utf-8")
                time.sleep(0.3)
        yield url
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def put_claims(inbox: Path) -> frozenset[str]:
    """Write two small claims and a broken one; returns every personal value that they hold."""
    secrets: set[str] = set()
    for file in SAMPLES.glob("*/claim.json"):
        claim = json.loads(file.read_text("utf-8"))
        upload = CLAIMS.get(claim["claim_id"])
        if upload is None:
            continue
        person, account = claim["participant"], claim["bank_account"]
        secrets |= {person["name"], person["nik"], *person["kpj"], account["number"], account["holder"]}
        secrets |= {value for value in (person["phone"], person["email"]) if value}
        truth = json.loads((SAMPLES / "truth" / f"{claim['claim_id']}.json").read_text("utf-8"))
        secrets |= {
            document["fields"][name]
            for document in truth["documents"]
            for name in ("nik", "nama", "kpj", "nomor_rekening", "alamat")
            if document["fields"].get(name)
        }
        folder = inbox / person["name"].replace(" ", "_")  # people name folders after people
        folder.mkdir(parents=True)
        secrets.add(folder.name)
        claim["uploads"] = [
            upload for upload in claim["uploads"] if upload["file"] == CLAIMS[claim["claim_id"]]
        ]
        (folder / "claim.json").write_text(json.dumps(claim), "utf-8")
        (folder / upload).write_bytes((file.parent / upload).read_bytes())
    broken = inbox / "broken"
    broken.mkdir()
    secret = "3273014708909003"
    (broken / "claim.json").write_text(json.dumps({"claim_id": "JHT-1", "cause": f"phk {secret}"}), "utf-8")
    return frozenset({*secrets, secret})


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    place = tmp_path_factory.mktemp("night")
    secrets = put_claims(place / "inbox")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PERIKSA_"))
    }
    done = subprocess.run(
        [
            sys.executable, "-c", TWICE, "batch", place / "inbox", "--out", place / "out", "--workers", "1",
        ],
        cwd=ROOT,
        env={**kept, "PERIKSA_HOME": str(place), "PREFECT_LOGGING_LEVEL": "DEBUG"},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )  # fmt: skip
    assert done.stdout.count(BOUNDARY) == 2, done.stdout + done.stderr
    first, again, _ = done.stdout.split(BOUNDARY)
    return Night(first, again, done.stderr, place / "out", place / "prefect", secrets)


class TestTheRun:
    def test_every_claim_is_done_and_the_broken_one_is_named(self, night: Night) -> None:
        assert sorted(path.parent.name for path in night.out.glob("*/report.json")) == sorted(CLAIMS)
        assert "broken" in night.first
        assert "programme" in night.first
        assert "status 2" in night.first

    def test_every_report_has_its_three_forms_and_the_overview_leads_there(self, night: Night) -> None:
        overview = (night.out / "index.html").read_text("utf-8")
        for claim_id in CLAIMS:
            names = {path.name for path in (night.out / claim_id).iterdir()}
            assert {"report.json", "report.html", "report.pdf"} <= names
            assert f"{claim_id}/report.html" in overview

    def test_nothing_is_done_twice(self, night: Night) -> None:
        assert "filed before" not in night.first
        assert night.again.count("(filed before)") == len(CLAIMS)
        assert "status 2" in night.again

    def test_the_log_can_be_read_without_a_terminal(self, night: Night) -> None:
        assert "\x1b" not in night.first + night.errors
        assert "\r" not in night.first + night.errors
        progress = re.findall(r"^\d/3 (\S+): ", night.errors, re.MULTILINE)
        assert set(progress) >= set(CLAIMS)

    def test_the_ids_are_told_not_the_folders(self, night: Night) -> None:
        assert not [secret for secret in night.secrets if secret in night.first + night.errors]


class TestWhatPrefectKnows:
    def test_the_run_was_prefects(self, night: Night) -> None:
        assert night.rows("select state_type, count(*) from flow_run group by 1") == [("COMPLETED", 2)]
        assert {row[0] for row in night.rows("select state_type from task_run")} == {"COMPLETED"}

    def test_no_personal_value_is_in_its_files(self, night: Night) -> None:
        files = [path for path in night.home.rglob("*") if path.is_file()]
        assert any(path.name == "prefect.db" for path in files)
        found = [
            (path.name, secret)
            for path in files
            for data in [path.read_bytes()]
            for secret in night.secrets
            if secret.encode() in data
        ]
        assert found == []

    def test_its_parameters_are_ids_and_counts(self, night: Night) -> None:
        for (parameters,) in night.rows("select parameters from flow_run"):
            assert re.fullmatch(r'\{"batch": ?"batch-[0-9a-f]{12}"\}', parameters)
        for (inputs,) in night.rows("select task_inputs from task_run"):
            assert set(json.loads(inputs)) <= {"batch", "begins", "number", "__parents__"}

    def test_its_logs_hold_no_path_of_a_claim(self, night: Night) -> None:
        logs = " ".join(str(row) for row in night.rows("select message from log"))
        assert "inbox" not in logs

    def test_results_are_not_kept(self, night: Night) -> None:
        assert not [path for path in (night.home / "storage").rglob("*") if path.is_file()]
        for table in ("flow_run_state", "task_run_state"):
            kept = night.rows(f"select data from {table} where data is not null and data != 'null'")
            assert not [row for row in kept if "review" in str(row) or "storage_key" in str(row)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with server(tmp_path_factory.mktemp("deployed")) as url:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PERIKSA_"))
        }
        home = tmp_path_factory.mktemp("operator")
        done = subprocess.run(
            [sys.executable, "-c", DEPLOY_TWICE], cwd=ROOT, capture_output=True, text=True, check=False,
            env={**kept, "PERIKSA_HOME": str(home), "PREFECT_API_URL": url}, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        first, second = done.stdout.split(BOUNDARY)[:2]
        ask = partial(httpx.post, timeout=60)
        yield Told(
            first,
            second,
            {one["name"]: one for one in ask(f"{url}/deployments/filter", json={}).json()},
            {one["name"]: one for one in ask(f"{url}/automations/filter", json={}).json()},
            {one["name"]: one for one in ask(f"{url}/work_pools/filter", json={}).json()},
        )


class TestDeployments:
    """What `periksa deploy` tells a real server, twice; and a night that its worker takes from it."""

    def test_all_are_there_once(self, told: Told) -> None:
        assert set(told.deployments) == {"verify-batch", "verify-share", "verify-claim", "apply-retention"}
        assert told.second.count("there already") == 2 + 3
        assert len(told.automations) == 3

    def test_nothing_is_deleted_before_somebody_says_so(self, told: Told) -> None:
        (schedule,) = told.deployments["apply-retention"]["schedules"]
        assert schedule["active"] is False

    def test_a_schedule_that_was_switched_off_stays_off(self, told: Told) -> None:
        """Between the two times the night's schedule was switched off."""
        (schedule,) = told.deployments["verify-batch"]["schedules"]
        assert schedule["active"] is False

    def test_the_night_begins_at_ten_in_jakarta(self, told: Told) -> None:
        night = told.deployments["verify-batch"]
        (schedule,) = night["schedules"]
        assert schedule["schedule"]["cron"] == "0 22 * * *"
        assert schedule["schedule"]["timezone"] == "Asia/Jakarta"
        assert night["parameters"] == {"batch": "nightly"}
        assert not told.deployments["verify-claim"]["schedules"]

    def test_a_second_night_at_once_is_cancelled(self, told: Told) -> None:
        night = told.deployments["verify-batch"]
        assert night["global_concurrency_limit"]["limit"] == 1
        assert night["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"

    def test_they_run_in_pools_of_processes_from_whatever_folder(self, told: Told) -> None:
        assert {pool["type"] for name, pool in told.pools.items() if name.startswith("periksa")} == {
            "process"
        }
        pools = {one["work_pool_name"] for one in told.deployments.values()}
        assert pools == {"periksa", "periksa-claims"}
        for name, one in told.deployments.items():
            module, function = one["entrypoint"].split(".")
            assert (module, function.replace("_", "-")) == ("flows", name)

    def test_what_is_lost_crashes_and_runs_again(self, told: Told) -> None:
        silent = told.automations["periksa: a silent run is lost"]
        assert silent["trigger"]["posture"] == "Proactive"
        assert silent["actions"][0]["state"] == "CRASHED"
        for name in ("verify-batch", "verify-share"):
            (action,) = told.automations[f"periksa: a lost {name} runs again"]["actions"]
            assert action["deployment_id"] == told.deployments[name]["id"]

    def test_no_result_is_kept_and_only_the_machines_faults_are_tried_again(self) -> None:
        import flows

        for flow in (flows.verify_batch, flows.verify_share, flows.verify_claim, flows.apply_retention):
            assert flow.persist_result is False
            assert not flow.retries, "whatever failed it"
        again = flows.lead_night.retry_condition_fn
        assert again
        task_run: Any = None
        for fault, wanted in (
            (StoreError("the database failed"), True),
            (EngineCrashed("it stopped"), True),
            (NightStopped(StoreError("full"), 1, 2), True),
            (NightStopped(EngineMissing("tesseract", "Install it."), 1, 2), False),
            (IntakeError("no folder"), False),
            (PolicyError("a table"), False),
            (ValueError("unforeseen"), False),
        ):
            assert again(flows.lead_night, task_run, Failed(data=fault)) is wanted, fault

    def test_without_a_server_the_command_says_so(self, tmp_path: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        for command in ("deploy", "worker"):
            done = subprocess.run(
                [sys.executable, "-c", "from pipeline.cli import main; main()", command], cwd=ROOT,
                capture_output=True, text=True, env={**kept, "PERIKSA_HOME": str(tmp_path)}, check=False,
            )  # fmt: skip
            assert done.returncode == 2
            assert "PREFECT_API_URL" in done.stderr
